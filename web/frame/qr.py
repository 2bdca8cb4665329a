"""An address as a QR code, drawn as inline SVG: printed sharp at any size, without script."""

from io import BytesIO

import segno
from markupsafe import Markup


def qr(address: str) -> Markup:
    """The code; error correction M, so that a folded or stained paper still reads."""
    drawn = BytesIO()
    segno.make_qr(address, error="m").save(
        drawn, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=2
    )
    return Markup(drawn.getvalue().decode())  # noqa: S704 - modules of the code only

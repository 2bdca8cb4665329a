"""Parts of pages that are the same whoever looks, drawn once."""

from collections.abc import Hashable
from typing import Any

from jinja2.runtime import Macro
from markupsafe import Markup

from engine.files.kept import Kept

MOST = 8 * 1024 * 1024
"""Characters that are kept."""
_drawn: Kept[tuple[Hashable, ...], Markup] = Kept(MOST, len)


def drawn_once(draw: Macro, *of: Hashable) -> Markup:
    """What an imported macro makes of these values, and of nothing else: neither of the request
    nor of the moment, and without icons, which a page counts as they are drawn.
    """
    key = (draw, *of)
    known = _drawn.get(key)
    return known if known is not None else _drawn.keep(key, Markup(_plain(draw, *of)))  # noqa: S704 - a macro escapes


def _plain(draw: Macro, *of: Any) -> str:
    made: str = draw(*of)
    return made

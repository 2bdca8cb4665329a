"""Writing SVG as text: every value escaped, no style attribute, no reference to anything outside.

Colours come from the page through classes. The attributes given here besides are what a reader sees
where no style sheet is at hand, such as a picture saved to a file; any CSS rule outweighs them.

===== =========================================================
class what it is
===== =========================================================
f     body of a shape: filled and stroked, takes the state
bx    body of a shape that holds others: takes the state quietly
la    body of a pool or lane
e     line of a flow
h     filled head or tail of a flow
op    open head or tail of a flow
l     thin line of an icon or marker
core  what is left free between the two lines of a link
s     solid icon
r     line drawn upon a solid icon
o     words outside a shape
mk    mark of a state
===== =========================================================
"""

import math
import unicodedata
from collections.abc import Sequence
from html import escape

from engine.workflow.draw.geometry import Point, along

_PLAIN = {
    "f": 'fill="#fff" stroke="#4a453f"',
    "bx": 'fill="#fff" stroke="#4a453f"',
    "la": 'fill="#f6f3ee" stroke="#a59c90"',
    "e": 'fill="none" stroke="#4a453f"',
    "h": 'fill="#4a453f"',
    "op": 'fill="#fff" stroke="#4a453f"',
    "l": 'fill="none" stroke="#1e1b18"',
    "core": 'fill="none" stroke="#fff"',
    "s": 'fill="#1e1b18"',
    "r": 'fill="none" stroke="#fff"',
}


def number(value: float) -> str:
    """A coordinate with at most two decimals."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def quoted(text: str) -> str:
    """Words as XML text or attribute value, in the composed form that the page's font covers."""
    return escape(unicodedata.normalize("NFC", text))


def tag(name: str, cls: str = "", **attributes: float | str) -> str:
    """An empty element. The first class also gives its look where there is no style sheet.

    ``_`` in an attribute's name stands for ``-``.
    """
    parts = [name]
    if cls:
        parts.append(f'class="{cls}"')
        plain = _PLAIN.get(cls.split(maxsplit=1)[0])
        parts += [plain] if plain else []
    for key, value in attributes.items():
        text = quoted(value) if isinstance(value, str) else number(value)
        parts.append(f'{key.replace("_", "-")}="{text}"')
    return f"<{' '.join(parts)}/>"


def group(element_id: str, content: str, *, cls: str = "", mark: str = "") -> str:
    """The group of one element, found again by its ``data-element-id``."""
    classes = f' class="{cls}"' if cls else ""
    place = f' data-m="{mark}"' if mark else ""
    return f'<g{classes} data-element-id="{quoted(element_id)}"{place}>{content}</g>'


def polygon(points: Sequence[Point]) -> str:
    """Path data of a closed straight outline."""
    return "M" + "L".join(f"{number(p.x)} {number(p.y)}" for p in points) + "Z"


def rounded(points: Sequence[Point], radius: float = 6) -> str:
    """Path data of a line whose bends are rounded."""
    first, last = points[0], points[-1]
    data = [f"M{number(first.x)} {number(first.y)}"]
    for before, bend, after in zip(points, points[1:], points[2:], strict=False):
        near = min(radius, *(_half(bend, end) for end in (before, after)))
        start, end = along(bend, before, near), along(bend, after, near)
        data.append(
            f"L{number(start.x)} {number(start.y)}"
            f"Q{number(bend.x)} {number(bend.y)} {number(end.x)} {number(end.y)}"
        )
    data.append(f"L{number(last.x)} {number(last.y)}")
    return "".join(data)


def _half(a: Point, b: Point) -> float:
    return math.dist(a, b) / 2

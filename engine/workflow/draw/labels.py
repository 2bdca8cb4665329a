"""Where the words of a diagram go.

Words inside a shape keep within it; words outside stand where the diagram's author put them
(BPMNLabel), else at the usual place: under events, gateways and data, beside the longest part of a
flow.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.workflow.draw.geometry import Box, Point, longest_part
from engine.workflow.draw.svg import number, quoted
from engine.workflow.draw.words import LINE, Lines, fit, wrap

INSIDE = (12.0, 11.0, 10.0, 9.0)
OUTSIDE = 11.0
_NARROWEST = 90.0
_NEAR = 3.0
_WIDER = 1.2  # authors measured their labels in another, narrower font: Arial as a rule
_ASCENT = 0.36  # from the middle of a line down to its base line, in type sizes


@dataclass(frozen=True, slots=True)
class Label:
    """Words at their place. ``x`` is the middle of the lines, or their start when ``start``."""

    words: Lines
    x: float
    top: float
    start: bool = False
    upright: Point | None = None  # turned left around this point

    @property
    def box(self) -> Box:
        """The room that the words take."""
        w, h = self.words.width, self.words.height
        box = Box(self.x if self.start else self.x - w / 2, self.top, w, h)
        if self.upright is None:
            return box
        x, y = self.upright
        return Box(x + box.y - y, y - (box.right - x), box.h, box.w)

    def svg(self, cls: str = "") -> str:
        """One text element with a line each."""
        size = self.words.size
        step = size * LINE
        first = self.top + step / 2 + size * _ASCENT
        spans = "".join(
            f'<tspan x="{number(self.x)}" y="{number(first + i * step)}">{quoted(line)}</tspan>'
            for i, line in enumerate(self.words.lines)
        )
        classes = f' class="{cls}"' if cls else ""
        anchor = "" if self.start else ' text-anchor="middle"'
        turned = ""
        if self.upright is not None:
            x, y = (number(v) for v in self.upright)
            turned = f' transform="rotate(-90 {x} {y})"'
        return f'<text{classes}{anchor} font-size="{number(size)}"{turned}>{spans}</text>'


def centred(text: str, room: Box) -> Label:
    """Words in the middle of a room, smaller when they must be."""
    words = fit(text, room.w, room.h, INSIDE)
    return Label(words, room.cx, room.cy - words.height / 2)


def on_top(text: str, room: Box) -> Label:
    """Words along the upper side of a room."""
    words = fit(text, room.w, room.h, INSIDE)
    return Label(words, room.cx, room.y)


def from_left(text: str, room: Box) -> Label:
    """Words in the middle of a room's height, each line starting at its left side."""
    words = fit(text, room.w, room.h, INSIDE)
    return Label(words, room.x, room.cy - words.height / 2, start=True)


def upright(text: str, band: Box) -> Label:
    """Words that run upwards along a narrow band."""
    words = fit(text, band.h, band.w, INSIDE)
    around = Point(band.cx, band.cy)
    return Label(words, around.x, around.y - words.height / 2, upright=around)


def beside(text: str, shape: Box, given: Box | None) -> Label:
    """Words outside a shape: where they were put, else under it."""
    if given is None:
        return Label(wrap(text, max(_NARROWEST, shape.w), OUTSIDE), shape.cx, shape.bottom + 4)
    words = _as_given(text, given)
    x = given.cx
    if given.right <= shape.x + _NEAR:  # wider words than the author saw grow away from the shape
        x = min(x, given.right - words.width / 2)
    elif given.x >= shape.right - _NEAR:
        x = max(x, given.x + words.width / 2)
    if given.bottom <= shape.y + _NEAR:  # and so do more lines
        return Label(words, x, given.bottom - words.height)
    if given.y >= shape.bottom - _NEAR:
        return Label(words, x, given.y)
    return Label(words, x, given.cy - words.height / 2)


def at_flow(text: str, points: Sequence[Point], given: Box | None) -> Label:
    """Words of a flow: where they were put, else by its longest straight part."""
    if given is not None:
        words = _as_given(text, given)
        return Label(words, given.cx, given.cy - words.height / 2)
    a, b = longest_part(points)
    if abs(b.x - a.x) >= abs(b.y - a.y):
        words = wrap(text, max(_NARROWEST, abs(b.x - a.x) - 24), OUTSIDE)
        return Label(words, (a.x + b.x) / 2, min(a.y, b.y) - words.height - 3)
    words = wrap(text, _NARROWEST, OUTSIDE)
    return Label(words, (a.x + b.x) / 2 + 5, (a.y + b.y) / 2 - words.height / 2, start=True)


def _as_given(text: str, given: Box) -> Lines:
    """In as many lines as the author saw, if a little more width does it."""
    words = wrap(text, max(_NARROWEST, given.w), OUTSIDE)
    if words.height <= given.h + OUTSIDE / 2:
        return words
    return wrap(text, max(_NARROWEST, given.w * _WIDER), OUTSIDE)

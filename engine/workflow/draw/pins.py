"""Numbered pins beside elements, and the part of a picture around one of them.

The shape of a pin tells its weight, so that colour is never alone: eight sides for an error, a
shield for a warning, a circle for a remark; a square with a plus for what was added, a diamond for
what changed, a triangle on its tip for what is gone, a round-ended bar for what agrees; an upright
box for a count, which says nothing of its element.
"""

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple, cast, get_args

from engine.workflow.draw.geometry import Box, Point
from engine.workflow.draw.scene import Scene
from engine.workflow.draw.states import State
from engine.workflow.draw.svg import number, quoted, tag

Weight = Literal["bad", "warn", "tip", "add", "chg", "del", "same", "cnt"]
_SHAPES: Mapping[Weight, str] = {
    "bad": "M-5 -11H5L11 -5V5L5 11H-5L-11 5V-5Z",
    "warn": "M-10 -11H10V3L0 13L-10 3Z",
    "tip": "M0 -10A10 10 0 1 1 0 10A10 10 0 1 1 0 -10Z",
    "add": "M-10 -10H10V10H-10Z",
    "chg": "M0 -13L13 0L0 13L-13 0Z",
    "del": "M-12 -10H12L0 12Z",
    "same": "M-6 -9H6A9 9 0 0 1 6 9H-6A9 9 0 0 1 -6 -9Z",
    "cnt": "M-11 -8H11V8H-11Z",
}
_ORDER = tuple(_SHAPES)
_STATES = frozenset(get_args(State))
MOST_AT_ONE = 4
"""Pins that stand beside one element; the others are in the list beside the picture."""
_STEP = 24
_SMALL = 60
_BEFORE, _WIDE, _HIGH = 160.0, 940.0, 420.0
"""The part begins so far left of its element that it is seen on a narrow screen too."""


class Pin(NamedTuple):
    """A mark beside an element: what stands on it, and how heavy it is; ``anchor``: the id by which
    a page leads to it."""

    element_id: str
    text: str
    weight: Weight
    anchor: str = ""


def states_of(pins: Sequence[Pin]) -> dict[str, State]:
    """The heaviest weight of each element."""
    found: dict[str, State] = {}
    for pin in sorted(pins, key=lambda one: _ORDER.index(one.weight), reverse=True):
        if pin.weight in _STATES:
            found[pin.element_id] = cast("State", pin.weight)
    return found


def paint_pins(scene: Scene, pins: Sequence[Pin], near: str | None) -> str:
    """The pins, and a dotted frame around the element that is looked at."""
    painted: list[str] = []
    there: dict[str, int] = {}
    for pin in pins:
        place = _place(scene, pin.element_id)
        at = there.get(pin.element_id, 0)
        if place is None or at == MOST_AT_ONE:
            continue
        there[pin.element_id] = at + 1
        x = place.x - at * _STEP
        named = f' id="{quoted(pin.anchor)}"' if pin.anchor else ""
        painted.append(
            f'<g class="pin {pin.weight}"{named}'
            f' transform="translate({number(x)} {number(place.y)})">'
            f'<path d="{_SHAPES[pin.weight]}"/>'
            f'<text y="4" text-anchor="middle">{quoted(pin.text)}</text></g>'
        )
    box = scene.by_element.get(near or "")
    if box is not None:
        around = box.grown(8)
        halo = {"x": around.x, "y": around.y, "width": around.w, "height": around.h, "rx": 12.0}
        painted.append(tag("rect", "halo", **halo))
    return "".join(painted)


def cut(scene: Scene, element_id: str | None) -> Box | None:
    """The part of the picture around an element; ``None``: all of it."""
    box = scene.by_element.get(element_id or "")
    if box is None:
        middle = scene.flows.get(element_id or "")
        if middle is None:
            return None
        box = Box(middle.x, middle.y, 0, 0)
    whole = scene.view(12.0)
    x = max(whole.x, box.x - _BEFORE)
    y, high = whole.y, whole.h
    if high > _HIGH:
        y = min(max(whole.y, box.cy - _HIGH / 2), whole.bottom - _HIGH)
        high = _HIGH
    return Box(x, y, min(_WIDE, whole.right - x), high)


def _place(scene: Scene, element_id: str) -> Point | None:
    """Where the first pin of an element stands: at its upper right corner, or on its line."""
    box = scene.by_element.get(element_id)
    if box is None:
        return scene.flows.get(element_id)
    if box.w <= _SMALL:
        return Point(box.right - 4, box.y - 3)
    return Point(box.right, box.y + 3)

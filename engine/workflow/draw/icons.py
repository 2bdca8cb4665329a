"""The pictograms of BPMN 2.0 as path data, each around its own middle (0, 0).

Events are made for a circle of 36 pixels, tasks for a field of 18, markers for a field of 14,
gateways for a diamond of 50.
"""

import math

from engine.workflow.draw.geometry import Point
from engine.workflow.draw.svg import number, tag


def _ring(corners: int, radius: float) -> str:
    turns = (2 * math.pi * i / corners - math.pi / 2 for i in range(corners))
    ends = (f"{number(radius * math.cos(t))} {number(radius * math.sin(t))}" for t in turns)
    return "M" + "L".join(ends) + "Z"


def _circle(radius: float, x: float = 0, y: float = 0) -> str:
    r, d = number(radius), number(2 * radius)
    return f"M{number(x - radius)} {number(y)}a{r} {r} 0 1 0 {d} 0a{r} {r} 0 1 0 -{d} 0Z"


def _gear(x: float, y: float, outer: float, teeth: int = 8) -> str:
    inner, points = outer * 0.74, []
    for i in range(teeth):
        middle = 2 * math.pi * (i + 0.5) / teeth
        step = math.pi / teeth
        for turn, radius in ((-0.78, inner), (-0.46, outer), (0.46, outer), (0.78, inner)):
            at = middle + turn * step
            points.append(
                f"{number(x + radius * math.cos(at))} {number(y + radius * math.sin(at))}"
            )
    return "M" + "L".join(points) + "Z" + _circle(outer * 0.36, x, y)


_TICKS = "".join(
    f"M{number(8 * math.cos(t))} {number(8 * math.sin(t))}"
    f"L{number(10.5 * math.cos(t))} {number(10.5 * math.sin(t))}"
    for t in (math.pi * i / 6 for i in range(12))
)

# event definition → outline; a throwing event fills it
EVENTS = {
    "messageEventDefinition": "M-9.5-6.5H9.5V6.5H-9.5Z",
    "errorEventDefinition": "M-9.5 8.5L-4.6-8L1.8 1.2L9.5-8.5L4.6 8L-1.8-1.2Z",
    "escalationEventDefinition": "M0-9.5L7.5 9L0 1.5L-7.5 9Z",
    "linkEventDefinition": "M-9.5-3.8H2V-8L9.8 0L2 8V3.8H-9.5Z",
    "cancelEventDefinition": "M-9-6L-6-9L0-3L6-9L9-6L3 0L9 6L6 9L0 3L-6 9L-9 6L-3 0Z",
    "compensateEventDefinition": "M-.5-6.5V6.5L-10 0ZM9-6.5V6.5L-.5 0Z",
    "signalEventDefinition": "M0-9.5L9 6.5H-9Z",
    "multiple": _ring(5, 10),
    "parallelMultiple": "M-2.7-9.5H2.7V-2.7H9.5V2.7H2.7V9.5H-2.7V2.7H-9.5V-2.7H-2.7Z",
    "terminateEventDefinition": _circle(11),
    "timerEventDefinition": _circle(10.5) + _TICKS + "M1.8-7L0 0L5 2.3",
    "conditionalEventDefinition": (
        "M-7-9H7V9H-7ZM-4.5-5.5H4.5M-4.5-1.8H4.5M-4.5 1.8H4.5M-4.5 5.5H4.5"
    ),
}
# drawn as lines even where the event throws
_ALWAYS_OPEN = {"timerEventDefinition", "conditionalEventDefinition"}
_FLAP = "M-9.5-6.5L0 1.2L9.5-6.5"

_ENVELOPE = "M-8-5.5H8V5.5H-8Z"
_ENVELOPE_FLAP = "M-8-5.5L0 .8L8-5.5"
TASKS = {
    "userTask": _circle(3.4, 0, -4.3) + "M-7.5 8V5.5C-7.5 2-5 .7 0 .7S7.5 2 7.5 5.5V8Z",
    "manualTask": (
        "M-8.5-1.5C-6.5-4.5-5.5-5.8-3.5-5.8H1C2.6-5.8 2.6-3.3 1-3.3H-2H6.8"
        "C8.6-3.3 8.6-.8 6.8-.8H1.5H7.6C9.4-.8 9.4 1.7 7.6 1.7H1.5H6.8"
        "C8.6 1.7 8.6 4.1 6.8 4.1H1.5H5.4C7 4.1 7 6.4 5.4 6.4H-3.5C-5.5 6.4-7 5.5-8.5 4.2"
    ),
    "serviceTask": _gear(-1.8, -1.8, 6.6) + _gear(5.2, 5.4, 3.9, 7),
    "scriptTask": (
        "M-3.5-8H7.5C4-4.8 4.3-2.8 5.5 0S6.5 5 3 8H-8C-4.5 5-5 2.8-6 0S-7-4.8-3.5-8Z"
        "M-3.8-4.6H3M-4.2-1.6H2.8M-3.3 1.5H4M-3.8 4.7H3"
    ),
    "businessRuleTask": "M-8-6H8V6H-8ZM-8-2H8M-8 2H8M-3-2V6",
    "sendTask": _ENVELOPE,
    "receiveTask": _ENVELOPE,
}
_TASK_SCALE = 0.9
_TASK_SOLID = {"businessRuleTask": "M-8-6H8V-2H-8Z"}

MARKERS = {
    "collapsed": "M-6.5-6.5H6.5V6.5H-6.5ZM0-4V4M-4 0H4",
    "loop": "M-3.3 5.3A5.7 5.7 0 1 1 1.5 5.9M-6.3 5.5H-3V2.2",
    "parallel": "M-4.5-6V6M0-6V6M4.5-6V6",
    "sequential": "M-6-4.5H6M-6 0H6M-6 4.5H6",
    "compensation": "M-.3-5V5L-7 0ZM6.4-5V5L-.3 0Z",
    "adhoc": "M-6.5 2C-5.2-2.4-2.6-2.4 0 0S5.2 2.4 6.5-2",
}
_HEAVY = {"parallel", "sequential", "adhoc"}

GATEWAYS = {
    "exclusiveGateway": "M-7.5-8.5L7.5 8.5M7.5-8.5L-7.5 8.5",
    "parallelGateway": "M-11.5 0H11.5M0-11.5V11.5",
    "complexGateway": "M-12 0H12M0-12V12M-8.5-8.5L8.5 8.5M8.5-8.5L-8.5 8.5",
    "inclusiveGateway": _circle(11.5),
}
GATEWAY_EVENT = _ring(5, 8)
GATEWAY_RINGS = _circle(14), _circle(11.5)


def event(name: str, x: float, y: float, diameter: float, *, filled: bool) -> str:
    """What triggers an event, or what it gives off when ``filled``."""
    outline, scale = EVENTS[name], diameter / 36
    solid = name == "terminateEventDefinition" or (filled and name not in _ALWAYS_OPEN)
    if not solid:
        flap = _FLAP if name == "messageEventDefinition" else ""
        return _path("l", outline + flap, Point(x, y), 1.3, scale)
    flap = _path("r", _FLAP, Point(x, y), 1.3, scale) if name == "messageEventDefinition" else ""
    return _path("s", outline, Point(x, y), 0, scale) + flap


def task(name: str, x: float, y: float) -> str:
    """The kind of a task; empty for kinds without a pictogram."""
    outline = TASKS.get(name)
    if outline is None:
        return ""
    if name == "sendTask":
        flap = _path("r", _ENVELOPE_FLAP, Point(x, y), 1.3, _TASK_SCALE)
        return _path("s", outline, Point(x, y), 0, _TASK_SCALE) + flap
    filled = _TASK_SOLID.get(name)
    solid = _path("s", filled, Point(x, y), 0, _TASK_SCALE) if filled else ""
    flap = _ENVELOPE_FLAP if name == "receiveTask" else ""
    return solid + _path("l", outline + flap, Point(x, y), 1.3, _TASK_SCALE)


def instantiating(x: float, y: float) -> str:
    """The ring around the envelope of a receive task that starts its process."""
    return _path("l", _circle(9), Point(x, y), 1.2) + _path(
        "l", _ENVELOPE + _ENVELOPE_FLAP, Point(x, y), 1.4, 0.72
    )


def marker(name: str, x: float, y: float) -> str:
    """A sign at the lower side of an activity, data object or pool."""
    return _path("l", MARKERS[name], Point(x, y), 2 if name in _HEAVY else 1.3)


def envelope(x: float, y: float, w: float, h: float, *, shaded: bool) -> str:
    """A message of the given size around a point; shaded when it is an answer."""
    body = tag("rect", "f sh" if shaded else "f", x=x - w / 2, y=y - h / 2, width=w, height=h)
    flap = (
        f"M{number(-w / 2)} {number(-h / 2)}L0 {number(h * 0.08)}L{number(w / 2)} {number(-h / 2)}"
    )
    return body + _path("l", flap, Point(x, y), 1.2)


def gateway(name: str, x: float, y: float, size: float) -> str:
    """The sign of a gateway's rule."""
    return _path("l", GATEWAYS[name], Point(x, y), 3, size / 50)


def event_gateway(x: float, y: float, size: float, *, starts: bool, parallel: bool) -> str:
    """An event-based gateway: one ring when it starts the process, and what it waits for."""
    scale = size / 50
    rings = GATEWAY_RINGS[0] if starts else "".join(GATEWAY_RINGS)
    inside = EVENTS["parallelMultiple"] if parallel else GATEWAY_EVENT
    return _path("l", rings, Point(x, y), 1.2, scale) + _path(
        "l", inside, Point(x, y), 1.3, scale * (0.8 if parallel else 1)
    )


def _path(cls: str, data: str, at: Point, stroke: float, scale: float = 1) -> str:
    """Path data moved to its place; a stroke of 0 is left to the style sheet."""
    sized = "" if scale == 1 else f" scale({number(scale)})"
    place = f"translate({number(at.x)} {number(at.y)}){sized}"
    if stroke:
        return tag("path", cls, d=data, transform=place, stroke_width=stroke)
    return tag("path", cls, d=data, transform=place)

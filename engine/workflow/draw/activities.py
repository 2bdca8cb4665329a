"""Tasks, sub-processes and call activities (BPMN 2.0.2, clause 10.3)."""

from collections.abc import Sequence
from dataclasses import replace

from engine.workflow.draw import icons
from engine.workflow.draw.geometry import Box, Point
from engine.workflow.draw.labels import Label, beside, centred, on_top
from engine.workflow.draw.scene import Layer, Scene, mark_place
from engine.workflow.draw.source import SUBPROCESSES, Shape, attribute, children, flag, kind
from engine.workflow.draw.svg import group, tag

ACTIVITIES = frozenset({*icons.TASKS, *SUBPROCESSES, "task", "callActivity"})
_CORNER = 8.0
_USUAL_WIDTH = 100.0
_LEAST = 34.0
"""Less than this is no room for words: they rather touch an event than vanish."""
_CALLED_TASKS = {
    "globalUserTask": "userTask",
    "globalManualTask": "manualTask",
    "globalScriptTask": "scriptTask",
    "globalBusinessRuleTask": "businessRuleTask",
}


def paint_activity(scene: Scene, shape: Shape, box: Box) -> None:
    """A rounded box with the kind's pictogram, the words, and the markers at its lower side."""
    expanded = _expanded(scene, shape)
    symbol = _symbol(scene, shape, box)
    markers = _markers(scene, shape, expanded=expanded)
    free = _clear_of(scene.attached(shape), box)
    label = _words(shape, box, free, expanded=expanded, symbol=bool(symbol), markers=bool(markers))
    content = _body(shape, box, expanded=expanded) + symbol + marker_row(markers, box)
    outside = label is not None and not box.grown(1).holds(_middle(label))
    if label is not None and not outside:
        content += label.svg("o" if expanded else "")
    mark = mark_place(box, inside=True)
    layer = Layer.HOLDERS if expanded else Layer.NODES
    scene.put(layer, group(shape.element_id, content, cls="ac", mark=mark), box)
    if label is not None and outside:
        scene.caption(shape, label)
    elif label is not None:
        scene.put(layer, "", label.box)


def marker_row(names: list[str], box: Box) -> str:
    """Markers side by side in the middle of the lower side."""
    start = box.cx - (len(names) - 1) * 9
    return "".join(icons.marker(n, start + i * 18, box.bottom - 10) for i, n in enumerate(names))


def loop_markers(shape: Shape) -> list[str]:
    """How an activity repeats: a loop, or several at once or one after the other."""
    if next(children(shape.element, "standardLoopCharacteristics"), None) is not None:
        return ["loop"]
    several = next(children(shape.element, "multiInstanceLoopCharacteristics"), None)
    if several is None:
        return []
    return ["sequential" if flag(several, "isSequential") else "parallel"]


def _middle(label: Label) -> Point:
    return Point(label.box.cx, label.box.cy)


def _expanded(scene: Scene, shape: Shape) -> bool:
    if shape.kind not in SUBPROCESSES and shape.kind != "callActivity":
        return False
    said = shape.flag("isExpanded")
    return scene.holds_shapes(shape) if said is None else said


def _body(shape: Shape, box: Box, *, expanded: bool) -> str:
    look = "bx" if expanded else "f"
    attributes: dict[str, float | str] = {}
    if shape.kind == "callActivity":
        look += " thick"
        attributes["stroke_width"] = 4
    if flag(shape.element, "triggeredByEvent"):
        look += " dot"
        attributes["stroke_dasharray"] = "2 3"
    body = _rounded(look, box, _CORNER, attributes)
    if shape.kind == "transaction":
        body += _rounded(look, box.grown(-3.5), _CORNER - 3, attributes)
    return body


def _rounded(look: str, box: Box, corner: float, attributes: dict[str, float | str]) -> str:
    return tag("rect", look, x=box.x, y=box.y, width=box.w, height=box.h, rx=corner, **attributes)


def _symbol(scene: Scene, shape: Shape, box: Box) -> str:
    name = shape.kind
    if name == "callActivity":
        name = _CALLED_TASKS.get(_called(scene, shape), "")
    x, y = box.x + 13.5, box.y + 12.5
    if name == "receiveTask" and flag(shape.element, "instantiate"):
        return icons.instantiating(x, y)
    return icons.task(name, x, y)


def _markers(scene: Scene, shape: Shape, *, expanded: bool) -> list[str]:
    found = loop_markers(shape)
    if flag(shape.element, "isForCompensation"):
        found.append("compensation")
    if not expanded and _opens(scene, shape):
        found.append("collapsed")
    if shape.kind == "adHocSubProcess":
        found.append("adhoc")
    return found


def _opens(scene: Scene, shape: Shape) -> bool:
    """Whether there is a process within; a call of a global task has none."""
    if shape.kind in SUBPROCESSES:
        return True
    return shape.kind == "callActivity" and not _called(scene, shape).startswith("global")


def _called(scene: Scene, shape: Shape) -> str:
    return kind(scene.diagram.find(attribute(shape.element, "calledElement")))


def _clear_of(events: Sequence[Box], box: Box) -> Box:
    """The part of an activity that the events on its border leave for its words."""
    left = top = right = bottom = 0.0
    for event in events:
        if abs(event.cy - box.bottom) <= event.h / 2:
            bottom = max(bottom, box.bottom - event.y)
        elif abs(event.cy - box.y) <= event.h / 2:
            top = max(top, event.bottom - box.y)
        elif abs(event.cx - box.x) <= event.w / 2:
            left = max(left, event.right - box.x)
        elif abs(event.cx - box.right) <= event.w / 2:
            right = max(right, box.right - event.x)
    if box.h - top - bottom < _LEAST or box.w - left - right < _LEAST:
        return box
    return Box(box.x + left, box.y + top, box.w - left - right, box.h - top - bottom)


def _words(
    shape: Shape, box: Box, free: Box, *, expanded: bool, symbol: bool, markers: bool
) -> Label | None:
    if not shape.name:
        return None
    if shape.label is not None and not box.holds(Point(shape.label.cx, shape.label.cy)):
        return beside(shape.name, box, shape.label)
    if expanded:
        return on_top(shape.name, Box(box.x + 18, free.y + 6, max(box.w - 36, 40), box.h / 2))
    low = max(17 if markers else 4, box.bottom - free.bottom)
    high = max(4, free.y - box.y)
    side = 5 if box.w >= _USUAL_WIDTH else 3
    left, right = max(side, free.x - box.x), max(side, box.right - free.right)
    room = Box(box.x + left, box.y + high, box.w - left - right, box.h - high - low)
    label = centred(shape.name, room)
    above = Box(room.x - side, box.y, room.w + 2 * side, box.h - low)
    return _below_corners(label, shape.name, above, symbol=symbol)


def _below_corners(label: Label, text: str, room: Box, *, symbol: bool) -> Label:
    """The label clear of the upper corners: there stand the pictogram and the tick when done."""
    high, wide = (23, 25) if symbol else (14, 20)
    top = room.y + high
    if label.top >= top or label.words.width <= room.w - 2 * wide:
        return label
    lowest = room.bottom + 1 - label.words.height
    if lowest >= top - 3:  # the room above small letters may touch the corner
        return replace(label, top=min(top, lowest))
    if not symbol:  # rather a tick upon a word than smaller words in every picture
        return label
    small = centred(text, Box(room.x + 5, top, room.w - 10, room.bottom - top))
    return replace(small, top=min(small.top, room.bottom + 1 - small.words.height))

"""Choreographies and conversations (BPMN 2.0.2, clauses 9.5 and 11)."""

from engine.workflow.draw import icons
from engine.workflow.draw.activities import loop_markers, marker_row
from engine.workflow.draw.geometry import Box, hexagon
from engine.workflow.draw.labels import beside, centred
from engine.workflow.draw.scene import Layer, Scene, mark_place
from engine.workflow.draw.source import Shape, attribute, children
from engine.workflow.draw.svg import group, number, polygon, tag

CHOREOGRAPHIES = frozenset({"choreographyTask", "subChoreography", "callChoreography"})
CONVERSATIONS = frozenset({"conversation", "subConversation", "callConversation"})
_LOOPS = {
    "Standard": "loop",
    "MultiInstanceSequential": "sequential",
    "MultiInstanceParallel": "parallel",
}


def paint_choreography(scene: Scene, shape: Shape, box: Box) -> None:
    """A rounded box; its participants' bands are shapes of their own, painted upon it."""
    expanded = shape.kind == "subChoreography" and (
        shape.flag("isExpanded") or scene.holds_shapes(shape)
    )
    thick = shape.kind == "callChoreography"
    content = tag(
        "rect",
        ("bx" if expanded else "f") + (" thick" if thick else ""),
        x=box.x,
        y=box.y,
        width=box.w,
        height=box.h,
        rx=8,
        stroke_width=4 if thick else 1.5,
    )
    room = _between_bands(scene, shape, box)
    names = loop_markers(shape) + _loop(shape)
    if shape.kind != "choreographyTask" and not expanded:
        names.append("collapsed")
    content += marker_row(names, room)
    content += _name(shape, Box(room.x + 5, room.y + 2, room.w - 10, room.h - (20 if names else 4)))
    layer = Layer.HOLDERS if expanded else Layer.NODES
    mark = mark_place(box, inside=True)
    scene.put(layer, group(shape.element_id, content, cls="ac", mark=mark), box)


def paint_band(scene: Scene, shape: Shape, box: Box) -> None:
    """A participant in a choreography: white begins, shaded answers; perhaps with its message."""
    place = shape.di.get("participantBandKind") or ""
    answers = "non_initiating" in place
    content = _band_frame(place, box, look="f sh" if answers else "f")
    content += _name(shape, box.grown(-3))
    if next(children(shape.element, "participantMultiplicity"), None) is not None:
        content += marker_row(["parallel"], box)
    room = [box]
    if shape.flag("isMessageVisible"):
        above = place.startswith("top")
        y = box.y - 32 if above else box.bottom + 32
        line = f"M{number(box.cx)} {number(box.y if above else box.bottom)}V{number(y)}"
        content += tag("path", "e", d=line, stroke_dasharray="1.5 4", stroke_linecap="round")
        content += icons.envelope(box.cx, y, 30, 20, shaded=answers)
        room.append(Box(box.cx - 16, y - 11, 32, 22))
    scene.put(Layer.ATTACHED, group(shape.element_id, content, cls="bd"), *room)


def paint_conversation(scene: Scene, shape: Shape, box: Box) -> None:
    """A hexagon; thick when it calls another one, with a plus when it holds others."""
    thick = shape.kind == "callConversation"
    content = tag(
        "path",
        "f thick" if thick else "f",
        d=polygon(hexagon(box)),
        stroke_width=4 if thick else 1.5,
    )
    if shape.kind == "subConversation":
        content += marker_row(["collapsed"], box)
    mark = mark_place(box, inside=False)
    scene.put(Layer.NODES, group(shape.element_id, content, cls="gw", mark=mark), box)
    if shape.name:
        scene.caption(shape, beside(shape.name, box, shape.label))


def _between_bands(scene: Scene, shape: Shape, box: Box) -> Box:
    top, low = box.y, box.bottom
    owner = shape.di.get("id")
    for other, band in zip(scene.diagram.shapes, scene.boxes, strict=True):
        named = (other.di.get("choreographyActivityShape") or "").rpartition(":")[2]
        if not named or named != owner:
            continue
        if band.cy < box.cy:
            top = max(top, min(band.bottom, box.cy))
        else:
            low = min(low, max(band.y, box.cy))
    return Box(box.x, top, box.w, low - top)


def _loop(shape: Shape) -> list[str]:
    found = _LOOPS.get(attribute(shape.element, "loopType"))
    return [found] if found else []


def _band_frame(place: str, box: Box, look: str) -> str:
    """Round where the band is the end of its box."""
    x, y, r, b = box.x, box.y, box.right, box.bottom
    corner = min(8.0, box.h / 2)
    upper = corner if place.startswith("top") else 0
    lower = corner if place.startswith("bottom") else 0
    n = number
    data = (
        f"M{n(x)} {n(y + upper)}Q{n(x)} {n(y)} {n(x + upper)} {n(y)}H{n(r - upper)}"
        f"Q{n(r)} {n(y)} {n(r)} {n(y + upper)}V{n(b - lower)}"
        f"Q{n(r)} {n(b)} {n(r - lower)} {n(b)}H{n(x + lower)}Q{n(x)} {n(b)} {n(x)} {n(b - lower)}Z"
    )
    return tag("path", look, d=data)


def _name(shape: Shape, room: Box) -> str:
    return centred(shape.name, room).svg() if shape.name and room.h > 0 else ""

"""Pools and lanes (BPMN 2.0.2, clauses 9.3 and 10.8)."""

from engine.workflow.draw import labels
from engine.workflow.draw.activities import marker_row
from engine.workflow.draw.geometry import Box
from engine.workflow.draw.labels import Label
from engine.workflow.draw.scene import Layer, Scene
from engine.workflow.draw.source import Shape, attribute, children
from engine.workflow.draw.svg import group, tag

_BAND = 30.0


def paint_pool(scene: Scene, shape: Shape, box: Box) -> None:
    """A frame with its name in a band at the left, or on top when it stands upright.

    A participant whose process is hidden has its name in the middle.
    """
    open_ = bool(attribute(shape.element, "processRef"))
    band = _band(shape, box)
    content = _frame("la po", box)
    if open_:
        content += _frame("la hd", band)
    content += _name(shape, band if open_ else box.grown(-6), turned=open_ and band.h == box.h)
    if _several(shape):
        content += marker_row(["parallel"], box)
    scene.put(Layer.POOLS, group(shape.element_id, content, cls="pl"), box)


def paint_lane(scene: Scene, shape: Shape, box: Box) -> None:
    """A part of a pool, named along its beginning."""
    band = _band(shape, box)
    content = _frame("la", box) + _name(shape, band, turned=band.h == box.h)
    scene.put(Layer.POOLS, group(shape.element_id, content, cls="pl"), box)


def _band(shape: Shape, box: Box) -> Box:
    if shape.flag("isHorizontal") is False:
        return Box(box.x, box.y, box.w, min(_BAND, box.h))
    return Box(box.x, box.y, min(_BAND, box.w), box.h)


def _frame(look: str, box: Box) -> str:
    return tag("rect", look, x=box.x, y=box.y, width=box.w, height=box.h)


def _name(shape: Shape, room: Box, *, turned: bool) -> str:
    if not shape.name:
        return ""
    inner = room.grown(-1)
    label: Label = (
        labels.upright(shape.name, inner) if turned else labels.centred(shape.name, inner)
    )
    return label.svg("o b")


def _several(shape: Shape) -> bool:
    return next(children(shape.element, "participantMultiplicity"), None) is not None

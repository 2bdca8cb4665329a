"""Events and gateways (BPMN 2.0.2, clauses 10.5 and 10.6)."""

from engine.workflow.draw import icons
from engine.workflow.draw.geometry import Box, diamond
from engine.workflow.draw.labels import beside
from engine.workflow.draw.scene import Layer, Scene, mark_place
from engine.workflow.draw.source import Diagram, Shape, attribute, children, flag, kind
from engine.workflow.draw.svg import group, polygon, tag

EVENTS = frozenset(
    {
        "startEvent",
        "endEvent",
        "intermediateCatchEvent",
        "intermediateThrowEvent",
        "boundaryEvent",
        "implicitThrowEvent",
        "event",
    }
)
GATEWAYS = frozenset({*icons.GATEWAYS, "eventBasedGateway", "gateway"})
_THROWING = frozenset({"endEvent", "intermediateThrowEvent", "implicitThrowEvent"})
_ONE_RING = frozenset({"startEvent", "endEvent"})


def paint_event(scene: Scene, shape: Shape, box: Box) -> None:
    """A circle: thin starts, thick ends, double stands between; dashed does not interrupt."""
    radius = min(box.w, box.h) / 2
    look = "f"
    if shape.kind == "endEvent":
        look = "f thick"
    elif flag(shape.element, "isInterrupting") is False or (
        flag(shape.element, "cancelActivity") is False
    ):
        look = "f brk"
    content = _ring(look, box, radius)
    if shape.kind not in _ONE_RING:
        content += _ring(look, box, max(radius - 3.5, 1))
    name = _trigger(shape, scene.diagram)
    if name:
        filled = shape.kind in _THROWING
        content += icons.event(name, box.cx, box.cy, 2 * radius, filled=filled)
    layer = Layer.ATTACHED if shape.kind == "boundaryEvent" else Layer.NODES
    mark = mark_place(box, inside=False)
    scene.put(layer, group(shape.element_id, content, cls="ev", mark=mark), box)
    _caption(scene, shape, box)


def paint_gateway(scene: Scene, shape: Shape, box: Box) -> None:
    """A diamond with the sign of its rule; an exclusive one shows it only when told to."""
    size = min(box.w, box.h)
    content = tag("path", "f", d=polygon(diamond(box)))
    if shape.kind == "eventBasedGateway":
        content += icons.event_gateway(
            box.cx,
            box.cy,
            size,
            starts=bool(flag(shape.element, "instantiate")),
            parallel=attribute(shape.element, "eventGatewayType") == "Parallel",
        )
    elif shape.kind in icons.GATEWAYS and (
        shape.kind != "exclusiveGateway" or shape.flag("isMarkerVisible")
    ):
        content += icons.gateway(shape.kind, box.cx, box.cy, size)
    mark = mark_place(box, inside=False)
    scene.put(Layer.NODES, group(shape.element_id, content, cls="gw", mark=mark), box)
    _caption(scene, shape, box)


def _ring(look: str, box: Box, radius: float) -> str:
    attributes: dict[str, float | str] = {"cx": box.cx, "cy": box.cy, "r": radius}
    if look == "f thick":
        attributes["stroke_width"] = 3.5
    if look == "f brk":
        attributes["stroke_dasharray"] = "5 3"
    return tag("circle", look, **attributes)


def _trigger(shape: Shape, diagram: Diagram) -> str:
    """The pictogram's name; definitions may stand in the event or be shared and referred to."""
    found = [kind(c) for c in children(shape.element) if kind(c) in icons.EVENTS]
    for reference in children(shape.element, "eventDefinitionRef"):
        name = kind(diagram.find(reference.text))
        found += [name] if name in icons.EVENTS else []
    if len(found) <= 1:
        return next(iter(found), "")
    return "parallelMultiple" if flag(shape.element, "parallelMultiple") else "multiple"


def _caption(scene: Scene, shape: Shape, box: Box) -> None:
    if shape.name:
        scene.caption(shape, beside(shape.name, box, shape.label))

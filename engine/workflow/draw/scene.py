"""The sheet that shapes and flows are painted on, in layers, and what each asks of the others."""

from collections import defaultdict
from enum import IntEnum

from engine.workflow.draw.geometry import Box, Point, around
from engine.workflow.draw.labels import Label
from engine.workflow.draw.refusals import NoDiagram
from engine.workflow.draw.source import Diagram, Edge, Shape, attribute, children
from engine.workflow.draw.svg import number, quoted

_EVENTS = (
    "startEvent",
    "endEvent",
    "intermediateCatchEvent",
    "intermediateThrowEvent",
    "boundaryEvent",
)
_SIZES = dict.fromkeys(_EVENTS, (36.0, 36.0)) | {
    "dataObjectReference": (36.0, 50.0),
    "dataStoreReference": (50.0, 50.0),
    "exclusiveGateway": (50.0, 50.0),
    "parallelGateway": (50.0, 50.0),
    "inclusiveGateway": (50.0, 50.0),
    "eventBasedGateway": (50.0, 50.0),
    "complexGateway": (50.0, 50.0),
}
_POOLS = frozenset({"participant", "lane"})
_USUAL = (100.0, 80.0)
_GAP = 60.0


class Layer(IntEnum):
    """What is painted over what, the lowest first."""

    POOLS = 0
    HOLDERS = 1
    FLOWS = 2
    NODES = 3
    ATTACHED = 4
    NOTES = 5
    WORDS = 6


class Scene:
    """One diagram being painted. Shapes without a usable place stand in a row below the others."""

    def __init__(self, diagram: Diagram) -> None:
        """Raises NoDiagram when nothing of the diagram has a place."""
        self.diagram = diagram
        self.boxes = _boxes(diagram)
        self.by_element = {s.element_id: box for s, box in self._placed()}
        self.kinds = {s.element_id: s.kind for s in diagram.shapes}
        self._grounds = [
            (box, shape.kind in _POOLS)
            for shape, box in self._placed()
            if shape.kind in _POOLS or self.holds_shapes(shape)
        ]
        self._attached: defaultdict[str, list[Box]] = defaultdict(list)
        for shape, box in self._placed():
            host = attribute(shape.element, "attachedToRef").rpartition(":")[2]
            if host:
                self._attached[host].append(box)
        self.flows: dict[str, Point] = {}
        """The middle of each line that was painted, by its element."""
        self._layers: defaultdict[Layer, list[tuple[str, tuple[Box, ...]]]] = defaultdict(list)
        self._extent = [around(self.boxes)]

    def _placed(self) -> list[tuple[Shape, Box]]:
        # The first shape of an element is the one its flows end at.
        return list(zip(self.diagram.shapes, self.boxes, strict=True))[::-1]

    def put(self, layer: Layer, content: str, *room: Box) -> None:
        """Paint something, and keep the picture large enough for the room that it takes."""
        self._layers[layer].append((content, room))
        self._extent += room

    def caption(self, item: Shape | Edge, label: Label) -> None:
        """Paint the words of an element outside it, above everything else."""
        look = "o t p" if self._on_pool(label.box) else "o t"
        text = label.svg(look).replace("<text ", f'<text data-for="{quoted(item.element_id)}" ', 1)
        self.put(Layer.WORDS, text, label.box)

    def _on_pool(self, box: Box) -> bool:
        """Whether a pool or lane is the ground right below a place."""
        at = Point(box.cx, box.cy)
        under = [(box.w * box.h, pool) for box, pool in self._grounds if box.holds(at)]
        return min(under)[1] if under else False

    def holds_shapes(self, shape: Shape) -> bool:
        """Whether the elements inside this one are drawn on the same page."""
        return any(child.get("id") in self.by_element for child in children(shape.element))

    def attached(self, shape: Shape) -> list[Box]:
        """The places of the events on the border of an activity."""
        return self._attached.get(shape.element_id, [])

    def view(self, margin: float) -> Box:
        """All that was painted, with a margin."""
        return around(self._extent).grown(margin)

    def content(self, part: Box | None = None) -> str:
        """The layers, one upon the other; only what reaches into ``part``, if one is given."""
        layers = (
            (layer, "".join(text for text, room in self._layers[layer] if _reaches(room, part)))
            for layer in Layer
        )
        return "".join(f'<g class="y{layer.value}">{text}</g>' for layer, text in layers if text)


def _reaches(room: tuple[Box, ...], part: Box | None) -> bool:
    if part is None or not room:
        return True
    return any(one.meets(part) for one in room)


def mark_place(box: Box, *, inside: bool) -> str:
    """Where the marks of a state go: the tick's left end, then the pointer's left end."""
    tick = (box.right - 18, box.y + 11) if inside else (box.right - 5, box.y + 1)
    return " ".join(number(v) for v in (*tick, box.cx - 6, box.y - 10))


def _boxes(diagram: Diagram) -> list[Box]:
    known = [s.box for s in diagram.shapes if s.box is not None]
    if not known:
        raise NoDiagram
    whole = around(known)
    x, y = whole.x, whole.bottom + _GAP
    boxes: list[Box] = []
    for shape in diagram.shapes:
        if shape.box is not None:
            boxes.append(shape.box)
            continue
        w, h = _SIZES.get(shape.kind, _USUAL)
        boxes.append(Box(x, y + (_USUAL[1] - h) / 2, w, h))
        x += w + _GAP
    return boxes

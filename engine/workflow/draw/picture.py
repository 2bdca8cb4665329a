"""A BPMN diagram as one SVG picture."""

import hashlib
from collections.abc import Callable, Mapping, Sequence

from lxml import etree

from engine.workflow.draw import activities, choreography, data, events, pools
from engine.workflow.draw.flows import paint_flow
from engine.workflow.draw.geometry import Box
from engine.workflow.draw.labels import beside, centred
from engine.workflow.draw.pins import Pin, cut, paint_pins, states_of
from engine.workflow.draw.refusals import NoDiagram
from engine.workflow.draw.scene import Layer, Scene, mark_place
from engine.workflow.draw.source import Diagram, Shape, diagrams
from engine.workflow.draw.states import State, colour
from engine.workflow.draw.svg import group, number, quoted, tag

_MARGIN = 12.0
_ROOMY = 40.0  # a side from which words may stand inside
_Painter = Callable[[Scene, Shape, Box], None]


def draw(
    xml: bytes | etree._Element,
    *,
    title: str,
    description: str | None = None,
    states: Mapping[str, State] | None = None,
    page: str | None = None,
    pins: Sequence[Pin] = (),
    near: str | None = None,
) -> str:
    """A BPMN file's diagram as SVG that may stand in a page as it is.

    Each shape and flow is a group with ``data-element-id``. ``page`` is the id of the element whose
    diagram is meant (a collapsed sub-process may have its own); the first of the file otherwise.
    ``pins`` are numbers beside elements; those that the diagram lacks are passed over. ``near`` is
    the element around which the picture is cut.

    Raises UnreadableDiagram for bytes that are not safe, well-formed XML, and NoDiagram when
    nothing in the file has a place. Anything less than that is drawn as far as it goes.
    """
    diagram = _page(diagrams(xml), page)
    scene = Scene(diagram)
    for shape, box in sorted(zip(diagram.shapes, scene.boxes, strict=True), key=_outer_first):
        _painter(shape)(scene, shape, box)
    for edge in diagram.edges:
        paint_flow(scene, edge)
    part = cut(scene, near)
    told = {**(states or {}), **states_of(pins)}
    return colour(_document(scene, title, description, part, paint_pins(scene, pins, near)), told)


def _page(found: list[Diagram], page: str | None) -> Diagram:
    if page is None:
        return found[0]
    for diagram in found:
        if diagram.element_id == page:
            return diagram
    raise NoDiagram


def page_of(xml: bytes | etree._Element, element_id: str) -> str | None:
    """The diagram of the file that shows the element, as ``draw`` wants its ``page``.

    ``None`` where none does, or only the first. Raises UnreadableDiagram.
    """
    for at, diagram in enumerate(diagrams(xml)):
        shapes, edges = diagram.shapes, diagram.edges
        if element_id in {*(s.element_id for s in shapes), *(e.element_id for e in edges)}:
            return diagram.element_id if at else None
    return None


def _outer_first(placed: tuple[Shape, Box]) -> float:
    return -placed[1].w * placed[1].h


def _document(
    scene: Scene, title: str, description: str | None, part: Box | None, pins: str
) -> str:
    view = part or scene.view(_MARGIN)
    content = scene.content(part) + pins
    x, y, w, h = (number(v) for v in view)
    digest = hashlib.sha256(f"{title}\0{description}\0{content}".encode()).hexdigest()[:10]
    named = f"d{digest}t" + (f" d{digest}d" if description else "")
    told = f'<desc id="d{digest}d">{quoted(description)}</desc>' if description else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="draw own" viewBox="{x} {y} {w} {h}"'
        f' width="{w}" height="{h}" role="img" aria-labelledby="{named}"'
        ' font-family="sans-serif" font-size="12" fill="#1e1b18" stroke-width="1.5">'
        f'<title id="d{digest}t">{quoted(title)}</title>{told}{content}</svg>'
    )


def _painter(shape: Shape) -> _Painter:
    if shape.di.get("participantBandKind"):
        return choreography.paint_band
    return _PAINTERS.get(shape.kind, _paint_unknown)


def _paint_unknown(scene: Scene, shape: Shape, box: Box) -> None:
    """A box for what has no picture of its own, dashed when the file doesn't say what it is."""
    dashes = "" if shape.kind else "4 3"
    content = tag(
        "rect", "f brk", x=box.x, y=box.y, width=box.w, height=box.h, stroke_dasharray=dashes
    )
    if shape.name and min(box.w, box.h) >= _ROOMY:
        content += centred(shape.name, box.grown(-4)).svg()
    elif shape.name:
        scene.caption(shape, beside(shape.name, box, shape.label))
    mark = mark_place(box, inside=False)
    scene.put(Layer.NODES, group(shape.element_id, content, cls="un", mark=mark), box)


def _table() -> dict[str, _Painter]:
    painters: dict[_Painter, frozenset[str]] = {
        events.paint_event: events.EVENTS,
        events.paint_gateway: events.GATEWAYS,
        activities.paint_activity: activities.ACTIVITIES,
        data.paint_page: data.PAGES,
        data.paint_store: data.STORES,
        data.paint_message: frozenset({"message"}),
        data.paint_note: frozenset({"textAnnotation"}),
        data.paint_group: frozenset({"group"}),
        pools.paint_pool: frozenset({"participant"}),
        pools.paint_lane: frozenset({"lane"}),
        choreography.paint_choreography: choreography.CHOREOGRAPHIES,
        choreography.paint_conversation: choreography.CONVERSATIONS,
    }
    return {name: painter for painter, names in painters.items() for name in names}


_PAINTERS = _table()

"""From BPMN XML to the shapes and edges to be drawn (BPMN 2.0.2, clause 12: diagram interchange).

Faulty drafts are read as far as possible: a shape whose bounds are missing or unusable comes out
without a box, an edge without waypoints comes out without points, a reference to nothing comes out
as an element of no kind. Nothing here raises but UnreadableDiagram and NoDiagram.
"""

import math
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from lxml import etree

from engine.workflow.draw.geometry import Box, Point
from engine.workflow.draw.refusals import NoDiagram, UnreadableDiagram

MODEL = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
_DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
_BOUNDS = "{http://www.omg.org/spec/DD/20100524/DC}Bounds"
_WAYPOINT = "{http://www.omg.org/spec/DD/20100524/DI}waypoint"
SUBPROCESSES = frozenset({"subProcess", "transaction", "adHocSubProcess"})
_FARTHEST = 1_000_000.0  # pixels; what lies beyond was never drawn by hand


@dataclass(frozen=True, slots=True)
class Shape:
    """A node of the diagram: its place, what it stands for and where its words go."""

    element_id: str
    kind: str
    box: Box | None
    label: Box | None
    element: etree._Element | None
    di: etree._Element

    @property
    def name(self) -> str:
        """The words of the element; empty when it has none."""
        return attribute(self.element, "name").strip()

    def flag(self, name: str) -> bool | None:
        """A yes-or-no attribute of the shape; None when it is not given."""
        return flag(self.di, name)


@dataclass(frozen=True, slots=True)
class Edge:
    """A connection of the diagram; ``ends`` are the elements that it joins, where known."""

    element_id: str
    kind: str
    points: tuple[Point, ...]
    label: Box | None
    element: etree._Element | None
    di: etree._Element
    ends: tuple[str | None, str | None]

    @property
    def name(self) -> str:
        """The words of the element; empty when it has none."""
        return attribute(self.element, "name").strip()


@dataclass(frozen=True, slots=True)
class Diagram:
    """One drawn page of a BPMN file."""

    element_id: str
    name: str
    shapes: tuple[Shape, ...]
    edges: tuple[Edge, ...]
    elements: dict[str, etree._Element] = field(repr=False)

    def find(self, reference: str | None) -> etree._Element | None:
        """The element that a reference means, with or without a namespace prefix."""
        return _find(self.elements, reference)


def read(source: bytes | etree._Element) -> etree._Element:
    """The root of a BPMN file. No entity is expanded, nothing is fetched.

    Raises UnreadableDiagram for malformed XML and for any document type declaration.
    """
    if not isinstance(source, bytes):
        return source
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(source, parser)
    except etree.XMLSyntaxError as exc:
        raise UnreadableDiagram(reason=f"XML sai ở dòng {exc.lineno or 1}.") from exc
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableDiagram(reason="không nhận XML có khai báo DOCTYPE.")
    return root


def diagrams(source: bytes | etree._Element) -> list[Diagram]:
    """All pages of the file in its order; the first is what the file opens on.

    Raises UnreadableDiagram, and NoDiagram when no page holds a shape or an edge.
    """
    root = read(source)
    elements = _by_id(root)
    found = [_diagram(plane, elements) for plane in root.iter(_DI + "BPMNPlane")]
    kept = [d for d in found if d.shapes or d.edges]
    if not kept:
        raise NoDiagram
    return kept


def kind(element: etree._Element | None) -> str:
    """The BPMN name of an element, such as ``userTask``; empty for anything that is not BPMN."""
    if element is None or not isinstance(element.tag, str) or not element.tag.startswith(MODEL):
        return ""
    return element.tag[len(MODEL) :]


def children(element: etree._Element | None, name: str = "") -> Iterator[etree._Element]:
    """The BPMN children of an element, all or those of one kind."""
    for child in element if element is not None else ():
        found = kind(child)
        if found and (not name or found == name):
            yield child


def attribute(element: etree._Element | None, name: str) -> str:
    """An attribute's text; empty when there is none, or no element."""
    return (element.get(name) if element is not None else None) or ""


def flag(element: etree._Element | None, name: str) -> bool | None:
    """A yes-or-no attribute; None when it is not given."""
    text = attribute(element, name).strip()
    return text in {"true", "1"} if text else None


def _by_id(root: etree._Element) -> dict[str, etree._Element]:
    elements: dict[str, etree._Element] = {}
    for element in root.iter(MODEL + "*"):
        identity = element.get("id")
        if identity:
            elements.setdefault(identity, element)
    return elements


def _find(elements: dict[str, etree._Element], reference: str | None) -> etree._Element | None:
    if not reference:
        return None
    reference = reference.strip()
    found = elements.get(reference)
    return found if found is not None else elements.get(reference.rpartition(":")[2])


def _diagram(plane: etree._Element, elements: dict[str, etree._Element]) -> Diagram:
    element = _find(elements, plane.get("bpmnElement"))
    holder = plane.getparent()
    name = attribute(holder, "name")
    shapes = tuple(_shape(di, elements) for di in plane.iter(_DI + "BPMNShape"))
    owners = {s.di.get("id", ""): s.element_id for s in shapes}
    edges = tuple(_edge(di, elements, owners) for di in plane.iter(_DI + "BPMNEdge"))
    closed = {s.element for s in shapes if s.kind in SUBPROCESSES and s.flag("isExpanded") is False}
    hidden = {s.element_id for s in shapes if _inside(s.element, closed)}
    return Diagram(
        element_id=_identity(plane, element),
        name=name,
        shapes=tuple(s for s in shapes if s.element_id not in hidden),
        edges=tuple(
            e for e in edges if not (_inside(e.element, closed) or hidden.intersection(e.ends))
        ),
        elements=elements,
    )


def _inside(element: etree._Element | None, closed: Collection[etree._Element | None]) -> bool:
    """Whether an element is inside a sub-process that is drawn closed: it is not to be seen, even
    where an editor has written its place on the same page."""
    if element is None or not closed:
        return False
    return any(outer in closed for outer in element.iterancestors())


def _identity(di: etree._Element, element: etree._Element | None) -> str:
    found = element.get("id") if element is not None else None
    return found or di.get("bpmnElement") or di.get("id") or ""


def _shape(di: etree._Element, elements: dict[str, etree._Element]) -> Shape:
    element = _find(elements, di.get("bpmnElement"))
    return Shape(
        element_id=_identity(di, element),
        kind=kind(element),
        box=_box(di),
        label=_label(di),
        element=element,
        di=di,
    )


def _edge(di: etree._Element, elements: dict[str, etree._Element], owners: dict[str, str]) -> Edge:
    element = _find(elements, di.get("bpmnElement"))
    points = [_point(p) for p in di.iter(_WAYPOINT)]
    return Edge(
        element_id=_identity(di, element),
        kind=kind(element),
        points=tuple(p for p in points if p is not None),
        label=_label(di),
        element=element,
        di=di,
        ends=_ends(di, element, elements, owners),
    )


def _ends(
    di: etree._Element,
    element: etree._Element | None,
    elements: dict[str, etree._Element],
    owners: dict[str, str],
) -> tuple[str | None, str | None]:
    """The elements at both ends: of the shapes that the edge names, else what it refers to."""
    first, last = (
        owners.get(attribute(di, name).rpartition(":")[2])
        for name in ("sourceElement", "targetElement")
    )
    return (
        first or _referred(element, "sourceRef", elements),
        last or _referred(element, "targetRef", elements),
    )


def _referred(
    element: etree._Element | None, reference: str, elements: dict[str, etree._Element]
) -> str | None:
    if element is None:
        return None
    text = element.get(reference) or next((c.text for c in children(element, reference)), None)
    found = _find(elements, text)
    if kind(found) in {"dataInput", "dataOutput"} and kind(element).startswith("data"):
        found = element.getparent()  # the activity stands for its own inputs and outputs
    return found.get("id") if found is not None else None


def _label(di: etree._Element) -> Box | None:
    label = di.find(_DI + "BPMNLabel")
    return None if label is None else _box(label)


def _box(holder: etree._Element) -> Box | None:
    bounds = holder.find(_BOUNDS)
    if bounds is None:
        return None
    x, y, w, h = (_number(bounds.get(name)) for name in ("x", "y", "width", "height"))
    if x is None or y is None or w is None or h is None or w <= 0 or h <= 0:
        return None
    return Box(x, y, w, h)


def _point(waypoint: etree._Element) -> Point | None:
    x, y = _number(waypoint.get("x")), _number(waypoint.get("y"))
    return None if x is None or y is None else Point(x, y)


def _number(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if math.isfinite(value) and abs(value) <= _FARTHEST else None

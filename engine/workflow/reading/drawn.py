"""A BPMN file as it was drawn: scopes, nodes and flows that still know their XML, faults and all.

Nothing is refused here: what points nowhere is left unlinked, and the checks say so.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from engine.workflow.reading.document import Document
from engine.workflow.reading.extensions import local_name
from engine.workflow.reading.faults import BPMN
from engine.workflow.reading.graph_details import referred, says

B = f"{{{BPMN}}}"
SCOPE_TAGS = frozenset({"process", "subProcess", "transaction", "adHocSubProcess"})
EVENT_TAGS = frozenset(
    {"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"}
)
GATEWAY_TAGS = frozenset(
    {
        "exclusiveGateway",
        "parallelGateway",
        "inclusiveGateway",
        "eventBasedGateway",
        "complexGateway",
    }
)
ACTIVITY_TAGS = frozenset(
    {
        "task",
        "userTask",
        "manualTask",
        "serviceTask",
        "scriptTask",
        "businessRuleTask",
        "sendTask",
        "receiveTask",
        "callActivity",
        "subProcess",
        "transaction",
        "adHocSubProcess",
        "callChoreography",
        "choreographyTask",
        "subChoreography",
    }
)
NODE_TAGS = EVENT_TAGS | GATEWAY_TAGS | ACTIVITY_TAGS


@dataclass(slots=True, eq=False)
class Flow:
    """A sequence flow; an end is None when it points to nothing in its own scope."""

    element: etree._Element
    id: str
    source: "Node | None" = None
    target: "Node | None" = None
    condition: str | None = None


@dataclass(slots=True, eq=False)
class Node:
    """A flow node. ``definitions`` are its event definitions, ``attached`` its boundary events."""

    element: etree._Element
    id: str
    tag: str
    scope: "Scope"
    incoming: list[Flow] = field(default_factory=list)
    outgoing: list[Flow] = field(default_factory=list)
    definitions: list[etree._Element] = field(default_factory=list)
    attached: list["Node"] = field(default_factory=list)
    host: "Node | None" = None
    inner: "Scope | None" = None

    @property
    def named(self) -> bool:
        """Whether it has a name."""
        return bool((self.element.get("name") or "").strip())

    @property
    def label(self) -> str:
        """What people call it: its name, or its id when it has none."""
        return " ".join((self.element.get("name") or "").split()) or self.id or self.tag

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of its event definitions: timer, message, error…"""
        return tuple(local_name(item).removesuffix("EventDefinition") for item in self.definitions)

    @property
    def interrupting(self) -> bool:
        """Whether the event, when it is a boundary or event start, stops what it stands on."""
        attribute = "cancelActivity" if self.tag == "boundaryEvent" else "isInterrupting"
        return says(self.element, attribute, default=True)

    @property
    def by_event(self) -> bool:
        """Whether it is an event sub-process."""
        return self.inner is not None and says(self.element, "triggeredByEvent")

    @property
    def for_compensation(self) -> bool:
        """Whether it only runs as compensation."""
        return self.tag in ACTIVITY_TAGS and says(self.element, "isForCompensation")


@dataclass(slots=True, eq=False)
class Scope:
    """A process or sub-process: what has tokens of its own."""

    element: etree._Element
    id: str
    tag: str
    owner: Node | None
    nodes: list[Node] = field(default_factory=list)
    flows: list[Flow] = field(default_factory=list)

    def starts(self) -> list[Node]:
        """Where tokens begin: the start events."""
        return [node for node in self.nodes if node.tag == "startEvent"]


@dataclass(slots=True, eq=False)
class Drawing:
    """One BPMN file. ``scopes`` has every process and sub-process, outermost first.

    ``processes`` are those that have something in them and are meant to run; when none is, those
    that are not. ``illustrations`` are the others: a partner's pool drawn beside the real process.
    """

    file: str
    root: etree._Element
    processes: list[Scope] = field(default_factory=list)
    scopes: list[Scope] = field(default_factory=list)
    illustrations: list[etree._Element] = field(default_factory=list)

    def nodes(self) -> Iterator[Node]:
        """Every flow node of the file."""
        for scope in self.scopes:
            yield from scope.nodes


def read_drawing(document: Document) -> Drawing:
    """The scopes, nodes and flows of a file, in document order."""
    drawing = Drawing(document.file, document.root)
    drawn = [p for p in document.root.iterchildren(f"{B}process") if _has_nodes(p)]
    runs = [process for process in drawn if is_executable(process)]
    drawing.illustrations = [process for process in drawn if runs and process not in runs]
    for process in runs or drawn:
        scope = Scope(process, process.get("id") or "", "process", None)
        drawing.processes.append(scope)
        waiting = [scope]
        while waiting:
            current = waiting.pop(0)
            drawing.scopes.append(current)
            waiting += _fill(current)
    return drawing


def count_nodes(document: Document) -> int:
    """How many flow nodes are drawn in a file, wherever."""
    return sum(1 for _ in document.root.iter(*(f"{B}{tag}" for tag in NODE_TAGS)))


def is_executable(process: etree._Element) -> bool:
    """Whether the process is meant to run; without the attribute it is."""
    return says(process, "isExecutable", default=True)


def _has_nodes(process: etree._Element) -> bool:
    return any(local_name(child) in NODE_TAGS for child in process.iterchildren(f"{B}*"))


def _fill(scope: Scope) -> list[Scope]:
    """Reads the nodes and flows that stand directly in a scope; the scopes inside it."""
    inside: list[Scope] = []
    for child in scope.element.iterchildren(f"{B}*"):
        tag = local_name(child)
        if tag == "sequenceFlow":
            condition = child.find(f"{B}conditionExpression")
            text = None if condition is None else "".join(map(str, condition.itertext())).strip()
            scope.flows.append(Flow(child, child.get("id") or "", condition=text))
        elif tag in NODE_TAGS:
            node = Node(child, child.get("id") or "", tag, scope)
            node.definitions = [
                part
                for part in child.iterchildren(f"{B}*")
                if local_name(part).endswith("EventDefinition")
            ]
            scope.nodes.append(node)
            if tag in SCOPE_TAGS:
                node.inner = Scope(child, node.id, tag, node)
                inside.append(node.inner)
    _link(scope)
    return inside


def _link(scope: Scope) -> None:
    by_id = {node.id: node for node in scope.nodes if node.id}
    for flow in scope.flows:
        flow.source = by_id.get(flow.element.get("sourceRef") or "")
        flow.target = by_id.get(flow.element.get("targetRef") or "")
        if flow.source is not None:
            flow.source.outgoing.append(flow)
        if flow.target is not None:
            flow.target.incoming.append(flow)
    for node in scope.nodes:
        if node.tag == "boundaryEvent":
            node.host = by_id.get(referred(node.element.get("attachedToRef")))
            if node.host is not None:
                node.host.attached.append(node)

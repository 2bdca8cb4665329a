"""BPMN XML → ``Graph``: flat, without recursion, refusing what the engine does not run."""

from collections.abc import Iterator, Mapping

from lxml import etree

from engine.workflow.reading.graph import (
    NO_TRIGGER,
    Flow,
    Graph,
    Node,
    Scope,
    TimerKind,
    Trigger,
    TriggerKind,
)
from engine.workflow.reading.graph_details import (
    BPMN,
    DEFINITION,
    accepted,
    called_of,
    decision_of,
    local_name,
    referred,
    repeat_of,
    says,
    script_of,
    text_of,
)
from engine.workflow.reading.supported import (
    ANNOTATIONS,
    element_support,
    event_support,
    position_of,
)
from engine.workflow.running.incidents import NotExecutable

_TIMERS: Mapping[str, TimerKind] = {
    "timeDate": "date",
    "timeDuration": "duration",
    "timeCycle": "cycle",
}
_SCOPES = ("subProcess", "transaction")
_NAMED = {
    "message": ("messageRef", "message"),
    "signal": ("signalRef", "signal"),
    "error": ("errorRef", "error"),
    "escalation": ("escalationRef", "escalation"),
}


def read_graph(documents: Mapping[str, etree._Element], *, process_file: str) -> Graph:
    """All processes of the documents; the run starts in ``process_file``'s executable process.

    Raises NotExecutable for the first thing that the engine does not run.
    """
    reader = _Reader(documents)
    scopes: dict[str, Scope] = {}
    nodes: dict[str, str] = {}
    root: str | None = None
    for file, document in documents.items():
        for process in document.findall(f"{BPMN}process"):
            runs = says(process, "isExecutable", default=True) and next(_nodes(process), None)
            if runs is None or runs is False:
                continue  # a black-box participant of the collaboration
            for scope in reader.scopes(process, file):
                if scope.id in scopes:
                    raise _refused(scope.id, scope.name, "trùng mã với một quy trình khác.")
                scopes[scope.id] = scope
                for node in scope.nodes.values():
                    if nodes.setdefault(node.id, file) != file:
                        raise _refused(node.id, node.name, "trùng mã với phần tử của tệp khác.")
            if file == process_file and root is None:
                root = process.get("id")
    if root is None:
        raise _refused(process_file, process_file, "tệp không có quy trình nào chạy được.")
    return Graph(root, scopes)


def _refused(element_id: str, name: str, reason: str) -> NotExecutable:
    return NotExecutable(element_id=element_id, element_name=name or element_id, reason=reason)


def _nodes(scope: etree._Element) -> Iterator[etree._Element]:
    """The flow nodes directly in a scope; comments and other namespaces are no nodes."""
    for child in scope:
        if isinstance(child.tag, str) and child.tag.startswith(BPMN):
            name = local_name(child)
            if name not in ANNOTATIONS and not name.endswith(DEFINITION):
                yield child


class _Reader:
    def __init__(self, documents: Mapping[str, etree._Element]) -> None:
        # By file: two files may use one id for messages of their own.
        self._globals: dict[tuple[str, str, str], etree._Element] = {}
        for file, document in documents.items():
            for element in document:
                if isinstance(element.tag, str) and element.get("id"):
                    self._globals[file, local_name(element), element.get("id", "")] = element

    def scopes(self, process: etree._Element, file: str) -> Iterator[Scope]:
        """The process and every sub-process inside it, outermost first."""
        waiting: list[tuple[etree._Element, str | None]] = [(process, None)]
        while waiting:
            element, parent = waiting.pop()
            scope = Scope(element.get("id", ""), element.get("name") or "", file, parent)
            inside = "process"
            if parent is not None:
                inside = "event" if says(element, "triggeredByEvent") else "subprocess"
            for child in _nodes(element):
                node = self._node(child, file, inside)
                scope.nodes[node.id] = node
                if node.tag in _SCOPES:
                    waiting.append((child, scope.id))
            for flow in element.findall(f"{BPMN}sequenceFlow"):
                scope.flows[flow.get("id", "")] = Flow(
                    flow.get("id", ""),
                    flow.get("sourceRef", ""),
                    flow.get("targetRef", ""),
                    text_of(flow.find(f"{BPMN}conditionExpression")),
                    flow.get("name", ""),
                )
            yield scope

    def _node(self, element: etree._Element, file: str, inside: str) -> Node:
        tag = local_name(element)
        element_id, name = element.get("id", ""), " ".join((element.get("name") or "").split())
        support = element_support(tag)
        if not element_id or not support.supported:
            raise _refused(element_id, name or tag, support.reason or "phần tử thiếu mã (id).")
        if reason := _odd(element):
            raise _refused(element_id, name or tag, reason)
        decision, result = decision_of(element)
        stops = "isInterrupting" if tag == "startEvent" else "cancelActivity"
        interrupting = says(element, stops, default=True)
        return Node(
            id=element_id,
            tag=tag,
            name=name,
            file=file,
            trigger=self._trigger(element, file, inside, interrupting=interrupting),
            attached_to=referred(element.get("attachedToRef")) or None,
            interrupting=interrupting,
            default_flow=(element.get("default") or "").strip() or None,
            repeat=repeat_of(element),
            called=referred(element.get("calledElement")) or called_of(element),
            decision=decision,
            result=result,
            script=script_of(element),
            script_language=element.get("scriptFormat"),
            by_event=says(element, "triggeredByEvent"),
        )

    def _trigger(
        self, element: etree._Element, file: str, inside: str, *, interrupting: bool
    ) -> Trigger:
        tag = local_name(element)
        if tag in ("receiveTask", "sendTask"):
            return self._of_reference(element, "message", file)
        if not tag.endswith("Event"):
            return NO_TRIGGER
        definitions = [
            child
            for child in element
            if isinstance(child.tag, str) and local_name(child).endswith(DEFINITION)
        ]
        kind = "none"
        if definitions:
            kind = local_name(definitions[0]).removesuffix(DEFINITION)
        if len(definitions) > 1 or element.find(f"{BPMN}eventDefinitionRef") is not None:
            kind = "multiple"
        position = position_of(tag, inside=inside, interrupting=interrupting)
        support = event_support(position, kind)
        if not support.supported:
            raise _refused(element.get("id", ""), element.get("name") or "", support.reason)
        return self._of_definition(definitions[0], file) if definitions else NO_TRIGGER

    def _of_definition(self, definition: etree._Element, file: str) -> Trigger:
        kind = local_name(definition).removesuffix(DEFINITION)
        if kind in _NAMED:
            return self._of_reference(definition, kind, file)
        if kind == "timer":
            for tag, timer in _TIMERS.items():
                expression = text_of(definition.find(f"{BPMN}{tag}"))
                if expression:
                    return Trigger("timer", timer_kind=timer, expression=expression)
            raise self._refuse(definition, "bộ hẹn giờ chưa có thời gian.")
        if kind == "conditional":
            expression = text_of(definition.find(f"{BPMN}condition"))
            if not expression:
                raise self._refuse(definition, "sự kiện điều kiện chưa có điều kiện.")
            return Trigger("conditional", expression=expression)
        if kind == "link":
            return Trigger("link", name=definition.get("name"))
        return Trigger("cancel" if kind == "cancel" else "terminate")

    def _of_reference(self, element: etree._Element, kind: str, file: str) -> Trigger:
        attribute, tag = _NAMED[kind]
        reference = referred(element.get(attribute))
        target = self._globals.get((file, tag, reference)) if reference else None
        if reference and target is None:
            raise self._refuse(element, f"tham chiếu “{reference}” không có trong tệp.")
        if target is None:
            if kind in ("message", "signal"):
                raise self._refuse(
                    element, "chưa chọn thông điệp hay tín hiệu; nếu không chọn, bước sẽ bị bỏ qua."
                )
            return Trigger(_kind(kind))
        name = target.get("name") or target.get("id")
        if kind in ("error", "escalation"):
            name = target.get("errorCode") or target.get("escalationCode") or name
        accepts = accepted(element) or accepted(target)
        return Trigger(_kind(kind), name=name, accepts=accepts)

    @staticmethod
    def _refuse(element: etree._Element, reason: str) -> NotExecutable:
        bearer = element.getparent() if local_name(element).endswith(DEFINITION) else element
        owner = element if bearer is None else bearer
        return _refused(owner.get("id", ""), owner.get("name") or "", reason)


def _odd(element: etree._Element) -> str | None:
    """Why an element's attributes ask for what the engine does not do."""
    if says(element, "isForCompensation"):
        return event_support("throw", "compensate").reason
    if says(element, "instantiate"):
        return "phần tử này không được tự mở hồ sơ mới (instantiate)."
    if element.get("eventGatewayType") == "Parallel":
        return "cổng sự kiện phải là loại chỉ chờ một sự kiện đầu tiên (Exclusive)."
    if {element.get("startQuantity", "1"), element.get("completionQuantity", "1")} != {"1"}:
        return "số lượng bắt đầu và kết thúc phải là 1."
    return None


def _kind(kind: str) -> TriggerKind:
    kinds: dict[str, TriggerKind] = {
        "message": "message",
        "signal": "signal",
        "error": "error",
        "escalation": "escalation",
    }
    return kinds[kind]

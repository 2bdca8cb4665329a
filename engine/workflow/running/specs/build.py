"""``Graph`` → specs that run: wires the elements, compiles every expression, checks the wiring.

Refuses (NotExecutable) what would lose or invent a token: a second start event, an exclusive flow
without condition, a node that nothing leads to, a link without its other end. The diagnosis reports
the same faults earlier and all at once; this is the last gate.
"""

from collections.abc import Mapping

from engine.feel import Expression
from engine.workflow.reading.graph import Flow, Graph, Node, Repeat
from engine.workflow.reading.graph import Scope as Drawn
from engine.workflow.running.decisions import Decision
from engine.workflow.running.incidents import NotExecutable
from engine.workflow.running.scripting import compiled
from engine.workflow.running.specs.activities import PersonTask, RuleTask, ScriptTask, SubProcess
from engine.workflow.running.specs.base import CaseSpec, Element, Out
from engine.workflow.running.specs.events import (
    Boundary,
    Catcher,
    CatchEvent,
    Listener,
    ScopeListener,
    ThrowEvent,
)
from engine.workflow.running.specs.gateways import (
    EventGateway,
    ExclusiveGateway,
    InclusiveGateway,
    ParallelGateway,
)
from engine.workflow.running.specs.nesting import refuse_endless_nesting
from engine.workflow.running.specs.reach import unreachable
from engine.workflow.running.specs.repeats import RepeatedActivity
from engine.workflow.running.timers import is_literal

_PLAIN: Mapping[str, type[Element]] = {
    "userTask": PersonTask,
    "manualTask": PersonTask,
    "startEvent": Element,
    "exclusiveGateway": ExclusiveGateway,
    "parallelGateway": ParallelGateway,
    "inclusiveGateway": InclusiveGateway,
    "eventBasedGateway": EventGateway,
    "receiveTask": CatchEvent,
    "sendTask": ThrowEvent,
    "endEvent": ThrowEvent,
}
_THROWN = ("error", "escalation", "cancel")
_HOSTS = ("Task", "subProcess", "transaction", "callActivity")
_FEEL = ("", "feel", "https://www.omg.org/spec/dmn/20191111/feel/")
INSTANCE = "#each"


def build(graph: Graph, decisions: Mapping[str, Decision]) -> dict[str, CaseSpec]:
    """The spec of every scope, by scope id. Raises NotExecutable and ExpressionFailed."""
    refuse_endless_nesting(graph)
    specs = {scope.id: CaseSpec(scope.id, scope.file) for scope in graph.scopes.values()}
    for scope in graph.scopes.values():
        _Builder(graph, scope, specs[scope.id], decisions).build()
    return specs


def _refuse(node: Node, reason: str) -> NotExecutable:
    return NotExecutable(element_id=node.id, element_name=node.label, reason=reason)


class _Builder:
    def __init__(
        self, graph: Graph, scope: Drawn, spec: CaseSpec, decisions: Mapping[str, Decision]
    ) -> None:
        self.graph = graph
        self.scope = scope
        self.spec = spec
        self.decisions = decisions

    def build(self) -> None:
        """Fills the spec."""
        for node in self.scope.nodes.values():
            if node.attached_to is None:
                self._add(node)
        self._attach_boundaries()
        self._wire()
        self._link()
        self._find_start()
        _refuse_rivals(self.spec)
        for node in unreachable(self.scope):
            raise _refuse(node, "không có luồng nào dẫn đến phần tử này.")
        for element in list(self.spec.task_specs.values()):
            if isinstance(element, InclusiveGateway):
                element.drawn = self.scope

    def _add(self, node: Node) -> None:
        if node.by_event:
            if node.repeat is not None:
                raise _refuse(node, "quy trình con sự kiện không được lặp.")
            self._add_event_subprocess(node)
        elif node.repeat is not None:
            self._add_repeated(node, node.repeat)
        else:
            self._element(node, node.id)

    def _element(self, node: Node, name: str) -> Element:
        if node.tag in ("subProcess", "transaction"):
            return SubProcess(self.spec, node, node.id, name)
        if node.tag == "callActivity":
            if node.called is None or node.called not in self.graph.scopes:
                raise _refuse(node, f"quy trình được gọi “{node.called or ''}” không có trong gói.")
            for inner in self.graph.scopes[node.called].nodes.values():
                if inner.tag == "startEvent" and inner.trigger.kind != "none":
                    raise _refuse(inner, "quy trình được gọi phải bắt đầu bằng sự kiện thường.")
            return SubProcess(self.spec, node, node.called, name)
        if node.tag in ("businessRuleTask", "scriptTask"):
            return self._computed(node, name)
        if node.tag == "intermediateCatchEvent" and node.trigger.kind != "link":
            return self._listening(CatchEvent(self.spec, node, name))
        if node.tag == "intermediateThrowEvent" and node.trigger.kind != "link":
            return ThrowEvent(self.spec, node, name)
        return _PLAIN.get(node.tag, Element)(self.spec, node, name)

    def _computed(self, node: Node, name: str) -> Element:
        if node.tag == "businessRuleTask":
            rule = RuleTask(self.spec, node, name)
            if node.decision is None or node.decision not in self.decisions:
                raise _refuse(node, f"bảng quyết định “{node.decision or ''}” không có trong gói.")
            rule.decision = self.decisions[node.decision]
            return rule
        if (node.script_language or "").lower() not in _FEEL or not node.script:
            raise _refuse(node, "kịch bản phải là một biểu thức FEEL (scriptFormat là feel).")
        if not node.result:
            raise _refuse(node, "kịch bản phải ghi kết quả vào một biến (tthc:result).")
        script = ScriptTask(self.spec, node, name)
        script.expression = self._compiled(node.script, node)
        return script

    def _compiled(self, text: str, node: Node) -> Expression:
        expression = compiled(text, node)
        self.spec.names_read |= expression.names
        return expression

    def _listening(self, listener: Listener) -> Listener:
        trigger = listener.node.trigger
        literal = trigger.timer_kind and is_literal(trigger.timer_kind, trigger.expression or "")
        if trigger.expression and not literal:
            listener.expression = self._compiled(trigger.expression, listener.node)
        return listener

    def _add_repeated(self, node: Node, repeat: Repeat) -> None:
        if repeat.kind == "loop" and repeat.maximum is None and repeat.condition is None:
            raise _refuse(node, "vòng lặp phải có điều kiện hoặc số lần tối đa.")
        sources = [s for s in (repeat.cardinality, repeat.collection) if s]
        if repeat.kind != "loop" and len(sources) != 1:
            raise _refuse(node, "phải cho số lần hoặc danh sách (đúng một trong hai) để lặp.")
        whole = RepeatedActivity(self.spec, node, repeat)
        if repeat.cardinality:
            whole.count = self._compiled(repeat.cardinality, node)
        elif repeat.collection:
            whole.collection = self._compiled(repeat.collection, node)
        if repeat.condition:
            whole.condition = self._compiled(repeat.condition, node)
        whole.inner = self._element(node, node.id + INSTANCE)

    def _add_event_subprocess(self, node: Node) -> None:
        handler = SubProcess(self.spec, node, node.id)
        starts = [n for n in self.graph.scopes[node.id].nodes.values() if n.tag == "startEvent"]
        for start in starts:
            if start.trigger.kind in _THROWN:
                catcher = Catcher(self.spec, start)
                catcher.handler = handler
                self.spec.catchers.append(catcher)
            else:
                listener = ScopeListener(self.spec, start, handler)
                self._listening(listener)
                self.spec.watchers.append(listener)

    def _attach_boundaries(self) -> None:
        for node in self.scope.nodes.values():
            if node.attached_to is None:
                continue
            host = self.spec.task_specs.get(node.attached_to)
            if host is None or not host.node.tag.endswith(_HOSTS) or host.node.by_event:
                raise _refuse(node, "sự kiện biên phải gắn vào một công việc hoặc quy trình con.")
            if node.trigger.kind == "cancel" and host.node.tag != "transaction":
                raise _refuse(node, "sự kiện hủy chỉ gắn được vào giao dịch (transaction).")
            if node.trigger.kind in _THROWN:
                host.catchers.append(Catcher(self.spec, node))
            else:
                host.watchers.append(self._listening(Boundary(self.spec, node)))

    def _wire(self) -> None:
        incoming: dict[str, list[str]] = {}
        for flow in self.scope.flows.values():
            if flow.source not in self.spec.task_specs or flow.target not in self.spec.task_specs:
                raise NotExecutable(
                    element_id=flow.id,
                    element_name=flow.id,
                    reason="luồng không nối hai phần tử của cùng một quy trình.",
                )
            incoming.setdefault(flow.target, []).append(flow.id)
        leaving = self.scope.outgoing()
        for node_id, node in self.scope.nodes.items():
            element = self.spec.task_specs[node_id]
            outs = [self._out(element, flow) for flow in leaving[node_id]]
            element.outs = tuple(outs)
            element.incoming = tuple(incoming.get(node_id, ()))
            element.default = next((o for o in outs if o.flow.id == node.default_flow), None)
        for node_id in self.scope.nodes:
            self._check_wiring(self.spec.task_specs[node_id])

    def _out(self, element: Element, flow: Flow) -> Out:
        condition = None
        if flow.condition and flow.id != element.node.default_flow:
            condition = self._compiled(flow.condition, element.node)
        return Out(flow, self.spec.task_specs[flow.target], condition)

    def _check_wiring(self, element: Element) -> None:
        node = element.node
        free = [o for o in element.outs if o.condition is None and o is not element.default]
        if node.tag == "exclusiveGateway" and len(element.outs) > 1 and free:
            raise _refuse(node, f"luồng {free[0].flow.id} ra khỏi cổng chưa có điều kiện.")
        if node.tag == "endEvent" and element.outs:
            raise _refuse(node, "sự kiện kết thúc không được có luồng đi ra.")
        if node.tag in ("startEvent", "boundaryEvent") and element.incoming:
            raise _refuse(node, "sự kiện này không được có luồng đi vào.")
        if node.tag == "parallelGateway" and len(free) != len(element.outs):
            raise _refuse(node, "luồng ra khỏi cổng song song không được có điều kiện.")
        if node.tag == "eventBasedGateway" and not self._races(element):
            raise _refuse(node, "sau cổng sự kiện chỉ được là sự kiện chờ hoặc công việc nhận.")
        if node.trigger.kind == "link" and (element.outs if _throws(node) else element.incoming):
            raise _refuse(node, "luồng không đi ra khỏi đầu gửi, hay vào đầu nhận của liên kết.")
        if free and element.default and not node.tag.endswith("Gateway"):
            raise _refuse(node, "có luồng luôn được đi, nên luồng mặc định không bao giờ được đi.")
        if node.trigger.kind == "cancel" and node.tag == "endEvent" and not self._cancellable():
            raise _refuse(node, "kết thúc hủy phải nằm trong giao dịch có sự kiện biên hủy.")

    @staticmethod
    def _races(element: Element) -> bool:
        targets = [out.spec for out in element.outs]
        return bool(targets) and all(
            isinstance(t, CatchEvent) and len(t.incoming) == 1 and not (t.watchers or t.catchers)
            for t in targets
        )

    def _cancellable(self) -> bool:
        outer = self.graph.scopes.get(self.scope.parent or "")
        return outer is not None and any(
            node.attached_to == self.scope.id and node.trigger.kind == "cancel"
            for node in outer.nodes.values()
        )

    def _link(self) -> None:
        catches = {
            n.trigger.name: n
            for n in self.scope.nodes.values()
            if n.tag == "intermediateCatchEvent" and n.trigger.kind == "link"
        }
        for node in self.scope.nodes.values():
            if node.tag != "intermediateThrowEvent" or node.trigger.kind != "link":
                continue
            target = catches.get(node.trigger.name)
            if target is None:
                raise _refuse(node, f"không có đầu nhận của liên kết “{node.trigger.name or ''}”.")
            element = self.spec.task_specs[target.id]
            flow = Flow(f"{node.id}#link", node.id, target.id)
            self.spec.task_specs[node.id].outs = (Out(flow, element, None),)

    def _find_start(self) -> None:
        starts = [n for n in self.scope.nodes.values() if n.tag == "startEvent"]
        if len(starts) != 1:
            raise NotExecutable(
                element_id=self.scope.id,
                element_name=self.scope.name or self.scope.id,
                reason=f"phải có đúng một sự kiện bắt đầu; ở đây có {len(starts)}.",
            )
        self.spec.first = self.spec.task_specs[starts[0].id]


def _throws(node: Node) -> bool:
    return node.tag == "intermediateThrowEvent"


def _refuse_rivals(spec: CaseSpec) -> None:
    """Two events of one place that catch the same: only one of them would ever be asked."""
    for catchers in (spec.catchers, *(element.catchers for element in spec.task_specs.values())):
        seen: set[tuple[str, str | None]] = set()
        for catcher in catchers:
            caught = catcher.node.trigger.kind, catcher.node.trigger.name
            if caught in seen:
                raise _refuse(catcher.node, "đã có sự kiện khác ở đây bắt cùng một mã.")
            seen.add(caught)

"""Is every scope drawn so that tokens can flow? Starts, ends, dead ends, links, conditions.

What tokens do to each other at splits and joins is played: ``engine.diagnosis.tokens``.
"""

from collections.abc import Iterator, Mapping, Sequence

from engine.diagnosis.paths import (
    entries,
    link_name,
    reached,
    reversed_graph,
    successors,
)
from engine.workflow.reading.drawn import Drawing, Flow, Node, Scope
from engine.workflow.reading.faults import Fault, fault

_CONDITIONAL = frozenset({"exclusiveGateway", "inclusiveGateway"})


def check_flows(drawing: Drawing, faults: list[Fault]) -> None:
    """Every scope of the file."""
    for scope in drawing.scopes:
        _ScopeCheck(drawing.file, scope, faults).run()


class _ScopeCheck:
    def __init__(self, file: str, scope: Scope, faults: list[Fault]) -> None:
        self.file = file
        self.scope = scope
        self.faults = faults
        self.after = successors(scope)

    def add(self, code: str, node: Node | None = None, **values: object) -> None:
        at = self.scope.element if node is None else node.element
        if node is not None:
            values.setdefault("name", node.label)
        self.faults.append(fault(code, file=self.file, at=at, line=None, **values))

    def run(self) -> None:
        self._ends()
        self._reach()
        self._links()
        for node in self.scope.nodes:
            self._outgoing(node)
            if node.tag in _CONDITIONAL and len(node.outgoing) > 1:
                self._conditions(node)
            elif node.tag == "parallelGateway":
                self._no_conditions(node)

    def _ends(self) -> None:
        name = self.scope.element.get("name") or self.scope.id
        starts = self.scope.starts()
        if self.scope.tag == "adHocSubProcess" or not self.scope.nodes:
            return
        if not starts:
            self.add("start.none", name=name)
        if len(starts) > 1:
            self.add("start.several", starts[1], name=name, count=len(starts))
        if not any(node.tag == "endEvent" for node in self.scope.nodes):
            self.add("end.none", name=name)
        for node in self.scope.nodes:
            if node.tag in ("startEvent", "boundaryEvent") and node.incoming:
                self.add("start.has_incoming", node)
            if node.tag == "endEvent" and node.outgoing:
                self.add("end.has_outgoing", node)

    def _reach(self) -> None:
        seen = reached(entries(self.scope), self.after)
        finishing = [node for node in self.scope.nodes if not self.after[node]]
        before = reversed_graph(self.after)
        leaves = reached(finishing, before)
        # Where a flow has lost an end, or there is no start, what it led to is no fault of its own.
        if self.scope.starts() and not has_loose_flows(self.scope):
            lost = [n for n in self.scope.nodes if n not in seen and not self._waits_for_host(n)]
            for node in _firsts(lost, self.after, before):
                self.add("node.unreachable", node)
        circling = [node for node in self.scope.nodes if node in seen and node not in leaves]
        for node in _firsts(_on_circles(circling, self.after), self.after, before):
            self.add("node.no_way_out", node)
        for node in self.scope.nodes:
            if self._is_dead_end(node):
                self.add("node.dead_end", node)

    @staticmethod
    def _waits_for_host(node: Node) -> bool:
        """A boundary event of a node that is itself unreachable: said once, of the host."""
        return node.tag == "boundaryEvent" and node.host is not None

    def _is_dead_end(self, node: Node) -> bool:
        if node.tag == "endEvent" or node.by_event or node.for_compensation:
            return False
        flows_on = any(target.tag != "boundaryEvent" for target in self.after[node])
        is_link = node.tag == "intermediateThrowEvent" and link_name(node) is not None
        compensates = node.tag == "boundaryEvent" and "compensate" in node.kinds
        return not flows_on and not node.outgoing and not is_link and not compensates

    def _links(self) -> None:
        catches: dict[str, Node] = {}
        throws: dict[str, Node] = {}
        for node in self.scope.nodes:
            name = link_name(node)
            if name == "":
                self.add("link.name_missing", node)
            elif name is not None and node.tag == "intermediateThrowEvent":
                throws.setdefault(name, node)
            elif name is not None and name in catches:
                self.add("link.catch_twice", node, link=name)
            elif name is not None:
                catches[name] = node
            flows = node.outgoing if node.tag == "intermediateThrowEvent" else node.incoming
            if name is not None and flows:
                self.add("link.flows", node)
        for name in throws.keys() - catches.keys():
            self.add("link.no_catch", throws[name], link=name)
        for name in catches.keys() - throws.keys():
            self.add("link.no_throw", catches[name], link=name)

    def _outgoing(self, node: Node) -> None:
        if any(flow.target is node for flow in node.outgoing):
            self.add("flow.to_itself", node)
        is_gateway = node.tag.endswith("Gateway")
        always = [f for f in node.outgoing if not f.condition and f.id != _default(node)]
        if not is_gateway and len(always) > 1:
            self.add("flow.implicit_split", node, count=len(always))
        if not is_gateway and always and len(always) < len(node.outgoing) and _default(node):
            self._about_flow("flow.default_useless", always[0], node)
        if is_gateway and len(node.outgoing) == 1 == len(node.incoming):
            self.add("gateway.useless", node)

    def _conditions(self, node: Node) -> None:
        default = _default(node)
        for flow in node.outgoing:
            if flow.id == default and flow.condition:
                self._about_flow("gateway.default_conditional", flow, node)
            elif flow.id != default and not flow.condition:
                self._about_flow("gateway.condition_missing", flow, node)
        if default is None and all(flow.condition for flow in node.outgoing):
            self.add("gateway.default_missing", node)

    def _no_conditions(self, node: Node) -> None:
        for flow in node.outgoing:
            if flow.condition:
                self._about_flow("gateway.condition_on_parallel", flow, node)

    def _about_flow(self, code: str, flow: Flow, node: Node) -> None:
        target = flow.target.label if flow.target else flow.id
        self.faults.append(
            fault(code, file=self.file, at=flow.element, name=node.label, target=target)
        )


def has_loose_flows(scope: Scope) -> bool:
    """Whether a flow of the scope has lost an end, so that nobody knows where it leads."""
    return any(flow.source is None or flow.target is None for flow in scope.flows)


def _firsts(
    nodes: list[Node],
    after: Mapping[Node, Sequence[Node]],
    before: Mapping[Node, Sequence[Node]],
) -> Iterator[Node]:
    """Of nodes that share a fault those from which the others follow."""
    among, told = set(nodes), set[Node]()
    begins = [node for node in nodes if not among.intersection(before[node])]
    for node in [*begins, *nodes]:
        if node not in told:
            told |= reached([node], after)
            yield node


def _on_circles(nodes: list[Node], after: Mapping[Node, Sequence[Node]]) -> list[Node]:
    """The nodes but for those that only lead to the others."""
    coming = dict.fromkeys(nodes, 0)
    for node in nodes:
        for target in after[node]:
            if target in coming:
                coming[target] += 1
    waiting = [node for node, count in coming.items() if not count]
    while waiting:
        node = waiting.pop()
        del coming[node]
        for target in after[node]:
            if target in coming:
                coming[target] -= 1
                if not coming[target]:
                    waiting.append(target)
    return list(coming)


def _default(node: Node) -> str | None:
    return (node.element.get("default") or "").strip() or None

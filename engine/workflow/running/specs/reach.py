"""Which elements lead where, from the drawing alone: worked out once when specs are built."""

from collections.abc import Iterator

from engine.workflow.reading.graph import Node, Scope


def unreachable(scope: Scope) -> Iterator[Node]:
    """The nodes that no token can ever come to."""
    ahead: dict[str, list[str]] = {}
    for source, target in _edges(scope):
        ahead.setdefault(source, []).append(target)
    seen: set[str] = set()
    waiting = [n.id for n in scope.nodes.values() if n.tag == "startEvent" or n.by_event]
    while waiting:
        node_id = waiting.pop()
        if node_id not in seen:
            seen.add(node_id)
            waiting += ahead.get(node_id, ())
    return (node for node in scope.nodes.values() if node.id not in seen)


def reach_of(gateway: str, scope: Scope) -> dict[str, frozenset[str]]:
    """For each node: the incoming flows of the gateway that it leads to without passing it.

    Along sequence flows and links alone (BPMN 2.0.2, 13.4.3): the host of a reminder leads to where
    its own flow goes, whatever its reminder leads to.
    """
    behind: dict[str, list[str]] = {}
    for source, target in _drawn(scope):
        behind.setdefault(target, []).append(source)
    reached: dict[str, set[str]] = {}
    for flow in scope.flows.values():
        if flow.target != gateway:
            continue
        waiting, seen = [flow.source], {gateway}
        while waiting:
            node_id = waiting.pop()
            if node_id in seen:
                continue
            seen.add(node_id)
            reached.setdefault(node_id, set()).add(flow.id)
            waiting += behind.get(node_id, ())
    return {node_id: frozenset(flows) for node_id, flows in reached.items()}


def _edges(scope: Scope) -> Iterator[tuple[str, str]]:
    """Flows, links and boundary events of activities: source, target."""
    yield from _drawn(scope)
    for node in scope.nodes.values():
        if node.attached_to is not None:
            yield node.attached_to, node.id


def _drawn(scope: Scope) -> Iterator[tuple[str, str]]:
    """Flows and links: source, target."""
    for flow in scope.flows.values():
        yield flow.source, flow.target
    catches = {
        node.trigger.name: node.id
        for node in scope.nodes.values()
        if node.tag == "intermediateCatchEvent" and node.trigger.kind == "link"
    }
    for node in scope.nodes.values():
        if node.tag == "intermediateThrowEvent" and node.trigger.kind == "link":
            yield node.id, catches.get(node.trigger.name, node.id)

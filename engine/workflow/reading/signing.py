"""Where a diagram has its result signed: the steps whose end is the decision."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from engine.workflow.reading.elements import Step
from engine.workflow.reading.graph import Graph, Scope


def signing_steps(graph: Graph, steps: Mapping[str, Step]) -> frozenset[str]:
    """The steps from which one comes to what was decided through no other step of a person.

    Not the reception: what is given out at once by whoever receives it has no step of its own for
    the signature.
    """
    before = _before(graph)
    waiting = [name for name, step in steps.items() if step.after_decision]
    seen, found = set(waiting), set()
    while waiting:
        for name in before[waiting.pop()]:
            if name in seen:
                continue
            seen.add(name)
            step = steps.get(name)
            if step is None:
                waiting.append(name)
            elif step.act is None:
                found.add(name)
    return frozenset(found)


def _before(graph: Graph) -> Mapping[str, list[str]]:
    """Node → the nodes from which a token comes to it, also into and out of an inner process."""
    before: dict[str, list[str]] = defaultdict(list)
    for scope in graph.scopes.values():
        ways = scope.outgoing()
        for flow in scope.flows.values():
            inside = _inside(graph, scope, flow.source)
            before[flow.target] += list(_ends(inside)) if inside else [flow.source]
        for name in ways:
            inside = _inside(graph, scope, name)
            for start in _starts(inside) if inside else ():
                before[start] += [
                    flow.source for flow in scope.flows.values() if flow.target == name
                ]
    return before


def _inside(graph: Graph, scope: Scope, name: str) -> Scope | None:
    node = scope.nodes.get(name)
    return graph.scopes.get(node.called or node.id) if node else None


def _starts(scope: Scope) -> Iterator[str]:
    entered = {flow.target for flow in scope.flows.values()}
    return (name for name in scope.nodes if name not in entered)


def _ends(scope: Scope) -> Iterator[str]:
    return (name for name, ways in scope.outgoing().items() if not ways)

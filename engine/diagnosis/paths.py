"""Where tokens can go inside one scope: reach, ways out. All linear in the drawing."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from engine.workflow.reading.drawn import Node, Scope

T = TypeVar("T")


def link_name(node: Node) -> str | None:
    """The name of a link event; None when the node is none."""
    if node.kinds != ("link",):
        return None
    return (node.definitions[0].get("name") or "").strip()


def successors(scope: Scope) -> dict[Node, list[Node]]:
    """Where a token goes next from each node: flows, links, and boundary events of an activity."""
    catches = {
        link_name(node): node
        for node in scope.nodes
        if node.tag == "intermediateCatchEvent" and link_name(node)
    }
    after: dict[Node, list[Node]] = {}
    for node in scope.nodes:
        targets = [flow.target for flow in node.outgoing if flow.target is not None]
        targets += node.attached
        name = link_name(node) if node.tag == "intermediateThrowEvent" else None
        if name and name in catches:
            targets.append(catches[name])
        after[node] = targets
    return after


def entries(scope: Scope) -> list[Node]:
    """What begins by itself: start events, event sub-processes, handlers of compensation."""
    return [
        node
        for node in scope.nodes
        if node.tag == "startEvent" or node.by_event or node.for_compensation
    ]


def reached(begin: Iterable[Node], after: Mapping[Node, Sequence[Node]]) -> set[Node]:
    """Every node that a token can come to."""
    seen = set(begin)
    waiting = list(seen)
    while waiting:
        for target in after[waiting.pop()]:
            if target not in seen:
                seen.add(target)
                waiting.append(target)
    return seen


def reversed_graph(after: Mapping[Node, Sequence[Node]]) -> dict[Node, list[Node]]:
    """The same edges the other way round."""
    before: dict[Node, list[Node]] = {node: [] for node in after}
    for node, targets in after.items():
        for target in targets:
            before[target].append(node)
    return before


def reverse_postorder(begin: Sequence[T], after: Callable[[T], Sequence[T]]) -> list[T]:
    """The reached nodes in an order where, loops aside, what comes before stands before."""
    done: list[T] = []
    seen: set[T] = set()
    for root in begin:
        if root in seen:
            continue
        seen.add(root)
        stack = [(root, iter(after(root)))]
        while stack:
            node, targets = stack[-1]
            target = next((t for t in targets if t not in seen), None)
            if target is None:
                done.append(node)
                stack.pop()
            else:
                seen.add(target)
                stack.append((target, iter(after(target))))
    return done[::-1]

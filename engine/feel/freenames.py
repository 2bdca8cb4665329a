"""Which names an expression takes from outside."""

from collections.abc import Container

from engine.feel.syntax import (
    ContextOf,
    For,
    FunctionOf,
    Name,
    Node,
    Quantified,
)

_IMPLICIT = frozenset({"?", "item", "partial"})


def free_names(node: Node, known: Container[str]) -> frozenset[str]:
    """The root names that ``node`` may read, without ``known`` ones (functions).

    Inside a filter a name may be an entry of the filtered items or a root name; it is counted.
    """
    found: set[str] = set()
    _collect(node, frozenset(), known, found)
    return frozenset(found)


def _collect(node: Node, bound: frozenset[str], known: Container[str], found: set[str]) -> None:
    if isinstance(node, Name):
        if node.name not in bound and node.name not in known and node.name not in _IMPLICIT:
            found.add(node.name)
    elif isinstance(node, ContextOf):
        for key, value in node.entries:
            _collect(value, bound, known, found)
            bound = bound | {key}
    elif isinstance(node, (For, Quantified)):
        for name, domain in node.iterators:
            _collect(domain, bound, known, found)
            bound = bound | {name}
        _collect(node.body, bound, known, found)
    elif isinstance(node, FunctionOf):
        _collect(node.body, bound.union(node.parameters), known, found)
    else:
        for child in node.children():
            _collect(child, bound, known, found)

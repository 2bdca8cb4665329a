"""How deep sub-processes and called processes stand in one another."""

from engine.workflow.reading.graph import Graph
from engine.workflow.running.incidents import NotExecutable

DEEPEST = 40
"""Scopes inside one another; beyond any sensible diagram, and far below what Python can nest."""


def refuse_endless_nesting(graph: Graph) -> None:
    """Raises NotExecutable for processes that call themselves or are nested too deep."""
    inner = {
        scope.id: [
            node.called if node.tag == "callActivity" else node.id
            for node in scope.nodes.values()
            if node.tag in ("subProcess", "transaction", "callActivity")
        ]
        for scope in graph.scopes.values()
    }
    level = [graph.root]
    for depth in range(DEEPEST + 1):
        if not level:
            return
        if depth == DEEPEST:
            scope = graph.scopes[level[0]]
            raise NotExecutable(
                element_id=scope.id,
                element_name=scope.name or scope.id,
                reason=f"quy trình gọi vòng tròn hoặc lồng nhau quá {DEEPEST} tầng.",
            )
        inside = {name for scope_id in level for name in inner[scope_id]}
        level = [name for name in sorted(filter(None, inside)) if name in inner]

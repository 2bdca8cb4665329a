"""A way through a diagram in the words of who drew it."""

from engine.diagnosis.tokens.net import Trail, nodes_of
from engine.workflow.reading.drawn import Scope

_FIRST, _LAST = 2, 7
"""Names told of a long way: where it begins and what led to the fault."""
_LONGEST_NAME = 40


def named(scope: Scope) -> str:
    """What people call a process or sub-process."""
    return scope.element.get("name") or scope.id


def way_to(trail: Trail) -> str:
    """The named nodes of a way: "“Nộp” → “Tiếp nhận” → … → “Trình ký”"."""
    found: list[str] = []
    for node in nodes_of(trail):
        name = " ".join((node.element.get("name") or "").split())
        if not name and node.tag.lower().endswith("task"):
            name = node.id
        if name and (not found or found[-1] != name):
            found.append(name)
    told = [f"“{one if len(one) <= _LONGEST_NAME else one[:_LONGEST_NAME] + '…'}”" for one in found]
    if len(told) > _FIRST + _LAST:
        told = [*told[:_FIRST], "…", *told[-_LAST:]]
    return " → ".join(told) or "từ đầu"

"""Whether an expression is null when one thing that it reads is empty, whatever the rest may be.

The text is gone through with three kinds of values: null, true or false where that is sure, and
something that is not null. What is read besides the empty path counts as filled in.
"""

from collections.abc import Sequence
from typing import Final, Literal

from engine.feel.errors import FeelSyntaxError
from engine.feel.parser import parse
from engine.feel.syntax import (
    Arithmetic,
    Between,
    Call,
    Comparison,
    Filter,
    For,
    HalfRange,
    If,
    In,
    Interval,
    Logic,
    Name,
    Negation,
    Node,
    Path,
    Quantified,
)
from engine.feel.syntax import Literal as Constant

Sign = Literal["null", "true", "false", "some"]

_TAKE_NULL: Final = frozenset(
    {"is defined", "get or else", "is", "string", "string join", "append", "concatenate", "union"}
)
"""Functions that answer something when an argument is null."""


def null_when_empty(text: str, path: Sequence[str]) -> bool:
    """Whether the expression may be null when ``path`` (``("case", "so_tien")``) is null.

    False for what is no FEEL, and for what never reads the path.
    """
    try:
        tree = parse(text, ())
    except FeelSyntaxError:
        return False
    return _Empty(tuple(path)).sign(tree) == "null"


def reads(text: str) -> list[tuple[str, ...]]:
    """The paths of names that an expression reads, each once; none where it is no FEEL."""
    try:
        waiting: list[object] = [parse(text, ())]
    except FeelSyntaxError:
        return []
    found: dict[tuple[str, ...], None] = {}
    while waiting:
        part = waiting.pop()
        if isinstance(part, (list, tuple)):
            waiting += part
        elif isinstance(part, Node):
            path = path_of(part)
            if path is not None:
                found[path] = None
            else:
                waiting += [getattr(part, name) for name in _slots(type(part))]
    return list(found)


def _slots(kind: type) -> list[str]:
    return [name for base in kind.__mro__ for name in getattr(base, "__slots__", ())]


def path_of(node: Node) -> tuple[str, ...] | None:
    """``case.a.b`` as names; None for all else."""
    names: list[str] = []
    while isinstance(node, Path):
        names.append(node.name)
        node = node.target
    return (node.name, *reversed(names)) if isinstance(node, Name) else None


class _Empty:
    def __init__(self, path: tuple[str, ...]) -> None:
        self.path = path

    def sign(self, node: Node) -> Sign:
        """What is sure of a node's value."""
        path = path_of(node)
        if path is not None:
            return "null" if path[: len(self.path)] == self.path else "some"
        if isinstance(node, Comparison):
            return self._comparison(node)
        if isinstance(node, Logic):
            return self._logic(node)
        if isinstance(node, If):
            return self._if(node)
        return self._call(node) if isinstance(node, Call) else self._other(node)

    def _if(self, node: If) -> Sign:
        chosen = self.sign(node.condition)
        parts = {"true": (node.then,), "some": (node.then, node.otherwise)}
        signs = [self.sign(part) for part in parts.get(chosen, (node.otherwise,))]
        return "null" if "null" in signs else signs[0]

    def _comparison(self, node: Comparison) -> Sign:
        left, right = self.sign(node.left), self.sign(node.right)
        if "null" not in (left, right):
            return "some"
        if node.operator not in ("=", "!="):
            return "null"
        return "true" if (left == right) is (node.operator == "=") else "false"

    def _logic(self, node: Logic) -> Sign:
        signs = [self.sign(operand) for operand in node.operands]
        decides: Sign = "false" if node.operator == "and" else "true"
        if decides in signs:
            return decides
        if "null" in signs:
            return "null"
        return "some" if "some" in signs else signs[0]

    def _call(self, node: Call) -> Sign:
        name = node.target.name if isinstance(node.target, Name) else ""
        signs = [self.sign(argument) for argument in node.arguments]
        if name == "not" and signs:
            turned: dict[Sign, Sign] = {"true": "false", "false": "true"}
            return turned.get(signs[0], signs[0])
        if name == "get or else" and signs:
            return signs[-1] if signs[0] == "null" else signs[0]
        if name == "is defined" and signs == ["null"]:
            return "false"
        return "null" if "null" in signs and name not in _TAKE_NULL else "some"

    def _other(self, node: Node) -> Sign:
        """Constants, and nodes that are null when any part of them is."""
        parts: list[Node] = []
        if isinstance(node, Constant):
            if isinstance(node.value, bool):
                return "true" if node.value else "false"
            return "null" if node.value is None else "some"
        if isinstance(node, Arithmetic):
            parts = [node.left, node.right]
        elif isinstance(node, Negation):
            parts = [node.operand]
        elif isinstance(node, Between):
            parts = [node.value, node.low, node.high]
        elif isinstance(node, Path):
            parts = [node.target]
        elif isinstance(node, Filter):
            # One item of nothing is nothing; those that match are an empty list.
            parts = [node.target] if isinstance(node.predicate, Constant) else []
        elif isinstance(node, In):
            ordered = all(isinstance(test, (HalfRange, Interval)) for test in node.tests)
            parts = [node.value] if ordered else []
        elif isinstance(node, (For, Quantified)):
            parts = [part for _, part in node.iterators]
        return "null" if any(self.sign(part) == "null" for part in parts) else "some"

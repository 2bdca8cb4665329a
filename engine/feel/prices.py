"""What each node of a syntax tree costs once, in units of fuel (``engine.feel.limits``).

Known before anything runs, so that most of an expression is paid for by one subtraction; what
depends on the data (turns of loops, lengths of lists and texts) is paid for where it is done.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

from engine.feel.syntax import (
    Arithmetic,
    Between,
    Call,
    Comparison,
    ContextOf,
    Filter,
    For,
    FunctionOf,
    HalfRange,
    If,
    In,
    InstanceOf,
    Interval,
    ListOf,
    Literal,
    Logic,
    Name,
    Node,
    Quantified,
    UnaryTests,
)
from engine.feel.typeref import FeelType

TEST: Final = 2
"""Units of fuel for one test of an ``in`` or of a decision-table cell."""
_POWER: Final = 300
_USUAL: Final = 2
_LEVELS_PER_UNIT: Final = 4
_LETTERS_PER_UNIT: Final = 64


def price_of(node: Node, levels: int) -> int:
    """What the node itself costs, without its parts; ``levels`` of names are around it."""
    if isinstance(node, Name):
        return 1 + levels // _LEVELS_PER_UNIT + len(node.name) // _LETTERS_PER_UNIT
    own = _OWN.get(type(node))
    return _USUAL if own is None else own(node)


def _type_size(wanted: FeelType | None) -> int:
    if wanted is None:
        return 0
    inner = [wanted.item, wanted.result, *(wanted.parameters or ())]
    inner += [field for _, field in wanted.fields or ()]
    return 3 + sum(map(_type_size, inner))


def _arithmetic(node: Arithmetic) -> int:
    if node.operator != "**":
        return _USUAL
    # Only a small whole exponent is quick.
    exponent = node.right.value if isinstance(node.right, Literal) else None
    return 2 * _USUAL if exponent in _QUICK_POWERS else _POWER


_QUICK_POWERS: Final = frozenset(map(Decimal, range(100)))
_OWN: Final[Mapping[type[Node], Callable[[Any], int]]] = {
    Literal: lambda _: 1,
    Arithmetic: _arithmetic,
    Comparison: lambda _: 2,
    Logic: lambda _: 1,
    If: lambda _: 1,
    Between: lambda _: 5,
    InstanceOf: lambda node: 3 + _type_size(node.type),
    ContextOf: lambda node: 3 + 2 * len(node.entries),
    In: lambda node: 2 + TEST * len(node.tests),
    UnaryTests: lambda node: 2 + TEST * len(node.tests),
    ListOf: lambda _: 1,
    HalfRange: lambda _: 4,
    Interval: lambda _: 5,
    Filter: lambda _: 4,
    For: lambda _: 4,
    Quantified: lambda _: 4,
    FunctionOf: lambda node: 10 + sum(map(_type_size, node.types)),
    Call: lambda _: 5,
}

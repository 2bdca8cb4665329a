"""The syntax tree of FEEL. Every node knows where it begins in the text (``at``, an offset)."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from engine.feel.typeref import FeelType
from engine.feel.values import Value


@dataclass(slots=True, eq=False)
class Node:
    """Base of all nodes."""

    at: int

    def children(self) -> Iterator["Node"]:
        """The nodes directly inside, in the order of the text."""
        for field in fields(self):
            yield from _nodes(getattr(self, field.name))


def _nodes(value: object) -> Iterator[Node]:
    if isinstance(value, Node):
        yield value
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _nodes(part)


@dataclass(slots=True, eq=False)
class Literal(Node):
    """A number, string, boolean, null or ``@"…"``."""

    value: Value


@dataclass(slots=True, eq=False)
class Name(Node):
    """A name to look up; ``?`` is the value under test."""

    name: str


@dataclass(slots=True, eq=False)
class Negation(Node):
    """Unary minus."""

    operand: Node


@dataclass(slots=True, eq=False)
class Arithmetic(Node):
    """``+ - * / **``."""

    operator: str
    left: Node
    right: Node


@dataclass(slots=True, eq=False)
class Comparison(Node):
    """``= != < > <= >=``."""

    operator: str
    left: Node
    right: Node


@dataclass(slots=True, eq=False)
class Logic(Node):
    """``and`` or ``or`` over two or more operands."""

    operator: str
    operands: list[Node]


@dataclass(slots=True, eq=False)
class If(Node):
    """``if … then … else …``."""

    condition: Node
    then: Node
    otherwise: Node


@dataclass(slots=True, eq=False)
class Between(Node):
    """``value between low and high``, both ends included."""

    value: Node
    low: Node
    high: Node


@dataclass(slots=True, eq=False)
class In(Node):
    """``value in (test, test…)``."""

    value: Node
    tests: list[Node]


@dataclass(slots=True, eq=False)
class UnaryTests(Node):
    """A decision-table cell: no tests is ``-``, which always holds."""

    tests: list[Node]
    negated: bool


@dataclass(slots=True, eq=False)
class HalfRange(Node):
    """``< 5`` as a test or, in brackets, as a range."""

    operator: str
    end: Node


@dataclass(slots=True, eq=False)
class Interval(Node):
    """``[low..high)``."""

    low: Node
    high: Node
    low_included: bool
    high_included: bool


@dataclass(slots=True, eq=False)
class ListOf(Node):
    """``[a, b]``."""

    items: list[Node]


@dataclass(slots=True, eq=False)
class ContextOf(Node):
    """``{a: 1, b: a + 1}``: later entries see earlier ones."""

    entries: list[tuple[str, Node]]


@dataclass(slots=True, eq=False)
class Path(Node):
    """``target.name``; ``name_at`` is where the name begins."""

    target: Node
    name: str
    name_at: int


@dataclass(slots=True, eq=False)
class Filter(Node):
    """``target[predicate]``, or an index."""

    target: Node
    predicate: Node


@dataclass(slots=True, eq=False)
class Span(Node):
    """``low..high`` of an iterator: runs downwards too."""

    low: Node
    high: Node


@dataclass(slots=True, eq=False)
class For(Node):
    """``for x in xs, y in ys return body``."""

    iterators: list[tuple[str, Node]]
    body: Node


@dataclass(slots=True, eq=False)
class Quantified(Node):
    """``some`` or ``every x in xs satisfies body``."""

    quantifier: str
    iterators: list[tuple[str, Node]]
    body: Node


@dataclass(slots=True, eq=False)
class FunctionOf(Node):
    """``function(a: number, b) body``."""

    parameters: list[str]
    types: list[FeelType | None]
    body: Node


@dataclass(slots=True, eq=False)
class External(Node):
    """``function(…) external {…}``: parsed, never run; its value is null."""


@dataclass(slots=True, eq=False)
class Call(Node):
    """``target(arguments)``; ``names`` are the parameter names of a named call."""

    target: Node
    arguments: list[Node]
    names: list[str] | None


@dataclass(slots=True, eq=False)
class InstanceOf(Node):
    """``value instance of type``."""

    value: Node
    type: FeelType

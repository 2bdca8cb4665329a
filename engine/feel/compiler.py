"""Syntax tree → closure, and the function ``range``, which reads FEEL itself."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from engine.feel.closures import calls, loops, matching, names, operators
from engine.feel.errors import FeelSyntaxError
from engine.feel.functions import FUNCTIONS
from engine.feel.functions.signature import Unfit, builtin, string
from engine.feel.limits import MAX_HEIGHT
from engine.feel.parser import parse
from engine.feel.prices import TEST, price_of
from engine.feel.scope import Closure, Scope
from engine.feel.syntax import (
    Arithmetic,
    Between,
    Call,
    Comparison,
    ContextOf,
    External,
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
    Negation,
    Node,
    Path,
    Quantified,
    Span,
    UnaryTests,
)
from engine.feel.values import Builtin, Value

_READING: Final = 40
"""Units of fuel for reading one character of FEEL."""
_LITERAL_CALLS: Final = frozenset({"date", "time", "date and time", "duration"})


def _range(scope: Scope, text: Value) -> Value:
    """``range("[1..5]")``: an interval of literals only; raises Unfit."""
    scope.run.spend(_READING * (1 + len(string(text))))
    try:
        node = parse(string(text))
    except FeelSyntaxError:
        raise Unfit from None
    if not isinstance(node, Interval) or not (_is_literal(node.low) and _is_literal(node.high)):
        raise Unfit
    closure, price = compile_node(node)
    scope.run.spend(price)
    return closure(Scope({}, None, scope.run))


def _is_literal(node: Node) -> bool:
    if isinstance(node, Negation):
        return _is_literal(node.operand)
    if isinstance(node, Call) and isinstance(node.target, Name):
        return node.target.name in _LITERAL_CALLS and all(map(_is_literal, node.arguments))
    return isinstance(node, Literal)


BUILTINS: Final[Mapping[str, Builtin]] = {
    **FUNCTIONS,
    "range": builtin("range", _range, "from", scoped=True),
}

_KINDS: Final[Mapping[type[Node], Callable[[Any, operators.Compile], Closure]]] = {
    Literal: operators.literal,
    Name: lambda node, _: names.name(node, BUILTINS),
    Negation: operators.negation,
    Arithmetic: operators.arithmetic_of,
    Comparison: operators.comparison,
    Logic: operators.logic,
    If: operators.condition,
    Between: operators.between,
    InstanceOf: operators.instance_of,
    External: operators.external,
    Path: names.path,
    ContextOf: names.context,
    In: matching.in_of,
    HalfRange: matching.half_range,
    ListOf: loops.list_of,
    Interval: loops.interval,
    Span: loops.span,
    Filter: loops.filtered,
    For: loops.for_of,
    Quantified: loops.quantified,
    FunctionOf: calls.function_of,
    Call: lambda node, compile_: calls.call_of(node, compile_, BUILTINS),
}


class _Compiler:
    """Compiles one tree, watching its height and adding up what it costs."""

    def __init__(self) -> None:
        self.height = 0
        self.levels = 0
        self.price = 0

    def __call__(self, node: Node) -> Closure:
        self.height += 1
        self.price += price_of(node, self.levels)
        if self.height > MAX_HEIGHT:
            raise FeelSyntaxError(
                what=f"biểu thức lồng nhau hoặc nối nhau quá {MAX_HEIGHT} tầng", line=1, column=1
            )
        closure = _KINDS[type(node)](node, self)
        self.height -= 1
        return closure

    def body(self, node: Node) -> tuple[Closure, int]:
        around, self.price = self.price, 0
        self.levels += 1
        closure = self(node)
        self.levels -= 1
        price, self.price = self.price, around
        return closure, price


def compile_node(node: Node) -> tuple[Closure, int]:
    """The closure of a tree and what it costs once, in units of fuel, besides what it pays itself.

    Raises :class:`FeelSyntaxError` when the tree is too high.
    """
    compiler = _Compiler()
    return compiler(node), compiler.price


def compile_tests(node: UnaryTests) -> tuple[matching.Test, int]:
    """A decision-table cell's test and what it costs; raises like :func:`compile_node`."""
    compiler = _Compiler()
    test = matching.unary_tests(node, compiler)
    return test, compiler.price + TEST * len(node.tests)

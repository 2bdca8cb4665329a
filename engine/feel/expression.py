"""The two things callers compile: expressions and decision-table cells."""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from engine.feel.closures.matching import TESTED, Test
from engine.feel.compiler import BUILTINS, compile_node, compile_tests
from engine.feel.errors import FeelSyntaxError, TooDeep
from engine.feel.freenames import free_names
from engine.feel.limits import Budget, Limits, Run, budget_around
from engine.feel.parser import parse, parse_unary_tests
from engine.feel.scope import Closure, Scope
from engine.feel.syntax import Node, UnaryTests
from engine.feel.trace import Trace, WatchedContext
from engine.feel.values import READY, Value, export


def root_scope(context: Mapping[str, Any], run: Run) -> Scope:
    """The outermost scope: the caller's data, watched when there is a trace."""
    if run.trace is not None:
        run.spend(len(context) // _ENTRIES_PER_UNIT)
        return Scope(WatchedContext(context, run.trace), None, run)
    if type(context) is dict:
        return Scope(context, None, run)
    run.spend(len(context) // _ENTRIES_PER_UNIT)
    return Scope(dict(context), None, run)


class Expression:
    """A compiled expression. Holds no state: threads may share it."""

    __slots__ = ("closure", "names", "price", "text")

    def __init__(self, text: str, tree: Node, closure: Closure, price: int) -> None:
        self.text = text
        self.price = price
        """Units of fuel that it costs once, besides what it pays itself."""
        self.names: frozenset[str] = free_names(tree, BUILTINS)
        """The root names it may read."""
        self.closure = closure

    def evaluate(
        self,
        context: Mapping[str, Any],
        *,
        limits: Limits | None = None,
        now: dt.datetime | None = None,
        trace: Trace | None = None,
    ) -> Value:
        """Its value; numbers are Decimal, null is None.

        ``now`` (aware) is what ``now()`` and ``today()`` answer on Vietnam's clock; by default the
        present. It is paid for from the budget of the act at hand; ``limits`` give it one of its
        own.
        Raises
        :class:`LimitExceeded` when the budget runs out and :class:`ValueNotSupported` when the
        context holds something that FEEL has no kind for.
        """
        run = Run(budget_around() if limits is None else Budget(limits), now=now, trace=trace)
        try:
            run.spend(self.price)
            value = self.closure(root_scope(context, run))
            return value if type(value) in _SCALARS else export(value, run)
        except RecursionError:
            raise TooDeep(depth=run.limits.depth) from None
        finally:
            if run.budget is not None:
                run.close()


class UnaryTestsExpression:
    """A compiled decision-table cell. Holds no state: threads may share it."""

    __slots__ = ("names", "passes", "price", "text")

    def __init__(self, text: str, tree: UnaryTests, test: Test, price: int) -> None:
        self.text = text
        self.price = price
        self.names: frozenset[str] = free_names(tree, BUILTINS)
        self.passes = test

    def evaluate(
        self,
        value: Any,
        context: Mapping[str, Any],
        *,
        limits: Limits | None = None,
        now: dt.datetime | None = None,
        trace: Trace | None = None,
    ) -> bool | None:
        """Whether the value passes the tests; raises like :meth:`Expression.evaluate`."""
        run = Run(budget_around() if limits is None else Budget(limits), now=now, trace=trace)
        try:
            run.spend(_EVALUATION + self.price)
            tested = export(value, run)
            return self.passes(root_scope(context, run).inner({TESTED: tested}), tested)
        except RecursionError:
            raise TooDeep(depth=run.limits.depth) from None
        finally:
            if run.budget is not None:
                run.close()


_CACHED: Final = 4_000
_EVALUATION: Final = 12
"""Units of fuel for setting up and ending an evaluation."""
_ENTRIES_PER_UNIT: Final = 8
_SCALARS: Final = (READY | {Decimal}) - {dict, WatchedContext}


@lru_cache(_CACHED)
def _compiled(text: str, names: tuple[str, ...]) -> Expression:
    try:
        tree = parse(text, names)
        closure, price = compile_node(tree)
        return Expression(text, tree, closure, _EVALUATION + price)
    except RecursionError:
        raise FeelSyntaxError(what="biểu thức lồng nhau quá sâu", line=1, column=1) from None


@lru_cache(_CACHED)
def _compiled_tests(text: str, names: tuple[str, ...]) -> UnaryTestsExpression:
    try:
        tree = parse_unary_tests(text, names)
        return UnaryTestsExpression(text, tree, *compile_tests(tree))
    except RecursionError:
        raise FeelSyntaxError(what="biểu thức lồng nhau quá sâu", line=1, column=1) from None


def compile_expression(text: str, names: Iterable[str] = ()) -> Expression:
    """Compile an expression, once per text (the result is cached).

    ``names`` lists the names in scope that hold spaces or signs. Raises :class:`FeelSyntaxError`
    with line and column.
    """
    return _compiled(text, tuple(names))


def compile_unary_tests(text: str, names: Iterable[str] = ()) -> UnaryTestsExpression:
    """Compile a decision-table cell such as ``> 10, [1..5]``; like :func:`compile_expression`."""
    return _compiled_tests(text, tuple(names))

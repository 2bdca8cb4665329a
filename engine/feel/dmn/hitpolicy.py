"""What a table answers when rules have hit: hit policies and aggregations (DMN 1.5, 8.2.10)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from engine.feel.comparison import equal
from engine.feel.dmn.boxes import TableBox, Text
from engine.feel.dmn.compiling import TextCompiler
from engine.feel.dmn.errors import NotAny
from engine.feel.functions import FUNCTIONS
from engine.feel.scope import Closure, Scope
from engine.feel.values import Value

_SINGLE: Final = frozenset({"UNIQUE", "ANY", "FIRST", "PRIORITY"})
_ORDERED: Final = frozenset({"PRIORITY", "OUTPUT ORDER"})
_AGGREGATES: Final = {"SUM": "sum", "MIN": "min", "MAX": "max"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outputs of a rule that hit."""

    rule: int
    values: list[Value]


class Priorities:
    """The order of output values, as the columns list them, first is highest."""

    def __init__(self, box: TableBox, compiler: TextCompiler, names: tuple[str, ...]) -> None:
        self._orders: list[Closure | None] = []
        for clause in box.outputs:
            if clause.values is None:
                self._orders.append(None)
            else:
                listed = Text(f"[{clause.values.text}]", clause.values.line)
                self._orders.append(compiler.text(listed, names, box.element_id))

    def sort(self, outcomes: list[Outcome], scope: Scope) -> list[Outcome]:
        """Outcomes by priority; equal ones stay in the order of the rules."""
        orders = [order(scope) if order is not None else None for order in self._orders]

        def rank(outcome: Outcome) -> list[int]:
            return [
                _place(value, order, scope)
                for value, order in zip(outcome.values, orders, strict=False)
                if order
            ]

        return sorted(outcomes, key=rank)


def _place(value: Value, order: list[Value], scope: Scope) -> int:
    scope.run.spend(2 * len(order))
    for place, candidate in enumerate(order):
        if equal(candidate, value, scope.run) is True:
            return place
    return len(order)


def settle(
    box: TableBox, label: str, outcomes: list[Outcome], priorities: Priorities, scope: Scope
) -> Value:
    """The value of a table from the outcomes of its rules; raises :class:`NotAny`."""
    policy, aggregation = box.hit_policy, box.aggregation
    if not outcomes:
        return Decimal(0) if policy == "COLLECT" and aggregation == "COUNT" else None
    if policy == "ANY":
        _require_same(label, outcomes, scope)
    if policy in _ORDERED:
        outcomes = priorities.sort(outcomes, scope)
    if policy in _SINGLE:
        return _packed(box, outcomes[0])
    if policy == "COLLECT" and aggregation:
        return _aggregated(box, aggregation, outcomes, scope)
    return [_packed(box, outcome) for outcome in outcomes]


def _require_same(label: str, outcomes: list[Outcome], scope: Scope) -> None:
    for outcome in outcomes[1:]:
        scope.run.spend(4)
        if equal(outcome.values, outcomes[0].values, scope.run) is not True:
            raise NotAny(table=label, rules=tuple(o.rule for o in outcomes))


def _packed(box: TableBox, outcome: Outcome) -> Value:
    """One output stands alone, several make a context."""
    if len(box.outputs) == 1:
        return outcome.values[0]
    names = [clause.name or "" for clause in box.outputs]
    return dict(zip(names, outcome.values, strict=False))


def _aggregated(box: TableBox, aggregation: str, outcomes: list[Outcome], scope: Scope) -> Value:
    if aggregation == "COUNT":
        return Decimal(len(outcomes))
    function = FUNCTIONS[_AGGREGATES[aggregation]]
    columns = [
        function.call(scope, [[outcome.values[place] for outcome in outcomes]])
        for place in range(len(box.outputs))
    ]
    return columns[0] if len(columns) == 1 else _packed(box, Outcome(0, columns))

"""Functions over a list of numbers, comparable values or booleans (DMN 1.5, 10.3.4.4)."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Final

from engine.feel.arithmetic import arithmetic
from engine.feel.comparison import less, number_key
from engine.feel.functions.signature import Unfit, aggregate, number, table
from engine.feel.limits import Run
from engine.feel.scope import Scope
from engine.feel.values import BOOLEAN, DECIMAL128, Value, YearsMonths, kind

_TWO: Final = Decimal(2)


def _extreme(
    items: list[Value], better: Callable[[Value, Value, Run], bool | None], run: Run
) -> Value:
    """The element that is better than all others; null if two of them have no order."""
    if not items or (len(items) == 1 and less(items[0], items[0], run) is None):
        return None
    best = items[0]
    for item in items[1:]:
        is_better = better(item, best, run)
        if is_better is None:
            return None
        if is_better:
            best = item
    return best


def _greater(left: Value, right: Value, run: Run) -> bool | None:
    return less(right, left, run)


def _sum(items: list[Value], scope: Scope) -> Value:
    if not items:
        return None
    if type(items[0]) in {dt.timedelta, YearsMonths}:
        total: Value = items[0]
        for item in items[1:]:
            total = arithmetic("+", total, item, scope.run)
        return total
    amount = Decimal(0)
    for item in items:
        amount = DECIMAL128.add(amount, number(item))
    return amount


def _mean(items: list[Value], scope: Scope) -> Value:
    return DECIMAL128.divide(number(_sum(items, scope)), Decimal(len(items))) if items else None


def _product(items: list[Value], _scope: Scope) -> Value:
    if not items:
        return None
    result = Decimal(1)
    for item in items:
        result = DECIMAL128.multiply(result, number(item))
    return result


def _median(items: list[Value], _scope: Scope) -> Value:
    if not items:
        return None
    ordered = sorted(number(item) for item in items)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return DECIMAL128.divide(DECIMAL128.add(ordered[middle - 1], ordered[middle]), _TWO)


def _standard_deviation(items: list[Value], scope: Scope) -> Value:
    if len(items) <= 1:
        raise Unfit
    mean = _mean(items, scope)
    total = Decimal(0)
    for item in items:
        distance = DECIMAL128.subtract(number(item), mean)
        total = DECIMAL128.add(total, DECIMAL128.multiply(distance, distance))
    return DECIMAL128.sqrt(DECIMAL128.divide(total, Decimal(len(items) - 1)))


def _mode(items: list[Value], _scope: Scope) -> list[Decimal]:
    counts: dict[str, list[Decimal]] = {}
    for item in map(number, items):
        counts.setdefault(number_key(item), []).append(item)
    most = max(map(len, counts.values()), default=0)
    return sorted(alike[0] for alike in counts.values() if len(alike) == most)


def _every(items: list[Value], _scope: Scope) -> bool | None:
    if any(item is False for item in items):
        return False
    return None if any(kind(item) != BOOLEAN for item in items) else True


def _some(items: list[Value], _scope: Scope) -> bool | None:
    if any(item is True for item in items):
        return True
    return None if any(kind(item) != BOOLEAN for item in items) else False


FUNCTIONS: Final = table(
    [
        aggregate("min", lambda items, scope: _extreme(items, less, scope.run)),
        aggregate("max", lambda items, scope: _extreme(items, _greater, scope.run)),
        aggregate("sum", _sum),
        aggregate("mean", _mean),
        aggregate("product", _product),
        aggregate("median", _median, 6),
        aggregate("stddev", _standard_deviation, 8),
        aggregate("mode", _mode, 12),
        aggregate("all", _every),
        aggregate("and", _every),
        aggregate("any", _some),
        aggregate("or", _some),
    ]
)

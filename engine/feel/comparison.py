"""Equality, order and membership (DMN 1.5, 10.3.2.13 and tables 42 to 44). None means null: not
comparable."""

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal, DecimalException
from typing import Final

from engine.feel.limits import ITEMS_PER_UNIT, Run
from engine.feel.values import (
    CONTEXT,
    DATE,
    DATE_TIME,
    DAYS,
    FUNCTION,
    LIST,
    MONTHS,
    NUMBER,
    RANGE,
    STRING,
    TIME,
    Range,
    Value,
    YearsMonths,
    kind,
    normalise,
)

_PLAIN: Final = frozenset({bool, Decimal, dt.date, dt.timedelta, YearsMonths})
_ORDERED: Final = frozenset({NUMBER, STRING, DATE, DAYS, MONTHS, TIME, DATE_TIME})
_MICRO: Final = dt.timedelta(microseconds=1)
_MILLI: Final = 1000
_DEAR: Final = frozenset({STRING, TIME, DATE_TIME})
"""What is compared by its length, or by way of a time zone."""
_MOMENT: Final = 8
"""Units of fuel for comparing two moments, or two times of day."""
_EXACT: Final = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)
_ANY_DAY: Final = dt.datetime(2020, 1, 1)  # noqa: DTZ001 - zones of plain times need some day


def time_key(time: dt.time) -> tuple[bool, int]:
    """A comparable key: (has a zone, microseconds since midnight UTC or local midnight)."""
    clock = ((time.hour * 60 + time.minute) * 60 + time.second) * 1_000_000 + time.microsecond
    if time.tzinfo is None:
        return (False, clock)
    offset = time.utcoffset()
    if offset is None:
        offset = time.tzinfo.utcoffset(_ANY_DAY.replace(hour=time.hour)) or dt.timedelta(0)
    return (True, clock - offset // _MICRO)


def number_key(number: Decimal) -> str:
    """The same text for equal numbers, for sets and maps of them.

    Python's hash of a number is known beforehand: of numbers chosen for it each is compared with
    all that came before. A text's hash is another in every process.
    """
    return str(_EXACT.normalize(number)) if number else "0"


def equal(left: Value, right: Value, run: Run) -> bool | None:
    """Whether two values are equal; None for different kinds. Null equals null only."""
    left_type = type(left)
    if left_type is type(right):
        if left_type is str:
            if len(left) > ITEMS_PER_UNIT:
                run.spend(len(left) // ITEMS_PER_UNIT)
            return bool(left == right)
        if left_type in _PLAIN:
            return bool(left == right)
    run.spend(2)
    left, right = normalise(left, run), normalise(right, run)
    if left is None or right is None:
        return left is right
    left_kind = kind(left)
    if left_kind != kind(right):
        return None
    return _EQUAL.get(left_kind, _equal_plain)(left, right, run)


def _equal_plain(left: Value, right: Value, _run: Run) -> bool:
    return bool(left == right)


def _equal_lists(left: list[Value], right: list[Value], run: Run) -> bool | None:
    if len(left) != len(right):
        return False
    run.spend(2 * len(left))
    for one, other in zip(left, right, strict=True):
        same = equal(one, other, run)
        if same is not True:
            return same
    return True


def _equal_contexts(left: dict[str, Value], right: dict[str, Value], run: Run) -> bool | None:
    run.spend(4 * len(left))
    if left.keys() != right.keys():
        return False
    for key, value in dict.items(left):
        same = equal(normalise(value, run), normalise(right[key], run), run)
        if same is not True:
            return same
    return True


def _equal_date_times(left: dt.datetime, right: dt.datetime, run: Run) -> bool:
    run.spend(_MOMENT)
    # the kit compares moments by the millisecond (0068, datetime_003_a)
    if (left.tzinfo is None) != (right.tzinfo is None):
        return False
    return _milliseconds(left) == _milliseconds(right)


def _milliseconds(moment: dt.datetime) -> dt.datetime:
    return moment.replace(microsecond=moment.microsecond // _MILLI * _MILLI)


def _equal_times(left: dt.time, right: dt.time, run: Run) -> bool:
    run.spend(_MOMENT)
    one, other = time_key(left), time_key(right)
    return one[0] == other[0] and one[1] // _MILLI == other[1] // _MILLI


def _equal_ranges(left: Range, right: Range, run: Run) -> bool:
    if left.low_included != right.low_included or left.high_included != right.high_included:
        return False
    if equal(left.low, right.low, run) is not True or equal(left.high, right.high, run) is not True:
        return False
    return left.operator == right.operator


def _equal_functions(left: Value, right: Value, _run: Run) -> bool:
    return left is right


_EQUAL: Final[Mapping[str, Callable[[Value, Value, Run], bool | None]]] = {
    LIST: _equal_lists,
    CONTEXT: _equal_contexts,
    DATE_TIME: _equal_date_times,
    TIME: _equal_times,
    RANGE: _equal_ranges,
    FUNCTION: _equal_functions,
}


def less(left: Value, right: Value, run: Run) -> bool | None:
    """Whether left comes before right; None when they have no order."""
    if type(left) is Decimal and type(right) is Decimal:
        try:
            return left < right
        except DecimalException:  # a caller's not-a-number
            return None
    return _less_of_kind(left, right, run)


def _less_of_kind(left: Value, right: Value, run: Run) -> bool | None:
    left_kind = kind(left)
    if left_kind not in _ORDERED or left_kind != kind(right):
        return None
    if left_kind in _DEAR:
        run.spend(len(left) // ITEMS_PER_UNIT if left_kind == STRING else _MOMENT)
    if left_kind == MONTHS:
        return bool(left.months < right.months)
    if left_kind == TIME:
        one, other = time_key(left), time_key(right)
        return None if one[0] != other[0] else one[1] < other[1]
    if left_kind == DATE_TIME and (left.tzinfo is None) != (right.tzinfo is None):
        return None
    return bool(left < right)


def at_most(left: Value, right: Value, run: Run) -> bool | None:
    """Whether left comes before right or with it; None when they have no order."""
    after = less(right, left, run)
    return None if after is None else not after


def compare(operator: str, left: Value, right: Value, run: Run) -> bool | None:
    """Apply one of ``= != < > <= >=``."""
    match operator:
        case "=":
            return equal(left, right, run)
        case "!=":
            same = equal(left, right, run)
            return None if same is None else not same
        case "<":
            return less(left, right, run)
        case ">":
            return less(right, left, run)
        case "<=":
            return at_most(left, right, run)
    return at_most(right, left, run)


def both(one: bool | None, other: bool | None) -> bool | None:  # noqa: FBT001 - three-valued logic
    """Three-valued and."""
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def either(one: bool | None, other: bool | None) -> bool | None:  # noqa: FBT001 - the same
    """Three-valued or."""
    if one is True or other is True:
        return True
    return None if one is None or other is None else False


def in_range(value: Value, bounds: Range, run: Run) -> bool | None:
    """Whether a value lies in a range; None when it can't be compared with its ends."""
    if bounds.operator in {"=", "!="}:
        return compare(bounds.operator, value, bounds.low, run)
    open_end = True if bounds.operator else None
    low: bool | None = open_end
    if bounds.low is not None:
        low = (at_most if bounds.low_included else less)(bounds.low, value, run)
    high: bool | None = open_end
    if bounds.high is not None:
        high = (at_most if bounds.high_included else less)(value, bounds.high, run)
    if low is None or high is None:
        return None
    return low and high


def matches_test(value: Value, test: Value, run: Run) -> bool | None:
    """Whether ``value in test`` holds, where the test is a value, a range or a list of them."""
    if type(test) is Range and type(value) is not Range:
        return in_range(value, test, run)
    if not isinstance(test, list):
        return equal(value, test, run)
    if isinstance(value, list) and equal(value, test, run) is True:
        return True
    run.spend(2 * len(test))
    for item in test:
        found = matches_test(value, item, run) if type(item) is Range else equal(value, item, run)
        if found is True:
            return True
    return False

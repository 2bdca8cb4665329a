"""``+ - * / **`` on numbers, strings, dates, times and durations (DMN 1.5, 10.3.2.13.4, table 45).

A combination the standard does not know gives None.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal, DecimalException
from typing import Final

from engine.feel.comparison import time_key
from engine.feel.limits import Run
from engine.feel.values import (
    DATE,
    DATE_TIME,
    DAYS,
    DECIMAL128,
    MONTHS,
    NUMBER,
    STRING,
    TIME,
    Value,
    YearsMonths,
    kind,
)

_MICRO: Final = dt.timedelta(microseconds=1)
_DAY_MICROS: Final = 86_400_000_000
_DURATIONS: Final = frozenset({DAYS, MONTHS})
_SHIFTED: Final = 12
"""Units of fuel for reckoning with dates, times and durations."""
_LONG: Final = 30
"""Digits beyond which no number of microseconds or months has a meaning."""
_MAX_MONTHS: Final = 12 * 10_000_000_000

Operation = Callable[[Value, Value], Value]

NUMERIC: Final[Mapping[str, Callable[[Decimal, Decimal], Decimal]]] = {
    "+": DECIMAL128.add,
    "-": DECIMAL128.subtract,
    "*": DECIMAL128.multiply,
    "/": DECIMAL128.divide,
    "**": DECIMAL128.power,
}


def midnight(day: dt.date) -> dt.datetime:
    """The start of a date, in UTC, as the standard sets a date equal to a moment."""
    return dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)


def months(count: int) -> YearsMonths | None:
    """A duration of months, unless it is beyond all reason."""
    return YearsMonths(count) if abs(count) <= _MAX_MONTHS else None


def add_months(day: dt.date, count: int) -> dt.date | None:
    """The same day ``count`` months on; the last of the month when it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        return None
    for number in (day.day, 30, 29, 28):
        if number <= day.day:
            try:
                return day.replace(year=year, month=month + 1, day=number)
            except ValueError:
                continue
    return None


def _shift(moment: dt.datetime, span: dt.timedelta) -> dt.datetime:
    if moment.tzinfo is None or isinstance(moment.tzinfo, dt.timezone):
        return moment + span
    # in a named zone an hour is an hour, whatever the clocks do
    return (moment.astimezone(dt.UTC) + span).astimezone(moment.tzinfo)


def _shift_time(time: dt.time, span: dt.timedelta) -> dt.time:
    clock = ((time.hour * 60 + time.minute) * 60 + time.second) * 1_000_000 + time.microsecond
    seconds, micros = divmod((clock + span // _MICRO) % _DAY_MICROS, 1_000_000)
    minutes, second = divmod(seconds, 60)
    return dt.time(minutes // 60, minutes % 60, second, micros, tzinfo=time.tzinfo)


def _scale(span: Value, factor: Decimal) -> Value:
    if type(span) is YearsMonths:
        product = DECIMAL128.multiply(Decimal(span.months), factor)
        return months(_whole(product.to_integral_value("ROUND_DOWN")))
    return dt.timedelta(microseconds=_whole(DECIMAL128.multiply(Decimal(span // _MICRO), factor)))


def _whole(number: Decimal) -> int:
    """The whole part; raises OverflowError for one whose digits would fill a page."""
    if number.adjusted() > _LONG:
        raise OverflowError
    return int(number)


def _divide_span(span: Value, divisor: Decimal) -> Value:
    if type(span) is YearsMonths:
        return _scale(span, DECIMAL128.divide(Decimal(1), divisor))
    return dt.timedelta(microseconds=_whole(DECIMAL128.divide(Decimal(span // _MICRO), divisor)))


def between_moments(left: dt.date, right: dt.date) -> dt.timedelta | None:
    """left - right; a date counts as its midnight. None when only one of them has a zone."""
    one = left if isinstance(left, dt.datetime) else midnight(left)
    other = right if isinstance(right, dt.datetime) else midnight(right)
    if (one.tzinfo is None) != (other.tzinfo is None):
        return None
    if one.tzinfo is not None:
        return one.astimezone(dt.UTC) - other.astimezone(dt.UTC)
    return one - other


def _between_times(left: dt.time, right: dt.time) -> dt.timedelta | None:
    one, other = time_key(left), time_key(right)
    return dt.timedelta(microseconds=one[1] - other[1]) if one[0] == other[0] else None


_TABLE: Final[Mapping[tuple[str, str, str], Operation]] = {
    ("+", STRING, STRING): lambda a, b: a + b,
    ("+", DAYS, DAYS): lambda a, b: a + b,
    ("+", DATE_TIME, DAYS): _shift,
    ("+", DATE, DAYS): lambda a, b: (midnight(a) + b).date(),
    ("+", TIME, DAYS): _shift_time,
    ("+", MONTHS, MONTHS): lambda a, b: months(a.months + b.months),
    ("+", DATE, MONTHS): lambda a, b: add_months(a, b.months),
    ("+", DATE_TIME, MONTHS): lambda a, b: add_months(a, b.months),
    ("-", DAYS, DAYS): lambda a, b: a - b,
    ("-", DATE_TIME, DAYS): lambda a, b: _shift(a, -b),
    ("-", DATE, DAYS): lambda a, b: (midnight(a) - b).date(),
    ("-", TIME, DAYS): lambda a, b: _shift_time(a, -b),
    ("-", MONTHS, MONTHS): lambda a, b: months(a.months - b.months),
    ("-", DATE, MONTHS): lambda a, b: add_months(a, -b.months),
    ("-", DATE_TIME, MONTHS): lambda a, b: add_months(a, -b.months),
    ("-", DATE, DATE): between_moments,
    ("-", DATE, DATE_TIME): between_moments,
    ("-", DATE_TIME, DATE): between_moments,
    ("-", DATE_TIME, DATE_TIME): between_moments,
    ("-", TIME, TIME): _between_times,
    ("*", DAYS, NUMBER): _scale,
    ("*", MONTHS, NUMBER): _scale,
    ("*", NUMBER, DAYS): lambda a, b: _scale(b, a),
    ("*", NUMBER, MONTHS): lambda a, b: _scale(b, a),
    ("/", DAYS, NUMBER): _divide_span,
    ("/", MONTHS, NUMBER): _divide_span,
    ("/", DAYS, DAYS): lambda a, b: DECIMAL128.divide(Decimal(a // _MICRO), Decimal(b // _MICRO)),
    ("/", MONTHS, MONTHS): lambda a, b: DECIMAL128.divide(Decimal(a.months), Decimal(b.months)),
    **{(operator, NUMBER, NUMBER): operation for operator, operation in NUMERIC.items()},
}


def result_kind(operator: str, left: str, right: str) -> bool:
    """Whether the standard knows this operator for these kinds (for the static check)."""
    return (operator, left, right) in _TABLE or (
        operator == "+" and left in _DURATIONS and (operator, right, left) in _TABLE
    )


def arithmetic(operator: str, left: Value, right: Value, run: Run) -> Value:
    """Apply an operator to normalised values; None when it has no meaning or no representable
    result."""
    left_kind, right_kind = kind(left), kind(right)
    if operator == "+" and left_kind in _DURATIONS and right_kind not in _DURATIONS:
        left, right, left_kind, right_kind = right, left, right_kind, left_kind
    operation = _TABLE.get((operator, left_kind, right_kind))
    if operation is None:
        run.note(f"không thể tính {left_kind} {operator} {right_kind}")
        return None
    if left_kind == STRING:
        run.spend_on(len(left) + len(right))
    elif left_kind != NUMBER:
        run.spend(_SHIFTED)
    try:
        return operation(left, right)
    except (DecimalException, OverflowError, ValueError):
        run.note(f"phép tính {operator} không có kết quả")
        return None


def negate(value: Value) -> Value:
    """Unary minus."""
    if type(value) is Decimal:
        return DECIMAL128.minus(value)
    if type(value) is YearsMonths:
        return YearsMonths(-value.months)
    if type(value) is dt.timedelta:
        try:
            return -value
        except OverflowError:
            return None
    return None

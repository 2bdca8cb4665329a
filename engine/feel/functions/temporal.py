"""Functions of dates and times, and the constructors of the temporal kinds (DMN 1.5, 10.3.4.1)."""

import calendar
import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from engine.feel.arithmetic import midnight, months
from engine.feel.comparison import equal
from engine.feel.functions.signature import MISSING, Unfit, builtin, number, string, table, whole
from engine.feel.literals import (
    offset_zone,
    parse_date,
    parse_date_time,
    parse_duration,
    parse_time,
    zone,
)
from engine.feel.rendering import zone_text
from engine.feel.scope import Scope
from engine.feel.values import DATE, DATE_TIME, TIME, Value, YearsMonths, kind

_VIETNAM: Final = ZoneInfo("Asia/Ho_Chi_Minh")
_READ: Final = 12
"""Units of fuel for reading a date, a time or a duration."""
_RECKON: Final = 8
"""Units of fuel for one look into a calendar."""
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def _day(value: Value) -> dt.date:
    """The argument as a date or date and time; raises Unfit."""
    if type(value) in {dt.date, dt.datetime}:
        return value  # type: ignore[no-any-return]
    raise Unfit


def _date(value: Value, month: Value = MISSING, day: Value = MISSING) -> dt.date | None:
    if month is not MISSING:
        return dt.date(whole(value), whole(month), whole(day))
    if kind(value) == DATE:
        return value  # type: ignore[no-any-return]
    if kind(value) == DATE_TIME:
        return value.date()  # type: ignore[no-any-return]
    return parse_date(string(value))


def _seconds(value: Value) -> tuple[int, int]:
    """Seconds as (whole seconds, microseconds)."""
    seconds = number(value)
    if not 0 <= seconds < 60:  # noqa: PLR2004 - seconds of a minute
        raise Unfit
    return int(seconds), int(seconds % 1 * 1_000_000)


def _zone_of(value: Value) -> dt.tzinfo | None:
    """A zone from a name or an offset; null is local; raises Unfit."""
    if value is None:
        return None
    found = zone(value) if type(value) is str else None
    if type(value) is dt.timedelta:
        found = offset_zone(value)
    if found is None:
        raise Unfit
    return found


def _time(
    value: Value, minute: Value = MISSING, second: Value = MISSING, offset: Value = None
) -> dt.time | None:
    if minute is MISSING:
        return _time_from(value)
    if offset is not None and type(offset) is not dt.timedelta:
        raise Unfit
    whole_seconds, micros = _seconds(second)
    return dt.time(whole(value), whole(minute), whole_seconds, micros, tzinfo=_zone_of(offset))


def _time_from(value: Value) -> dt.time | None:
    if type(value) is dt.time:
        return value
    if type(value) is dt.datetime:
        return value.timetz()
    if type(value) is dt.date:
        return dt.time(tzinfo=dt.UTC)
    return parse_time(string(value))


def _date_time(*arguments: Value) -> dt.datetime | None:
    if len(arguments) == 1:
        return _date_time_from(arguments[0])
    if len(arguments) == 2:  # noqa: PLR2004 - a date and a time, or a date and a zone
        return _date_time_joined(arguments[0], arguments[1])
    year, month, day, hour, minute, second, *rest = arguments
    whole_seconds, micros = _seconds(second)
    return dt.datetime(
        whole(year),
        whole(month),
        whole(day),
        whole(hour),
        whole(minute),
        whole_seconds,
        micros,
        tzinfo=_zone_of(rest[0] if rest else None),
    )


def _date_time_from(value: Value) -> dt.datetime | None:
    if type(value) is dt.datetime:
        return value
    if type(value) is dt.date:
        return midnight(value)
    return parse_date_time(string(value))


def _date_time_joined(first: Value, second: Value) -> dt.datetime:
    day = _day(first)
    if type(second) is dt.time:
        return dt.datetime.combine(dt.date(day.year, day.month, day.day), second)
    named = _zone_of(string(second))
    if isinstance(day, dt.datetime):
        return day.astimezone(named) if day.tzinfo else day.replace(tzinfo=named)
    return dt.datetime.combine(day, dt.time(), tzinfo=named)


def _duration(value: Value) -> Value:
    if type(value) in {dt.timedelta, YearsMonths}:
        return value
    return parse_duration(string(value))


def _months_between(first: Value, second: Value) -> YearsMonths | None:
    """Whole months from one date to the other; times of day do not count."""
    start, end = _day(first), _day(second)
    count = (end.year - start.year) * 12 + end.month - start.month
    if count > 0 and end.day < start.day:
        count -= 1
    elif count < 0 and end.day > start.day:
        count += 1
    return months(count)


def _last_day_of_month(value: Value) -> dt.date:
    day = _day(value)
    return dt.date(day.year, day.month, calendar.monthrange(day.year, day.month)[1])


def _now(scope: Scope) -> dt.datetime:
    """The moment of the evaluation on Vietnam's clock, so that ``today()`` is the day people
    see."""
    return (scope.run.now or dt.datetime.now(dt.UTC)).astimezone(_VIETNAM)


def _is(scope: Scope, one: Value, other: Value = None) -> bool:
    """Identity: the same value of the same kind, written the same way (DMN 1.5, 10.3.4.10)."""
    one_kind = kind(one)
    if one_kind != kind(other):
        return False
    if one_kind in {TIME, DATE_TIME}:
        same_clock = one.replace(tzinfo=None) == other.replace(tzinfo=None)
        return same_clock and zone_text(one) == zone_text(other)
    return equal(one, other, scope.run) is True


def _of_day(part: Callable[[dt.date], Value]) -> Callable[[Value], Value]:
    return lambda value: part(_day(value))


FUNCTIONS: Final = table(
    [
        builtin("date", _date, "from", "year, month, day", price=_READ),
        builtin(
            "time",
            _time,
            "from",
            "hour, minute, second, offset?",
            nulls=True,
            gaps=True,
            price=_READ,
        ),
        builtin(
            "date and time",
            _date_time,
            "from",
            "date, time",
            "date, timezone",
            "year, month, day, hour, minute, second",
            "year, month, day, hour, minute, second, offset",
            "year, month, day, hour, minute, second, timezone",
            nulls=True,
            price=2 * _READ,
        ),
        builtin("duration", _duration, "from", price=_READ),
        builtin("years and months duration", _months_between, "from, to", price=_RECKON),
        builtin(
            "day of year", _of_day(lambda d: Decimal(d.timetuple().tm_yday)), "date", price=_RECKON
        ),
        builtin("day of week", _of_day(lambda d: _DAYS[d.weekday()]), "date", price=_RECKON),
        builtin("month of year", _of_day(lambda d: _MONTHS[d.month - 1]), "date", price=_RECKON),
        builtin(
            "week of year", _of_day(lambda d: Decimal(d.isocalendar().week)), "date", price=_RECKON
        ),
        builtin("last day of month", _last_day_of_month, "date", price=_RECKON),
        builtin("now", _now, "", scoped=True, price=_RECKON),
        builtin("today", lambda scope: _now(scope).date(), "", scoped=True, price=_RECKON),
        builtin("is", _is, "value1, value2?", nulls=True, gaps=True, scoped=True, price=_RECKON),
    ]
)

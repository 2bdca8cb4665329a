"""When a timer event is due: ISO 8601 and FEEL values → instants. Pure; the moment is given.

Instants are kept as whole microseconds since 1970-01-01 UTC, so that saving loses nothing. Dates
without a time zone are those of Vietnam.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from engine.workflow.reading.graph import TimerKind

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_DURATION = re.compile(
    r"P(?=.)(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?=.)(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+(?:[.,]\d+)?)S)?)?"
)
_CYCLE = re.compile(r"R(?P<times>\d*)/(?:(?P<start>[^P/][^/]*)/)?(?P<every>P[^/]+)")
_LITERALS = {
    "duration": _DURATION,
    "cycle": _CYCLE,
    "date": re.compile(r"\d{4}-\d\d-\d\d(?:T[0-9:.]+(?:Z|[+-]\d\d:\d\d)?)?"),
}
FOREVER = -1
_LONGEST_MONTH = timedelta(days=31)
EXPECTED = {
    "duration": "khoảng thời gian (ví dụ P5D hoặc PT8H)",
    "date": "ngày giờ (ví dụ 2026-07-01T07:30:00+07:00)",
    "cycle": "chu kỳ (ví dụ R3/P1D)",
}


class NoTime(ValueError):
    """A value that is no duration, date or cycle."""


@dataclass(frozen=True, slots=True)
class Period:
    """A duration: whole months, which have no fixed length, and an exact rest."""

    months: int
    rest: timedelta

    def after(self, start: datetime, times: int = 1) -> datetime:
        """``start`` plus the period ``times`` over; a day that a month lacks becomes its last."""
        local = start.astimezone(VIETNAM)
        count = local.year * 12 + local.month - 1 + self.months * times
        year, month = divmod(count, 12)
        day = min(local.day, monthrange(year, month + 1)[1])
        return local.replace(year=year, month=month + 1, day=day) + self.rest * times


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a timer fires: first at ``due``, ``times`` in all (``FOREVER`` without end)."""

    due: datetime
    times: int = 1
    every: str | None = None


def is_literal(kind: TimerKind, text: str) -> bool:
    """Whether the text of a timer is ISO 8601 itself rather than a FEEL expression."""
    return _LITERALS[kind].fullmatch(text.strip()) is not None


def schedule(kind: TimerKind, value: Any, now: datetime) -> Schedule:
    """The schedule that a timer's value means at ``now``. Raises NoTime when it means none."""
    try:
        if kind == "date":
            return Schedule(_instant(value))
        if kind == "duration":
            return Schedule(_period(value).after(now))
        return _cycle(value, now)
    except (OverflowError, ArithmeticError, ValueError) as error:
        raise NoTime(value) from error


def next_cycle(due: datetime, every: str, times: int, now: datetime) -> Schedule | None:
    """What is left of a cycle that fired at ``now``; ``None`` when it is spent.

    Periods missed while nobody looked are counted as fired: three days late is one reminder, not
    three at once.
    """
    period = _period(every)
    missed = _surely_missed(period, due, times, now)
    while period.after(due, missed) <= now and (times == FOREVER or missed < times):
        missed += 1
    if times != FOREVER and missed >= times:
        return None
    left = FOREVER if times == FOREVER else times - missed
    return Schedule(period.after(due, missed), left, every)


def _surely_missed(period: Period, due: datetime, times: int, now: datetime) -> int:
    """How often at least the cycle has fired by now, the first time included: a cycle of seconds
    over months is not counted one by one."""
    longest = period.rest + _LONGEST_MONTH * period.months
    passed = max((now - due) // longest, 1) if longest > timedelta(0) else 1
    return passed if times == FOREVER else min(passed, times)


def to_micros(moment: datetime) -> int:
    """An aware instant as microseconds since the epoch."""
    return (moment - _EPOCH) // _MICROSECOND


def from_micros(micros: int) -> datetime:
    """The instant of microseconds since the epoch, in UTC."""
    return _EPOCH + micros * _MICROSECOND


def _cycle(value: Any, now: datetime) -> Schedule:
    match = _CYCLE.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise NoTime(value)
    every = match["every"]
    period = _period(every)
    if period.after(now) <= now:
        raise NoTime(value)
    times = int(match["times"]) if match["times"] else FOREVER
    if times == 0:
        raise NoTime(value)
    first = _instant(match["start"]) if match["start"] else period.after(now)
    return Schedule(first, times, every)


def _period(value: Any) -> Period:
    if isinstance(value, timedelta):
        return Period(0, value)
    months = getattr(value, "months", None)
    if isinstance(months, int):
        return Period(months, timedelta())
    match = _DURATION.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise NoTime(value)
    part = {name: int(text) for name, text in match.groupdict("0").items() if name != "seconds"}
    seconds = Decimal((match["seconds"] or "0").replace(",", "."))
    rest = timedelta(
        weeks=part["weeks"],
        days=part["days"],
        hours=part["hours"],
        minutes=part["minutes"],
        microseconds=int(seconds * 1_000_000),
    )
    return Period(part["years"] * 12 + part["months"], rest)


def _instant(value: Any) -> datetime:
    if isinstance(value, str):
        value = datetime.fromisoformat(value.strip())
    elif isinstance(value, date) and not isinstance(value, datetime):
        value = datetime.combine(value, time(), VIETNAM)
    if not isinstance(value, datetime):
        raise NoTime(value)
    return value if value.tzinfo else value.replace(tzinfo=VIETNAM)

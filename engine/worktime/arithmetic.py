"""Adding, subtracting and measuring working time.

Working time on a calendar is a line: every instant has a position on it (the time worked before
it), and counting is going to the position that lies so much further. An instant outside working
hours has the position of the moment work next begins. All of it in whole microseconds.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from engine.worktime.calendars import Calendar
from engine.worktime.errors import NeverOpens, NotCounted, OutsideYears
from engine.worktime.instants import (
    DAY,
    FIRST_YEAR,
    LAST_YEAR,
    MICROSECOND,
    ONE_DAY,
    SECOND,
    at,
    clock_microseconds,
    localised,
    since_midnight,
    to_the_minute,
)
from engine.worktime.spans import Span, Unit, hours_to_microseconds

MOST_PLACED = 4_000
"""Instants of which a calendar keeps where they lie."""


class StartRule(StrEnum):
    """From when a time limit runs, given the moment it was caused."""

    FROM_MOMENT = "from_moment"
    """From that moment, or from when work next begins (the default; NĐ 118/2025 Đ17.3)."""
    NEXT_WORKING_DAY = "next_working_day"
    """From when work begins on the working day after."""


class DayEnd(StrEnum):
    """When the last day of a limit in calendar days ends."""

    MIDNIGHT = "midnight"
    """24:00 of that day (BLDS 2015 Đ148.6), kept as 23:59:59 so that its date is that day."""
    CLOSE = "close"
    """When work ends on that day."""


@dataclass(frozen=True, slots=True)
class Counting:
    """How a limit is counted where the rules leave a choice.

    ``cut_off``: caused later than this clock time counts as caused when work begins on the next
    working day (NĐ 118/2025 Đ18.2 has 15:00 for paper dossiers); exactly at it is still in time.
    None, the default, means no cut-off.
    """

    start_rule: StartRule = StartRule.FROM_MOMENT
    cut_off: time | None = None
    day_end: DayEnd = DayEnd.MIDNIGHT

    def is_late(self, local: datetime) -> bool:
        """Whether a local instant lies after the cut-off of its day."""
        if self.cut_off is None:
            return False
        return since_midnight(local) > clock_microseconds(self.cut_off)


def counting_from(calendar: Calendar, start: datetime, counting: Counting) -> datetime:
    """The moment from which a limit caused at ``start`` runs, before any snap to opening hours.

    From the minute of the cause: 24 working hours from 07:30:03 end where those from 07:30 do.
    """
    local = localised(start)
    local = _next_opening(calendar, local) if counting.is_late(local) else to_the_minute(local)
    if counting.start_rule is StartRule.NEXT_WORKING_DAY:
        local = _next_opening(calendar, local)
    return local


def due(
    calendar: Calendar,
    start: datetime,
    span: Span,
    *,
    start_rule: StartRule = StartRule.FROM_MOMENT,
    cut_off: time | None = None,
    day_end: DayEnd = DayEnd.MIDNIGHT,
) -> datetime:
    """When a limit that is caused at ``start`` ends, on the clock of Việt Nam.

    Working hours and days end within working hours, at the earliest such moment (17:30 rather than
    07:30 of the morning after). Calendar days: the day of the cause isn't counted (BLDS 2015
    Đ147.2), the limit ends with its last day, or with the next working day when that is a day off
    (Đ148.5). Clock hours run day and night.

    Raises ValueError for a naive ``start``; NotCounted, OutsideYears, NeverOpens, SpanInvalid.
    """
    if span.unit is Unit.NOT_COUNTED:
        raise NotCounted
    begins = counting_from(calendar, start, Counting(start_rule, cut_off, day_end))
    if span.unit is Unit.CALENDAR_DAYS:
        counts_itself = start_rule is StartRule.NEXT_WORKING_DAY
        return _last_day(calendar, begins, int(span.amount) - counts_itself, day_end)
    if span.unit is Unit.CLOCK_HOURS:
        return localised(begins + hours_to_microseconds(span.amount) * MICROSECOND)
    return forward(calendar, begins, working_microseconds(calendar, span))


def subtract(calendar: Calendar, end: datetime, span: Span) -> datetime:
    """The latest moment from which ``span`` reaches up to ``end``: for reminders and planning.

    Working time is measured back to the latest such moment (13:30 rather than 11:30); calendar days
    and clock hours go straight back on the clock. Raises as ``due`` does.
    """
    if span.unit is Unit.NOT_COUNTED:
        raise NotCounted
    local = localised(end)
    if span.unit is Unit.CALENDAR_DAYS:
        return localised(local - int(span.amount) * ONE_DAY)
    if span.unit is Unit.CLOCK_HOURS:
        return localised(local - hours_to_microseconds(span.amount) * MICROSECOND)
    return backward(calendar, local, working_microseconds(calendar, span))


def between(calendar: Calendar, start: datetime, end: datetime) -> timedelta:
    """The working time from ``start`` to ``end``; negative when ``end`` is the earlier.

    Raises ValueError for naive instants, OutsideYears.
    """
    return WorkedSince(calendar, start).until(end)


def same_working_minute(calendar: Calendar, one: datetime, other: datetime) -> bool:
    """Whether no working time lies between the minutes of two moments: 17:30 is 07:30 of the
    working day after. Raises ValueError for naive instants, OutsideYears.
    """
    return not between(calendar, to_the_minute(one), to_the_minute(other))


class WorkedSince:
    """The working time since a moment; it is found out once where that moment lies.

    Raises ValueError for naive instants, OutsideYears.
    """

    def __init__(self, calendar: Calendar, start: datetime) -> None:
        first = localised(start)
        self._calendar, self._year = calendar, first.year
        self._before = _position(calendar, first)
        self._whole = {first.year: 0}

    def until(self, end: datetime) -> timedelta:
        """Up to this moment; negative when it is the earlier."""
        year, position = self._calendar.placed.get(end) or _place(self._calendar, end)
        whole = self._whole.get(year)
        if whole is None:
            whole = self._between(self._year, year) - self._between(year, self._year)
            self._whole[year] = whole
        return (position - self._before + whole) * MICROSECOND

    def _between(self, first: int, until: int) -> int:
        return sum(self._calendar.year(year).total for year in range(first, until))


def working_microseconds(calendar: Calendar, span: Span) -> int:
    """A span of working hours or working days, as working time. Raises SpanInvalid."""
    per_unit = calendar.day_hours if span.unit is Unit.WORKING_DAYS else 1
    return hours_to_microseconds(span.amount * per_unit)


def forward(calendar: Calendar, local: datetime, amount: int) -> datetime:
    """The earliest moment by which ``amount`` microseconds were worked since a local instant."""
    if amount == 0:
        return _in_working_time_from(calendar, local)
    year = local.year
    layout = calendar.year(year)
    target = _position(calendar, local) + amount
    while target > layout.total:
        target -= layout.total
        year += 1
        if year > LAST_YEAR:
            raise NeverOpens(calendar=calendar.name)
        layout = calendar.year(year)
    index = bisect_left(layout.before, target) - 1
    day = layout.days[index]
    return at(day.date, day.first_moment_of(target - layout.before[index]))


def backward(calendar: Calendar, local: datetime, amount: int) -> datetime:
    """The latest moment from which ``amount`` microseconds were worked up to a local instant."""
    if amount == 0:
        return _in_working_time_until(calendar, local)
    year = local.year
    target = _position(calendar, local) - amount
    while target < 0:
        year -= 1
        if year < FIRST_YEAR:
            raise NeverOpens(calendar=calendar.name)
        target += calendar.year(year).total
    layout = calendar.year(year)
    index = bisect_right(layout.before, target) - 1
    day = layout.days[index]
    return at(day.date, day.last_moment_of(target - layout.before[index]))


def _place(calendar: Calendar, instant: datetime) -> tuple[int, int]:
    """The year of an instant and the microseconds worked in it before; kept with the calendar.

    Due times are looked at by everybody, again and again. Full, it forgets everything.
    """
    local = localised(instant)
    if len(calendar.placed) >= MOST_PLACED:
        calendar.placed.clear()
    found = calendar.placed[instant] = local.year, _position(calendar, local)
    return found


def _position(calendar: Calendar, local: datetime) -> int:
    """Microseconds worked in the year before a local instant."""
    layout = calendar.year(local.year)
    index = local.timetuple().tm_yday - 1
    return layout.before[index] + layout.days[index].worked_until(since_midnight(local))


def _next_opening(calendar: Calendar, local: datetime) -> datetime:
    try:
        day = calendar.next_working_day(local.date())
    except OutsideYears as gone:
        raise NeverOpens(calendar=calendar.name) from gone
    return at(day.date, day.spans[0][0])


def _in_working_time_from(calendar: Calendar, local: datetime) -> datetime:
    """The instant itself within working hours (their ends included), else the next opening."""
    day, moment = calendar.day(local.date()), since_midnight(local)
    for start, end in day.spans:
        if moment <= end:
            return at(day.date, max(moment, start))
    if moment == 0 and _ends_at_midnight(calendar, local):
        return local
    return _next_opening(calendar, local)


def _ends_at_midnight(calendar: Calendar, midnight: datetime) -> bool:
    """Whether work ends at a midnight: the 24:00 of the day before is still working time."""
    if midnight.year == FIRST_YEAR and midnight.month == midnight.day == 1:
        return False
    spans = calendar.day(midnight.date() - ONE_DAY).spans
    return bool(spans) and spans[-1][1] == DAY


def _in_working_time_until(calendar: Calendar, local: datetime) -> datetime:
    """The instant itself within working hours (their ends included), else the closing before."""
    day, moment = calendar.day(local.date()), since_midnight(local)
    for start, end in reversed(day.spans):
        if moment >= start:
            return at(day.date, min(moment, end))
    try:
        day = calendar.previous_working_day(local.date())
    except OutsideYears as gone:
        raise NeverOpens(calendar=calendar.name) from gone
    return at(day.date, day.spans[-1][1])


def _last_day(calendar: Calendar, begins: datetime, days: int, day_end: DayEnd) -> datetime:
    """The end of a limit of calendar days, moved off days that aren't worked."""
    nominal = localised(begins + days * ONE_DAY).date()
    day = calendar.day(nominal)
    if not day.worked:
        try:
            day = calendar.next_working_day(nominal)
        except OutsideYears as gone:
            raise NeverOpens(calendar=calendar.name) from gone
    return at(day.date, DAY - SECOND if day_end is DayEnd.MIDNIGHT else day.spans[-1][1])

"""Why a limit ends when it does: every day counted or skipped, with its reason, as data.

The Vietnamese sentences made of it are in ``engine.worktime.sentences``.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from engine.worktime.arithmetic import (
    Counting,
    DayEnd,
    StartRule,
    between,
    counting_from,
    due,
    forward,
)
from engine.worktime.calendars import Calendar
from engine.worktime.days import Day
from engine.worktime.instants import ONE_DAY, at, localised, since_midnight, to_the_minute
from engine.worktime.spans import Span, Unit

WORKING_UNITS = frozenset({Unit.WORKING_HOURS, Unit.WORKING_DAYS})


class StartReason(StrEnum):
    """Why a limit doesn't run from the very moment of its cause."""

    AFTER_CUT_OFF = "after_cut_off"
    NEXT_WORKING_DAY = "next_working_day"
    OUTSIDE_HOURS = "outside_hours"
    FIRST_DAY = "first_day"
    """Limits in calendar days leave out the day of their cause (BLDS 2015 Đ147.2)."""


@dataclass(frozen=True, slots=True)
class DayCount:
    """A day and how much of it was counted: working time, clock time, or one whole day."""

    day: Day
    counted: timedelta

    @property
    def skipped(self) -> bool:
        """Nothing of the day was counted."""
        return not self.counted


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a due date came about."""

    calendar: Calendar
    span: Span
    caused: datetime
    begins: datetime
    """The first moment counted; for calendar days the midnight that begins the first of them."""
    start_reasons: tuple[StartReason, ...]
    cut_off: time | None
    due: datetime
    moved_from: date | None
    """The last day by count, when it was a day off and the limit moved to the next working day."""
    days: tuple[DayCount, ...]
    """Every day from that of the cause to that of the due date."""

    @property
    def counted(self) -> tuple[DayCount, ...]:
        """The days of which something was counted."""
        return tuple(count for count in self.days if not count.skipped)

    @property
    def skipped(self) -> tuple[DayCount, ...]:
        """The days that weren't counted at all."""
        return tuple(count for count in self.days if count.skipped)

    @property
    def uncertain(self) -> tuple[Day, ...]:
        """Days whose kind no announcement confirms yet: the due date may move with them."""
        return tuple(count.day for count in self.days if not count.day.certain)


def explain(
    calendar: Calendar,
    start: datetime,
    span: Span,
    *,
    start_rule: StartRule = StartRule.FROM_MOMENT,
    cut_off: time | None = None,
    day_end: DayEnd = DayEnd.MIDNIGHT,
) -> Explanation:
    """``due`` with the same arguments, and how it came about. Raises as ``due`` does."""
    ends = due(calendar, start, span, start_rule=start_rule, cut_off=cut_off, day_end=day_end)
    caused = localised(start)
    runs = counting_from(calendar, caused, Counting(start_rule, cut_off, day_end))
    begins, moved_from = _begins(calendar, runs, span, start_rule), None
    if span.unit is Unit.CALENDAR_DAYS:
        nominal = begins.date() + (int(span.amount) - 1) * ONE_DAY
        moved_from = nominal if nominal != ends.date() else None
    return Explanation(
        calendar=calendar,
        span=span,
        caused=caused,
        begins=begins,
        start_reasons=_start_reasons(caused, begins, span, Counting(start_rule, cut_off)),
        cut_off=cut_off,
        due=ends,
        moved_from=moved_from,
        days=_days(calendar, caused, begins, ends, span),
    )


def worked_days(calendar: Calendar, start: datetime, end: datetime) -> tuple[DayCount, ...]:
    """Every day from ``start`` to ``end`` with the working time of it that lies between them.

    For clocks that stopped and ran again: one call for each time they ran.
    Raises ValueError for naive instants, OutsideYears.
    """
    first, last = localised(start), localised(end)
    counts = []
    for day in _each_day(calendar, first.date(), last.date()):
        opening, closing = at(day.date, 0), at(day.date + ONE_DAY, 0)
        worked = between(calendar, max(first, opening), min(last, closing))
        counts.append(DayCount(day, worked))
    return tuple(counts)


def _begins(calendar: Calendar, runs: datetime, span: Span, rule: StartRule) -> datetime:
    if span.unit is Unit.CLOCK_HOURS:
        return runs
    if span.unit is Unit.CALENDAR_DAYS:
        first = runs.date() if rule is StartRule.NEXT_WORKING_DAY else runs.date() + ONE_DAY
        return at(first, 0)
    begins = forward(calendar, runs, 0)
    return _still_open(calendar, begins) if span.amount else begins


def _still_open(calendar: Calendar, moment: datetime) -> datetime:
    """A moment of working time, or the next opening when it is the very end of a shift."""
    day, clock = calendar.day(moment.date()), since_midnight(moment)
    for start, end in day.spans:
        if clock < end:
            return at(day.date, max(start, clock))
    following = calendar.next_working_day(day.date)
    return at(following.date, following.spans[0][0])


def _start_reasons(
    caused: datetime, begins: datetime, span: Span, counting: Counting
) -> tuple[StartReason, ...]:
    reasons = []
    if counting.is_late(caused):
        reasons.append(StartReason.AFTER_CUT_OFF)
    if counting.start_rule is StartRule.NEXT_WORKING_DAY:
        reasons.append(StartReason.NEXT_WORKING_DAY)
    elif span.unit is Unit.CALENDAR_DAYS:
        reasons.append(StartReason.FIRST_DAY)
    if not reasons and begins != to_the_minute(caused):
        reasons.append(StartReason.OUTSIDE_HOURS)
    return tuple(reasons)


def _days(
    calendar: Calendar, caused: datetime, begins: datetime, ends: datetime, span: Span
) -> tuple[DayCount, ...]:
    counts = []
    last_counted = begins.date() + (int(span.amount) - 1) * ONE_DAY
    for day in _each_day(calendar, caused.date(), max(caused, ends).date()):
        opening, closing = at(day.date, 0), at(day.date + ONE_DAY, 0)
        first, last = max(begins, opening), min(ends, closing)
        if span.unit is Unit.CALENDAR_DAYS:
            counted = ONE_DAY if begins.date() <= day.date <= last_counted else timedelta(0)
        elif first >= last:
            counted = timedelta(0)
        elif span.unit in WORKING_UNITS:
            counted = between(calendar, first, last)
        else:
            counted = last - first
        counts.append(DayCount(day, counted))
    return tuple(counts)


def _each_day(calendar: Calendar, first: date, last: date) -> tuple[Day, ...]:
    length = (last - first).days + 1
    return tuple(calendar.day(first + n * ONE_DAY) for n in range(length))

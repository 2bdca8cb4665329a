"""When things are due. All instants are aware; hours are working hours of the calendar."""

from datetime import datetime, time
from decimal import Decimal

from engine.worktime import ZONE, Calendar, DayEnd, Span, StartRule, Unit, between, due
from engine.worktime.arithmetic import forward
from engine.worktime.instants import MICROSECOND, to_the_minute

TODAY, TOMORROW = Span(Decimal(0), Unit.CALENDAR_DAYS), Span(Decimal(1), Unit.CALENDAR_DAYS)


def step_due(calendar: Calendar, started_at: datetime, hours: Decimal | None) -> datetime | None:
    """When a step that starts now is due; ``None`` for a step that is not counted.

    ``hours`` are working hours. A step of 0 hours is not counted either: the approved tables write
    both "0" and "không tính thời gian" for steps that wait for the citizen.
    """
    if not hours:
        return None
    return due(calendar, started_at, Span(hours, Unit.WORKING_HOURS))


def case_due(
    calendar: Calendar,
    received_at: datetime,
    limit: Span,
    *,
    cut_off: time | None = None,
    same_day: bool = False,
) -> datetime | None:
    """When the case is due, counted from full valid reception (decree 118/2025 art. 17.3).

    A reception after ``cut_off`` counts as of the start of the next working day. ``same_day``: when
    work ends on the day that counts, whatever the limit.
    """
    if same_day:
        return _close_of_day(calendar, received_at, cut_off)
    return due(calendar, received_at, limit, cut_off=cut_off) if limit.counted else None


def _close_of_day(calendar: Calendar, received_at: datetime, cut_off: time | None) -> datetime:
    close = due(calendar, received_at, TODAY, cut_off=cut_off, day_end=DayEnd.CLOSE)
    if close > received_at:
        return close
    return due(
        calendar,
        received_at,
        TOMORROW,
        start_rule=StartRule.NEXT_WORKING_DAY,
        day_end=DayEnd.CLOSE,
    )


def resumed_due(
    calendar: Calendar, due_at: datetime, unit: Unit, *, stopped_at: datetime, resumed_at: datetime
) -> datetime:
    """When a limit is due that stood still from ``stopped_at`` to ``resumed_at``.

    What was left of it is left again: working time, clock time, or days of the calendar, from
    minute to minute as people read them. A limit that had run out before it stopped stays where it
    was.
    """
    if due_at <= stopped_at:
        return due_at
    stopped_at, resumed_at = to_the_minute(stopped_at), to_the_minute(resumed_at)
    if unit is Unit.CLOCK_HOURS:
        return due_at + (resumed_at - stopped_at)
    if unit is Unit.CALENDAR_DAYS:
        stood = resumed_at.astimezone(ZONE).date() - stopped_at.astimezone(ZONE).date()
        return due(calendar, due_at, Span(Decimal(stood.days), unit))
    left = between(calendar, stopped_at, due_at) // MICROSECOND
    return forward(calendar, resumed_at.astimezone(ZONE), left)

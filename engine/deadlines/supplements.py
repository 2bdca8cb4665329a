"""Until when a supplement may be asked for, how long the applicant has, when they are reminded."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal

from engine.worktime import Calendar, DayEnd, Span, Unit, due

MOMENT = timedelta(microseconds=1)


def last_asking(calendar: Calendar, received_at: datetime, days: int) -> datetime:
    """The last moment of asking, so many working days after the reception (art. 19.5)."""
    return due(calendar, received_at, Span(Decimal(days), Unit.WORKING_DAYS))


def last_answer(calendar: Calendar, asked_at: datetime, days: int) -> datetime:
    """When work ends on the last of so many calendar days, or on the next working day."""
    span = Span(Decimal(days), Unit.CALENDAR_DAYS)
    return due(calendar, asked_at, span, day_end=DayEnd.CLOSE)


def answer_over(until: datetime | None, now: datetime) -> bool:
    """Whether the applicant's time is over: the case is closed then, and takes no answer. Who
    answers at the last moment is in time.
    """
    return until is not None and now > until


def next_waking(until: datetime, warn_before: Iterable[int], after: datetime) -> datetime:
    """The next reminder, so many days before the end; when there is none left, the first moment
    after the end.
    """
    reminders = (until - timedelta(days=days) for days in warn_before)
    return min((one for one in reminders if one > after), default=until + MOMENT)

"""Until when a supplement may be asked for, how long the applicant has, when they are reminded."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from decimal import Decimal

from engine.worktime import ZONE, Calendar, Span, Unit, due

MOMENT = timedelta(microseconds=1)
MORNING = time(8)
"""When people are reminded of a time that ends at midnight."""


def last_asking(calendar: Calendar, received_at: datetime, days: int) -> datetime:
    """The last moment of asking, so many working days after the reception (art. 19.5)."""
    return due(calendar, received_at, Span(Decimal(days), Unit.WORKING_DAYS))


def last_answer(calendar: Calendar, asked_at: datetime, days: int) -> datetime:
    """24:00 of the last of so many calendar days, or of the next working day after a rest day
    (BLDS 2015 Đ148.5-6): online answers come at any hour; a counter closes with its own hours.
    """
    return due(calendar, asked_at, Span(Decimal(days), Unit.CALENDAR_DAYS))


def whole_day(until: datetime) -> datetime:
    """The end of the day on which such a time ends: what was promised once until work ended that
    day holds as long as what is promised now.
    """
    return until.astimezone(ZONE).replace(hour=23, minute=59, second=59, microsecond=0)


def answer_over(until: datetime | None, now: datetime) -> bool:
    """Whether the applicant's time is over: the case is closed then, and takes no answer. Who
    answers at the last moment is in time.
    """
    return until is not None and now > whole_day(until)


def next_waking(until: datetime, warn_before: Iterable[int], after: datetime) -> datetime:
    """The next reminder, in the morning so many days before the last; when there is none left, the
    first moment after the end.
    """
    end = whole_day(until)
    last = end.date()
    reminders = (
        datetime.combine(last - timedelta(days=days), MORNING, ZONE) for days in warn_before
    )
    return min((one for one in reminders if one > after), default=end + MOMENT)

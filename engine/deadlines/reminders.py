"""When the officers of a case are reminded of its due time."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from engine.worktime import Calendar, Span, Unit, due, subtract


def next_reminder(
    calendar: Calendar, due_at: datetime, steps: Mapping[str, Sequence[int]], after: datetime
) -> datetime | None:
    """The next moment of reminding; ``None`` when there is none left.

    ``steps`` are working hours before (``hours_before``) and after (``hours_after``) the due time.
    """
    before = (subtract(calendar, due_at, _hours(one)) for one in steps.get("hours_before", ()))
    later = (due(calendar, due_at, _hours(one)) for one in steps.get("hours_after", ()))
    return min((one for one in (*before, *later) if one > after), default=None)


def _hours(hours: int) -> Span:
    return Span(Decimal(hours), Unit.WORKING_HOURS)

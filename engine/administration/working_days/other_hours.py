"""Which days have other hours by another calendar. Pure."""

from dataclasses import replace
from datetime import date, timedelta

from engine.worktime import Calendar

DAYS = 366
"""How far back two calendars are compared day by day."""


def past_with_other_hours(before: Calendar, after: Calendar, today: date) -> date | None:
    """The last day that is past with other hours: what was late was counted by them."""
    past = (today - timedelta(days=n) for n in range(1, DAYS + 1))
    return next((one for one in past if before.day(one).shifts != after.day(one).shifts), None)


def counts_alike(before: Calendar, after: Calendar) -> bool:
    """Whether both count the same, whatever they are called: nothing follows from the choice."""
    return replace(before, name="") == replace(after, name="")

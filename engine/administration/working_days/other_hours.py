"""Which days have other hours by another calendar. Pure."""

from dataclasses import replace
from datetime import date, timedelta

from engine.organisation.tree import Setting
from engine.worktime import Calendar

DAYS = 366
"""How far back two calendars are compared day by day."""


def by_choice(setting: Setting, unit_code: str, code: str | None) -> tuple[Calendar, Calendar]:
    """The calendar that the unit goes by, and that which it would by choosing ``code``; ``None``:
    that of the unit above."""
    parent, before = setting.units[unit_code].parent, setting.calendar_of(unit_code)
    above = setting.calendar_of(parent) if parent else setting.calendar
    return before, above if code is None else setting.calendars[code]


def past_with_other_hours(before: Calendar, after: Calendar, today: date) -> date | None:
    """The last day that is past with other hours: what was late was counted by them."""
    past = (today - timedelta(days=n) for n in range(1, DAYS + 1))
    return next((one for one in past if before.day(one).shifts != after.day(one).shifts), None)


def counts_alike(before: Calendar, after: Calendar) -> bool:
    """Whether both count the same, whatever they are called: nothing follows from the choice."""
    return replace(before, name="") == replace(after, name="")

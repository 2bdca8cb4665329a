"""A day that somebody promises for: whoever has to keep it works then."""

from datetime import date, datetime

from engine.deadlines.extensions import close_of_day
from engine.errors import DayOff
from engine.routing.as_it_stands import day_of
from engine.worktime import Calendar
from engine.worktime.wording import day_text


def close_of_working_day(calendar: Calendar, day: date, *, field: str, label: str) -> datetime:
    """When work ends on the day that was named. Raises DayOff, with the next day on which work is
    done: the day is the paper's, and nobody moves it unseen.
    """
    close = close_of_day(calendar, day)
    if day_of(close) != day:
        raise DayOff(field=field, label=label, day=day_text(day), next=day_text(day_of(close)))
    return close

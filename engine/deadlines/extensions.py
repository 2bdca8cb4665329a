"""A due time that was promised anew, for a day."""

from datetime import date, datetime, time

from engine.deadlines.limits import TODAY
from engine.worktime import ZONE, Calendar, DayEnd, due


def close_of_day(calendar: Calendar, day: date) -> datetime:
    """When work ends on the day, or on the next working day after a rest day."""
    return due(calendar, datetime.combine(day, time(), ZONE), TODAY, day_end=DayEnd.CLOSE)

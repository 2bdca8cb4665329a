"""Working-time arithmetic over a unit's calendar: pure, exact, and able to explain itself."""

from engine.worktime.arithmetic import (
    Counting,
    DayEnd,
    StartRule,
    WorkedSince,
    between,
    due,
    same_working_minute,
    subtract,
)
from engine.worktime.calendar_data import calendar_from_data
from engine.worktime.calendars import Calendar
from engine.worktime.days import DatedDay, Day, DayKind, Half
from engine.worktime.explanation import DayCount, Explanation, StartReason, explain, worked_days
from engine.worktime.hours import HoursInForce, Shift, WeekHours
from engine.worktime.instants import ZONE, to_the_minute
from engine.worktime.sentences import sentences
from engine.worktime.spans import Span, Unit
from engine.worktime.vietnam import default_calendar, vietnam_days

__all__ = [
    "ZONE",
    "Calendar",
    "Counting",
    "DatedDay",
    "Day",
    "DayCount",
    "DayEnd",
    "DayKind",
    "Explanation",
    "Half",
    "HoursInForce",
    "Shift",
    "Span",
    "StartReason",
    "StartRule",
    "Unit",
    "WeekHours",
    "WorkedSince",
    "between",
    "calendar_from_data",
    "default_calendar",
    "due",
    "explain",
    "same_working_minute",
    "sentences",
    "subtract",
    "to_the_minute",
    "vietnam_days",
    "worked_days",
]

"""Working-time arithmetic over a unit's calendar: pure, exact, and able to explain itself."""

from engine.worktime.arithmetic import Counting, DayEnd, StartRule, between, due, subtract
from engine.worktime.calendars import Calendar
from engine.worktime.days import DatedDay, Day, DayKind, Half
from engine.worktime.hours import HoursInForce, Shift, WeekHours
from engine.worktime.instants import ZONE
from engine.worktime.spans import Span, Unit
from engine.worktime.vietnam import default_calendar, vietnam_days

__all__ = [
    "ZONE",
    "Calendar",
    "Counting",
    "DatedDay",
    "Day",
    "DayEnd",
    "DayKind",
    "Half",
    "HoursInForce",
    "Shift",
    "Span",
    "StartRule",
    "Unit",
    "WeekHours",
    "between",
    "default_calendar",
    "due",
    "subtract",
    "vietnam_days",
]

"""Until when papers that were received are sent on to who solves the case."""

from datetime import datetime, time
from decimal import Decimal

from engine.deadlines.extensions import close_of_day
from engine.worktime import ZONE, Calendar, Span, Unit, due

AT_ONCE = Span(Decimal(0), Unit.WORKING_HOURS)


def sent_in_house(calendar: Calendar, received_at: datetime, cut_off: time) -> datetime:
    """Within the agency (decree 118/2025 art. 18.2): until work ends on the same day; received
    after the cut-off, or on a rest day: until work begins on the next working day.
    """
    begins = due(calendar, received_at, AT_ONCE, cut_off=cut_off)
    same_day = begins.astimezone(ZONE).date() == received_at.astimezone(ZONE).date()
    return close_of_day(calendar, begins.astimezone(ZONE).date()) if same_day else begins


def sent_elsewhere(calendar: Calendar, received_at: datetime, days: int) -> datetime:
    """To another place (art. 20.1): within so many working days."""
    return due(calendar, received_at, Span(Decimal(days), Unit.WORKING_DAYS))

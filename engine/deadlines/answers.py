"""Until when an online filing is answered: received, refused, or told what it lacks."""

from datetime import date, datetime
from decimal import Decimal

from engine.catalogue.rules.law import term_of
from engine.catalogue.rules.taken import Taken
from engine.worktime import ZONE, Calendar, Span, Unit, due

TERM = "answer_hours"


def answer_hours(taken: Taken, day: date) -> int | None:
    """Within how many working hours (decree 118/2025 art. 17.2, or what the case took of a sector
    law) what came on the day is answered; ``None``: nothing is fixed.
    """
    term = term_of(taken, TERM, day)
    return int(term.value["hours"]) if term else None


def answer_due(calendar: Calendar, taken: Taken, began: datetime) -> datetime | None:
    """When the applicant must have heard that the dossier is received, or what it lacks."""
    hours = answer_hours(taken, began.astimezone(ZONE).date())
    if hours is None:
        return None
    return due(calendar, began, Span(Decimal(hours), Unit.WORKING_HOURS))

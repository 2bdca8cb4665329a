"""Until when the rating of a case may be changed."""

from datetime import datetime
from decimal import Decimal

from engine.catalogue.rules.law import term_of
from engine.routing.as_it_stands import CaseAsItStands, day_of
from engine.worktime import Span, Unit, due

CHANGE = "rating_change_days"


def last_change(stands: CaseAsItStands, rated_at: datetime) -> datetime | None:
    """The last moment; ``None``: the province sets no term, as no text of law does."""
    term = term_of(stands.taken, CHANGE, day_of(rated_at))
    if term is None:
        return None
    return due(stands.calendar, rated_at, Span(Decimal(term.value["days"]), Unit.WORKING_DAYS))

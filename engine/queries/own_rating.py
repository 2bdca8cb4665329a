"""Whether a case was rated, for its applicant alone."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from engine.queries.case_rows import CaseRows
from engine.routing.rating import last_change
from engine.store.ratings import Rating

RATE = "rate"


@dataclass(frozen=True, slots=True)
class OwnRating:
    """When it was rated, if it was; whether that may be changed no more."""

    rated_at: datetime | None
    closed: bool


def rating_of(session: Session, rows: CaseRows, now: datetime) -> OwnRating:
    """How it stands with the rating of the case."""
    found = session.get(Rating, (rows.case["province_code"], rows.case["id"]))
    if found is None:
        return OwnRating(None, closed=False)
    last = last_change(rows.stands, found.rated_at)
    at = found.changed_at or found.rated_at
    return OwnRating(at, closed=last is not None and now > last)

"""The rating of a case against the events that vouch for it."""

from collections.abc import Iterator, Sequence

from sqlalchemy.orm import Session

from engine.cases.rate import digest_of
from engine.cases.vouching.agreeing import rows_of_case
from engine.facts.events_of_ratings import CaseRated
from engine.facts.reading import Recorded
from engine.store.cases import Case
from engine.store.ratings import Rating


def rating_faults(session: Session, case: Case, history: Sequence[Recorded]) -> Iterator[str]:
    """Where the rating is not what was given, in Vietnamese."""
    told = [(entry.at, entry.event) for entry in history if isinstance(entry.event, CaseRated)]
    row = rows_of_case(session, Rating, case, "case_id").get(case.id)
    found = row and (row["rated_at"], row["changed_at"], digest_of(row))
    changed = told[-1][0] if len(told) > 1 else None
    wanted = (told[0][0], changed, told[-1][1].digest) if told else None
    if found != wanted:
        yield "đánh giá của người nộp khác với nhật ký."

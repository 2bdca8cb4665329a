"""A petition is not taken, with why."""

from datetime import datetime

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.petitions.handling import note, opened, said


def reject_petition(
    session: Session, *, petition_id: str, person: Person, reason: str, now: datetime
) -> None:
    """Say why it is not taken; its sender reads it.

    Raises PetitionNotFound, NotHandling, PetitionNotInState, PetitionEmpty, TextUnreadable.
    """
    row, _ = opened(session, petition_id=petition_id, person=person, states=("filed", "more"))
    words = said("reason", "Lý do", reason)
    note(session, row, "rejected", by=person.name, now=now, words=words)
    row.state, row.answer, row.due_at = "rejected", words, None
    session.flush()

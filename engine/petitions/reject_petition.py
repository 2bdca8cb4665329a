"""A petition is not taken, with why."""

from datetime import datetime

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.petitions.handling import actor_of, opened, said
from engine.petitions.recording import record


def reject_petition(
    session: Session, *, petition_id: str, person: Person, reason: str, now: datetime
) -> None:
    """Say why it is not taken; its sender reads it.

    Raises PetitionNotFound, NotHandling, PetitionNotInState, PetitionEmpty, TextUnreadable.
    """
    row, _ = opened(session, petition_id=petition_id, person=person, states=("filed", "more"))
    words = said("reason", "Lý do", reason)
    record(
        session,
        row,
        "rejected",
        by=actor_of(person),
        now=now,
        words=words,
        state="rejected",
        answer=words,
        due_at=None,
    )

"""The sender of a petition is asked for more, and gives it."""

from datetime import datetime

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.accounts.proofs import refuse_officer
from engine.organisation.tree import setting_of
from engine.petitions.handling import SENDER, actor_of, by_code, check_state, opened, said, until
from engine.petitions.recording import record
from engine.store.petitions import Petition


def ask_sender(
    session: Session, *, petition_id: str, person: Person, question: str, now: datetime
) -> None:
    """Ask what is missing; asked after its own term it is late. The petition waits.

    Raises PetitionNotFound, NotHandling, PetitionNotInState, PetitionEmpty, TextUnreadable.
    """
    row, setting = opened(
        session, petition_id=petition_id, person=person, states=("filed", "handling")
    )
    words = said("question", "Cần bổ sung gì", question)
    last = until(setting, row.unit_code, "more", row.filed_at)
    record(
        session,
        row,
        "asked",
        by=actor_of(person),
        now=now,
        words=words,
        late=last is not None and now > last,
        state="more",
        due_at=None,
    )


def add_to_petition(
    session: Session, *, code: str, person: Person | None, words: str, now: datetime
) -> Petition:
    """What was missing, by whoever has the code, but no officer; it is looked at anew.

    Raises OfficerBySecret, PetitionNotFound, PetitionNotInState, PetitionEmpty, TextUnreadable.
    """
    refuse_officer(person)
    row = by_code(session, code, lock=True)
    check_state(row, {"more"})
    text = said("words", "Nội dung bổ sung", words)
    due_at = until(setting_of(session, row.province_code), row.unit_code, "decide", now)
    record(session, row, "added", by=SENDER, now=now, words=text, state="filed", due_at=due_at)
    return row

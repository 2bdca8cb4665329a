"""Who handles petitions takes one: of which kind it is, and which agency answers it."""

from datetime import datetime

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.errors import PetitionKindUnknown, PetitionUnitUnknown
from engine.facts.petitions import KIND_WORDS
from engine.petitions.handling import actor_of, opened, until
from engine.petitions.recording import Changes, record


def accept_petition(
    session: Session,
    *,
    petition_id: str,
    person: Person,
    kind: str,
    unit_code: str | None = None,
    now: datetime,
) -> None:
    """Classify it and give it to the agency that answers, whose term begins now.

    One that is handled already may be given to another agency; one that is late by then stays so.
    Nothing is written where nothing changes. Raises PetitionNotFound, NotHandling,
    PetitionNotInState, PetitionKindUnknown, PetitionUnitUnknown.
    """
    row, setting = opened(
        session, petition_id=petition_id, person=person, states=("filed", "handling")
    )
    if kind not in KIND_WORDS:
        raise PetitionKindUnknown
    unit = unit_code or row.unit_code
    if unit not in setting.units:
        raise PetitionUnitUnknown(unit=unit[:60])
    moved = setting.agency_unit(unit)
    if (row.state, row.kind, row.unit_code) == ("handling", kind, moved):
        return
    words = f"{KIND_WORDS[kind]}; {setting.unit_name(moved)}"
    changes: Changes = {"kind": kind, "unit_code": moved, "state": "handling"}
    late = row.state == "handling" and row.due_at is not None and now > row.due_at
    if row.state == "filed" or (moved != row.unit_code and not late):
        changes["due_at"] = until(setting, moved, "answer", now)
    record(session, row, "accepted", by=actor_of(person), now=now, words=words, **changes)

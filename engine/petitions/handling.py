"""What the acts on petitions share: opening one, its terms, noting what was done."""

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.access import Matter, may
from engine.accounts import Person
from engine.catalogue.rules.petition_terms import petition_term
from engine.errors import NotHandling, PetitionEmpty, PetitionNotFound, PetitionNotInState
from engine.facts.petitions import STATE_WORDS, PetitionState, StepKind
from engine.organisation.tree import Setting, setting_of
from engine.routing.as_it_stands import day_of
from engine.store.petitions import Petition, PetitionStep
from engine.typed.given import words_given
from engine.typed.text import says_something
from engine.worktime import Span, Unit, due

RIGHT = "petitions.handle"
SENDER = "Người gửi"


def opened(
    session: Session, *, petition_id: str, person: Person, states: Collection[PetitionState]
) -> tuple[Petition, Setting]:
    """Lock a petition for who handles it, in one of these states.

    Raises PetitionNotFound, NotHandling, PetitionNotInState.
    """
    key = (person.province_code or "", petition_id)
    row = session.get(Petition, key, with_for_update=True)
    if row is None:
        raise PetitionNotFound
    setting = setting_of(session, row.province_code)
    if may(person, RIGHT, Matter(row.province_code, setting, row.unit_code)) is None:
        raise NotHandling
    check_state(row, states)
    return row, setting


def by_code(session: Session, code: str, *, lock: bool = False) -> Petition:
    """The petition of a code, however it is spaced. Raises PetitionNotFound."""
    typed = "".join(sign for sign in code if sign.isalnum()).upper()
    query = select(Petition).where(Petition.code == typed)
    row = session.scalars(query.with_for_update() if lock else query).one_or_none()
    if row is None:
        raise PetitionNotFound
    return row


def check_state(row: Petition, states: Collection[PetitionState]) -> None:
    """Raise PetitionNotInState unless the petition is in one of these."""
    if row.state not in states:
        raise PetitionNotInState(state=STATE_WORDS[row.state])


def until(setting: Setting, row: Petition, term: str, since: datetime) -> datetime | None:
    """When a term ends that begins now; ``None``: no text fixes it."""
    found = petition_term(term, day_of(since))
    if found is None:
        return None
    span = Span(Decimal(found.days), Unit.WORKING_DAYS)
    return due(setting.calendar_of(row.unit_code), since, span)


def said(field: str, label: str, text: str | None) -> str:
    """Words that say something. Raises PetitionEmpty, TextUnreadable."""
    words = words_given(field, label, text)
    if not says_something(words):
        raise PetitionEmpty
    return words


def note(
    session: Session,
    row: Petition,
    kind: StepKind,
    *,
    by: str,
    now: datetime,
    words: str | None = None,
    late: bool | None = None,
) -> None:
    """Write what was done; ``late`` unless said: after what was due."""
    session.flush()
    mine = (PetitionStep.province_code == row.province_code) & (PetitionStep.petition_id == row.id)
    last = session.scalar(select(func.max(PetitionStep.seq)).where(mine)) or 0
    over = row.due_at is not None and now > row.due_at
    session.add(
        PetitionStep(
            province_code=row.province_code,
            petition_id=row.id,
            seq=last + 1,
            kind=kind,
            at=now,
            by=by,
            words=words,
            late=over if late is None else late,
        )
    )

"""What the acts on petitions share: opening one, its terms, who acts."""

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.access import Matter, may
from engine.accounts import Person
from engine.audit import Actor
from engine.catalogue.rules.petition_terms import petition_term
from engine.errors import (
    NotHandling,
    PetitionAboutOwnWork,
    PetitionEmpty,
    PetitionNotFound,
    PetitionNotInState,
)
from engine.facts.petitions import STATE_WORDS, PetitionState
from engine.organisation.tree import Setting, setting_of
from engine.routing.as_it_stands import day_of
from engine.routing.having_part import has_part_in
from engine.store.petitions import Petition
from engine.typed.given import words_given
from engine.typed.text import says_something
from engine.worktime import Span, Unit, due

RIGHT = "petitions.handle"
SENDER = Actor(None, "Người gửi")


def opened(
    session: Session, *, petition_id: str, person: Person, states: Collection[PetitionState]
) -> tuple[Petition, Setting]:
    """Lock a petition for who handles it, in one of these states.

    Nobody handles what is said about a case on which they acted, or that is their own. Raises
    PetitionNotFound, NotHandling, PetitionAboutOwnWork, PetitionNotInState.
    """
    key = (person.province_code or "", petition_id)
    row = session.get(Petition, key, with_for_update=True)
    if row is None:
        raise PetitionNotFound
    setting = setting_of(session, row.province_code)
    if may(person, RIGHT, Matter(row.province_code, setting, row.unit_code)) is None:
        raise NotHandling
    if has_part_in(session, row.about_case, person, row.province_code):
        raise PetitionAboutOwnWork
    check_state(row, states)
    return row, setting


def actor_of(person: Person) -> Actor:
    """Who handles it, as the audit names them."""
    return Actor(person.account_id, person.name, None, person.honorific)


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


def until(setting: Setting, unit: str, term: str, since: datetime) -> datetime | None:
    """When a term of the agency ends that begins now; ``None``: no text fixes it."""
    found = petition_term(term, day_of(since))
    if found is None:
        return None
    span = Span(Decimal(found.days), Unit.WORKING_DAYS)
    return due(setting.calendar_of(unit), since, span)


def said(field: str, label: str, text: str | None) -> str:
    """Words that say something. Raises PetitionEmpty, TextUnreadable."""
    words = words_given(field, label, text)
    if not says_something(words):
        raise PetitionEmpty
    return words

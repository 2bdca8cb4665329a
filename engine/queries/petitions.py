"""Petitions: the list of who handles them, one, what its sender reads, what is published."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from engine.access import Matter, holds, may, units_of
from engine.accounts import Person
from engine.errors import NotHandling, PetitionNotFound
from engine.facts.petitions import KIND_WORDS, STATE_WORDS, STEP_WORDS
from engine.organisation.tree import Setting, setting_of
from engine.queries.views.parts import UnitName
from engine.routing.having_part import has_part_in
from engine.store.organisation import Province
from engine.store.petitions import Petition, PetitionStep

RIGHT = "petitions.handle"
MOST = 200


@dataclass(frozen=True, slots=True)
class PetitionStepView:
    """What was done, by whom, in which words, in time or late."""

    words: str
    by: str
    at: datetime
    said: str | None
    late: bool


@dataclass(frozen=True, slots=True)
class PetitionRow:
    """A petition in a list."""

    id: str
    kind_words: str
    state: str
    state_words: str
    unit_name: str
    content: str
    filed_at: datetime
    due_at: datetime | None
    late: bool


@dataclass(frozen=True, slots=True)
class PetitionView:
    """A petition for who handles it: with who sent it, as far as they said."""

    row: PetitionRow
    kind: str
    unit_code: str
    about_case: str | None
    person_name: str | None
    contact: str | None
    answer: str | None
    own_work: bool
    """Whether the viewer acted on the case that it is about, or owns it: others handle it."""
    steps: tuple[PetitionStepView, ...]


@dataclass(frozen=True, slots=True)
class OwnPetition:
    """A petition for whoever has its code."""

    code: str
    kind_words: str
    state: str
    state_words: str
    may_add: bool
    """Whether its sender is asked for more, and the viewer may be the sender."""
    unit_name: str
    content: str
    about_case: str | None
    answer: str | None
    filed_at: datetime
    due_at: datetime | None
    steps: tuple[PetitionStepView, ...]


@dataclass(frozen=True, slots=True)
class PublishedPetition:
    """What everybody reads: nobody is named."""

    kind_words: str
    unit_name: str
    content: str
    answer: str
    published_at: datetime


def handles(person: Person) -> bool:
    """Whether the person handles petitions anywhere."""
    return holds(person, RIGHT)


def petition_desk(session: Session, *, person: Person, now: datetime) -> tuple[PetitionRow, ...]:
    """Those of the person's agencies: what is due next first, then what is over, the newest first.

    Raises NotHandling.
    """
    setting, mine = _mine(session, person)
    rows = session.scalars(
        select(Petition)
        .where(mine)
        .order_by(Petition.due_at.is_(None), Petition.due_at, Petition.filed_at.desc())
        .limit(MOST)
    )
    return tuple(_row(setting, row, now) for row in rows)


def late_petitions(session: Session, *, person: Person, now: datetime) -> tuple[PetitionRow, ...]:
    """Those whose term is over, the oldest first; none for who handles none."""
    if not handles(person) or person.province_code is None:
        return ()
    setting, mine = _mine(session, person)
    query = select(Petition).where(mine, Petition.due_at < now).order_by(Petition.due_at)
    return tuple(_row(setting, row, now) for row in session.scalars(query.limit(MOST)))


def petition(session: Session, *, petition_id: str, person: Person, now: datetime) -> PetitionView:
    """One petition for who handles it. Raises PetitionNotFound."""
    row = session.get(Petition, (person.province_code or "", petition_id))
    if row is None:
        raise PetitionNotFound
    setting = setting_of(session, row.province_code)
    if may(person, RIGHT, Matter(row.province_code, setting, row.unit_code)) is None:
        raise PetitionNotFound
    return PetitionView(
        row=_row(setting, row, now),
        kind=row.kind,
        unit_code=row.unit_code,
        about_case=row.about_case,
        person_name=row.person_name,
        contact=row.contact,
        answer=row.answer,
        own_work=has_part_in(session, row.about_case, person, row.province_code),
        steps=_steps(session, row),
    )


def places(session: Session) -> tuple[UnitName, ...]:
    """The provinces, by name: where a petition may be sent."""
    rows = session.execute(select(Province.code, Province.name).order_by(Province.name))
    return tuple(UnitName(*row) for row in rows)


def agencies(session: Session, *, person: Person) -> tuple[UnitName, ...]:
    """The agencies of the person's province, by name: to whom a petition may be given."""
    setting = setting_of(session, person.province_code or "")
    found = {setting.agency_unit(code) for code in setting.units}
    named = (UnitName(code, setting.unit_name(code)) for code in found)
    return tuple(sorted(named, key=lambda one: one.name))


def own_petition(session: Session, *, code: str, person: Person | None) -> OwnPetition:
    """The petition of this code, for who is signed in. Raises PetitionNotFound."""
    typed = "".join(sign for sign in code if sign.isalnum()).upper()
    row = session.scalars(select(Petition).where(Petition.code == typed)).one_or_none()
    if row is None:
        raise PetitionNotFound
    return OwnPetition(
        code=row.code,
        kind_words=KIND_WORDS[row.kind],
        state=row.state,
        state_words=STATE_WORDS[row.state],
        may_add=row.state == "more" and (person is None or person.kind == "citizen"),
        unit_name=setting_of(session, row.province_code).unit_name(row.unit_code),
        content=row.content,
        about_case=row.about_case,
        answer=row.answer,
        filed_at=row.filed_at,
        due_at=row.due_at,
        steps=_steps(session, row),
    )


def published_petitions(session: Session, *, province_code: str) -> tuple[PublishedPetition, ...]:
    """What the province has published, the newest first. Raises ProvinceNotFound."""
    setting = setting_of(session, province_code)
    rows = session.scalars(
        select(Petition)
        .where(Petition.province_code == province_code, Petition.published_at.is_not(None))
        .order_by(Petition.published_at.desc())
        .limit(MOST)
    )
    return tuple(
        PublishedPetition(
            kind_words=KIND_WORDS[row.kind],
            unit_name=setting.unit_name(row.unit_code),
            content=row.shown_content or "",
            answer=row.shown_answer or "",
            published_at=row.published_at,
        )
        for row in rows
        if row.published_at is not None
    )


def _mine(session: Session, person: Person) -> tuple[Setting, ColumnElement[bool]]:
    if person.province_code is None or not handles(person):
        raise NotHandling
    setting = setting_of(session, person.province_code)
    units = units_of(person, RIGHT, setting)
    province = Petition.province_code == person.province_code
    return setting, province if units is None else province & Petition.unit_code.in_(units)


def _row(setting: Setting, row: Petition, now: datetime) -> PetitionRow:
    return PetitionRow(
        id=row.id,
        kind_words=KIND_WORDS[row.kind],
        state=row.state,
        state_words=STATE_WORDS[row.state],
        unit_name=setting.unit_name(row.unit_code),
        content=row.content,
        filed_at=row.filed_at,
        due_at=row.due_at,
        late=row.due_at is not None and now > row.due_at,
    )


def _steps(session: Session, row: Petition) -> tuple[PetitionStepView, ...]:
    found: Sequence[PetitionStep] = session.scalars(
        select(PetitionStep)
        .where(PetitionStep.province_code == row.province_code, PetitionStep.petition_id == row.id)
        .order_by(PetitionStep.seq)
    ).all()
    return tuple(
        PetitionStepView(STEP_WORDS[one.kind], one.by, one.at, one.words, one.late) for one in found
    )

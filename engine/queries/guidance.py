"""Slips that were given out without a dossier: one to print, and how many there were."""

from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from engine.access import Matter, held, may
from engine.accounts import Person
from engine.catalogue.packages import current_digest, package
from engine.errors import GuidanceNotFound, ProcedureNotFound
from engine.organisation.tree import setting_of
from engine.routing.as_it_stands import day_of
from engine.store.guidance import Guidance
from engine.typed.folding import finder
from engine.worktime import ZONE

MOST = 200
LOOKED_THROUGH = 5_000
"""Slips that a search reads, the newest: those of a busy counter in a year."""
NAMES = {"guide": "Phiếu hướng dẫn hoàn thiện hồ sơ", "refuse": "Phiếu từ chối tiếp nhận hồ sơ"}


@dataclass(frozen=True, slots=True)
class GuidanceSlip:
    """A slip of guidance or refusal, as it is printed."""

    id: str
    kind: str
    name: str
    number: str
    procedure_code: str
    procedure_name: str
    unit_name: str
    officer_name: str
    person_name: str
    content: str
    basis: str | None
    given_at: datetime


@dataclass(frozen=True, slots=True)
class GuidanceRow:
    """A slip in the list of who gave it out."""

    id: str
    kind: str
    name: str
    number: str
    procedure_name: str
    officer_name: str
    person_name: str
    content: str
    given_at: datetime


@dataclass(frozen=True, slots=True)
class GuidanceList:
    """The slips of the person's counters since a day that fit a search, the newest first."""

    since: date
    rows: tuple[GuidanceRow, ...]
    more: bool
    """Whether there are older ones still."""


@dataclass(frozen=True, slots=True)
class GuidanceCount:
    """How many slips a counter gave out today."""

    guided: int
    refused: int


def guidance_slip(session: Session, *, slip_id: str, person: Person) -> GuidanceSlip:
    """The slip, for who sits in the unit that gave it out. Raises GuidanceNotFound."""
    row = session.get(Guidance, (person.province_code or "", slip_id))
    if row is None:
        raise GuidanceNotFound
    setting = setting_of(session, row.province_code)
    matter = Matter(*(row.province_code, setting, row.unit_code), procedure_code=row.procedure_code)
    if may(person, "guidance.read", matter) is None:
        raise GuidanceNotFound
    return GuidanceSlip(
        id=row.id,
        kind=row.kind,
        name=NAMES[row.kind],
        number=row.number,
        procedure_code=row.procedure_code,
        procedure_name=procedure_called(session, row).name,
        unit_name=setting.name_on(row.unit_code, day_of(row.given_at)),
        officer_name=row.officer_name,
        person_name=row.person_name,
        content=row.content,
        basis=row.basis,
        given_at=row.given_at,
    )


def guidance_today(session: Session, *, person: Person, now: datetime) -> GuidanceCount:
    """How many the person's units gave out since midnight."""
    rows = session.execute(
        select(Guidance.kind, func.count())
        .where(_of_person(person, day_of(now)))
        .group_by(Guidance.kind)
    )
    counts = {row[0]: row[1] for row in rows}
    return GuidanceCount(counts.get("guide", 0), counts.get("refuse", 0))


def guidance_given(
    session: Session,
    *,
    person: Person,
    since: date | None = None,
    search: str = "",
    now: datetime,
) -> GuidanceList:
    """What the person's units gave out since the day, today unless said: to print again, and to
    read what somebody who comes back was told. ``search``: words of number, name or content.
    """
    day = since or day_of(now)
    query = select(Guidance).where(_of_person(person, day))
    newest = query.order_by(Guidance.given_at.desc(), Guidance.id).limit(LOOKED_THROUGH)
    found = session.scalars(newest).all()
    holds = finder(search)
    fitting = [row for row in found if holds(f"{row.number} {row.person_name} {row.content}")]
    rows = tuple(_row(session, row) for row in fitting[:MOST])
    return GuidanceList(since=day, rows=rows, more=len(fitting) > MOST)


def _of_person(person: Person, since: date) -> ColumnElement[bool]:
    """The slips of the person's counters since that day."""
    found = (by.holding for by, _ in held(person, "guidance.read"))
    units = {holding.unit_code for holding in found if holding and holding.procedures is None}
    return and_(
        Guidance.province_code == person.province_code,
        Guidance.unit_code.in_(units),
        Guidance.given_at >= datetime.combine(since, time(), ZONE),
    )


def _row(session: Session, row: Guidance) -> GuidanceRow:
    return GuidanceRow(
        id=row.id,
        kind=row.kind,
        name=NAMES[row.kind],
        number=row.number,
        procedure_name=procedure_called(session, row).short_name,
        officer_name=row.officer_name,
        person_name=row.person_name,
        content=row.content,
        given_at=row.given_at,
    )


@dataclass(frozen=True, slots=True)
class Called:
    """What a procedure is called; by its code where nothing is in force any more."""

    name: str
    short_name: str


def procedure_called(session: Session, row: Guidance) -> Called:
    """What the procedure of a slip was called on the day the slip was given."""
    given = {"province_code": row.province_code, "procedure_code": row.procedure_code}
    try:
        digest = current_digest(session, **given, day=day_of(row.given_at))
    except ProcedureNotFound:
        return Called(row.procedure_code, row.procedure_code)
    manifest = package(session, row.province_code, digest).manifest
    return Called(manifest.name, manifest.short_name)

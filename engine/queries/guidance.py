"""Slips that were given out without a dossier: one to print, and how many there were."""

from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.access import Matter, held, may
from engine.accounts import Person
from engine.catalogue.packages import current_digest, package
from engine.errors import GuidanceNotFound, ProcedureNotFound
from engine.organisation.tree import setting_of
from engine.routing.as_it_stands import day_of
from engine.store.guidance import Guidance
from engine.worktime import ZONE

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
        procedure_name=_named(session, row),
        unit_name=setting.name_on(row.unit_code, day_of(row.given_at)),
        officer_name=row.officer_name,
        person_name=row.person_name,
        content=row.content,
        basis=row.basis,
        given_at=row.given_at,
    )


def guidance_today(session: Session, *, person: Person, now: datetime) -> GuidanceCount:
    """How many the person's units gave out since midnight."""
    found = (by.holding for by, _ in held(person, "guidance.read"))
    units = {holding.unit_code for holding in found if holding and holding.procedures is None}
    since = datetime.combine(day_of(now), time(), ZONE)
    rows = session.execute(
        select(Guidance.kind, func.count())
        .where(
            Guidance.province_code == person.province_code,
            Guidance.unit_code.in_(units),
            Guidance.given_at >= since,
        )
        .group_by(Guidance.kind)
    )
    counts = {row[0]: row[1] for row in rows}
    return GuidanceCount(counts.get("guide", 0), counts.get("refuse", 0))


def _named(session: Session, row: Guidance) -> str:
    given = {"province_code": row.province_code, "procedure_code": row.procedure_code}
    try:
        digest = current_digest(session, **given, day=day_of(row.given_at))
    except ProcedureNotFound:
        return row.procedure_code
    return package(session, row.province_code, digest).manifest.name

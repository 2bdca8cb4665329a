"""What was not received, why and by whom: refused filings, and slips before there is a dossier.

Requirement R-32: to receive nothing is looked over like a stop. Guidance stands beside it, so that
one counts against the other (decree 118/2025 arts. 16, 17.1c).
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

from sqlalchemy import ColumnElement, and_, false, func, or_, select, true
from sqlalchemy.orm import Session

from engine.access import cases_reached
from engine.accounts import Person
from engine.audit.chain import StoredEvent
from engine.catalogue.packages import package
from engine.facts.events_of_refusals import CaseRefused
from engine.facts.reading import STORED, recorded
from engine.organisation.tree import Setting, setting_of
from engine.queries.guidance import procedure_called
from engine.queries.oversight import overseen_cases
from engine.queries.reach import cases_within
from engine.routing.as_it_stands import day_of
from engine.store.audit import CaseEvent
from engine.store.cases import Case
from engine.store.guidance import Guidance
from engine.worktime import ZONE

RIGHT = "oversight.read"
MOST = 100
_of_case = and_(Case.province_code == CaseEvent.province_code, Case.id == CaseEvent.case_id)
What = Literal["dossier", "slip"]


@dataclass(frozen=True, slots=True)
class RefusedAt:
    """How often a unit refused filings, refused without a dossier, and guided instead."""

    unit_name: str
    refused: int
    refused_before: int
    guided: int


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A refusal: of a ``dossier`` by its number, or on a ``slip`` before there was one.

    ``name``: whose dossier it was, or whom the slip was given to; ``None`` where the viewer may not
    read the unit's cases (``may_read``). ``authority``: where the applicant was sent.
    """

    what: What
    ref: str
    number: str
    name: str | None
    may_read: bool
    unit_name: str
    procedure_code: str
    procedure_name: str
    reason: str
    legal_basis: str
    authority: str | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RefusalsPage:
    """The figures since a day by unit, and the newest refusals, at most 100 of each sort."""

    since: date
    units: tuple[RefusedAt, ...]
    rows: tuple[RefusedRow, ...]


def refusals(
    session: Session, *, person: Person, since: date | None = None, now: datetime
) -> RefusalsPage:
    """Of the units that the person leads or looks over; since the first of the month unless said.

    Raises NotOverseer.
    """
    within = overseen_cases(session, person, RIGHT)
    setting = setting_of(session, str(person.province_code))
    day = since or day_of(now).replace(day=1)
    start = datetime.combine(day, time(), ZONE)
    cases = _refused(within, start)
    slips = and_(_slips_within(person, RIGHT, setting), Guidance.given_at >= start)
    rows = (*_dossiers(session, setting, person, cases), *_slips(session, setting, person, slips))
    return RefusalsPage(
        since=day,
        units=_by_unit(session, setting, cases, slips),
        rows=tuple(sorted(rows, key=lambda row: row.at, reverse=True)),
    )


def _refused(within: ColumnElement[bool], start: datetime) -> ColumnElement[bool]:
    """Filings that ended without a reception, by a refusal since then."""
    return and_(
        within,
        Case.received_at.is_(None),
        Case.finished_at >= start,
        CaseEvent.kind == CaseRefused.kind,
    )


def _slips_within(person: Person, right: str, setting: Setting) -> ColumnElement[bool]:
    """The slips of units whose cases the right reaches."""
    reached = cases_reached(person, right, setting)
    ways = (
        and_(
            true() if one.deciding is None else Guidance.unit_code.in_(one.deciding | one.working),
            true() if one.procedures is None else Guidance.procedure_code.in_(one.procedures),
        )
        for one in reached
    )
    return and_(Guidance.province_code == setting.province_code, or_(false(), *ways))


def _by_unit(
    session: Session, setting: Setting, cases: ColumnElement[bool], slips: ColumnElement[bool]
) -> tuple[RefusedAt, ...]:
    query = select(Case.receiving_unit, func.count()).join(CaseEvent, _of_case).where(cases)
    found: Counter[tuple[str, str]] = Counter()
    for unit, count in session.execute(query.group_by(Case.receiving_unit)):
        found["refused", setting.unit_name(unit)] += count
    given = select(Guidance.unit_code, Guidance.kind, func.count()).where(slips)
    for unit, kind, count in session.execute(given.group_by(Guidance.unit_code, Guidance.kind)):
        found["guided" if kind == "guide" else "refused_before", setting.unit_name(unit)] += count
    return tuple(_refused_at(name, found) for name in sorted({name for _, name in found}))


def _refused_at(name: str, found: Mapping[tuple[str, str], int]) -> RefusedAt:
    counts = {one: found.get((one, name), 0) for one in ("refused", "refused_before", "guided")}
    return RefusedAt(name, **counts)


def _dossiers(
    session: Session, setting: Setting, person: Person, cases: ColumnElement[bool]
) -> Iterator[RefusedRow]:
    query = (
        select(
            *STORED,
            *(Case.submission_number, Case.applicant_name, Case.receiving_unit),
            *(Case.procedure_code, Case.package_digest),
            cases_within(session, person, "cases.read").label("named"),
        )
        .join(Case, _of_case)
        .where(cases)
        .order_by(CaseEvent.at.desc(), CaseEvent.seq)
        .limit(MOST)
    )
    for row in session.execute(query):
        told = recorded(StoredEvent(row.seq, row.at, row.kind, row.body, row.hash))
        if isinstance(told.event, CaseRefused):
            published = package(session, setting.province_code, row.package_digest)
            yield RefusedRow(
                what="dossier",
                ref=row.submission_number,
                number=told.event.number,
                name=row.applicant_name if row.named else None,
                may_read=bool(row.named),
                unit_name=setting.unit_name(row.receiving_unit),
                procedure_code=row.procedure_code,
                procedure_name=published.manifest.short_name,
                reason=told.event.reason,
                legal_basis=told.event.legal_basis,
                authority=told.event.authority,
                by=told.actor.name,
                at=told.at,
            )


def _slips(
    session: Session, setting: Setting, person: Person, slips: ColumnElement[bool]
) -> Iterator[RefusedRow]:
    named = _slips_within(person, "cases.read", setting).label("named")
    query = select(Guidance, named).where(slips, Guidance.kind == "refuse")
    newest = query.order_by(Guidance.given_at.desc(), Guidance.id).limit(MOST)
    for row, may_read in session.execute(newest):
        yield RefusedRow(
            what="slip",
            ref=row.id,
            number=row.number,
            name=row.person_name if may_read else None,
            may_read=bool(may_read),
            unit_name=setting.unit_name(row.unit_code),
            procedure_code=row.procedure_code,
            procedure_name=procedure_called(session, row).short_name,
            reason=row.content,
            legal_basis=row.basis or "",
            authority=None,
            by=row.officer_name,
            at=row.given_at,
        )

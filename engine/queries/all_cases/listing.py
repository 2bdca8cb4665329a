"""A page of all cases of a reach."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from engine.access import CasesReached, cases_reached
from engine.accounts import Person
from engine.catalogue.packages import package
from engine.errors import NotOverseer
from engine.life import state
from engine.life.stages import stage_of
from engine.organisation.tree import Setting, setting_of
from engine.queries.all_cases.asking import asked_for, of_stage
from engine.queries.all_cases.pages import counts_of, cursor_of, places_of
from engine.queries.lying import lying, where_it_lies
from engine.queries.reach import reached_by
from engine.queries.views.all_cases import (
    AllCasesPage,
    CasesAsked,
    ListedAgency,
    ListedCase,
    ListedProcedure,
)
from engine.queries.views.parts import Due
from engine.queries.whereabouts import due_as
from engine.queries.wording import DueTimes
from engine.store.cases import Case
from engine.store.catalogue import Package, Procedure

RIGHT = "cases.list"
_columns = (
    *(Case.id, Case.code, Case.submission_number, Case.procedure_code, Case.package_digest),
    *(Case.receiving_unit, Case.competent_unit, Case.status, Case.applicant_name),
    *(Case.submitted_at, Case.received_at, Case.due_at, Case.first_due_at, Case.finished_at),
    *(Case.late_since, Case.counted_late_since),
)


def all_cases(
    session: Session,
    *,
    person: Person,
    now: datetime,
    asked: CasesAsked,
    cursor: str | None = None,
    limit: int = 25,
) -> AllCasesPage:
    """The cases that the person looks after, the newest first.

    Some eight statements, however many cases there are. Raises NotOverseer, CursorInvalid,
    DaysReversed.
    """
    setting, reached = reach_of(session, person)
    named = named_to(person, setting)
    wanted = asked_for(session, setting, asked, named, now)
    places = places_of(
        session,
        setting.province_code,
        reached,
        wanted & of_stage(asked),
        cursor=cursor,
        most=limit + 1,
    )
    count, stages = counts_of(session, setting.province_code, reached, wanted, of_stage(asked))
    return AllCasesPage(
        rows=_rows(session, setting, [place.id for place in places[:limit]], named, now),
        next_cursor=cursor_of(places[limit - 1]) if len(places) > limit else None,
        count=count,
        stages=stages,
        agencies=_agencies(session, setting, reached),
        procedures=_procedures(session, setting.province_code),
        names_told={*reached} <= {*cases_reached(person, "cases.read", setting)},
    )


def reach_of(session: Session, person: Person) -> tuple[Setting, tuple[CasesReached, ...]]:
    """The province of the person and the cases that they look after. Raises NotOverseer."""
    if person.province_code is None:
        raise NotOverseer
    setting = setting_of(session, person.province_code)
    reached = cases_reached(person, RIGHT, setting)
    if not reached:
        raise NotOverseer
    return setting, reached


def named_to(person: Person, setting: Setting) -> ColumnElement[bool]:
    """The cases whose people the person may see: those that they may read."""
    return reached_by(cases_reached(person, "cases.read", setting))


def rows_of(
    session: Session, province: str, ids: Sequence[str], named: ColumnElement[bool]
) -> Sequence[Any]:
    """The rows of these cases, in the order of the list."""
    query = (
        select(*_columns, named.label("named"))
        .where(Case.province_code == province, Case.id.in_(ids))
        .order_by(Case.submitted_at.desc(), Case.id.desc())
    )
    return session.execute(query).all() if ids else ()


def due_in(setting: Setting, row: Any, now: datetime) -> Due:
    """How the due time of a row stands."""
    calendar = setting.calendar_of(row.competent_unit)
    return due_as(state(row.status), calendar, DueTimes.of(row), now)


def _rows(
    session: Session,
    setting: Setting,
    ids: Sequence[str],
    named: ColumnElement[bool],
    now: datetime,
) -> tuple[ListedCase, ...]:
    province = setting.province_code
    tasks = lying(session, province, ids)
    return tuple(
        ListedCase(
            ref=row.code or row.submission_number,
            applicant_name=row.applicant_name if row.named else None,
            may_read=bool(row.named),
            procedure_code=row.procedure_code,
            procedure_name=package(session, province, row.package_digest).manifest.short_name,
            receiving_unit=setting.unit_short_name(row.receiving_unit),
            competent_unit=setting.unit_short_name(row.competent_unit),
            status_code=row.status,
            status_name=state(row.status).name,
            stage=stage_of(state(row.status)),
            submitted_at=row.submitted_at,
            due=due_in(setting, row, now),
            first_due_at=row.first_due_at,
            lies=tuple(where_it_lies(setting, task) for task in tasks.get(row.id, ())),
        )
        for row in rows_of(session, province, ids, named)
    )


def _agencies(
    session: Session, setting: Setting, reached: Sequence[CasesReached]
) -> tuple[ListedAgency, ...]:
    """The agencies that decide the cases which the viewer looks after, by name.

    Who looks after the whole province chooses among all of them.
    """
    units = set(setting.units)
    if all(one.deciding is not None for one in reached):
        of_cases = select(Case.competent_unit).where(
            Case.province_code == setting.province_code, reached_by(tuple(reached))
        )
        units = set(session.scalars(of_cases.distinct()))
    agencies = {setting.agency_unit(unit) for unit in units}
    found = (
        ListedAgency(code, setting.unit_name(code), setting.units[code].level) for code in agencies
    )
    return tuple(sorted(found, key=lambda one: one.name))


def _procedures(session: Session, province: str) -> tuple[ListedProcedure, ...]:
    """The procedures that cases are or were taken for."""
    published = select(Package.procedure_code).where(Package.province_code == province)
    query = (
        select(Procedure.code, Procedure.short_name)
        .where(Procedure.province_code == province, Procedure.code.in_(published))
        .order_by(Procedure.short_name, Procedure.code)
    )
    return tuple(ListedProcedure(row.code, row.short_name) for row in session.execute(query))

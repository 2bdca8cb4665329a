"""What lies at a desk, and which running cases have steps ahead that would come to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.catalogue.packages import package
from engine.errors import NobodyToAssign
from engine.life import RUNNING
from engine.organisation.named import named_apart, namesakes
from engine.organisation.tree import Setting
from engine.routing.as_it_stands import CaseAsItStands
from engine.routing.desks import Desk
from engine.store.base import table_of
from engine.store.cases import Case, Task
from engine.store.organisation import Officer
from engine.store.rows import CaseRow

MOST = 500
"""Rows of each list."""


@dataclass(frozen=True, slots=True)
class TouchedByDesk:
    """A step of a case; ``holder``: who has it now, and takes it up again at the new desk."""

    ref: str
    step: str
    holder: str | None


def work_open(session: Session, setting: Setting, desk: Desk) -> tuple[TouchedByDesk, ...]:
    """The open steps that lie there, by due time."""
    rows = session.execute(
        select(Case.code, Case.submission_number, Task.name)
        .add_columns(Officer.id, Officer.full_name, Officer.username)
        .join(Case, (Case.province_code == Task.province_code) & (Case.id == Task.case_id))
        .outerjoin(
            Officer,
            (Officer.province_code == Task.province_code) & (Officer.id == Task.officer_id),
        )
        .where(
            Task.province_code == setting.province_code,
            Task.unit_code == desk.unit_code,
            Task.position_code == desk.position_code,
            Task.state == "open",
        )
        .order_by(Task.due_at, Task.id)
        .limit(MOST)
    ).all()
    alike = namesakes((row.id, row.full_name) for row in rows if row.id)
    return tuple(
        TouchedByDesk(
            row.code or row.submission_number,
            row.name,
            named_apart(row.full_name, row.username) if row.id in alike else row.full_name,
        )
        for row in rows
    )


def ways_ahead(
    session: Session, setting: Setting, desk: Desk, day: date
) -> tuple[TouchedByDesk, ...]:
    """Steps that running cases have not come to, and that would lie there; the oldest first."""
    been = _been(session, setting)
    found: list[TouchedByDesk] = []
    for stands in _running(session, setting):
        row = stands.row
        for element, step in stands.definition.steps.items():
            told = step.assignment
            if (
                told is None
                or (row["id"], element) in been
                or not _comes(stands, element, desk, day)
            ):
                continue
            found.append(TouchedByDesk(row["code"] or row["submission_number"], step.name, None))
            if len(found) == MOST:
                return tuple(found)
    return tuple(found)


def _comes(stands: CaseAsItStands, element: str, desk: Desk, day: date) -> bool:
    try:
        return stands.desk(element, day) == desk
    except NobodyToAssign:
        return False


def _been(session: Session, setting: Setting) -> set[tuple[str, str]]:
    """(case, step) to which running cases have come."""
    rows = session.execute(
        select(Task.case_id, Task.element_id)
        .join(Case, (Case.province_code == Task.province_code) & (Case.id == Task.case_id))
        .where(Task.province_code == setting.province_code, Case.status.in_(RUNNING))
    )
    return {(case_id, element) for case_id, element in rows}


def _running(session: Session, setting: Setting) -> Iterator[CaseAsItStands]:
    query = (
        select(table_of(Case))
        .where(Case.province_code == setting.province_code, Case.status.in_(RUNNING))
        .order_by(Case.submitted_at, Case.id)
    )
    for found in session.execute(query.execution_options(yield_per=500)):
        row = cast("CaseRow", dict(found._mapping))
        yield CaseAsItStands(
            row, package(session, setting.province_code, row["package_digest"]), setting
        )

"""Which open cases lie with units: by a role, by papers, or by work that is still to do."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import Select, and_, or_, select, tuple_, union
from sqlalchemy.orm import Session

from engine.facts.events_of_successions import Role
from engine.life import LIFE, RUNNING
from engine.organisation.tree import Setting
from engine.store.base import table_of
from engine.store.cases import Case, Task
from engine.store.consultations import Consultation
from engine.store.meetings import Meeting

_case, _task = table_of(Case), table_of(Task)
_opinion, _meeting = table_of(Consultation), table_of(Meeting)
TO_COME: tuple[Role, ...] = ("returning_unit", "papers_at", "papers_to")
"""What is still to be done when solving is over: handing over the result, giving papers back."""
ROLES: tuple[Role, ...] = ("competent_unit", "receiving_unit", "commune", *TO_COME)
"""The roles that another unit plays on. Marks of lateness are history: they stay."""
_OPEN = frozenset(state.status for state in LIFE.values() if not state.ended)


def roles_in(status: int) -> tuple[Role, ...]:
    """The roles of a case in the status that go on with whoever takes over from a unit.

    What solving has come to stays with the unit of then, and who received and decided it with it.
    """
    if status in RUNNING:
        return ROLES
    return TO_COME if status in _OPEN else ()


def ended_units(setting: Setting, day: date) -> frozenset[str]:
    """The units that are no more and from which one alone took over."""
    gone = (unit for unit in setting.units.values() if unit.valid_to and unit.valid_to <= day)
    return frozenset(unit.code for unit in gone if setting.on_day(unit.code, day))


def cases_of(
    session: Session, province_code: str, units: Collection[str], most: int | None = None
) -> list[str]:
    """The cases with a role to play on, papers or work in one of the units, by id."""
    if not units:
        return []
    plays = [
        select(_case.c.id).where(
            _case.c.province_code == province_code,
            _case.c.status.in_(statuses),
            or_(*(_case.c[role].in_(units) for role in roles)),
        )
        for statuses, roles in ((RUNNING, ROLES), (_OPEN - RUNNING, TO_COME))
    ]
    found = union(*plays, *_with_work(province_code, units)).subquery()
    query = select(found.c.id).order_by(found.c.id).limit(most)
    return list(session.connection().execute(query).scalars())


def cases_at_moved_desks(
    session: Session, setting: Setting, day: date, most: int | None = None
) -> list[str]:
    """The cases with open steps at desks whose work is done elsewhere on the day, by id."""
    moved = [desk for desk in setting.moved_desks if setting.desk_on(*desk, day) != desk]
    if not moved:
        return []
    query = (
        select(_task.c.case_id)
        .where(
            _task.c.province_code == setting.province_code,
            _task.c.state == "open",
            tuple_(_task.c.unit_code, _task.c.position_code).in_(moved),
        )
        .distinct()
        .order_by(_task.c.case_id)
        .limit(most)
    )
    return list(session.connection().execute(query).scalars())


def _with_work(province_code: str, units: Collection[str]) -> list[Select[str]]:
    """Open steps, whatever has become of the case; until solving is over opinions that are owed and
    meetings to come.
    """
    running = _case.c.status.in_(RUNNING)
    open_rows = (
        (_task, _task.c.state == "open"),
        (_opinion, and_(_opinion.c.answered_at.is_(None), running)),
        (_meeting, and_(_meeting.c.recorded_at.is_(None), running)),
    )
    return [
        select(table.c.case_id)
        .join(
            _case,
            (_case.c.province_code == table.c.province_code) & (_case.c.id == table.c.case_id),
        )
        .where(
            table.c.province_code == province_code,
            table.c.unit_code.in_(units),
            is_open,
        )
        for table, is_open in open_rows
    ]

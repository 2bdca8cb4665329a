"""Nobody and nothing ends with open work: units with cases, desks and officers with tasks.

Asked after the change was written and before it is kept, so that every door (an act, a list of
officers, an import of the whole configuration) has the same answer.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from engine.errors import WorkStillOpen
from engine.life import LIFE
from engine.organisation.holders import held_on, staffed_desks
from engine.store.base import Base
from engine.store.cases import Case, Task
from engine.store.organisation import Appointment, Officer, Substitution, Unit

ENDS = (Unit, Appointment, Substitution)
"""What may end while there is work in it."""
SHOWN = 5
_OVER = [int(state.status) for state in LIFE.values() if state.ended]


@dataclass(frozen=True, slots=True)
class Ended:
    """A unit, or an officer's place at a desk of it, that is no more from ``day`` on."""

    unit_code: str
    day: date
    position_code: str | None = None
    officer_id: str | None = None


def ended_by(
    entity: type[Base],
    before: Mapping[str, Any],
    after: Mapping[str, Any] | None,
    today: date,
) -> Ended | None:
    """What ends earlier by a change of a row (``after``: ``None`` when it is taken away)."""
    if entity not in ENDS:
        return None
    old, new = before["valid_to"], after["valid_to"] if after else today
    if new is None or (old is not None and old <= max(new, today)):
        return None
    unit = before["code"] if entity is Unit else before["unit_code"]
    return Ended(unit, new, before.get("position_code"), before.get("officer_id"))


def refuse_open_work(session: Session, province_code: str, ended: Iterable[Ended]) -> None:
    """Raise WorkStillOpen with the codes of the cases, if any of these has open work."""
    for one in dict.fromkeys(ended):
        found = _cases(session, province_code, one)
        refs = list(session.scalars(found)) if found is not None else []
        if refs:
            raise WorkStillOpen(
                what=_named(session, province_code, one),
                count=len(refs),
                shown=", ".join(refs[:SHOWN]) + (" …" if len(refs) > SHOWN else ""),
                cases=refs,
            )


def _cases(session: Session, province_code: str, one: Ended) -> Select[str] | None:
    if one.position_code is None or one.officer_id is None:
        roles = (Case.receiving_unit, Case.competent_unit, Case.returning_unit)
        takes_part = or_(*(role == one.unit_code for role in roles))
        going = and_(takes_part, Case.status.not_in(_OVER))
        return _refs(province_code, or_(going, _open(Task.unit_code == one.unit_code)))
    desk = and_(Task.unit_code == one.unit_code, Task.position_code == one.position_code)
    if (one.unit_code, one.position_code) not in staffed_desks(session, province_code, one.day):
        return _refs(province_code, _open(desk))
    if _still_there(session, province_code, one):
        return None
    return _refs(province_code, _open(and_(desk, Task.officer_id == one.officer_id)))


def _open(where: ColumnElement[bool]) -> ColumnElement[bool]:
    tasks = select(Task.id).where(
        Task.province_code == Case.province_code,
        Task.case_id == Case.id,
        Task.state == "open",
        where,
    )
    return tasks.correlate(Case).exists()


def _refs(province_code: str, where: ColumnElement[bool]) -> Select[str]:
    return (
        select(func.coalesce(Case.code, Case.submission_number))
        .where(Case.province_code == province_code, where)
        .order_by(Case.submitted_at, Case.id)
    )


def _still_there(session: Session, province_code: str, one: Ended) -> bool:
    """Whether the officer is at the desk on that day by another appointment or substitution."""
    held = select(Appointment.officer_id).where(
        Appointment.province_code == province_code,
        Appointment.unit_code == one.unit_code,
        Appointment.position_code == one.position_code,
        Appointment.officer_id == one.officer_id,
        held_on(one.day),
    )
    stood_in_for = select(Substitution.officer_id).where(
        Substitution.province_code == province_code,
        Substitution.unit_code == one.unit_code,
        Substitution.position_code == one.position_code,
        Substitution.officer_id == one.officer_id,
        Substitution.valid_from <= one.day,
        Substitution.valid_to > one.day,
    )
    return session.execute(held.union(stood_in_for).limit(1)).first() is not None


def _named(session: Session, province_code: str, one: Ended) -> str:
    unit = session.get(Unit, (province_code, one.unit_code))
    name = unit.name if unit else one.unit_code
    officer = session.get(Officer, (province_code, one.officer_id)) if one.officer_id else None
    return f"{officer.full_name}, {name}" if officer else name

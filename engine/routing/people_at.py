"""Who is at a desk on a day, with what lies with them: for choosing a person and for checking one.

Acts take and pages offer exactly these people.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    Integer,
    Row,
    String,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.orm import Session

from engine.access import ADMIN_POSITIONS
from engine.organisation.holders import Day, Value, held_on, officers_at, posts_at
from engine.routing.desks import Desk
from engine.store.cases import Task
from engine.store.catalogue import Procedure
from engine.store.database import connection_of
from engine.store.organisation import Appointment, Officer, Position, Substitution
from engine.store.prepared import PreparedQuery


@dataclass(frozen=True, slots=True)
class AtDesk:
    """Somebody who works at the desk on the day: holds it, or ``stands_in``.

    ``held`` counts the open tasks that lie with them, at whatever desk. ``away_until`` is the first
    day on which nobody stands in for them any more; ``substitute`` is who does until then.
    """

    officer_id: str
    name: str
    held: int
    stands_in: bool = False
    away_until: date | None = None
    substitute: str | None = None


def people_at(
    session: Session, province_code: str, desk: Desk, procedure_code: str, day: date
) -> tuple[AtDesk, ...]:
    """Those who may do the procedure's work at the desk: present ones with least work first."""
    holders = session.execute(
        officers_at(province_code, desk.unit_code, desk.position_code, day)
    ).all()
    stand_ins = _stand_ins(session, province_code, desk, procedure_code, day)
    names = {identity: _named(honorific, name) for identity, name, honorific in holders}
    away = {row.absent_id: row for row in stand_ins if row.absent_id in names}
    others = {row.officer_id: row for row in stand_ins if row.officer_id not in names}
    held = _held(session, province_code, {*names, *others})
    found = [
        AtDesk(
            identity,
            name,
            held.get(identity, 0),
            away_until=away[identity].valid_to if identity in away else None,
            substitute=_named(away[identity].honorific, away[identity].full_name)
            if identity in away
            else None,
        )
        for identity, name in names.items()
    ]
    found += [
        AtDesk(one, _named(row.honorific, row.full_name), held.get(one, 0), stands_in=True)
        for one, row in others.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.away_until is not None, one.held)))


def somebody_at(
    session: Session, province_code: str, desk: Desk, procedure_code: str, day: date
) -> bool:
    """Whether there is anybody in ``people_at``; every filing asks."""
    given = {
        "province_code": province_code,
        "unit_code": desk.unit_code,
        "position_code": desk.position_code,
        "procedure_code": procedure_code,
        "day": day,
    }
    return bool(_SOMEBODY.all(connection_of(session), given))


@dataclass(frozen=True, slots=True)
class InUnit:
    """Somebody who holds a post of a unit, and how much open work lies with them."""

    officer_id: str
    name: str
    position_code: str
    title: str
    held: int


def others_in_unit(
    session: Session, province_code: str, desk: Desk, day: date
) -> tuple[InUnit, ...]:
    """Who holds another position of the desk's unit on the day, each by one post of theirs."""
    query = (
        select(Officer.id, Officer.full_name, Officer.honorific, Position.code, Position.title)
        .join(
            Appointment,
            and_(
                Appointment.province_code == Officer.province_code,
                Appointment.officer_id == Officer.id,
            ),
        )
        .join(
            Position,
            and_(
                Position.province_code == Appointment.province_code,
                Position.code == Appointment.position_code,
            ),
        )
        .where(
            Appointment.province_code == province_code,
            Appointment.unit_code == desk.unit_code,
            Appointment.position_code != desk.position_code,
            Appointment.position_code.not_in(ADMIN_POSITIONS),
            held_on(day),
        )
        .order_by(Officer.full_name, Position.code)
    )
    rows = {row[0]: row for row in session.execute(query)}
    held = _held(session, province_code, rows)
    return tuple(
        InUnit(one, _named(honorific, name), code, title, held.get(one, 0))
        for one, name, honorific, code, title in rows.values()
    )


def _stand_ins(
    session: Session, province_code: str, desk: Desk, procedure_code: str, day: date
) -> Sequence[Row[*tuple[Any, ...]]]:
    """The substitutions at the desk that cover the procedure, with the substitutes' names."""
    query = (
        select(
            Substitution.absent_id,
            Substitution.officer_id,
            Substitution.valid_to,
            Officer.full_name,
            Officer.honorific,
        )
        .join(
            Officer,
            and_(
                Officer.province_code == Substitution.province_code,
                Officer.id == Substitution.officer_id,
            ),
        )
        .where(_covers(province_code, desk.unit_code, desk.position_code, procedure_code, day))
        .order_by(Substitution.valid_to, Officer.full_name)
    )
    return session.execute(query).all()


def _covers(
    province_code: Value, unit_code: Value, position_code: Value, procedure_code: Value, day: Day
) -> ColumnElement[bool]:
    """Substitutions at a desk on a day that cover the procedure."""
    sector = (
        select(Procedure.sector)
        .where(Procedure.province_code == province_code, Procedure.code == procedure_code)
        .scalar_subquery()
    )
    return and_(
        Substitution.province_code == province_code,
        Substitution.unit_code == unit_code,
        Substitution.position_code == position_code,
        Substitution.valid_from <= day,
        Substitution.valid_to > day,
        or_(
            Substitution.procedure_code == procedure_code,
            and_(Substitution.procedure_code.is_(None), Substitution.sector.is_(None)),
            Substitution.sector == sector,
        ),
    )


def _held(
    session: Session, province_code: str, officers: Collection[str]
) -> Mapping[str | None, int]:
    query = (
        select(Task.officer_id, func.count())
        .where(
            Task.province_code == province_code,
            Task.state == "open",
            Task.officer_id.in_(sorted(officers)),
        )
        .group_by(Task.officer_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def _given(name: str) -> BindParameter[str]:
    return bindparam(name, type_=String)


_DESK = (_given("province_code"), _given("unit_code"), _given("position_code"))
_DAY = bindparam("day", type_=Date)
_SOMEBODY = PreparedQuery(
    select(literal_column("1", Integer)).where(
        or_(
            exists().where(posts_at(*_DESK, _DAY)),
            exists().where(_covers(*_DESK, _given("procedure_code"), _DAY)),
        )
    )
)


def _named(honorific: str | None, name: str) -> str:
    return f"{honorific} {name}" if honorific else name

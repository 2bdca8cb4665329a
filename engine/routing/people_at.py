"""Who is at a desk on a day, with what lies with them: for choosing a person and for checking one.

Acts take and pages offer exactly these people.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    Boolean,
    ColumnElement,
    Date,
    Row,
    String,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.orm import Session

from engine.access import ADMIN_POSITIONS
from engine.organisation.holders import Day, Value, held_on, posts_at
from engine.routing.desks import Desk
from engine.store.cases import Task
from engine.store.catalogue import Procedure
from engine.store.database import connection_of
from engine.store.organisation import Appointment, Officer, Position, Substitution
from engine.store.prepared import PreparedQuery

_Found = Row[*tuple[Any, ...]]


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


@dataclass(frozen=True, slots=True)
class InUnit:
    """Somebody who works at a desk of a unit, and which it is."""

    person: AtDesk
    position_code: str
    title: str


def people_at(
    session: Session, province_code: str, desk: Desk, procedure_code: str, day: date
) -> tuple[AtDesk, ...]:
    """Those who may do the procedure's work at the desk: present ones with least work first."""
    here = Appointment.position_code == desk.position_code
    there = Substitution.position_code == desk.position_code
    unit = _Unit(session, province_code, desk.unit_code, procedure_code, day)
    return tuple(one.person for one in unit.people(here, there))


def others_in_unit(
    session: Session, province_code: str, desk: Desk, procedure_code: str, day: date
) -> tuple[InUnit, ...]:
    """Those who may do it at another desk of the unit, each by one desk; their own comes first."""
    other = ADMIN_POSITIONS | {desk.position_code}
    unit = _Unit(session, province_code, desk.unit_code, procedure_code, day)
    found: dict[str, InUnit] = {}
    for one in unit.people(
        Appointment.position_code.not_in(other), Substitution.position_code.not_in(other)
    ):
        known = found.get(one.person.officer_id)
        if known is None or (known.person.stands_in and not one.person.stands_in):
            found[one.person.officer_id] = one
    return tuple(found.values())


def held_desks(
    session: Session, province_code: str, desks: Iterable[Desk], procedure_code: str, day: date
) -> frozenset[Desk]:
    """Those desks where there is anybody in ``people_at``, by one statement; every filing asks."""
    asked = tuple(dict.fromkeys(desks))
    if not asked:
        return frozenset()
    given: dict[str, object] = {
        "province_code": province_code,
        "procedure_code": procedure_code,
        "day": day,
    }
    for number, desk in enumerate(asked):
        given[f"unit_{number}"] = desk.unit_code
        given[f"position_{number}"] = desk.position_code
    (row,) = _held_by_somebody(len(asked)).all(connection_of(session), given)
    return frozenset(desk for desk, held in zip(asked, row, strict=True) if held)


@dataclass(frozen=True, slots=True)
class _Unit:
    """A unit on a day, as somebody looks for people for a procedure."""

    session: Session
    province_code: str
    unit_code: str
    procedure_code: str
    day: date

    def people(self, held_here: ColumnElement[bool], stood_in: ColumnElement[bool]) -> list[InUnit]:
        """Who holds the desks or stands in there: present ones with least work first."""
        holders, stand_ins = self._holders(held_here), self._stand_ins(stood_in)
        desks = {(row.id, row.code) for row in holders}
        away = {(row.absent_id, row.code): row for row in stand_ins}
        others = {(row.id, row.code): row for row in stand_ins if (row.id, row.code) not in desks}
        held = _held(self.session, self.province_code, {row.id for row in (*holders, *stand_ins)})
        found = [_holder(row, held, away.get((row.id, row.code))) for row in holders]
        found += [
            InUnit(AtDesk(row.id, _named(row), held.get(row.id, 0), stands_in=True), *row[:2])
            for row in others.values()
        ]
        return sorted(found, key=lambda one: (one.person.away_until is not None, one.person.held))

    def _holders(self, here: ColumnElement[bool]) -> Sequence[_Found]:
        query = (
            select(Position.code, Position.title, Officer.id, Officer.full_name, Officer.honorific)
            .join(Appointment, _of(Appointment))
            .join(Officer, _by(Appointment))
            .where(
                Appointment.province_code == self.province_code,
                Appointment.unit_code == self.unit_code,
                here,
                held_on(self.day),
            )
            .order_by(Officer.full_name, Position.code)
        )
        return self.session.execute(query).all()

    def _stand_ins(self, here: ColumnElement[bool]) -> Sequence[_Found]:
        """The substitutions that cover the procedure, with the substitutes' names."""
        query = (
            select(Position.code, Position.title, Officer.id, Officer.full_name, Officer.honorific)
            .add_columns(Substitution.absent_id, Substitution.valid_to)
            .join(Substitution, _of(Substitution))
            .join(Officer, _by(Substitution))
            .where(_covers(self.province_code, self.unit_code, self.procedure_code, self.day), here)
            .order_by(Substitution.valid_to, Officer.full_name)
        )
        return self.session.execute(query).all()


def _of(table: type[Appointment] | type[Substitution]) -> ColumnElement[bool]:
    own = table.province_code == Position.province_code
    return and_(own, table.position_code == Position.code)


def _by(table: type[Appointment] | type[Substitution]) -> ColumnElement[bool]:
    return and_(Officer.province_code == table.province_code, Officer.id == table.officer_id)


def _holder(row: _Found, held: Mapping[str | None, int], away: _Found | None) -> InUnit:
    person = AtDesk(
        row.id,
        _named(row),
        held.get(row.id, 0),
        away_until=away.valid_to if away else None,
        substitute=_named(away) if away else None,
    )
    return InUnit(person, row.code, row.title)


def _covers(
    province_code: Value, unit_code: Value, procedure_code: Value, day: Day
) -> ColumnElement[bool]:
    """Substitutions in a unit on a day that cover the procedure."""
    sector = (
        select(Procedure.sector)
        .where(Procedure.province_code == province_code, Procedure.code == procedure_code)
        .scalar_subquery()
    )
    return and_(
        Substitution.province_code == province_code,
        Substitution.unit_code == unit_code,
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


_PROVINCE, _PROCEDURE = map(_given, ("province_code", "procedure_code"))
_DAY = bindparam("day", type_=Date)


@cache
def _held_by_somebody(desks: int) -> PreparedQuery:
    """For so many desks: whether somebody holds each or stands in there, a column for each."""
    columns: list[Any] = [_somebody(number) for number in range(desks)]
    return PreparedQuery(select(*columns))


def _somebody(number: int) -> ColumnElement[bool]:
    unit, position = _given(f"unit_{number}"), _given(f"position_{number}")
    found = or_(
        exists().where(posts_at(_PROVINCE, unit, position, _DAY)),
        exists().where(
            _covers(_PROVINCE, unit, _PROCEDURE, _DAY), Substitution.position_code == position
        ),
    )
    return type_coerce(found, Boolean).label(f"held_{number}")


def _named(row: _Found) -> str:
    return f"{row.honorific} {row.full_name}" if row.honorific else str(row.full_name)

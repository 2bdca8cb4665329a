"""Who holds a position in a unit on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    Select,
    and_,
    bindparam,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from engine.organisation.named import named_apart, namesakes
from engine.store.base import Code, Key
from engine.store.database import connection_of
from engine.store.organisation import Appointment, Officer, Substitution
from engine.store.prepared import PreparedQuery

Value = str | BindParameter[str]
"""A value of a condition, or the name under which a prepared statement is given it."""
Day = date | BindParameter[date]


def held_on(day: Day) -> ColumnElement[bool]:
    """Appointments that are valid on that day."""
    return and_(
        Appointment.valid_from <= day,
        or_(Appointment.valid_to.is_(None), Appointment.valid_to > day),
    )


def posts_at(
    province_code: Value, unit_code: Value, position_code: Value, day: Day
) -> ColumnElement[bool]:
    """Appointments to a desk that are valid on that day."""
    return and_(
        Appointment.province_code == province_code,
        Appointment.unit_code == unit_code,
        Appointment.position_code == position_code,
        held_on(day),
    )


def stood_in_at(
    province_code: Value, unit_code: Value, position_code: Value, day: Day
) -> ColumnElement[bool]:
    """Substitutions at a desk that are valid on that day, whatever they cover."""
    return and_(
        Substitution.province_code == province_code,
        Substitution.unit_code == unit_code,
        Substitution.position_code == position_code,
        Substitution.valid_from <= day,
        Substitution.valid_to > day,
    )


def keep_place(
    session: Session,
    province_code: str,
    unit_code: str,
    position_code: str,
    *,
    officer_id: str,
    day: date,
) -> bool:
    """Whether the officer holds the desk or stands in there on that day, as it is now.

    Nobody ends that until the transaction does: what gives the place is locked, shared, so that who
    ends it waits and finds the work, or this waits and finds the place gone. Ask it last, of a case
    that is locked: who moves work and ends a place locks the cases first too.
    """
    given = {
        "province": province_code,
        "unit": unit_code,
        "position": position_code,
        "officer": officer_id,
        "day": day,
    }
    return bool(_KEEP_PLACE.all(connection_of(session), given))


_DESK = (
    bindparam("province", type_=Code),
    bindparam("unit", type_=Code),
    bindparam("position", type_=Code),
    bindparam("day", type_=Date),
)
_OFFICER = bindparam("officer", type_=Key)
_kept = [
    select(of.officer_id).where(there, of.officer_id == _OFFICER).with_for_update(read=True)
    for of, there in ((Appointment, posts_at(*_DESK)), (Substitution, stood_in_at(*_DESK)))
]
_KEEP_PLACE = PreparedQuery(
    # Each in a part of its own: PostgreSQL locks no rows of a union.
    union_all(*(select(one.cte(f"kept_{n}").c.officer_id) for n, one in enumerate(_kept)))
)


def officers_at(
    province_code: str, unit_code: str, position_code: str, day: date
) -> Select[str, str, str | None, str]:
    """Who holds a desk on that day: id, full name, honorific, user name, in name order."""
    return (
        select(Officer.id, Officer.full_name, Officer.honorific, Officer.username)
        .join(
            Appointment,
            and_(
                Appointment.province_code == Officer.province_code,
                Appointment.officer_id == Officer.id,
            ),
        )
        .where(posts_at(province_code, unit_code, position_code, day))
        .order_by(Officer.full_name)
    )


def holders(
    session: Session, province_code: str, unit_code: str, position_code: str, day: date
) -> list[str]:
    """The officers at a desk, with their honorifics, in name order; namesakes with user names."""
    return called(session.execute(officers_at(province_code, unit_code, position_code, day)).all())


def called(rows: Sequence[Any]) -> list[str]:
    """These of ``officers_at`` with their honorifics; namesakes among them with user names."""
    alike = namesakes((row.id, row.full_name) for row in rows)
    return [
        named_apart(name, username) if one in alike else name
        for one, full_name, honorific, username in rows
        for name in (f"{honorific} {full_name}" if honorific else full_name,)
    ]


@dataclass(frozen=True)
class Staff:
    """Who is at work in a province on a day, by desk: one read for any number of questions.

    ``desks``: the (unit, position) that somebody holds, or stands in for in everything;
    ``in_part``: those that somebody stands in for in one procedure, or in one sector.
    """

    desks: frozenset[tuple[str, str]]
    in_part: frozenset[tuple[str, str, str | None, str | None]] = frozenset()

    def at(self, unit_code: str, position_code: str, procedure: str, sector: str) -> bool:
        """Whether somebody at the desk does the work of a procedure of the sector."""
        return (
            (unit_code, position_code) in self.desks
            or (unit_code, position_code, procedure, None) in self.in_part
            or (unit_code, position_code, None, sector) in self.in_part
        )


def staff_on(session: Session, province_code: str, day: date) -> Staff:
    """The province's staff on that day, by one statement."""
    held = select(
        Appointment.unit_code, Appointment.position_code, null().label("one"), null().label("part")
    ).where(Appointment.province_code == province_code, held_on(day))
    stood_in_for = select(
        Substitution.unit_code,
        Substitution.position_code,
        Substitution.procedure_code,
        Substitution.sector,
    ).where(
        Substitution.province_code == province_code,
        Substitution.valid_from <= day,
        Substitution.valid_to > day,
    )
    rows: list[Any] = [tuple(row) for row in session.execute(held.union(stood_in_for))]
    return Staff(
        frozenset((unit, position) for unit, position, one, part in rows if not (one or part)),
        frozenset(row for row in rows if row[2] or row[3]),
    )

"""Who holds a position in a unit on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, and_, null, or_, select
from sqlalchemy.orm import Session

from engine.organisation.named import named_apart, namesakes
from engine.store.organisation import Appointment, Officer, Substitution

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

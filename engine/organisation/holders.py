"""Who holds a position in a unit on a day."""

from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from engine.store.organisation import Appointment, Officer, Substitution


def held_on(day: date) -> ColumnElement[bool]:
    """Appointments that are valid on that day."""
    return and_(
        Appointment.valid_from <= day,
        or_(Appointment.valid_to.is_(None), Appointment.valid_to > day),
    )


def holders(
    session: Session, province_code: str, unit_code: str, position_code: str, day: date
) -> list[str]:
    """The officers at a desk, with their honorifics, in name order."""
    rows = session.execute(
        select(Officer.honorific, Officer.full_name)
        .join(
            Appointment,
            and_(
                Appointment.province_code == Officer.province_code,
                Appointment.officer_id == Officer.id,
            ),
        )
        .where(
            Appointment.province_code == province_code,
            Appointment.unit_code == unit_code,
            Appointment.position_code == position_code,
            held_on(day),
        )
        .order_by(Officer.full_name)
    )
    return [f"{honorific} {name}" if honorific else name for honorific, name in rows]


def staffed_desks(session: Session, province_code: str, day: date) -> frozenset[tuple[str, str]]:
    """Every (unit, position) that somebody holds on that day, or stands in for in everything."""
    held = select(Appointment.unit_code, Appointment.position_code).where(
        Appointment.province_code == province_code, held_on(day)
    )
    stood_in_for = select(Substitution.unit_code, Substitution.position_code).where(
        Substitution.province_code == province_code,
        Substitution.procedure_code.is_(None),
        Substitution.sector.is_(None),
        Substitution.valid_from <= day,
        Substitution.valid_to > day,
    )
    rows = session.execute(held.union(stood_in_for))
    return frozenset((unit, position) for unit, position in rows)

"""The demonstration's people: whom a newcomer can sign in as, and what to try with each."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from engine.organisation.holders import held_on
from engine.store.accounts import Account
from engine.store.organisation import Appointment, Position, Unit


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """A demo account. ``post`` is empty for citizens."""

    username: str
    name: str
    honorific: str | None
    kind: str
    province_code: str | None
    unit_code: str | None
    unit_name: str | None
    position_code: str | None
    position_title: str | None


def demo_people(session: Session, *, today: date) -> tuple[DemoPerson, ...]:
    """Every demo account with its post; citizens first, then by unit."""
    held = and_(
        Appointment.province_code == Account.province_code,
        Appointment.officer_id == Account.officer_id,
        held_on(today),
    )
    unit = and_(Unit.province_code == Appointment.province_code, Unit.code == Appointment.unit_code)
    position = and_(
        Position.province_code == Appointment.province_code,
        Position.code == Appointment.position_code,
    )
    rows = session.execute(
        select(
            Account.username,
            Account.full_name,
            Account.honorific,
            Account.kind,
            Account.province_code,
            Unit.code,
            Unit.short_name,
            Position.code,
            Position.title,
        )
        .outerjoin(Appointment, held)
        .outerjoin(Unit, unit)
        .outerjoin(Position, position)
        .where(Account.demo, Account.disabled_at.is_(None))
        .order_by(Account.kind, Account.province_code, Unit.code, Position.code, Account.username)
    )
    return tuple(DemoPerson(*row) for row in rows)

"""Names that units are to bear from a day on, until the day comes."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.store.organisation import UnitRenaming


def waiting_names(
    session: Session, province_code: str, units: Collection[str], day: date
) -> Sequence[UnitRenaming]:
    """What waits for the units from the day on, by unit and day."""
    return session.scalars(
        select(UnitRenaming)
        .where(
            UnitRenaming.province_code == province_code,
            UnitRenaming.unit_code.in_(units),
            UnitRenaming.before_name.is_(None),
            UnitRenaming.day >= day,
        )
        .order_by(UnitRenaming.unit_code, UnitRenaming.day)
    ).all()

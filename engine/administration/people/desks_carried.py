"""A moved desk whose unit ends: whether the unit that takes over goes on so.

Asked by plans of mergers and splits, and by the end of a unit that others took over from.
"""

from collections.abc import Callable, Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from engine.organisation.moved_desks import moved_on
from engine.organisation.tree import Setting
from engine.store.organisation import Appointment, DeskMove

Place = tuple[str, str]


def moves_from(
    session: Session, province_code: str, units: Sequence[str], day: date
) -> Sequence[DeskMove]:
    """The moves of desks of the units that would hold on the day or later."""
    return session.scalars(
        select(DeskMove)
        .where(
            DeskMove.province_code == province_code,
            DeskMove.unit_code.in_(units),
            or_(DeskMove.valid_to.is_(None), DeskMove.valid_to > day),
        )
        .order_by(DeskMove.unit_code, DeskMove.position_code, DeskMove.day)
    ).all()


def goes_on_at(
    session: Session,
    setting: Setting,
    row: DeskMove,
    new: str,
    day: date,
    *,
    takes_over: Callable[[str], str] = str,
) -> dict[str, object] | None:
    """The move as the unit that takes over goes on with it; ``None``: its desk does the work.

    So it does where it is that desk to which the work was moved, where it was moved itself, and
    where people of that unit are at it already: a receiver's own work stays with its own people.
    ``takes_over``: a unit that ends by the same plan → the one of it.
    """
    desk: Place = (new, row.position_code)
    to: Place = (takes_over(row.to_unit_code), row.to_position_code)
    first = max(row.day, day)
    own = _held(session, setting.province_code, desk, day)
    if to == desk or own or moved_on(setting.moved_desks, desk, first) is not None:
        return None
    return {
        "unit_code": new,
        "position_code": row.position_code,
        "day": first,
        "to_unit_code": to[0],
        "to_position_code": to[1],
        "valid_to": row.valid_to,
        "basis": row.basis,
    }


def _held(session: Session, province_code: str, desk: Place, day: date) -> bool:
    """Whether somebody holds the desk on the day or later, by a post that is known now."""
    found = session.scalar(
        select(Appointment.officer_id)
        .where(
            Appointment.province_code == province_code,
            Appointment.unit_code == desk[0],
            Appointment.position_code == desk[1],
            or_(Appointment.valid_to.is_(None), Appointment.valid_to > day),
        )
        .limit(1)
    )
    return found is not None

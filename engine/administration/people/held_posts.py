"""When an officer holds a post: each post once at a time."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from engine.administration.configuring import ConfigurationAct
from engine.store.organisation import Appointment


def posts_held(
    act: ConfigurationAct, officer_id: str | None, unit: str, position: str, *, since: date
) -> Sequence[Appointment]:
    """The times that the officer holds the post after ``since``, the first one first."""
    query = select(Appointment).where(
        Appointment.province_code == act.province_code,
        Appointment.officer_id == officer_id,
        Appointment.unit_code == unit,
        Appointment.position_code == position,
        Appointment.valid_to.is_(None) | (Appointment.valid_to > since),
    )
    return act.session.scalars(query.order_by(Appointment.valid_from)).all()


def check_held_once(
    act: ConfigurationAct,
    officer_id: str | None,
    desk: tuple[str, str],
    *,
    valid_from: date,
    valid_to: date | None,
) -> None:
    """A fault where the officer holds the unit's position on one of these days already."""
    for one in posts_held(act, officer_id, *desk, since=valid_from):
        apart = valid_to is not None and valid_to <= one.valid_from
        if one.valid_from != valid_from and not apart:
            until = f" đến trước {one.valid_to:%d/%m/%Y}" if one.valid_to else ""
            words = f"Người này đã giữ vị trí ấy từ ngày {one.valid_from:%d/%m/%Y}{until}."
            act.fault("valid_from", words)

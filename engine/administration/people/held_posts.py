"""Where and when a post can be held, at units of its kind, each once at a time, and who ends it."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from engine.access import ADMIN_POSITIONS, everywhere_with
from engine.administration.configuring import ConfigurationAct
from engine.errors import ProvinceAdminOnly
from engine.organisation.loading import PROVINCE_ADMIN
from engine.store.organisation import Appointment, Position

COMMUNE_LEVEL = "commune"
NOT_THEIRS_TO_END = "Vị trí ký, vị trí đứng đầu: chỉ quản trị cấp tỉnh cho thôi giữ, thôi thay."


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


def signs(act: ConfigurationAct, position_code: str) -> bool:
    """Whether who holds the position signs for the unit, or gives rights to others."""
    position: Position | None = act.find(Position, {"code": position_code})
    return position_code in ADMIN_POSITIONS or (position is not None and position.leads)


def may_end(act: ConfigurationAct, position_code: str) -> bool:
    """Whether they may take the post from somebody: one that signs, of which two people decided,
    no administrator of a unit takes away alone.
    """
    return act.may("organisation.posts") or not signs(act, position_code)


def require_ending(act: ConfigurationAct, position_code: str) -> None:
    """Raise ProvinceAdminOnly unless they may take such a post from somebody."""
    if not may_end(act, position_code):
        raise ProvinceAdminOnly(
            who=everywhere_with("organisation.posts"),
            act="cho thôi giữ, thôi thay, chuyển người khỏi vị trí ký, vị trí đứng đầu",
        )


def check_stays(
    act: ConfigurationAct,
    officer_id: str | None,
    desk: tuple[str, str],
    *,
    valid_from: date,
    valid_to: date | None,
) -> None:
    """A fault where an entry ends a post early that is not theirs to end."""
    key = {"unit_code": desk[0], "position_code": desk[1], "valid_from": valid_from}
    known = officer_id and act.find(Appointment, {"officer_id": officer_id, **key})
    earlier = valid_to and known and (known.valid_to is None or valid_to < known.valid_to)
    act.check(not earlier or may_end(act, desk[1]), "valid_to", NOT_THEIRS_TO_END)


def has_position(kind: str, level: str, position_code: str, kinds: Sequence[str]) -> bool:
    """Whether a unit of this kind and level has the position; ``kinds``: those of the position.

    Who administers the province sits at a unit of the province, not at a commune's of that kind.
    """
    governs = position_code == PROVINCE_ADMIN
    return (not kinds or kind in kinds) and not (governs and level == COMMUNE_LEVEL)


def check_kind(act: ConfigurationAct, unit_code: str, position_code: str) -> None:
    """A fault where there is no such position, or such a unit doesn't have it."""
    position: Position | None = act.find(Position, {"code": position_code})
    unit = act.setting.units.get(unit_code)
    if position is None:
        none = f"Chưa có vị trí {position_code}." if position_code else "Hãy chọn chức danh."
        act.fault("position_code", none)
    elif unit is not None:
        fits = has_position(unit.kind, unit.level, position_code, position.unit_kinds)
        act.check(fits, "position_code", f"{unit.short_name} không có vị trí {position.title}.")


def check_own_people(act: ConfigurationAct, officer_id: str | None, right: str, field: str) -> None:
    """A fault where who has the right in some units only gives it to somebody of others.

    Somebody who holds nothing today or later is of no unit. Two agencies share a person by who
    has the right in the whole province.
    """
    if officer_id is None or act.may(right):
        return
    query = select(Appointment.unit_code).where(
        Appointment.province_code == act.province_code,
        Appointment.officer_id == officer_id,
        Appointment.valid_to.is_(None) | (Appointment.valid_to > act.today),
    )
    units = act.session.scalars(query).all()
    words = "Người này của đơn vị khác: hãy nhờ quản trị cấp tỉnh giao."
    act.check(not units or any(act.may(right, unit) for unit in units), field, words)

"""Whether the work of a desk can be done at another: asked when it is moved, and when confirmed."""

from datetime import date

from engine.access import ADMIN_POSITIONS, everywhere_with
from engine.administration.configuring import ConfigurationAct
from engine.errors import EntryNotFound, ProvinceAdminOnly
from engine.organisation.holders import holders
from engine.organisation.moved_desks import moved_on
from engine.organisation.tree import Setting
from engine.routing.desks import Desk
from engine.routing.signature import leading_positions

RIGHT = "organisation.units"


def desk_of_theirs(act: ConfigurationAct, unit: str, position: str) -> Desk:
    """The desk, of a unit that they keep. Raises EntryNotFound, OutsideYourUnits."""
    if unit not in act.setting.units or position not in act.setting.positions:
        raise EntryNotFound(what=f"vị trí {position} ở {unit}")
    act.require(RIGHT, unit)
    return Desk(unit, position)


def desk_words(setting: Setting, desk: Desk) -> str:
    """The desk as people call it."""
    title = setting.positions.get(desk.position_code, desk.position_code)
    return f"{title}, {setting.unit_name(desk.unit_code)}"


def leads(act: ConfigurationAct, desk: Desk) -> bool:
    """Whether who sits there leads the unit, and signs for it."""
    return desk.position_code in leading_positions(act.session, act.province_code)


def check_move(act: ConfigurationAct, desk: Desk, to: Desk, day: date) -> None:
    """Note what keeps the desk ``to`` from doing the work of ``desk`` from the day on.

    What whoever leads does, signatures among it, goes only to who leads, by an administrator of
    the province. Raises ProvinceAdminOnly.
    """
    act.check(to != desk, "to_unit", "Nơi nhận phải khác nơi đang làm.")
    admins = ADMIN_POSITIONS & {desk.position_code, to.position_code}
    act.check(not admins, "to_position", "Chức danh quản trị không làm bước nào của hồ sơ.")
    if leads(act, desk):
        require_moving_leaders(act)
        words = "Vị trí này ký kết quả: việc của nó chỉ chuyển cho vị trí đứng đầu đơn vị."
        act.check(leads(act, to), "to_position", words)
    setting = act.setting
    valid = setting.units[to.unit_code].valid(day)
    act.check(valid, "to_unit", "Ngày ấy không có đơn vị nhận.")
    there = holders(act.session, act.province_code, to.unit_code, to.position_code, day)
    words = f"Ngày ấy chưa ai giữ {desk_words(setting, to)}: cử người trước."
    act.check(there, "to_position", words)
    moves = setting.moved_desks.get((desk.unit_code, desk.position_code), ())
    still = any(one.valid_to is None or one.valid_to > day for one in moves)
    act.check(not still, "day", "Bàn việc này đã chuyển rồi: thôi chuyển lần ấy trước.")
    gone = moved_on(setting.moved_desks, (to.unit_code, to.position_code), day)
    act.check(gone is None, "to_unit", "Việc của nơi nhận đã chuyển đi nơi khác vào ngày ấy.")


def require_moving_leaders(act: ConfigurationAct) -> None:
    """Raise ProvinceAdminOnly unless they move the work of who leads or signs, at any unit."""
    if not act.may(RIGHT):
        words = "chuyển bàn việc của vị trí ký, vị trí đứng đầu"
        raise ProvinceAdminOnly(who=everywhere_with(RIGHT), act=words)

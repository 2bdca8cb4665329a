"""Whether the work of a desk may go to another: asked at the move and at its confirmation."""

from datetime import date

from engine.access import ADMIN_POSITIONS
from engine.administration.configuring import ConfigurationAct
from engine.organisation.holders import holders
from engine.organisation.moved_desks import moved_on
from engine.routing.desks import Desk
from engine.routing.signature import leading_positions

RIGHT = "organisation.units"


def check_move(act: ConfigurationAct, desk: Desk, to: Desk | None, day: date) -> None:
    """Faults where it may not go there from the day on; ``to``: ``None`` where there is no such.

    What whoever leads does goes only to who leads, by who administers the province. Raises
    ProvinceAdminOnly.
    """
    act.check(to is not None, "to_unit", "Hãy chọn đơn vị và chức danh nhận việc.")
    act.check(day >= act.today, "day", "Từ ngày: từ hôm nay trở đi.")
    admins = ADMIN_POSITIONS & {desk.position_code, to.position_code if to else ""}
    act.check(not admins, "to_position", "Chức danh quản trị không làm bước nào của hồ sơ.")
    if to is None:
        return
    act.check(to != desk, "to_unit", "Nơi nhận phải khác nơi đang làm.")
    if leads(act, desk):
        act.require(RIGHT)
        words = "Vị trí này ký kết quả: việc của nó chỉ chuyển cho vị trí đứng đầu đơn vị."
        act.check(leads(act, to), "to_position", words)
    setting = act.setting
    valid = setting.units[to.unit_code].valid(day)
    act.check(valid, "to_unit", "Ngày ấy không có đơn vị nhận.")
    told = (act.session, act.province_code, to.unit_code, to.position_code, day)
    words = f"Ngày ấy chưa ai giữ {desk_words(act, to)}: cử người trước."
    act.check(holders(*told), "to_position", words)
    moves = setting.moved_desks.get((desk.unit_code, desk.position_code), ())
    still = any(one.valid_to is None or one.valid_to > day for one in moves)
    act.check(not still, "day", "Bàn việc này đã chuyển rồi: thôi chuyển lần ấy trước.")
    gone = moved_on(setting.moved_desks, (to.unit_code, to.position_code), day)
    act.check(gone is None, "to_unit", "Việc của nơi nhận đã chuyển đi nơi khác vào ngày ấy.")


def leads(act: ConfigurationAct, desk: Desk) -> bool:
    """Whether who holds it leads the unit, and so signs."""
    return desk.position_code in leading_positions(act.session, act.province_code)


def desk_words(act: ConfigurationAct, desk: Desk) -> str:
    """The desk by the title and the name of its unit."""
    return f"{act.setting.positions[desk.position_code]}, {act.setting.unit_name(desk.unit_code)}"

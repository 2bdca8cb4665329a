"""What stands still is repaired, by whom, to where."""

from engine.errors.kinds import Conflict, Forbidden, Invalid


class NotEarlier(Invalid):
    """The step is none to which the case can be sent back: done before, in the same scope."""

    code = "not_earlier"
    message = "Không đưa hồ sơ về bước “{step}” được: hãy chọn một bước đã làm, cùng nhánh."


class DeskUnknown(Invalid):
    """The desk has nobody today, or is of another agency."""

    code = "desk_unknown"
    message = "Hãy chọn một vị trí hôm nay có người của cùng cơ quan."


class NotStuck(Conflict):
    """Somebody can do the work: its head hands it around, nobody has to repair anything."""

    code = "not_stuck"
    message = "Việc này đang có người làm được: lãnh đạo đơn vị giao lại, không phải sửa."


class NoRepairProposed(Conflict):
    """No repaired value waits for its confirmation."""

    code = "no_repair_proposed"
    message = "Không có giá trị nào đang chờ xác nhận."


class RepairWaits(Conflict):
    """A value waits for its confirmation: that comes first."""

    code = "repair_waits"
    message = "Hồ sơ đang có đề nghị chờ duyệt; hãy xác nhận hoặc bỏ đề nghị đó trước."


class NotRepairsSecond(Forbidden):
    """A repaired value is confirmed by another person, of the role that the province names."""

    code = "not_repairs_second"
    message = "Giá trị này do {role} khác với người đề nghị xác nhận."

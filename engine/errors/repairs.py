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


class DeskSignsNot(Invalid):
    """A step that signs lies only with who leads: the signature is the decision."""

    code = "desk_signs_not"
    message = "Bước “{step}” ký kết quả: chỉ giao cho vị trí đứng đầu đơn vị."


class ValueThere(Conflict):
    """The answer was given when the dossier was filed, and decides something or whose it is."""

    code = "value_there"
    message = (
        "Tờ khai đã trả lời “{label}” và câu này quyết định cách giải quyết: chỗ sửa này chỉ ghi "
        "giá trị còn thiếu. Khai sai thì người nộp rút hồ sơ và nộp lại."
    )


class NotStuck(Conflict):
    """Somebody can do the work: its head hands it around, nobody has to repair anything."""

    code = "not_stuck"
    message = "Việc này đang có người làm được: lãnh đạo đơn vị giao lại, không phải sửa."


class NoRepairProposed(Conflict):
    """No repair waits for its confirmation."""

    code = "no_repair_proposed"
    message = "Không có việc sửa nào đang chờ xác nhận."


class RepairWaits(Conflict):
    """A repair waits for its confirmation: that comes first."""

    code = "repair_waits"
    message = "Hồ sơ đang có đề nghị chờ duyệt; hãy xác nhận hoặc bỏ đề nghị đó trước."


class NotRepairsSecond(Forbidden):
    """A repair that decides is confirmed by another person, of the role that the province names."""

    code = "not_repairs_second"
    message = "Việc sửa này do {role} khác với người đề nghị xác nhận."

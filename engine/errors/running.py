"""The running product: its settings, its database, an act that could not be written."""

from engine.errors.kinds import Invalid, Unavailable


class SettingInvalid(Invalid):
    """An environment variable has a value that can't be used."""

    code = "setting_invalid"
    message = "Biến môi trường {name} không dùng được: {reason}."


class SchemaOutdated(Unavailable):
    """The database's tables are of another version than this program."""

    code = "schema_outdated"
    message = (
        "Cơ sở dữ liệu ở phiên bản {found}, chương trình cần {needed}. Hãy chạy: motcua db upgrade"
    )


class CaseBusy(Unavailable):
    """The database can't be reached or the case is held too long; the act did not happen."""

    code = "busy"
    message = "Hệ thống đang bận, thao tác chưa được ghi. Hãy thử lại sau ít giây."


class DiskFull(Unavailable):
    """There is no room left where the database or the files lie; nothing was written."""

    code = "disk_full"
    message = "Ổ đĩa của hệ thống đã đầy nên chưa ghi được gì. Xem hồ sơ vẫn dùng được."


class StorageReadOnly(Unavailable):
    """The database or its disk can only be read; nothing was written."""

    code = "storage_read_only"
    message = "Hệ thống đang chỉ cho xem, thao tác chưa được ghi. Hãy thử lại sau."


class StorageBroken(Unavailable):
    """The disk or the database on it is damaged: it can't be read, or what is read is nonsense."""

    code = "storage_broken"
    message = "Nơi lưu dữ liệu của hệ thống bị lỗi, thao tác chưa được ghi. Hãy báo người vận hành."


class ActUncertain(Unavailable):
    """The connection was lost while the act was being committed: it is there as a whole or not."""

    code = "act_uncertain"
    message = (
        "Mất kết nối đúng lúc ghi, chưa rõ thao tác đã được ghi hay chưa. Hãy tải lại hồ sơ; nếu"
        " chưa thấy thì làm lại."
    )


NOT_WRITTEN = (CaseBusy, ActUncertain, DiskFull, StorageReadOnly, StorageBroken)
"""Nothing can be written now, whoever asks: no fault of a case or of what was sent, and whoever
only looks is served nevertheless."""


class ActTooDear(Invalid):
    """An act had to reckon more than any act may: its expressions or its steps are too many."""

    code = "act_too_dear"
    message = (
        "Thao tác phải tính toán quá nhiều{where} nên đã dừng, chưa có gì được ghi. Người thiết kế"
        " thủ tục cần viết lại cho gọn hơn."
    )


class ActOutOfTime(Unavailable):
    """An act took more of the processor's time than any may; tried again it may well pass."""

    code = "act_out_of_time"
    message = (
        "Máy chủ tính quá {seconds} giây{where} chưa xong nên đã dừng, chưa có gì được ghi. Cứ làm"
        " lại đúng như vậy, không phải sửa gì; nếu vẫn thế thì báo bộ phận kỹ thuật."
    )

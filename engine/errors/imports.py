"""What is brought in from folders, tables and lists."""

from engine.errors.kinds import Conflict, Invalid


class DataFolderInvalid(Invalid):
    """A province or package folder can't be loaded; ``faults`` lists every reason."""

    code = "data_folder_invalid"
    message = "{folder}: {count} lỗi, chưa nạp gì."


class SheetUnreadable(Invalid):
    """A table (XLSX or CSV) can't be read, or lacks columns."""

    code = "sheet_unreadable"
    message = "Tệp “{name}” chưa đọc được: {reason}"


class ListFaulty(Invalid):
    """A list of procedures has faulty rows; ``faults`` lists all, nothing was compared."""

    code = "list_faulty"
    message = "Danh sách có {count} dòng sai nên chưa so sánh. {first}"


class CatalogueMoved(Conflict):
    """The catalogue changed after the list was compared with it."""

    code = "catalogue_moved"
    message = "Danh mục đã thay đổi sau khi so sánh. Hãy xem lại bảng so sánh rồi chấp nhận."


class ImportDone(Conflict):
    """The compared list was accepted before."""

    code = "import_done"
    message = "Danh sách này đã được {name} chấp nhận."


class ConfigurationFaulty(Invalid):
    """A configuration folder can't be imported; ``faults`` lists every reason."""

    code = "configuration_faulty"
    message = "{folder}: {count} lỗi, chưa nạp gì. {first}"


class ConfigurationKept(Conflict):
    """The folder lacks what the province has and can't lose; ``kept`` lists it."""

    code = "configuration_kept"
    message = (
        "Thư mục thiếu {count} mục đang có trong hệ thống và không được xóa, ví dụ {first}. "
        "Hãy đặt ngày hết hiệu lực thay vì bỏ khỏi thư mục."
    )


class PastKept(Conflict):
    """The folder ends something on a day that is past, or drops what has begun."""

    code = "past_kept"
    message = (
        "Thư mục đổi {count} mục của những ngày đã qua, ví dụ {first}. "
        "Chỉ kết thúc từ hôm nay trở đi; mục đã bắt đầu thì giữ dòng và ghi ngày hết hiệu lực."
    )


class RulesKept(Conflict):
    """A folder would rewrite local rules on record, or bring rules past their checker."""

    code = "rules_kept"
    message = (
        "Nạp cấu hình không sửa quy định đã ghi và không thay việc duyệt: {count} chỗ, ví dụ "
        "{first}. Hãy lập, gửi duyệt hoặc kết thúc quy định như thường."
    )

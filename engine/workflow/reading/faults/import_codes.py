"""What an import changed in files of other editors: nothing of it is a fault."""

from collections.abc import Mapping

from engine.workflow.reading.faults.kinds import Code

_LOOK = "Hãy xem lại; nếu không đúng ý, sửa trong công cụ đã vẽ rồi nhập lại."
IMPORT_CODES: Mapping[str, Code] = {
    "import.file_renamed": Code(
        "info", "Tệp “{old}” được đổi tên thành “{new}”.", "Không cần làm gì."
    ),
    "import.id_given": Code(
        "info", "Phần tử “{element}” chưa có mã (id), được đặt mã “{new}”.", "Không cần làm gì."
    ),
    "import.id_changed": Code(
        "info",
        "Mã “{old}” được đổi thành “{new}” ở mọi nơi trong tệp, vì {why}.",
        "Không cần làm gì.",
    ),
    "import.executable": Code(
        "info",
        "Quy trình “{name}” được đánh dấu là chạy được, vì trong tệp chỉ nó có các bước.",
        _LOOK,
    ),
    "import.task": Code(
        "info",
        "Công việc “{name}” chưa nói là loại gì, được coi là bước do một người làm (user task).",
        _LOOK,
    ),
    "import.condition_empty": Code(
        "info", "Bỏ một điều kiện trống: trong đó không viết gì.", "Không cần làm gì."
    ),
    "import.condition": Code("info", "Điều kiện “{old}” được viết lại bằng FEEL: “{new}”.", _LOOK),
}

"""The ten dossier states of the national portal (codes as the portal exchanges them)."""

from enum import IntEnum


class Status(IntEnum):
    """Portal state of a case. End states for timing are 3, 7, 8, 9 and 10."""

    SUBMITTED = 1
    RECEIVED = 2
    REFUSED = 3
    IN_PROGRESS = 4
    SUPPLEMENT = 5
    FINANCIAL_DUTY = 6
    WITHDRAWN = 7
    STOPPED = 8
    SOLVED = 9
    RETURNED = 10


ENDED = frozenset(
    {Status.REFUSED, Status.WITHDRAWN, Status.STOPPED, Status.SOLVED, Status.RETURNED}
)
"""States in which nothing is counted any more."""

STATUS_NAMES: dict[int, str] = {
    Status.SUBMITTED: "Mới đăng ký",
    Status.RECEIVED: "Được tiếp nhận",
    Status.REFUSED: "Không được tiếp nhận",
    Status.IN_PROGRESS: "Đang xử lý",
    Status.SUPPLEMENT: "Yêu cầu bổ sung giấy tờ",
    Status.FINANCIAL_DUTY: "Yêu cầu thực hiện nghĩa vụ tài chính",
    Status.WITHDRAWN: "Công dân yêu cầu rút hồ sơ",
    Status.STOPPED: "Dừng xử lý",
    Status.SOLVED: "Đã xử lý xong",
    Status.RETURNED: "Đã trả kết quả",
}

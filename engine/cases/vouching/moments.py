"""Whether a received or end time of a case was ever another than the moment of its act."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from engine.facts.reading import Recorded

_MOMENTS = {
    "submitted_at": "ngày nộp",
    "received_at": "ngày tiếp nhận",
    "finished_at": "ngày giải quyết xong",
    "returned_at": "ngày trả kết quả",
}


def corrected_faults(history: Sequence[Recorded]) -> Iterator[str]:
    """The times that somebody gave, in Vietnamese: no act takes one, so they were corrected.

    A late case stays late: rows and audit may agree, and still the time is not the act's.
    """
    for told in history:
        for column, name in _MOMENTS.items():
            given = told.trace.get("case", {}).get(column)
            if given is not None and datetime.fromisoformat(str(given)) != told.at:
                yield f"{name} đã bị sửa ở sự kiện {told.seq}: không phải lúc việc xảy ra."

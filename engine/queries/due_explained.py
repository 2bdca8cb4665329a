"""Why a case is due when it is, sentence by sentence."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine.catalogue.rules.taken import Taken
from engine.queries.case_rows import CaseRows
from engine.worktime import Span, explain, sentences
from engine.worktime.wording import due_text, instant_text

RECEPTION_BASIS = "NĐ 118/2025/NĐ-CP, Điều 17"
LOCAL_BASIS = "quy định riêng của địa phương"


def case_due_why(rows: CaseRows) -> tuple[str, ...]:
    """The counting from reception, what stood still, the day; empty before reception."""
    received_at, due_at = rows.case["received_at"], rows.case["due_at"]
    if received_at is None or due_at is None:
        return ()
    counted, first_due = _counted(rows, received_at)
    pauses = tuple(_pause(row) for row in rows.pauses)
    if pauses or first_due == due_at:
        return (*counted, *pauses, f"Hạn là {due_text(due_at)}.")
    # A rule that reached the running case moved it; the file's history tells which.
    start = f"Tiếp nhận đủ lúc {instant_text(received_at)} ({RECEPTION_BASIS})."
    return start, f"Hạn là {due_text(due_at)}, theo quy định riêng ghi trong diễn biến hồ sơ."


def _counted(rows: CaseRows, received_at: datetime) -> tuple[tuple[str, ...], datetime | None]:
    """How the limit of the case is counted, without its last sentence, and when it ends."""
    limit, taken = rows.package.manifest.time_limit, Taken(rows.case["rules"])
    drawn = Span(limit.amount, limit.unit)
    span = taken.limit(drawn)
    if limit.same_day and span is drawn:
        start = f"Tiếp nhận đủ lúc {instant_text(received_at)} ({RECEPTION_BASIS})."
        return (start, f"{limit.basis}."), rows.case["due_at"]
    if not span.counted:
        return (), None
    told = explain(rows.calendar, received_at, span, cut_off=taken.cut_off(limit.cut_off))
    basis = limit.basis if span is drawn else LOCAL_BASIS
    *counted, _ = sentences(
        told, event="Tiếp nhận đủ", start_basis=RECEPTION_BASIS, span_basis=basis
    )
    return tuple(counted), told.due


def _pause(row: Mapping[str, Any]) -> str:
    stopped_at, resumed_at, why = row["started_at"], row["stopped_at"], f" ({row['reason']})"
    if resumed_at is None:
        return f"Dừng tính từ {instant_text(stopped_at)}{why}; phần còn lại sẽ tính tiếp."
    still = f"từ {instant_text(stopped_at)} đến {instant_text(resumed_at)}"
    return f"Dừng tính {still}{why}; phần còn lại tính tiếp từ đó."

"""Why a case is due when it is, sentence by sentence."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine.queries.case_rows import CaseRows
from engine.worktime import Span, explain, sentences
from engine.worktime.wording import due_text, instant_text

RECEPTION_BASIS = "NĐ 118/2025/NĐ-CP, Điều 17"


def case_due_why(rows: CaseRows) -> tuple[str, ...]:
    """The counting from reception, what stood still, the day; empty before reception."""
    received_at, due_at = rows.case["received_at"], rows.case["due_at"]
    if received_at is None or due_at is None:
        return ()
    counted, first_due = _counted(rows, received_at)
    pauses = tuple(_pause(row) for row in rows.pauses)
    if pauses or first_due == due_at:
        return (*counted, *pauses, f"Hạn là {due_text(due_at)}.")
    # A local rule set another limit: the file's history tells which.
    start = f"Tiếp nhận đủ lúc {instant_text(received_at)} ({RECEPTION_BASIS})."
    return start, f"Hạn là {due_text(due_at)}, theo quy định riêng ghi trong diễn biến hồ sơ."


def _counted(rows: CaseRows, received_at: datetime) -> tuple[tuple[str, ...], datetime | None]:
    """How the package's limit is counted, without its last sentence, and when it ends."""
    limit = rows.package.manifest.time_limit
    span = Span(limit.amount, limit.unit)
    if limit.same_day:
        start = f"Tiếp nhận đủ lúc {instant_text(received_at)} ({RECEPTION_BASIS})."
        return (start, f"{limit.basis}."), rows.case["due_at"]
    if not span.counted:
        return (), None
    told = explain(rows.calendar, received_at, span, cut_off=limit.cut_off)
    *counted, _ = sentences(
        told, event="Tiếp nhận đủ", start_basis=RECEPTION_BASIS, span_basis=limit.basis
    )
    return tuple(counted), told.due


def _pause(row: Mapping[str, Any]) -> str:
    stopped_at, resumed_at, why = row["started_at"], row["stopped_at"], f" ({row['reason']})"
    if resumed_at is None:
        return f"Dừng tính từ {instant_text(stopped_at)}{why}; phần còn lại sẽ tính tiếp."
    still = f"từ {instant_text(stopped_at)} đến {instant_text(resumed_at)}"
    return f"Dừng tính {still}{why}; phần còn lại tính tiếp từ đó."

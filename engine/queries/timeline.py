"""What happened to a case, in sentences with people, from the audit events."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from engine.audit.chain import StoredEvent, read_body
from engine.queries.views import TimelineRow
from engine.queries.wording import CHANNEL_NAMES, at_words
from engine.store.audit import CaseEvent

ICONS = {
    "case_submitted": "doc",
    "case_received": "ok",
    "task_claimed": "user",
    "task_released": "next",
    "task_completed": "done",
    "result_stored": "db",
    "result_returned": "ok",
}


def timeline(events: Sequence[CaseEvent], outcomes: Mapping[str, str]) -> tuple[TimelineRow, ...]:
    """The events in the given order; ``outcomes`` maps "element value" to a button's words."""
    return tuple(row for event in events if (row := _row(event, outcomes)))


def _row(event: CaseEvent, outcomes: Mapping[str, str]) -> TimelineRow | None:
    stored = StoredEvent(event.seq, event.at, event.kind, event.body, event.hash)
    body: dict[str, Any] = read_body(stored)
    data: dict[str, Any] = body["data"]
    if event.kind == "task_completed" and data.get("act"):
        return None  # the act wrote its own, fuller event
    return TimelineRow(
        at=event.at,
        kind=event.kind,
        icon=ICONS.get(event.kind, "info"),
        sentence=f"{_who(body['actor'])} {_did(event.kind, data, outcomes)}",
        comment=data.get("comment"),
    )


def _who(actor: Mapping[str, Any]) -> str:
    name = f"{actor['honorific'].capitalize()} {actor['name']}" if actor["honorific"] else None
    post = f" ({actor['post']})" if actor["post"] else ""
    return f"{name or actor['name']}{post}"


def _did(kind: str, data: Mapping[str, Any], outcomes: Mapping[str, str]) -> str:
    match kind:
        case "case_submitted":
            count = len(data["documents"])
            files = f" kèm {count} tệp" if count else ""
            return f"nộp hồ sơ, {CHANNEL_NAMES[data['channel']].lower()}{files}"
        case "case_received":
            until = f", hẹn trả trước {_at(data['due_at'])}" if data["due_at"] else ""
            return f"tiếp nhận đủ hồ sơ, cấp mã {data['code']}{until}"
        case "task_claimed":
            return f"nhận việc: {data['name']}"
        case "task_released":
            return f"trả việc lại cho bộ phận: {data['name']}"
        case "task_completed":
            chosen = outcomes.get(f"{data['element']} {data['outcome']}")
            end = f" ({chosen.rstrip('…').lower()})" if chosen else ""
            return f"làm xong bước: {data['name']}{end}"
        case "result_stored":
            names = ", ".join(document["name"] for document in data["documents"])
            return f"lưu kho kết quả: {names}"
        case "result_returned":
            return "trả kết quả cho người nộp"
        case _:
            return f"ghi sự kiện {kind}"


def _at(text: str) -> str:
    return at_words(datetime.fromisoformat(text))

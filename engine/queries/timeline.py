"""What happened to a case, in sentences with people, from the audit events."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from engine.audit.chain import StoredEvent, read_body
from engine.catalogue.manifest import CHANNEL_NAMES
from engine.catalogue.rules.kinds.money import money_words
from engine.life import state
from engine.queries.views.case import TimelineRow
from engine.queries.wording import at_words
from engine.store.audit import CaseEvent

ICONS = {
    "case_submitted": "doc",
    "case_received": "ok",
    "task_claimed": "user",
    "task_released": "next",
    "task_completed": "done",
    "result_stored": "db",
    "result_returned": "ok",
    "timers_fired": "late",
    "case_parked": "hold",
    "case_resumed": "next",
    "incident_opened": "stop",
    "incident_retried": "next",
    "incident_passed": "ok",
    "message_received": "doc",
    "case_ended": "stop",
}

SILENT = frozenset({"rules_taken"})
"""Events that only explain others: the rules behind a due time or a fee."""


def timeline(events: Sequence[CaseEvent], outcomes: Mapping[str, str]) -> tuple[TimelineRow, ...]:
    """The events in the given order; ``outcomes`` maps "element value" to a button's words."""
    return tuple(row for event in events if (row := _row(event, outcomes)))


def _row(event: CaseEvent, outcomes: Mapping[str, str]) -> TimelineRow | None:
    stored = StoredEvent(event.seq, event.at, event.kind, event.body, event.hash)
    body: dict[str, Any] = read_body(stored)
    data: dict[str, Any] = body["data"]
    if event.kind in SILENT or (event.kind == "task_completed" and data.get("act")):
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
    if kind == "task_completed":
        chosen = outcomes.get(f"{data['element']} {data['outcome']}")
        end = f" ({chosen.rstrip('…').lower()})" if chosen else ""
        return f"làm xong bước: {data['name']}{end}"
    sentence = _SENTENCES.get(kind)
    return sentence(data) if sentence else f"ghi sự kiện {kind}"


def _submitted(data: Mapping[str, Any]) -> str:
    counts = {"tệp": len(data["documents"]), "bản giấy": len(data.get("papers", ()))}
    brought = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
    way = CHANNEL_NAMES[data["channel"]].lower()
    return f"nộp hồ sơ, {way}{f' kèm {brought}' if brought else ''}"


def _received(data: Mapping[str, Any]) -> str:
    until = f", hẹn trả trước {_at(data['due_at'])}" if data["due_at"] else ""
    return f"tiếp nhận đủ hồ sơ, cấp mã {data['code']}{until}"


def _resumed(data: Mapping[str, Any]) -> str:
    until = f"; nay hẹn trả trước {_at(data['due_at'])}" if data.get("due_at") else ""
    return f"tính tiếp thời gian: {data['reason']}{until}"


def _stored(data: Mapping[str, Any]) -> str:
    names = ", ".join(document["name"] for document in data["documents"])
    return f"lưu kho kết quả: {names}"


def _fired(data: Mapping[str, Any]) -> str:
    names = ", ".join(event["name"] or event["element"] for event in data["elements"])
    return f"chuyển hồ sơ khi hết thời gian chờ: {names}"


def _stuck(data: Mapping[str, Any]) -> str:
    place = data["element_name"] or data["element_id"]
    where = f" tại “{place}”" if place else ""
    return f"dừng hẹn giờ vì sự cố{where}: {data['message']}"


def _fees(data: Mapping[str, Any]) -> str:
    due = sum(Decimal(fee["due"]) for fee in data["fees"])
    exempted = sum(Decimal(fee["exempted"]) for fee in data["fees"])
    less = f", đã miễn giảm {money_words(Decimal(exempted))}" if exempted else ""
    return f"tính phí, lệ phí: {money_words(Decimal(due))}{less}"


def _channel(data: Mapping[str, Any]) -> str:
    before, after = (CHANNEL_NAMES[data[name]].lower() for name in ("before", "after"))
    return f"đổi cách nộp từ {before} sang {after}"


def _applied(data: Mapping[str, Any]) -> str:
    if data.get("due_at"):
        return f"áp dụng quy định mới, hẹn trả trước {_at(data['due_at'])}"
    return "áp dụng quy định mới cho hồ sơ đang xử lý"


_SENTENCES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "case_submitted": _submitted,
    "case_received": _received,
    "task_claimed": lambda data: f"nhận việc: {data['name']}",
    "task_released": lambda data: f"trả việc lại cho bộ phận: {data['name']}",
    "result_stored": _stored,
    "fees_computed": _fees,
    "channel_changed": _channel,
    "step_skipped": lambda data: f"bỏ qua bước theo quy định: {data['name']}",
    "rule_applied": _applied,
    "result_returned": lambda _: "trả kết quả cho người nộp",
    "timers_fired": _fired,
    "case_parked": lambda data: f"dừng tính thời gian: {data['reason']}",
    "case_resumed": _resumed,
    "message_received": lambda data: (
        f"chuyển thông điệp vào hồ sơ: {data['name'] or data['message']}"
    ),
    "case_ended": lambda data: f"kết thúc hồ sơ: {state(data['status']).name}",
    "incident_opened": _stuck,
    "incident_retried": lambda _: "cho chạy lại bước tự động đã gặp sự cố",
    "incident_passed": lambda _: "đóng sự cố vì hồ sơ đã qua chỗ đó",
}


def _at(text: str) -> str:
    return at_words(datetime.fromisoformat(text))

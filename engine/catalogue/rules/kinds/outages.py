"""The kind about when the system was out, so that dossiers were taken on paper."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from engine.catalogue.rules.kinds.base import Kind, Value, ValueField, ValueReader
from engine.typed import Unreadable
from engine.typed.dates import day_typed, time_of
from engine.typed.text import Typed
from engine.worktime import ZONE
from engine.worktime.wording import due_text

_NAMES = {
    "from_day": "Ngày bắt đầu",
    "from_hour": "Giờ bắt đầu",
    "until_day": "Ngày khắc phục",
    "until_hour": "Giờ khắc phục",
}


class Outage(Kind):
    """An outage in which dossiers were taken on paper slips (``take_outage_slip``).

    Its basis is the paper of the technical department. A catalogue: cases only look into it, and an
    outage by itself moves no clock.
    """

    code = "outage"
    name = "Lúc mất hệ thống"
    moment = "submission"
    at_reception_desk = True
    kept = False
    for_one_time = True
    fields = (
        ValueField("from_day", _NAMES["from_day"], "text", hint="Ví dụ 20/11/2026"),
        ValueField("from_hour", _NAMES["from_hour"], "text", hint="Giờ và phút, ví dụ 08:30"),
        ValueField("until_day", _NAMES["until_day"], "text", hint="Ví dụ 20/11/2026"),
        ValueField("until_hour", _NAMES["until_hour"], "text", hint="Giờ và phút, ví dụ 15:00"),
        ValueField(
            *("what", "Hỏng gì, ở đâu", "text"),
            hint="Căn cứ là văn bản xác nhận sự cố của cơ quan kỹ thuật",
        ),
    )

    def read(self, raw: ValueReader) -> dict[str, Any]:
        value = {
            "from_day": _part(raw, "from_day", day_typed, "ngày, ví dụ 20/11/2026"),
            "from_hour": _part(raw, "from_hour", _hour, "giờ và phút, ví dụ 08:30"),
            "until_day": _part(raw, "until_day", day_typed, "ngày, ví dụ 20/11/2026"),
            "until_hour": _part(raw, "until_hour", _hour, "giờ và phút, ví dụ 15:00"),
            "what": raw.text("what", "Hỏng gì, ở đâu"),
        }
        if not raw.faults and began(value) >= ended(value):
            raw.fault("until_hour", "Giờ khắc phục: phải sau lúc bắt đầu.")
        return value

    def slot(self, value: Value) -> str:
        """Outages stand side by side: each is told by when it began."""
        return f"{value['from_day']}T{value['from_hour']}"

    def words(self, value: Value) -> str:
        return f"từ {due_text(began(value))} đến {due_text(ended(value))}: {value['what']}"


def began(value: Value) -> datetime:
    """When the outage of a rule began."""
    return _moment(value["from_day"], value["from_hour"])


def ended(value: Value) -> datetime:
    """When it was over."""
    return _moment(value["until_day"], value["until_hour"])


def _moment(day: str, hour: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=ZONE)


def _hour(text: str) -> str:
    return time_of(Typed(text))


def _part(raw: ValueReader, name: str, read: Callable[[str], str], how: str) -> str:
    text = raw.text(name, _NAMES[name])
    try:
        return read(text) if text else ""
    except Unreadable:
        raw.fault(name, f"{_NAMES[name]}: hãy ghi {how}.")
        return ""

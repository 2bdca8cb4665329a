"""Kinds about filing: channels, place, paper, printed forms, the system that handles the case."""

from collections.abc import Sequence
from typing import Any

from engine.catalogue.manifest import CHANNEL_WORDS, CHANNELS
from engine.catalogue.rules.kinds.base import Kind, Value, ValueField, ValueReader

LEVELS = {"full": "toàn trình", "partial": "một phần", "none": "không trực tuyến"}
PLACES = {"here": "nộp tại hệ thống này", "national_portal": "nộp tại Cổng dịch vụ công quốc gia"}
HOMES = {"province": "hệ thống của tỉnh", "ministry": "hệ thống của bộ", "both": "cả hai hệ thống"}


WEEKDAYS = {
    "mon": "thứ Hai",
    "tue": "thứ Ba",
    "wed": "thứ Tư",
    "thu": "thứ Năm",
    "fri": "thứ Sáu",
    "sat": "thứ Bảy",
    "sun": "Chủ nhật",
}
"""Days of the week in the order of ``date.weekday()``."""


class Channels(Kind):
    """How the procedure may be filed, and how far it goes online (decree 42/2022)."""

    code = "channels"
    name = "Kênh nộp và mức độ trực tuyến"
    moment = "submission"
    at_reception_desk = True
    fields = (
        ValueField("channels", "Kênh nộp", "choices", CHANNEL_WORDS),
        ValueField("online_level", "Mức độ trực tuyến", "choice", LEVELS),
    )

    def read(self, raw: ValueReader) -> dict[str, Any]:
        given = raw.raw.get("channels")
        known = isinstance(given, list) and all(channel in CHANNELS for channel in given)
        if not isinstance(given, list) or not given or not known:
            raw.fault("channels", f"Kênh nộp: hãy chọn trong {', '.join(CHANNELS)}.")
            given = []
        level = raw.choice("online_level", "Mức độ trực tuyến", tuple(LEVELS))
        if given and (level == "none") == ("online" in given):
            raw.fault("online_level", "Mức độ trực tuyến chưa khớp với các kênh nộp đã chọn.")
        return {"channels": [c for c in CHANNELS if c in given], "online_level": level}

    def words(self, value: Value) -> str:
        how = ", ".join(CHANNEL_WORDS[channel] for channel in value["channels"])
        return f"nộp {how}; {LEVELS[value['online_level']]}"


class FilingPlace(Kind):
    """Where citizens file: here, or on the national portal, to which they are sent on."""

    code = "filing_place"
    name = "Nơi nộp"
    moment = "submission"
    at_reception_desk = True
    fields = (
        ValueField("place", "Nơi nộp", "choice", PLACES),
        ValueField("address", "Địa chỉ trang nộp", "text", nothing="nộp ở đây", hint="https://…"),
    )

    def read(self, raw: ValueReader) -> dict[str, Any]:
        place = raw.choice("place", "Nơi nộp", tuple(PLACES))
        address = raw.text("address", "Địa chỉ trang nộp") if place == "national_portal" else None
        if address and not address.startswith("https://"):
            raw.fault("address", "Địa chỉ trang nộp: phải bắt đầu bằng https://.")
        return {"place": place, "address": address}

    def words(self, value: Value) -> str:
        return PLACES[value["place"]]


class Paperless(Kind):
    """Whether no paper is received at this place: every day, or on some days of the week.

    Requirement R-11: some procedures on some days, on the way to all of them on every day.
    """

    code = "paperless"
    name = "Không nhận bản giấy"
    moment = "submission"
    at_reception_desk = True
    fields = (
        ValueField("paperless", "Không nhận bản giấy", "flag"),
        ValueField("weekdays", "Chỉ vào các ngày", "choices", WEEKDAYS, nothing="mọi ngày"),
    )

    def read(self, raw: ValueReader) -> dict[str, Any]:
        return {
            "paperless": raw.flag("paperless", "Không nhận bản giấy"),
            "weekdays": self._weekdays(raw),
        }

    def words(self, value: Value) -> str:
        if not value["paperless"]:
            return "nhận cả bản giấy"
        days = value.get("weekdays")
        return f"chỉ nhận bản điện tử{f' vào {weekday_words(days)}' if days else ''}"

    @staticmethod
    def _weekdays(raw: ValueReader) -> list[str] | None:
        given = raw.raw.get("weekdays")
        if given is None:
            return None
        if not isinstance(given, list) or not given or not set(given) <= WEEKDAYS.keys():
            known = ", ".join(WEEKDAYS)
            raw.fault("weekdays", f"Chỉ vào các ngày: hãy chọn trong {known}, hoặc bỏ trống.")
            return None
        return [day for day in WEEKDAYS if day in given]


class PaperGround(Kind):
    """A lawful ground on which a state agency files on paper (requirements R-09, R-118)."""

    code = "paper_ground"
    name = "Lý do cơ quan nhà nước nộp bản giấy"
    moment = "submission"
    at_reception_desk = True
    kept = False
    fields = (
        ValueField("code", "Mã lý do", "text", hint="Ví dụ ban_goc"),
        ValueField("ground", "Lý do", "text", hint="Ví dụ luật quy định nộp bản gốc"),
    )

    def read(self, raw: ValueReader) -> dict[str, Any]:
        return {"code": raw.text("code", "Mã lý do"), "ground": raw.text("ground", "Lý do")}

    def slot(self, value: Value) -> str:
        return str(value["code"])

    def words(self, value: Value) -> str:
        return str(value["ground"])


class NoSlip(Kind):
    """A procedure that is done while one waits: no receipt is given (decree 118/2025 art. 17.4).

    Requirement R-12. Register, clock and result are as of any other.
    """

    code = "no_slip"
    name = "Trả ngay, không giấy hẹn"
    moment = "reception"
    at_reception_desk = True
    fields = (ValueField("no_slip", "Trả ngay, không giấy hẹn", "flag"),)

    def read(self, raw: ValueReader) -> dict[str, Any]:
        return {"no_slip": raw.flag("no_slip", "Trả ngay, không giấy hẹn")}

    def words(self, value: Value) -> str:
        return "trả ngay, không giấy hẹn" if value["no_slip"] else "có giấy hẹn"


class PrintedForms(Kind):
    """Which set of official forms is printed, such as that of circular 03/2025/TT-VPCP."""

    code = "printed_forms"
    name = "Bộ mẫu in"
    moment = "reception"
    awaits = "in biểu mẫu"
    at_reception_desk = True
    fields = (ValueField("set", "Bộ mẫu", "text", hint="Ví dụ 03/2025/TT-VPCP"),)

    def read(self, raw: ValueReader) -> dict[str, Any]:
        return {"set": raw.text("set", "Bộ mẫu")}

    def words(self, value: Value) -> str:
        return f"bộ mẫu {value['set']}"


class HandlingSystem(Kind):
    """Whose system handles the procedure during a transition (requirement R-65)."""

    code = "handling_system"
    name = "Hệ thống xử lý"
    moment = "submission"
    fields = (ValueField("home", "Hệ thống", "choice", HOMES),)

    def read(self, raw: ValueReader) -> dict[str, Any]:
        return {"home": raw.choice("home", "Hệ thống", tuple(HOMES))}

    def words(self, value: Value) -> str:
        return f"xử lý trên {HOMES[value['home']]}"


class DocumentReplaced(Kind):
    """A required document that data replaces (decree 118/2025 art. 17.1b)."""

    code = "document_replaced"
    name = "Giấy tờ thay bằng dữ liệu"
    moment = "submission"
    needs_procedure = True
    fields = (
        ValueField("document", "Giấy tờ", "text", hint="Mã giấy tờ", suggested="components"),
        ValueField(
            *("source", "Nguồn dữ liệu", "text"), hint="dan_cu, dat_dai, ho_tich hoặc tên nguồn"
        ),
    )

    def read(self, raw: ValueReader) -> dict[str, Any]:
        return {
            "document": raw.text("document", "Giấy tờ"),
            "source": raw.text("source", "Nguồn dữ liệu"),
        }

    def slot(self, value: Value) -> str:
        return str(value["document"])

    def words(self, value: Value) -> str:
        return f"giấy tờ {value['document']} lấy từ {value['source']}"


def weekday_words(days: Sequence[str]) -> str:
    """Days of the week in words: "thứ Năm, thứ Sáu"."""
    return ", ".join(WEEKDAYS[day] for day in days)

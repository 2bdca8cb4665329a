"""Kinds about fees. How they make the amount due: ``engine.fees``."""

from decimal import Decimal
from typing import Any

from engine.catalogue.manifest import CHANNEL_WORDS, CHANNELS
from engine.catalogue.rules.kinds.base import Kind, Value, ValueField, ValueReader
from engine.catalogue.rules.kinds.days import Days
from engine.worktime.wording import amount_text

SUBJECTS = {
    "tre_em": "trẻ em",
    "nguoi_co_cong": "người có công",
    "ho_ngheo": "hộ nghèo",
    "nguoi_cao_tuoi": "người cao tuổi",
    "nguoi_khuyet_tat": "người khuyết tật",
    "dan_toc_thieu_so_dbkk": "đồng bào dân tộc thiểu số vùng đặc biệt khó khăn",
    "vneid_muc_2": "người có tài khoản định danh điện tử mức độ 2",
}
"""Groups of people whom the law on fees names (Luật Phí và lệ phí, Điều 10), and those with an
electronic identity of level 2 (Nghị quyết 66.22/2026/NQ-CP)."""


AGES: dict[str, tuple[int, int | None]] = {"tre_em": (0, 15), "nguoi_cao_tuoi": (60, None)}
"""Groups that are told by age: of at least and at most so many full years (Luật Trẻ em 2016,
Điều 1: under 16; Luật Người cao tuổi 2009, Điều 2: from 60)."""

ITEMS = {"phi": "phí", "le_phi": "lệ phí"}
"""Items that are called by what they are; another one is called by its code."""


class FeeAmount(Kind):
    """The full rate of a fee item in đồng, in place of the package's table.

    ``quantity`` is the answer of the form by which the rate is multiplied, such as copies.
    ``added`` says that the item is one more than the package's table has: the people's council may
    set a fee that the package doesn't know of. Without it such an item is taken for a mistake.
    """

    code = "fee_amount"
    name = "Mức phí, lệ phí"
    moment = "submission"
    needs_procedure = True
    fields = (
        ValueField("item", "Khoản thu", "text", hint="Mã khoản thu trong bảng phí của quy trình"),
        ValueField("amount", "Mức thu", "number", unit="đồng"),
        ValueField(
            *("quantity", "Nhân với câu trả lời", "text"),
            nothing="thu một lần",
            hint="Mã câu hỏi kiểu số của mẫu đơn, ví dụ số bản",
            suggested="questions",
        ),
        ValueField(
            "added", "Khoản thu thêm, ngoài bảng phí của quy trình", "flag", nothing="không"
        ),
    )

    def read(self, raw: ValueReader) -> dict[str, Any]:
        amount = raw.whole("amount", "Mức thu (đồng)")
        return {
            "item": raw.text("item", "Khoản thu"),
            "amount": str(amount),
            "quantity": raw.optional_text("quantity"),
            "added": raw.optional_flag("added", "Khoản thu thêm, ngoài bảng phí của quy trình"),
        }

    def slot(self, value: Value) -> str:
        return str(value["item"])

    def words(self, value: Value) -> str:
        more = ", khoản thu thêm" if value.get("added") else ""
        item = ITEMS.get(value["item"], value["item"])
        return f"{money_words(Decimal(value['amount']))} ({item}{more})"

    def measure(self, value: Value) -> Decimal | None:
        return Decimal(value["amount"])


class Exemption(Kind):
    """What part of a fee is due, for a channel, for a group of people, or for both.

    ``rate`` is in percent: 0 lets the whole fee off, 50 half of it. Rules of different slots stand
    side by side and multiply; each slot has one winner.
    """

    code = "fee_exemption"
    name = "Miễn, giảm phí, lệ phí"
    moment = "submission"
    fields = (
        ValueField("channel", "Kênh nộp", "choice", CHANNEL_WORDS, nothing="mọi kênh"),
        ValueField("subject", "Đối tượng", "choice", SUBJECTS, nothing="mọi người"),
        ValueField("rate", "Còn phải nộp", "number", unit="% mức phí", hint="0 là miễn toàn bộ"),
    )

    def read(self, raw: ValueReader) -> dict[str, Any]:
        return {
            "channel": raw.optional_choice("channel", "Kênh nộp", CHANNELS),
            "subject": raw.optional_choice("subject", "Đối tượng", tuple(SUBJECTS)),
            "rate": str(raw.number("rate", "Còn phải nộp", most=100)),
        }

    def slot(self, value: Value) -> str:
        return f"{value['channel'] or '*'}/{value['subject'] or '*'}"

    def words(self, value: Value) -> str:
        rate = Decimal(value["rate"])
        whom = SUBJECTS.get(value["subject"] or "")
        how = CHANNEL_WORDS.get(value["channel"] or "")
        parts = [f"nộp {how}" if how else None, f"là {whom}" if whom else None]
        when = ", ".join(part for part in parts if part) or "mọi hồ sơ"
        return f"{'miễn' if rate == 0 else f'thu {amount_text(rate)}% mức phí'} khi {when}"

    def measure(self, value: Value) -> Decimal | None:
        return Decimal(value["rate"])


class UnpaidDays(Days):
    """Calendar days after the notice until a case of which nothing was paid is closed.

    No text fixes it, so a province may; without a rule no case is closed for it.
    """

    code = "unpaid_days"
    name = "Số ngày chờ nộp phí, lệ phí"
    moment = "submission"


def money_words(amount: Decimal | int) -> str:
    """An amount as officials write it: "75.000 đồng"."""
    return f"{amount:,.0f} đồng".replace(",", ".")

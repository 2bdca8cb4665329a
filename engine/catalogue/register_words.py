"""Columns of registers and units in words: headings of pages and tables, and values in cells.

What is written here reads back: a register that was downloaded, changed and brought in again.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Boolean, Column, Date, Integer

from engine.catalogue.manifest import CHANNEL_WORDS
from engine.typed import Unreadable, folded
from engine.typed.dates import day_typed
from engine.typed.numbers import number_typed
from engine.typed.text import LONGEST_WORDS, text_of, within

LABELS: Mapping[str, str] = {
    "code": "Mã",
    "name": "Tên",
    "short_name": "Tên gọi tắt",
    "sector": "Lĩnh vực",
    "level": "Cấp thực hiện",
    "unit_code": "Mã đơn vị",
    "online_level": "Mức độ trực tuyến",
    "full_eligible": "Đủ điều kiện toàn trình",
    "local": "Đặc thù của tỉnh",
    "takes_fee": "Có phí, lệ phí",
    "decision": "Quyết định công bố",
    "valid_from": "Từ ngày",
    "valid_to": "Đến trước ngày",
    "procedure_code": "Mã thủ tục",
    "required": "Bắt buộc",
    "originals": "Số bản chính",
    "copies": "Số bản sao",
    "note": "Ghi chú",
    "result_code": "Mã loại kết quả",
    "kind": "Loại",
    "channel": "Kênh nộp",
    "amount": "Mức thu (đồng)",
    "legal_basis": "Số văn bản căn cứ",
    "bank": "Kho bạc, ngân hàng",
    "number": "Số",
    "source": "Nguồn",
    "area_code": "Mã khu vực",
    "title": "Trích yếu",
    "issuer": "Cơ quan ban hành",
    "issued_on": "Ngày ký",
    "address": "Địa chỉ tra cứu",
    "parent_code": "Mã đơn vị cấp trên",
    "agency_code": "Mã định danh",
    "statistics_code": "Mã thống kê",
    "calendar_code": "Lịch làm việc",
}
WORDS: Mapping[str, Mapping[str, str]] = {
    "level": {"commune": "cấp xã", "department": "sở, ngành", "province": "UBND tỉnh"},
    "online_level": {"full": "toàn trình", "partial": "một phần", "none": "không"},
    "kind": {"phi": "phí", "le_phi": "lệ phí", "both": "phí và lệ phí"},
    "channel": CHANNEL_WORDS,
}
"""Values that a column is limited to; both the code and the words are read."""
_TRUE, _FALSE = ("có", "x", "true", "1"), ("không", "false", "0")


def label_of(column: str) -> str:
    """The heading of a column."""
    return LABELS.get(column, column)


def words_of(column: str, value: object) -> str:
    """A value, as registers give it, as people read and write it; "" for none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _TRUE[0] if value else _FALSE[0]
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return WORDS.get(column, {}).get(str(value), str(value))


def typed_in(column: Column[Any], text: str | None) -> object:
    """What a cell of a table says, as the column keeps it. Raises Unreadable."""
    if text is None or not text.strip():
        if not column.nullable:
            raise Unreadable("không được để trống")
        return None
    if isinstance(column.type, Date):
        return date.fromisoformat(day_typed(text))
    if isinstance(column.type, Boolean):
        return _truth(text)
    if isinstance(column.type, Integer):
        return _whole(text)
    for code, words in WORDS.get(column.name, {}).items():
        if _plain(text) in (_plain(code), _plain(words)):
            return code
    return within(text_of(text), getattr(column.type, "length", None) or LONGEST_WORDS)


def _plain(text: str) -> str:
    return folded(text.replace(",", " "))


def _truth(text: str) -> bool:
    typed = folded(text)
    if typed in map(folded, _TRUE):
        return True
    if typed in map(folded, _FALSE):
        return False
    raise Unreadable("hãy ghi có hoặc không")


def _whole(text: str) -> int:
    number = number_typed(text)
    if number < 0 or number != number.to_integral_value():
        raise Unreadable("phải là số nguyên không âm")
    return int(Decimal(number))

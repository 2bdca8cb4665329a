"""A kind about extensions: until when before its due day a case may be extended."""

from decimal import Decimal
from typing import Any

from engine.catalogue.rules.kinds.base import Kind, Value, ValueReader

LONGEST = 365


class ExtensionNoticeDays(Kind):
    """Days before the due day by which an extension is made (decree 118/2025 art. 19.6: 1)."""

    code = "extension_notice_days"
    name = "Số ngày báo trước khi gia hạn"
    moment = "reception"

    def read(self, raw: ValueReader) -> dict[str, Any]:
        return {"days": raw.whole("days", "Số ngày", least=1, most=LONGEST)}

    def words(self, value: Value) -> str:
        return f"trước hạn {value['days']} ngày"

    def measure(self, value: Value) -> Decimal | None:
        return Decimal(value["days"])

"""Kinds about supplements: how long the applicant has, and until when one may be asked for."""

from typing import Any

from engine.catalogue.rules.kinds.base import Value, ValueField, ValueReader
from engine.catalogue.rules.kinds.days import LONGEST, Days


class SupplementDays(Days):
    """Calendar days that the applicant has for a supplement (decree 118/2025 art. 19.5: 15).

    ``warn_before``: how many days before the last one the applicant is reminded.
    """

    code = "supplement_days"
    name = "Số ngày chờ bổ sung"
    fields = (
        ValueField("days", "Số ngày", "number", unit="ngày"),
        ValueField(
            *("warn_before", "Nhắc trước khi hết", "numbers"),
            unit="ngày",
            nothing="không nhắc",
            hint="Một hay nhiều mốc, ví dụ 5, 2",
        ),
    )

    def read(self, raw: ValueReader) -> dict[str, Any]:
        days = raw.whole("days", "Số ngày", least=1, most=LONGEST)
        warned = raw.raw.get("warn_before")
        if warned is None:
            return {"days": days}
        whole = isinstance(warned, list) and all(type(one) is int for one in warned)
        if not isinstance(warned, list) or not whole or not all(0 < one < days for one in warned):
            raw.fault("warn_before", "Nhắc trước khi hết: hãy ghi số ngày, ít hơn số ngày chờ.")
            return {"days": days}
        return {"days": days, "warn_before": sorted(set(warned), reverse=True)}

    def words(self, value: Value) -> str:
        warned = ", ".join(str(day) for day in value.get("warn_before", ()))
        return f"{value['days']} ngày{f', nhắc trước {warned} ngày' if warned else ''}"


class SupplementDaysBefore(SupplementDays):
    """The same for what is asked before the reception: no text fixes it, so a province may."""

    code = "supplement_days_before"
    name = "Số ngày chờ bổ sung trước tiếp nhận"
    moment = "submission"


class SupplementAskDays(Days):
    """Working days after the reception in which a supplement may be asked for (art. 19.5: 3)."""

    code = "supplement_ask_days"
    name = "Số ngày được yêu cầu bổ sung sau tiếp nhận"
    asked = "Số ngày làm việc"
    fields = (ValueField("days", "Số ngày", "number", unit="ngày làm việc"),)
    said = "{} ngày làm việc"

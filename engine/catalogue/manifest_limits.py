"""What can't be right together in a manifest's limits: each of its own, and each with the others.

Whether two rows may be about the same case needs the package's forms and is the diagnosis's.
"""

from collections.abc import Mapping
from typing import Any

from engine.catalogue.fields import Reading
from engine.catalogue.fields.table import shown
from engine.catalogue.manifest_fields import LONGEST_DAYS
from engine.files.toml_file import Path
from engine.worktime import Unit


def check_limits(reading: Reading) -> None:
    """Add what is wrong with the package's own limit and with each row of ``limits``."""
    own = reading.value("time_limit") or {}
    _check_amount(reading, ("time_limit",), own)
    _check_same_day(reading, ("time_limit",), own)
    channels = reading.value("filing.channels") or ()
    for at, row in enumerate(reading.rows("limits")):
        _check_amount(reading, ("limits", at), row)
        _check_same_day(reading, ("limits", at), row)
        if row.get("phase") and not row.get("after"):
            detail = "một giai đoạn bắt đầu khi xong một bước: phải ghi bước đó ở after."
            reading.add("field.conflict", ("limits", at, "phase"), detail=detail)
        if row.get("phase") and row.get("same_day"):
            detail = "giai đoạn tính từ khi xong bước trước, không tính theo ngày tiếp nhận."
            reading.add("field.conflict", ("limits", at, "same_day"), detail=detail)
        if channels and not set(row.get("channels", channels)) <= set(channels):
            detail = f"thủ tục chỉ nhận {', '.join(channels)} (filing.channels)."
            reading.add("field.conflict", ("limits", at, "channels"), detail=detail)
        if not (row.keys() & {"when", "channels", "after"}) and row.get("clock") != "committed":
            detail = (
                "dòng này áp dụng cho mọi hồ sơ nên time_limit không bao giờ được tính; hãy ghi "
                "when, channels hoặc after, hoặc sửa time_limit."
            )
            reading.add("field.conflict", ("limits", at, "when"), detail=detail)


def _check_same_day(reading: Reading, table: Path, row: Mapping[str, Any]) -> None:
    """Due today, whatever the amount: one beyond a day would be told and never counted."""
    amount, most = row.get("amount"), _ONE_DAY.get(row.get("unit", ""))
    if row.get("same_day") and amount is not None and most is not None and amount > most:
        detail = f"trả trong ngày, còn amount là {amount:f}, hơn một ngày."
        reading.add("field.conflict", (*table, "same_day"), detail=detail)


_ONE_DAY = {Unit.WORKING_DAYS: 1, Unit.CALENDAR_DAYS: 1, Unit.WORKING_HOURS: 8}


def _check_amount(reading: Reading, table: Path, row: Mapping[str, Any]) -> None:
    amount, unit = row.get("amount"), row.get("unit")
    if amount is None or unit is None:
        return
    path, wanted = (*table, "amount"), None
    if amount == 0:
        wanted = "số lớn hơn 0"
    elif unit in (Unit.WORKING_DAYS, Unit.CALENDAR_DAYS) and amount > LONGEST_DAYS:
        wanted = f"không quá {LONGEST_DAYS} ngày"
    elif unit == Unit.CALENDAR_DAYS and amount != amount.to_integral_value():
        wanted = "số nguyên khi tính theo ngày"
    told_already = any(one.values["field"] == shown(path) for one in reading.findings)
    if wanted and not told_already:
        reading.add("field.bounds", path, value=str(amount), wanted=wanted)

"""A list of procedures as ministries and provinces send it: headings in Vietnamese, CSV or XLSX."""

import re
from collections.abc import Callable, Collection, Sequence
from typing import Any

from engine.errors import ListFaulty
from engine.organisation.sheets import Sheet, SheetRow, day_of, folded, read_sheet
from engine.typed import Unreadable

HEADINGS = {
    "code": ("Mã TTHC", "Mã thủ tục", "Mã số", "code"),
    "name": ("Tên TTHC", "Tên thủ tục hành chính", "Tên thủ tục", "name"),
    "short_name": ("Tên gọi tắt", "short_name"),
    "sector": ("Lĩnh vực", "sector"),
    "level": ("Cấp thực hiện", "Cấp", "level"),
    "unit_code": ("Mã đơn vị quản lý", "Đơn vị quản lý", "unit_code"),
    "online_level": ("Mức độ DVC", "Mức độ dịch vụ công", "online_level"),
    "full_eligible": ("Đủ điều kiện toàn trình", "full_eligible"),
    "local": ("TTHC đặc thù", "Đặc thù", "local"),
    "takes_fee": ("Phí, lệ phí", "Có phí", "takes_fee"),
    "decision": ("Quyết định công bố", "decision"),
    "valid_from": ("Hiệu lực từ", "Ngày hiệu lực", "valid_from"),
    "valid_to": ("Hiệu lực đến", "Ngày hết hiệu lực", "valid_to"),
}
"""Columns of the catalogue and the headings they go by."""
REQUIRED = ("code", "name", "sector", "level")
CUT = re.compile(r"[0-9]\.[0-9]{1,5}")
"""A national code that a spreadsheet has taken for a number."""
CODE = re.compile(r"[0-9A-Z][0-9A-Za-z.-]{0,63}")

LEVELS = {
    "cap xa": "commune",
    "xa": "commune",
    "commune": "commune",
    # The national list says "cấp tỉnh" for what the departments of a province decide.
    "cap tinh": "department",
    "so, nganh": "department",
    "department": "department",
    "ubnd tinh": "province",
    "uy ban nhan dan tinh": "province",
    "province": "province",
}
ONLINE = {
    "toan trinh": "full",
    "full": "full",
    "mot phan": "partial",
    "partial": "partial",
    "khong": "none",
    "cung cap thong tin": "none",
    "none": "none",
}
YES_NO = {
    "co": True,
    "x": True,
    "true": True,
    "1": True,
    "khong": False,
    "false": False,
    "0": False,
}


def procedure_sheet(content: bytes, *, name: str) -> Sheet:
    """The rows of a list of procedures, read before any transaction. Raises SheetUnreadable."""
    return read_sheet(content, name=name, headings=HEADINGS, required=REQUIRED)


def read_procedures(
    sheet: Sequence[SheetRow], *, units: Collection[str]
) -> tuple[tuple[str, ...], list[dict[str, object]]]:
    """The columns that the list has, and its rows with values as the catalogue keeps them.

    An empty cell of a column that the list has means "none". Raises ListFaulty with the number of
    every faulty row.
    """
    present = {column for row in sheet for column in row.cells}
    columns = tuple(column for column in HEADINGS if column in present)
    faults: list[str] = []
    rows: list[dict[str, object]] = []
    seen: dict[str, int] = {}
    for row in sheet:
        values = {column: _value(row, column, faults) for column in columns}
        if values.get("short_name") is None:
            values.pop("short_name", None)
        if (code := values["code"]) is not None:  # else told already
            first = seen.setdefault(str(code), row.number)
            if first != row.number:
                faults.append(f"Dòng {row.number}: mã {code} đã có ở dòng {first}.")
        unit = values.get("unit_code")
        if unit is not None and unit not in units:
            faults.append(f"Dòng {row.number}: tỉnh không có đơn vị {unit}.")
        rows.append(values)
    if faults:
        raise ListFaulty(count=len(faults), first=faults[0], faults=faults)
    return columns, rows


def _value(row: SheetRow, column: str, faults: list[str]) -> object:
    text = row.cells.get(column)
    if text is None:
        if column in REQUIRED:
            faults.append(f"Dòng {row.number}: thiếu “{HEADINGS[column][0]}”.")
        return None
    heading = HEADINGS[column][0]
    if fault := row.faults.get(column):
        faults.append(f"Dòng {row.number}: “{heading}” ({text}) {fault}.")
        return None
    try:
        return _READERS.get(column, str)(text)
    except Unreadable as unreadable:
        faults.append(f"Dòng {row.number}: “{heading}” ({text}): {unreadable}.")
        return None
    except (KeyError, ValueError):
        faults.append(f"Dòng {row.number}: “{text}” không phải giá trị của “{heading}”.")
        return None


def _code(text: str) -> str:
    if CUT.fullmatch(text):
        raise Unreadable("mã quốc gia có 6 chữ số sau dấu chấm; có thể tệp đã làm mất số 0 ở cuối")
    if not CODE.fullmatch(text):
        raise ValueError(text)
    return text


_READERS: dict[str, Callable[[str], Any]] = {
    "code": _code,
    "level": lambda text: LEVELS[folded(text)],
    "online_level": lambda text: ONLINE[folded(text)],
    "full_eligible": lambda text: YES_NO[folded(text)],
    "local": lambda text: YES_NO[folded(text)],
    "takes_fee": lambda text: YES_NO[folded(text)],
    "valid_from": day_of,
    "valid_to": day_of,
}

"""Values of table columns as text, exactly: what is written reads back as the same value.

An empty cell is no value. A text that is empty, begins with a backslash, or would be calculated by
a spreadsheet (``=cmd``) gets a backslash in front, which reading takes away.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Never

import msgspec
from sqlalchemy import JSON, Boolean, Column, Date, Integer, Numeric

from engine.store.base import UtcDateTime
from engine.typed.dates import day_sent
from engine.typed.spreadsheets import FORMULA, MARK
from engine.typed.text import Unreadable, in_one_form

_LARGEST = 2**31
"""What no whole number of a table reaches."""
_WHOLE = re.compile(r"-?[0-9]+")
_DECIMAL = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
"""As programs write numbers: Python itself takes 1_000, 1e2 and spaces too."""
_encoder = msgspec.json.Encoder(order="deterministic", decimal_format="string")


class CellFaulty(ValueError):
    """A cell can't be read; the message says what is expected, in Vietnamese."""


def written(column: Column[Any], value: Any) -> str:
    """The value of a column as a cell."""
    if value is None:
        return ""
    for kind, write, _ in _KINDS:
        if isinstance(column.type, kind):
            return write(value)
    text = str(value)
    return MARK + text if not text or text.startswith((*FORMULA, MARK)) else text


def read(column: Column[Any], cell: str) -> Any:
    """The value that a cell holds. Raises CellFaulty."""
    if cell == "":
        if not column.nullable:
            raise CellFaulty("không được để trống")
        return None
    if "\x00" in cell:
        raise CellFaulty("có ký tự không dùng được")
    for kind, _, parse in _KINDS:
        if isinstance(column.type, kind):
            try:
                return parse(cell)
            except (ValueError, ArithmeticError):
                raise CellFaulty(f"“{cell}” không đọc được") from None
    text, longest = cell.removeprefix(MARK), getattr(column.type, "length", None)
    if longest is not None and len(text) > longest:
        raise CellFaulty(f"dài quá {longest} ký tự")
    try:
        return in_one_form(text)
    except Unreadable as unreadable:
        raise CellFaulty(str(unreadable)) from None


def _bool(cell: str) -> bool:
    return {"true": True, "false": False}[cell] if cell in ("true", "false") else _no(cell)


def _no(cell: str) -> Never:
    raise ValueError(cell)


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _moment(cell: str) -> datetime:
    moment = datetime.fromisoformat(cell)
    return moment if moment.tzinfo else _no(cell)


def _whole(cell: str) -> int:
    number = int(cell) if _WHOLE.fullmatch(cell) else _no(cell)
    return number if abs(number) < _LARGEST else _no(cell)


def _decimal(cell: str) -> Decimal:
    return Decimal(cell) if _DECIMAL.fullmatch(cell) else _no(cell)


def _date(cell: str) -> date:
    return date.fromisoformat(day_sent(cell))


# UtcDateTime before Date and Boolean before Integer: the first kind that fits is taken.
_KINDS: tuple[tuple[type, Callable[[Any], str], Callable[[str], Any]], ...] = (
    (UtcDateTime, _instant, _moment),
    (Date, date.isoformat, _date),
    (Boolean, lambda value: "true" if value else "false", _bool),
    (Integer, str, _whole),
    (Numeric, lambda value: format(value, "f"), _decimal),
    (JSON, lambda value: _encoder.encode(value).decode(), msgspec.json.decode),
)

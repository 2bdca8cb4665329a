"""Tables that people send: XLSX or CSV, with Vietnamese headings, read as text row by row."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from engine.errors import SheetUnreadable
from engine.files import SAVE, FileUnreadable
from engine.files import text_of as file_text
from engine.files.limits import SHEET, MiB
from engine.organisation.workbooks import read_workbook
from engine.typed import Unreadable, folding
from engine.typed.dates import day_typed
from engine.typed.spreadsheets import restored
from engine.typed.text import LONGEST_WORDS, text_of, within

SHOWN = 60
"""Signs that are shown of a cell that can't be read."""
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
"""How files of Excel before 2007 begin."""
XLS = "là tệp .xls của Excel cũ; hãy lưu lại thành XLSX, hoặc CSV UTF-8."
NO_XLSX = "không phải tệp XLSX dù tên ghi .xlsx; hãy mở bằng Excel rồi lưu lại thành XLSX."
QUOTES = "dấu nháy kép mở mà không đóng, hoặc đóng giữa ô"
"""What strict reading of CSV refuses: else one such sign swallows the rows after it."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row by column name; ``number`` as the spreadsheet shows it. Empty cells are missing.

    ``faults``: what is wrong with cells that can't be read as what they show.
    """

    number: int
    cells: Mapping[str, str]
    faults: Mapping[str, str] = field(default_factory=dict)


class Sheet(list[SheetRow]):
    """The rows of a table; ``unread``: the headings of its columns that nobody knows."""

    unread: tuple[str, ...] = ()


def unread_in(sheet: Sequence[SheetRow]) -> tuple[str, ...]:
    """The headings of a table that were not understood: whoever brings it is told."""
    return sheet.unread if isinstance(sheet, Sheet) else ()


@dataclass(frozen=True, slots=True)
class _Cell:
    """What a cell says, and what is wrong with it."""

    text: str
    fault: str | None = None


def read_sheet(
    content: bytes, *, name: str, headings: Mapping[str, Sequence[str]], required: Sequence[str]
) -> Sheet:
    """The rows below the heading row; ``headings`` maps a column's name to its known headings.

    The heading row is the first that names every required column. Columns that are not known are
    left out and named (``Sheet.unread``), empty rows are left out. Raises SheetUnreadable, also
    where a column comes twice: which one counts nobody could see.
    """
    if len(content) > SHEET.packed:
        raise SheetUnreadable(name=name, reason=f"tệp lớn hơn {SHEET.packed // MiB} MB.")
    table = _xlsx(content, name) if content[:2] == b"PK" else _csv(content, name)
    known = {folded(text): column for column, texts in headings.items() for text in texts}
    columns: dict[int, str] = {}
    rows, count = Sheet(), 0
    for number, values in enumerate(table, start=1):
        count += len(values)
        _refuse_large(number, values, count, name)
        if not columns:
            columns = _columns([cell.text for cell in values], known, required)
            _refuse_twice(number, columns, headings, name)
            if columns:
                texts = (cell.text for at, cell in enumerate(values) if at not in columns)
                rows.unread = tuple(text[:SHOWN] for text in texts if text)
            continue
        cells = {column: values[at] for at, column in columns.items() if at < len(values)}
        told = {column: cell.text for column, cell in cells.items() if cell.text}
        if told:
            faults = {column: cell.fault for column, cell in cells.items() if cell.fault}
            rows.append(SheetRow(number, told, faults))
    if not columns:
        missing = ", ".join(f"“{headings[column][0]}”" for column in required)
        raise SheetUnreadable(name=name, reason=f"không thấy dòng tiêu đề có các cột {missing}.")
    return rows


def _refuse_large(number: int, values: Sequence[_Cell], count: int, name: str) -> None:
    if number > SHEET.rows:
        raise SheetUnreadable(name=name, reason=f"có hơn {SHEET.rows} dòng.")
    if len(values) > SHEET.columns:
        raise SheetUnreadable(name=name, reason=f"có hơn {SHEET.columns} cột.")
    if count > SHEET.cells:
        raise SheetUnreadable(name=name, reason=f"có hơn {SHEET.cells} ô.")


def _refuse_twice(
    number: int, columns: Mapping[int, str], headings: Mapping[str, Sequence[str]], name: str
) -> None:
    taken = list(columns.values())
    for column in columns.values():
        if taken.count(column) > 1:
            words = f"dòng {number} có hai cột “{headings[column][0]}”; hãy bỏ bớt một cột."
            raise SheetUnreadable(name=name, reason=words)


def folded(text: str) -> str:
    """A heading without accents, case and doubled spaces: people type them in many ways."""
    return folding.folded(text.replace("*", " "))


def day_of(text: str) -> date:
    """A day written 2025-12-31 or 31/12/2025, of 1900 to 2099. Raises Unreadable, a ValueError."""
    return date.fromisoformat(day_typed(text))


def _columns(
    values: Sequence[str], known: Mapping[str, str], required: Sequence[str]
) -> dict[int, str]:
    found = {at: known[key] for at, text in enumerate(values) if (key := folded(text)) in known}
    return found if set(required) <= set(found.values()) else {}


def _xlsx(content: bytes, name: str) -> Iterator[list[_Cell]]:
    for row in read_workbook(content, name=name, limits=SHEET):
        yield [_cell(value, number_format) for value, number_format in row]


def _csv(content: bytes, name: str) -> Iterator[list[_Cell]]:
    if content.startswith(OLD_EXCEL):
        raise SheetUnreadable(name=name, reason=XLS)
    try:
        text = file_text(content)
    except FileUnreadable as wrong:
        if name.lower().endswith(".xlsx"):
            raise SheetUnreadable(name=name, reason=NO_XLSX) from None
        reason = f"{wrong.reason}; {SAVE}."
        raise SheetUnreadable(name=name, reason=reason) from None
    if "\x00" in text:
        raise SheetUnreadable(name=name, reason="có ký tự không dùng được.")
    first = text.partition("\n")[0]
    mark = max(",;\t", key=first.count)
    rows, line = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True), 1
    try:
        for row in rows:
            yield [_cell(value) for value in row]
            line = rows.line_num + 1
    except csv.Error:
        longest = max(map(len, text.splitlines()))
        reason = "có ô quá dài" if longest > csv.field_size_limit() else QUOTES
        raise SheetUnreadable(name=name, reason=f"dòng {line}: {reason}.") from None


def _cell(value: object, number_format: str = "") -> _Cell:
    """A cell as people see it: a number by its format, where that writes all its digits."""
    if value is None:
        return _Cell("")
    if isinstance(value, datetime):
        return _Cell(value.date().isoformat())
    if isinstance(value, date):
        return _Cell(value.isoformat())
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number(value, number_format)
    try:
        return _Cell(restored(within(text_of(str(value)), LONGEST_WORDS)))
    except Unreadable as unreadable:
        return _Cell(str(value).strip()[:SHOWN], str(unreadable))


def _number(value: float, number_format: str) -> _Cell:
    """The digits that the cell shows; a code that lost its zeros is no code any more."""
    whole, _, part = number_format.partition(".")
    if whole and not (whole + part).strip("0"):
        text = f"{value:0{len(whole) + len(part) + bool(part)}.{len(part)}f}"
        if float(text) == value:
            return _Cell(text)
    if float(value).is_integer():
        return _Cell(str(int(value)))
    fault = "là số chứ không phải chữ; hãy định dạng ô là Văn bản rồi ghi lại cho đủ chữ số"
    return _Cell(str(value), fault)

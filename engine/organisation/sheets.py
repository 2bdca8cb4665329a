"""Tables that people send: XLSX or CSV, with Vietnamese headings, read as text row by row."""

import csv
import io
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from engine.errors import SheetUnreadable
from engine.files import FileUnreadable, text_of

LARGEST_BYTES = 16 * 1024 * 1024
LARGEST_UNPACKED = 256 * 1024 * 1024
LARGEST_ROWS = 50_000


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row by column name; ``number`` as the spreadsheet shows it. Empty cells are missing."""

    number: int
    cells: Mapping[str, str]


def read_sheet(
    content: bytes, *, name: str, headings: Mapping[str, Sequence[str]], required: Sequence[str]
) -> list[SheetRow]:
    """The rows below the heading row; ``headings`` maps a column's name to its known headings.

    The heading row is the first that names every required column. Columns that are not known are
    left out, empty rows too. Raises SheetUnreadable.
    """
    if len(content) > LARGEST_BYTES:
        raise SheetUnreadable(name=name, reason=f"tệp lớn hơn {LARGEST_BYTES // 2**20} MB.")
    table = _xlsx(content, name) if content[:2] == b"PK" else _csv(content, name)
    known = {folded(text): column for column, texts in headings.items() for text in texts}
    columns: dict[int, str] = {}
    rows = []
    for number, values in enumerate(table, start=1):
        if number > LARGEST_ROWS:
            raise SheetUnreadable(name=name, reason=f"có hơn {LARGEST_ROWS} dòng.")
        if not columns:
            columns = _columns(values, known, required)
            continue
        cells = {column: values[at] for at, column in columns.items() if at < len(values)}
        cells = {column: text for column, text in cells.items() if text}
        if cells:
            rows.append(SheetRow(number, cells))
    if not columns:
        missing = ", ".join(f"“{headings[column][0]}”" for column in required)
        raise SheetUnreadable(name=name, reason=f"không thấy dòng tiêu đề có các cột {missing}.")
    return rows


def folded(text: str) -> str:
    """A heading without accents, case and doubled spaces: people type them in many ways."""
    plain = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    letters = (letter for letter in plain if not unicodedata.combining(letter))
    return " ".join("".join(letters).replace("*", " ").split())


def day_of(text: str) -> date:
    """A day written 2025-12-31 or 31/12/2025. Raises ValueError."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        day, month, year = text.split("/")
        return date(int(year), int(month), int(day))


def _columns(
    values: Sequence[str], known: Mapping[str, str], required: Sequence[str]
) -> dict[int, str]:
    found = {at: known[key] for at, text in enumerate(values) if (key := folded(text)) in known}
    return found if set(required) <= set(found.values()) else {}


def _xlsx(content: bytes, name: str) -> Iterator[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(info.file_size for info in archive.infolist())
        if unpacked > LARGEST_UNPACKED:
            raise SheetUnreadable(name=name, reason="giải nén ra quá lớn.")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError):
        raise SheetUnreadable(name=name, reason="không phải tệp XLSX, hoặc tệp hỏng.") from None
    try:
        for row in book.worksheets[0].iter_rows(values_only=True):
            yield [_text(value) for value in row]
    finally:
        book.close()


def _csv(content: bytes, name: str) -> Iterator[list[str]]:
    try:
        text = text_of(content)
    except FileUnreadable as wrong:
        reason = f"{wrong.reason}; CSV phải theo mã UTF-8."
        raise SheetUnreadable(name=name, reason=reason) from None
    if "\x00" in text:
        raise SheetUnreadable(name=name, reason="có ký tự không dùng được.")
    first = text.partition("\n")[0]
    mark = max(",;\t", key=first.count)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark):
            yield [_text(value) for value in row]
    except csv.Error:
        raise SheetUnreadable(name=name, reason="có ô quá dài.") from None


def _text(value: object) -> str:
    """A cell as people see it; texts composed (NFC), as everything in the product is."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return unicodedata.normalize("NFC", str(value)).strip()

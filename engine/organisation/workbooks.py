"""The first sheet of an XLSX file, read cell by cell within limits.

Only what its cells need is opened: which sheet is the first, which formats are dates, the shared
texts. All of it is what the sender wrote, so everything is counted as the parser meets it, and
nothing is built of what is only there.
"""

import io
import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from xml.parsers import expat

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel, from_ISO8601

from engine.files.limits import SheetLimits
from engine.files.zips import BROKEN, names_too_many
from engine.organisation.workbook_parts import TOO_MANY_PARTS, Counted, Heard, parse, parsed

_LETTERS = 26
_SHEET, _STYLES, _TEXTS = "/worksheet", "/styles", "/sharedStrings"
"""How the kinds of parts end that a workbook names."""
LONGEST_CODE = 255
"""Letters of a number format; spreadsheets take no longer one."""
LONGEST_NUMBER = 20
"""Digits of a whole number in a cell; spreadsheets keep fifteen."""
Value = str | int | float | bool | datetime | time | timedelta | None


@dataclass(frozen=True, slots=True)
class Formats:
    """The number formats of a workbook: of each style its code; ``begins``: the day that is 0."""

    codes: list[str] = field(default_factory=list)
    begins: datetime = WINDOWS_EPOCH

    def of(self, style: int) -> str:
        """The code of a style; a style that is nowhere has none."""
        return self.codes[style] if 0 <= style < len(self.codes) else ""


def read_workbook(
    content: bytes, *, name: str, limits: SheetLimits
) -> Iterator[list[tuple[Value, str]]]:
    """The rows of the first sheet, each cell with its number format; rows left out are empty.

    Raises SheetUnreadable for what is no workbook, holds too much, or declares entities.
    """
    counted = Counted(name, limits)
    try:
        if names_too_many(content, limits.parts):
            raise counted.refuse(TOO_MANY_PARTS)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if len(archive.infolist()) > limits.parts:
                raise counted.refuse(TOO_MANY_PARTS)
            yield from _rows(archive, counted)
    except (*BROKEN, RuntimeError, expat.ExpatError, LookupError):
        raise counted.refuse("không phải tệp XLSX, hoặc tệp hỏng.") from None


def _rows(archive: zipfile.ZipFile, counted: Counted) -> Iterator[list[tuple[Value, str]]]:
    book = _book_of(archive, counted)
    related = _related(archive, book, counted)
    sheets, begins = _sheets(archive, book, counted)
    paths = dict(related.values())
    first = [path for one in sheets if (path := _sheet_path(related, one))][0]  # noqa: RUF015
    codes = _codes(archive, paths.get(_STYLES), counted)
    texts = _texts(archive, paths.get(_TEXTS), counted)
    reader = _Sheet(counted, Formats(codes, begins), texts)
    heard = Heard(reader.start, reader.end, reader.text)
    for _ in parsed(archive, first, counted, heard):
        yield from reader.taken()


def _book_of(archive: zipfile.ZipFile, counted: Counted) -> str:
    named = _related(archive, "", counted).values()
    return next((path for kind, path in named if kind == "/officeDocument"), "xl/workbook.xml")


def _related(
    archive: zipfile.ZipFile, part: str, counted: Counted
) -> Mapping[str, tuple[str, str]]:
    """What a part names of others: id → (the end of its kind, its path)."""
    folder, file = posixpath.split(part)
    found: dict[str, tuple[str, str]] = {}

    def start(tag: str, given: dict[str, str]) -> None:
        if tag == "Relationship" and given.get("TargetMode") != "External":
            kind = given["Type"][given["Type"].rindex("/") :]
            path = posixpath.normpath(posixpath.join("/", folder, given["Target"]))
            found[given["Id"]] = kind, path.lstrip("/")

    path = posixpath.join(folder, "_rels", f"{file}.rels")
    parse(archive, path, counted, Heard(start))
    return found


def _sheet_path(related: Mapping[str, tuple[str, str]], named: str) -> str | None:
    kind, path = related.get(named, ("", ""))
    return path if kind == _SHEET else None


def _sheets(archive: zipfile.ZipFile, book: str, counted: Counted) -> tuple[list[str], datetime]:
    """By which ids the workbook names its sheets, and from which day it counts."""
    ids: list[str] = []
    begins = [WINDOWS_EPOCH]

    def start(tag: str, given: dict[str, str]) -> None:
        if tag == "sheet":
            ids.extend(told for name, told in given.items() if name.endswith(" id"))
        elif tag == "workbookPr" and given.get("date1904") in ("1", "true"):
            begins[0] = MAC_EPOCH

    parse(archive, book, counted, Heard(start))
    return ids, begins[0]


def _codes(archive: zipfile.ZipFile, path: str | None, counted: Counted) -> list[str]:
    """The number format of each style."""
    own: dict[int, str] = {}
    styles: list[int] = []
    inside = [False]

    def start(tag: str, given: dict[str, str]) -> None:
        if tag == "numFmt" and "formatCode" in given:
            own[int(given["numFmtId"])] = given["formatCode"][:LONGEST_CODE]
        elif tag == "cellXfs":
            inside[0] = True
        elif tag == "xf" and inside[0]:
            styles.append(int(given.get("numFmtId", 0)))

    def end(tag: str) -> None:
        if tag == "cellXfs":
            inside[0] = False

    if path is not None:
        parse(archive, path, counted, Heard(start, end))
    return [own.get(one, BUILTIN_FORMATS.get(one, "General")) for one in styles]


def _texts(archive: zipfile.ZipFile, path: str | None, counted: Counted) -> list[str]:
    """The shared texts; how a text is spoken (``rPh``) is no part of it."""
    found: list[str] = []
    now: list[str] = []
    state = {"t": False, "rPh": False}

    def start(tag: str, _: dict[str, str]) -> None:
        if tag in state:
            state[tag] = True

    def end(tag: str) -> None:
        if tag in state:
            state[tag] = False
        elif tag == "si":
            found.append("".join(now))
            now.clear()

    def text(data: str) -> None:
        if state["t"] and not state["rPh"]:
            now.append(data)

    if path is not None and path in archive.namelist():
        parse(archive, path, counted, Heard(start, end, text))
    return found


class _Sheet:
    """The rows of a sheet as the parser comes through it."""

    def __init__(self, counted: Counted, formats: Formats, texts: list[str]) -> None:
        self._counted, self._formats, self._texts = counted, formats, texts
        self._dates: dict[int, tuple[bool, bool]] = {}
        self._rows: list[list[tuple[Value, str]]] = []
        self._row: list[tuple[Value, str]] = []
        self._number = self._cells = 0
        self._kind, self._style = "n", 0
        self._said: list[str] = []
        self._listens = self._spoken = False

    def taken(self) -> list[list[tuple[Value, str]]]:
        """The rows since it was asked last."""
        rows, self._rows = self._rows, []
        return rows

    def start(self, tag: str, given: dict[str, str]) -> None:
        """An element begins."""
        if tag == "c":
            self._begin_cell(given)
        elif tag == "row":
            self._begin_row(int(given.get("r", self._number + 1)))
        elif tag in ("v", "t"):
            self._listens = True
        elif tag == "rPh":
            self._spoken = True

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag == "c":
            self._row[-1] = self._value(), self._formats.of(self._style)
        elif tag == "row":
            self._rows.append(self._row)
            self._row = []
        elif tag in ("v", "t"):
            self._listens = False
        elif tag == "rPh":
            self._spoken = False

    def text(self, data: str) -> None:
        """Text of an element."""
        if self._listens and not self._spoken:
            self._said.append(data)

    def _begin_row(self, number: int) -> None:
        limits = self._counted.limits
        if number > limits.rows:
            raise self._counted.refuse(f"có hơn {limits.rows} dòng.")
        if number <= self._number:
            raise ValueError(number)
        self._rows += [[] for _ in range(number - self._number - 1)]
        self._number = number

    def _begin_cell(self, given: dict[str, str]) -> None:
        limits = self._counted.limits
        letters = given.get("r", "").rstrip("0123456789")
        column = _column(letters) if letters else len(self._row) + 1
        if column > limits.columns:
            raise self._counted.refuse(f"có hơn {limits.columns} cột.")
        if column <= len(self._row):
            raise ValueError(column)
        self._cells += column - len(self._row)
        if self._cells > limits.cells:
            raise self._counted.refuse(f"có hơn {limits.cells} ô.")
        self._row += [(None, "")] * (column - len(self._row))
        self._kind, self._style = given.get("t", "n"), int(given.get("s", 0))
        self._said = []

    def _value(self) -> Value:
        said = "".join(self._said)
        if not said:
            return None
        if self._kind == "n":
            return self._number_of(said)
        if self._kind == "b":
            return bool(int(said))
        if self._kind == "d":
            found: Value = from_ISO8601(said)  # type: ignore[no-untyped-call]
            return found
        text = self._texts[int(said)] if self._kind == "s" else said
        return self._counted.told(text) or None

    def _number_of(self, said: str) -> Value:
        value = (
            int(said) if said.lstrip("-").isdigit() and len(said) < LONGEST_NUMBER else float(said)
        )
        is_date, is_length = self._dated()
        if not is_date:
            return value
        try:
            found: Value = from_excel(value, self._formats.begins, timedelta=is_length)
        except (OverflowError, ValueError):
            return "#VALUE!"
        return found

    def _dated(self) -> tuple[bool, bool]:
        if self._style not in self._dates:
            code = self._formats.of(self._style)
            self._dates[self._style] = is_date_format(code), is_timedelta_format(code)
        return self._dates[self._style]


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        if not "A" <= letter <= "Z":
            raise ValueError(letters)
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    return number

"""A table that holds too much is refused before it is built, whatever it says of itself."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from engine.errors import SheetUnreadable
from engine.files.limits import SHEET
from engine.organisation import sheets
from engine.organisation.sheets import read_sheet

SHEET_PART = "xl/worksheets/sheet1.xml"
PARTS = {"a": ["Mã"]}


def workbook(rows: str = "", **parts: bytes) -> bytes:
    """A workbook whose sheet holds these rows, written by hand."""
    book = Workbook()
    plain, made = io.BytesIO(), io.BytesIO()
    book.save(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = parts.pop(name, old.read(name))
            if name == SHEET_PART and rows:
                content = content.replace(b"</sheetData>", f"{rows}</sheetData>".encode())
            new.writestr(name, content)
        for name, content in parts.items():
            new.writestr(name, content)
    return made.getvalue()


def row(number: int, *cells: str) -> str:
    written = "".join(f'<c r="{place}" t="inlineStr"><is><t>x</t></is></c>' for place in cells)
    return f'<row r="{number}">{written}</row>'


HOSTILE = {
    "cột": "".join(row(n, f"XFD{n}") for n in range(1, 3_001)),
    "cột hay ô": row(1, "XFD1"),
    "dòng": "".join(row(n) for n in range(1, SHEET.rows + 2)),
    "dòng ở xa": row(1_048_576, "A1048576"),
    "ô": "".join(f"<row>{'<c/>' * 200}</row>" for _ in range(SHEET.cells // 200 + 1)),
    "cột xa": '<row r="1"><c r ="XFD1"/></row>',
    "quá nhiều chữ": '<row r="1">'
    + "".join(f'<c t="str"><v>{"x" * 100_000}</v></c>' for _ in range(SHEET.letters // 100_000 + 1))
    + "</row>",
}
FEW = SHEET._replace(marks=1_000)
MANY = {
    SHEET_PART: ("worksheet", "<x/>" * FEW.marks),
    "xl/styles.xml": ("styleSheet", "<fonts>" + "<font/>" * FEW.marks + "</fonts>"),
    "xl/workbook.xml": ("workbook", '<sheet name="a" sheetId="1"/>' * FEW.marks),
}
"""Parts that take who builds them minutes, from some 10 kB: fonts, sheets, anything."""


@pytest.mark.parametrize("what", HOSTILE)
def test_too_much_is_refused_in_words(what: str) -> None:
    content = workbook(HOSTILE[what])
    with pytest.raises(SheetUnreadable, match=what.split(maxsplit=1)[0]):
        read_sheet(content, name="a.xlsx", headings=PARTS, required=["a"])


@pytest.mark.parametrize("part", MANY)
def test_elements_are_counted_whatever_they_are(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "SHEET", FEW)
    root, inside = MANY[part]
    content = workbook(**{part: f"<{root}>{inside}</{root}>".encode()})
    with pytest.raises(SheetUnreadable, match="quá nhiều phần"):
        read_sheet(content, name="a.xlsx", headings=PARTS, required=["a"])


LONG = "x" * (SHEET.token + 200_000)
TOKENS = {
    "a value": f'<row r="1" a="{LONG}"/>',
    "a name": f"<{LONG}/>",
    "a remark": f"<!--{LONG}-->",
    "an instruction": f"<?a {LONG}?>",
    "a namespace": f'<a xmlns="{"x" * 501}"/>',
}


@pytest.mark.parametrize("token", TOKENS)
def test_what_goes_on_and_on_is_not_waited_for(token: str) -> None:
    content = workbook(TOKENS[token] + row(1, "A1"))
    with pytest.raises(SheetUnreadable, match="quá dài"):
        read_sheet(content, name="a.xlsx", headings=PARTS, required=["a"])


@pytest.mark.parametrize("damaged", [False, True])
@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_only_what_unpacks_piece_by_piece_is_opened(method: int, *, damaged: bool) -> None:
    plain, made = workbook(), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            at = made.tell() + 30 + len(name)
            new.writestr(name, old.read(name), method if name == SHEET_PART else None)
            if name == SHEET_PART and damaged:
                made.getbuffer()[at : at + 12] = b"\xff" * 12
    with pytest.raises(SheetUnreadable, match="kiểu nén"):
        read_sheet(made.getvalue(), name="a.xlsx", headings=PARTS, required=["a"])


def test_a_directory_of_thousands_is_not_read() -> None:
    content = b"PK\1\2" * (2 * SHEET.parts + 1)
    with pytest.raises(SheetUnreadable, match="quá nhiều phần"):
        read_sheet(b"PK\3\4" + content, name="a.xlsx", headings=PARTS, required=["a"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_in_every_encoding(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY a "b">]><x/>'
    content = workbook(**{SHEET_PART: text.encode(encoding)})
    with pytest.raises(SheetUnreadable, match="XML"):
        read_sheet(content, name="a.xlsx", headings=PARTS, required=["a"])


def test_what_unpacks_too_large_is_refused_while_it_unpacks() -> None:
    content = workbook(**{"xl/styles.xml": b" " * (SHEET.unpacked + 1)})
    with pytest.raises(SheetUnreadable, match="quá lớn"):
        read_sheet(content, name="a.xlsx", headings=PARTS, required=["a"])


@pytest.mark.parametrize(
    "text",
    [",".join("x" * 201), "a\n" * (SHEET.rows + 1), "a," * 150 + "\n"],
    ids=["columns", "rows", "cells"],
)
def test_a_csv_has_the_same_limits(text: str) -> None:
    many = text * (SHEET.cells // 150 + 1) if text.startswith("a,") else text
    with pytest.raises(SheetUnreadable, match="có hơn"):
        read_sheet(many.encode(), name="a.csv", headings=PARTS, required=["a"])


def test_an_ordinary_sheet_is_read() -> None:
    cells = row(1, "A1").replace(">x<", ">Mã<") + row(2, "A2")
    found = read_sheet(workbook(cells), name="a.xlsx", headings=PARTS, required=["a"])
    assert [one.cells for one in found] == [{"a": "x"}]

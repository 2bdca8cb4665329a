"""Cells of tables: a number by the format that the person sees, or refused with its row."""

import io
from datetime import date
from itertools import product

import pytest
from openpyxl import Workbook

from engine.catalogue.procedure_sheet import procedure_sheet, read_procedures
from engine.errors import ListFaulty
from engine.organisation.sheets import day_of, read_sheet
from engine.typed import Unreadable
from engine.typed.spreadsheets import FORMULA, MARK, neutral, restored

HEAD = ["Mã TTHC", "Tên TTHC", "Lĩnh vực", "Cấp thực hiện", "Hiệu lực từ"]


def test_what_a_table_is_written_with_is_read_back_whatever_it_begins_with() -> None:
    signs = (*FORMULA, MARK, "'", "a", "ệ", " ", "1")
    for length in range(5):
        for begin in product(signs, repeat=length):
            text = "".join(begin) + "1"
            cell = neutral(text)
            assert restored(cell) == text
            assert not cell.startswith(FORMULA)


def workbook(code: object, number_format: str = "General", day: object = None) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEAD)
    sheet.append([code, "Thủ tục thử", "Chứng thực", "Cấp xã", day])
    sheet["A2"].number_format = number_format
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def codes(content: bytes, name: str = "danh-muc.xlsx") -> list[object]:
    return [
        row["code"] for row in read_procedures(procedure_sheet(content, name=name), units=())[1]
    ]


def refused(content: bytes, name: str = "danh-muc.xlsx") -> list[str]:
    with pytest.raises(ListFaulty) as told:
        read_procedures(procedure_sheet(content, name=name), units=())
    faults: list[str] = told.value.details["faults"]  # type: ignore[assignment]
    return faults


def test_a_code_that_is_a_number_is_read_as_its_cell_shows_it() -> None:
    assert codes(workbook(1.0123, "0.000000")) == ["1.012300"]
    assert codes(workbook("1.012300")) == ["1.012300"]


@pytest.mark.parametrize("shown", ["General", "0.00", "0.000E+00"])
def test_a_code_whose_zeros_are_lost_is_refused_with_its_row(shown: str) -> None:
    [told] = refused(workbook(1.0123, shown))
    assert told.startswith("Dòng 2: “Mã TTHC” (1.0123) là số chứ không phải chữ")


def test_a_code_cut_short_in_a_csv_file_is_refused_too() -> None:
    text = ",".join(HEAD) + "\n1.0123,Tên,Chứng thực,Cấp xã,\n"
    [told] = refused(text.encode(), "danh-muc.csv")
    assert "6 chữ số sau dấu chấm" in told


def test_a_year_of_two_digits_is_refused_with_its_row() -> None:
    [told] = refused(workbook("1.012300", day="31/12/25"))
    assert told.startswith("Dòng 2: “Hiệu lực từ” (31/12/25): hãy ghi năm đủ bốn chữ số")
    for text in ("31/12/25", "31/12/1825", "2101-01-01", "2025-12-04junk"):
        with pytest.raises(Unreadable):
            day_of(text)
    assert day_of("31/12/2025") == day_of("2025-12-31") == date(2025, 12, 31)


def test_leading_zeros_that_a_format_shows_are_kept() -> None:
    content = workbook(912345678, "0000000000")
    [row] = read_sheet(content, name="a.xlsx", headings={"code": HEAD[:1]}, required=["code"])
    assert row.cells == {"code": "0912345678"}


def test_texts_of_cells_pass_the_same_gate() -> None:
    text = "Mã TTHC\na\u202eb\n"
    [row] = read_sheet(text.encode(), name="a.csv", headings={"code": HEAD[:1]}, required=["code"])
    assert "đảo chiều" in row.faults["code"]

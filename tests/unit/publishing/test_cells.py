"""Cells of exported tables read back as exactly the value that was written."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import Boolean, Column, Date, Integer, Numeric, String

from engine.configuration.cells import CellFaulty, read, written
from engine.configuration.exporting import csv_text
from engine.configuration.sections import SECTIONS
from engine.store.base import Json, UtcDateTime
from engine.store.catalogue import Sector
from engine.typed.text import text_of

_SEEN = some.characters(categories=("L", "M", "N", "P", "S"), include_characters=" \n")


def _texts(longest: int | None = None) -> some.SearchStrategy[str]:
    """What a table can hold: whole texts in their one form, as the gate leaves them."""
    made = some.text(_SEEN, max_size=longest).map(text_of)
    return made.filter(lambda text: longest is None or len(text) <= longest)


TEXTS, CODES = _texts(), _texts(64)
TEXT = Column("text", String, nullable=True)
VALUES = [
    (Column("day", Date), date(2025, 12, 31), "2025-12-31"),
    (Column("at", UtcDateTime), datetime(2025, 12, 4, 2, 15, tzinfo=UTC), "2025-12-04T02:15:00Z"),
    (Column("yes", Boolean), True, "true"),
    (Column("count", Integer), -3, "-3"),
    (Column("amount", Numeric(14, 0)), Decimal(5000000), "5000000"),
    (Column("list", Json), ["a", {"b": None}], '["a",{"b":null}]'),
    (Column("none", Date, nullable=True), None, ""),
    (TEXT, "", "\\"),
    (TEXT, "\\", "\\\\"),
]


@pytest.mark.parametrize(("column", "value", "cell"), VALUES)
def test_a_value_is_written_one_way_and_read_back(
    column: Column[object], value: object, cell: str
) -> None:
    assert written(column, value) == cell
    assert read(column, cell) == value


@given(some.none() | TEXTS)
def test_any_text_and_no_text_are_told_apart(value: str | None) -> None:
    assert read(TEXT, written(TEXT, value)) == value


@given(some.lists(some.tuples(TEXTS, some.none() | CODES), max_size=4))
def test_a_table_of_any_texts_reads_back_row_by_row(values: list[tuple[str, str | None]]) -> None:
    section = next(one for one in SECTIONS if one.entity is Sector)
    rows = [
        {"name": name, "code": code, "unit_code": None, "source": None} for name, code in values
    ]
    text = io.StringIO(csv_text(section, rows, {}).decode(), newline="")
    found = [
        {column.name: read(column, line[column.name]) for column in section.columns}
        for line in csv.DictReader(text, strict=True)
    ]
    assert sorted(found, key=str) == sorted(rows, key=str)


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        (Column("day", Date), "31/12/2025"),
        (Column("yes", Boolean), "có"),
        (Column("day", Date), "20251231"),
        (Column("day", Date), "0025-12-31"),
        (Column("count", Integer), "ba"),
        (Column("count", Integer), "1_000"),
        (Column("amount", Numeric(8, 2)), "1e2"),
        (Column("amount", Numeric(8, 2)), " 1.5"),
        (Column("count", Integer), "99999999999"),
        (Column("at", UtcDateTime), "2025-12-04T02:15:00"),
        (Column("code", String(4)), "năm chữ"),
        (TEXT, "\0"),
        (TEXT, "a\u202eb"),
        (TEXT, "Va\u0306n thư"),
        (TEXT, "a\u200bb"),
        (TEXT, "ố" * 100_000),
        (Column("list", Json), "[1,"),
        (Column("day", Date, nullable=False), ""),
    ],
)
def test_a_cell_that_is_no_value_of_its_column_is_a_fault(
    column: Column[object], cell: str
) -> None:
    with pytest.raises(CellFaulty):
        read(column, cell)

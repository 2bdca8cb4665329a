"""The two lists that have acts of their own: officers with their posts, and procedures."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.administration.importing.compared import (
    Brought,
    ComparedRow,
    ComparedTable,
    cell_change,
    told,
)
from engine.administration.people import officer_list
from engine.administration.people.officer_list import HEADINGS, ListReport, import_officers
from engine.administration.people.row_words import RowWords, row_words
from engine.administration.registers import procedure_list
from engine.administration.registers.procedure_list import accept_list, compare_list
from engine.catalogue import procedure_sheet
from engine.catalogue.register_words import label_of
from engine.organisation.sheets import SheetRow, unread_in
from engine.worktime import ZONE

OFFICERS, PROCEDURES = "officers", "procedure-list"
RUNS = "thủ tục đang chạy theo gói đã công bố"
FOLLOWS = "{label} theo gói đang công bố, danh sách không đổi được"


@dataclass(frozen=True, slots=True)
class List:
    """A list with its own act. ``ends``: a complete one lets what it lacks end on a day."""

    code: str
    title: str
    right: str
    ends: bool
    sheet: Callable[..., list[SheetRow]]
    compare: Callable[[Session, Administrator, Brought, datetime], ComparedTable]
    write: Callable[[Session, Administrator, Brought, datetime], int]


def _compare_officers(
    session: Session, admin: Administrator, brought: Brought, now: datetime
) -> ComparedTable:
    report = import_officers(session, admin=admin, sheet=brought.sheet, apply=False, now=now)
    present = {name for row in brought.sheet for name in row.cells}
    columns = [names[0] for name, names in HEADINGS.items() if name in present]
    rows = list(_officers(report, row_words(session, admin.province_code)))
    unread, title = unread_in(brought.sheet), "Cán bộ, vị trí"
    return told(OFFICERS, title, columns=columns, unread=unread, rows=rows, by_row=False)


COLUMNS = {"unit": "unit_code", "position": "position_code"}
"""Columns of a list of officers whose values are called as those of the tables."""


def _officers(report: ListReport, words: RowWords) -> Iterator[ComparedRow]:
    for row in report.rows:
        cells = tuple(
            cell_change(words, COLUMNS.get(name, name), HEADINGS[name][0], None, text)
            for name, text in row.cells.items()
        )
        username, full_name = row.cells.get("username", ""), row.cells.get("full_name", "")
        yield ComparedRow(row.number, username, row.state, cells, row.messages, full_name)


def _write_officers(session: Session, admin: Administrator, brought: Brought, now: datetime) -> int:
    report = import_officers(session, admin=admin, sheet=brought.sheet, apply=True, now=now)
    return report.new + report.changed


def _compare_procedures(
    session: Session, admin: Administrator, brought: Brought, now: datetime
) -> ComparedTable:
    found = _compared(session, admin, brought, now)
    words = row_words(session, admin.province_code)
    rows = [
        ComparedRow(
            None if one.kind == "gone" else _line(brought.sheet, one.code),
            f"{one.code} {one.name}",
            one.kind,
            tuple(
                cell_change(words, f.field, label_of(f.field), f.before, f.after)
                for f in one.fields
                if not f.published
            ),
            (
                *([RUNS] if one.published and one.kind == "gone" else []),
                *(FOLLOWS.format(label=label_of(f.field)) for f in one.fields if f.published),
            ),
        )
        for one in found.changes
    ]
    present = {name for row in brought.sheet for name in row.cells}
    columns = [names[0] for name, names in procedure_sheet.HEADINGS.items() if name in present]
    return told(
        PROCEDURES,
        "Danh mục thủ tục hành chính",
        columns=columns,
        unread=unread_in(brought.sheet),
        rows=rows,
        same=found.same,
        by_row=False,
    )


def _line(sheet: Sequence[SheetRow], code: str) -> int | None:
    return next((row.number for row in sheet if row.cells.get("code") == code), None)


def _write_procedures(
    session: Session, admin: Administrator, brought: Brought, now: datetime
) -> int:
    found = _compared(session, admin, brought, now)
    accept_list(session, admin=admin, import_id=found.import_id, now=now)
    return len(found.changes)


def _compared(
    session: Session, admin: Administrator, brought: Brought, now: datetime
) -> procedure_list.Comparison:
    return compare_list(
        session,
        admin=admin,
        sheet=brought.sheet,
        file_name=brought.file_name,
        complete=brought.complete,
        effective=brought.effective or now.astimezone(ZONE).date(),
        now=now,
    )


LISTS: Mapping[str, List] = {
    one.code: one
    for one in (
        List(
            OFFICERS,
            "Cán bộ, vị trí",
            "organisation.posts",
            ends=False,
            sheet=officer_list.officer_sheet,
            compare=_compare_officers,
            write=_write_officers,
        ),
        List(
            PROCEDURES,
            "Danh mục thủ tục hành chính",
            procedure_list.RIGHT,
            ends=True,
            sheet=procedure_sheet.procedure_sheet,
            compare=_compare_procedures,
            write=_write_procedures,
        ),
    )
}

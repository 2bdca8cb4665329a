"""The two lists that have acts of their own: officers with their posts, and procedures."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Date
from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.administration.importing.compared import (
    Brought,
    CellChange,
    ComparedRow,
    ComparedTable,
    told,
)
from engine.administration.people import officer_list
from engine.administration.people.officer_list import ListReport, import_officers
from engine.administration.registers import procedure_list
from engine.administration.registers.procedure_list import accept_list, compare_list
from engine.catalogue import procedure_sheet
from engine.catalogue.register_words import label_of, words_of
from engine.organisation.sheets import SheetRow
from engine.store.base import table_of
from engine.store.catalogue import Procedure
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
    columns = [names[0] for name, names in officer_list.HEADINGS.items() if name in present]
    rows = list(_officers(report))
    return told(OFFICERS, "Cán bộ, vị trí", columns=columns, rows=rows, by_row=False)


def _officers(report: ListReport) -> Iterator[ComparedRow]:
    for row in report.rows:
        cells = tuple(
            CellChange(officer_list.HEADINGS[name][0], "", text) for name, text in row.cells.items()
        )
        name = row.cells.get("username", "")
        yield ComparedRow(row.number, name, row.state, cells, row.messages)


def _write_officers(session: Session, admin: Administrator, brought: Brought, now: datetime) -> int:
    report = import_officers(session, admin=admin, sheet=brought.sheet, apply=True, now=now)
    return report.new + report.changed


def _compare_procedures(
    session: Session, admin: Administrator, brought: Brought, now: datetime
) -> ComparedTable:
    found = _compared(session, admin, brought, now)
    rows = [
        ComparedRow(
            None if one.kind == "gone" else _line(brought.sheet, one.code),
            f"{one.code} {one.name}",
            one.kind,
            tuple(
                CellChange(label_of(f.field), _words(f.field, f.before), _words(f.field, f.after))
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
        rows=rows,
        same=found.same,
        by_row=False,
    )


def _words(field: str, text: str | None) -> str:
    """A field of a procedure as people read it; lists keep days as JSON has them."""
    if text and isinstance(table_of(Procedure).c[field].type, Date):
        return words_of(field, date.fromisoformat(text))
    return words_of(field, text)


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

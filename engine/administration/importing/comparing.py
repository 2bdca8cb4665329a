"""A table beside the configuration: what is new, changed, gone, and wrong; then written as shown.

A row is tried by the very act that one entry goes by, so that a table can do nothing that its
sender may not do row by row; a trial leaves nothing behind.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.administration.configuring import ConfigurationAct
from engine.administration.importing.compared import (
    Brought,
    CellChange,
    ComparedRow,
    ComparedTable,
    State,
    cell_change,
    told,
)
from engine.administration.importing.lists import LISTS, PROCEDURES
from engine.administration.importing.tables import Row, Table, table_named
from engine.administration.people.officer_list import in_parts
from engine.administration.people.row_words import row_words
from engine.catalogue.register_words import label_of, typed_in, words_of
from engine.errors import CatalogueMoved, EntryInvalid, Refusal, SheetUnreadable
from engine.files.limits import SHEET
from engine.organisation.sheets import SHOWN, SheetRow, unread_in
from engine.store.organisation import Province
from engine.typed import Unreadable

KEPT = "Tệp không có dòng này; bảng này không bỏ dòng, dòng vẫn giữ như đang dùng."
ENDS = "Tệp không có dòng này; bảng này không bỏ dòng, chỉ đặt ngày hết hiệu lực."
"""The same where rows have such a day."""


def compare_table(
    session: Session, *, admin: Administrator, brought: Brought, now: datetime
) -> ComparedTable:
    """The file beside the table. Nothing is kept; columns that the file lacks stay as they are.

    Of a complete file, rows that it lacks would be taken away. Raises EntryNotFound,
    NotAdministrator, and what a list's own act raises.
    """
    with session.begin_nested() as trial:
        if (one := LISTS.get(brought.table)) is not None:
            compared = one.compare(session, admin, brought, now)
        else:
            compared = _compared(session, admin, brought, now)
        trial.rollback()
    session.expire_all()
    return compared


def _compared(
    session: Session, admin: Administrator, brought: Brought, now: datetime
) -> ComparedTable:
    found = table_named(brought.table)
    admin.require_somewhere(found.right)
    act = ConfigurationAct(session, admin=admin, now=now)
    reading = _Reading(act, found, brought.sheet)
    rows = [*reading.rows(), *(reading.gone() if brought.complete else ())]
    columns = [label_of(column.name) for column in reading.columns]
    return told(
        found.code, found.title, columns=columns, unread=unread_in(brought.sheet), rows=rows
    )


TOO_MANY = f"thay đổi hơn {SHEET.tried} dòng một lần; hãy chia làm nhiều tệp."


@dataclass(frozen=True, slots=True)
class Part:
    """What one act writes of a table: some of its rows, or what it lacks, by their names.

    ``epoch``: the configuration that it was compared with, where no part went before.
    """

    brought: Brought
    gone: frozenset[str] = frozenset()
    epoch: int | None = None


def parts_to_write(
    session: Session,
    *,
    admin: Administrator,
    brought: Brought,
    chosen: Collection[str],
    seen: str,
    now: datetime,
) -> list[Part]:
    """The chosen rows as they were shown, in parts that ``write_part`` writes one by one.

    Of a list all that can be written are. What is the same is in no part. Raises what
    ``compare_table`` does, CatalogueMoved when it would show something else by now, EntryInvalid
    when no row was chosen.
    """
    epoch = _epoch(session, admin)
    compared = compare_table(session, admin=admin, brought=brought, now=now)
    if compared.seen != seen:
        raise CatalogueMoved
    if not compared.by_row:
        wanted = [row for row in compared.rows if row.state in ("new", "changed")]
    else:
        named = set(chosen)
        wanted = [row for row in compared.rows if row.key in named and not row.messages]
        if not wanted:
            message = "Hãy chọn ít nhất một dòng để ghi."
            fault = {"field": "chosen", "message": message}
            raise EntryInvalid(count=1, first=message, faults=[fault])
    if brought.table == PROCEDURES:  # accepted as a whole
        return [Part(brought, epoch=epoch)]
    numbers = {row.number for row in wanted if row.number is not None}
    sheet = [row for row in brought.sheet if row.number in numbers]
    parts = [Part(replace(brought, sheet=rows)) for rows in in_parts(sheet)]
    if gone := frozenset(row.key for row in wanted if row.number is None):
        parts.append(Part(brought, gone))
    return [replace(part, epoch=None if at else epoch) for at, part in enumerate(parts)]


def write_part(session: Session, *, admin: Administrator, part: Part, now: datetime) -> int:
    """Write a part of a table; how many rows. Raises CatalogueMoved, and what one entry raises."""
    if part.epoch not in (None, _epoch(session, admin)):
        raise CatalogueMoved
    brought = part.brought
    if (one := LISTS.get(brought.table)) is not None:
        return one.write(session, admin, brought, now)
    found = table_named(brought.table)
    act = ConfigurationAct(session, admin=admin, now=now)
    reading = _Reading(act, found, brought.sheet)
    if part.gone:
        rows: Iterable[tuple[str, Row]] = reading.lacking()
        _each(act, found.drop, (values for key, values in rows if key in part.gone))
    else:
        _each(act, found.write, (values for _, values in reading.values()))
    act.save()
    return len(part.gone or brought.sheet)


def _each(act: ConfigurationAct, write: Any, rows: Iterable[Row]) -> None:
    for values in rows:
        write(act, values)


def _epoch(session: Session, admin: Administrator) -> int | None:
    return session.scalar(select(Province.epoch).where(Province.code == admin.province_code))


class _Reading:
    """The rows of a file as values of columns, each beside the row that it would change."""

    def __init__(self, act: ConfigurationAct, table: Table, sheet: Sequence[SheetRow]) -> None:
        self.act, self.table, self.sheet = act, table, sheet
        present = {name for row in sheet for name in row.cells}
        self.columns = [one for one in table.columns if one.name in present]
        rows = table.rows(act.session, act.province_code, act.now)
        self.known = {self._key(row): row for row in rows}
        self._taken: dict[str, int] = {}
        self.words = row_words(act.session, act.province_code)
        self._tries = 0

    def rows(self) -> Iterator[ComparedRow]:
        """What becomes of each row of the file."""
        for row in self.sheet:
            values, faults = self._read(row)
            key = self._key(values)
            first = self._taken.setdefault(key, row.number)
            if first != row.number and not faults:
                faults.append(f"Trùng với dòng {first}.")
            yield self._compared(row, key, values, faults)

    def values(self) -> Iterator[tuple[str, Row]]:
        """The rows that can be read, by their names."""
        for row in self.sheet:
            values, faults = self._read(row)
            if not faults:
                yield self._key(values), values

    def lacking(self) -> Iterator[tuple[str, Row]]:
        """What the province has and the file lacks."""
        there = {self._key(self._read(row)[0]) for row in self.sheet}
        yield from ((key, row) for key, row in self.known.items() if key not in there)

    def gone(self) -> Iterator[ComparedRow]:
        """What becomes of these where the file is all there is."""
        for key, row in self.lacking():
            messages: tuple[str, ...] = (ENDS if "valid_to" in row else KEPT,)
            if self.table.drop is not None:
                messages = self._tried(self.table.drop, {k: row[k] for k in self.table.keys})
            cells = (
                cell_change(self.words, name, label_of(name), value, None)
                for name, value in row.items()
                if value is not None
            )
            yield ComparedRow(None, key, "gone", tuple(cells), messages, self._name(row))

    def _compared(self, row: SheetRow, key: str, values: Row, faults: Sequence[str]) -> ComparedRow:
        before = self.known.get(key)
        changes = tuple(self._changes(before, values))
        name = self._name({**(before or {}), **values})
        if faults:
            return ComparedRow(row.number, key, "error", changes, tuple(faults), name)
        if before is not None and not changes:
            return ComparedRow(row.number, key, "same", (), ())
        messages = self._tried(self.table.write, values)
        state: State = "error" if messages else "new" if before is None else "changed"
        return ComparedRow(row.number, key, state, changes, messages, name)

    def _tried(self, act: Any, values: Mapping[str, object]) -> tuple[str, ...]:
        """Why the row can't be written; it stays written until the trial ends, for later rows."""
        self._tries += 1
        if self._tries > SHEET.tried:
            raise SheetUnreadable(name=self.table.title, reason=TOO_MANY)
        try:
            with self.act.part():
                act(self.act, values)
        except EntryInvalid as refused:
            faults: Any = refused.details.get("faults", ())
            return tuple(str(one["message"]) for one in faults) or (str(refused),)
        except Refusal as refused:
            return (str(refused),)
        return ()

    def _changes(self, before: Mapping[str, object] | None, values: Row) -> Iterator[CellChange]:
        for name, value in values.items():
            was = before.get(name) if before else None
            if was != value:
                yield cell_change(self.words, name, label_of(name), was, value)

    def _read(self, row: SheetRow) -> tuple[Row, list[str]]:
        values: Row = {}
        faults: list[str] = []
        for column in self.columns:
            label, text = label_of(column.name), row.cells.get(column.name)
            if fault := row.faults.get(column.name):
                faults.append(f"{label} ({text}) {fault}.")
                continue
            try:
                values[column.name] = typed_in(column, text)
            except Unreadable as wrong:
                at = f"{label} ({text[:SHOWN]})" if text else label
                faults.append(f"{at}: {wrong}.")
        return values, faults

    def _name(self, row: Mapping[str, object]) -> str:
        """What people call the row: by its name, and what else its key says."""
        named = row.get("name") or row.get("title")
        keys = (self.words.said(one, row.get(one)) for one in self.table.keys if one != "code")
        return ", ".join(filter(None, (str(named or ""), *keys)))

    def _key(self, values: Mapping[str, object]) -> str:
        return " / ".join(words_of(name, values.get(name)) for name in self.table.keys)

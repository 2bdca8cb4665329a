"""Which tables an administrator may bring in, and what their headings are."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, select
from sqlalchemy.orm import Session

from engine.administration.configuring import ConfigurationAct, keys_of
from engine.administration.people.units import UnitEntry, put_unit
from engine.administration.registers.keep_registers import take_entry_away, write_entry
from engine.catalogue.published_facts import facts_on
from engine.catalogue.register_words import label_of
from engine.catalogue.registers import REGISTERS, Register, entries
from engine.errors import EntryNotFound
from engine.organisation.sheets import SheetRow, read_sheet
from engine.store.base import table_of
from engine.store.catalogue import Procedure
from engine.store.organisation import Unit
from engine.worktime import ZONE

UNITS = "units"
Row = dict[str, object]
OTHER_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "amount": ("Mức thu", "Số tiền"),
    "number": ("Số tài khoản", "Số, ký hiệu"),
    "code": ("Mã khoản thu", "Mã giấy tờ", "Mã TTHC"),
    "procedure_code": ("Mã TTHC",),
    "name": ("Tên tài khoản", "Tên TTHC", "Tên đơn vị", "Tên giấy tờ"),
    "unit_code": ("Đơn vị", "Mã đơn vị quản lý"),
}
"""By what else people call a column, beside its label and its own name."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the configuration as it is brought in.

    ``write`` puts one row, as a part of ``act`` or as an act of its own; ``drop`` takes one away
    that a complete file lacks, where rows may be taken away at all.
    """

    code: str
    title: str
    right: str
    columns: tuple[Column[Any], ...]
    keys: tuple[str, ...]
    write: Callable[[ConfigurationAct, Mapping[str, object]], None]
    drop: Callable[[ConfigurationAct, Mapping[str, object]], None] | None

    def rows(self, session: Session, province_code: str, now: datetime) -> Iterator[Row]:
        """Every row that the province has, as what is written is compared with."""
        if self.code == UNITS:
            table = table_of(Unit)
            query = select(*self.columns).where(table.c.province_code == province_code)
            yield from (dict(row) for row in session.execute(query).mappings())
            return
        register = REGISTERS[self.code]
        said: Mapping[Any, Mapping[str, object]] = {}
        if register.entity is Procedure:
            said = facts_on(session, province_code, now.astimezone(ZONE).date())
        yield from entries(session, province_code, register, said=said, plain=False)

    def sheet(self, content: bytes, *, name: str) -> list[SheetRow]:
        """The rows of a file, read before any transaction. Raises SheetUnreadable."""
        headings = {
            column.name: (label_of(column.name), column.name, *OTHER_HEADINGS.get(column.name, ()))
            for column in self.columns
        }
        return read_sheet(content, name=name, headings=headings, required=self.keys)


def _of_register(code: str, register: Register) -> Table:
    def write(act: ConfigurationAct, values: Mapping[str, object]) -> None:
        write_entry(act, register, values)

    def drop(act: ConfigurationAct, values: Mapping[str, object]) -> None:
        take_entry_away(act, register, values)

    return Table(
        code,
        register.title,
        "catalogue.registers",
        register.columns,
        keys_of(register.entity),
        write,
        drop if register.removable else None,
    )


def _write_unit(act: ConfigurationAct, values: Mapping[str, object]) -> None:
    """A unit is an act of its own: the units below it need it in the tree."""
    known = act.session.get(Unit, (act.province_code, values["code"]))
    names = UnitEntry.__dataclass_fields__
    before = {name: getattr(known, name) for name in names} if known else {}
    missing: Sequence[str] = ("name", "short_name", "kind", "level", "valid_from")
    for name in missing:
        act.check({**before, **values}.get(name), name, f"Thiếu “{label_of(name)}”.")
    act.refuse_faults()
    entry: Any = UnitEntry(**{**before, **values})
    put_unit(act.session, admin=act.admin, entry=entry, now=act.now)


TABLES: Mapping[str, Table] = {
    UNITS: Table(
        UNITS,
        "Đơn vị",
        "organisation.units",
        tuple(table_of(Unit).c[name] for name in UnitEntry.__dataclass_fields__),
        ("code",),
        _write_unit,
        None,
    ),
    **{code: _of_register(code, register) for code, register in REGISTERS.items()},
}
"""Beside these, officers and the list of procedures have their own ways in."""


def table_named(code: str) -> Table:
    """The table with this name. Raises EntryNotFound."""
    if code not in TABLES:
        raise EntryNotFound(what=f"bảng {code[:60]}")
    return TABLES[code]

"""Registers as people look at them and take them along: headings and values in words."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.administration.people.listing import readable_setting
from engine.administration.registers.keep_registers import register_of
from engine.catalogue.published_facts import facts_on
from engine.catalogue.register_words import label_of, words_of
from engine.catalogue.registers import entries
from engine.organisation.tree import Setting
from engine.store.catalogue import Procedure, ResultType
from engine.store.rules import Area
from engine.typed.spreadsheets import neutral

DEMO = "demo"
"""With which the source of a row begins that was made up; the columns follow."""
BYTE_ORDER = "\ufeff"
"""What makes spreadsheets read the file as UTF-8."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A value as people read it; ``code``: what the register keeps, where that is a code."""

    words: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class ShownRegister:
    """A register's title, its headings, and its rows as they are read and written.

    ``cells``: the same rows for people alone, with what the codes mean.
    """

    name: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    cells: tuple[tuple[Cell, ...], ...]


def shown_register(
    session: Session,
    *,
    person: Person,
    province_code: str,
    name: str,
    day: date,
    search: str | None = None,
) -> ShownRegister:
    """A register as of a day, for the officers of the province (R-71).

    Raises ConfigurationUnreadable, EntryNotFound.
    """
    register = register_of(name)
    setting = readable_setting(session, person, province_code)
    said: Mapping[Any, Mapping[str, object]] = {}
    if register.entity is Procedure:
        said = facts_on(session, province_code, day)
    found = entries(session, province_code, register, search=search, said=said, plain=False)
    columns = [column.name for column in register.columns]
    names = _names(session, setting)
    return ShownRegister(
        name=name,
        title=register.title,
        headings=tuple(map(label_of, columns)),
        rows=tuple(tuple(words_of(one, row[one]) for one in columns) for row in found),
        cells=tuple(tuple(_cell(one, row[one], names) for one in columns) for row in found),
    )


def _names(session: Session, setting: Setting) -> Mapping[str, Mapping[str, str]]:
    """What the codes in a column are called."""
    code = setting.province_code
    areas = select(Area.code, Area.name).where(Area.province_code == code)
    results = select(ResultType.code, ResultType.name).where(ResultType.province_code == code)
    procedures = select(Procedure.code, Procedure.short_name).where(Procedure.province_code == code)
    return {
        "unit_code": {one: unit.name for one, unit in setting.units.items()},
        "area_code": {row.code: row.name for row in session.execute(areas)},
        "result_code": {row.code: row.name for row in session.execute(results)},
        "procedure_code": {row.code: row.short_name for row in session.execute(procedures)},
    }


def _cell(column: str, value: object, names: Mapping[str, Mapping[str, str]]) -> Cell:
    text = words_of(column, value)
    if column == "code" or (column in names and text not in names[column]):
        return Cell("", text)
    if column in names:
        return Cell(names[column][text], text)
    if column == "source" and text.partition(":")[0] == DEMO:
        made_up = text.partition(":")[2].split(",")
        return Cell(f"minh họa: {', '.join(label_of(one).lower() for one in made_up)}")
    return Cell(text)


def as_table(register: ShownRegister) -> str:
    """The register as CSV that a spreadsheet opens; changed there, it may be brought in again."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(register.headings)
    for row in register.rows:
        writer.writerow(map(neutral, row))
    return BYTE_ORDER + text.getvalue()

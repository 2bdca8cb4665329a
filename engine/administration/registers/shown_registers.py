"""Registers as people look at them and take them along: headings and values in words."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.administration.people.listing import readable_setting
from engine.administration.registers.keep_registers import register_of
from engine.catalogue.published_facts import facts_on
from engine.catalogue.register_words import label_of, words_of
from engine.catalogue.registers import entries
from engine.store.catalogue import Procedure
from engine.typed.spreadsheets import neutral

BYTE_ORDER = "\ufeff"
"""What makes spreadsheets read the file as UTF-8."""


@dataclass(frozen=True, slots=True)
class ShownRegister:
    """A register's title, its headings, and its rows as they are read and written."""

    name: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


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
    readable_setting(session, person, province_code)
    said: Mapping[Any, Mapping[str, object]] = {}
    if register.entity is Procedure:
        said = facts_on(session, province_code, day)
    found = entries(session, province_code, register, search=search, said=said, plain=False)
    columns = [column.name for column in register.columns]
    return ShownRegister(
        name=name,
        title=register.title,
        headings=tuple(map(label_of, columns)),
        rows=tuple(tuple(words_of(one, row[one]) for one in columns) for row in found),
    )


def as_table(register: ShownRegister) -> str:
    """The register as CSV that a spreadsheet opens; changed there, it may be brought in again."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(register.headings)
    for row in register.rows:
        writer.writerow(map(neutral, row))
    return BYTE_ORDER + text.getvalue()

"""Several small queries as one statement: what many tables hold of one thing, in one trip."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Connection,
    Date,
    Integer,
    LargeBinary,
    Numeric,
    Select,
    String,
    cast,
    literal_column,
    null,
    select,
    union_all,
)
from sqlalchemy.types import JSON, BigInteger, TypeEngine

from engine.store.base import Json, UtcDateTime
from engine.store.prepared import PreparedQuery, Row

_FAMILIES: tuple[tuple[type[TypeEngine[Any]], TypeEngine[Any]], ...] = (
    (UtcDateTime, UtcDateTime()),
    (String, String()),
    (Boolean, Boolean()),
    (Integer, BigInteger()),
    (Numeric, Numeric()),
    (Date, Date()),
    (JSON, Json),
    (LargeBinary, LargeBinary()),
)
"""Types whose values can stand in one column of a union, and the type of that column."""
Slot = tuple[int, int]
"""A family of types, and the how-manieth column of it."""


class Together:
    """Queries with names. Each row comes as a plain tuple, in the order of its query's columns.

    A union knows no order: whoever needs one sorts.
    """

    def __init__(self, queries: Mapping[str, Select[Any]]) -> None:
        self._names = tuple(queries)
        self._slots = [_slots(query) for query in queries.values()]
        self._places: list[Slot] = sorted({slot for slots in self._slots for slot in slots})
        parts = [
            self._part(number, query, slots)
            for number, (query, slots) in enumerate(zip(queries.values(), self._slots, strict=True))
        ]
        self._query = PreparedQuery(union_all(*parts))
        at = {slot: place for place, slot in enumerate(self._places, start=1)}
        self._picked = [[at[slot] for slot in slots] for slots in self._slots]

    def _part(self, number: int, query: Select[Any], slots: list[Slot]) -> Select[Any]:
        inner = query.subquery(self._names[number])
        own: dict[Slot, Any] = dict(zip(slots, inner.columns, strict=True))
        columns = [own.get(slot, cast(null(), _FAMILIES[slot[0]][1])) for slot in self._places]
        name: ColumnElement[int] = literal_column(str(number), Integer)
        labelled = [column.label(f"c{place}") for place, column in enumerate(columns)]
        return select(name.label("query"), *labelled)

    def all(self, connection: Connection, given: Row) -> dict[str, list[tuple[Any, ...]]]:
        """The rows of each query, by its name."""
        found: dict[str, list[tuple[Any, ...]]] = {name: [] for name in self._names}
        for row in self._query.all(connection, given):
            picked = self._picked[row[0]]
            found[self._names[row[0]]].append(tuple(row[place] for place in picked))
        return found


def _slots(query: Select[Any]) -> list[Slot]:
    """A column of the union for each column of the query, none twice."""
    slots: list[Slot] = []
    for column in query.selected_columns:
        family = next(n for n, (kind, _) in enumerate(_FAMILIES) if isinstance(column.type, kind))
        slots.append((family, sum(one[0] == family for one in slots)))
    return slots

"""A column among many values: one value of the statement on PostgreSQL, however many there are.

A statement with a place for each member is another statement for each officer, which PostgreSQL
plans for longer than it runs; with an array its text is everybody's, and it is planned once. A few
values keep a place each: PostgreSQL takes an array that it doesn't know for one of ten, finds each
shorter one cheaper, and so plans it anew every time. SQLite has no arrays.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    String,
    TableValuedAlias,
    and_,
    any_,
    column,
    func,
    literal,
    select,
    tuple_,
)
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.elements import Grouping

from engine.store.on_each import OnEach

Texts = ARRAY(String)
FEW = 9
"""Up to so many values have a place each on PostgreSQL too."""
Column = ColumnElement[str] | InstrumentedAttribute[str] | InstrumentedAttribute[str | None]


def places(values: Sequence[object], dialect: str) -> int:
    """How many places a statement has for the values; none where they come as an array."""
    return max(len(values), 1) if dialect == "sqlite" or len(values) <= FEW else 0


def _either(postgresql: ColumnElement[bool], sqlite: ColumnElement[bool]) -> ColumnElement[bool]:
    """A condition as each database has it."""
    return OnEach(Grouping(postgresql), Grouping(sqlite))


def among(one: Column, values: Collection[str]) -> ColumnElement[bool]:
    """Whether the column is one of the values."""
    members = sorted(values)
    if len(members) <= FEW:
        return one.in_(members)
    return _either(one == any_(literal(members, Texts)), one.in_(members))


def table_of_texts(columns: Mapping[str, ColumnElement[Any]]) -> TableValuedAlias:
    """Arrays side by side as a table of PostgreSQL: a row for each place."""
    named = [column(name, String) for name in columns]
    return func.unnest(*columns.values()).table_valued(*named).render_derived()


def pair_among(
    first: Column, second: Column, pairs: Collection[tuple[str, str]]
) -> ColumnElement[bool]:
    """Whether both columns together are one of the pairs."""
    members = sorted(pairs)
    if len(members) <= FEW:
        return tuple_(first, second).in_(members)
    firsts, seconds = ([pair[place] for pair in members] for place in (0, 1))
    given = table_of_texts({"first": literal(firsts, Texts), "second": literal(seconds, Texts)})
    # Each column by itself first: that is what an index is asked for.
    here = and_(
        first == any_(literal(sorted(set(firsts)), Texts)),
        second == any_(literal(sorted(set(seconds)), Texts)),
        tuple_(first, second).in_(select(given.c.first, given.c.second)),
    )
    return _either(here, tuple_(first, second).in_(members))

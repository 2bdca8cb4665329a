"""Statements of the hot path, compiled once and handed to the driver as they are.

Running one skips what SQLAlchemy does at each call: building a context, describing every column of
the result, wrapping it. Types convert values as ever and what the driver raises is wrapped as ever;
SQLAlchemy's events and log of statements see nothing of them (``trips.LOG`` does).
"""

import sqlite3
from collections.abc import Callable, Hashable, Mapping, Sequence
from itertools import cycle
from operator import itemgetter
from sys import intern
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Dialect,
    Select,
    exc,
    literal_column,
)
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.types import TupleType, TypeEngine

from engine.files.kept import Kept
from engine.store.round_trips import LOG, put_off, travel, wrapped

Row = Mapping[str, Any]
Converter = Callable[[Any], Any] | None
DIALECTS: Mapping[str, Dialect] = {
    "sqlite": SQLiteDialect_pysqlite(paramstyle="qmark"),
    # The server's own placeholders: psycopg then has nothing to translate.
    "postgresql": PGDialect_psycopg(paramstyle="numeric_dollar"),  # type: ignore[no-untyped-call]
}
"""How statements are written for each database."""
NO_OFFSET: ColumnElement[int] = literal_column("0")
"""Beside a limit, written out: SQLAlchemy adds one on SQLite, as a value of its own."""


class Compiled:
    """A statement's text for one database, and how its values are given in order.

    ``own`` are the values that it was built with.
    """

    def __init__(
        self, text: str, names: Sequence[str], converters: Sequence[Converter], own: Row
    ) -> None:
        self.text = intern(text)
        self.names = tuple(names)
        self._own = own
        # One value alone would not come as a row of one.
        self._picked = itemgetter(*names) if len(names) > 1 else None
        self._converted = [
            (place, convert) for place, convert in enumerate(converters) if convert is not None
        ]

    def given(self, row: Row) -> list[Any]:
        """The row's values as the driver takes them."""
        row = {**self._own, **row} if self._own else row
        values = list(self._picked(row)) if self._picked else [row[name] for name in self.names]
        for place, convert in self._converted:
            values[place] = convert(values[place])
        return values


class Prepared:
    """An INSERT, UPDATE or DELETE. Every row gives all of its values: nothing is filled in."""

    def __init__(self, statements: Mapping[str, UpdateBase] | UpdateBase) -> None:
        self._statements = statements
        self._compiled: dict[tuple[str, tuple[str, ...]], Compiled] = {}

    def run(self, connection: Connection, rows: Sequence[Row]) -> None:
        """Run once for each row, in one call of the driver; all rows have the same names."""
        if not rows:
            return
        compiled = self.compiled(connection.dialect, rows[0])
        given = [compiled.given(row) for row in rows]
        if len(given) == 1:
            send(connection, compiled.text, given[0])
        else:
            send(connection, compiled.text, given, many=True)

    def compiled(self, dialect: Dialect, row: Row) -> Compiled:
        """The statement for rows of these names. Raises ValueError when a value is missing."""
        key = (dialect.name, tuple(row))
        compiled = self._compiled.get(key)
        if compiled is None:
            statement = self._statements
            if isinstance(statement, Mapping):
                statement = statement[dialect.name]
            compiled = self._compiled[key] = _compile(statement, dialect, key[1])
        return compiled


Selected = Select[*tuple[Any, ...]]
"""A SELECT of any columns."""
Query = Selected | CompoundSelect[*tuple[Any, ...]] | UpdateBase
"""A SELECT, or what is written and RETURNs something."""


class PreparedQuery:
    """A query whose rows come as plain tuples, in the order of its columns."""

    def __init__(self, statements: Mapping[str, Query] | Query) -> None:
        if not isinstance(statements, Mapping):
            statements = dict.fromkeys(DIALECTS, statements)
        self._statements = statements
        returned = next(iter(statements.values())).exported_columns
        self._types: list[TypeEngine[Any]] = [column.type for column in returned]
        self._compiled: dict[str, Compiled] = {}
        self._converters: dict[str, list[tuple[int, Callable[[Any], Any]]]] = {}

    def all(self, connection: Connection, given: Row) -> list[tuple[Any, ...]]:
        """Every row."""
        dialect = connection.dialect
        compiled = self._compiled.get(dialect.name) or self.compiled(dialect, tuple(given))
        cursor = send(connection, compiled.text, compiled.given(given))
        found = cursor.fetchall()
        return [self._converted(dialect, cursor, row) for row in found]

    def compiled(self, dialect: Dialect, names: tuple[str, ...]) -> Compiled:
        """The query with these values to be given. Raises ValueError when one is missing."""
        made = _compile(self._statements[dialect.name], dialect, names)
        self._compiled[dialect.name] = made
        return made

    def one_or_none(self, connection: Connection, given: Row) -> tuple[Any, ...] | None:
        """The only row; ``None`` when there is none. Raises MultipleResultsFound."""
        found = self.all(connection, given)
        if len(found) > 1:
            raise exc.MultipleResultsFound
        return found[0] if found else None

    def _converted(self, dialect: Dialect, cursor: Any, row: Sequence[Any]) -> tuple[Any, ...]:
        converters = self._converters.get(dialect.name)
        if converters is None:
            converters = []
            described = zip(self._types, cursor.description, strict=True)
            for place, (kind, column) in enumerate(described):
                made = kind.dialect_impl(dialect).result_processor(dialect, column[1])
                if made is not None:
                    converters.append((place, made))
            # Only whole: another thread converts its rows by it at once.
            self._converters[dialect.name] = converters
        values = list(row)
        for place, convert in converters:
            if values[place] is not None:
                values[place] = convert(values[place])
        return tuple(values)


MOST_BUILT = 3_000
"""Queries that are kept for what they were built of."""
_built: Kept[tuple[Hashable, ...], PreparedQuery] = Kept(MOST_BUILT)


def built(
    connection: Connection, of: tuple[Hashable, ...], build: Callable[[], Selected]
) -> PreparedQuery:
    """The query that ``build`` makes of ``of``, built and compiled the first time it is asked for.

    For statements that depend on what somebody may: their posts stand in it, and only what changes
    from look to look is given when it runs.
    """
    key = (connection.dialect.name, *of)
    return _built.get(key) or _built.keep(key, PreparedQuery(build()))


def send(connection: Connection, text: str, given: Any, *, many: bool = False) -> Any:
    """Give a text and its values to the driver; the cursor.

    Raises what SQLAlchemy raises for an error of the driver; a lost connection is invalidated.
    """
    if connection.dialect.name != "sqlite":
        *others, last = given if many else [given]
        for each in others:
            put_off(connection, (text, each))
        return travel(connection, (text, last))
    LOG.debug(text)
    cursor: Any = connection.connection.cursor()
    try:
        return cursor.executemany(text, given) if many else cursor.execute(text, given)
    except sqlite3.Error as error:
        raise wrapped(connection, error, text) from error


def _compile(statement: Query, dialect: Dialect, names: tuple[str, ...]) -> Compiled:
    keys = list(names) if isinstance(statement, UpdateBase) else None
    made = statement.compile(dialect=DIALECTS[dialect.name], column_keys=keys)
    assert isinstance(made, SQLCompiler)  # noqa: S101 - what these statements compile to
    # A column that a statement writes by its default has a bind without a value.
    own: Row = {
        name: bind.value
        for name, bind in made.binds.items()
        if not bind.required and not (keys is not None and bind.value is None)
    }
    missing = set(made.binds) - set(own) - set(names)
    if missing:
        msg = f"nothing fills in {sorted(missing)}"
        raise ValueError(msg)
    text = str(made)
    order: Sequence[str] = made.positiontup or ()
    types = {name: bind.type for name, bind in made.binds.items()}
    if made.post_compile_params:
        # Lists that a column is in: the text has a place for each member.
        expanded = made.construct_expanded_state({**own, **dict.fromkeys(names)})
        text, order, own = expanded.statement, expanded.positiontup or (), expanded.parameters
        for name, members in expanded.parameter_expansion.items():
            types |= dict(zip(members, cycle(_members(types[name])), strict=False))
    converters = [types[name].dialect_impl(dialect).bind_processor(dialect) for name in order]
    own = {name: own[name] for name in order if name in own and name not in names}
    return Compiled(text, order, converters, own)


def _members(kind: TypeEngine[Any]) -> Sequence[TypeEngine[Any]]:
    return kind.types if isinstance(kind, TupleType) else (kind,)

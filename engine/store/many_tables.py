"""Rows of several tables, written together: by one statement on PostgreSQL.

There an act is one round trip, whatever it wrote: the changed row and the new rows of every table
go in one statement, the new rows of a table as one JSON document (``json_to_recordset``). Its text
depends on the tables and the changed columns alone, so that the server plans it once. SQLite, where
a statement costs no round trip, gets one statement for each table.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, LargeBinary, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import UpdateBase

from engine.store.base import UtcDateTime, aware
from engine.store.prepared import DIALECTS, Compiled, Prepared, Row
from engine.store.round_trips import put_off

INSERTS: Mapping[str, Callable[[Table], Any]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}
"""Each database's own INSERT, with ON CONFLICT."""
_POSTGRESQL = DIALECTS["postgresql"]
_quote = _POSTGRESQL.identifier_preparer.quote
_encode = msgspec.json.Encoder().encode
_texts: dict[tuple[object, ...], str] = {}


class TableRows:
    """The rows of a table that an act writes. Every row gives all of its values.

    With ``changed``, a row whose key is known changes these columns. Without, its key must be new.
    """

    def __init__(self, table: Table, *changed: str) -> None:
        self.table = table
        self._changed = changed
        self._instants = frozenset(
            column.name for column in table.columns if isinstance(column.type, UtcDateTime)
        )
        self.alone = Prepared({name: _put(make(table), changed) for name, make in INSERTS.items()})
        """Writes the rows by a statement of its own."""

    def text(self, names: tuple[str, ...], place: int) -> str:
        """The INSERT of all rows in the JSON document that is value number ``place``."""
        asked, read = [], []
        for name in names:
            kind = self.table.columns[name].type
            # msgspec writes bytes in base64.
            binary = isinstance(kind, LargeBinary)
            asked.append(f"{_quote(name)} {'text' if binary else kind.compile(_POSTGRESQL)}")
            read.append(f"decode({_quote(name)}, 'base64')" if binary else _quote(name))
        text = (
            f"INSERT INTO {self.table.name} ({', '.join(map(_quote, names))})"  # noqa: S608 - names
            f" SELECT {', '.join(read)}"
            f" FROM json_to_recordset(${place}::json) AS given({', '.join(asked)})"
        )
        if not self._changed:
            return text
        key = ", ".join(_quote(column.name) for column in self.table.primary_key)
        sets = ", ".join(f"{_quote(name)} = excluded.{_quote(name)}" for name in self._changed)
        return f"{text} ON CONFLICT ({key}) DO UPDATE SET {sets}"

    def document(self, rows: Sequence[Row]) -> str:
        """The rows as JSON. Raises ValueError for an instant without time zone."""
        instants = self._instants.intersection(rows[0])
        for row in rows:
            for name in instants:
                if row[name] is not None:
                    aware(row[name])
        return _encode(rows).decode()


class Together:
    """What an act writes: one changed row, and rows of other tables. ``send`` writes all of it.

    Each table at most once; the tables may not need one another's rows to be there first.
    """

    def __init__(self, update: Prepared, values: Row) -> None:
        self._update = update
        self._values = values
        self._rows: list[tuple[TableRows, Sequence[Mapping[str, Any]]]] = []

    def put(self, table: TableRows, rows: Sequence[Mapping[str, Any]]) -> None:
        """Write these rows too; all have the same names."""
        if rows:
            self._rows.append((table, rows))

    def send(self, connection: Connection) -> None:
        """Write everything. Raises what the database refuses: PostgreSQL's only with the next
        statement, or with the COMMIT, since it goes out together with that."""
        if connection.dialect.name == "sqlite":
            self._update.run(connection, [self._values])
            for table, rows in self._rows:
                table.alone.run(connection, rows)
            return
        update = self._update.compiled(connection.dialect, self._values)
        documents = [table.document(rows) for table, rows in self._rows]
        put_off(connection, (self._text(update), (*update.given(self._values), *documents)))

    def _text(self, update: Compiled) -> str:
        """The one statement; the same object each time, so that psycopg need not compare texts."""
        key = (update.text, *((table, tuple(rows[0])) for table, rows in self._rows))
        text = _texts.get(key)
        if text is None:
            first = len(update.names) + 1
            parts = [
                f"put_{table.table.name} AS ({table.text(tuple(rows[0]), place)})"
                for place, (table, rows) in enumerate(self._rows, start=first)
            ]
            put = f"WITH {', '.join(parts)} " if parts else ""
            text = _texts[key] = f"{put}{update.text}"
        return text


def _put(statement: Any, changed: Sequence[str]) -> UpdateBase:
    made: UpdateBase = statement
    if changed:
        made = statement.on_conflict_do_update(
            index_elements=list(statement.table.primary_key),
            set_={column: statement.excluded[column] for column in changed},
        )
    return made

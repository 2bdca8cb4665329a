"""Statements of the hot path, compiled once: running one skips what SQLAlchemy does at each call.

Measured on a step of the engine, this saves about a third of the time spent outside the database.
Types convert values as ever, and the engine's events see the statements as ever.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Dialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import UpdateBase

Row = Mapping[str, Any]
Converter = Callable[[Any], Any] | None


@dataclass(frozen=True, slots=True)
class _Compiled:
    text: str
    names: tuple[str, ...]
    converters: tuple[Converter, ...]
    positional: bool

    def given(self, row: Row) -> Any:
        """The row as the driver takes it."""
        values = [
            row[name] if convert is None else convert(row[name])
            for name, convert in zip(self.names, self.converters, strict=True)
        ]
        return tuple(values) if self.positional else dict(zip(self.names, values, strict=True))


class Prepared:
    """An INSERT, UPDATE or DELETE. Every row gives all of its values: nothing is filled in."""

    def __init__(self, statements: Mapping[str, UpdateBase] | UpdateBase) -> None:
        self._statements = statements
        self._compiled: dict[tuple[str, tuple[str, ...]], _Compiled] = {}

    def run(self, connection: Connection, rows: Sequence[Row]) -> None:
        """Run once for each row, in one call of the driver; all rows have the same names."""
        if not rows:
            return
        key = (connection.dialect.name, tuple(rows[0]))
        compiled = self._compiled.get(key)
        if compiled is None:
            compiled = self._compiled[key] = self._compile(connection.dialect, key[1])
        given = [compiled.given(row) for row in rows]
        connection.exec_driver_sql(compiled.text, given[0] if len(given) == 1 else given)

    def _compile(self, dialect: Dialect, names: tuple[str, ...]) -> _Compiled:
        statement = self._statements
        if isinstance(statement, Mapping):
            statement = statement[dialect.name]
        made = statement.compile(dialect=dialect, column_keys=list(names))
        assert isinstance(made, SQLCompiler)  # noqa: S101 - what an UpdateBase compiles to
        missing = set(made.binds) - set(names)
        if missing:
            msg = f"nothing fills in {sorted(missing)}"
            raise ValueError(msg)
        order = tuple(made.positiontup or made.binds)
        converters = tuple(
            made.binds[name].type.dialect_impl(dialect).bind_processor(dialect) for name in order
        )
        return _Compiled(str(made), order, converters, made.positiontup is not None)

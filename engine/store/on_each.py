"""Expressions that each database has in its own way."""

from collections.abc import Sequence
from typing import Any, Self

from sqlalchemy import ColumnElement
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class OnEach(FunctionElement[Any]):
    """An expression as PostgreSQL has it, and as SQLite has it; its type is of the first."""

    inherit_cache = True
    name = "on_each"

    def __init__(self, postgresql: ColumnElement[Any], sqlite: ColumnElement[Any]) -> None:
        super().__init__(postgresql, sqlite)
        self.type = postgresql.type

    def self_group(self, against: Any = None) -> Self:
        """As it is: whoever gives both ways gives them in brackets where they need any."""
        del against
        return self


def _ways(element: OnEach) -> Sequence[ColumnElement[Any]]:
    return list(element.clauses)


@compiles(OnEach, "postgresql")
def _on_postgresql(element: OnEach, compiler: SQLCompiler, **how: Any) -> str:
    return compiler.process(_ways(element)[0], **how)


@compiles(OnEach, "sqlite")
def _on_sqlite(element: OnEach, compiler: SQLCompiler, **how: Any) -> str:
    return compiler.process(_ways(element)[1], **how)

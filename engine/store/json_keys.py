"""The keys of a JSON column as rows, on both databases."""

from typing import Any

from sqlalchemy import TableValuedAlias
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction


class _Each(GenericFunction[Any]):
    """``jsonb_each`` or ``json_each``; both name their first column ``key``."""

    name = "motcua_each"
    inherit_cache = True


@compiles(_Each, "postgresql")
def _on_postgresql(element: _Each, compiler: SQLCompiler, **given: Any) -> str:
    return f"jsonb_each({compiler.process(element.clauses, **given)})"


@compiles(_Each, "sqlite")
def _on_sqlite(element: _Each, compiler: SQLCompiler, **given: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **given)})"


def keys_of(column: Any, name: str) -> TableValuedAlias:
    """A row for each key (column ``key``) of the column's object, of the row beside it."""
    return _Each(column).table_valued("key", name=name)

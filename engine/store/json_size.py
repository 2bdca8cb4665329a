"""How many bytes a JSON column holds, on both databases."""

from typing import Any

from sqlalchemy import Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction


class bytes_of(GenericFunction[int]):  # noqa: N801 - asked as functions of the database are
    """The bytes (UTF-8) of the document of a JSON column, as it is written."""

    name = "motcua_bytes"
    type = Integer()
    inherit_cache = True


@compiles(bytes_of, "postgresql")
def _on_postgresql(element: bytes_of, compiler: SQLCompiler, **given: Any) -> str:
    return f"octet_length(CAST({compiler.process(element.clauses, **given)} AS TEXT))"


@compiles(bytes_of, "sqlite")
def _on_sqlite(element: bytes_of, compiler: SQLCompiler, **given: Any) -> str:
    # Its length of a text counts letters; ``octet_length`` is younger than the oldest in use.
    return f"length(CAST({compiler.process(element.clauses, **given)} AS BLOB))"

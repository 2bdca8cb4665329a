"""What can be asked of a JSON column, on both databases."""

from typing import Any

from sqlalchemy import ColumnElement, LargeBinary, TableValuedAlias, Text, cast, func

from engine.store.on_each import OnEach


def keys_of(column: Any, name: str) -> TableValuedAlias:
    """A row for each key (column ``key``) of the column's object, of the row beside it."""
    each = OnEach(func.jsonb_each(column), func.json_each(column))
    return each.table_valued("key", name=name)


def bytes_of(column: Any) -> ColumnElement[int]:
    """The bytes (UTF-8) of the column's document, as it is written."""
    # SQLite's length of a text counts letters; its ``octet_length`` is younger than the oldest in
    # use.
    return OnEach(func.octet_length(cast(column, Text)), func.length(cast(column, LargeBinary)))

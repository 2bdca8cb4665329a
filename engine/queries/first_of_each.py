"""The first rows of many lists together, where each comes in the order of an index of its own."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Integer, literal_column, select, union

from engine.store.prepared import NO_OFFSET, Selected

MOST = 50
"""What a list beside the queue tells at once."""
FIRST: ColumnElement[int] = literal_column(str(MOST), Integer)
"""Written out: PostgreSQL plans a limit that it knows for the first rows of indexes."""


def first_of_each(parts: Sequence[Selected], *order: str) -> Selected:
    """The first ``MOST`` of all parts by the named columns, which the order of each part is too.

    No part is read further; a row that several have comes once.
    """
    each = [part.limit(FIRST).offset(NO_OFFSET).subquery() for part in parts]
    found = union(*map(select, each)).subquery()
    by = [found.c[name] for name in order]
    return select(found).order_by(*by).limit(FIRST).offset(NO_OFFSET)

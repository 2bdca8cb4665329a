"""Which commune a case was about first is kept, when another took over from that one.

Told of the cases of before by their events: a split may name the commune of then.
"""

import json
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0098"
down_revision = "0096"
branch_labels = None
depends_on = None

_EVENTS = sa.text(
    "SELECT province_code, case_id, body FROM case_events"
    " WHERE kind IN ('unit_succeeded', 'case_transferred')"
    " ORDER BY province_code, case_id, seq"
)


def upgrade() -> None:
    """Add the column, and fill it where a commune followed."""
    op.add_column("cases", sa.Column("first_commune", sa.String(64)))
    bind = op.get_bind()
    cases = sa.table("cases", *map(sa.column, ("province_code", "id", "first_commune")))
    rows = bind.execute(_EVENTS).all()
    for (province, case_id), of_case in groupby(rows, key=lambda row: (row[0], row[1])):
        first = _first(json.loads(row[2]) for row in of_case)
        if first is not None:
            here = sa.and_(cases.c.province_code == province, cases.c.id == case_id)
            bind.execute(sa.update(cases).where(here).values(first_commune=first))


def _first(events: Iterable[Mapping[str, Any]]) -> str | None:
    first: str | None = None
    for event in events:
        if event["kind"] == "case_transferred":
            first = None
            continue
        moved = [one for one in event["data"]["roles"] if one["role"] == "commune"]
        for one in moved:
            first = first or one["before"]
            first = None if one["after"] == first else first
    return first

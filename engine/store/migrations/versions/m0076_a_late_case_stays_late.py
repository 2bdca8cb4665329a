"""A case that was late stays late, where it fell late; when it was extended has a column.

Told of the cases of before by their events, which say what each act changed: the rule is that of
``engine.deadlines.late_marks`` as it stood when this was written.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from alembic import op

from engine.store.base import UtcDateTime

revision = "0076"
down_revision = "0075"
branch_labels = None
depends_on = None

BEFORE = sa.text("finished_at > coalesce(first_due_at, due_at)")
ENDED_LATE = sa.text("finished_at IS NOT NULL AND late_first_since IS NOT NULL")
RUNS = (2, 4)
"""Statuses in which the solving time runs."""
_MOVES_TIME = ("status", "due_at", "first_due_at", "competent_unit")
_MARKS = ("late_first_since", "late_since")
_EVENTS = sa.text(
    "SELECT e.province_code, e.case_id, e.body FROM case_events e JOIN cases c"
    " ON c.province_code = e.province_code AND c.id = e.case_id WHERE c.due_at IS NOT NULL"
    " ORDER BY e.province_code, e.case_id, e.seq"
)


def upgrade() -> None:
    """Add the columns, and say of each case what its events tell."""
    for name in ("extended_at", *_MARKS):
        op.add_column("cases", sa.Column(name, UtcDateTime()))
    for name in ("late_unit", "handled_as"):
        op.add_column("cases", sa.Column(name, sa.String(64)))
    _tell(op.get_bind())
    op.drop_index("ix_cases_ended_late", "cases")
    op.create_index(
        "ix_cases_ended_late",
        "cases",
        ["province_code", "finished_at"],
        postgresql_where=ENDED_LATE,
        sqlite_where=ENDED_LATE,
    )


def _tell(bind: sa.Connection) -> None:
    cases = sa.table(
        "cases",
        *(sa.column(name) for name in ("province_code", "id", "late_unit")),
        *(sa.column(name, UtcDateTime()) for name in ("extended_at", *_MARKS)),
    )
    rows = bind.execute(_EVENTS, execution_options={"yield_per": 1000})
    told = {
        key: _marks(json.loads(row[2]) for row in of_case)
        for key, of_case in groupby(rows, key=lambda row: (row[0], row[1]))
    }
    for (province, case_id), marks in told.items():
        if marks:
            here = sa.and_(cases.c.province_code == province, cases.c.id == case_id)
            bind.execute(sa.update(cases).where(here).values(**marks))


def _marks(events: Iterator[Mapping[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    row: dict[str, Any] = {"status": 1, "supplements": 0}
    for event in events:
        at, changed = _moment(event["at"]), event.get("trace", {}).get("case", {})
        if event["seq"] == 1:
            row["competent_unit"] = event["data"].get("competent")
        if event["kind"] == "due_extended":
            found["extended_at"] = at
        after = {**row, **changed}
        for name, since in _late(row, after, at).items():
            found.setdefault(name, since)
        row = after
    return found


def _late(before: Mapping[str, Any], after: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if after["supplements"] > max(1, before["supplements"]):
        found = dict.fromkeys(_MARKS, now)
    ran = before["status"] in RUNS
    if ran and any(before.get(name) != after.get(name) for name in _MOVES_TIME):
        for row in (before,) if after["status"] in RUNS else (after, before):
            found |= _missed(row, now)
    if ran and found:
        found["late_unit"] = before["competent_unit"]
    return found


def _missed(row: Mapping[str, Any], now: datetime) -> dict[str, datetime]:
    if row.get("due_at") is None:
        return {}
    due_at = _moment(row["due_at"])
    first = min(due_at, _moment(row.get("first_due_at") or row["due_at"]))
    return {name: since for name, since in zip(_MARKS, (first, due_at), strict=True) if now > since}


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)

"""Each mark of lateness has its own unit; a second supplement has a mark, and misses nothing.

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

revision = "0082"
down_revision = "0076"
branch_labels = None
depends_on = None

ENDED_LATE = sa.text(
    "finished_at IS NOT NULL AND coalesce(late_first_since, counted_late_since) IS NOT NULL"
)
RUNS = (2, 4)
"""Statuses in which the solving time runs."""
_MOVES_TIME = ("status", "due_at", "first_due_at", "competent_unit")
_MARKS = ("late_first_since", "late_since")
_ALL = (*_MARKS, "counted_late_since")
_EVENTS = sa.text(
    "SELECT e.province_code, e.case_id, e.body FROM case_events e JOIN cases c"
    " ON c.province_code = e.province_code AND c.id = e.case_id WHERE c.due_at IS NOT NULL"
    " ORDER BY e.province_code, e.case_id, e.seq"
)


def upgrade() -> None:
    """Add the columns, and say of each case anew what its events tell."""
    for name in ("late_first_unit", "counted_late_unit"):
        op.add_column("cases", sa.Column(name, sa.String(64)))
    op.add_column("cases", sa.Column("counted_late_since", UtcDateTime()))
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
        *(sa.column(name) for name in ("province_code", "id", *map(_unit, _ALL))),
        *(sa.column(name, UtcDateTime()) for name in _ALL),
    )
    rows = bind.execute(_EVENTS, execution_options={"yield_per": 1000})
    told = {
        key: _marks(json.loads(row[2]) for row in of_case)
        for key, of_case in groupby(rows, key=lambda row: (row[0], row[1]))
    }
    empty = dict.fromkeys((*_ALL, *map(_unit, _ALL)))
    for (province, case_id), marks in told.items():
        here = sa.and_(cases.c.province_code == province, cases.c.id == case_id)
        bind.execute(sa.update(cases).where(here).values(**(empty | marks)))


def _marks(events: Iterator[Mapping[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    row: dict[str, Any] = {"status": 1, "supplements": 0}
    for event in events:
        at, changed = _moment(event["at"]), event.get("trace", {}).get("case", {})
        if event["seq"] == 1:
            row["competent_unit"] = event["data"].get("competent")
        after = {**row, **changed}
        for name, value in _late(row, after, at).items():
            found.setdefault(name, value)
        if event["kind"] == "unit_succeeded":
            _follow(found, event["data"]["roles"], changed)
        row = after
    return found


def _late(before: Mapping[str, Any], after: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if after["supplements"] > max(1, before["supplements"]):
        found = {"counted_late_since": now}
    ran = before["status"] in RUNS
    if ran and any(before.get(name) != after.get(name) for name in _MOVES_TIME):
        for row in (before,) if after["status"] in RUNS else (after, before):
            found |= _missed(row, now)
    return found | {_unit(name): before["competent_unit"] for name in found}


def _follow(
    found: dict[str, Any], roles: list[Mapping[str, str]], changed: Mapping[str, Any]
) -> None:
    """The units of marks that the succession moved, as its own record tells."""
    moved = {role["role"] for role in roles}
    found |= {name: changed[name] for name in map(_unit, _ALL) if name in moved & set(changed)}


def _unit(mark: str) -> str:
    return mark.replace("since", "unit")


def _missed(row: Mapping[str, Any], now: datetime) -> dict[str, datetime]:
    if row.get("due_at") is None:
        return {}
    due_at = _moment(row["due_at"])
    first = min(due_at, _moment(row.get("first_due_at") or row["due_at"]))
    return {name: since for name, since in zip(_MARKS, (first, due_at), strict=True) if now > since}


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)

"""Every column of what is kept of a case is vouched for, or listed here with the reason why not.

Drawn from the tables: a new column fails here until ``motcua cases verify`` finds it changed by
hand, or until it has a line below.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from sqlalchemy import JSON, Column, Table, null, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engine.cases.vouching.verify import case_faults
from engine.jobs.timers import fire_due_timers
from engine.store.base import Base
from engine.store.cases import Case, Task
from engine.store.database import Database
from tests.acceptance.test_consultations import asked
from tests.acceptance.test_late_cases import claim, decide, late
from tests.acceptance.test_meetings import invited
from tests.acceptance.test_what_rules_leave_behind import under_rules
from tests.acceptance.test_withdrawals import withdraw
from tests.integration.jobs.test_incidents import by_timer
from tests.rulebook import Rulebook
from tests.town import Town

TABLES = {
    table.name: table
    for table in Base.metadata.sorted_tables
    if table.name == "cases" or "case_id" in table.c
}
KEYS = {"province_code", "case_id"}
"""Tie a row to its case: the database refuses another, and a row that is gone is found."""
NOT_VOUCHED: Mapping[str, str] = {
    "cases.id": "the key of everything else: the database refuses another",
    "cases.version": "tells caches that the case moved; a wrong one is read again",
    "tasks.followed": "whether the case stays in the list of who did the step, not what they did",
    "tasks.awaits_papers": "whether the case stays in the list of whose papers are on their way",
    **{
        f"case_readings.{name}": "a log beside the audit of who looked, not of what became of it"
        for name in ("account_id", "day", "first_at", "reader", "held_as")
    },
    **{
        f"case_watches.{name}": "a note of who watches, which changes nothing of the case"
        for name in ("account_id", "since", "seen_seq", "seen_at")
    },
    "outbox.next_try_at": "when a message is sent, not what it says",
    "outbox.attempts": "how often it was tried to be sent",
    "outbox.done_at": "when it was sent; what was sent is vouched for",
}
OTHER_VALUES: list[tuple[type, Callable[[Any], object]]] = [
    (bool, lambda old: not old),
    (datetime, lambda old: old + timedelta(hours=1)),
    (date, lambda old: old + timedelta(days=1)),
    (bytes, lambda old: old[:-1] + bytes([old[-1] ^ 1])),
    (dict, lambda old: {**old, "x": "1"}),
    (list, lambda old: [*old, "x"]),
    (str, lambda old: old[:-1] + ("y" if old.endswith("x") else "x")),
    (int, lambda old: old + 1),
    (Decimal, lambda old: old + 1),
]


def test_every_exception_is_a_column_still() -> None:
    columns = {f"{table.name}.{column.name}" for table in TABLES.values() for column in table.c}
    assert set(NOT_VOUCHED) <= columns


def test_every_column_beside_cases_has_a_word_on_the_written_list() -> None:
    page = Path(__file__).parents[2] / "docs" / "reference" / "vouched-for.md"
    lines = [line.strip("| ").split(" | ") for line in page.read_text().splitlines()]
    told = {
        (cells[0].strip("`"), name.strip("` "))
        for cells in lines
        if len(cells) == 3 and cells[1].strip()
        for name in cells[2].split(",")
    }
    others = [one for one in Base.metadata.sorted_tables if one.name not in TABLES]
    there = {(table.name, column.name) for table in others for column in table.c}
    assert told - {("table", "columns")} == there


OF_INCIDENTS, OF_RULES = {"timers", "incidents"}, {"case_rules", "case_fees"}
OF_MONEY = {"payments"}
"""Tried by the tests of money."""
OF_LATENESS = {"lateness_causes"}
OF_PHASES = {"case_phases"}
"""Tried by the tests of phases."""
OF_RATINGS = {"ratings"}
"""Tried by the tests of ratings."""


def test_a_changed_column_of_an_ordinary_case_is_found(town: Town) -> None:
    case_id = town.file().case_id
    for element in ("B3", "B4"):
        town.wait(minutes=7)
        town.until(case_id, element)
        if element == "B3":
            asked(town, case_id)
            invited(town, case_id)
    elsewhere = OF_INCIDENTS | OF_RULES | OF_MONEY | OF_LATENESS | OF_PHASES | OF_RATINGS
    assert missed(town.database, case_id, TABLES.keys() - elsewhere) == []


def test_a_changed_column_of_an_incident_or_a_timer_is_found(town: Town) -> None:
    case_id = by_timer(town, "workflow.condition_not_boolean")
    town.wait(hours=3)
    fire_due_timers(town.database, now=town.now)
    assert missed(town.database, case_id, OF_INCIDENTS) == []


def test_a_changed_column_of_a_fee_or_a_rule_is_found(rulebook: Rulebook) -> None:
    case_id = under_rules(rulebook)
    rulebook.end(case_id)
    assert missed(rulebook.database, case_id, OF_RULES) == []


def test_a_changed_column_of_the_cause_of_a_late_case_is_found(town: Town) -> None:
    case_id = late(town)
    claim(town, case_id)
    assert missed(town.database, case_id, OF_LATENESS) == []
    decide(town, case_id, confirmed=False)
    assert missed(town.database, case_id, OF_LATENESS) == []


@pytest.mark.long_on_postgres
def test_a_changed_column_is_found_wherever_the_case_stands(town: Town) -> None:
    """Not received, withdrawn with its step, returned; also from nothing and to nothing."""
    waits, withdrawn, returned = (town.file().case_id for _ in range(3))
    town.wait(minutes=7)
    withdraw(town, withdrawn)
    for element in ("B3", None):
        town.wait(minutes=7)
        town.until(returned, element)
    with town.database.reading() as session:
        states = set(session.scalars(select(Task.state)))
    assert states == {"open", "cancelled", "done"}
    for case_id in (waits, withdrawn, returned):
        assert missed(town.database, case_id, {"cases", "tasks"}) == []


def missed(database: Database, case_id: str, tables: Collection[str]) -> list[str]:
    """The columns of these tables whose change by hand nobody finds, in any kind of their rows."""
    with database.writing() as session:
        assert found(session, case_id) == []
        silent = [
            f"{name}.{column.name}: {row[column.name]!r} -> {value!r}"
            for name in sorted(tables)
            if (columns := vouched(TABLES[name]))
            for row in rows_of(session, TABLES[name], case_id)
            for column in columns
            for value in others(column, row[column.name])
            if not found(session, case_id, column, row, value)
        ]
        session.rollback()
    return silent


def vouched(table: Table) -> list[Column[Any]]:
    """The columns of the table whose change is found."""
    names = {f"{table.name}.{column.name}": column for column in table.c}
    told = {name: one for name, one in names.items() if name not in NOT_VOUCHED}
    return [one for one in told.values() if one.name not in KEYS]


def rows_of(session: Session, table: Table, case_id: str) -> list[Any]:
    """One row of the case of each state that the table knows."""
    mine = table.c.id if table.name == "cases" else table.c.case_id
    rows = session.execute(select(table).where(mine == case_id)).mappings().all()
    assert rows, f"the case has no row in {table.name}"
    return list({row.get("state") if table.name == "tasks" else None: row for row in rows}.values())


def found(
    session: Session,
    case_id: str,
    column: Column[Any] | None = None,
    row: Mapping[str, Any] = MappingProxyType({}),
    value: object = None,
) -> list[str]:
    """What is said of the case once the row has another value in the column."""
    trial = session.begin_nested()
    try:
        if column is not None:
            same = [key == row[key.name] for key in column.table.primary_key]
            session.execute(update(column.table).where(*same).values({column: value}))
        session.expire_all()
        case = session.scalars(select(Case).where(Case.id == case_id)).one()
        return case_faults(session, case)
    except (IntegrityError, ValueError, TypeError) as refused:
        return [str(refused)]
    finally:
        trial.rollback()
        session.expire_all()


def others(column: Column[Any], old: object) -> list[object]:
    """Other values that the column may have: none at all is one, where it may be."""
    emptied = [null()] if column.nullable and old is not None else []
    return [another(column, old), *emptied]


def another(column: Column[Any], old: object) -> object:
    """A value that the column may have, other than this one."""
    if old is not None:
        return next(change(old) for kind, change in OTHER_VALUES if isinstance(old, kind))
    if "Date" in type(column.type).__name__:
        moment = datetime(2025, 12, 4, 3, 7, tzinfo=UTC)
        return moment.date() if column.type.python_type is date else moment
    if isinstance(column.type, JSON):
        return {"ket_qua": "tu_choi"}
    return 7 if column.type.python_type in (int, Decimal) else "x"

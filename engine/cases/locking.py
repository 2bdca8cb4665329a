"""The statements of the hot path: lock a case with its task, write back what the act changed.

Prebuilt SQLAlchemy Core: a step costs at most eight statements and one commit.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Insert, RowMapping, bindparam, delete, func, insert, select, update
from sqlalchemy.orm import Session

from engine.store.audit import CaseEvent
from engine.store.base import Base, table_of
from engine.store.cases import Case, ClockInterval, Task
from engine.store.jobs import OutboxMessage, Timer
from engine.store.organisation import Officer, Province
from engine.store.rules import CaseFee, CaseRule

_case_columns = [column.label(f"case_{column.key}") for column in table_of(Case).columns]
_task_columns = [column.label(f"task_{column.key}") for column in table_of(Task).columns]
_epoch = (
    select(Province.epoch)
    .where(Province.code == Case.province_code)
    .scalar_subquery()
    .label("epoch")
)
_holder = (
    select(Officer.full_name)
    .where(
        Officer.province_code == Task.province_code,
        Officer.id == func.coalesce(Task.completed_by, Task.officer_id),
    )
    .scalar_subquery()
    .label("holder")
)

_LOCK_TASK = (
    select(*_case_columns, *_task_columns, _epoch, _holder)
    .join(Task, (Task.province_code == Case.province_code) & (Task.case_id == Case.id))
    .where(Task.province_code == bindparam("province_code"), Task.id == bindparam("task_id"))
    # Both rows, so that an act which waited sees the task as the earlier act left it.
    .with_for_update(of=[Case, Task])
)
_LOCK_CASE = (
    select(*_case_columns, _epoch)
    .where(Case.province_code == bindparam("province_code"), Case.id == bindparam("case_id"))
    .with_for_update(of=[Case])
)
_case, _task = table_of(Case), table_of(Task)
_timer, _clock = table_of(Timer), table_of(ClockInterval)
_UPDATE_CASE = update(_case).where(
    _case.c.province_code == bindparam("key_province"), _case.c.id == bindparam("key_id")
)
_UPDATE_TASK = update(_task).where(
    _task.c.province_code == bindparam("key_province"), _task.c.id == bindparam("key_id")
)
_DELETE_TIMERS = delete(_timer).where(
    _timer.c.province_code == bindparam("key_province"), _timer.c.case_id == bindparam("key_id")
)
_CLOSE_CLOCK = (
    update(_clock)
    .where(
        _clock.c.province_code == bindparam("key_province"),
        _clock.c.case_id == bindparam("key_id"),
        _clock.c.clock == bindparam("key_clock"),
        _clock.c.stopped_at.is_(None),
    )
    .values(stopped_at=bindparam("at"))
)
_INSERTS: dict[type[Base], Insert] = {
    entity: insert(table_of(entity))
    for entity in (Task, CaseEvent, OutboxMessage, Timer, ClockInterval, CaseRule, CaseFee)
}


def lock_task(session: Session, province_code: str, task_id: str) -> RowMapping | None:
    """The task with its case, both locked until the transaction ends; ``None`` if unknown."""
    return (
        session.execute(_LOCK_TASK, {"province_code": province_code, "task_id": task_id})
        .mappings()
        .one_or_none()
    )


def lock_case(session: Session, province_code: str, case_id: str) -> RowMapping | None:
    """The case, locked until the transaction ends; ``None`` if unknown."""
    return (
        session.execute(_LOCK_CASE, {"province_code": province_code, "case_id": case_id})
        .mappings()
        .one_or_none()
    )


def part(row: RowMapping, prefix: str) -> dict[str, Any]:
    """The columns of one of the tables in a joined row."""
    start = len(prefix)
    return {key[start:]: value for key, value in row.items() if key.startswith(prefix)}


def update_case(session: Session, key: tuple[str, str], values: Mapping[str, object]) -> None:
    """Write changed columns of the case row."""
    keys = {"key_province": key[0], "key_id": key[1]}
    session.connection().execute(_UPDATE_CASE.values(dict(values)), keys)


def update_tasks(
    session: Session, province_code: str, ids: Sequence[str], values: Mapping[str, object]
) -> None:
    """Write the same changed columns to each of these task rows."""
    if ids:
        keys = [{"key_province": province_code, "key_id": task_id} for task_id in ids]
        session.connection().execute(_UPDATE_TASK.values(dict(values)), keys)


def insert_rows(session: Session, entity: type[Base], rows: Sequence[Mapping[str, object]]) -> None:
    """Insert rows of one table in one statement."""
    if rows:
        session.connection().execute(_INSERTS[entity], [dict(row) for row in rows])


def replace_timers(
    session: Session, key: tuple[str, str], rows: Sequence[Mapping[str, object]]
) -> None:
    """The case's waiting timers are now exactly these."""
    keys = {"key_province": key[0], "key_id": key[1]}
    session.connection().execute(_DELETE_TIMERS, keys)
    insert_rows(session, Timer, rows)


def close_clock(session: Session, key: tuple[str, str], clock: str, at: object) -> None:
    """Stop the running interval of a clock."""
    keys = {"key_province": key[0], "key_id": key[1], "key_clock": clock, "at": at}
    session.connection().execute(_CLOSE_CLOCK, keys)

"""The statements that lock a case for an act, alone or with the task that the act is about.

Prebuilt SQLAlchemy Core: a step costs at most eight statements and one commit. The case row is
always the first to be locked, so that two acts never wait for one another in a circle.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import bindparam, exists, func, literal_column, select, tuple_
from sqlalchemy.orm import Session

from engine.errors import CaseNotFound
from engine.routing.named_cases import case_key
from engine.store.base import table_of
from engine.store.cases import Case, Task
from engine.store.database import connection_of
from engine.store.jobs import Timer
from engine.store.numbers import NUMBERS, Numbers
from engine.store.organisation import Officer, Province
from engine.store.prepared import PreparedQuery
from engine.store.rows import CaseRow, TaskRow

_case, _task, _timer = table_of(Case), table_of(Task), table_of(Timer)
_province, _officer = table_of(Province), table_of(Officer)
CASE_COLUMNS = tuple(column.key for column in _case.columns)
TASK_COLUMNS = tuple(column.key for column in _task.columns)
_BEFORE = 1 + len(NUMBERS)
"""Columns before those of the case."""

_epoch = (
    select(_province.c.epoch)
    .where(_province.c.code == _case.c.province_code)
    .scalar_subquery()
    .label("epoch")
)
_holder = (
    select(_officer.c.full_name)
    .where(
        _officer.c.province_code == _task.c.province_code,
        _officer.c.id == func.coalesce(_task.c.completed_by, _task.c.officer_id),
    )
    .scalar_subquery()
    .label("holder")
)
_by_id = select(_epoch, *NUMBERS, *_case.columns).where(
    _case.c.province_code == bindparam("province_code"), _case.c.id == bindparam("case_id")
)
_LOCK_TASK = PreparedQuery(
    select(
        _epoch,
        *NUMBERS,
        *(column.label(f"case_{column.key}") for column in _case.columns),
        _holder,
        *(column.label(f"task_{column.key}") for column in _task.columns),
    )
    .select_from(
        _case.join(
            _task,
            (_task.c.province_code == _case.c.province_code) & (_task.c.case_id == _case.c.id),
        )
    )
    .where(_task.c.province_code == bindparam("province_code"), _task.c.id == bindparam("task_id"))
    # Both rows, so that an act which waited sees the task as the earlier act left it.
    .with_for_update(of=[_case, _task])
)
_LOCK_DUE = PreparedQuery(
    _by_id.where(
        exists().where(
            _timer.c.province_code == _case.c.province_code,
            _timer.c.case_id == _case.c.id,
            _timer.c.incident_id.is_(None),
            _timer.c.due_at <= bindparam("now"),
        )
    ).with_for_update(of=[_case], skip_locked=True)
)
_LOCK_CASE = PreparedQuery(_by_id.with_for_update(of=[_case]))
_LOCK_FREE_CASE = PreparedQuery(_by_id.with_for_update(of=[_case], skip_locked=True))
_PLACE = (_timer.c.due_at, _timer.c.case_id)
_LOCK_NEXT_DUE = PreparedQuery(
    select(*_PLACE, _timer.c.province_code)
    .where(
        _timer.c.due_at.is_not(None),
        _timer.c.incident_id.is_(None),
        _timer.c.due_at <= bindparam("now"),
        tuple_(*(bindparam(f"after_{one.key}", type_=one.type) for one in _PLACE))
        < tuple_(*_PLACE),
    )
    .order_by(*_PLACE)
    .limit(literal_column("1"))
    .offset(literal_column("0"))  # without it SQLAlchemy makes a parameter of it for SQLite
    .with_for_update(skip_locked=True)
)


@dataclass(frozen=True, slots=True)
class LockedCase:
    """A case row that nobody else can change until the transaction ends.

    ``epoch`` is that of its province's configuration, read with it; ``numbers`` its people's.
    """

    case: CaseRow
    epoch: int
    numbers: Numbers


@dataclass(frozen=True, slots=True)
class LockedTask(LockedCase):
    """A task with its case. ``holder`` is the name of the officer who has or did the task."""

    task: TaskRow
    holder: str | None


def lock_task(session: Session, province_code: str, task_id: str) -> LockedTask | None:
    """The task with its case, both locked until the transaction ends; ``None`` if unknown."""
    keys = {"province_code": province_code, "task_id": task_id}
    row = _LOCK_TASK.one_or_none(connection_of(session), keys)
    if row is None:
        return None
    ends = _BEFORE + len(CASE_COLUMNS)
    task = cast("TaskRow", dict(zip(TASK_COLUMNS, row[ends + 1 :], strict=True)))
    return LockedTask(_case_of(row[:ends]), row[0], Numbers(*row[1:_BEFORE]), task, row[ends])


def lock_case(session: Session, province_code: str, case_id: str) -> LockedCase | None:
    """The case, locked until the transaction ends; ``None`` if unknown."""
    keys = {"province_code": province_code, "case_id": case_id}
    return _locked(_LOCK_CASE.one_or_none(connection_of(session), keys))


def lock_free_case(session: Session, province_code: str, case_id: str) -> LockedCase | None:
    """The same for what can wait: ``None`` also while another act holds the case."""
    keys = {"province_code": province_code, "case_id": case_id}
    return _locked(_LOCK_FREE_CASE.one_or_none(connection_of(session), keys))


def lock_named_case(session: Session, ref: str) -> LockedCase:
    """The case of a code or submission number, however it is typed; locked.

    Raises CaseNotFound, CaseCodeTwoWays.
    """
    locked = lock_case(session, *case_key(session, ref))
    if locked is None:
        raise CaseNotFound(ref=ref)
    return locked


def lock_due_case(
    session: Session, province_code: str, case_id: str, now: datetime
) -> LockedCase | None:
    """The case if a timer of it is still due, locked until the transaction ends.

    ``None`` also while another act holds it: nobody waits for a case here.
    """
    keys = {"province_code": province_code, "case_id": case_id, "now": now}
    return _locked(_LOCK_DUE.one_or_none(connection_of(session), keys))


class DueCase(NamedTuple):
    """A case by its timer that is longest overdue; the first two are its place among all."""

    due_at: datetime
    case_id: str
    province_code: str


BEFORE_ALL = DueCase(datetime(1, 1, 1, tzinfo=UTC), "", "")
"""The place before the case that is longest overdue."""


def lock_next_due(session: Session, after: DueCase, now: datetime) -> DueCase | None:
    """The next case with a due timer that no other worker has taken; the timer's row is locked.

    So any number of workers share what is due without meeting. Whoever has taken a timer may ask
    for its case, but never wait for it: acts lock the case first.
    """
    keys = {"after_due_at": after.due_at, "after_case_id": after.case_id, "now": now}
    row = _LOCK_NEXT_DUE.one_or_none(connection_of(session), keys)
    return None if row is None else DueCase(*row)


def _locked(row: tuple[Any, ...] | None) -> LockedCase | None:
    if row is None:
        return None
    return LockedCase(_case_of(row), row[0], Numbers(*row[1:_BEFORE]))


def _case_of(row: tuple[Any, ...]) -> CaseRow:
    return cast("CaseRow", dict(zip(CASE_COLUMNS, row[_BEFORE:], strict=True)))

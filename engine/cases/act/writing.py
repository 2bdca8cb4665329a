"""The statements that write an act back: each table at most once, whatever the act did.

Prebuilt SQLAlchemy Core. Ended and new tasks go in one statement, so do stopped and started clocks,
and timers that appear and disappear.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Connection,
    bindparam,
    delete,
    exists,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.sql.dml import UpdateBase

from engine.store.audit import CaseEvent
from engine.store.base import Base, Code, table_of
from engine.store.cases import Case, ClockInterval, Task
from engine.store.consultations import Consultation
from engine.store.jobs import Incident, OutboxMessage, Timer
from engine.store.lateness import LatenessCause
from engine.store.many_tables import INSERTS, TableRows, Together
from engine.store.meetings import Meeting
from engine.store.payments import Payment
from engine.store.phases import CasePhase
from engine.store.prepared import Prepared
from engine.store.ratings import Rating
from engine.store.rules import CaseFee, CaseRule

_case, _task = table_of(Case), table_of(Task)
_timer, _clock = table_of(Timer), table_of(ClockInterval)
_incident = table_of(Incident)
Key = tuple[str, str]
"""Province and case."""
TASKS = TableRows(
    _task,
    "state",
    "officer_id",
    "claimed_at",
    "completed_at",
    "completed_by",
    "outcome",
    "answers",
    "comment",
    "followed",
)
"""New tasks, and how others ended; each row has every column."""
TIMERS = TableRows(_timer, "due_at", "incident_id")
"""New timers; when known ones are due, or that they run no more."""
_ADDED = (
    *(CaseEvent, OutboxMessage, CaseRule, CaseFee),
    *(Consultation, Meeting, Payment, LatenessCause, Rating),
    CasePhase,
)
ROWS: Mapping[type[Base], TableRows] = {entity: TableRows(table_of(entity)) for entity in _ADDED}
"""Rows that are only ever added."""
_UPDATE_CASE = Prepared(
    update(_case).where(
        _case.c.province_code == bindparam("key_province"), _case.c.id == bindparam("key_id")
    )
)
_UPDATE_TASK = Prepared(
    update(_task).where(
        _task.c.province_code == bindparam("key_province"), _task.c.id == bindparam("key_id")
    )
)
_DELETE_TIMERS = delete(_timer).where(
    _timer.c.province_code == bindparam("key_province"), _timer.c.case_id == bindparam("key_id")
)
_of_case = (
    _task.c.province_code == bindparam("key_province"),
    _task.c.case_id == bindparam("key_id"),
)
_UNFOLLOW = Prepared(update(_task).where(*_of_case, _task.c.followed))
_AWAIT_PAPERS = Prepared(
    update(_task).where(*_of_case, _task.c.unit_code != bindparam("sent_by", type_=Code))
)
_AWAIT_NO_PAPERS = Prepared(update(_task).where(*_of_case, _task.c.awaits_papers))
_RESOLVE = (
    update(_incident)
    .where(
        _incident.c.province_code == bindparam("key_province"),
        _incident.c.case_id == bindparam("key_id"),
        _incident.c.resolved_at.is_(None),
        ~exists().where(
            _timer.c.province_code == _incident.c.province_code,
            _timer.c.case_id == _incident.c.case_id,
            _timer.c.incident_id == _incident.c.id,
        ),
    )
    .values(resolved_at=bindparam("now"), resolved_by=bindparam("who"))
    .returning(_incident.c.id)
)
_running = (
    select(_clock.c.started_at)
    .where(
        _clock.c.province_code == bindparam("province_code"),
        _clock.c.case_id == bindparam("case_id"),
        _clock.c.clock == bindparam("clock"),
        _clock.c.stopped_at.is_(None),
    )
    .correlate(None)
)
_put_clocks: dict[str, UpdateBase] = {}
for _name, _start in INSERTS.items():
    _statement = _start(_clock).from_select(
        [column.key for column in _clock.columns],
        select(
            bindparam("province_code", type_=_clock.c.province_code.type),
            bindparam("case_id", type_=_clock.c.case_id.type),
            bindparam("clock", type_=_clock.c.clock.type),
            func.coalesce(
                _running.scalar_subquery(), bindparam("at", type_=_clock.c.started_at.type)
            ),
            bindparam("stopped_at", type_=_clock.c.stopped_at.type),
            bindparam("reason", type_=_clock.c.reason.type),
            bindparam("legal_basis", type_=_clock.c.legal_basis.type),
            bindparam("due_at", type_=_clock.c.due_at.type),
        ).where(or_(bindparam("starts", type_=Boolean()), exists(_running))),
    )
    # A clock that runs is stopped where it started; starting it again changes nothing.
    _put_clocks[_name] = _statement.on_conflict_do_update(
        index_elements=list(_clock.primary_key),
        set_={
            "stopped_at": _statement.excluded.stopped_at,
            "due_at": _statement.excluded.due_at,
        },
    )
_PUT_CLOCKS = Prepared(_put_clocks)


def case_changes(key: Key, values: Mapping[str, object]) -> Together:
    """The changed columns of the case row, to be written together with other rows."""
    return Together(_UPDATE_CASE, {"key_province": key[0], "key_id": key[1], **values})


def update_tasks(
    connection: Connection, province_code: str, ids: Iterable[str], values: Mapping[str, object]
) -> None:
    """Write the same changed columns to each of these task rows."""
    rows = [{"key_province": province_code, "key_id": task_id, **values} for task_id in ids]
    _UPDATE_TASK.run(connection, rows)


def put_timers(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write timers on their own, before the rest of the act."""
    TIMERS.alone.run(connection, rows)


def put_clocks(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Start and stop clocks (rows of ``started`` and ``stopped``)."""
    _PUT_CLOCKS.run(connection, rows)


def started(key: Key, clock: str, at: datetime, reason: str, legal_basis: str) -> dict[str, Any]:
    """A clock that runs from now on; harmless when it runs already."""
    row = _clock_row(key, clock, at)
    return row | {"starts": True, "reason": reason, "legal_basis": legal_basis}


def stopped(key: Key, clock: str, at: datetime, due_at: datetime | None = None) -> dict[str, Any]:
    """A clock that stops now; harmless when it does not run. ``due_at``: until when it had to."""
    return _clock_row(key, clock, at) | {"stopped_at": at, "due_at": due_at}


def _clock_row(key: Key, clock: str, at: datetime) -> dict[str, Any]:
    return {
        "province_code": key[0],
        "case_id": key[1],
        "clock": clock,
        "at": at,
        "stopped_at": None,
        "reason": "",
        "legal_basis": "",
        "due_at": None,
        "starts": False,
    }


def delete_timers(connection: Connection, key: Key) -> None:
    """Forget the timers of a case that has ended."""
    keys = {"key_province": key[0], "key_id": key[1]}
    connection.execute(_DELETE_TIMERS, keys)


def unfollow(connection: Connection, key: Key) -> None:
    """Nobody follows a case that has ended."""
    row = {"key_province": key[0], "key_id": key[1], "followed": False}
    _UNFOLLOW.run(connection, [row])


def await_papers(connection: Connection, key: Key, *, sent_by: str | None) -> None:
    """Whose units may take the papers that ``sent_by`` sent; ``None``: none are on their way."""
    row = {"key_province": key[0], "key_id": key[1]}
    _AWAIT_NO_PAPERS.run(connection, [{**row, "awaits_papers": False}])
    if sent_by is not None:
        _AWAIT_PAPERS.run(connection, [{**row, "sent_by": sent_by, "awaits_papers": True}])


def resolve_incidents(connection: Connection, key: Key, *, at: datetime, by: str) -> list[str]:
    """Note as resolved the incidents of a case that hold no timer any more; their ids."""
    keys = {"key_province": key[0], "key_id": key[1], "now": at, "who": by}
    return list(connection.execute(_RESOLVE, keys).scalars())

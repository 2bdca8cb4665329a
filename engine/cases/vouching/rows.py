"""The rows of a case against what its events say of them: a row changed by hand is found.

Only for a case whose chain of events is whole. What an event never told (before the product wrote
it down) is not compared.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.store.cases import Case, ClockInterval, Task

Body = Mapping[str, Any]
_FILED = {
    "channel": "channel",
    "receiving_unit": "receiving",
    "competent_unit": "competent",
    "returning_unit": "returning",
}
"""Columns of the case → names in the event of its submission."""
_COLUMNS = {
    "status": "trạng thái",
    "code": "mã hồ sơ",
    "received_at": "ngày tiếp nhận",
    "due_at": "hạn trả",
    "finished_at": "ngày giải quyết xong",
    "returned_at": "ngày trả kết quả",
    "competent_unit": "đơn vị giải quyết",
    "receiving_unit": "đơn vị tiếp nhận",
    "returning_unit": "nơi trả kết quả",
    "channel": "cách nộp",
    "unit_code": "đơn vị",
    "position_code": "vị trí",
    "hours": "số giờ",
    "officer_id": "người giữ việc",
}


def row_faults(session: Session, case: Case, bodies: Sequence[Body]) -> Iterator[str]:
    """Where case, tasks and clocks are not as the events say, in Vietnamese."""
    for column, told in _case_told(bodies).items():
        if not _same(getattr(case, column), told):
            yield f"{_COLUMNS.get(column, column)} của hồ sơ khác với nhật ký."
    tasks = list(
        session.scalars(
            select(Task).where(Task.province_code == case.province_code, Task.case_id == case.id)
        )
    )
    yield from _done(tasks, bodies)
    yield from _desks(tasks, bodies)
    yield from _clocks(session, case, bodies)


def _traces(bodies: Iterable[Body]) -> Iterator[Body]:
    """What each event tells of rows, and nothing for one that tells of none."""
    return (body.get("trace", {}) for body in bodies)


def told_from_the_start(bodies: Sequence[Body]) -> bool:
    """Whether the submission, which always starts a clock, told of its rows already."""
    first = next((trace for trace in _traces(bodies) if trace), {})
    return "clocks" in first


def _case_told(bodies: Sequence[Body]) -> dict[str, object]:
    told: dict[str, object] = {}
    if told_from_the_start(bodies):
        told |= {column: bodies[0]["data"][name] for column, name in _FILED.items()}
    for trace in _traces(bodies):
        told |= trace.get("case", {})
    return told


def _done(tasks: Iterable[Task], bodies: Sequence[Body]) -> Iterator[str]:
    """What the rows of the tasks that were done say, against the events of those who did them."""
    told = {body["data"]["task"]: body for body in bodies if body["kind"] == "task_completed"}
    rows = {task.id: task for task in tasks if task.state == "done"}
    for task_id in sorted(told.keys() - rows.keys()):
        yield f"bước {told[task_id]['data']['element']} đã làm nhưng không còn trong hàng việc."
    for task in rows.values():
        body = told.get(task.id)
        if body is None:
            yield f"bước {task.element_id} ghi là đã làm nhưng nhật ký không có."
        elif _says(task, body) != _said(body):
            yield f"bước {task.element_id} trong hàng việc khác với nhật ký."


def _says(task: Task, body: Body) -> dict[str, object]:
    officer = {"officer": task.completed_by} if "officer" in body["data"] else {}
    return officer | {
        "element": task.element_id,
        "outcome": task.outcome,
        "comment": task.comment,
        "answers": plain(task.answers or {}),
        "at": task.completed_at,
    }


def _said(body: Body) -> dict[str, object]:
    data, names = body["data"], ("officer", "element", "outcome", "comment", "answers")
    at = datetime.fromisoformat(str(body["at"]))
    return {name: data[name] for name in names if name in data} | {
        "answers": plain(data.get("answers") or {}),
        "at": at,
    }


def _desks(tasks: Iterable[Task], bodies: Sequence[Body]) -> Iterator[str]:
    """Where the work lies and until when; who holds it, while it is open."""
    told: dict[str, dict[str, object]] = {}
    for trace in _traces(bodies):
        for row in trace.get("tasks", ()):
            told.setdefault(row["id"], {}).update(row)
    for task in tasks:
        for column, value in told.get(task.id, {}).items():
            held = column == "officer_id" and task.state != "open"
            if not held and not _same(getattr(task, column), value):
                yield f"{_COLUMNS.get(column, column)} của bước {task.element_id} khác với nhật ký."


def _clocks(session: Session, case: Case, bodies: Sequence[Body]) -> Iterator[str]:
    """The stretches in which each clock ran."""
    if not told_from_the_start(bodies):
        return
    running: dict[str, datetime] = {}
    told: set[tuple[str, datetime, datetime | None]] = set()
    for body, trace in zip(bodies, _traces(bodies), strict=True):
        at = datetime.fromisoformat(body["at"])
        for row in trace.get("clocks", ()):
            clock = row["clock"]
            if row["starts"]:
                running.setdefault(clock, at)
            elif clock in running:
                told.add((clock, running.pop(clock), at))
    told |= {(clock, at, None) for clock, at in running.items()}
    rows = session.execute(
        select(ClockInterval.clock, ClockInterval.started_at, ClockInterval.stopped_at).where(
            ClockInterval.province_code == case.province_code, ClockInterval.case_id == case.id
        )
    )
    if {tuple(row) for row in rows} != told:
        yield "thời gian tính và tạm dừng hạn khác với nhật ký."


def _same(stored: object, told: object) -> bool:
    """Whether a row's value is what the event, which keeps it as text, told."""
    if stored is None or told is None:
        return stored is told
    if isinstance(stored, datetime):
        return stored == datetime.fromisoformat(str(told))
    if isinstance(stored, Decimal):
        return stored == Decimal(str(told))
    return str(stored) == str(told)


def plain(value: Any) -> Any:
    """A value as both the event and the row can tell it: the event keeps decimals as text."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, bool | str) or value is None:
        return value
    return str(value)

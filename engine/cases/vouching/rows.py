"""The rows of a case against what its events say of them: a row changed by hand is found.

Only for a case whose chain of events is whole. What an event never told (before the product wrote
it down) is not compared.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.cases.vouching.agreeing import plain, same
from engine.catalogue.applicants import Authorisation, kept_paper
from engine.deadlines.late_marks import LATE, LET_LIE, late_marks, marks_back, marks_moved
from engine.facts.events_of_apologies import DueExtended
from engine.facts.events_of_filing import CaseSubmitted, FiledForOwner
from engine.facts.events_of_handing import TaskReassigned, TaskTakenBack
from engine.facts.events_of_incidents import DeskGiven
from engine.facts.events_of_successions import UnitSucceeded
from engine.facts.events_of_transfers import CaseTransferred
from engine.facts.events_of_work import PersonAssigned, TaskCompleted
from engine.facts.reading import Recorded
from engine.life import FIRST
from engine.store.cases import Case, ClockInterval, Task
from engine.workflow import Step

_FILED = {
    "channel": "channel",
    "receiving_unit": "receiving",
    "competent_unit": "competent",
    "returning_unit": "returning",
    "procedure_code": "procedure",
    "package_digest": "package",
    "submission_number": "number",
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
    "handled_as": "cách xử lý giấy tờ",
    "procedure_code": "thủ tục",
    "package_digest": "bản quy trình",
    "submission_number": "số nộp",
    "submitted_at": "ngày nộp",
    "account_id": "tài khoản người nộp",
    "open_incidents": "số sự cố",
    "claimed_at": "giờ nhận việc",
    "created_at": "giờ việc đến",
    "unit_code": "đơn vị",
    "position_code": "vị trí",
    "hours": "số giờ",
    "officer_id": "người giữ việc",
    "proposed": "việc chờ duyệt",
    "proposed_by": "người đề nghị",
    "slip": "phiếu giấy lúc mất hệ thống",
    "slip_by": "người ghi phiếu giấy",
    "papers_at": "nơi giữ giấy tờ bản giấy",
    "papers_to": "nơi nhận giấy tờ bản giấy",
    "papers_until": "hạn chuyển giấy tờ bản giấy",
    "own_limits": "thời hạn theo trường hợp",
    "applicant_kind": "loại chủ hồ sơ",
    "authorisation": "giấy ủy quyền",
    "paper_ground": "lý do nộp bản giấy",
    "corrects": "hồ sơ được đính chính",
    "phase": "giai đoạn",
    "phase_at": "lúc bắt đầu giai đoạn",
    "first_due_at": "hạn đầu",
    "extended_at": "ngày gia hạn",
    "late_first_since": "quá hạn theo hẹn lần đầu",
    "late_first_unit": "đơn vị để quá hạn theo hẹn lần đầu",
    "late_since": "quá hạn",
    "late_unit": "đơn vị để quá hạn",
    "counted_late_since": "ngày tính là quá hạn",
    "counted_late_unit": "đơn vị bị tính là quá hạn",
    "own_due_at": "hạn riêng của đơn vị nhận khi đã quá hạn",
    "receipt_codes": "số lần cấp lại mã tra cứu bí mật",
    "own_late": "quá hạn riêng của các đơn vị nhận khi đã quá hạn",
}


_MOMENTS = (
    *("due_at", "first_due_at", "own_due_at"),
    *(name for name in LATE if name.endswith("since")),
)
_BY_RULE = frozenset({*LATE, LET_LIE, "own_late_since", "own_late_unit"})
"""Columns that are worked out again, whatever traces say; the last two are of older ones."""
_READ = {"due_at": None, "status": int(FIRST)}
"""What was not told yet of a case that was just filed."""


def row_faults(
    session: Session, case: Case, history: Sequence[Recorded], steps: Mapping[str, Step]
) -> Iterator[str]:
    """Where case, tasks and clocks are not as the events say, in Vietnamese."""
    for column, told in _case_told(history).items():
        if not same(getattr(case, column), told):
            yield f"{_COLUMNS.get(column, column)} của hồ sơ khác với nhật ký."
    if case.assigned != _assigned_told(history):
        yield "người được giao việc của hồ sơ khác với nhật ký."
    tasks = list(
        session.scalars(
            select(Task).where(Task.province_code == case.province_code, Task.case_id == case.id)
        )
    )
    yield from _done(tasks, history)
    yield from _desks(tasks, history)
    yield from _drawn(tasks, steps)
    yield from _clocks(session, case, history)


def told_from_the_start(history: Sequence[Recorded]) -> bool:
    """Whether the submission, which always starts a clock, told of its rows already."""
    first = next((told.trace for told in history if told.trace), {})
    return "clocks" in first


def _case_told(history: Sequence[Recorded]) -> dict[str, object]:
    columns: dict[str, object] = {}
    filed = history[0].event
    if isinstance(filed, CaseSubmitted) and told_from_the_start(history):
        told_then = {column: getattr(filed, name) for column, name in _FILED.items()}
        columns |= {column: value for column, value in told_then.items() if value is not None}
        columns |= {"submitted_at": history[0].at.isoformat()}
        columns |= {"open_incidents": 0, "own_limits": {}}
        columns |= {"receipt_codes": 0, "supplements": 0, "wakes_at": None, "first_due_at": None}
        columns |= dict.fromkeys(("code", "received_at", "due_at", "finished_at", "returned_at"))
        columns |= dict.fromkeys(("extended_at", "handled_as", "own_due_at", *LATE))
        columns |= {LET_LIE: {}}
        columns |= {"reminded_at": None, "corrects": filed.corrects}
        columns |= {"phase": None, "phase_at": None}
        columns |= dict.fromkeys(
            (
                *("papers_at", "papers_to", "papers_until", "proposed", "proposed_by"),
                *("slip", "slip_by"),
            )
        )
        if filed.applicant_kind is not None:
            columns["applicant_kind"] = filed.applicant_kind
            columns["authorisation"] = kept_paper(_stands_in(history))
            ground = filed.paper_ground
            columns["paper_ground"] = ground.code if ground else None
        if filed.assisted is not None:
            # A filing over the counter belongs to no account.
            columns["account_id"] = None if filed.assisted else history[0].actor.account_id
    for told in history:
        changed = told.trace.get("case", {})
        own = {name: value for name, value in changed.items() if name not in _BY_RULE}
        columns |= {**_followed(told, columns, own), **own}
        columns |= _moved_marks(told, columns)
    return columns


def _moved_marks(told: Recorded, columns: Mapping[str, object]) -> Mapping[str, object]:
    """The units of marks, those that this very act sets too, as successions moved them once, and
    as they come back.
    """
    if not isinstance(told.event, UnitSucceeded) or told.event.late_stays:
        return {}
    if "late_unit" not in columns:
        return {}
    moved = {role.before: role.after for role in told.event.roles}
    row = _with_moments({**_READ, **columns})
    return marks_back(row, moved) if told.event.back else marks_moved(row, moved)


def _followed(
    told: Recorded, before: Mapping[str, object], changed: Mapping[str, object]
) -> Mapping[str, object]:
    """What an act keeps of lateness and extensions by the rule, whatever its own trace says: that
    of older ones knew other marks.
    """
    found: dict[str, object] = {}
    if isinstance(told.event, DueExtended):
        found["extended_at"] = told.at
    if "late_unit" in before:
        row = {**_READ, **before}
        found |= late_marks(_with_moments(row), _with_moments({**row, **changed}), told.at)
    return found


def _with_moments(row: Mapping[str, object]) -> Mapping[str, object]:
    """The columns that lateness is read from, with moments for their texts."""
    moments = (name for name in _MOMENTS if isinstance(row[name], str))
    return {**row, **{name: datetime.fromisoformat(str(row[name])) for name in moments}}


def _stands_in(history: Iterable[Recorded]) -> Authorisation | None:
    found = (told.event for told in history if isinstance(told.event, FiledForOwner))
    return next((one.authorisation for one in found), None)


def _assigned_told(history: Iterable[Recorded]) -> dict[str, str]:
    """Step → whom the events say was chosen for it last."""
    chosen: dict[str, str | None] = {}
    for told in history:
        if isinstance(told.event, PersonAssigned):
            chosen |= dict.fromkeys(told.event.steps, told.event.officer)
        elif isinstance(told.event, TaskReassigned) and chosen.get(told.event.element):
            chosen[told.event.element] = told.event.officer
        elif isinstance(told.event, TaskTakenBack | DeskGiven):
            chosen.pop(told.event.element, None)
        elif isinstance(told.event, CaseTransferred):
            chosen.clear()  # they were people of the unit that had it
    return {step: officer for step, officer in chosen.items() if officer is not None}


def _done(tasks: Iterable[Task], history: Sequence[Recorded]) -> Iterator[str]:
    """What the rows of the tasks that were done say, against the events of those who did them."""
    said = {
        told.event.task: (told.event, told.at)
        for told in history
        if isinstance(told.event, TaskCompleted)
    }
    rows = {task.id: task for task in tasks if task.state == "done"}
    for task_id in sorted(said.keys() - rows.keys()):
        yield f"bước {said[task_id][0].element} đã làm nhưng không còn trong hàng việc."
    for task in rows.values():
        if task.id not in said:
            yield f"bước {task.element_id} ghi là đã làm nhưng nhật ký không có."
        elif not _same_end(task, *said[task.id]):
            yield f"bước {task.element_id} trong hàng việc khác với nhật ký."
    moments = {told.at for told in history}
    for task in tasks:
        if task.state != "done" and not _nobody_did(task, moments):
            yield f"bước {task.element_id} chưa ai làm mà hàng việc ghi như đã làm."


def _same_end(task: Task, done: TaskCompleted, at: datetime) -> bool:
    """Whether the row ended as the event says; an older event does not say by whom."""
    return (
        done.officer in (None, task.completed_by)
        and (done.element, done.outcome, done.comment, at)
        == (task.element_id, task.outcome, task.comment, task.completed_at)
        and plain(done.answers) == plain(task.answers or {})
    )


def _nobody_did(task: Task, moments: Collection[datetime]) -> bool:
    """Whether the row of a step that is open, or that an act took away, tells of no doing."""
    ends = {"open": task.completed_at is None, "cancelled": task.completed_at in moments}
    told = (task.completed_by, task.outcome, task.answers, task.comment)
    return ends.get(task.state, False) and all(one is None for one in told)


def _desks(tasks: Iterable[Task], history: Sequence[Recorded]) -> Iterator[str]:
    """Where the work lies and until when; who holds it, while it is open."""
    desks: dict[str, dict[str, object]] = {}
    for told in history:
        for row in told.trace.get("tasks", ()):
            desks.setdefault(row["id"], {"created_at": told.at.isoformat()}).update(row)
    if told_from_the_start(history) and desks.keys() != {task.id for task in tasks}:
        yield "các bước trong hàng việc khác với nhật ký."
    for task in tasks:
        expected = desks.get(task.id, {})
        if task.state == "done":
            expected = _ended(task, expected)
        for column, value in expected.items():
            if not same(getattr(task, column), value):
                yield f"{_COLUMNS.get(column, column)} của bước {task.element_id} khác với nhật ký."


def _ended(task: Task, expected: dict[str, object]) -> dict[str, object]:
    """Whoever did a task has it; they took it before, or with the very end."""
    told = dict(expected)
    if "officer_id" in told:
        told["officer_id"] = task.completed_by
    if "claimed_at" in told and task.completed_at is not None:
        told["claimed_at"] = told["claimed_at"] or task.completed_at.isoformat()
    return told


def _drawn(tasks: Iterable[Task], steps: Mapping[str, Step]) -> Iterator[str]:
    """What a task says of its step is what the diagram says."""
    for task in tasks:
        step = steps.get(task.element_id)
        if step is None or (task.name, task.act) != (step.name, step.act):
            yield f"tên hoặc thao tác của bước {task.element_id} khác với sơ đồ."


def _clocks(session: Session, case: Case, history: Sequence[Recorded]) -> Iterator[str]:
    """The stretches in which each clock ran."""
    if not told_from_the_start(history):
        return
    running: dict[str, tuple[datetime, object, object]] = {}
    ran: set[tuple[object, ...]] = set()
    for told in history:
        for row in told.trace.get("clocks", ()):
            clock = row["clock"]
            if row["starts"]:
                running.setdefault(clock, (told.at, row.get("reason"), row.get("basis")))
            elif clock in running:
                at, *why = running.pop(clock)
                ran.add((clock, at, told.at, *why, _due_told(row)))
    ran |= {(clock, at, None, *why, None) for clock, (at, *why) in running.items()}
    rows = session.execute(
        select(
            ClockInterval.clock,
            ClockInterval.started_at,
            ClockInterval.stopped_at,
            ClockInterval.reason,
            ClockInterval.legal_basis,
            ClockInterval.due_at,
        ).where(ClockInterval.province_code == case.province_code, ClockInterval.case_id == case.id)
    )
    untold = {one[:3] for one in ran if one[3] is None}
    found = {tuple(row) for row in rows}
    if {(*one[:3], None, None, one[5]) if one[:3] in untold else one for one in found} != ran:
        yield "thời gian tính và tạm dừng hạn khác với nhật ký."


def _due_told(clock: Mapping[str, str]) -> datetime | None:
    told = clock.get("due_at")
    return None if told is None else datetime.fromisoformat(told)

"""Compare what a case shows in two places, and check its audit chain."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.audit.chain import ChainHead, StoredEvent, faults
from engine.catalogue.packages import package
from engine.catalogue.rules.taken import CARRIED
from engine.routing.definitions import definition_of
from engine.store.audit import CaseEvent
from engine.store.cases import Case, Task
from engine.store.jobs import Timer
from engine.store.rules import CaseRule
from engine.workflow import Run, restore


def case_faults(session: Session, case: Case) -> list[str]:
    """What is wrong with a stored case, in Vietnamese; empty when all of it agrees."""
    definition = definition_of(package(session, case.province_code, case.package_digest))
    run = restore(definition, case.state)
    ref = case.code or case.submission_number
    found = [
        *_tasks(session, case, run),
        *_timers(session, case, run),
        *_rules(session, case),
        *_chain(session, case),
    ]
    return [f"{ref}: {fault}" for fault in found]


def _tasks(session: Session, case: Case, run: Run) -> Iterator[str]:
    """The state owns the tokens; an open task row must stand for each, and no other."""
    query = select(Task.id, Task.element_id).where(
        Task.province_code == case.province_code, Task.case_id == case.id, Task.state == "open"
    )
    rows = {(task_id, element_id) for task_id, element_id in session.execute(query)}
    ready = {(task.id, task.element_id) for task in run.ready()}
    for _, element_id in sorted(ready - rows):
        yield f"bước {element_id} đang chờ trong quy trình nhưng không có trong hàng việc."
    for _, element_id in sorted(rows - ready):
        yield f"bước {element_id} có trong hàng việc nhưng quy trình không chờ."
    if run.finished and case.returned_at is None:
        yield "quy trình đã kết thúc nhưng hồ sơ chưa ghi trả kết quả."


def _timers(session: Session, case: Case, run: Run) -> Iterator[str]:
    query = select(Timer.id, Timer.due_at).where(
        Timer.province_code == case.province_code,
        Timer.case_id == case.id,
        Timer.due_at.is_not(None),
    )
    rows = {(timer_id, due_at) for timer_id, due_at in session.execute(query)}
    waiting = {(timer.id, timer.due_at) for timer in run.timers()}
    if rows != waiting:
        yield f"hẹn giờ trong bảng ({len(rows)}) khác trong quy trình ({len(waiting)})."


def _rules(session: Session, case: Case) -> Iterator[str]:
    """The row carries, for the stepper, what ``case_rules`` says that the case took last."""
    rows = session.scalars(
        select(CaseRule).where(
            CaseRule.province_code == case.province_code, CaseRule.case_id == case.id
        )
    )
    taken: dict[str, dict[str, object]] = {}
    for row in sorted(rows, key=lambda row: (row.taken_at, row.kind != "competence")):
        if row.kind == "competence":
            # The unit that decides from here on assigns its work by rules of its own.
            taken.pop("assignment", None)
        if row.kind in CARRIED:
            part = row.element or row.slot
            taken.setdefault(row.kind, {})[part] = {"value": row.value, "rule": row.rule_id}
    carried = {kind: values for kind, values in case.rules.items() if kind in CARRIED}
    if carried != taken:
        yield "quy định hồ sơ đang dùng khác quy định hồ sơ đã lấy."


def _chain(session: Session, case: Case) -> list[str]:
    rows = session.scalars(
        select(CaseEvent)
        .where(CaseEvent.province_code == case.province_code, CaseEvent.case_id == case.id)
        .order_by(CaseEvent.seq)
    )
    events = [StoredEvent(row.seq, row.at, row.kind, row.body, row.hash) for row in rows]
    return faults(events, ChainHead(case.event_seq, case.event_hash))

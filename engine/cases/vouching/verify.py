"""Compare what a case shows in two places, and check its audit chain."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.audit.chain import ChainHead, StoredEvent, faults
from engine.cases.act.traces import state_digest
from engine.cases.vouching.announced import announced_faults
from engine.cases.vouching.causes import cause_faults
from engine.cases.vouching.consulted import consulted_faults
from engine.cases.vouching.dossier import dossier_faults
from engine.cases.vouching.life import life_faults
from engine.cases.vouching.meetings import meeting_faults
from engine.cases.vouching.moments import corrected_faults, slips_confirmed
from engine.cases.vouching.numbers import number_faults
from engine.cases.vouching.paid import paid_faults
from engine.cases.vouching.phases import phase_faults
from engine.cases.vouching.rated import rating_faults
from engine.cases.vouching.rows import row_faults
from engine.cases.vouching.taken import taken_faults
from engine.catalogue.packages import altered_packages, package
from engine.catalogue.rules.taken import CARRIED
from engine.facts.events_of_filing import CaseSubmitted
from engine.facts.events_of_transfers import CaseTransferred
from engine.facts.reading import Recorded, Unreadable, recorded
from engine.life import state
from engine.routing.definitions import definition_of
from engine.store.audit import CaseEvent
from engine.store.cases import Case, Task
from engine.store.jobs import Timer
from engine.store.rules import CaseRule
from engine.workflow import Run, restore
from engine.workflow.running.incidents import StateUnreadable

_log = logging.getLogger(__name__)


def case_faults(session: Session, case: Case) -> list[str]:
    """What is wrong with a stored case, in Vietnamese; empty when all of it agrees."""
    events = _events(session, case)
    found = [
        *_against_state(session, case),
        *life_faults(session, case),
        *_rules(session, case),
        *_chain(case, events),
    ]
    if not found:  # what the events say is only worth comparing when they are whole
        found = list(_told(session, case, [recorded(event) for event in events]))
    ref = case.code or case.submission_number
    return [f"{ref}: {fault}" for fault in found]


@dataclass
class Verified:
    """How many cases were looked at; of which the times were lawfully corrected, and how."""

    cases: int = 0
    by_slip: list[str] = field(default_factory=list)


def every_fault(session: Session, count: Verified) -> Iterator[str]:
    """What is wrong with packages, numbers and every stored case, in Vietnamese.

    A case with a row that can't even be read is told, and the others are verified all the same.
    """
    yield from altered_packages(session)
    yield from number_faults(session)
    keys = session.execute(
        select(Case.province_code, Case.id, Case.code, Case.submission_number).order_by(
            Case.province_code, Case.id
        )
    ).all()
    for province_code, case_id, code, number in keys:
        count.cases += 1
        try:
            case = session.get_one(Case, (province_code, case_id))
            faults = case_faults(session, case)
            if case.slip is not None:
                told = slips_confirmed([recorded(one) for one in _events(session, case)])
                count.by_slip += [f"{code or number}: {one}" for one in told]
        except Exception as wrong:  # noqa: BLE001 - whatever a changed row makes readers raise
            _log.warning("case %s/%s", province_code, case_id, exc_info=True)
            kind = type(wrong).__name__
            faults = [f"{code or number}: có dòng không đọc được ({kind}: {wrong})."]
        yield from faults
        session.expunge_all()


def _told(session: Session, case: Case, history: Sequence[Recorded]) -> Iterator[str]:
    for told in history:
        if isinstance(told.event, Unreadable):
            yield f"sự kiện {told.seq} ({told.kind}): {told.event.why}."
    filed = history[0].event if history else None
    if not isinstance(filed, CaseSubmitted):
        yield "nhật ký không bắt đầu bằng việc nộp hồ sơ."
        return
    yield from _state(case, history)
    steps = definition_of(package(session, case.province_code, case.package_digest)).steps
    yield from corrected_faults(history)
    yield from row_faults(session, case, history, steps)
    yield from dossier_faults(session, case, filed, history)
    yield from taken_faults(session, case, history)
    yield from consulted_faults(session, case, history)
    yield from meeting_faults(session, case, history)
    yield from rating_faults(session, case, history)
    yield from paid_faults(session, case, history)
    yield from cause_faults(session, case, history)
    yield from phase_faults(session, case, history)
    yield from announced_faults(session, case, history)


def _against_state(session: Session, case: Case) -> Iterator[str]:
    definition = definition_of(package(session, case.province_code, case.package_digest))
    try:
        run = restore(definition, case.state)
    except StateUnreadable as unreadable:
        yield str(unreadable)
        return
    yield from _tasks(session, case, run)
    yield from _timers(session, case, run)


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
    stands = state(case.status)
    # A result that is stored is still owed when the process is over: somebody hands it over.
    over = stands.ended or stands.solved or stands.without_result
    if run.finished and not over:
        yield "quy trình đã kết thúc nhưng hồ sơ chưa ghi trả kết quả."


def _state(case: Case, history: Sequence[Recorded]) -> Iterator[str]:
    """The state against what the last event that moved the case says of it."""
    digests = [told.trace["state"] for told in history if "state" in told.trace]
    if digests and digests[-1] != state_digest(case.state):
        yield "trạng thái quy trình khác với nhật ký: đã bị sửa ngoài hệ thống."


def _timers(session: Session, case: Case, run: Run) -> Iterator[str]:
    query = select(Timer.id, Timer.element_id, Timer.due_at).where(
        Timer.province_code == case.province_code,
        Timer.case_id == case.id,
        Timer.due_at.is_not(None),
    )
    rows = {tuple(row) for row in session.execute(query)}
    waiting = {(timer.id, timer.element_id, timer.due_at) for timer in run.timers()}
    if rows != waiting:
        yield f"hẹn giờ trong bảng ({len(rows)}) khác trong quy trình ({len(waiting)})."


def _rules(session: Session, case: Case) -> Iterator[str]:
    """The row carries, for the stepper, what ``case_rules`` says that the case took last."""
    rows = session.scalars(
        select(CaseRule).where(
            CaseRule.province_code == case.province_code, CaseRule.case_id == case.id
        )
    )
    moved = _moved(session, case)
    taken: dict[str, dict[str, object]] = {}
    for row in sorted(rows, key=lambda row: (row.taken_at, row.kind != "competence")):
        if row.kind == "assignment" and moved and row.taken_at < moved:
            continue  # a rule of the unit that it was sent on from
        if row.kind == "competence":
            # The unit that decides from here on assigns its work by rules of its own.
            taken.pop("assignment", None)
        if row.kind in CARRIED:
            part = row.element or row.slot
            taken.setdefault(row.kind, {})[part] = {"value": row.value, "rule": row.rule_id}
    if _carried(case) != taken:
        yield "quy định hồ sơ đang dùng khác quy định hồ sơ đã lấy."


def _moved(session: Session, case: Case) -> datetime | None:
    """When the case was last sent on to another unit."""
    return session.scalar(
        select(func.max(CaseEvent.at)).where(
            CaseEvent.province_code == case.province_code,
            CaseEvent.case_id == case.id,
            CaseEvent.kind == CaseTransferred.kind,
        )
    )


def _carried(case: Case) -> dict[str, dict[str, object]]:
    """What the row carries, without the words of the basis: those are the event's to vouch for."""
    column: dict[str, Any] = case.rules
    return {
        kind: {
            part: {"value": entry["value"], "rule": entry["rule"]} for part, entry in values.items()
        }
        for kind, values in column.items()
        if kind in CARRIED
    }


def _events(session: Session, case: Case) -> list[StoredEvent]:
    rows = session.scalars(
        select(CaseEvent)
        .where(CaseEvent.province_code == case.province_code, CaseEvent.case_id == case.id)
        .order_by(CaseEvent.seq)
    )
    return [StoredEvent(row.seq, row.at, row.kind, row.body, row.hash) for row in rows]


def _chain(case: Case, events: Sequence[StoredEvent]) -> list[str]:
    return faults(events, ChainHead(case.event_seq, case.event_hash))

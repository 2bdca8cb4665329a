"""Open a task for what its head does with it: exists, allowed, in the right state."""

from datetime import datetime

from sqlalchemy.orm import Session

from engine.access import leading_post, post_at
from engine.accounts import Person, Post
from engine.acts import ACTS
from engine.cases.act import locking
from engine.cases.act.case_act import CaseAct, actor_of
from engine.cases.act.task_act import TaskAct, check_state
from engine.errors import (
    BasisMissing,
    NotInThisState,
    NotTheLead,
    ReasonMissing,
    TaskAlreadyDone,
    TaskNotFound,
)
from engine.store.rows import TaskRow


def open_led_task(
    session: Session, *, task_id: str, person: Person, now: datetime, kind: str
) -> TaskAct:
    """Lock a task, whoever has it, for an act of the head of its unit.

    Raises TaskNotFound, NotTheLead, TaskAlreadyDone, NotInThisState.
    """
    if person.province_code is None or person.officer_id is None:
        raise TaskNotFound
    locked = locking.lock_task(session, person.province_code, task_id)
    if locked is None:
        raise TaskNotFound
    task = locked.task
    act = CaseAct(session, locked.case, epoch=locked.epoch, actor=actor_of(person), now=now)
    post = _post(act, task, person, kind)
    act.actor = actor_of(person, post.words)
    if task["state"] != "open":
        raise TaskAlreadyDone(holder=locked.holder or "người khác")
    check_state(act, kind)
    return TaskAct(act, task, post, locked.holder)


def _post(act: CaseAct, task: TaskRow, person: Person, kind: str) -> Post:
    unit, procedure = task["unit_code"], act.case["procedure_code"]
    post = leading_post(person, led_by=act.setting.led_from(unit), procedure_code=procedure)
    if post is None and ACTS[kind].right == "desk_or_leading":
        post = post_at(
            person,
            unit_code=unit,
            position_code=task["position_code"],
            procedure_code=procedure,
        )
    if post is None:
        raise NotTheLead(unit=act.setting.unit_name(unit))
    return post


def reason_given(reason: str | None) -> str:
    """The reason in words. Raises ReasonMissing."""
    words = (reason or "").strip()
    if not words:
        raise ReasonMissing
    return words


def basis_given(basis: str | None) -> str:
    """The paper that orders it. Raises BasisMissing."""
    words = (basis or "").strip()
    if not words:
        raise BasisMissing
    return words


def refuse_state(kind: str, reason: str) -> NotInThisState:
    """The refusal of an act for which the task is not in the right hands."""
    return NotInThisState(act=ACTS[kind].label.rstrip("…"), state=reason)


def keep_choice(act: CaseAct, element_id: str, officer_id: str | None) -> None:
    """What a head decides stands also when the case comes back to a step that was assigned."""
    assigned = dict(act.as_changed["assigned"])
    if assigned.pop(element_id, None) is None:
        return
    if officer_id is not None:
        assigned[element_id] = officer_id
    act.change(assigned=assigned)

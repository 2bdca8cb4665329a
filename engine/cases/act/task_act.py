"""Open a task for an act: exists, allowed, in the right state, in this order."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from engine.accounts import Person, Post
from engine.cases.act import locking
from engine.cases.act.case_act import CaseAct, actor_of
from engine.errors import (
    NotYourDesk,
    OutcomeUnknown,
    ReasonMissing,
    TaskAlreadyClaimed,
    TaskAlreadyDone,
    TaskNotFound,
    WrongAct,
)
from engine.store.rows import TaskRow
from engine.workflow import Step


@dataclass
class TaskAct:
    """A locked task with its case, in the hands of an officer who may work on it."""

    act: CaseAct
    task: TaskRow
    post: Post
    holder: str | None

    @property
    def step(self) -> Step:
        """The step of the diagram that this task is."""
        return self.act.definition.steps[self.task["element_id"]]


@dataclass(frozen=True, slots=True)
class Ending:
    """How a person ends a step: the button, the form's answers and a comment."""

    outcome: str | None = None
    answers: Mapping[str, object] | None = None
    comment: str | None = None


def open_task(session: Session, *, task_id: str, person: Person, now: datetime) -> TaskAct:
    """Lock a task for the person.

    Raises TaskNotFound, NotYourDesk, TaskAlreadyDone, TaskAlreadyClaimed.
    """
    if person.province_code is None or person.officer_id is None:
        raise TaskNotFound
    locked = locking.lock_task(session, person.province_code, task_id)
    if locked is None:
        raise TaskNotFound
    task = locked.task
    act = CaseAct(session, locked.case, epoch=locked.epoch, actor=actor_of(person), now=now)
    post = _post(act, task, person)
    act.actor = actor_of(person, post.words)
    if task["state"] != "open":
        raise TaskAlreadyDone(holder=locked.holder or "người khác")
    if task["officer_id"] not in (None, person.officer_id):
        raise TaskAlreadyClaimed(holder=locked.holder)
    return TaskAct(act, task, post, locked.holder)


def _post(act: CaseAct, task: TaskRow, person: Person) -> Post:
    desk = (task["unit_code"], task["position_code"])
    for post in person.posts:
        here = (post.unit_code, post.position_code) == desk
        if here and post.covers(act.case["procedure_code"]):
            return post
    raise NotYourDesk(
        position=act.setting.positions.get(desk[1], desk[1]), unit=act.setting.unit_name(desk[0])
    )


def end_task(
    opened: TaskAct, *, person: Person, ending: Ending, expected_act: str | None
) -> list[TaskRow]:
    """End the step with an outcome and let the process go on; the rows of the new tasks.

    Raises WrongAct, OutcomeUnknown, ReasonMissing, FormInvalid.
    """
    act, task, step = opened.act, opened.task, opened.step
    if step.act != expected_act:
        raise WrongAct(act=step.act or "hoàn thành bước")
    variables = _variables(opened, ending)
    act.finish_task(
        task,
        {
            "officer_id": person.officer_id,
            "claimed_at": task["claimed_at"] or act.now,
            "completed_by": person.officer_id,
            "outcome": ending.outcome,
            "answers": dict(ending.answers) if ending.answers else None,
            "comment": ending.comment or None,
        },
    )
    act.record(
        "task_completed",
        task=task["id"],
        officer=person.officer_id,
        element=task["element_id"],
        name=task["name"],
        act=task["act"],
        outcome=ending.outcome,
        answers=dict(ending.answers or {}),
        comment=ending.comment or None,
        due_at=task["due_at"],
    )
    act.complete(task["id"], variables)
    return act.save()


def _variables(opened: TaskAct, ending: Ending) -> dict[str, Any]:
    """The routing variables that the step sets: its outcome, and answers that conditions read."""
    step = opened.step
    variables: dict[str, Any] = {
        key: value
        for key, value in (ending.answers or {}).items()
        if key in opened.act.definition.variables_read and isinstance(value, str | int | bool)
    }
    if not step.outcomes:
        return variables
    chosen = next((o for o in step.outcomes if o.value == ending.outcome), None)
    if chosen is None or step.outcome_variable is None:
        raise OutcomeUnknown(outcome=ending.outcome or "(trống)")
    if chosen.needs_reason and not (ending.comment or "").strip():
        raise ReasonMissing
    return variables | {step.outcome_variable: chosen.value}

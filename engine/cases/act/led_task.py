"""Open a task for what its head does with it: exists, allowed, in the right state."""

from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from engine.access import leading_post, post_at
from engine.accounts import Person, Post
from engine.acts import ACTS
from engine.cases.act.case_act import CaseAct
from engine.cases.act.task_act import TaskAct, check_state, open_as
from engine.errors import NotInThisState, NotTheLead
from engine.store.rows import TaskRow


def open_led_task(
    session: Session, *, task_id: str, person: Person, now: datetime, kind: str
) -> TaskAct:
    """Lock a task, whoever has it, for an act of the head of its unit.

    Raises TaskNotFound, NotTheLead, TaskAlreadyDone, NotInThisState.
    """
    post_for = partial(_post, kind)
    opened = open_as(session, task_id=task_id, person=person, now=now, post_for=post_for)
    check_state(opened.act, kind)
    return opened


def _post(kind: str, act: CaseAct, task: TaskRow, person: Person) -> Post:
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

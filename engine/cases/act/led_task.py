"""Open a task for what its head does with it: exists, allowed, in the right state."""

from datetime import datetime

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.cases.act.case_act import CaseAct
from engine.cases.act.task_act import TaskAct, check_state, open_as
from engine.errors import NotTheLead, Refusal
from engine.store.rows import TaskRow


def open_led_task(
    session: Session, *, task_id: str, person: Person, now: datetime, kind: str
) -> TaskAct:
    """Lock a task, whoever has it, for an act of the head of its unit.

    Raises TaskNotFound, NotTheLead, TaskAlreadyDone, NotInThisState.
    """
    opened = open_as(
        session, task_id=task_id, person=person, now=now, kind=kind, refusal=_not_the_lead
    )
    check_state(opened.act, kind)
    return opened


def _not_the_lead(act: CaseAct, task: TaskRow) -> Refusal:
    return NotTheLead(unit=act.setting.unit_name(task["unit_code"]))


def keep_choice(act: CaseAct, element_id: str, officer_id: str | None) -> None:
    """What a head decides stands also when the case comes back to a step that was assigned."""
    assigned = dict(act.as_changed["assigned"])
    if assigned.pop(element_id, None) is None:
        return
    if officer_id is not None:
        assigned[element_id] = officer_id
    act.change(assigned=assigned)

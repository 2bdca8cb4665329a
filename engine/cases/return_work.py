"""Whoever decides returns what was prepared, though the diagram draws no way back."""

from datetime import datetime

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.cases.act.task_act import TaskAct, check_state, open_task
from engine.errors import NotEarlier
from engine.facts.events_of_work import WorkReturned
from engine.routing.steps_back import ways_back
from engine.store.rows import TaskRow
from engine.typed.given import reason_given

KIND = "return_work"


def return_work(
    session: Session,
    *,
    task_id: str,
    person: Person,
    step_again: str,
    reason: str,
    now: datetime,
    opened: TaskAct | None = None,
) -> list[TaskRow]:
    """Let the case stand at an earlier step of the same scope, whose desk reads why.

    At the step that decides, where the diagram draws no way back of its own. Received, due and end
    times stay, and the clock runs on. Raises TaskNotFound, NotYourDesk, TaskAlreadyDone,
    TaskAlreadyClaimed, NotInThisState, AlreadyDecided, NotEarlier, ReasonMissing, TextUnreadable.
    """
    opened = opened or open_task(session, task_id=task_id, person=person, now=now, kind=KIND)
    act, element = opened.act, opened.task["element_id"]
    check_state(act, KIND)
    found = ways_back(act.stands, set(act.run.completed_elements()), element)
    to = next((one for one in found if one.element_id == step_again), None)
    if to is None:
        raise NotEarlier(step=step_again[:60] or "(chưa chọn)")
    words = reason_given(reason)
    act.send_back(opened.task["id"], to.element_id)
    act.record(
        WorkReturned(
            element=element,
            name=opened.step.name,
            step=to.element_id,
            step_name=to.name,
            reason=words,
        )
    )
    return act.save()

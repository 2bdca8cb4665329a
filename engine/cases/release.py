"""An officer gives a task back to the queue of the desk."""

from datetime import datetime

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.cases.act.task_act import check_state, open_task
from engine.errors import TaskAlreadyClaimed
from engine.facts.events_of_work import TaskReleased

KIND = "release"


def release_task(session: Session, *, task_id: str, person: Person, now: datetime) -> None:
    """Let any officer of the desk take the task. Releasing a free task is harmless.

    Raises TaskNotFound, NotYourDesk, TaskAlreadyDone, TaskAlreadyClaimed, NotInThisState.
    """
    opened = open_task(session, task_id=task_id, person=person, now=now, kind=KIND)
    act, task = opened.act, opened.task
    check_state(act, KIND)
    if task["officer_id"] is None:
        return
    if task["officer_id"] != person.officer_id:
        # Who stands in for its holder does the work or takes it; only its own holder gives it back.
        raise TaskAlreadyClaimed(holder=opened.holder)
    act.change_task(task["id"], officer_id=None, claimed_at=None)
    act.record(TaskReleased(task=task["id"], element=task["element_id"], name=task["name"]))
    act.save()

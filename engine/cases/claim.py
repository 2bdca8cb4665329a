"""An officer takes a task from the queue of their desk."""

from datetime import datetime

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.cases.act.settling import begin_work
from engine.cases.act.task_act import check_state, open_task
from engine.cases.parting_signers import check_has_part
from engine.facts.events_of_work import TaskClaimed

KIND = "claim"


def claim_task(session: Session, *, task_id: str, person: Person, now: datetime) -> None:
    """Give the task to the officer. Claiming one's own task again is harmless.

    Who stands in for an absent holder takes it from them.

    Raises TaskNotFound, NotYourDesk, TaskAlreadyDone, TaskAlreadyClaimed, NotInThisState,
    PreparedItYourself.
    """
    opened = open_task(session, task_id=task_id, person=person, now=now, kind=KIND)
    act, task = opened.act, opened.task
    check_state(act, KIND)
    if task["officer_id"] == person.officer_id:
        return
    check_has_part(opened, person)
    opened.take()
    begin_work(act)
    act.record(TaskClaimed(task=task["id"], element=task["element_id"], name=task["name"]))
    act.save()

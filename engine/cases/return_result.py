"""The service centre returns the result to the applicant."""

from datetime import datetime

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.cases.act.moved import Moved, answers_of, moved
from engine.cases.act.task_act import Ending, end_task, open_task
from engine.catalogue.status import Status
from engine.errors import ResultNotStored
from engine.facts.events_of_work import ResultReturned
from engine.facts.topics import StatusChanged


def return_result(
    session: Session, *, task_id: str, person: Person, ending: Ending, now: datetime
) -> Moved:
    """Hand the result over and close the case.

    Raises ResultNotStored, and what ``complete_task`` raises.
    """
    opened = open_task(session, task_id=task_id, person=person, now=now)
    ending = answers_of(opened, ending)
    act = opened.act
    if opened.step.act == "return":
        if act.case["finished_at"] is None:
            raise ResultNotStored
        act.change(returned_at=now, status=int(Status.RETURNED))
        act.record(ResultReturned(due_at=act.case["due_at"]))
        act.announce(StatusChanged(status=Status.RETURNED))
    return moved(opened, end_task(opened, person=person, ending=ending, expected_act="return"))

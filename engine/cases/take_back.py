"""Work is taken from who has it: a colleague at the desk or the head lets anybody there take it."""

from datetime import datetime

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.cases.act.led_task import keep_choice, open_led_task
from engine.errors import NobodyHolds
from engine.facts.events_of_handing import TaskTakenBack
from engine.typed.given import reason_given

KIND = "take_back"


def take_back_task(
    session: Session, *, task_id: str, person: Person, reason: str | None, now: datetime
) -> None:
    """Let any officer of the desk take the work that another has.

    Raises TaskNotFound, NotTheLead, TaskAlreadyDone, NotInThisState, NobodyHolds,
    ReasonMissing, TextUnreadable.
    """
    opened = open_led_task(session, task_id=task_id, person=person, now=now, kind=KIND)
    act, task = opened.act, opened.task
    if task["officer_id"] in (None, person.officer_id):
        raise NobodyHolds
    words = reason_given(reason)
    act.change_task(task["id"], officer_id=None, claimed_at=None)
    keep_choice(act, task["element_id"], None)
    act.record(
        TaskTakenBack(
            task=task["id"],
            element=task["element_id"],
            name=task["name"],
            before=opened.holder or task["officer_id"] or "",
            reason=words,
        )
    )
    act.save()

"""A head gives a piece of work to another person at its desk."""

from datetime import datetime

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.cases.act.assigning import chosen_at, give_to
from engine.cases.act.led_task import keep_choice, open_led_task
from engine.cases.act.settling import begin_work
from engine.facts.events_of_handing import TaskReassigned
from engine.routing.desks import Desk
from engine.typed.given import reason_given

KIND = "reassign"


def reassign_task(
    session: Session,
    *,
    task_id: str,
    person: Person,
    colleague: str,
    reason: str | None,
    now: datetime,
) -> None:
    """Let the work lie with ``colleague`` (an officer's id), who is at its desk today.

    Raises TaskNotFound, NotTheLead, TaskAlreadyDone, NotInThisState, ReasonMissing,
    TextUnreadable, AssigneeNotAtDesk (also for who has it already), TakerOwnsDossier,
    TakerPrepared.
    """
    opened = open_led_task(session, task_id=task_id, person=person, now=now, kind=KIND)
    act, task = opened.act, opened.task
    words = reason_given(reason)
    desk = Desk(task["unit_code"], task["position_code"])
    # Who has it already is nobody else.
    other = colleague if colleague != task["officer_id"] else ""
    chosen = chosen_at(act, desk, other, [task["element_id"]])
    give_to(act, task, chosen.officer_id, place=desk)
    keep_choice(act, task["element_id"], chosen.officer_id)
    begin_work(act)
    act.record(
        TaskReassigned(
            task=task["id"],
            element=task["element_id"],
            name=task["name"],
            before=opened.holder,
            officer=chosen.officer_id,
            officer_name=chosen.name,
            reason=words,
        )
    )
    act.save()

"""A head takes a piece of work of the unit to their own desk and does it."""

from datetime import datetime

from sqlalchemy.orm import Session

from engine.access import may, of_act, of_task
from engine.accounts import Person, Post
from engine.cases.act.assigning import give_to
from engine.cases.act.led_task import open_led_task
from engine.cases.act.settling import begin_work
from engine.errors import NotTheLead, TaskFreeHere, TaskIsYours
from engine.facts.events_of_handing import TaskTakenOver
from engine.routing.desks import Desk
from engine.typed.given import reason_given

KIND = "take_over"


def take_over_task(
    session: Session, *, task_id: str, person: Person, reason: str | None, now: datetime
) -> None:
    """Move the work to the head's own desk, lying with them; its due time stays.

    Raises TaskNotFound, NotTheLead, TaskAlreadyDone, NotInThisState, TaskIsYours, TaskFreeHere,
    ReasonMissing, TextUnreadable.
    """
    opened = open_led_task(session, task_id=task_id, person=person, now=now, kind=KIND)
    act, task = opened.act, opened.task
    post = opened.by.holding
    assert isinstance(post, Post)  # noqa: S101 - only a leading post reaches so far
    if task["officer_id"] == person.officer_id:
        raise TaskIsYours
    at_desk = may(person, of_act("claim"), of_task(act.case, task, act.setting))
    if task["officer_id"] is None and at_desk:
        raise TaskFreeHere
    words = reason_given(reason)
    place = Desk(post.unit_code, post.position_code)
    give_to(act, task, opened.officer_id, place=place, moves=True, refusal=NotTheLead)
    begin_work(act)
    act.record(
        TaskTakenOver(
            task=task["id"],
            element=task["element_id"],
            name=task["name"],
            before=opened.holder,
            reason=words,
        )
    )
    act.save()

"""A head takes a piece of work of the unit to their own desk and does it."""

from datetime import datetime

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.cases.act.led_task import open_led_task, refuse_state
from engine.cases.act.settling import begin_work
from engine.facts.events_of_handing import TaskTakenOver
from engine.typed.given import reason_given

KIND = "take_over"


def take_over_task(
    session: Session, *, task_id: str, person: Person, reason: str | None, now: datetime
) -> None:
    """Move the work to the head's own desk, lying with them; its due time stays.

    Raises TaskNotFound, NotTheLead, TaskAlreadyDone, NotInThisState (they have it, or need only
    take it), ReasonMissing, TextUnreadable.
    """
    opened = open_led_task(session, task_id=task_id, person=person, now=now, kind=KIND)
    act, task, post = opened.act, opened.task, opened.post
    if task["officer_id"] == person.officer_id:
        raise refuse_state(KIND, "bạn đang giữ việc này")
    desks = {(own.unit_code, own.position_code) for own in person.posts}
    if task["officer_id"] is None and (task["unit_code"], task["position_code"]) in desks:
        raise refuse_state(KIND, "việc ở vị trí của bạn, chưa ai nhận")
    words = reason_given(reason)
    act.change_task(
        task["id"],
        unit_code=post.unit_code,
        position_code=post.position_code,
        officer_id=person.officer_id,
        claimed_at=now,
    )
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

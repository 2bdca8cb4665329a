"""A suspended case goes on with what was left of its time."""

from datetime import datetime

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.cases.act.led_task import open_led_task
from engine.cases.act.settling import settle
from engine.cases.act.standing_still import begin_steps_anew
from engine.life import Status
from engine.typed.given import LAW, basis_given, reason_given

KIND = "resume"


def resume_case(
    session: Session, *, task_id: str, person: Person, reason: str, basis: str, now: datetime
) -> None:
    """Count the time again: of the case what was left, of its open steps all of theirs.

    By the desk of an open step or its head. Raises TaskNotFound, NotTheLead, TaskAlreadyDone,
    NotInThisState, ReasonMissing, BasisMissing, TextUnreadable.
    """
    act = open_led_task(session, task_id=task_id, person=person, now=now, kind=KIND).act
    words, named = reason_given(reason), basis_given(basis, what=LAW)
    act.turn(Status.IN_PROGRESS, reason=words, basis=named)
    begin_steps_anew(act)
    # What the process came to meanwhile, such as a wait for the applicant, counts from now.
    settle(act, worked=False)
    act.save()

"""The service centre returns the result to the applicant."""

from datetime import datetime

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.cases.act.moved import Moved, checked_ending, moved
from engine.cases.act.task_act import Ending, TaskAct, check_state, end_task, open_step
from engine.cases.naming_takers import taker_said
from engine.cases.taking_money import check_paid
from engine.errors import ResultNotStored
from engine.facts.events_of_work import ResultReturned
from engine.life import Status

KIND = "return"
LEGAL_BASIS = "NĐ 118/2025/NĐ-CP, Điều 22"


def return_result(
    session: Session,
    *,
    task_id: str,
    person: Person,
    ending: Ending,
    now: datetime,
    opened: TaskAct | None = None,
) -> Moved:
    """Hand the result over and close the case.

    Who takes it is asked with the step's form. Raises ResultNotStored, NotInThisState, FeeOwed,
    TakerUnknown, TakerUnproven, and what ``complete_task`` raises.
    """
    opened = open_step(session, task_id=task_id, person=person, now=now, kind=KIND, opened=opened)
    ending = checked_ending(opened, ending)
    act = opened.act
    if not act.stands.state.solved:
        raise ResultNotStored
    check_state(act, KIND)
    check_paid(act)
    taker = taker_said(act, ending.answers or {})
    act.turn(Status.RETURNED, reason="Trả kết quả", basis=LEGAL_BASIS)
    act.record(ResultReturned(due_at=act.case["due_at"], taker=taker))
    return moved(opened, end_task(opened, person=person, ending=ending), ending.outcome)

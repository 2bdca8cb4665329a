"""Whoever leads decides a prepared step from their list: as proposed, or back with a reason."""

from datetime import datetime

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.cases.act.moved import Moved, moved
from engine.cases.act.task_act import Ending, TaskAct, open_task
from engine.cases.complete import complete_task
from engine.cases.return_work import KIND as RETURN
from engine.cases.return_work import return_work
from engine.errors import ReasonMissing, StepNeedsOpening
from engine.routing.step_decisions import OPENS, Decision, decisions_of
from engine.routing.steps_back import ways_back
from engine.typed.text import says_something


def sign_off(
    session: Session,
    *,
    task_id: str,
    person: Person,
    decision: Decision,
    comment: str | None,
    seen: str | None,
    now: datetime,
) -> Moved:
    """End the step with its own outcome for the decision; sending back always says why.

    Where its diagram draws no way back the work goes to the step before (``return_work``). A step
    that asks for more than that is left to the page of its case. Agreeing is to what was read, of
    which ``seen`` is the mark. Raises StepNeedsOpening, ReasonMissing and what ``complete_task``
    and ``return_work`` raise.
    """
    opened = open_task(session, task_id=task_id, person=person, now=now)
    act = opened.act
    found = decisions_of(act.package, opened.step, lambda: act.dossier.case, act.case)
    if decision == "send_back" and found.back is None and not found.opens:
        return _returned(session, opened, person=person, reason=comment, now=now)
    chosen = found.chosen(decision)
    if chosen is None:
        why = OPENS[found.opens] if found.opens else "không có cách trả lại"
        raise StepNeedsOpening(step=opened.step.name, why=why)
    if decision == "send_back" and not says_something(comment or ""):
        raise ReasonMissing
    ending = Ending(outcome=chosen.value or None, comment=comment, seen=seen)
    return complete_task(
        session, task_id=task_id, person=person, ending=ending, now=now, opened=opened
    )


def _returned(
    session: Session, opened: TaskAct, *, person: Person, reason: str | None, now: datetime
) -> Moved:
    act, task_id = opened.act, opened.task["id"]
    done = set(act.run.completed_elements())
    earlier = ways_back(act.stands, done, opened.task["element_id"])
    if not earlier:
        raise StepNeedsOpening(step=opened.step.name, why="không có cách trả lại")
    again = open_task(session, task_id=task_id, person=person, now=now, kind=RETURN)
    created = return_work(
        session,
        task_id=task_id,
        person=person,
        step_again=earlier[0].element_id,
        reason=reason or "",
        now=now,
        opened=again,
    )
    return moved(opened, created, None)

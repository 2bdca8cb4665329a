"""Whoever leads decides a prepared step from their list: as proposed, or back with a reason."""

from datetime import datetime

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.cases.act.moved import Moved
from engine.cases.act.task_act import Ending, open_task
from engine.cases.complete import complete_task
from engine.errors import ReasonMissing, StepNeedsOpening
from engine.routing.step_decisions import OPENS, Decision, decisions_of
from engine.typed.text import says_something


def sign_off(
    session: Session,
    *,
    task_id: str,
    person: Person,
    decision: Decision,
    comment: str | None,
    now: datetime,
) -> Moved:
    """End the step with its own outcome for the decision; sending back always says why.

    A step that asks for more than that is left to the page of its case. Raises StepNeedsOpening,
    ReasonMissing and what ``complete_task`` raises.
    """
    opened = open_task(session, task_id=task_id, person=person, now=now)
    act = opened.act
    found = decisions_of(act.package, opened.step, lambda: act.dossier.case, act.case)
    chosen = found.chosen(decision)
    if chosen is None:
        why = OPENS[found.opens] if found.opens else "không có cách trả lại"
        raise StepNeedsOpening(step=opened.step.name, why=why)
    if decision == "send_back" and not says_something(comment or ""):
        raise ReasonMissing
    ending = Ending(outcome=chosen.value or None, comment=comment)
    return complete_task(
        session, task_id=task_id, person=person, ending=ending, now=now, opened=opened
    )

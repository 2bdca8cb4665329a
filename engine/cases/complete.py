"""An officer ends an ordinary step and sends the case on."""

from datetime import datetime

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.acts.on_steps import COMPLETE
from engine.cases.act.moved import Moved, checked_ending, moved
from engine.cases.act.task_act import Ending, TaskAct, check_state, end_task, open_step
from engine.cases.parting_signers import check_signs_apart
from engine.routing.read_before import shown_now
from engine.typed.seen import check_seen


def complete_task(
    session: Session,
    *,
    task_id: str,
    person: Person,
    ending: Ending,
    now: datetime,
    opened: TaskAct | None = None,
) -> Moved:
    """End the step with the chosen outcome; the task is taken first if it is free.

    Raises TaskNotFound, NotYourDesk, TaskAlreadyDone, TaskAlreadyClaimed, WrongAct,
    NotInThisState, PreparedItYourself, MovedSinceSeen, OutcomeUnknown, ReasonMissing, FormInvalid,
    NobodyToAssign.
    """
    opened = open_step(
        session, task_id=task_id, person=person, now=now, kind=COMPLETE, opened=opened
    )
    check_state(opened.act, COMPLETE)
    check_signs_apart(opened, person, ending.outcome)
    _check_read(opened, ending)
    ending = checked_ending(opened, ending)
    return moved(opened, end_task(opened, person=person, ending=ending), ending.outcome)


def _check_read(opened: TaskAct, ending: Ending) -> None:
    """What is signed or let pass is what was read of it; sending back does neither.

    Pages always say what was read; a system that says nothing answers for what lies there, which no
    other person can put in place of the task that it names. Raises MovedSinceSeen.
    """
    act, chosen = opened.act, opened.step.chosen(ending.outcome)
    if ending.seen is None or (chosen is not None and chosen.kind == "back"):
        return
    check_seen(ending.seen, shown_now(act.session, COMPLETE, act.key))

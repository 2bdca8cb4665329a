"""Whoever prepared a case leaves its decision to another, where a rule says so."""

from engine.accounts import Person
from engine.cases.act.task_act import TaskAct
from engine.errors import PreparedItYourself
from engine.routing.signing_apart import prepared_before

RULE = "signs_apart"


def check_signs_apart(opened: TaskAct, person: Person, outcome: str | None = None) -> None:
    """Whether the person may decide with this outcome; sending back is no decision.

    Raises PreparedItYourself.
    """
    chosen = opened.step.chosen(outcome)
    if chosen is not None and chosen.kind == "back":
        return
    act = opened.act
    step = prepared_before(act.session, act.stands, opened.task["element_id"], person.officer_id)
    if step is not None:
        raise PreparedItYourself(step=step, basis=act.taken.basis(RULE))

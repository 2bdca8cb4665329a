"""Whoever prepared a case leaves its decision to another, where a rule says so."""

from engine.accounts import Person
from engine.cases.act.task_act import TaskAct
from engine.errors import PreparedItYourself
from engine.routing.signing_apart import RULE, keeps_apart, prepared_before, steps_done_by


def check_signs_apart(opened: TaskAct, person: Person, outcome: str | None = None) -> None:
    """Whether the person may decide with this outcome; sending back is no decision.

    Raises PreparedItYourself.
    """
    chosen = opened.step.chosen(outcome)
    if chosen is not None and chosen.kind == "back":
        return
    step = _prepared(opened, person)
    if step is not None:
        raise PreparedItYourself(step=step, basis=opened.act.taken.basis(RULE))


def check_has_part(opened: TaskAct, person: Person) -> None:
    """Whether the person may take the work: whoever can neither decide nor send it back would only
    keep it from who can. Raises PreparedItYourself.
    """
    step = _prepared(opened, person)
    if step is not None and keeps_apart(opened.step.choices, step):
        raise PreparedItYourself(step=step, basis=opened.act.taken.basis(RULE))


def _prepared(opened: TaskAct, person: Person) -> str | None:
    act = opened.act
    done = steps_done_by(act.session, act.stands, person.officer_id)
    return prepared_before(act.stands, opened.task["element_id"], done)

"""A run leaves a step and passes over what a rule skips: for acts and for looking ahead."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from engine.deadlines import step_due
from engine.errors import Refusal
from engine.routing.as_it_stands import CaseAsItStands, day_of
from engine.routing.definitions import known_of
from engine.routing.desks import Desk
from engine.routing.dossiers import Readable, stored
from engine.workflow import Run, Step, restore
from engine.workflow.running.incidents import StateUnreadable

MOST_STEPS = 100
"""Steps that are looked ahead at: a way that always turns back has no end."""
Variables = Mapping[str, str | int | bool | Decimal]


@dataclass(frozen=True, slots=True)
class Coming:
    """A step that becomes ready, or would: at which desk, and until when."""

    step: Step
    desk: Desk
    due_at: datetime | None


def pass_over(
    run: Run, stands: CaseAsItStands, known: Collection[str], now: datetime
) -> list[Step]:
    """End the new steps that the case passes over, each at most once; those steps.

    ``known`` are the tasks that were open before: a rule passes over no work that lies on a desk.
    A step that a loop comes to again waits for people.
    """
    waiting = {element for element in stands.taken.skipped if stands.passes_over(element)}
    passed: list[Step] = []
    while waiting:
        new = (t for t in run.ready() if t.id not in known and t.element_id in waiting)
        task = next(new, None)
        if task is None:
            break
        step = stands.definition.steps[task.element_id]
        waiting.discard(step.element_id)
        unanswered = stands.asked_at(step.element_id)
        run.complete(task.id, step.usual_variables, now=now, unanswered=unanswered)
        passed.append(step)
    return passed


def look_ahead(
    run: Run, stands: CaseAsItStands, task_id: str, variables: Variables, now: datetime
) -> list[Coming]:
    """What would become ready if the task ended with these variables, as the act itself finds it.

    What its form asks has no answer yet, whatever an earlier pass said: where that decides the way
    nothing can be told. ``run`` is a copy that nobody keeps. Raises the refusal that the act would
    meet.
    """
    tasks = {task.id: task.element_id for task in run.ready()}
    known = tasks.keys()
    unanswered = stands.asked_at(tasks[task_id]) if task_id in tasks else ()
    run.complete(task_id, variables, now=now, unanswered=unanswered)
    pass_over(run, stands, known, now)
    return [coming(stands, t.element_id, now) for t in run.ready() if t.id not in known]


def end_ahead(run: Run, stands: CaseAsItStands, now: datetime) -> str | None:
    """The end event to which the case goes if every further step ends in its usual way.

    ``None``: something is still waited for, or decides first. ``run`` is a copy that nobody keeps.
    """
    for _ in range(MOST_STEPS):
        task = next(iter(run.ready()), None)
        if task is None:
            break
        step, unanswered = (
            stands.definition.steps[task.element_id],
            stands.asked_at(task.element_id),
        )
        try:
            run.complete(task.id, step.usual_variables, now=now, unanswered=unanswered)
        except Refusal:
            return None
    ends = [one for one in run.completed_elements() if one in stands.definition.end_events]
    return ends[-1] if ends and run.finished else None


def coming(stands: CaseAsItStands, element_id: str, now: datetime) -> Coming:
    """A step that becomes ready now: its desk, and due by the calendar of the desk's unit.

    Raises NobodyToAssign.
    """
    step, desk = stands.step(element_id), stands.desk(element_id, day_of(now))
    calendar = stands.setting.calendar_of(desk.unit_code)
    return Coming(step, desk, step_due(calendar, now, step.hours))


def owes_result(stands: CaseAsItStands) -> bool:
    """Whether the process is over while the result still lies in the store: no step returns it."""
    if not stands.state.solved or stands.state.ended:
        return False
    try:
        return restore(stands.definition, stands.row["state"]).finished
    except StateUnreadable:
        return False


def dossier_of(session: Session, stands: CaseAsItStands) -> Readable:
    """What expressions may read of a stored case; fetched at the first read."""
    row = stands.row
    return stored(session, row["province_code"], row["id"], lambda: known_of(row))


def copy_of_run(stands: CaseAsItStands, dossier: Readable) -> Run:
    """The stored run of a case, to be moved without the case moving. Raises StateUnreadable."""
    state = stands.row["state"]
    return restore(stands.definition, state, dossier=dossier.case, context=dossier.context)

"""What a finished step tells the person who finished it: where the case went and until when."""

from dataclasses import dataclass, replace
from datetime import datetime

from engine.acts import ending_act
from engine.acts.inputs import COMMENT
from engine.cases.act.task_act import Ending, TaskAct
from engine.catalogue.forms import checked
from engine.routing.as_it_stands import day_of
from engine.routing.corrections import filed_at
from engine.routing.step_forms import form_of_step
from engine.store.organisation import Officer
from engine.store.rows import TaskRow
from engine.typed.given import words_given


@dataclass(frozen=True, slots=True)
class NextTask:
    """A task that became ready: its step, its desk in words and its due time.

    ``officer_name``: with whom it lies, if a person was chosen for it.
    """

    element_id: str
    name: str
    unit_name: str
    position_title: str
    due_at: datetime | None
    officer_name: str | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """The case after a finished step. ``status`` is the portal's code; ``next`` may be empty.

    ``decision``: the words of the button that ended the step, without the sign that it asks more.
    """

    case_id: str
    case_ref: str
    status: int
    step_name: str
    next: tuple[NextTask, ...]
    decision: str = ""


def moved(opened: TaskAct, tasks: list[TaskRow], outcome: str | None) -> Moved:
    """The case as the act left it that ended the step with ``outcome``."""
    case, step = opened.act.case, opened.step
    chosen = step.chosen(outcome)
    return Moved(
        case_id=case["id"],
        case_ref=case["code"] or case["submission_number"],
        status=case["status"],
        step_name=opened.task["name"],
        next=tuple(_next(opened, task) for task in tasks),
        decision=(chosen.label if chosen else ending_act(step.act).label).rstrip("…"),
    )


def _next(opened: TaskAct, task: TaskRow) -> NextTask:
    setting = opened.act.setting
    return NextTask(
        element_id=task["element_id"],
        name=task["name"],
        unit_name=setting.unit_name(task["unit_code"]),
        position_title=setting.positions.get(task["position_code"], task["position_code"]),
        due_at=task["due_at"],
        officer_name=_name(opened, task["officer_id"]),
    )


def _name(opened: TaskAct, officer_id: str | None) -> str | None:
    key = (opened.act.key[0], officer_id)
    officer = opened.act.session.get(Officer, key) if officer_id else None
    return officer.full_name if officer else None


def checked_ending(opened: TaskAct, ending: Ending) -> Ending:
    """The ending with its answers held against the step's form and its comment as plain text.

    Raises FormInvalid, TextUnreadable.
    """
    comment = words_given(COMMENT.name, COMMENT.label, ending.comment) or None
    act = opened.act
    form = form_of_step(act.package, opened.step, lambda: act.dossier.case, act.case)
    answers = None
    if form is not None:
        filed = day_of(filed_at(act.session, act.case))
        given, today = ending.answers or {}, day_of(act.now)
        answers = checked(form, given, today=today, filed=filed, told=act.dossier.case)
    return replace(ending, outcome=ending.outcome or None, comment=comment, answers=answers)

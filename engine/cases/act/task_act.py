"""Open a task for an act: exists, allowed, in the right state, in this order."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session
from sqlalchemy.util import memoized_property

from engine.access import By, may, of_act, of_task
from engine.accounts import Person, Post
from engine.acts import ACTS, ending_act
from engine.cases.act import locking
from engine.cases.act.assigning import assign, give_to
from engine.cases.act.case_act import CaseAct, actor_of
from engine.cases.act.earlier import values_given
from engine.cases.act.seeing import check_not_own, of_its_people, sees
from engine.cases.taking_limits import take_limit_of_step, tell_limit
from engine.errors import (
    AlreadyDecided,
    NotForCorrections,
    NotInThisState,
    NotYourDesk,
    OutcomeUnknown,
    ReasonMissing,
    Refusal,
    TaskAlreadyClaimed,
    TaskAlreadyDone,
    TaskNotFound,
    WrongAct,
)
from engine.facts.events_of_work import TaskCompleted
from engine.routing.deciding import decided, open_steps
from engine.routing.desks import Desk
from engine.store.rows import TaskRow
from engine.typed.text import says_something
from engine.workflow import RoutingValue, Step, routing_values

SHOWN = 60
"""Signs of an unknown outcome that its refusal repeats."""


@dataclass
class TaskAct:
    """A locked task with its case, in the hands of an officer who may work on it."""

    act: CaseAct
    task: TaskRow
    by: By
    holder: str | None
    officer_id: str
    """Whose hands these are."""

    def take(self) -> None:
        """Let the work lie with them, by the post that lets them. Raises NotYourDesk."""
        post = self.by.holding
        assert isinstance(post, Post)  # noqa: S101 - only who is at the desk takes work of it
        place = Desk(post.unit_code, post.position_code)
        give_to(self.act, self.task, self.officer_id, place=place, refusal=NotYourDesk)

    @memoized_property
    def step(self) -> Step:
        """The step of the diagram that this task is."""
        return self.act.definition.steps[self.task["element_id"]]


@dataclass(frozen=True, slots=True)
class Ending:
    """How a person ends a step: the button, the form's answers, a comment, whom they chose.

    ``assignee``: an officer's id; ``None`` (or ``"desk"``): in so many words nobody, the work lies
    on the desk; ``""``: nothing was said. ``seen``: the mark of what they read of the case
    (``engine.routing.read_before``); ``None``: nothing was said of it.
    """

    outcome: str | None = None
    answers: Mapping[str, object] | None = None
    comment: str | None = None
    assignee: str | None = ""
    seen: str | None = None


def open_task(
    session: Session, *, task_id: str, person: Person, now: datetime, kind: str | None = None
) -> TaskAct:
    """Lock a task for the person's act of this kind; without one: for the act that ends its step.

    A free one, their own, one of whom they stand in for; whoever has it, by a role that is at no
    desk. Raises TaskNotFound, NotYourDesk,
    TaskAlreadyDone, TaskAlreadyClaimed.
    """
    opened = open_as(
        session, task_id=task_id, person=person, now=now, kind=kind, refusal=_not_your_desk
    )
    mine = opened.task["officer_id"] in (None, person.officer_id, opened.by.absent_id)
    if not (mine or opened.by.at_no_desk):
        raise TaskAlreadyClaimed(holder=opened.holder)
    return opened


def open_as(
    session: Session,
    *,
    task_id: str,
    person: Person,
    now: datetime,
    kind: str | None,
    refusal: Callable[[CaseAct, TaskRow], Refusal],
) -> TaskAct:
    """Lock an open task, whoever has it, for a person who has the right to this act on it.

    Raises OwnDossier, TaskNotFound (also for whom the case is not to be seen), what ``refusal``
    makes, TaskAlreadyDone; in this order.
    """
    if person.province_code is None or person.officer_id is None:
        raise TaskNotFound
    locked = locking.lock_task(session, person.province_code, task_id)
    if locked is None:
        raise TaskNotFound
    act = CaseAct(
        session,
        locked.case,
        epoch=locked.epoch,
        actor=actor_of(person),
        now=now,
        numbers=locked.numbers,
    )
    right = of_act(kind or ending_act(locked.task["act"]).kind)
    asked = of_its_people(act, of_task(locked.case, locked.task, act.setting))
    by = may(person, right, asked)
    if by is None:
        check_not_own(person, asked)
        raise refusal(act, locked.task) if sees(act, person) else TaskNotFound
    act.actor = actor_of(person, by.words)
    if locked.task["state"] != "open":
        own = locked.task["officer_id"] == person.officer_id
        raise TaskAlreadyDone(holder="chính bạn" if own else locked.holder or "người khác")
    return TaskAct(act, locked.task, by, locked.holder, person.officer_id)


def open_step(
    session: Session,
    *,
    task_id: str,
    person: Person,
    now: datetime,
    kind: str,
    opened: TaskAct | None,
) -> TaskAct:
    """The task, locked for the person now or before, whose step this act ends.

    Raises what ``open_task`` raises, and WrongAct.
    """
    opened = opened or open_task(session, task_id=task_id, person=person, now=now)
    own = ending_act(opened.step.act)
    if own.kind != kind:
        raise WrongAct(act=own.label)
    return opened


def check_state(act: CaseAct, kind: str) -> None:
    """Whether the life lets this act be done on a case in its status, and the table once it is
    decided, or where it corrects another. Raises NotInThisState, NotForCorrections, AlreadyDecided.
    """
    row = ACTS[kind]
    words = row.label.rstrip("…")
    if kind not in act.stands.state.acts:
        raise NotInThisState(act=words, state=act.stands.state.name)
    if "own_dossier" in row.only_if and act.case["corrects"] is not None:
        raise NotForCorrections(act=words)
    if "undecided" in row.only_if and decided(act.stands, open_steps(act.session, act.key)):
        raise AlreadyDecided(act=words)


def _not_your_desk(act: CaseAct, task: TaskRow) -> Refusal:
    title = act.setting.positions.get(task["position_code"], task["position_code"])
    return NotYourDesk(position=title, unit=act.setting.unit_name(task["unit_code"]))


def end_task(opened: TaskAct, *, person: Person, ending: Ending) -> list[TaskRow]:
    """End the step with an outcome and let the process go on; the rows of the new tasks.

    Raises OutcomeUnknown, ReasonMissing, AssigneeMissing, AssigneeNotAsked, AssigneeNotAtDesk.
    """
    act, task = opened.act, opened.task
    variables = _variables(opened, ending)
    act.finish_task(
        task,
        {
            "officer_id": person.officer_id,
            "claimed_at": task["claimed_at"] or act.now,
            "completed_by": person.officer_id,
            "outcome": ending.outcome,
            "answers": dict(ending.answers) if ending.answers else None,
            "comment": ending.comment or None,
        },
    )
    act.record(
        TaskCompleted(
            task=task["id"],
            officer=person.officer_id,
            element=task["element_id"],
            name=task["name"],
            act=task["act"],
            outcome=ending.outcome,
            answers=dict(ending.answers or {}),
            comment=ending.comment or None,
            comment_reader=opened.step.comment_reader(ending.outcome),
            due_at=task["due_at"],
        )
    )
    assign(act, opened.step, ending.assignee)
    said = said_at(opened.step, ending)
    decides = take_limit_of_step(act, opened.step, said)
    act.complete(task["id"], variables, unanswered=_left_open(opened, variables))
    if decides:
        tell_limit(act, said, moved=True)
    return act.save()


def said_at(step: Step, ending: Ending) -> dict[str, object]:
    """What was said at a step's end, by name: the answers of its form and what was chosen."""
    said = dict(ending.answers or {})
    if step.outcome_variable and ending.outcome is not None:
        said[step.outcome_variable] = ending.outcome
    return said


def _left_open(opened: TaskAct, variables: Collection[str]) -> frozenset[str]:
    """What the form asks that the diagram reads and nobody answered: it has no value any more.

    What an administrator gave since the task came was given for just this end.
    """
    act = opened.act
    asked = act.stands.asked_at(opened.step.element_id).difference(variables)
    if asked.isdisjoint(act.run.variables):
        return asked
    return asked - values_given(act, opened.task["created_at"])


def _variables(opened: TaskAct, ending: Ending) -> dict[str, RoutingValue]:
    """The routing variables that the step sets: its outcome, and answers that conditions read."""
    step = opened.step
    read = opened.act.definition.variables_read
    variables = routing_values(ending.answers or {}, read)
    chosen = step.chosen(ending.outcome)
    unknown = chosen is None and (step.outcomes or ending.outcome)
    if unknown or (step.outcomes and step.outcome_variable is None):
        raise OutcomeUnknown(outcome=(ending.outcome or "(trống)")[:SHOWN])
    if chosen and chosen.needs_reason and not says_something(ending.comment or ""):
        raise ReasonMissing
    if chosen and step.outcome_variable:
        variables[step.outcome_variable] = chosen.value
    return variables

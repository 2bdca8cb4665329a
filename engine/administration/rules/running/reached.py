"""A running case that a rule reaches, and what the rule would do to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, Literal, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.catalogue.rules.rule import Rule
from engine.organisation.tree import Setting
from engine.routing.as_it_stands import CaseAsItStands, day_of
from engine.routing.desks import Desk
from engine.routing.dossiers import Readable
from engine.routing.moving_on import copy_of_run, dossier_of
from engine.store.base import table_of
from engine.store.cases import Task
from engine.store.rows import CaseRow
from engine.workflow import Run
from engine.worktime.wording import due_text

Verdict = Literal["applied", "kept"]


@dataclass(frozen=True, slots=True)
class Effect:
    """One case before and after, or one step of it.

    A ``kept`` case stays as it is; ``why`` says in Vietnamese what happens and why.
    """

    case_id: str
    ref: str
    unit_name: str
    applicant_name: str
    task_id: str | None
    before: str
    after: str
    verdict: Verdict
    why: str


@dataclass(frozen=True, slots=True)
class Planned:
    """An effect of a rule and what brings it about.

    ``changes`` are columns of its open step, or else of its case; ``passes``: its open step is
    passed over; ``moves_to``: the unit that decides the case from now on; ``takes``: rules that the
    case takes besides the one that reaches it.
    """

    effect: Effect
    rule: Rule
    changes: Mapping[str, Any] = field(default_factory=dict)
    passes: bool = False
    moves_to: str | None = None
    takes: tuple[Rule, ...] = ()


@dataclass(frozen=True)
class Reached:
    """A running case that the rule wins, with what the effects are computed from."""

    session: Session
    stands: CaseAsItStands
    rule: Rule
    now: datetime
    left: tuple[Task, ...] | None = None
    """Its tasks as the rules before this one leave them; ``None``: as they are stored."""

    @property
    def case(self) -> CaseRow:
        """The case's row."""
        return self.stands.row

    @property
    def setting(self) -> Setting:
        """The province as it is configured now."""
        return self.stands.setting

    @property
    def today(self) -> date:
        """The local day."""
        return day_of(self.now)

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        """Every task that the case ever had, oldest first."""
        if self.left is not None:
            return self.left
        query = select(Task).where(
            Task.province_code == self.case["province_code"], Task.case_id == self.case["id"]
        )
        return tuple(self.session.scalars(query.order_by(Task.created_at, Task.id)))

    @property
    def open_tasks(self) -> tuple[Task, ...]:
        """The tasks that wait for people."""
        return tuple(task for task in self.tasks if task.state == "open")

    def ahead(self, element_id: str) -> bool:
        """Whether the case's diagram has the step and the case never came to it."""
        drawn = element_id in self.stands.definition.steps
        return drawn and all(task.element_id != element_id for task in self.tasks)

    @cached_property
    def dossier(self) -> Readable:
        """What was filed, with what the system knows of the case; fetched when it is read."""
        return dossier_of(self.session, self.stands)

    def run(self) -> Run:
        """A copy of the case's run, to look ahead with."""
        return copy_of_run(self.stands, self.dossier)

    def plan(
        self,
        before: str,
        after: str,
        verdict: Verdict,
        why: str,
        *,
        task_id: str | None = None,
        **does: Any,
    ) -> Planned:
        """An effect on this case; ``does`` are the other fields of Planned."""
        effect = Effect(
            case_id=self.case["id"],
            ref=self.case["code"] or self.case["submission_number"],
            unit_name=self.setting.unit_name(self.case["competent_unit"]),
            applicant_name=self.case["applicant_name"],
            task_id=task_id,
            before=before,
            after=after,
            verdict=verdict,
            why=why,
        )
        return Planned(effect, self.rule, **does)

    def after(self, plans: Sequence[Planned]) -> tuple[CaseAsItStands, tuple[Task, ...]]:
        """The case and its tasks as these plans of the rule would leave them."""
        applied = [one for one in plans if one.effect.verdict == "applied"]
        if not applied:
            return self.stands, self.tasks
        stands, own = self.stands, dict[str, Any]()
        of_tasks: dict[str, Mapping[str, Any]] = {}
        for one in applied:
            if one.moves_to is not None:
                stands = stands.decided_by(one.moves_to)
            if one.effect.task_id is None:
                own |= one.changes
            else:
                passed = {"state": "done"} if one.passes else {}
                of_tasks[one.effect.task_id] = {**one.changes, **passed}
        stands = stands.with_rules(r for one in applied for r in (self.rule, *one.takes))
        row = cast("CaseRow", {**stands.row, **own})
        tasks = tuple(_changed(task, of_tasks.get(task.id)) for task in self.tasks)
        return CaseAsItStands(row, stands.package, stands.setting), tasks

    def desk_words(self, desk: Desk) -> str:
        """A desk as people say it."""
        title = self.setting.positions.get(desk.position_code, desk.position_code)
        return f"{title}, {self.setting.unit_name(desk.unit_code)}"


def _changed(task: Task, changes: Mapping[str, Any] | None) -> Task:
    """The task as it would be, apart from the session."""
    if not changes:
        return task
    columns = table_of(Task).columns.keys()
    return Task(**{**{name: getattr(task, name) for name in columns}, **changes})


def desk_at(task: Task) -> Desk:
    """Where a task lies."""
    return Desk(task.unit_code, task.position_code)


def due_words(due_at: datetime | None) -> str:
    """A due time as people say it."""
    return due_text(due_at) if due_at else "không tính thời gian"

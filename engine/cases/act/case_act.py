"""One act on one case: the row is locked, the workflow moves, everything is written at the end.

Every verb of this package goes through ``CaseAct``; it is the only writer of cases and tasks.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, cast

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.audit import Actor
from engine.cases.act import rows
from engine.cases.act.kept_runs import RUNS, Borrowed, KeptRun
from engine.cases.act.recorded_act import NotedAct
from engine.cases.act.traces import trace_of_move, trace_of_rows
from engine.catalogue.packages import PublishedPackage, package
from engine.catalogue.rules.taken import Taken
from engine.facts.events_of_work import StepSkipped
from engine.facts.topics import MessageThrown
from engine.organisation.tree import Setting, setting_at
from engine.routing.definitions import definition_of, known_of, units_of
from engine.routing.desks import CaseUnits, Desk, desk_of
from engine.routing.dossiers import Readable, stored
from engine.workflow import Assignment, Definition, Delivered, ReadyTask, Run, Step, restore
from engine.worktime import ZONE


class CaseAct(NotedAct):
    """A locked case in the hands of one act. ``save`` writes all of it; without it nothing is."""

    def __init__(
        self, session: Session, case: dict[str, Any], *, epoch: int, actor: Actor, now: datetime
    ) -> None:
        super().__init__(session, case, actor=actor, now=now)
        self.epoch = epoch
        self._sent = 0
        self._moved = False

    @cached_property
    def setting(self) -> Setting:
        """The province at the epoch read with the case."""
        return setting_at(self.session, self.case["province_code"], self.epoch)

    @cached_property
    def package(self) -> PublishedPackage:
        """The package that the case keeps from its submission on."""
        return package(self.session, self.case["province_code"], self.case["package_digest"])

    @cached_property
    def definition(self) -> Definition:
        """The package's process."""
        return definition_of(self.package)

    @property
    def run(self) -> Run:
        """The case's running process."""
        return self._kept.run

    @cached_property
    def _kept(self) -> KeptRun:
        version, state = self.case["version"], self.case["state"]
        kept = RUNS.take(self.key, version=version, state=state)
        if kept is None:
            names = {name: Borrowed() for name in ("case", "applicant")}
            run = restore(self.definition, state, dossier=names["case"], context=names)
            kept = KeptRun(run, names, version, state)
            kept.look()
        kept.names["case"].source = self.dossier.case
        kept.names["applicant"].source = self.dossier.applicant
        self._before, self._timers = kept.tasks, kept.timers
        self._sent = len(kept.run.sent)
        return kept

    @cached_property
    def dossier(self) -> Readable:
        """What expressions may read."""
        return stored(self.session, *self.key, known=known_of(self.case))

    @cached_property
    def units(self) -> CaseUnits:
        """Which unit plays which role in this case."""
        return units_of(self.case, self.package)

    @property
    def taken(self) -> Taken:
        """What the case took from local rules, this act included."""
        plain = self.changes.get("rules", self.case.get("rules", {}))
        return Taken(cast("Mapping[str, Any]", plain))

    def step(self, element_id: str) -> Step:
        """A step of the diagram, with the hours and the desk that the case took from rules."""
        drawn, taken = self.definition.steps[element_id], self.taken
        if not taken.plain:
            return drawn
        desk = taken.value("assignment", element_id)
        return replace(
            drawn,
            hours=taken.hours(element_id, drawn.hours),
            assignment=Assignment(**desk) if desk else drawn.assignment,
        )

    def move_to(self, competent_unit: str) -> None:
        """Another unit decides the case from now on."""
        self.change(competent_unit=competent_unit)
        self.case["competent_unit"] = competent_unit
        self.__dict__.pop("units", None)

    def begin(self, run: Run) -> None:
        """Take a run that was just started: everything ready in it is new."""
        self.__dict__["_kept"] = KeptRun(run, {}, self.case["version"], self.case["state"])
        self._before, self._timers = frozenset(), {}
        self._moved = True

    def complete(self, task_id: str, variables: Mapping[str, str | int | bool | Decimal]) -> None:
        """Let the workflow leave a task, as far as it goes without people."""
        self.run.complete(task_id, variables, now=self.now)
        self._moved = True
        self._skip_steps()

    def _skip_steps(self) -> None:
        """Pass over steps that a rule skips, each at most once: a loop then waits for people."""
        waiting = {element for element in self.taken.skipped if self._may_skip(element)}
        while waiting:
            passed = (
                task
                for task in self.run.ready()
                if task.id not in self._before and task.element_id in waiting
            )
            task = next(passed, None)
            if task is None:
                return
            step = self.definition.steps[task.element_id]
            waiting.discard(step.element_id)
            self.run.complete(task.id, step.usual_variables, now=self.now)
            rule = self.taken.rule_id("step_skipped", step.element_id)
            self.record(StepSkipped(element=step.element_id, name=step.name, rule=rule))

    def _may_skip(self, element_id: str) -> bool:
        step = self.definition.steps.get(element_id)
        return step is not None and step.may_skip and step.act is None

    def fire_timers(self) -> list[str]:
        """Fire the timers that are due; the elements that fired."""
        fired = self.run.fire_timers(self.now)
        if fired:
            self._moved = True
            self._skip_steps()
        return fired

    def take_message(
        self, name: str, payload: Mapping[str, str | int | bool], *, element_id: str | None = None
    ) -> Delivered:
        """Hand a message to the event that waits for it, and let the workflow go on."""
        delivered = self.run.message(name, payload, now=self.now, element_id=element_id)
        self._moved = True
        self._skip_steps()
        return delivered

    def park_timers(self) -> None:
        """Stop every timer of the process, keeping what is left of each."""
        self.run.park(self.now)
        self._moved = True

    def resume_timers(self) -> None:
        """Let the timers go on with what was left of them."""
        self.run.resume(self.now)
        self._moved = True

    def save(self) -> list[dict[str, Any]]:
        """Write the case, the tasks, the events and the outbox; the rows of the new tasks.

        Whatever can be refused is refused before the first row is written.
        """
        tasks, gone, timers = self._progress() if self._moved else ([], [], [])
        finished = self._moved and self.run.finished
        if self._moved and self.case["open_incidents"]:
            self._pass_incidents(timers, finished=finished)
        if self._events:
            self._vouch(tasks)
        self._write(tasks, gone, timers, finished=finished)
        if self._moved and self._kept.names:
            # A run that was just started reads this act's own dossier: it is not kept.
            RUNS.keep_when_committed(self.session, self.key, self._kept)
        self.case |= self.changes
        return tasks

    def _vouch(self, tasks: list[dict[str, Any]]) -> None:
        """The audit tells what chose the way, and vouches for the state and the rows."""
        trace = trace_of_rows(self.changes, [*tasks, *self._changed_tasks], self._clocks)
        if self._moved:
            trace |= trace_of_move(self.run, self._kept.state)
            self.run.written()
            self._sent = 0
        self._events[-1] = replace(self._events[-1], trace=trace)

    def _progress(self) -> tuple[list[dict[str, Any]], list[str], list[dict[str, Any]]]:
        """New tasks, cancelled tasks and changed timers; the case's new state among the changes."""
        kept = self._kept
        ready = kept.look()
        for element_id, name in self.run.sent[self._sent :]:
            self.announce(MessageThrown(element=element_id, name=name))
        still = {task.id for task in ready} | {task["id"] for task in self._ended}
        tasks = [self.task_row(task) for task in ready if task.id not in self._before]
        timers = rows.changed_timers(self.key, self._timers, kept.timers)
        kept.state, kept.version = self.run.dumps(), self.case["version"] + 1
        self.changes |= {"state": kept.state, "version": kept.version}
        return tasks, sorted(self._before - still), timers

    def task_row(self, ready: ReadyTask) -> dict[str, Any]:
        """The row of a task that became ready now: its desk and its due time."""
        step = self.step(ready.element_id)
        desk = self._desk(step)
        calendar = self.setting.calendar_of(desk.unit_code)
        return rows.new_task(self.key, ready.id, step, desk, calendar=calendar, now=self.now)

    def desk(self, element_id: str) -> Desk:
        """Who would do a step of this case today. Raises NobodyToAssign."""
        return self._desk(self.step(element_id))

    def _desk(self, step: Step) -> Desk:
        return desk_of(step, self.units, self.setting, self.now.astimezone(ZONE).date())


def actor_of(person: Person, post: str | None = None) -> Actor:
    """The person as the audit names them."""
    return Actor(person.account_id, person.name, post, person.honorific)

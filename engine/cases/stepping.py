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
from engine.audit import Actor, ChainHead, Event, chained
from engine.cases import locking
from engine.catalogue.packages import PublishedPackage, package
from engine.catalogue.rules.taken import Taken
from engine.deadlines import step_due
from engine.organisation.tree import Setting, setting_at
from engine.routing.definitions import definition_of, known_of, units_of
from engine.routing.desks import CaseUnits, Desk, desk_of
from engine.routing.dossiers import Readable, stored
from engine.store.audit import CaseEvent
from engine.store.cases import ClockInterval, Task
from engine.store.jobs import OutboxMessage
from engine.workflow import Assignment, Definition, ReadyTask, Run, Step, restore
from engine.worktime import ZONE


class CaseAct:
    """A locked case in the hands of one act. ``save`` writes all of it; without it nothing is."""

    def __init__(
        self, session: Session, case: dict[str, Any], *, epoch: int, actor: Actor, now: datetime
    ) -> None:
        self.session = session
        self.case = case
        self.epoch = epoch
        self.actor = actor
        self.now = now
        self.changes: dict[str, object] = {}
        self._events: list[Event] = []
        self._messages: list[tuple[str, Mapping[str, object]]] = []
        self._intervals: list[dict[str, object]] = []
        self._done: set[str] = set()
        self._moved = False

    @property
    def key(self) -> tuple[str, str]:
        """The case's primary key."""
        return self.case["province_code"], self.case["id"]

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

    @cached_property
    def run(self) -> Run:
        """The case's running process."""
        read = self.dossier
        run = restore(self.definition, self.case["state"], dossier=read.case, context=read.context)
        self._before = {task.id for task in run.ready()}
        self._timers = {(timer.id, timer.due_at) for timer in run.timers()}
        return run

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
        drawn = self.definition.steps[element_id]
        desk = self.taken.value("assignment", element_id)
        return replace(
            drawn,
            hours=self.taken.hours(element_id, drawn.hours),
            assignment=Assignment(**desk) if desk else drawn.assignment,
        )

    def move_to(self, competent_unit: str) -> None:
        """Another unit decides the case from now on."""
        self.change(competent_unit=competent_unit)
        self.case["competent_unit"] = competent_unit
        self.__dict__.pop("units", None)

    def begin(self, run: Run) -> None:
        """Take a run that was just started: everything ready in it is new."""
        self.__dict__["run"] = run
        self._before = set()
        self._timers = set()
        self._moved = True

    def change(self, **columns: object) -> None:
        """Change columns of the case row."""
        self.changes.update(columns)

    def record(self, kind: str, **data: object) -> None:
        """Add an event to the case's audit chain."""
        self._events.append(Event(kind, self.actor, data))

    def announce(self, topic: str, **payload: object) -> None:
        """Put a message for the outside into the outbox."""
        self._messages.append((topic, payload))

    def start_clock(self, clock: str, reason: str, legal_basis: str) -> None:
        """Let a clock of the case run from now on."""
        self._intervals.append(
            {
                "province_code": self.key[0],
                "case_id": self.key[1],
                "clock": clock,
                "started_at": self.now,
                "stopped_at": None,
                "reason": reason,
                "legal_basis": legal_basis,
            }
        )

    def stop_clock(self, clock: str) -> None:
        """Stop a running clock of the case."""
        locking.close_clock(self.session, self.key, clock, self.now)

    def complete(self, task_id: str, variables: Mapping[str, str | int | bool | Decimal]) -> None:
        """Let the workflow leave a task, as far as it goes without people."""
        run = self.run
        run.complete(task_id, variables, now=self.now)
        self._moved = True
        self._skip_steps()

    def _skip_steps(self) -> None:
        """Pass over steps that a rule skips, each at most once: a loop then waits for people."""
        skipped: set[str] = set()
        while True:
            passed = [
                task
                for task in self.run.ready()
                if task.id not in self._before
                and task.element_id not in skipped
                and self.definition.steps[task.element_id].may_skip
                and self.taken.skips(task.element_id)
            ]
            if not passed:
                return
            step = self.definition.steps[passed[0].element_id]
            skipped.add(step.element_id)
            self.run.complete(passed[0].id, step.usual_variables, now=self.now)
            rule = self.taken.rule_id("step_skipped", step.element_id)
            self.record("step_skipped", element=step.element_id, name=step.name, rule=rule)

    def save(self) -> list[dict[str, Any]]:
        """Write the case, the new tasks, the events and the outbox; the rows of the new tasks."""
        tasks = self._new_tasks() if self._moved else []
        if self._moved:
            self.changes |= {"state": self.run.dumps(), "version": self.case["version"] + 1}
        events = self._chain()
        self._write_case()
        locking.insert_rows(self.session, Task, tasks)
        locking.insert_rows(self.session, CaseEvent, events)
        locking.insert_rows(self.session, OutboxMessage, self._outbox())
        locking.insert_rows(self.session, ClockInterval, self._intervals)
        if self._moved:
            self._write_timers()
        return tasks

    def _write_case(self) -> None:
        locking.update_case(self.session, self.key, self.changes)
        self.case |= self.changes

    def _new_tasks(self) -> list[dict[str, Any]]:
        ready = self.run.ready()
        gone = self._before - {task.id for task in ready} - self._done
        locking.update_tasks(
            self.session,
            self.key[0],
            sorted(gone),
            {"state": "cancelled", "completed_at": self.now},
        )
        return [self.task_row(task) for task in ready if task.id not in self._before]

    def finish_task(self, task: Mapping[str, Any], values: Mapping[str, object]) -> None:
        """Write a task as done by the actor; ``values`` are more columns of its row."""
        self._done.add(task["id"])
        locking.update_tasks(
            self.session,
            self.key[0],
            [task["id"]],
            {"state": "done", "completed_at": self.now, **values},
        )

    def task_row(self, ready: ReadyTask) -> dict[str, Any]:
        """The row of a task that became ready now: its desk and its due time."""
        step = self.step(ready.element_id)
        desk = self.desk(ready.element_id)
        return {
            "province_code": self.key[0],
            "id": ready.id,
            "case_id": self.key[1],
            "element_id": ready.element_id,
            "name": step.name,
            "act": step.act,
            "unit_code": desk.unit_code,
            "position_code": desk.position_code,
            "state": "open",
            "hours": step.hours,
            "created_at": self.now,
            "due_at": step_due(self.setting.calendar, self.now, step.hours),
        }

    def desk(self, element_id: str) -> Desk:
        """Who would do a step of this case today. Raises NobodyToAssign."""
        step = self.step(element_id)
        return desk_of(step, self.units, self.setting, self.now.astimezone(ZONE).date())

    def _chain(self) -> list[dict[str, object]]:
        head = ChainHead(self.case["event_seq"], self.case["event_hash"])
        rows, head = chained(
            head, self._events, province_code=self.key[0], case_id=self.key[1], at=self.now
        )
        self.changes |= {"event_seq": head.seq, "event_hash": head.hash}
        return rows

    def _outbox(self) -> list[dict[str, object]]:
        """Messages numbered after the events of this act, so that they keep the case's order."""
        last = int(str(self.changes["event_seq"]))
        first = last - len(self._messages) + 1
        return [
            {
                "province_code": self.key[0],
                "case_id": self.key[1],
                "seq": seq,
                "topic": topic,
                "payload": dict(payload),
                "next_try_at": self.now,
                "attempts": 0,
            }
            for seq, (topic, payload) in enumerate(self._messages, start=first)
        ]

    def _write_timers(self) -> None:
        timers = self.run.timers()
        if {(timer.id, timer.due_at) for timer in timers} == self._timers:
            return
        rows = [
            {
                "province_code": self.key[0],
                "case_id": self.key[1],
                "id": timer.id,
                "element_id": timer.element_id,
                "due_at": timer.due_at,
            }
            for timer in timers
        ]
        locking.replace_timers(self.session, self.key, rows)


def actor_of(person: Person, post: str | None = None) -> Actor:
    """The person as the audit names them."""
    return Actor(person.account_id, person.name, post, person.honorific)

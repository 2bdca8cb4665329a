"""One act on one case: the row is locked, the workflow moves, everything is written at the end.

Every verb of this package goes through ``CaseAct``; it is the only writer of cases and tasks.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Unpack

from sqlalchemy.orm import Session
from sqlalchemy.util import memoized_property

from engine.accounts import Person
from engine.audit import Actor
from engine.cases.act import rows, turning
from engine.cases.act.assigning import person_for
from engine.cases.act.keeping_lateness import keep_lateness
from engine.cases.act.kept_runs import RUNS, Borrowed, KeptRun
from engine.cases.act.phasing import begin_phase
from engine.cases.act.recorded_act import RecordedAct
from engine.cases.act.reminding import set_reminders
from engine.cases.act.settling import settle
from engine.cases.act.stopping import NotingStops
from engine.cases.act.traces import trace_of_messages, trace_of_move, trace_of_rows
from engine.catalogue.packages import PublishedPackage, package
from engine.catalogue.rules.taken import Taken
from engine.facts.events_of_clocks import MessageReceived, MessageSent, Place, TimersFired
from engine.facts.events_of_work import StepSkipped
from engine.facts.topics import MessageThrown
from engine.life import Status
from engine.organisation.judged import stay_judged
from engine.organisation.tree import Setting, setting_at
from engine.routing.as_it_stands import CaseAsItStands
from engine.routing.definitions import definition_of, known_of
from engine.routing.dossiers import Readable, stored
from engine.routing.moving_on import coming, pass_over
from engine.store.in_hand import take_in_hand
from engine.store.numbers import UNKNOWN, Numbers
from engine.store.rows import CaseChanges, CaseRow, TaskRow
from engine.workflow import Definition, Delivered, ReadyTask, RoutingValue, Run, restore


class CaseAct(RecordedAct):
    """A locked case in the hands of one act. ``save`` writes all of it; without it nothing is."""

    def __init__(
        self,
        session: Session,
        case: CaseRow,
        *,
        epoch: int,
        actor: Actor,
        now: datetime,
        numbers: Numbers = UNKNOWN,
    ) -> None:
        super().__init__(session, case, actor=actor, now=now)
        self.epoch = epoch
        self.numbers = numbers
        """Of its people, where somebody's rights depend on them."""
        self.goes_back: Mapping[str, str] = {}
        """Unit → that of before, where this act takes back that the one took over."""
        self._sent = 0
        self._moved = False

    @memoized_property
    def setting(self) -> Setting:
        """The province at the epoch read with the case."""
        return setting_at(self.session, self.case["province_code"], self.epoch)

    @memoized_property
    def package(self) -> PublishedPackage:
        """The package that the case keeps from its submission on."""
        return package(self.session, self.case["province_code"], self.case["package_digest"])

    @memoized_property
    def stands(self) -> CaseAsItStands:
        """The case as this act leaves it so far."""
        return CaseAsItStands(self.as_changed, self.package, self.setting)

    @memoized_property
    def definition(self) -> Definition:
        """The package's process."""
        return definition_of(self.package)

    @property
    def by_applicant(self) -> bool:
        """Whether the actor acts under no post: as the owner, or as who filed it."""
        return self.actor.post is None

    @property
    def taken(self) -> Taken:
        """What the case took from local rules, this act included."""
        return self.stands.taken

    @property
    def run(self) -> Run:
        """The case's running process."""
        return self._kept.run

    @memoized_property
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

    @memoized_property
    def dossier(self) -> Readable:
        """What expressions may read."""
        return stored(self.session, *self.key, known=lambda: known_of(self.as_changed))

    def change(self, **columns: Unpack[CaseChanges]) -> None:
        """Change columns of the case row. Status, clocks and dates: ``turn`` alone."""
        super().change(**columns)
        self.__dict__.pop("stands", None)

    def turn(
        self,
        status: Status,
        *,
        reason: str,
        basis: str,
        code: str | None = None,
        portal: Status | None = None,
    ) -> None:
        """Put the case into a status, with all that follows from it (``engine.life``)."""
        turning.turn(self, status, reason=reason, basis=basis, code=code, portal=portal)

    def receive_earlier(self, moment: datetime) -> None:
        """Let it have been filed and received when its paper slip says."""
        turning.receive_earlier(self, moment)

    def stop(self, *statuses: Status, reason: str, basis: str) -> None:
        """Stop the process wherever it is, and put the case into these statuses in turn."""
        if not self.run.finished:
            self.run.terminate(now=self.now)
        self.moved()
        for status in statuses:
            self.turn(status, reason=reason, basis=basis)

    def take_run(self, run: Run) -> None:
        """Take a run that was just started: everything ready in it is new."""
        self.__dict__["_kept"] = KeptRun(run, {}, self.case["version"], self.case["state"])
        self._before, self._timers = frozenset(), {}
        self.moved()

    def begin(self, run: Run) -> None:
        """The life of a filing begins, with its run."""
        self.take_run(run)
        turning.begin_life(self)
        settle(self, worked=False)

    def moved(self) -> None:
        """The process is no longer as it was read: it is written with the act."""
        self._moved = True

    def complete(
        self,
        task_id: str,
        variables: Mapping[str, RoutingValue],
        *,
        unanswered: Collection[str] = (),
    ) -> None:
        """A person ends a task; the case goes as far as it goes without people.

        ``unanswered``: what the step asked and the person left open.
        """
        with self._noting():
            self.run.complete(task_id, variables, now=self.now, unanswered=unanswered)
            self._go_on(worked=True)

    def send_back(self, task_id: str, element_id: str) -> None:
        """Take an open task away and let the case stand at an earlier step of the same scope."""
        with self._noting():
            self.run.send_back(task_id, element_id, now=self.now)
            self._go_on()

    def pass_over(self, task_id: str, rule: str) -> None:
        """A rule ends an open task that nobody has taken, in its usual way."""
        element = next(task.element_id for task in self.run.ready() if task.id == task_id)
        step = self.stands.step(element)
        self.record(StepSkipped(element=element, name=step.name, rule=rule))
        unanswered = self.stands.asked_at(element)
        self.run.complete(task_id, step.usual_variables, now=self.now, unanswered=unanswered)
        self._go_on()

    def fire_timers(self) -> list[str]:
        """Fire the timers that are due; the elements that fired."""
        fired = self.run.fire_timers(self.now)
        if fired:
            names = self.definition.element_names
            places = (Place(element=one, name=names.get(one, "")) for one in fired)
            self.record(TimersFired(elements=tuple(places)))
            self._go_on()
        return fired

    def take_message(
        self, name: str, payload: Mapping[str, str | int | bool], *, element_id: str | None = None
    ) -> Delivered:
        """Hand a message to the event that waits for it, and let the workflow go on."""
        with self._noting():
            delivered = self.run.message(name, payload, now=self.now, element_id=element_id)
        self.record(
            MessageReceived(
                message=name,
                element=delivered.element_id,
                name=self.definition.element_names.get(delivered.element_id, ""),
                taken={key: payload[key] for key in delivered.taken},
            )
        )
        with self._noting():
            self._go_on()
        return delivered

    def _noting(self) -> NotingStops:
        """Notes what stops the process, for whoever opened the transaction."""
        return NotingStops(self.session, self.key, self.case["version"])

    def _go_on(self, *, worked: bool = False) -> None:
        """After a move: steps that rules skip, then the status of where the case now is."""
        self.moved()
        for step in pass_over(self.run, self.stands, self._before, self.now):
            rule = self.taken.rule_id("step_skipped", step.element_id)
            self.record(StepSkipped(element=step.element_id, name=step.name, rule=rule))
        settle(self, worked=worked)
        begin_phase(self, self._before)

    def save(self) -> list[TaskRow]:
        """Write the case, the tasks, the events and the outbox; the rows of the new tasks.

        Whatever can be refused is refused before the first row is written.
        """
        with self._noting():
            tasks, gone, timers = self._progress() if self._moved else ([], [], [])
        finished = self._moved and self.run.finished
        if self._moved and self.case["open_incidents"]:
            self._pass_incidents(timers, finished=finished)
        keep_lateness(self, tasks, gone)
        set_reminders(self)
        stay_judged(self.session, self.key[0], self.epoch)
        self._numbered()
        if self._events:
            self._vouch(tasks)
        self._write(tasks, gone, timers, finished=finished)
        if self._moved and self._kept.names:
            # A run that was just started reads this act's own dossier: it is not kept.
            RUNS.keep_when_committed(self.session, self.key, self._kept)
        self.case = self.as_changed
        take_in_hand(self.case["code"] or self.case["submission_number"])
        return tasks

    def _vouch(self, tasks: list[TaskRow]) -> None:
        """The audit tells what chose the way, and vouches for the state and the rows."""
        trace = trace_of_rows(self.changes, [*tasks, *self._changed_tasks], self.clocks)
        if self._moved:
            trace |= trace_of_move(self.run, self._kept.state)
            self.run.written()
            self._sent = 0
        trace |= trace_of_messages(self._messages, self.case["event_seq"] + len(self._events))
        self._events[-1] = replace(self._events[-1], trace=trace)

    def _progress(self) -> tuple[list[TaskRow], list[str], list[dict[str, Any]]]:
        """New tasks, cancelled tasks and changed timers; the case's new state among the changes."""
        kept = self._kept
        ready = kept.look()
        for element_id, name in self.run.sent[self._sent :]:
            self.record(MessageSent(element=element_id, name=name))
            self.announce(MessageThrown(element=element_id, name=name))
        still = {task.id for task in ready} | {task["id"] for task in self._ended}
        tasks = [self._task_row(task) for task in ready if task.id not in self._before]
        timers = rows.changed_timers(self.key, self._timers, kept.timers)
        kept.state, kept.version = self.run.dumps(), self.case["version"] + 1
        self.change(state=kept.state, version=kept.version)
        return tasks, sorted(self._before - still), timers

    def _task_row(self, ready: ReadyTask) -> TaskRow:
        """The row of a task that became ready now: its desk and its due time."""
        found = coming(self.stands, ready.element_id, self.now)
        person = person_for(self, ready.element_id, found.desk)
        return rows.new_task(self.key, ready.id, found, person=person, now=self.now)


def actor_of(person: Person, post: str | None = None) -> Actor:
    """The person as the audit names them."""
    return Actor(person.account_id, person.name, post, person.honorific)

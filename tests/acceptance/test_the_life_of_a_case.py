"""Random walks through the table of the life, on a stored case: nothing lost, nothing untrue."""

from datetime import timedelta

import hypothesis.strategies as st
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from engine.facts.events_of_incidents import IncidentRetried
from engine.life import FIRST, LIFE, SOLVING, Clock, Status
from engine.store.jobs import OutboxMessage
from engine.worktime import between
from tests.integration.jobs.procedures import act_on, faults, file, install, task
from tests.integration.workflow.diagrams import boundary, flows, nodes, timer
from tests.left import one_clock_at_every_moment
from tests.town import Town

REMINDED = (
    nodes("start:s end:e end:e2"),
    task("a"),
    boundary("nhac", "a", timer("P90D"), interrupting=False),
    flows("s>a>e nhac>e2"),
)
STEPS = st.timedeltas(timedelta(minutes=1), timedelta(days=4))


class Life(RuleBasedStateMachine):
    """A case that goes from state to state at random moments, by ``turn`` alone."""

    town: Town
    code: str

    @initialize()
    def first(self) -> None:
        self.filed()

    @precondition(lambda self: not LIFE[self.status].to)
    @rule()
    def filed(self) -> None:
        self.case_id = file(self.town).case_id
        self.filed_at = self.town.now
        self.stood = [FIRST]
        self.left: timedelta | None = None

    @property
    def status(self) -> Status:
        return self.stood[-1]

    @precondition(lambda self: LIFE[self.status].to)
    @rule(data=st.data(), passed=STEPS)
    def turns(self, data: st.DataObject, passed: timedelta) -> None:
        to = data.draw(st.sampled_from(sorted(LIFE[self.status].to)))
        if to is Status.SUBMITTED and self.town.case(self.case_id).received_at:
            return  # a received dossier is never a filing again
        if to is Status.IN_PROGRESS and not self.town.case(self.case_id).received_at:
            return  # nor is one in progress that was never received
        self.town.now += passed
        self._note_what_is_left()
        with self.town.act() as session:
            act = act_on(self.town, session, self.case_id)
            act.turn(to, reason="thử", basis="Điều 1")
            act.record(IncidentRetried(incidents=()))
            act.save()
        self.stood.append(to)

    def _note_what_is_left(self) -> None:
        """Before a pause that keeps the rest: how much working time is left."""
        case = self.town.case(self.case_id)
        if LIFE[self.status].counts and case.due_at is not None and case.due_at > self.town.now:
            self.left = between(self.calendar, self.town.now, case.due_at)
        elif LIFE[self.status].counts:
            self.left = None

    @property
    def calendar(self):  # type: ignore[no-untyped-def]
        with self.town.act() as session:
            return act_on(self.town, session, self.case_id).stands.calendar

    @invariant()
    def one_clock_runs_at_every_moment_until_solving_is_over(self) -> None:
        if not hasattr(self, "case_id"):
            return
        one_clock_at_every_moment(
            self.town, self.case_id, filed_at=self.filed_at, status=self.status
        )

    @invariant()
    def the_outside_heard_of_each_state_that_stood_and_of_no_other(self) -> None:
        if not hasattr(self, "case_id"):
            return
        query = (
            select(OutboxMessage.payload)
            .where(OutboxMessage.case_id == self.case_id)
            .order_by(OutboxMessage.seq)
        )
        with self.town.database.reading() as session:
            told = [payload["status"] for payload in session.scalars(query)]
        assert told == [int(LIFE[status].portal or status) for status in self.stood]

    @invariant()
    def what_was_left_is_left_again_after_a_financial_duty_or_a_suspension(self) -> None:
        if len(getattr(self, "stood", [])) < 2 or self.left is None:
            return
        kept = [[one, Status.IN_PROGRESS] for one in (Status.FINANCIAL_DUTY, Status.SUSPENDED)]
        if self.stood[-2:] in kept:
            due_at = self.town.case(self.case_id).due_at
            assert due_at is not None
            assert between(self.calendar, self.town.now, due_at) == self.left

    @invariant()
    def the_case_agrees_with_its_table_and_its_audit(self) -> None:
        if not hasattr(self, "case_id"):
            return
        # The test turns states without the process going along: only its end is not told of.
        left = [one for one in faults(self.town, self.case_id) if "kết thúc" not in one]
        assert left == []


def test_no_time_is_lost_and_no_state_is_told_that_did_not_stand(town: Town) -> None:
    install(town, *REMINDED)

    class Walk(Life):
        pass

    Walk.town = town
    limits = settings(
        max_examples=8,
        stateful_step_count=12,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Walk, settings=limits)


def test_the_solving_time_is_the_clock_by_which_a_case_is_due() -> None:
    assert SOLVING is Clock.CASE

"""Random acts of everybody over random days: no clock lost, no way blocked, the audit agrees."""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from engine.errors import Refusal
from engine.jobs.waking import tell_late, wake_due_cases
from engine.life import LIFE, Status
from tests.acceptance.test_adjustments import adjust
from tests.acceptance.test_apologies import extend
from tests.acceptance.test_consultations import asked, opine
from tests.acceptance.test_halts import GONE, approve, ask_again, decline, propose, resume
from tests.acceptance.test_late_cases import claim, decide
from tests.acceptance.test_papers_on_their_way import PROOF, counter, send, take
from tests.acceptance.test_refusals import refuse
from tests.acceptance.test_supplements import answer, ask
from tests.acceptance.test_withdrawals import give, withdraw
from tests.integration.jobs.procedures import faults
from tests.left import one_clock_at_every_moment
from tests.town import Town

Doing = Callable[[Town, str], object]
ACTS: dict[str, Doing] = {
    "asks": ask,
    "asks late": lambda town, case_id: ask(town, case_id, late_basis="Luật chuyên ngành"),
    "answers": answer,
    "answers on paper": lambda town, case_id: answer(
        town, case_id, supplied=[], papers=[PROOF], person=counter(town)
    ),
    "asks again": ask_again,
    "proposes to suspend": propose,
    "proposes to stop": lambda town, case_id: propose(town, case_id, ground=GONE),
    "approves": approve,
    "declines": decline,
    "resumes": resume,
    "adjusts": lambda town, case_id: adjust(town, case_id, value=f"Khối {town.now:%d%H%M}"),
    "consults": asked,
    "gives an opinion": opine,
    "sends papers": send,
    "takes papers": take,
    "refuses": refuse,
    "withdraws": withdraw,
    "gives back": give,
    "extends": extend,
    "apologises": lambda town, case_id: extend(town, case_id, new_day=None),
    "tells why it is late": claim,
    "confirms why": decide,
    "claims": lambda town, case_id: town.claim(town.task(case_id)),
    "ends": lambda town, case_id: town.end(town.task(case_id)),
}
WAYS_OUT: dict[Status, tuple[Doing, ...]] = {
    Status.SUPPLEMENT: (answer, withdraw),
    Status.SUSPENDED: (resume, withdraw),
    Status.WITHDRAWN: (give,),
}
"""What is always possible where the process does not go on by itself."""
PASSED = st.timedeltas(timedelta(minutes=1), timedelta(days=6))


class Lives(RuleBasedStateMachine):
    """One case, by its real acts; what is refused changes nothing."""

    town: Town

    @initialize()
    def first(self) -> None:
        self.files()

    @precondition(lambda self: LIFE[self.status].ended)
    @rule()
    def files(self) -> None:
        self.case_id = self.town.file().case_id
        self.filed_at = self.town.now

    @property
    def status(self) -> Status:
        return Status(self.town.case(self.case_id).status)

    @precondition(lambda self: not LIFE[self.status].ended)
    @rule(name=st.sampled_from(sorted(ACTS)), passed=PASSED)
    def acts(self, name: str, passed: timedelta) -> None:
        self.town.now += passed
        wake_due_cases(self.town.database, now=self.town.now)
        tell_late(self.town.database, now=self.town.now)
        before = self.town.case(self.case_id).event_seq
        if LIFE[self.status].ended or not self._has_work(name):
            return
        try:
            ACTS[name](self.town, self.case_id)
        except Refusal:
            assert self.town.case(self.case_id).event_seq == before

    def _has_work(self, name: str) -> bool:
        on_case = {"answers", "answers on paper", "withdraws", "gives back", "sends papers"}
        on_case |= {"gives an opinion", "adjusts", "tells why it is late", "confirms why"}
        return name in on_case or self.status is not Status.WITHDRAWN

    @invariant()
    def one_clock_runs_at_every_moment_until_solving_is_over(self) -> None:
        if not hasattr(self, "case_id"):
            return
        one_clock_at_every_moment(
            self.town, self.case_id, filed_at=self.filed_at, status=self.status
        )

    @invariant()
    def the_case_agrees_with_its_audit(self) -> None:
        if hasattr(self, "case_id"):
            assert faults(self.town, self.case_id) == []

    @invariant()
    def whoever_waits_can_go_on(self) -> None:
        for way in WAYS_OUT.get(self.status, ()) if hasattr(self, "case_id") else ():
            with self.town.database.writing() as session:
                outer = self.town.act
                self.town.act = lambda: _same(session)  # type: ignore[method-assign]
                try:
                    way(self.town, self.case_id)
                finally:
                    self.town.act = outer  # type: ignore[method-assign]
                session.rollback()


def _same(session):  # type: ignore[no-untyped-def]
    """The open transaction, for an act that is only tried."""
    return nullcontext(session)


@pytest.mark.parametrize(
    "examples", [2, pytest.param(60, marks=pytest.mark.long)], ids=["few", "many"]
)
def test_whatever_people_do_a_case_keeps_its_clocks_its_ways_and_its_audit(
    town: Town, examples: int
) -> None:
    class Walk(Lives):
        pass

    Walk.town = town
    limits = settings(
        max_examples=examples,
        stateful_step_count=10,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Walk, settings=limits)

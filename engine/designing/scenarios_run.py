"""The draft's scenarios, each a dossier from filing to result by real acts under its own clock.

In a sandbox that leaves nothing: only in a session of ``Database.writing``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from engine.catalogue.packages import PublishedPackage
from engine.catalogue.scenarios import Scenario, read_scenarios
from engine.designing.coverage import Coverage, covered, together
from engine.designing.rights import Designer
from engine.designing.sandboxed import draft_in_force, one_dossier
from engine.errors import Refusal
from engine.feel import Counted, counting
from engine.publishing.rehearsing import ForgetfulStore
from engine.publishing.walk import Walk, WalkedStep


@dataclass(frozen=True, slots=True)
class ScenarioRun:
    """How one scenario went. ``why`` it failed; ``fee`` in đồng as it was computed last."""

    file: str
    name: str
    passed: bool
    why: str | None
    steps: tuple[WalkedStep, ...]
    fee: Decimal | None


@dataclass(frozen=True, slots=True)
class ScenarioRuns:
    """All of them, and what of the package they came through."""

    runs: tuple[ScenarioRun, ...]
    coverage: Coverage

    @property
    def passed(self) -> int:
        """How many went as their scenario says."""
        return sum(run.passed for run in self.runs)


def run_scenarios(
    session: Session, *, who: Designer, procedure_code: str, now: datetime
) -> ScenarioRuns:
    """Run every scenario of the draft, as if the draft alone were in force.

    Raises DesignNotFound, DesignRefused, and what ``examine`` does.
    """
    with draft_in_force(session, who=who, procedure_code=procedure_code, now=now) as published:
        told = list(each_run(session, who.province_code, published))
        counts = together(ran for _, ran in told)
        return ScenarioRuns(tuple(run for run, _ in told), covered(published, counts))


def each_run(
    session: Session, code: str, published: PublishedPackage
) -> Iterator[tuple[ScenarioRun, Counted]]:
    """How every scenario of the package goes, and what of it ran. Only in a sandbox."""
    for scenario in read_scenarios(published.files):
        ran = Counted()
        yield _run(session, code, published, scenario, ran), ran


def _run(
    session: Session,
    code: str,
    published: PublishedPackage,
    scenario: Scenario,
    ran: Counted,
) -> ScenarioRun:
    way = Walk(
        session,
        province_code=code,
        procedure_code=published.manifest.code,
        scenario=scenario,
        store=ForgetfulStore(),
    )
    why, fee = None, None
    with one_dossier(session):
        try:
            with counting(ran):
                for _ in way.steps():
                    pass
        except Refusal as refusal:
            why = str(refusal)
        if way.case_id:
            fee = way.fee()
    name = scenario.name
    return ScenarioRun(scenario.file, name, why is None, why, tuple(way.taken), fee)

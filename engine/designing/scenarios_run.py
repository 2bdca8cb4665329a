"""The draft's scenarios, each a dossier from filing to result by real acts under its own clock.

In a sandbox that leaves nothing: only in a session of ``Database.writing``.
"""

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
        told = [(one, Counted()) for one in read_scenarios(published.files)]
        code = who.province_code
        runs = tuple(_run(session, code, published, one, ran) for one, ran in told)
        return ScenarioRuns(runs, covered(published, together(ran for _, ran in told)))


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

"""The draft's scenarios, each a dossier from filing to result by real acts under its own clock.

Each in a sandbox of its own that leaves nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import islice

from sqlalchemy.orm import Session

from engine.catalogue.packages import PublishedPackage
from engine.catalogue.scenarios import Scenario, read_scenarios
from engine.designing.coverage import Coverage, covered, together
from engine.designing.sandboxed import ToTry, draft_tried, one_dossier
from engine.errors import DesignNotFound, Refusal
from engine.feel import Counted, SeveralActs, counting
from engine.publishing.rehearsing import ForgetfulStore, Rehearsing
from engine.publishing.walk import Walk
from engine.publishing.walked import WalkedStep

MOST_AT_ONCE = 50
"""Scenarios that one request runs; a package may have some hundreds."""


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
    """Those that ran, beginning with the ``first`` of ``total``, and what of the package they came
    through. ``left_from``: the first of the next run; ``None``: these were the last.
    """

    runs: tuple[ScenarioRun, ...]
    coverage: Coverage
    first: int
    total: int
    left_from: int | None

    @property
    def passed(self) -> int:
        """How many went as their scenario says."""
        return sum(run.passed for run in self.runs)


def run_scenarios(
    rehearsing: Rehearsing, draft: ToTry, *, first: int = 1, now: datetime
) -> ScenarioRuns:
    """Run the scenarios of the draft from the ``first`` on, as if the draft alone were in force.

    Raises DesignNotFound where there are not so many, and what ``draft_tried`` does.
    """
    total = len(read_scenarios(draft.published.files))
    if first > max(total, 1):
        raise DesignNotFound(what=f"kịch bản thứ {first}: bản nháp có {total} kịch bản")
    told = list(each_run(rehearsing, draft, first=first, now=now))
    after = first + len(told)
    return ScenarioRuns(
        runs=tuple(run for run, _ in told),
        coverage=covered(draft.published, together(ran for _, ran in told)),
        first=first,
        total=total,
        left_from=after if after <= total else None,
    )


def each_run(
    rehearsing: Rehearsing, draft: ToTry, *, first: int = 1, now: datetime
) -> Iterator[tuple[ScenarioRun, Counted]]:
    """How each goes, and what of the package ran: ``MOST_AT_ONCE``, fewer where they cost much."""
    scenarios = read_scenarios(draft.published.files)
    several = SeveralActs()
    for at, scenario in enumerate(islice(scenarios, first - 1, first - 1 + MOST_AT_ONCE)):
        if at and several.used_up():
            return  # what is left goes with the next request
        ran = Counted()
        with draft_tried(rehearsing, draft, now) as (session, published):
            told = _run(session, draft.who.province_code, published, scenario, ran)
        yield told, ran


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

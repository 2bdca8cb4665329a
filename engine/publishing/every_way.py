"""Every way of a published package: a dossier through each outcome of each step, to its end.

What stands off the main way, the rehearsal of one dossier never meets; a real case does.
"""

from collections import deque
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from engine.catalogue.packages import PublishedPackage
from engine.catalogue.scenarios import MESSAGE, Scenario, ScenarioStep
from engine.errors import Refusal, WalkFailed
from engine.publishing.rehearsing import TURNS, Occasion, SampleRehearsal, filings, run_in_vain
from engine.workflow import Awaited, Step
from engine.workflow.running.incidents import OF_THE_DIAGRAM

MOST_WAYS = 40
"""How many dossiers are walked for one package."""
MOST_STEPS = 300
"""How many steps they take together; beyond it nothing more is looked at."""

Choices = Mapping[str, str | None]


class WayRehearsal(SampleRehearsal):
    """A dossier that leaves certain steps by certain outcomes the first time it comes to them."""

    def __init__(
        self,
        session: Session,
        published: PublishedPackage,
        scenario: Scenario,
        province: str,
        choices: Choices,
    ) -> None:
        super().__init__(session, published, replace(scenario, steps=()), province)
        self.choices = choices
        self.told = {one.element: one.answers for one in scenario.steps if one.act is None}
        self.brought = {one.element: one for one in scenario.steps if one.act == MESSAGE}
        self.met: dict[str, Step] = {}

    def _message(self, awaited: Awaited) -> ScenarioStep:
        told = self.brought.get(awaited.element_id)
        return super()._message(awaited) if told is None else replace(told, at=None)

    def _said(self, step: Step, now: datetime) -> tuple[str | None, Mapping[str, object], str]:
        _, said, comment = super()._said(step, now)
        main = next((one.value for one in step.outcomes if one.kind == "main"), None)
        first = step.element_id not in self.met
        chosen = self.choices.get(step.element_id, main) if first else main
        self.met[step.element_id] = step
        if chosen is None and step.outcomes:
            chosen = step.outcomes[0].value
        return chosen, {**said, **self.told.get(step.element_id, {})}, comment


def stuck_way(session: Session, published: PublishedPackage, occasion: Occasion) -> str | None:
    """Where a dossier stops that leaves the main way, and why; ``None``: nowhere that was walked.

    A way is stuck if it is for every filing that is tried. Nothing is left in the session.
    """
    waiting: deque[Choices] = deque([{}])
    known: set[tuple[str, str]] = set()
    ways = steps = 0
    while waiting and ways < MOST_WAYS and steps < MOST_STEPS:
        choices, why = waiting.popleft(), None
        for filing, turn in filings(published, occasion, TURNS):
            province = occasion.setting.province_code
            way = WayRehearsal(session, published, filing, province, choices)
            way.turn = turn
            why = _stops(session, way)
            ways, steps = ways + 1, steps + len(way.taken)
            for element, step in way.met.items():
                for one in step.outcomes:
                    if (element, one.value) not in known:
                        known.add((element, one.value))
                        waiting.append({**choices, element: one.value})
            if why is None:
                break
        if why is not None:
            return why
    return None


def _stops(session: Session, way: WayRehearsal) -> str | None:
    try:
        run_in_vain(session, way)
    except WalkFailed as failed:
        if isinstance(failed.__cause__, OF_THE_DIAGRAM):
            reason = str(failed.__cause__).strip().rstrip(".")
            return f"hồ sơ thử đi nhánh khác dừng ở “{failed.details['step']}”: {reason}"
    except Refusal:
        pass  # of the sample: the main way has been rehearsed already
    return None

"""What a package's own scenarios cost: each act is tried under the budget that it will have.

Nothing is stored and nobody is asked: the process runs in memory with what the scenario answers, so
that an expression that no act can pay for is told at upload and not at the counter.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final, cast

from engine.catalogue.forms import checked, keys_asked
from engine.catalogue.manifest import Manifest
from engine.catalogue.scenarios import MESSAGE, Scenario, ScenarioStep, read_scenarios
from engine.errors import ActOutOfTime, ActTooDear, FeeUndecided, Refusal
from engine.feel import Budget, SeveralActs, act_budget
from engine.feel.limits import DEFAULT_LIMITS
from engine.fees.tables import base_fees
from engine.files import read_json
from engine.workflow.reading.faults import Fault, fault
from engine.workflow.running.definition import Definition
from engine.workflow.running.routing_values import routing_values
from engine.workflow.running.run import Run, start
from engine.workflow.running.variables import Scalar

DEAR: Final = DEFAULT_LIMITS.fuel // 10
"""Units of fuel that one expression may cost before the designer is told."""
_SAMPLE: Final = datetime(2026, 1, 5, 2, tzinfo=UTC)


def try_scenarios(
    definition: Definition,
    manifest: Manifest | None,
    form: Mapping[str, Any] | None,
    files: Mapping[str, bytes],
    *,
    file: str,
) -> Iterator[Fault]:
    """The acts that cost too much, and the expressions that cost much."""
    several = SeveralActs(DEFAULT_LIMITS)
    told: set[str] = set()
    tried: list[Scenario | None] = [*read_scenarios(files)]
    for number, scenario in enumerate(tried or [None]):
        if several.used_up():
            yield fault("cost.not_all_tried", file=file, tried=number, count=len(tried))
            return
        trial = _Trial(definition, manifest, form, files, scenario)
        for budget, refusal in trial.acts():
            several.took(budget)
            for found in _faults(budget, refusal, file):
                if found.message not in told:
                    told.add(found.message)
                    yield found
            if several.used_up():
                break


def form_in(files: Mapping[str, bytes], key: str) -> Mapping[str, Any] | None:
    """The form under this key. Raises FileUnreadable."""
    content = files.get(f"forms/{key}.json")
    return None if content is None else read_json(content)


def _faults(budget: Budget, refusal: Refusal | None, file: str) -> Iterator[Fault]:
    if refusal is not None:
        found = fault("cost.over_budget", file=file, detail=str(refusal))
        yield replace(
            found,
            element_id=_told(refusal, "element_id"),
            element_name=_told(refusal, "element_name"),
        )
        return
    for (element_id, expression), units in (budget.bill or {}).items():
        if units > DEAR:
            percent = round(100 * units / budget.limits.fuel)
            found = fault("cost.dear", file=file, expression=expression, percent=percent)
            yield replace(found, element_id=element_id)


def _told(refusal: Refusal, name: str) -> str | None:
    return str(refusal.details.get(name) or "") or None


class _Trial:
    """One scenario, or a dossier without answers where there is none."""

    def __init__(
        self,
        definition: Definition,
        manifest: Manifest | None,
        form: Mapping[str, Any] | None,
        files: Mapping[str, bytes],
        scenario: Scenario | None,
    ) -> None:
        self.definition = definition
        self.manifest = manifest
        self.form = form
        self.files = files
        self.scenario = scenario
        self.run: Run | None = None
        self.now = scenario.submitted_at if scenario else _SAMPLE

    def acts(self) -> Iterator[tuple[Budget, Refusal | None]]:
        """What each act took of its budget, and why it was stopped if that was the budget.

        Whatever else stops an act ends the trial: other checks tell of that.
        """
        steps = self.scenario.steps if self.scenario else ()
        for number in range(-1, len(steps)):
            refusal: Refusal | None = None
            with act_budget() as budget:
                budget.bill = {}
                try:
                    goes_on = self._file() if number < 0 else self._end(number)
                except (ActTooDear, ActOutOfTime) as stopped:
                    refusal, goes_on = stopped, False
                except Refusal:
                    goes_on = False
            yield budget, refusal
            if not goes_on:
                return

    def _file(self) -> bool:
        told = self.scenario
        answers = dict(told.answers) if told else {}
        if self.form is not None and told is not None:
            answers = checked(self.form, answers, today=self.now.date())
        place = told.commune if told else ""
        self._fees(answers)
        known = {
            "channel": told.channel if told else "online",
            "receiving_unit": place,
            "competent_unit": place,
            "returning_unit": place,
            "submitted_at": self.now,
            "received_at": self.now,
        }
        people = self.manifest.people if self.manifest else {}
        applicant = {name: answers.get(key) for name, key in people.items()}
        self.run = start(
            self.definition,
            {},
            now=self.now,
            dossier={**answers, **known},
            context={"applicant": applicant},
        )
        return True

    def _fees(self, answers: Mapping[str, object]) -> None:
        if self.manifest is None:
            return
        with suppress(FeeUndecided):
            base_fees(
                self.manifest.fee,
                self.files,
                channel=self.scenario.channel if self.scenario else "online",
                day=self.now.date(),
                areas=(),
                subjects=(),
                answers=answers,
            )

    def _end(self, number: int) -> bool:
        """End a step as the scenario does; whether it was open."""
        if self.run is None or self.scenario is None:
            return False
        taken = self.scenario.steps[number]
        if taken.act is not None:
            return taken.act != MESSAGE or self._came(taken)
        task = next((one for one in self.run.ready() if one.element_id == taken.element), None)
        step = self.definition.steps.get(taken.element)
        if task is None or step is None:
            return False
        form = form_in(self.files, step.form) if step.form else None
        asked = keys_asked(form) if form else ()
        variables = routing_values(taken.answers, self.definition.variables_read)
        if step.outcome_variable and taken.outcome:
            variables[step.outcome_variable] = taken.outcome
        self.run.complete(task.id, variables, now=self.now, unanswered=asked)
        return True

    def _came(self, taken: ScenarioStep) -> bool:
        """Hand over the message that the event waits for; whether it did."""
        waiting = self.run.awaited() if self.run else []
        named = next((one.name for one in waiting if one.element_id == taken.element), None)
        if self.run is None or named is None:
            return False
        given = cast("Mapping[str, Scalar]", taken.answers)
        self.run.message(named, given, now=self.now, element_id=taken.element)
        return True

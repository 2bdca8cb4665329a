"""Scenarios of packages as tests play them: all on one day, so nothing is told of later ones."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import msgspec
from lxml import etree

from engine.catalogue.forms.replaying import as_it_happened
from engine.catalogue.scenarios import Scenario, read_scenarios
from engine.workflow.reading.extensions import read_steps

DAY = date(2025, 12, 4)
"""On which towns file."""


def scenarios(files: Mapping[str, bytes], today: date | None = None) -> list[Scenario]:
    """Those of a package; what a step tells of the past has happened by ``today``, or the day on
    which towns file, and nothing before.
    """
    drawn = read_steps(etree.fromstring(files["process.bpmn"]))
    return [_at_once(one, files, drawn, today or DAY) for one in read_scenarios(files)]


def _at_once(
    told: Scenario, files: Mapping[str, bytes], drawn: Mapping[str, object], day: date
) -> Scenario:
    steps = []
    for step in told.steps:
        key = getattr(drawn.get(step.element), "form", None)
        form = msgspec.json.decode(files[f"forms/{key}.json"]) if key and step.answers else None
        steps.append(
            replace(step, answers=as_it_happened(form, step.answers or {}, today=day, filed=day))
            if form
            else step
        )
    return replace(told, steps=tuple(steps))

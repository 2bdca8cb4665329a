"""A scenario takes only ways that the diagram has, and fills the forms as a person could."""

from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import pytest

from engine.acts import ACTS
from engine.fees.subjects import CLAIMED, CONFIRMS, PROOF
from tests.processes.reading import (
    BPMN,
    TTHC,
    Element,
    diagram,
    form,
    label,
    package_folders,
    toml,
    units,
)

DRAWN = {CLAIMED, PROOF}
"""What the product asks by itself, where the fee table lets somebody off."""

BESIDE = {3, 8, 9}
"""A dossier that is refused (at once, or after its appraisal), withdrawn or stopped ends beside its
diagram."""
BY_NO_SCENARIO = {"hand_over", "return_work", "call_off_consultation"} | {
    *("take_outage_slip", "confirm_outage_slip", "decline_outage_slip")
}
"""The first three a scenario can do (test_scenarios_do_every_act); slips of an outage have tests of
their own, since an outage is a rule of the province, which no scenario has."""
SCENARIOS = sorted(chain.from_iterable(p.glob("scenarios/*.toml") for p in package_folders()))


def extension(step: Element, name: str) -> Element:
    return step.find(f"{BPMN}extensionElements/{TTHC}{name}")


@pytest.mark.parametrize("package", package_folders(), ids=label)
def test_every_package_has_a_scenario_that_ends_with_the_result(package: Path) -> None:
    ends = [toml(path)["expect"]["status"] for path in package.glob("scenarios/*.toml")]
    assert 10 in ends


@pytest.mark.parametrize("path", SCENARIOS, ids=label)
def test_steps_and_expected_path_are_the_same_and_belong_to_the_diagram(path: Path) -> None:
    scenario = toml(path)
    steps = {step.get("id"): step for step in diagram(path.parents[1]).steps}
    ended = [step for step in scenario["step"] if "act" not in step]
    assert [step["element"] for step in ended] == scenario["expect"].get("path", [])
    for taken in ended:
        outcomes = extension(steps[taken["element"]], "outcomes")
        if outcomes is None:
            assert "outcome" not in taken, taken["element"]
            continue
        offered = {outcome.get("value"): outcome for outcome in outcomes}
        chosen = offered[taken["outcome"]]
        assert "reason" in taken or chosen.get("reason") != "required", taken["element"]


def test_every_act_beside_the_diagram_is_done_by_a_scenario() -> None:
    done = {step.get("act") for path in SCENARIOS for step in toml(path)["step"]}
    beside = {kind for kind, act in ACTS.items() if not act.ends_step}
    assert beside - done == BY_NO_SCENARIO


@pytest.mark.parametrize("path", SCENARIOS, ids=label)
def test_the_diagram_leads_from_each_step_to_the_next_and_to_the_end(path: Path) -> None:
    drawing, scenario = diagram(path.parents[1]), toml(path)
    start = next(iter(drawing.all("startEvent"))).get("id")
    ends = [scenario["expect"]["end"]] if scenario["expect"]["status"] not in BESIDE else []
    way = [start, *scenario["expect"].get("path", []), *ends]
    parallel = {node.get("id") for node in drawing.all("parallelGateway")}
    reached: set[str] = set()
    for here, there in pairwise(way):
        reached |= next_stops(drawing, here)
        assert there in reached, (here, there)
        if not parallel:
            reached.clear()


def next_stops(drawing: Any, node: str) -> set[str]:
    """User tasks and ends that a token leaving ``node`` can come to without another step."""
    stops: set[str] = set()
    waiting, seen = [node], {node}
    nodes = drawing.nodes
    while waiting:
        here = waiting.pop()
        for flow in drawing.flows:
            target = flow.get("targetRef")
            if flow.get("sourceRef") != here or target in seen:
                continue
            seen.add(target)
            if nodes[target].tag in {f"{BPMN}userTask", f"{BPMN}endEvent"}:
                stops.add(target)
            else:
                waiting.append(target)
        waiting += [
            event.get("id")
            for event in drawing.all("boundaryEvent")
            if event.get("attachedToRef") == here and event.get("id") not in seen
        ]
    return stops


@pytest.mark.parametrize("path", SCENARIOS, ids=label)
def test_a_scenario_fills_the_filing_form(path: Path) -> None:
    package, scenario = path.parents[1], toml(path)
    filing = toml(package / "procedure.toml")["filing"]
    fill(form(package / "forms" / f"{filing['form']}.json"), scenario["values"])
    assert scenario["channel"] in filing["channels"]
    assert units(package.parent)[scenario["commune"]]["kind"] == "ubnd_xa"
    if "area_field" in filing:
        area = scenario["values"][filing["area_field"]]
        assert units(package.parent)[area]["kind"] == "ubnd_xa"


@pytest.mark.parametrize("path", SCENARIOS, ids=label)
def test_a_scenario_fills_the_forms_of_its_steps(path: Path) -> None:
    package = path.parents[1]
    steps = {step.get("id"): step for step in diagram(package).steps}
    for taken in toml(path)["step"]:
        if "act" in taken:
            continue
        named = extension(steps[taken["element"]], "form")
        if named is None:
            assert all(key.startswith(CONFIRMS) for key in taken.get("values", ())), taken[
                "element"
            ]
        else:
            fill(form(package / "forms" / f"{named.get('key')}.json"), taken["values"])


def fill(schema: dict[str, Any], values: dict[str, Any]) -> None:
    """Each value has a field; each choice is offered; each required field that shows is filled."""
    fields = {field["key"]: field for field in schema["components"] if "key" in field}
    drawn = {key for key in values if key in DRAWN or key.startswith(CONFIRMS)}
    assert set(values) - drawn <= set(fields)
    for key, field in fields.items():
        if key in values:
            offered = {option["value"] for option in field.get("values", [])}
            given = values[key] if isinstance(values[key], list) else [values[key]]
            assert not offered or set(given) <= offered, key
        elif field.get("validate", {}).get("required"):
            assert "conditional" in field, key

"""The diagram says, hour by hour, what the approved decision says."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from processes import root
from tests.processes.reading import (
    BPMN,
    TTHC,
    Element,
    diagram,
    hours,
    label,
    package_folders,
    toml,
)

DECIDED = [folder for folder in package_folders() if (folder / "decision.csv").exists()]
WORKING_HOURS = {"working_hours": Decimal(1), "working_days": Decimal(8)}


def added_for_demonstration(step: Element) -> bool:
    source = step.find(f"{BPMN}extensionElements/{TTHC}source")
    return source is not None and source.get("kind") == "demo"


def step_table(package: Path) -> list[dict[str, str]]:
    with (package / "decision.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("package", DECIDED, ids=label)
def test_each_step_has_the_hours_of_the_decision(package: Path) -> None:
    approved = [step for step in diagram(package).steps if not added_for_demonstration(step)]
    drawn = [(step.get("id"), hours(step)) for step in approved]
    decided = [(row["step"], Decimal(row["hours"])) for row in step_table(package)]
    assert drawn == decided


@pytest.mark.parametrize("package", DECIDED, ids=label)
def test_the_steps_sum_up_to_the_time_limit_of_the_decision(package: Path) -> None:
    limit = toml(package / "procedure.toml")["time_limit"]
    total = limit["amount"] * WORKING_HOURS[limit["unit"]]
    assert sum(Decimal(row["hours"]) for row in step_table(package)) == total


@pytest.mark.parametrize("package", package_folders(), ids=label)
def test_no_procedure_plans_more_hours_than_its_time_limit(package: Path) -> None:
    said = toml(package / "procedure.toml")
    per_unit = WORKING_HOURS | {"calendar_days": Decimal(8)}
    limits = [said["time_limit"], *said.get("limits", [])]
    assert longest_way(package) <= max(one["amount"] * per_unit[one["unit"]] for one in limits)


def longest_way(package: Path) -> Decimal:
    """Hours of the longest way from start to end that takes no step twice."""
    drawing = diagram(package)
    following: dict[str, list[str]] = {}
    for flow in drawing.flows:
        following.setdefault(flow.get("sourceRef"), []).append(flow.get("targetRef"))
    nodes = drawing.nodes

    def walk(node: str, seen: frozenset[str]) -> Decimal:
        own = hours(nodes[node]) if nodes[node].tag == f"{BPMN}userTask" else Decimal(0)
        onward = [n for n in following.get(node, []) if n not in seen]
        return own + max((walk(n, seen | {n}) for n in onward), default=Decimal(0))

    starts = [node.get("id") for node in drawing.all("startEvent")]
    return max(walk(start, frozenset({start})) for start in starts)


def test_the_flagship_gives_the_commune_40_hours_and_the_province_56() -> None:
    package = root() / "nghe_an" / "tro_cap_mot_lan"
    by_lane: dict[str, Decimal] = {}
    drawing = diagram(package)
    steps = {step.get("id"): step for step in drawing.steps}
    for lane in drawing.all("lane"):
        level = lane.find(f"{BPMN}extensionElements/{TTHC}level").get("value")
        for ref in lane.iter(f"{BPMN}flowNodeRef"):
            if ref.text in steps:
                by_lane[level] = by_lane.get(level, Decimal(0)) + hours(steps[ref.text])
    assert by_lane == {"commune": 40, "department": 40, "province": 16}


def test_the_three_published_step_tables_are_shipped_with_their_totals() -> None:
    published = {
        "nghe_an/tro_cap_mot_lan": 96,
        "nghe_an/khau_tru_boi_thuong": 168,
        "ha_tinh/ket_qua_tham_do_khoang_san": 42 * 8,
    }
    for folder, total in published.items():
        rows = step_table(root() / folder)
        assert sum(Decimal(row["hours"]) for row in rows) == total, folder


def test_the_flagship_performs_the_three_legal_acts_at_its_ends() -> None:
    acts = {
        step.get("id"): act.get("kind")
        for step in diagram(root() / "nghe_an" / "tro_cap_mot_lan").steps
        if (act := step.find(f"{BPMN}extensionElements/{TTHC}act")) is not None
    }
    assert acts == {"B1": "receive", "B14": "store_result", "B15": "return"}

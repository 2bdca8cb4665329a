"""A diagram opens complete and clean in any BPMN editor, and its conditions can be answered."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from tests.processes.reading import (
    BPMN,
    BPMNDI,
    DC,
    DI,
    TTHC,
    Element,
    diagram,
    label,
    package_folders,
)

FEEL = "https://www.omg.org/spec/DMN/20191111/FEEL/"
COMPARISON = re.compile(r'(\w+) = "(\w+)"')
Box = tuple[float, float, float, float]

pytestmark = pytest.mark.parametrize("package", package_folders(), ids=label)


def bounds(element: Element) -> Box:
    box = element.find(f"{DC}Bounds")
    return (
        float(box.get("x")),
        float(box.get("y")),
        float(box.get("width")),
        float(box.get("height")),
    )


def shapes(package: Path) -> dict[str, Element]:
    found = diagram(package).definitions.iter(f"{BPMNDI}BPMNShape")
    return {shape.get("bpmnElement"): shape for shape in found}


def overlap(a: Box, b: Box) -> bool:
    return a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] < b[1] + b[3] and b[1] < a[1] + a[3]


def inside(a: Box, b: Box) -> bool:
    right, bottom = a[0] + a[2], a[1] + a[3]
    return a[0] >= b[0] and a[1] >= b[1] and right <= b[0] + b[2] and bottom <= b[1] + b[3]


def test_every_node_lane_and_pool_is_drawn(package: Path) -> None:
    drawing = diagram(package)
    expected = set(drawing.nodes)
    expected |= {lane.get("id") for lane in drawing.all("lane")}
    expected |= {pool.get("id") for pool in drawing.definitions.iter(f"{BPMN}participant")}
    assert set(shapes(package)) == expected


def test_every_flow_is_drawn_with_right_angles(package: Path) -> None:
    drawing = diagram(package)
    edges = {
        edge.get("bpmnElement"): [(p.get("x"), p.get("y")) for p in edge.iter(f"{DI}waypoint")]
        for edge in drawing.definitions.iter(f"{BPMNDI}BPMNEdge")
    }
    assert set(edges) == {flow.get("id") for flow in drawing.flows}
    for points in edges.values():
        assert len(points) >= 2
        assert all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(points))


def test_every_node_lies_in_the_one_lane_that_lists_it(package: Path) -> None:
    drawn = shapes(package)
    listed: list[str] = []
    for lane in diagram(package).all("lane"):
        for ref in lane.iter(f"{BPMN}flowNodeRef"):
            listed.append(ref.text)
            assert inside(bounds(drawn[ref.text]), bounds(drawn[lane.get("id")])), ref.text
    assert sorted(listed) == sorted(diagram(package).nodes)


def test_no_label_lies_on_a_node_or_on_another_label(package: Path) -> None:
    drawing, drawn = diagram(package), shapes(package)
    boundary = {node.get("id") for node in drawing.all("boundaryEvent")}
    nodes = [bounds(drawn[name]) for name in drawing.nodes if name not in boundary]
    labels = [
        bounds(found)
        for found in drawing.definitions.iter(f"{BPMNDI}BPMNLabel")
        if found.find(f"{DC}Bounds") is not None
    ]
    for position, box in enumerate(labels):
        assert not any(overlap(box, node) for node in nodes), box
        assert not any(overlap(box, other) for other in labels[position + 1 :]), box
    for position, box in enumerate(nodes):
        assert not any(overlap(box, other) for other in nodes[position + 1 :]), box


def test_each_choice_has_a_default_way_and_a_feel_condition_on_the_others(package: Path) -> None:
    drawing = diagram(package)
    for gateway in drawing.all("exclusiveGateway"):
        ways = [f for f in drawing.flows if f.get("sourceRef") == gateway.get("id")]
        conditions = {
            f.get("id"): f.find(f"{BPMN}conditionExpression")
            for f in ways
            if f.get("id") != gateway.get("default")
        }
        if len(ways) == 1:
            assert conditions[ways[0].get("id")] is None
            continue
        assert len(conditions) == len(ways) - 1, gateway.get("id")
        assert all(c is not None and c.get("language") == FEEL for c in conditions.values())


def test_conditions_ask_only_for_outcomes_that_a_step_offers(package: Path) -> None:
    drawing = diagram(package)
    offered = {
        (outcomes.get("variable"), outcome.get("value"))
        for outcomes in drawing.process.iter(f"{TTHC}outcomes")
        for outcome in outcomes
    }
    for condition in drawing.all("conditionExpression"):
        asked = set(COMPARISON.findall(condition.text))
        assert asked, condition.text
        assert asked <= offered, condition.text


def test_each_step_says_who_and_how_long_and_the_legal_acts_are_there(
    package: Path,
) -> None:
    acts = []
    for step in diagram(package).steps:
        extensions = step.find(f"{BPMN}extensionElements")
        assert extensions.find(f"{TTHC}assignment") is not None, step.get("id")
        assert extensions.find(f"{TTHC}duration") is not None, step.get("id")
        acts += [act.get("kind") for act in extensions.iter(f"{TTHC}act")]
    assert acts[0] == "receive"
    assert acts[-1] == "return"
    assert "store_result" in acts


def test_every_step_ends_by_buttons_with_a_verb_and_an_object(package: Path) -> None:
    for step in diagram(package).steps:
        said = step.find(f"{BPMN}extensionElements")
        buttons = [*said.iter(f"{TTHC}outcome"), *said.iter(f"{TTHC}button")]
        assert buttons or said.find(f"{TTHC}act") is not None, step.get("id")
        for button in buttons:
            assert len(button.get("label").split()) > 1, button.get("label")
            assert button.get("label") not in {"Hoàn thành bước", "Đồng ý", "Xử lý"}

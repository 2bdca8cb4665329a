"""Reading steps: what ``tthc`` says, lanes and levels, and faults that never stop the reading."""

from decimal import Decimal

import pytest
from lxml import etree

from engine.workflow.reading.elements import Assignment, Outcome
from engine.workflow.reading.extensions import read_steps
from engine.workflow.reading.faults import Fault
from tests.unit.diagnosis.packages import ASSIGNED, HEAD, HOURS, good_files, step

LEVEL = "<bpmn:extensionElements><tthc:level value='{}'/></bpmn:extensionElements>"


def _process(body: str) -> etree._Element:
    text = f'{HEAD}<bpmn:process id="p">{body}</bpmn:process></bpmn:definitions>'
    return etree.fromstring(text.encode())[0]


def test_a_step_is_read_with_all_that_is_said_about_it() -> None:
    steps = read_steps(etree.fromstring(good_files()["process.bpmn"]))
    assert list(steps) == ["B1", "B2", "B4", "B3"]
    sign = steps["B2"]
    assert (sign.name, sign.hours, sign.act, sign.form) == ("Ký", Decimal(4), None, "ky")
    assert (sign.lane, sign.level) == ("UBND xã", "commune")
    assert sign.assignment == Assignment("department", "lanh_dao", "phong")
    assert sign.outcome_variable == "ket_qua"
    assert sign.outcomes == (
        Outcome("dong_y", "Đồng ý"),
        Outcome("tra_lai", "Trả lại", "back", needs_reason=True),
    )
    assert not sign.demo


@pytest.mark.parametrize(
    ("said", "reader"), [("", "officers"), ('reader="applicant"', "applicant")]
)
def test_a_decision_is_written_to_officers_unless_it_says_to_whom(said: str, reader: str) -> None:
    inside = (
        f'<tthc:outcomes variable="v"><tthc:outcome value="x" label="X" {said}/></tthc:outcomes>'
    )
    read = read_steps(_process(step("a", "A", ASSIGNED + HOURS + inside)))["a"]
    assert (read.comment_reader("x"), read.comment_reader(None)) == (reader, "officers")


def test_hours_may_have_parts_and_a_step_may_be_uncounted() -> None:
    half = step("a", "A", ASSIGNED + '<tthc:duration hours="0.5"/>')
    none = step("b", "B", ASSIGNED + '<tthc:duration counted="false"/>')
    faults: list[Fault] = []
    steps = read_steps(_process(half + none), faults)
    assert (steps["a"].hours, steps["b"].hours) == (Decimal("0.5"), None)
    assert faults == []


def test_any_mark_of_demonstration_makes_the_step_one() -> None:
    attribute = step("a", "A", ASSIGNED + '<tthc:duration hours="4" source="demo"/>')
    element = step("b", "B", ASSIGNED + HOURS + '<tthc:source kind="demo" note="tự đặt"/>')
    steps = read_steps(_process(attribute + element + step("c", "C", ASSIGNED + HOURS)))
    assert [steps[key].demo for key in "abc"] == [True, True, False]
    assert steps["b"].note == "tự đặt"


def test_a_lane_inside_a_lane_has_its_level_unless_it_says_otherwise() -> None:
    lanes = (
        f'<bpmn:laneSet id="ls"><bpmn:lane id="so" name="Sở">{LEVEL.format("department")}'
        '<bpmn:childLaneSet id="cl"><bpmn:lane id="p1" name="Phòng"><bpmn:flowNodeRef>a'
        f'</bpmn:flowNodeRef></bpmn:lane><bpmn:lane id="p2" name="Xã">{LEVEL.format("commune")}'
        "<bpmn:flowNodeRef>b</bpmn:flowNodeRef></bpmn:lane></bpmn:childLaneSet></bpmn:lane>"
        "</bpmn:laneSet>"
    )
    steps = read_steps(_process(lanes + step("a", "A", "") + step("b", "B", "")))
    assert (steps["a"].lane, steps["a"].level) == ("Phòng", "department")
    assert (steps["b"].lane, steps["b"].level) == ("Xã", "commune")


def test_a_step_in_a_subprocess_stands_in_the_lane_of_the_subprocess() -> None:
    lanes = (
        f'<bpmn:laneSet id="ls"><bpmn:lane id="x" name="Xã">{LEVEL.format("commune")}'
        "<bpmn:flowNodeRef>sp</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>"
    )
    inner = f'<bpmn:subProcess id="sp">{step("a", "A", "")}</bpmn:subProcess>'
    assert read_steps(_process(lanes + inner))["a"].level == "commune"


def test_what_is_wrong_is_collected_and_the_rest_is_read() -> None:
    bad = step(
        "a",
        "A",
        '<tthc:assignment unit="x"/><tthc:duration hours="1e3"/><tthc:act kind="?"/>'
        '<tthc:outcomes variable="v"><tthc:outcome value="x"/>'
        '<tthc:outcome value="y" label="Y" kind="?" reason="?"/></tthc:outcomes>',
    )
    faults: list[Fault] = []
    read = read_steps(_process(bad), faults, file="q.bpmn")["a"]
    assert (read.assignment, read.hours, read.act) == (None, None, None)
    assert read.outcomes == (Outcome("y", "Y"),)
    assert sorted(fault.code for fault in faults) == [
        "ext.attribute_missing",
        "ext.attribute_missing",
        "ext.value_unknown",
        "ext.value_unknown",
        "ext.value_unknown",
        "step.hours_not_a_number",
    ]
    assert {(fault.file, fault.element_id) for fault in faults} == {("q.bpmn", "a")}


def test_a_task_without_id_is_left_out() -> None:
    assert read_steps(_process('<bpmn:userTask name="A"/>')) == {}

"""Camunda and SpiffWorkflow extensions: read where clear, reported where not."""

from decimal import Decimal

import pytest
from lxml import etree

from engine.diagnosis import check
from engine.workflow.reading.elements import Assignment, Step
from engine.workflow.reading.extensions import read_steps
from engine.workflow.reading.faults import Fault
from engine.workflow.reading.foreign import read_form_key, read_group, read_hours
from tests.unit.diagnosis.packages import ASSIGNED, BODY, HEAD, HOURS, drawn, with_file

WHO = Assignment("competent", "chuyen_vien", "van_hoa_xa_hoi")
ZEEBE = (
    '<zeebe:assignmentDefinition candidateGroups="competent:van_hoa_xa_hoi:chuyen_vien"/>'
    '<zeebe:formDefinition formId="tham_dinh"/>'
    "<zeebe:taskSchedule dueDate='=now() + duration(\"PT20H\")'/>"
)
SPIFF = (
    '<spiffworkflow:properties><spiffworkflow:property name="formJsonSchemaFilename"'
    ' value="tham_dinh-schema.json"/></spiffworkflow:properties>'
)


def _step(attributes: str = "", extensions: str = "") -> tuple[Step, list[Fault]]:
    text = (
        f'{HEAD}<bpmn:process id="p"><bpmn:userTask id="a" name="A" {attributes}>'
        f"<bpmn:extensionElements>{extensions}</bpmn:extensionElements></bpmn:userTask>"
        "</bpmn:process></bpmn:definitions>"
    )
    faults: list[Fault] = []
    steps = read_steps(etree.fromstring(text.encode()), faults)
    return steps["a"], faults


def test_camunda_7_attributes_say_who_how_long_and_which_form() -> None:
    step, faults = _step(
        'camunda:candidateGroups="competent:van_hoa_xa_hoi:chuyen_vien" camunda:dueDate="PT20H"'
        ' camunda:formKey="camunda-forms:deployment:forms/tham_dinh.form"'
    )
    assert (step.assignment, step.hours, step.form) == (WHO, Decimal(20), "tham_dinh")
    assert [fault.code for fault in faults] == ["foreign.read"] * 3


def test_camunda_8_elements_say_the_same() -> None:
    step, _ = _step(extensions=ZEEBE)
    assert (step.assignment, step.hours, step.form) == (WHO, Decimal(20), "tham_dinh")


def test_spiff_properties_name_the_form() -> None:
    assert _step(extensions=SPIFF)[0].form == "tham_dinh"


def test_our_own_elements_win_over_foreign_ones() -> None:
    step, _ = _step('camunda:dueDate="PT20H"', ASSIGNED + HOURS + ZEEBE)
    assert step.hours == 4
    assert step.assignment == Assignment("receiving", "can_bo")


@pytest.mark.parametrize("text", ["chuyen_vien", "${role}", "a:b:c:d", "Phòng:Ông A", ""])
def test_a_group_whose_meaning_is_not_clear_is_not_guessed(text: str) -> None:
    assert read_group(text) is None


@pytest.mark.parametrize("text", ["P3D", "${due}", "2026-01-01T00:00:00", "20", "PT-1H", "PT"])
def test_a_due_date_that_is_no_working_time_is_not_guessed(text: str) -> None:
    assert read_hours(text) is None


def test_minutes_are_parts_of_hours() -> None:
    assert read_hours("PT1H30M") == Decimal("1.5")
    assert read_hours("PT30M") == Decimal("0.5")


def test_a_form_key_that_is_an_expression_is_not_a_form() -> None:
    assert read_form_key("${form}") is None


def test_what_was_not_understood_is_reported_with_its_value() -> None:
    body = BODY.replace(HOURS, '<zeebe:taskSchedule dueDate="=due"/>', 1)
    unclear = check(with_file("process.bpmn", drawn(body))).of("foreign.unclear")
    assert [(f.element_id, "=due" in f.message) for f in unclear] == [("B1", True)]


def test_code_that_another_engine_would_run_is_a_warning() -> None:
    body = BODY.replace(HOURS, f"{HOURS}<spiffworkflow:preScript>x = 1</spiffworkflow:preScript>")
    result = check(with_file("process.bpmn", drawn(body)))
    assert {(f.code, f.severity) for f in result.faults} == {("foreign.code", "warning")}
    assert result.publishable


def test_camunda_modelers_own_marks_are_passed_over() -> None:
    body = BODY.replace('"B1" name', '"B1" camunda:asyncBefore="true" name')
    assert check(with_file("process.bpmn", drawn(body))).faults == ()


@pytest.mark.parametrize("tool", ["flowable", "activiti"])
def test_the_kin_of_camunda_7_is_read_like_it(tool: str) -> None:
    """D11: its extensions vanished without a word."""
    space = f'xmlns:{tool}="http://{tool}.org/bpmn"'
    step, faults = _step(
        f'{space} {tool}:candidateGroups="competent:van_hoa_xa_hoi:chuyen_vien"'
        f' {tool}:dueDate="PT20H" {tool}:formKey="tham_dinh" {tool}:skipExpression="${{x}}"'
    )
    assert (step.assignment, step.hours, step.form) == (WHO, Decimal(20), "tham_dinh")
    assert {fault.code for fault in faults} == {"foreign.read"}
    listener = f'<{tool}:taskListener {space} event="complete" class="a.B"/>'
    body = BODY.replace(HOURS, f"{HOURS}{listener}", 1).replace(
        'id="B1" name', f'id="B1" {space} {tool}:assignee="an" name'
    )
    found = check(with_file("process.bpmn", drawn(body))).faults
    assert {fault.code for fault in found} == {"foreign.code", "foreign.ignored"}


def test_what_an_unknown_tool_has_written_is_counted_by_tool() -> None:
    mark = '<x:mark xmlns:x="urn:x"/><y:mark xmlns:y="urn:y"/>'
    found = check(with_file("process.bpmn", drawn(BODY.replace(HOURS, HOURS + mark)))).faults
    assert [fault.code for fault in found] == ["foreign.other", "foreign.other"]
    assert {("3" in fault.message, "urn:" in fault.message) for fault in found} == {(True, True)}

"""A procedure of three lanes, walked by its people."""

import pytest

from engine.workflow.running.incidents import (
    ConditionNotBoolean,
    NoFlowChosen,
    OutcomeUnknown,
    RunSpoiled,
    TaskNotOpen,
    VariableMissing,
)
from tests.integration.workflow.diagrams import NOW, Walk, definition, flows, node, process

OUTCOMES = (
    "<bpmn:extensionElements>"
    '<tthc:assignment unit="competent" position="lanh_dao"/><tthc:duration hours="8"/>'
    '<tthc:outcomes variable="soat">'
    '<tthc:outcome value="dong_y" label="Đồng ý" kind="main"/>'
    '<tthc:outcome value="tra_lai" label="Trả lại" kind="back" reason="required"/>'
    "</tthc:outcomes></bpmn:extensionElements>"
)
LANES = (
    '<bpmn:laneSet id="ls">'
    '<bpmn:lane id="l1" name="Một cửa"><bpmn:flowNodeRef>B1</bpmn:flowNodeRef>'
    "<bpmn:flowNodeRef>B5</bpmn:flowNodeRef></bpmn:lane>"
    '<bpmn:lane id="l2" name="Chuyên môn"><bpmn:flowNodeRef>B2</bpmn:flowNodeRef></bpmn:lane>'
    '<bpmn:lane id="l3" name="Lãnh đạo"><bpmn:flowNodeRef>B3</bpmn:flowNodeRef></bpmn:lane>'
    "</bpmn:laneSet>"
)
THREE_LANES = process(
    LANES,
    node("start", "s"),
    node("user", "B1", name="Tiếp nhận"),
    node("user", "B2", name="Thẩm định"),
    node("user", "B3", OUTCOMES, name="Soát xét"),
    node("xor", "g", name="Đồng ý?", default="g__B5"),
    node("user", "B5", name="Trả kết quả"),
    node("end", "e"),
    flows("s>B1>B2>B3>g>B5>e g>B2", g__B2='soat = "tra_lai"'),
)


def test_a_case_goes_back_and_forth_until_it_is_approved() -> None:
    walk = Walk(definition(THREE_LANES)).walk("B1", "B2").do("B3", soat="tra_lai")
    assert walk.open == ["B2"]
    walk.do("B2").do("B3", soat="dong_y").do("B5")
    assert walk.run.finished
    assert walk.done == ["s", "B1", "B2", "B3", "g", "B5", "e"]
    assert walk.run.times_done("B2") == 2
    assert walk.run.variables == {"soat": "dong_y"}


def test_steps_are_known_by_element_in_document_order() -> None:
    made = definition(THREE_LANES)
    assert list(made.steps) == ["B1", "B2", "B3", "B5"]
    assert made.steps["B3"].lane == "Lãnh đạo"
    assert made.element_names["g"] == "Đồng ý?"


def test_a_step_with_outcomes_must_end_with_one_of_them() -> None:
    walk = Walk(definition(THREE_LANES)).walk("B1", "B2")
    for wrong in ({}, {"soat": "khac"}, {"soat": None}):
        with pytest.raises(OutcomeUnknown):
            walk.do("B3", **wrong)
    assert walk.do("B3", soat="dong_y").open == ["B5"]


def test_a_task_done_twice_is_a_conflict_and_changes_nothing() -> None:
    walk = Walk(definition(THREE_LANES))
    run = walk.run
    task = run.ready()[0]
    run.complete(task.id, {}, now=NOW)
    before = run.dumps()
    with pytest.raises(TaskNotOpen):
        run.complete(task.id, {}, now=NOW)
    assert run.dumps() == before


MISSING = process(
    node("start", "s"),
    node("user", "a"),
    node("xor", "g", default="g__c"),
    node("user", "b"),
    node("user", "c"),
    node("end", "e"),
    flows("s>a>g>b>e g>c>e", g__b="muc > 3"),
)


@pytest.mark.parametrize("value", [None, "ba"])
def test_a_condition_that_is_not_boolean_stops_the_act_instead_of_taking_the_default(
    value: str | None,
) -> None:
    walk = Walk(definition(MISSING))
    before = walk.run.dumps()
    run = walk.run
    with pytest.raises(ConditionNotBoolean) as refused:
        run.complete(run.ready()[0].id, {"muc": value}, now=NOW)
    assert refused.value.details["element_id"] == "g"
    with pytest.raises(RunSpoiled):
        run.dumps()
    walk = Walk(definition(MISSING))
    assert len(before) == len(walk.run.dumps())
    assert walk.do("a", muc=4).open == ["b"]


def test_a_gateway_where_no_condition_holds_and_no_default_stops_the_act() -> None:
    model = process(
        node("start", "s"),
        node("user", "a"),
        node("xor", "g", name="Mức"),
        node("user", "b"),
        node("user", "c"),
        node("end", "e"),
        flows("s>a>g>b>e g>c>e", g__b="muc = 1", g__c="muc = 2"),
    )
    with pytest.raises(NoFlowChosen) as refused:
        Walk(definition(model)).do("a", muc=3)
    assert refused.value.details["element_name"] == "Mức"


def test_conditions_read_the_dossier_under_the_name_case() -> None:
    model = process(
        node("start", "s"),
        node("xor", "g", default="g__b"),
        node("user", "a"),
        node("user", "b"),
        node("end", "e"),
        flows("s>g>a>e g>b>e", g__a="case.so_tien > 100"),
    )
    made = definition(model)
    assert Walk(made, dossier={"so_tien": 101}).open == ["a"]
    assert Walk(made, dossier={"so_tien": 100}).open == ["b"]
    with pytest.raises(ConditionNotBoolean):
        Walk(made, dossier={})


def test_a_condition_on_a_variable_that_nothing_set_stops_the_act() -> None:
    model = process(
        node("start", "s"),
        node("xor", "g", name="Đủ chưa?", default="g__b"),
        node("user", "a"),
        node("user", "b"),
        node("end", "e"),
        flows("s>g>a>e g>b>e", g__a='du = "co"'),
    )
    with pytest.raises(VariableMissing, match="du"):
        Walk(definition(model))
    asks = model.replace('du = "co"', 'du != null and du = "co"')
    assert Walk(definition(asks)).open == ["b"]
    assert Walk(definition(asks), du="co").open == ["a"]

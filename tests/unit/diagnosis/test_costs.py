"""What the package's own scenarios cost is told at upload."""

import json

import pytest

from engine.diagnosis import check, costs
from engine.feel import Limits, SeveralActs
from tests.unit.diagnosis.packages import BODY, FORM, codes, drawn, good_files

DEAR = "some i in 1..100000 satisfies i in (" + ", ".join("-1" for _ in range(2_000)) + ")"
"""Hundreds of seconds."""
MUCH = "count(for i in 1..100000 return i) = 1"
"""Some tenth of a second."""


SCRIPT = (
    '<bpmn:scriptTask id="tinh" name="Tính" scriptFormat="feel"><bpmn:extensionElements>'
    '<tthc:result variable="y"/></bpmn:extensionElements><bpmn:script>{text}</bpmn:script>'
    '</bpmn:scriptTask><bpmn:sequenceFlow id="tinh_B1" sourceRef="tinh" targetRef="B1"/>'
)
LANE = ">B1</bpmn:flowNodeRef>"


def with_script(text: str) -> dict[str, bytes]:
    """The good package with a script before its first step."""
    body = BODY.replace('sourceRef="s" targetRef="B1"', 'sourceRef="s" targetRef="tinh"')
    body = body.replace(LANE, f"{LANE}<bpmn:flowNodeRef>tinh</bpmn:flowNodeRef>")
    end = '<bpmn:endEvent id="e"/>'
    body = body.replace(end, SCRIPT.format(text=text) + end)
    return {**good_files(), "process.bpmn": drawn(body).encode()}


def test_a_good_package_is_cheap() -> None:
    assert not {code for code in codes(good_files()) if code.startswith("cost.")}


@pytest.mark.parametrize(("text", "code"), [(DEAR, "cost.over_budget"), (MUCH, "cost.dear")])
def test_a_dear_script_is_told_at_its_place(text: str, code: str) -> None:
    found = check(with_script(text))
    assert [(one.code, one.element_id) for one in found.faults if one.code.startswith("cost.")] == [
        (code, "tinh")
    ]
    assert found.publishable is (code == "cost.dear")


def test_a_dear_condition_of_a_form_is_told() -> None:
    question = {**FORM["components"][0], "conditional": {"hide": f"={DEAR}"}}
    form = json.dumps({"components": [question, *FORM["components"][1:]]}).encode()
    assert "cost.over_budget" in codes({**good_files(), "forms/filing.json": form})


def test_scenarios_that_one_check_can_not_pay_for_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred scenarios may not cost a hundred times what one act may."""
    monkeypatch.setattr(costs, "SeveralActs", lambda _: SeveralActs(Limits(fuel=1)))
    files = with_script(MUCH)
    [scenario] = [files[path] for path in files if path.startswith("scenarios/")][:1]
    more = {f"scenarios/them_{n}.toml": scenario for n in range(3)}
    found = check({**files, **more})
    [told] = [one for one in found.faults if one.code == "cost.not_all_tried"]
    assert "mới thử 1 trên" in told.message
    assert found.publishable


def many_timers(text: str, count: int) -> dict[str, bytes]:
    """The good package with waits whose time is this constant."""
    end = '<bpmn:endEvent id="e"/>'
    waits = "".join(
        f'<bpmn:intermediateCatchEvent id="t{n}" name="Chờ"><bpmn:timerEventDefinition>'
        f'<bpmn:timeDuration xsi:type="bpmn:tFormalExpression">{text}</bpmn:timeDuration>'
        "</bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>"
        f'<bpmn:sequenceFlow id="t{n}_n" sourceRef="t{n}" targetRef="'
        f"{f't{n + 1}' if n < count - 1 else 'e'}"
        '"/>'
        for n in range(count)
    )
    body = BODY.replace('targetRef="e"', 'targetRef="t0"').replace(end, waits + end)
    return {**good_files(), "process.bpmn": drawn(body).encode()}


def test_constants_of_a_diagram_have_one_budget_together() -> None:
    """Each may cost what an act may: a thousand of them cost a quarter of an hour."""
    dear = 'duration("P" + string(count(for i in 1..60000 return i)) + "D")'
    assert "cost.not_all_checked" not in codes(many_timers(dear, 1))
    found = check(many_timers(dear, 12)).of("cost.not_all_checked")
    assert [(one.file, one.severity) for one in found] == [("procedure.toml", "warning")]


def test_limits_that_can_not_be_compared_within_the_budget_say_so() -> None:
    rows = "".join(
        f'[[limits]]\nvariant = "v{n}"\nbasis = "b"\nsource = "demo"\namount = {n + 1}\n'
        f'unit = "working_days"\nwhen = "so_tien = {n} and {MUCH}"\n'
        for n in range(4)
    )
    manifest = good_files()["procedure.toml"] + rows.encode()
    found = check({**good_files(), "procedure.toml": manifest})
    assert found.of("limits.not_compared")
    assert found.of("cost.not_all_checked")

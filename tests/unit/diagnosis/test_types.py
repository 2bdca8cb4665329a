"""Expressions are checked with types wherever a package has them, and empty answers are told."""

import json
from collections.abc import Mapping

import pytest

from engine.diagnosis import Context, Diagnosis, check
from tests.integration.workflow.diagrams import (
    boundary,
    document,
    flows,
    node,
    nodes,
    process,
    timer,
    when,
)
from tests.unit.diagnosis.packages import (
    ALONE,
    DMN,
    broken,
    diagnosis,
    good_files,
    with_file,
)

RULE = '<bpmn:extensionElements><tthc:decision ref="phi" result="muc"/></bpmn:extensionElements>'


def codes(result: Diagnosis) -> set[str]:
    kept = ("expr.", "dmn.", "decision.")
    return {fault.code for fault in result.faults if fault.code.startswith(kept)}


def condition(text: str, form: Mapping[str, object] | None = None) -> Diagnosis:
    """The good package with another condition, and maybe another filing form."""
    files = broken("process.bpmn", 'ket_qua = "tra_lai" and case.so_tien &gt; 0', text)
    if form:
        files["forms/filing.json"] = json.dumps({"components": [form]}).encode()
        files["forms/ky.json"] = json.dumps({"components": []}).encode()
    return check(files)


def asked(kind: str, key: str = "x", **more: object) -> dict[str, object]:
    return {"type": kind, "key": key, "label": "X", "id": "f", **more}


def many(inside: str) -> str:
    tag = "bpmn:multiInstanceLoopCharacteristics"
    return f"<{tag}>{inside}</{tag}>"


def test_a_field_that_no_form_asks_is_an_error_with_what_may_have_been_meant() -> None:
    """D7: the case would stop there for ever."""
    result = condition("case.so_tienn &gt; 1000")
    (found,) = result.of("expr.field_unknown")
    assert found.severity == "error"
    assert "“so_tien”" in found.message


def test_nothing_is_said_of_fields_while_a_form_can_not_be_read() -> None:
    files = broken("process.bpmn", "case.so_tien", "case.khac")
    assert not check({**files, "forms/ky.json": b"{"}).of("expr.field_unknown")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("28/02/2026", "timeDate"),
        ('date("2026-02-30")', "timeDate"),
        ('"ngày mai"', "timeDate"),
        ("5", "timeDuration"),
        ('date("2026-03-01")', "timeDuration"),
        ('duration("P1D")', "timeCycle"),
        ("case.channel = 1", "timeDate"),
    ],
)
def test_a_timer_that_gives_no_time_is_told(text: str, kind: str) -> None:
    """D8: the first case would stop."""
    parts = nodes("start:s user:a end:e") + node("catch", "x", timer(text, kind))
    assert codes(diagnosis(parts, flows("s>a>x>e"))) & {"expr.timer", "expr.type"}


@pytest.mark.parametrize("text", ['"3"', "true", "1.5", "-1", "2000", "null"])
def test_a_number_of_instances_that_is_none_is_told(text: str) -> None:
    task = node("user", "a", many(f"<bpmn:loopCardinality>{text}</bpmn:loopCardinality>"))
    assert "expr.type" in codes(diagnosis(nodes("start:s end:e") + task, flows("s>a>e")))


@pytest.mark.parametrize("text", ["3", '"a, b"'])
def test_a_collection_that_is_no_list_is_told_in_every_dialect(text: str) -> None:
    own = many(f"<bpmn:loopDataInputRef>{text}</bpmn:loopDataInputRef>")
    written = text.replace('"', "&quot;")
    camunda = (
        '<bpmn:multiInstanceLoopCharacteristics xmlns:camunda="http://camunda.org/schema/1.0/bpmn"'
        f' camunda:collection="{written}" camunda:elementVariable="it"/>'
    )
    for inside in (own, camunda):
        task = node("user", "a", inside)
        assert "expr.type" in codes(diagnosis(nodes("start:s end:e") + task, flows("s>a>e")))


def test_the_products_own_names_have_types() -> None:
    assert "expr.value_unknown" in codes(condition('case.channel = "truc_tuyen"'))
    assert "expr.type" in codes(condition("case.submitted_at = 5"))
    assert "expr.field_unknown" in codes(condition('applicant.ten = "An"'))
    assert codes(condition('case.channel = "online" and applicant.owner_name != null')) == set()


@pytest.mark.parametrize("name", ["units", "rules", "today", "now"])
def test_a_name_that_nothing_sets_is_told_though_it_is_reserved(name: str) -> None:
    found = codes(condition(f"{name} = 1"))
    assert found & {"expr.name_unknown", "expr.type"}


def test_an_answer_is_compared_with_the_options_that_were_asked() -> None:
    form = asked(
        "select",
        values=[{"label": "Có", "value": "co"}, {"label": "Không", "value": "khong"}],
        validate={"required": True},
    )
    assert "expr.value_unknown" in codes(condition('case.x = "Có"', form))
    assert codes(condition('case.x = "co"', form)) == set()


def test_what_a_decision_answers_has_a_type() -> None:
    rule = node("rule", "r", RULE)
    parts = nodes("start:s user:a user:b end:e") + rule + node("xor", "g", default="g__e")

    def compared(text: str) -> set[str]:
        drawn = flows("s>a>r>g>b>e g>e", g__b=text)
        files = {"process.bpmn": document(process(parts, drawn)), "phi.dmn": DMN.encode()}
        return codes(check(files, context=ALONE))

    assert "expr.type" in compared('muc = "năm"')
    assert "expr.type" not in compared("muc = 5")


def test_what_a_script_answers_has_a_type() -> None:
    script = node(
        "script",
        "x",
        '<bpmn:extensionElements><tthc:result variable="tong"/></bpmn:extensionElements>'
        "<bpmn:script>1 + 1</bpmn:script>",
        scriptFormat="feel",
    )
    parts = nodes("start:s user:a user:b end:e") + script + node("xor", "g", default="g__e")
    assert "expr.type" in codes(diagnosis(parts, flows("s>a>x>g>b>e g>e", g__b='tong = "hai"')))


def test_a_decision_that_needs_what_the_process_has_not_is_told() -> None:
    needs = DMN.replace(
        '<decision id="phi" name="Phí">',
        '<inputData id="i1" name="dien_tich"/><decision id="phi" name="Phí">'
        '<informationRequirement id="ir"><requiredInput href="#i1"/></informationRequirement>',
    )
    parts = nodes("start:s user:a end:e") + node("rule", "r", RULE) + flows("s>a>r>e")
    files = {"process.bpmn": document(process(parts)), "phi.dmn": needs.encode()}
    (found,) = check(files, context=ALONE).of("decision.input_missing")
    assert "dien_tich" in found.message


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("case.x &gt; 5", True),
        ("case.x + 1 = 5", False),
        ("case.x = 5", False),
        ("case.x != null and case.x &gt; 5", False),
        ("case.x = null or case.x &gt; 5", False),
        ("get or else(case.x, 0) &gt; 5", False),
        ("not(case.x &gt; 5)", True),
        ("if case.x &gt; 5 then true else false", False),
        ("case.x in [1..5]", True),
    ],
)
def test_what_happens_when_an_optional_answer_is_empty_is_told(text: str, *, told: bool) -> None:
    result = condition(text, asked("number"))
    found = result.of("expr.may_be_empty")
    assert bool(found) is told
    assert all(one.severity == "info" and "“case.x”" in one.message for one in found)
    required = asked("number", validate={"required": True})
    assert not condition(text, required).of("expr.may_be_empty")


def test_an_answer_that_may_be_hidden_may_be_empty() -> None:
    form = asked("number", validate={"required": True}, conditional={"hide": "=1 = 2"})
    assert condition("case.x &gt; 5", form).of("expr.may_be_empty")


def test_a_timer_over_an_optional_answer_says_that_there_will_be_no_time() -> None:
    def waits(inside: str) -> list[str]:
        files = broken(
            "process.bpmn",
            '<bpmn:endEvent id="e"/>',
            f'<bpmn:endEvent id="e"/>{inside}<bpmn:endEvent id="f"/>{flows("b>f")}',
        )
        form = {"components": [asked("datetime", "ngay", subtype="date", dateLabel="Ngày")]}
        files["forms/ky.json"] = json.dumps(form).encode()
        return [fault.message for fault in check(files).of("expr.may_be_empty")]

    timed = boundary("b", "B2", timer("date(case.ngay)", "timeDate"), interrupting=False)
    (message,) = waits(timed)
    assert "không hẹn được giờ" in message
    (message,) = waits(
        boundary("b", "B2", when("date(case.ngay) &gt; today()".replace("&gt;", ">")))
    )
    assert "không xảy ra" in message


def test_a_timer_over_a_free_text_is_a_warning() -> None:
    files = broken(
        "process.bpmn",
        '<bpmn:endEvent id="e"/>',
        f'<bpmn:endEvent id="e"/>{boundary("b", "B2", timer("case.x", "timeDate"))}'
        f'<bpmn:endEvent id="f"/>{flows("b>f")}',
    )
    form = {"components": [asked("textfield", validate={"required": True})]}
    files["forms/ky.json"] = json.dumps(form).encode()
    (found,) = check(files).of("expr.free_text")
    assert found.severity == "warning"


def test_thousands_written_with_a_point_are_a_warning() -> None:
    """D10: 2.000 is two đồng."""
    (found,) = condition("case.so_tien &gt; 2.000").of("expr.thousands")
    assert "2.000 là 2, không phải 2000" in found.message
    assert not condition("case.so_tien &gt; 0.125").of("expr.thousands")
    assert "dmn.table" in {
        fault.code for fault in check(with_file("x.dmn", DMN.replace(">5<", ">5.000<"))).faults
    }


FEE = """
[fee]
table = "fees.dmn"
decision = "phi"
[fee.inputs]
so = "so_tien"
"""


def fee(cell: str, name: str, type_ref: str = "") -> set[str]:
    """The faults of a fee table with one column over one of its inputs."""
    declared = f' typeRef="{type_ref}"' if type_ref else ""
    table = (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d"'
        f' namespace="n"><inputData id="i1" name="{name}">'
        f'<variable id="v" name="{name}"{declared}/></inputData>'
        '<decision id="phi" name="phi"><informationRequirement id="ir">'
        '<requiredInput href="#i1"/></informationRequirement>'
        '<decisionTable id="t" hitPolicy="FIRST"><input id="i"><inputExpression id="ie">'
        f"<text>{name}</text></inputExpression></input>"
        '<output id="o" name="so_tien" typeRef="number"/><output id="o2" name="so_tien_goc"/>'
        f'<output id="o3" name="loai"/><rule id="r"><inputEntry id="c1"><text>{cell}</text>'
        '</inputEntry><outputEntry id="c2"><text>1</text></outputEntry><outputEntry id="c3">'
        '<text>1</text></outputEntry><outputEntry id="c4"><text>"phi"</text></outputEntry>'
        "</rule></decisionTable></decision></definitions>"
    )
    files = {**good_files(), "fees.dmn": table.encode()}
    files["procedure.toml"] += FEE.encode()
    return {f"{fault.code} {fault.message}" for fault in check(files).faults}


def test_a_cell_over_a_list_says_how_to_look_into_it() -> None:
    """D9: the cell would never match, and the exempt citizen pays."""
    found = "".join(fee('"vneid_muc_2"', "doi_tuong"))
    assert "dmn.expression" in found
    assert 'list contains(?, "vneid_muc_2")' in found
    assert "dmn.expression" not in "".join(fee('list contains(?, "vneid_muc_2")', "doi_tuong"))


def test_what_a_fee_table_is_given_has_the_products_types() -> None:
    assert "dmn.expression" in "".join(fee('"truc_tuyen"', "kenh"))
    assert "dmn.expression" not in "".join(fee('"online"', "kenh"))
    assert "khai là chuỗi" in "".join(fee("-", "doi_tuong", "string"))
    assert "dmn.expression" in "".join(fee('"năm"', "so"))


WRONG_TIMES = ['if case.so_tien > 5 then duration("P1D") else 5', 'duration("5 ngày")', "null"]


@pytest.mark.parametrize("text", WRONG_TIMES)
def test_a_timer_that_gives_no_time_on_one_of_its_ways_is_told(text: str) -> None:
    parts = nodes("start:s user:a end:e") + node("catch", "x", timer(text, "timeDuration"))
    assert codes(diagnosis(parts, flows("s>a>x>e"))) & {"expr.timer", "expr.type"}


@pytest.mark.parametrize(
    "text",
    [
        "not(ket_qua)",
        "string length(case.so_tien) &gt; 1",
        "null",
        'ket_qua = "dong_y" and null',
        "case.so_tien / 0 = 1",
        'matches(ket_qua, "[")',
        "if case.so_tien &gt; 1 then true else 5",
    ],
)
def test_a_condition_that_can_never_be_true_or_false_is_told(text: str) -> None:
    assert not condition(text).publishable


def test_a_text_of_a_citizen_read_as_a_time_is_a_warning_by_name() -> None:
    (found,) = condition("duration(case.x) &gt; duration(&quot;P1D&quot;)", asked("textfield")).of(
        "expr.free_text"
    )
    assert found.severity == "warning"


@pytest.mark.parametrize(("needed", "told"), [(5, True), (3, False), (1, False)])
def test_a_count_that_is_never_reached_is_told(needed: int, *, told: bool) -> None:
    repeat = (
        "<bpmn:loopCardinality>3</bpmn:loopCardinality><bpmn:completionCondition>"
        f"numberOfCompletedInstances &gt;= {needed}</bpmn:completionCondition>"
    )
    task = node("user", "a", many(repeat))
    result = diagnosis(nodes("start:s end:e") + task, flows("s>a>e"))
    assert bool(result.of("loop.never_complete")) == told


@pytest.mark.parametrize(("unit", "known"), [("xa_kia", False), ("xa_nay", True)])
def test_a_unit_that_does_not_exist_is_told_where_a_condition_compares(
    unit: str, *, known: bool
) -> None:
    files = broken(
        "process.bpmn",
        'ket_qua = "tra_lai" and case.so_tien &gt; 0',
        f'case.competent_unit = "{unit}"',
    )
    result = check(files, context=Context(units={"xa_nay": None}))
    assert bool(result.of("expr.value_unknown")) != known


def test_a_commune_that_does_not_exist_is_told_where_a_condition_of_the_way_compares() -> None:
    communes = asked("select", "xa", valuesKey="communes")
    files = broken(
        "process.bpmn", 'ket_qua = "tra_lai" and case.so_tien &gt; 0', 'case.xa = "khong_co"'
    )
    files["forms/filing.json"] = json.dumps({"components": [communes]}).encode()
    assert check(files, context=Context(units={"xa_nay": None})).of("expr.value_unknown")
    assert not check(files, context=Context(units={"khong_co": None})).of("expr.value_unknown")


def test_a_count_of_a_single_value_is_a_warning() -> None:
    (found,) = condition("count(case.so_tien) &gt; 1").of("expr.not_list")
    assert found.severity == "warning"

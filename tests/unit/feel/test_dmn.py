"""Decisions: tables with every hit policy, requirements, boxed expressions, traces, refusals."""

from decimal import Decimal
from typing import Any

import pytest

from engine.feel import FeelSyntaxError, FuelExhausted, Limits, Trace
from engine.feel.dmn import (
    CellCount,
    Cyclic,
    DmnModel,
    DocumentRefused,
    NotAny,
    NotUnique,
    UnknownDecision,
    ValueNotAllowed,
    WrongType,
    parse_dmn,
)
from tests.unit.feel import dmn_fuzzing
from tests.unit.feel.dmn_texts import (
    NAMESPACE,
    Column,
    decision,
    definitions,
    literal,
    requires,
    table,
    table_file,
    text,
)

OVERLAPPING = [(["> 0"], ["10"]), (["> 5"], ["30"]), (["> 9"], ["20"])]


def model(*parts: str) -> DmnModel:
    return parse_dmn(definitions("".join(parts)))


def decide(n: int, **options: str) -> Any:
    source = table_file([Column("n", "number")], OVERLAPPING, **options)
    return parse_dmn(source).evaluate("d", {"n": n})


def test_a_unique_table_gives_the_output_of_its_one_rule() -> None:
    assert decide(3) == 10
    assert decide(0) is None


def test_two_hits_in_a_unique_table_are_an_error_that_names_the_rules() -> None:
    with pytest.raises(NotUnique) as caught:
        decide(10)

    assert caught.value.rules == (1, 2, 3)
    assert "dòng 1, dòng 2, dòng 3" in caught.value.message
    assert "“d”" in caught.value.message


@pytest.mark.parametrize(
    ("policy", "aggregation", "value"),
    [
        ("FIRST", "", 10),
        ("RULE ORDER", "", [10, 30, 20]),
        ("COLLECT", "", [10, 30, 20]),
        ("COLLECT", "SUM", 60),
        ("COLLECT", "MIN", 10),
        ("COLLECT", "MAX", 30),
        ("COLLECT", "COUNT", 3),
    ],
)
def test_a_hit_policy_settles_several_hits(policy: str, aggregation: str, value: object) -> None:
    assert decide(10, policy=policy, aggregation=aggregation) == value


@pytest.mark.parametrize(("policy", "value"), [("PRIORITY", 20), ("OUTPUT ORDER", [20, 30, 10])])
def test_priorities_are_the_order_of_the_output_values(policy: str, value: object) -> None:
    assert decide(10, policy=policy, output_values="20, 30, 10") == value


def test_an_any_table_wants_equal_outputs() -> None:
    same = table_file([Column("n")], [(["> 0"], ["1"]), (["> 5"], ["1.0"])], policy="ANY")
    assert parse_dmn(same).evaluate("d", {"n": 7}) == 1

    with pytest.raises(NotAny, match="dòng 1, dòng 2"):
        decide(7, policy="ANY")


def test_no_hit_gives_the_default_output_or_null_or_a_count_of_none() -> None:
    assert decide(0, default="99") == 99
    assert decide(0) is None
    assert decide(0, policy="COLLECT", aggregation="COUNT") == 0


def test_several_outputs_make_a_context() -> None:
    source = table_file(
        [Column("n")], [(["-"], ["n + 1", '"a"'])], outputs=("so", "chu"), output_type="Any"
    )

    assert parse_dmn(source).evaluate("d", {"n": 1}) == {"so": Decimal(2), "chu": "a"}


def test_a_value_outside_the_input_values_is_refused_with_its_name() -> None:
    source = table_file([Column("s", "string", '"a", "b"')], [(["-"], ["1"])])

    with pytest.raises(ValueNotAllowed, match="giá trị c của “s”"):
        parse_dmn(source).evaluate("d", {"s": "c"})


def test_a_trace_keeps_inputs_hits_outputs_and_what_was_read() -> None:
    trace = Trace()
    source = table_file([Column("case.n", "number")], OVERLAPPING, policy="COLLECT")
    parse_dmn(source).evaluate("d", {"case": {"n": 7, "khac": 1}}, trace=trace)

    [used] = trace.tables
    assert (used.decision, used.hit_policy, used.inputs) == ("d", "COLLECT", [("case.n", 7)])
    assert [(hit.number, hit.rule_id, hit.conditions, hit.outputs) for hit in used.hits] == [
        (1, "rule1", ("> 0",), (10,)),
        (2, "rule2", ("> 5",), (30,)),
    ]
    assert used.hits[0].annotation == "ghi chú 1"
    assert trace.reads == {"case.n": 7}
    assert trace.decisions == {"d": [10, 30]}


def test_a_trace_of_a_failed_decision_keeps_the_rules_that_hit() -> None:
    trace = Trace()
    source = table_file([Column("n", "number")], OVERLAPPING)
    with pytest.raises(NotUnique):
        parse_dmn(source).evaluate("d", {"n": 7}, trace=trace)

    assert [hit.number for hit in trace.tables[0].hits] == [1, 2]


def test_a_decision_is_made_from_the_decisions_it_requires() -> None:
    decisions = model(
        '<inputData id="i" name="so trang"><variable name="so trang" typeRef="number"/>'
        "</inputData>",
        decision("gia", literal("so trang * 2000"), requires("Input", "i")),
        decision(
            "tong", literal("gia + phi"), requires("Decision", "gia") + requires("Decision", "phi")
        ),
        decision("phi", literal("10000")),
    )
    trace = Trace()

    assert decisions.evaluate("tong", {"so trang": 3}, trace=trace) == 16000
    assert trace.decisions == {"gia": 6000, "phi": 10000, "tong": 16000}
    assert [decision.name for decision in decisions.decisions] == ["gia", "tong", "phi"]


def test_a_decision_that_requires_itself_is_refused() -> None:
    circle = model(
        decision("a", literal("b"), requires("Decision", "b")),
        decision("b", literal("a"), requires("Decision", "a")),
    )

    with pytest.raises(Cyclic):
        circle.evaluate("a", {})


def test_an_unknown_decision_is_named() -> None:
    with pytest.raises(UnknownDecision, match="khong_co"):
        model().evaluate("khong_co", {})


def test_input_data_of_the_wrong_type_are_refused_with_their_name() -> None:
    decisions = model(
        '<inputData id="i" name="n"><variable name="n" typeRef="number"/></inputData>',
        decision("d", literal("n"), requires("Input", "i")),
    )

    with pytest.raises(WrongType, match="“n” phải thuộc kiểu number, nhận được ba"):
        decisions.evaluate("d", {"n": "ba"})


def test_allowed_values_of_an_item_definition_are_held() -> None:
    kinds = (
        '<itemDefinition name="tKenh"><typeRef>string</typeRef>'
        + text("allowedValues", '"online", "counter"')
        + "</itemDefinition>"
    )
    decisions = model(
        kinds,
        '<inputData id="i" name="kenh"><variable name="kenh" typeRef="tKenh"/></inputData>',
        decision("d", literal("kenh"), requires("Input", "i")),
    )

    assert decisions.evaluate("d", {"kenh": "online"}) == "online"
    with pytest.raises(WrongType, match="tKenh"):
        decisions.evaluate("d", {"kenh": "post"})


def test_a_function_may_call_itself_and_is_stopped_when_it_never_ends() -> None:
    factorial = (
        '<businessKnowledgeModel id="f" name="f"><variable name="f"/><encapsulatedLogic>'
        '<formalParameter name="n" typeRef="number"/>'
        + literal("if n <= 1 then 1 else n * f(n - 1)")
        + "</encapsulatedLogic></businessKnowledgeModel>"
    )
    decisions = model(factorial, decision("d", literal("f(n)"), requires("Knowledge", "f")))

    assert decisions.evaluate("d", {"n": 10}) == 3628800
    with pytest.raises(FuelExhausted):
        decisions.evaluate("d", {"n": 10}, limits=Limits(fuel=5))


def test_boxed_expressions_are_evaluated() -> None:
    entry = '<contextEntry><variable name="{}"/>{}</contextEntry>'
    boxed = (
        "<context>"
        + entry.format("xs", "<list>" + literal("1") + literal("2") + literal("3") + "</list>")
        + entry.format(
            "loc", f"<filter><in>{literal('xs')}</in><match>{literal('item > 1')}</match></filter>"
        )
        + entry.format(
            "lap",
            f'<for iteratorVariable="x"><in>{literal("xs")}</in>'
            f"<return>{literal('x * 2')}</return></for>",
        )
        + entry.format(
            "co",
            f'<some iteratorVariable="x"><in>{literal("xs")}</in><satisfies>{literal("x = 2")}'
            "</satisfies></some>",
        )
        + entry.format(
            "neu",
            f"<conditional><if>{literal('co')}</if><then>{literal('1')}</then>"
            f"<else>{literal('2')}</else></conditional>",
        )
        + entry.format(
            "bang",
            '<relation><column name="a"/><column name="b"/><row>'
            + literal("1")
            + literal("2")
            + "</row></relation>",
        )
        + entry.format(
            "ham",
            '<functionDefinition><formalParameter name="a"/>'
            + literal("a + 1")
            + "</functionDefinition>",
        )
        + entry.format(
            "goi",
            f'<invocation>{literal("ham")}<binding><parameter name="a"/>'
            f"{literal('41')}</binding></invocation>",
        )
        + "<contextEntry>"
        + literal("[loc, lap, co, neu, bang, goi]")
        + "</contextEntry></context>"
    )

    assert model(decision("d", boxed)).evaluate("d", {}) == [
        [2, 3],
        [2, 4, 6],
        True,
        1,
        [{"a": 1, "b": 2}],
        42,
    ]


def test_a_decision_service_is_called_with_its_inputs() -> None:
    decisions = model(
        '<inputData id="i" name="n"><variable name="n" typeRef="number"/></inputData>',
        decision("doi", literal("n * 2"), requires("Input", "i")),
        '<decisionService id="s" name="dich vu"><variable name="dich vu"/>'
        '<outputDecision href="#doi"/><inputData href="#i"/></decisionService>',
        decision("d", literal("dich vu(21)"), requires("Knowledge", "s")),
    )

    assert decisions.evaluate("dich vu", {"n": 4}) == 8
    assert decisions.evaluate("d", {}) == 42


def test_a_model_imports_another_under_a_prefix() -> None:
    shared = parse_dmn(definitions(decision("gia", literal("2000")), namespace="chung"))
    importing = definitions(
        f'<import namespace="chung" name="c" importType="{NAMESPACE}"/>'
        + decision(
            "d",
            literal("c.gia * 2"),
            '<informationRequirement><requiredDecision href="chung#gia"/></informationRequirement>',
        )
    )

    assert parse_dmn(importing, imports={"chung": shared}).evaluate("d", {}) == 4000


def test_a_text_that_is_not_feel_is_a_fault_with_its_line_and_stops_only_its_decision() -> None:
    decisions = model(decision("hong", "\n" + literal("1 +")), decision("lanh", literal("1")))

    [fault] = decisions.faults
    assert (fault.line, fault.column, fault.code) == (2, 4, "feel.syntax")
    assert decisions.evaluate("lanh", {}) == 1
    with pytest.raises(FeelSyntaxError):
        decisions.evaluate("hong", {})


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "XML"),
        (b"<a>", "XML"),
        (b"<a/>", "definitions"),
        (b'<!DOCTYPE definitions [<!ENTITY a "b">]><definitions/>', "DTD"),
        (
            (
                b'<!DOCTYPE definitions [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
                b'<definitions name="&x;"/>'
            ),
            "XML|DTD",
        ),
        (b"<definitions>" + b" " * 5_000_001 + b"</definitions>", "byte"),
        (definitions(decision("d", "<list>" * 40 + literal("1") + "</list>" * 40)), "40|30"),
    ],
)
def test_a_file_that_is_broken_or_unsafe_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(DocumentRefused, match=words):
        parse_dmn(data)


def test_a_rule_with_a_cell_too_few_decides_nothing() -> None:
    source = table_file([Column("n"), Column("s")], [(["-"], ["1"])])

    with pytest.raises(CellCount, match="dòng 1 có 1 ô điều kiện"):
        parse_dmn(source).evaluate("d", {})


def test_a_text_in_another_language_is_a_fault() -> None:
    source = table_file([Column("n")], [(["-"], ["1"])]).replace(
        b"<outputEntry>", b'<outputEntry expressionLanguage="javascript">'
    )

    [fault] = parse_dmn(source).faults
    assert "javascript" in fault.message


def test_other_names_of_the_kinds_are_understood() -> None:
    source = table_file([Column("n", "integer")], [(["> 1"], ["n"])], output_type="long")

    assert parse_dmn(source).evaluate("d", {"n": 2}) == 2


def test_damaged_files_raise_nothing_but_our_own_errors() -> None:
    seen = dmn_fuzzing.outcomes(dmn_fuzzing.sources(), rounds=40, seed=5)

    assert {"made", "dmn.cell_count", "dmn.unknown"} <= seen


def test_lenient_runs_make_errors_null_as_the_standard_has_it() -> None:
    source = table_file([Column("n", "number")], OVERLAPPING)

    assert parse_dmn(source).evaluate("d", {"n": 10}, lenient=True) is None


def test_a_table_in_a_function_is_evaluated_with_its_parameters() -> None:
    function = (
        '<businessKnowledgeModel id="f" name="phi"><variable name="phi"/><encapsulatedLogic>'
        '<formalParameter name="n"/>'
        + table([Column("n")], [(["< 10"], ["1"]), ([">= 10"], ["2"])])
        + "</encapsulatedLogic></businessKnowledgeModel>"
    )
    decisions = model(
        function, decision("d", literal("phi(3) + phi(30)"), requires("Knowledge", "f"))
    )

    assert decisions.evaluate("d", {}) == 3

"""Static checks: what a designer is told before anything runs."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.feel import FeelType, compile_expression
from engine.feel.check import (
    CODES,
    Finding,
    check_cell,
    check_condition,
    check_expression,
    check_model,
    infer_type,
)
from engine.feel.check.arguments import ALONE, ELEMENTS, TAKES
from engine.feel.compiler import BUILTINS
from engine.feel.dmn import parse_dmn
from engine.feel.typeref import ANY, context_of, enumeration, list_of
from tests.unit.feel import fuzzing
from tests.unit.feel.dmn_texts import Column, decision, definitions, literal, table_file

NUMBER, STRING, DATE = FeelType("number"), FeelType("string"), FeelType("date")
NAMES = {
    "soat": enumeration("dong_y", "tra_lai"),
    "dat": FeelType("boolean"),
    "lệ phí": NUMBER,
    "gi_do": ANY,
    "case": context_of(
        {
            "so_tien": NUMBER,
            "ngay_nop": DATE,
            "giay_to": list_of(context_of({"ma": STRING, "so_trang": NUMBER})),
        }
    ),
}


@pytest.mark.parametrize(
    ("text", "code", "column", "words"),
    [
        ('soatt = "dong_y"', "feel.unknown_name", 1, "Có phải ý bạn là “soat”?"),
        ("le_phi > 1", "feel.unknown_name", 1, "Có phải ý bạn là “lệ phí”?"),
        ('soat = "dong_i"', "feel.unknown_value", 8, "Có phải ý bạn là “dong_y”?"),
        ('soat in ("dong_y", "tra")', "feel.unknown_value", 20, "tra_lai"),
        ("case.sotien > 1", "feel.unknown_field", 6, "so_tien"),
        ("case.ngay_nop.yeer = 2026", "feel.unknown_field", 15, "year"),
        ("count(case.giay_to[so_trag > 1]) > 0", "feel.unknown_name", 20, "so_trang"),
        ("cout(case.giay_to) > 1", "feel.unknown_function", 1, "count"),
        ("case.so_tien(1) > 2", "feel.unknown_function", None, None),
        ('substring("a") = "b"', "feel.arguments", 1, "2 hoặc 3"),
        ('contains(strin: "a", match: "b")', "feel.arguments", 1, "string"),
        ('case.so_tien > "1"', "feel.type_clash", 1, "số với chuỗi"),
        ("lệ phí + case.ngay_nop = 1", "feel.type_clash", 1, "số + ngày"),
        ("dat < dat", "feel.type_clash", 1, "không có thứ tự"),
        ('-soat = "x"', "feel.type_clash", 1, "đổi dấu"),
        ("dat and case.so_tien", "feel.not_boolean", 9, "và (and)"),
        ("dat and null", "feel.not_boolean", 9, "null"),
        ("null", "feel.not_boolean", 1, "null"),
        ("if dat then true else 5", "feel.not_boolean", 23, "số"),
        ("if dat then (if dat then true else null) else dat", "feel.not_boolean", 1, "null"),
        ("not(soat)", "feel.arguments", 5, "cần đúng/sai"),
        ("string length(case.so_tien) > 1", "feel.arguments", 15, "cần chuỗi"),
        ("sum(case.giay_to.ma) > 1", "feel.arguments", 5, "cần"),
        ("modulo(divisor: 0, dividend: case.so_tien) = 1", "feel.type_clash", 1, "chia cho 0"),
        ("case.so_tien / 0 = 1", "feel.type_clash", 1, "chia cho 0"),
        ("case.so_tien + null = 1", "feel.type_clash", 1, "null"),
        ("case.so_tien > null", "feel.type_clash", 1, "null"),
        ('date("2020-13-01") < case.ngay_nop', "feel.unreadable", 1, "“2020-13-01”"),
        ('duration("5 ngày") > duration("P1D")', "feel.unreadable", 1, "khoảng thời gian"),
        ('matches(gi_do, "[")', "feel.unreadable", 1, "biểu thức chính quy"),
        ("case.so_tien", "feel.not_boolean", 1, "đúng/sai"),
        ("if lệ phí then dat else dat", "feel.not_boolean", 4, "if"),
        ("some g in case.giay_to satisfies g.so_trang", "feel.not_boolean", 34, "satisfies"),
        ("dat and\n  (1 +", "feel.syntax", 7, "chưa viết hết"),
    ],
)
def test_a_mistake_is_found_where_it_is(
    text: str, code: str, column: int | None, words: str | None
) -> None:
    found = [finding for finding in check_condition(text, NAMES) if finding.code == code]
    if column is None:
        assert found == []
        return

    assert found[0].column == column
    assert words is not None
    assert words in found[0].message
    assert found[0].line == text.count("\n") + 1
    assert code in CODES


@pytest.mark.parametrize(
    "text",
    [
        'soat = "dong_y" and lệ phí > 0',
        'case.giay_to[so_trang > 1].ma[1] = "x"',
        'case.ngay_nop + duration("P30D") < today()',
        "every g in case.giay_to satisfies g.so_trang >= 1",
        "gi_do > 1 or gi_do.bat_ky = gi_do.khac",
        "gi_do[chua_biet > 1][1] = 1",
        "{a: case.so_tien, b: a * 2}.b > 10",
        "(function(x: number) x > 1)(case.so_tien)",
        'soat in ("dong_y", "tra_lai") and not(dat)',
        "null = soat or is defined(case.so_tien)",
        "years and months duration(case.ngay_nop, today()).years >= 1",
        "(today() - case.ngay_nop).days > 3",
        "max(case.giay_to.so_trang) > 3",
    ],
)
def test_what_is_right_is_left_alone(text: str) -> None:
    assert check_condition(text, NAMES) == []


def test_an_expression_may_have_to_give_a_declared_type() -> None:
    assert check_expression("case.so_tien * 2", NAMES, expects=NUMBER) == []
    [finding] = check_expression("case.so_tien * 2", NAMES, expects=STRING)
    assert finding.code == "feel.result_type"


def test_a_cell_is_checked_against_its_input() -> None:
    assert check_cell('"dong_y", "tra_lai"', NAMES["soat"], NAMES) == []
    assert check_cell("[1..5], > 10, lệ phí", NUMBER, NAMES) == []
    assert check_cell("? > 5 and ? < 10", NUMBER, NAMES) == []
    assert [f.code for f in check_cell('> "a"', NUMBER, NAMES)] == ["feel.type_clash"]
    assert [f.code for f in check_cell('"dong"', NAMES["soat"], NAMES)] == ["feel.unknown_value"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("1 + 2", "number"),
        ('date("2026-01-01") - date("2025-01-01")', "days and time duration"),
        ("[1, 2][item > 1]", "list"),
        ("[1, 2][1]", "number"),
        ('if true then "a" else "b"', "string"),
        ('if true then "a" else 1', "Any"),
        ('duration("P1D") * 2', "Any"),
        ("for i in 1..3 return i", "list"),
        ("today().year", "number"),
    ],
)
def test_types_are_inferred(text: str, name: str) -> None:
    assert infer_type(text, {}).name == name


def test_the_check_survives_hostile_texts() -> None:
    names = dict.fromkeys(fuzzing.CONTEXT, ANY)

    for text in fuzzing.texts(500, seed=3):
        for finding in check_condition(text, names):
            assert finding.code in CODES


def table_findings(**columns: Any) -> list[Finding]:
    return check_model(parse_dmn(table_file(**columns)), {"n": NUMBER, "s": STRING})


def codes(findings: list[Finding]) -> list[str]:
    return [finding.code for finding in findings]


def test_a_table_without_gaps_and_overlaps_is_left_alone() -> None:
    found = table_findings(
        inputs=[Column("n", "number"), Column("s", "string", '"a", "b"')],
        rules=[
            (["< 0", "-"], ["1"]),
            (["[0..10]", '"a"'], ["2"]),
            (["[0..10]", 'not("a")'], ["3"]),
            (["> 10", "-"], ["4"]),
        ],
    )

    assert found == []


def test_gaps_between_intervals_are_named() -> None:
    found = table_findings(
        inputs=[Column("n", "number")], rules=[(["< 0"], ["1"]), (["(0..10]"], ["2"])]
    )

    assert codes(found) == ["dmn.gap"]
    assert "n = 0 hoặc n > 10" in found[0].message
    assert found[0].severity == "warning"


def test_a_missing_value_of_an_enumeration_is_a_gap() -> None:
    found = table_findings(
        inputs=[Column("s", "string", '"a", "b", "c"')],
        rules=[(['"a"'], ["1"]), (['"b"'], ["2"])],
    )

    assert codes(found) == ["dmn.gap"]
    assert 's = "c"' in found[0].message


def test_a_default_output_fills_every_gap() -> None:
    found = table_findings(inputs=[Column("n", "number")], rules=[(["< 0"], ["1"])], default="0")

    assert found == []


def test_rules_that_hit_together_are_an_error_in_a_unique_table() -> None:
    found = table_findings(
        inputs=[Column("n", "number"), Column("s", "string", '"a", "b"')],
        rules=[(["<= 5", "-"], ["1"]), ([">= 5", '"a"'], ["2"]), (["> 5", '"b"'], ["3"])],
    )

    overlaps = [finding for finding in found if finding.code == "dmn.overlap"]
    assert len(overlaps) == 1
    assert "Dòng 1 và dòng 2" in overlaps[0].message
    assert "n = 5" in overlaps[0].message
    assert overlaps[0].severity == "error"
    assert overlaps[0].element_id == "rule2"


def test_rules_that_hit_together_are_meant_so_in_a_first_table() -> None:
    found = table_findings(
        inputs=[Column("n", "number")], rules=[(["<= 5"], ["1"]), (["-"], ["2"])], policy="FIRST"
    )

    assert found == []


def test_whole_numbers_leave_no_gap_between_ten_and_eleven() -> None:
    rules = [(["<= 10"], ["1"]), ([">= 11"], ["2"])]

    assert table_findings(inputs=[Column("n", "integer")], rules=rules) == []
    [finding] = table_findings(inputs=[Column("n", "number")], rules=rules)
    assert "10 < n < 11" in finding.message


def test_whole_numbers_overlap_only_where_one_lies() -> None:
    """Between 10 and 11 both rules hold, and no whole number is there."""
    rules = [(["< 11"], ["1"]), (["> 10"], ["2"])]

    assert table_findings(inputs=[Column("n", "integer")], rules=rules) == []
    assert codes(table_findings(inputs=[Column("n", "number")], rules=rules)) == ["dmn.overlap"]


def test_dates_are_cut_like_numbers() -> None:
    found = check_model(
        parse_dmn(
            table_file(
                inputs=[Column("d", "date")],
                rules=[
                    (['< date("2026-01-01")'], ["1"]),
                    (['> date("2026-01-01")'], ["2"]),
                ],
            )
        ),
        {"d": DATE},
    )

    assert codes(found) == ["dmn.gap"]
    assert "d = 2026-01-01" in found[0].message


def test_a_table_that_depends_on_data_is_said_to_be_unsearched() -> None:
    found = table_findings(inputs=[Column("n", "number")], rules=[(["> lệ"], ["1"])])

    assert "dmn.not_analysed" in codes(found)
    assert "feel.unknown_name" in codes(found)


def test_a_rule_with_a_cell_too_few_is_named() -> None:
    found = table_findings(
        inputs=[Column("n", "number"), Column("s", "string")], rules=[(["1"], ["1"])]
    )

    assert codes(found) == ["dmn.cell_count"]


def test_texts_of_a_model_are_checked_with_lines_of_the_file() -> None:
    source = table_file(
        inputs=[Column("n", "number")], rules=[(["-"], ["1 +"]), (["-"], ['"x"'])], policy="FIRST"
    )
    found = check_model(parse_dmn(source), {"n": NUMBER})

    by_code = {finding.code: finding for finding in found}
    assert set(by_code) == {"feel.syntax", "feel.result_type"}
    lines = source.decode().splitlines()
    assert "1 +" in lines[by_code["feel.syntax"].line - 1]
    assert '"x"' in lines[by_code["feel.result_type"].line - 1]


cells = st.tuples(
    st.sampled_from(["-", "< 3", "[1..4)", "> 2", "2", "not(3)", "(0..2], 5", "<= 0, >= 5", "4"]),
    st.sampled_from(["-", '"a"', '"b"', 'not("a")', '"a", "b"']),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(cells, min_size=1, max_size=5))
def test_gaps_and_overlaps_are_those_that_trying_every_input_shows(
    rows: list[tuple[str, str]],
) -> None:
    inputs = [Column("n", "number"), Column("s", "string", '"a", "b"')]
    rules = [(list(row), [str(number)]) for number, row in enumerate(rows)]
    found = codes(table_findings(inputs=inputs, rules=rules))
    tried = parse_dmn(table_file(inputs, rules, policy="COLLECT"))
    hits = [
        len(tried.evaluate("d", {"n": Decimal(half) / 2, "s": s}) or [])
        for half in range(-2, 14)
        for s in ("a", "b")
    ]

    assert ("dmn.gap" in found) == (0 in hits)
    assert ("dmn.overlap" in found) == (max(hits) > 1)


def test_functions_and_boxed_expressions_are_looked_into() -> None:
    function = (
        '<businessKnowledgeModel id="f" name="f"><variable name="f"/><encapsulatedLogic>'
        '<formalParameter name="a" typeRef="string"/>'
        + literal("a * 2")
        + "</encapsulatedLogic></businessKnowledgeModel>"
    )
    boxed = (
        '<context><contextEntry><variable name="x" typeRef="number"/>'
        + literal("n + 1")
        + "</contextEntry><contextEntry><conditional><if>"
        + literal("x")
        + "</if><then>"
        + literal("thieu")
        + '</then><else><for iteratorVariable="i"><in>'
        + literal("[1, 2]")
        + "</in><return>"
        + literal('i + "a"')
        + "</return></for></else></conditional></contextEntry></context>"
    )
    found = check_model(parse_dmn(definitions(function + decision("d", boxed))), {"n": NUMBER})

    assert sorted(codes(found)) == [
        "feel.not_boolean",
        "feel.type_clash",
        "feel.type_clash",
        "feel.unknown_name",
    ]


@pytest.mark.parametrize(
    ("policy", "aggregation", "values", "kind", "told"),
    [
        ("PRIORITY", "", "", "string", True),
        ("PRIORITY", "", '"a", "b"', "string", False),
        ("OUTPUT ORDER", "", "", "string", True),
        ("FIRST", "", "", "string", False),
        ("COLLECT", "SUM", "", "string", True),
        ("COLLECT", "SUM", "", "number", False),
        ("COLLECT", "MAX", "", "boolean", True),
        ("COLLECT", "MIN", "", "date", False),
        ("COLLECT", "COUNT", "", "string", False),
        ("COLLECT", "SUM", "", "", True),
    ],
)
def test_a_policy_without_what_it_needs_is_told(
    policy: str, aggregation: str, values: str, kind: str, *, told: bool
) -> None:
    """D11: it answered like FIRST."""
    found = table_file(
        [Column("x", "number")],
        [(["-"], ['"a"'])],
        policy=policy,
        aggregation=aggregation,
        output_values=values,
        output_type=kind,
    )
    codes = [one.code for one in check_model(parse_dmn(found))]
    assert ("dmn.policy" in codes) is told


SAMPLES = {
    "number": "1", "string": '"a"', "boolean": "true", "date": '@"2026-01-01"',
    "time": '@"08:00:00"',
    "date and time": '@"2026-01-01T08:00:00"', "days and time duration": '@"P1D"',
    "years and months duration": '@"P1Y"', "list": "[1, 2]",
    "context": "{a: 1}", "range": "[1..2]",
}  # fmt: skip


@pytest.mark.parametrize("name", sorted({*TAKES, *ALONE, *ELEMENTS}))
def test_what_a_function_is_said_not_to_take_makes_it_null(name: str) -> None:
    takes = TAKES.get(name) or (ALONE.get(name) or ELEMENTS[name],)
    least = min(BUILTINS[name].counts or {1})
    fitting = [SAMPLES[min(kinds)] for kinds in takes[: max(least, 1)]]
    for place, kinds in enumerate(takes[: max(least, 1)]):
        for kind in SAMPLES.keys() - kinds:
            given = [*fitting[:place], SAMPLES[kind], *fitting[place + 1 :]]
            if kind != "list" or name not in ELEMENTS:
                assert compile_expression(f"{name}({', '.join(given)})").evaluate({}) is None, given


@pytest.mark.parametrize(
    "text",
    [
        'string length(["a"]) = 1', "date(2026, 1, 2) > case.ngay_nop", "sum(case.so_tien, 1) > 1",
        'number(from: "1", grouping separator: " ", decimal separator: null) = 1',
        'if soat = null then "a" = "b" else dat', "sum(gi_do) > 1", "not(gi_do)", "gi_do = null",
        'date and time(case.ngay_nop, time("08:00:00")) > now()', "dat or case.so_tien = null",
    ],
)  # fmt: skip
def test_what_may_well_be_true_is_not_called_wrong(text: str) -> None:
    assert check_condition(text, NAMES) == []


def test_a_text_that_anybody_may_type_is_a_doubt_about_a_date() -> None:
    found = check_condition("date(ai_do) > case.ngay_nop", {**NAMES, "ai_do": STRING})
    assert [(one.code, one.severity) for one in found] == [("feel.free_text", "warning")]
    assert not check_condition("date(soat) > case.ngay_nop", NAMES)  # one of a known few


def test_a_single_value_where_a_list_is_meant_is_a_doubt() -> None:
    found = check_condition("count(case.so_tien) > 1", NAMES)
    assert [(one.code, one.severity) for one in found] == [("feel.not_list", "warning")]

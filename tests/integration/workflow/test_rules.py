"""Business rule tasks and scripts: computed by FEEL, written to variables without merging."""

from decimal import Decimal

import pytest

from engine.workflow.running.incidents import (
    ConditionNotBoolean,
    ExpressionFailed,
    NoRuleHit,
    NotExecutable,
    NotScalar,
)
from tests.integration.workflow.diagrams import (
    ANY_ERROR,
    NOW,
    Walk,
    boundary,
    definition,
    flows,
    node,
    nodes,
    process,
)

RULES = {"dat_dai": "50000", "ho_tich": "0"}


def table(policy: str = "UNIQUE", **rules: str) -> bytes:
    """A decision table ``phi`` over ``linh_vuc``."""
    rows = "".join(
        f'<rule id="r{n}"><inputEntry><text>"{given}"</text></inputEntry>'
        f"<outputEntry><text>{value}</text></outputEntry></rule>"
        for n, (given, value) in enumerate(rules.items())
    )
    return (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d"'
        ' namespace="x"><decision id="phi" name="Tính phí"><decisionTable id="t"'
        f' hitPolicy="{policy}"><input id="i"><inputExpression typeRef="string">'
        '<text>linh_vuc</text></inputExpression></input><output id="o" typeRef="number"/>'
        f"{rows}</decisionTable></decision></definitions>"
    ).encode()


CALL = (
    '<bpmn:extensionElements><tthc:decision ref="phi" result="so_tien"/></bpmn:extensionElements>'
)
PLAIN = process(
    nodes("start:s user:a user:z end:e"),
    node("rule", "r", CALL, name="Tính phí"),
    flows("s>a>r>z>e"),
)
SECOND_RULE = (
    b"<rule id='x'><inputEntry><text>-</text></inputEntry><outputEntry><text>2</text>"
    b"</outputEntry></rule></decisionTable>"
)


def test_a_decision_sets_its_variable() -> None:
    walk = Walk(definition(PLAIN, phi_dmn=table(**RULES))).do("a", linh_vuc="dat_dai")
    assert walk.open == ["z"]
    assert walk.run.variables == {"linh_vuc": "dat_dai", "so_tien": Decimal(50000)}


def test_a_decision_reads_the_dossier() -> None:
    rules = table(**RULES).replace(b"<text>linh_vuc", b"<text>case.linh_vuc")
    walk = Walk(definition(PLAIN, phi_dmn=rules), dossier={"linh_vuc": "dat_dai"}).do("a")
    assert walk.run.variables == {"so_tien": Decimal(50000)}


def test_no_rule_hit_stops_the_act() -> None:
    walk = Walk(definition(PLAIN, phi_dmn=table(**RULES)), so_tien=7)
    with pytest.raises(NoRuleHit, match="Tính phí"):
        walk.do("a", linh_vuc="khac")


def test_two_hits_of_a_unique_table_stop_the_act() -> None:
    twice = table(dat_dai="1").replace(b"</decisionTable>", SECOND_RULE)
    with pytest.raises(ExpressionFailed, match="UNIQUE"):
        Walk(definition(PLAIN, phi_dmn=twice)).do("a", linh_vuc="dat_dai")


def test_a_decision_without_an_answer_is_caught_by_an_error_boundary() -> None:
    model = process(
        nodes("start:s user:a user:z user:h end:e end:f"),
        node("rule", "r", CALL),
        boundary("b", "r", ANY_ERROR),
        flows("s>a>r>z>e b>h>f"),
    )
    walk = Walk(definition(model, phi_dmn=table(**RULES))).do("a", linh_vuc="khac")
    assert walk.open == ["h"]
    assert "r" not in walk.done


def test_a_list_of_hits_replaces_what_was_there_and_is_not_merged() -> None:
    rules = table("RULE ORDER", dat_dai="1").replace(b"</decisionTable>", SECOND_RULE)
    walk = Walk(definition(PLAIN, phi_dmn=rules), so_tien=[9, 9, 9]).do("a", linh_vuc="dat_dai")
    assert walk.run.variables["so_tien"] == [1, 2]
    walk = Walk(definition(PLAIN, phi_dmn=rules), so_tien=[9, 9, 9]).do("a", linh_vuc="x")
    assert walk.run.variables["so_tien"] == [2]


def test_a_decision_that_is_not_in_the_package_is_refused() -> None:
    with pytest.raises(NotExecutable, match="phi"):
        definition(PLAIN)


def test_a_broken_dmn_file_is_refused() -> None:
    with pytest.raises(NotExecutable, match="dmn"):
        definition(PLAIN, phi_dmn=b"<x/>")


def script(text: str, language: str = "feel") -> str:
    """A process whose script writes ``y``."""
    inside = '<bpmn:extensionElements><tthc:result variable="y"/></bpmn:extensionElements>'
    inside += f"<bpmn:script>{text}</bpmn:script>"
    return process(
        nodes("start:s user:z end:e"),
        node("script", "sc", inside, scriptFormat=language),
        flows("s>sc>z>e"),
    )


def test_a_feel_script_sets_its_variable() -> None:
    assert Walk(definition(script("x + 1")), x=2).run.variables == {"x": 2, "y": 3}


@pytest.mark.parametrize("language", ["python", "javascript", "groovy"])
def test_a_script_in_another_language_is_refused(language: str) -> None:
    with pytest.raises(NotExecutable, match="FEEL"):
        definition(script("1", language))


@pytest.mark.parametrize("text", ["__import__('os').getpid()", "x = = 1", "while True: pass"])
def test_a_script_that_is_no_feel_is_refused_when_the_process_is_read(text: str) -> None:
    with pytest.raises(ExpressionFailed):
        definition(script(text))


def test_a_script_can_write_routing_values_only() -> None:
    with pytest.raises(NotScalar):
        Walk(definition(script('{typename: "UUID", value: x}')), x=1)


def test_a_run_tells_what_its_decisions_read_and_answered() -> None:
    run = Walk(definition(PLAIN, phi_dmn=table(**RULES))).run
    run.complete(run.ready()[0].id, {"linh_vuc": "dat_dai"}, now=NOW)
    (answer,) = run.answers
    assert (answer.element_id, answer.expression, answer.value) == ("r", "phi", 50000)
    assert answer.reads["linh_vuc"] == "dat_dai"
    assert [hit.number for hit in answer.tables[0].hits] == [1]


def test_a_run_tells_what_its_conditions_read_of_the_dossier() -> None:
    model = process(
        nodes("start:s user:a user:b user:c end:e"),
        node("xor", "g", default="g__c"),
        flows("s>a>g>b>e g>c>e", g__b="case.dien_tich > 100"),
    )
    run = Walk(definition(model), dossier={"dien_tich": 80, "khac": 1}).run
    run.complete(run.ready()[0].id, {}, now=NOW)
    (answer,) = run.answers
    assert answer.value is False
    assert answer.reads == {"case.dien_tich": 80}


def test_a_condition_that_is_null_says_why() -> None:
    model = process(
        nodes("start:s user:b user:c end:e"),
        node("xor", "g", default="g__c"),
        flows("s>g>b>e g>c>e", g__b="x > 1"),
    )
    with pytest.raises(ConditionNotBoolean, match="không thể so sánh"):
        Walk(definition(model), x="một")


def test_several_outputs_without_a_result_variable_each_set_their_own() -> None:
    rules = table(dat_dai="50000").replace(
        b'<output id="o" typeRef="number"/>',
        b'<output id="o" name="phi" typeRef="number"/><output id="p" name="cap" typeRef="string"/>',
    )
    rules = rules.replace(
        b"<outputEntry>", b"<outputEntry><text>1</text></outputEntry><outputEntry>"
    ).replace(b"<text>50000</text>", b'<text>"xa"</text>')
    made = definition(PLAIN.replace(' result="so_tien"', ""), phi_dmn=rules)
    walk = Walk(made).do("a", linh_vuc="dat_dai")
    assert walk.run.variables == {"linh_vuc": "dat_dai", "phi": 1, "cap": "xa"}

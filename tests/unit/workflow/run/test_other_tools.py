"""Diagrams of Camunda 7 and 8: what has a clear meaning runs."""

from decimal import Decimal

from tests.integration.workflow.diagrams import (
    Walk,
    definition,
    flows,
    node,
    nodes,
    process,
    timer,
)
from tests.integration.workflow.test_rules import table

CAMUNDA = 'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"'
ZEEBE = 'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'


def extension(text: str) -> str:
    """An extension element of Camunda 8."""
    name = text.split(" ", 1)
    inside = f"<zeebe:{name[0]} {ZEEBE} {name[1]}/>"
    return f"<bpmn:extensionElements>{inside}</bpmn:extensionElements>"


def test_a_decision_of_camunda_7() -> None:
    rule = (
        f'<bpmn:businessRuleTask id="r" {CAMUNDA} camunda:decisionRef="phi"'
        ' camunda:resultVariable="tien"/>'
    )
    model = process(nodes("start:s user:z end:e"), rule, flows("s>r>z>e"))
    walk = Walk(definition(model, phi_dmn=table(a="7")), linh_vuc="a")
    assert walk.run.variables["tien"] == Decimal(7)


def test_a_decision_of_camunda_8() -> None:
    rule = node("rule", "r", extension('calledDecision decisionId="phi" resultVariable="tien"'))
    model = process(nodes("start:s user:z end:e"), rule, flows("s>r>z>e"))
    walk = Walk(definition(model, phi_dmn=table(a="7")), linh_vuc="a")
    assert walk.run.variables["tien"] == Decimal(7)


def test_a_script_and_conditions_of_camunda_8_begin_with_an_equals_sign() -> None:
    script = node("script", "c", extension('script expression="=x + 1" resultVariable="y"'))
    model = process(
        nodes("start:s user:a user:b end:e"),
        script,
        node("xor", "g", default="g__b"),
        flows("s>c>g>a>e g>b>e", g__a="=y = 3"),
    )
    assert Walk(definition(model), x=2).open == ["a"]


def test_a_called_process_of_camunda_8() -> None:
    call = node("call", "c", extension('calledElement processId="q"'))
    called = process(nodes("start:qs user:qa end:qe"), flows("qs>qa>qe"), id="q")
    model = process(nodes("start:s end:e"), call, flows("s>c>e"))
    assert Walk(definition(model, called)).do("qa").run.finished


def test_a_collection_of_camunda_8() -> None:
    loop = extension('loopCharacteristics inputCollection="=L" inputElement="it"')
    many = f"<bpmn:multiInstanceLoopCharacteristics>{loop}</bpmn:multiInstanceLoopCharacteristics>"
    model = process(nodes("start:s end:e"), node("user", "a", many), flows("s>a>e"))
    assert Walk(definition(model), L=["p", "q"]).open == ["a", "a"]


def test_a_collection_of_camunda_7() -> None:
    many = (
        f'<bpmn:multiInstanceLoopCharacteristics {CAMUNDA} camunda:collection="L"'
        ' camunda:elementVariable="it"/>'
    )
    model = process(nodes("start:s end:e"), node("user", "a", many), flows("s>a>e"))
    assert Walk(definition(model), L=["p", "q"]).open == ["a", "a"]


def test_a_definition_knows_every_name_that_its_expressions_read() -> None:
    loop = extension('loopCharacteristics inputCollection="=ds" inputElement="it"')
    many = f"<bpmn:multiInstanceLoopCharacteristics>{loop}</bpmn:multiInstanceLoopCharacteristics>"
    model = process(
        nodes("start:s user:b end:e"),
        node("user", "a", many),
        node("script", "c", extension('script expression="=x + 1" resultVariable="y"')),
        node("rule", "r", extension('calledDecision decisionId="phi" resultVariable="tien"')),
        node("catch", "t", timer("han")),
        node("xor", "g", default="g__b"),
        flows("s>a>c>r>t>g>e g>b>e", g__e="=duyet"),
    )
    assert definition(model, phi_dmn=table(a="7")).variables_read == {
        "ds",
        "x",
        "linh_vuc",
        "han",
        "duyet",
    }

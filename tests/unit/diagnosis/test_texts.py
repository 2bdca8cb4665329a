"""Expressions: timers, values of choices, what a script may be."""

import pytest

from tests.integration.workflow.diagrams import flows, node, nodes, timer
from tests.unit.diagnosis.packages import diagnosis, found

LINE = nodes("start:s user:a end:e")


def _timer(text: str, kind: str = "timeDuration") -> set[str]:
    result = diagnosis(LINE, node("catch", "x", timer(text, kind)), flows("s>a>x>e"))
    return {code for code, element in found(result) if code.startswith(("expr.", "event."))}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("PT4H", "timeDuration"),
        ("P1M2DT3H", "timeDuration"),
        ("R3/PT1H", "timeCycle"),
        ("R/P1D", "timeCycle"),
        ("2026-07-01T07:30:00+07:00", "timeDate"),
        ('duration("P1D") * 2', "timeDuration"),
        ('case.received_at + duration("P5D")', "timeDate"),
    ],
)
def test_timers_are_iso_8601_or_feel(text: str, kind: str) -> None:
    assert _timer(text, kind) == set()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("PT4X", "timeDuration"),
        ("P", "timeDuration"),
        ("R3/4h", "timeCycle"),
        ("2026-13-45", "timeDate"),
        ("P5D", "timeDate"),
    ],
)
def test_a_timer_that_is_nearly_iso_8601_is_told_what_to_write(text: str, kind: str) -> None:
    assert _timer(text, kind) & {"expr.timer", "expr.name_unknown"}
    if text != "P":
        assert _timer(text, kind) == {"expr.timer"}


def test_a_quoted_condition_of_another_engine_is_named_as_such() -> None:
    parts = nodes("start:s user:a xor:g user:b end:e")
    result = diagnosis(parts, flows("s>a>g>b>e g>e", g__b="#{ok}", g__e="${!ok}"))
    assert [fault.code for fault in result.faults].count("expr.template") == 2


def test_what_scripts_messages_and_items_set_may_be_read() -> None:
    script = node(
        "script",
        "x",
        '<bpmn:extensionElements><tthc:result variable="tong"/></bpmn:extensionElements>'
        "<bpmn:script>1 + 1</bpmn:script>",
        scriptFormat="feel",
    )
    message = node(
        "catch",
        "c",
        '<bpmn:extensionElements><tthc:payload variables="da_nop so_tien"/>'
        '</bpmn:extensionElements><bpmn:messageEventDefinition messageRef="m1"/>',
    )
    gate = node("xor", "g", default="g__e") + node("end", "f")
    result = diagnosis(
        LINE, script, message, gate, flows("s>a>x>c>g>e g>f", g__f="tong > 1 and da_nop")
    )
    assert not result.of("expr.name_unknown")


def test_a_choice_compared_with_a_value_that_no_button_gives_is_refused() -> None:
    step = node(
        "user",
        "b",
        '<bpmn:extensionElements><tthc:outcomes variable="y"><tthc:outcome value="a" label="A"/>'
        '<tthc:outcome value="b" label="B"/></tthc:outcomes></bpmn:extensionElements>',
    )
    gate = node("xor", "g", default="g__e") + node("end", "f")
    result = diagnosis(LINE, step, gate, flows("s>a>b>g>e g>f", g__f='y = "c" or case.y = "c"'))
    assert [fault.element_id for fault in result.of("expr.value_unknown")] == ["g__f"]

"""Dead ends, splits, joins, links: what keeps a case from reaching its end."""

import pytest

from tests.integration.workflow.diagrams import TERMINATE, boundary, flows, node, nodes, timer
from tests.unit.diagnosis.packages import diagnosis, found

LINK = '<bpmn:linkEventDefinition name="tiep"/>'


def _link(kind: str, element_id: str, definition: str = LINK) -> str:
    return node(kind, element_id, definition)


CASES = {
    "a process needs a start": (nodes("user:a end:e") + flows("a>e"), "start.none", "p"),
    "two starts are refused": (
        nodes("start:s start:t user:a end:e") + flows("s>a>e t>a"),
        "start.several",
        "t",
    ),
    "nothing leads into a start": (
        nodes("start:s user:a xor:g end:e") + flows("s>a>g>e g>s", g__e="true"),
        "start.has_incoming",
        "s",
    ),
    "nothing leads out of an end": (
        nodes("start:s user:a end:e user:b") + flows("s>a>e>b"),
        "end.has_outgoing",
        "e",
    ),
    "a process needs an end": (nodes("start:s user:a") + flows("s>a"), "end.none", "p"),
    "a step that leads nowhere is a dead end": (
        nodes("start:s user:a and:g user:b end:e") + flows("s>a>g>b g>e"),
        "node.dead_end",
        "b",
    ),
    "an orphan is not dropped in silence": (
        nodes("start:s user:a user:lost end:e") + flows("s>a>e lost>e"),
        "node.unreachable",
        "lost",
    ),
    "a loop must have a way out": (
        nodes("start:s user:a user:b end:e") + flows("s>a>b>a"),
        "node.no_way_out",
        "a",
    ),
    "a step may not lead straight back to itself": (
        nodes("start:s user:a end:e") + flows("s>a>e a>a"),
        "flow.to_itself",
        "a",
    ),
    "two flows out of a step are a hidden split": (
        nodes("start:s user:a user:b user:c end:e") + flows("s>a>b>e a>c>e"),
        "flow.implicit_split",
        "a",
    ),
    "parallel branches must not merge without waiting": (
        nodes("start:s and:g user:a user:b xor:m user:c end:e") + flows("s>g>a>m>c>e g>b>m"),
        "flow.uncontrolled_merge",
        "m",
    ),
    "a parallel join after an exclusive split never goes on": (
        nodes("start:s xor:g user:a user:b and:j end:e")
        + flows("s>g>a>j>e g>b>j", g__a="x", g__b="not(x)"),
        "gateway.deadlock",
        "j",
    ),
    "an exclusive flow needs a condition": (
        nodes("start:s xor:g user:a user:b end:e") + flows("s>g>a>e g>b>e", g__a="x"),
        "gateway.condition_missing",
        "g__b",
    ),
    "conditions may leave a case without a way on": (
        nodes("start:s xor:g user:a user:b end:e") + flows("s>g>a>e g>b>e", g__a="x", g__b="y"),
        "gateway.default_missing",
        "g",
    ),
    "a condition on the default flow is never looked at": (
        nodes("start:s user:a user:b end:e")
        + node("xor", "g", default="g__a")
        + flows("s>g>a>e g>b>e", g__a="x", g__b="y"),
        "gateway.default_conditional",
        "g__a",
    ),
    "a parallel gateway takes every flow": (
        nodes("start:s and:g user:a user:b end:e") + flows("s>g>a>e g>b>e", g__a="x"),
        "gateway.condition_on_parallel",
        "g__a",
    ),
    "a gateway with one way in and out does nothing": (
        nodes("start:s xor:g user:a end:e") + flows("s>g>a>e"),
        "gateway.useless",
        "g",
    ),
    "a link without a name leads nowhere": (
        nodes("start:s user:a end:e")
        + _link("throw", "th", '<bpmn:linkEventDefinition name=""/>')
        + flows("s>a>th"),
        "link.name_missing",
        "th",
    ),
    "a link needs its other end": (
        nodes("start:s user:a end:e") + _link("throw", "th") + flows("s>a>th"),
        "link.no_catch",
        "th",
    ),
    "a link that nobody throws is lost": (
        nodes("start:s user:a end:e") + _link("catch", "ca") + flows("s>a>e ca>e"),
        "link.no_throw",
        "ca",
    ),
    "a flow out of the throwing end of a link is never taken": (
        nodes("start:s user:a user:b end:e end:f")
        + _link("throw", "th")
        + _link("catch", "ca")
        + flows("s>th>a>e ca>b>f"),
        "link.flows",
        "th",
    ),
    "a flow into the catching end of a link is none": (
        nodes("start:s user:a xor:g end:e")
        + _link("throw", "th")
        + _link("catch", "ca")
        + flows("s>g>th g>ca>a>e", g__th="x", g__ca="not(x)"),
        "link.flows",
        "ca",
    ),
    "a default flow beside one that is always taken is never taken": (
        nodes("start:s user:a user:b user:c end:e")
        + node("user", "g", default="g__c")
        + flows("s>g>a>e g>b>e g>c>e", g__a="x"),
        "flow.default_useless",
        "g__b",
    ),
    "a link has one other end": (
        nodes("start:s user:a end:e")
        + _link("throw", "th")
        + _link("catch", "c1")
        + _link("catch", "c2")
        + flows("s>a>th c1>e c2>e"),
        "link.catch_twice",
        "c2",
    ),
}


@pytest.mark.parametrize(("parts", "code", "element"), CASES.values(), ids=CASES)
def test_a_fault_of_the_flow_is_found_at_its_element(parts: str, code: str, element: str) -> None:
    assert (code, element) in found(diagnosis(parts))


def test_links_that_meet_are_a_flow_like_any_other() -> None:
    result = diagnosis(
        nodes("start:s user:a user:b end:e"),
        _link("throw", "th"),
        _link("catch", "ca"),
        flows("s>a>th ca>b>e"),
    )
    assert not {code for code, _ in found(result)} & {
        "node.dead_end",
        "node.unreachable",
        "node.no_way_out",
    }


def test_a_rework_loop_into_a_step_is_no_uncontrolled_merge() -> None:
    result = diagnosis(
        nodes("start:s and:g xor:m user:a user:b and:j end:e"),
        node("xor", "x", default="x__j"),
        flows("s>g>m>a>x>j>e x>m g>b>j", x__m="lai"),
    )
    assert not {"flow.uncontrolled_merge", "gateway.deadlock"} & {c for c, _ in found(result)}


def test_a_boundary_event_of_a_step_is_reached_through_the_step() -> None:
    result = diagnosis(
        nodes("start:s user:a user:b end:e"),
        node("end", "f", TERMINATE),
        boundary("qua_han", "a", timer("P1D")),
        flows("s>a>e qua_han>b>f"),
    )
    assert "node.unreachable" not in {code for code, _ in found(result)}


def test_faults_inside_subprocesses_are_found_too() -> None:
    inside = nodes("start:ss user:sa user:sb end:se") + flows("ss>sa>se")
    result = diagnosis(nodes("start:s end:e"), node("sub", "sp", inside), flows("s>sp>e"))
    assert {("node.unreachable", "sb"), ("node.dead_end", "sb")} <= found(result)

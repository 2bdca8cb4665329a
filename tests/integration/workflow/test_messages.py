"""Messages: handed to the run by the caller, never routed by their payload."""

import pytest

from engine.workflow.running.incidents import MessageAmbiguous, MessageNotAwaited, NotScalar
from tests.integration.workflow.diagrams import (
    MESSAGE,
    MESSAGE_2,
    NOW,
    SIGNAL,
    Walk,
    boundary,
    definition,
    flows,
    node,
    nodes,
    process,
)

PAYLOAD = (
    '<bpmn:extensionElements><tthc:payload variables="da_thu bien_lai"/></bpmn:extensionElements>'
)
PAYMENT = process(
    nodes("start:s user:a user:b end:e"),
    node("catch", "c", PAYLOAD + MESSAGE),
    flows("s>a>c>b>e"),
)


def test_only_declared_names_are_taken_from_a_message() -> None:
    walk = Walk(definition(PAYMENT), da_thu=False).do("a", soat="x")
    payload = {"da_thu": True, "soat": "dong_y", "case_id": "KHAC"}
    delivered = walk.run.message("m1", payload, now=NOW)
    assert delivered.taken == ("da_thu",)
    assert delivered.ignored == ("soat", "case_id")
    assert walk.run.variables == {"da_thu": True, "soat": "x"}
    assert walk.open == ["b"]


def test_a_message_nobody_waits_for_is_a_conflict_and_changes_nothing() -> None:
    walk = Walk(definition(PAYMENT))
    run = walk.run
    before = run.dumps()
    with pytest.raises(MessageNotAwaited):
        run.message("m1", {}, now=NOW)
    with pytest.raises(MessageNotAwaited):
        run.signal("s1", now=NOW)
    assert run.dumps() == before


def test_a_declared_name_must_still_be_a_routing_value() -> None:
    walk = Walk(definition(PAYMENT)).do("a")
    run = walk.run
    with pytest.raises(NotScalar):
        run.message("m1", {"da_thu": {"typename": "UUID"}}, now=NOW)  # type: ignore[dict-item]
    assert run.message("m1", {"da_thu": True}, now=NOW).taken == ("da_thu",)


def test_when_several_events_wait_the_caller_says_which() -> None:
    model = process(
        nodes("start:s user:a user:b user:h end:e end:f"),
        node(
            "sub", "sp", nodes("start:ss end:se") + node("catch", "c", MESSAGE) + flows("ss>c>se")
        ),
        boundary("b1", "sp", MESSAGE),
        flows("s>sp>a>e b1>h>f a>b"),
    )
    run = Walk(definition(model)).run
    with pytest.raises(MessageAmbiguous, match="b1"):
        run.message("m1", {}, now=NOW)
    run.message("m1", {}, now=NOW, element_id="c")
    assert [task.element_id for task in run.ready()] == ["a"]


def test_one_message_serves_one_of_several_waiting_instances() -> None:
    many = "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>2</bpmn:loopCardinality>"
    many += "</bpmn:multiInstanceLoopCharacteristics>"
    model = process(
        nodes("start:s user:z end:e"),
        node("receiveTask", "r", many, messageRef="m1"),
        flows("s>r>z>e"),
    )
    walk = Walk(definition(model)).message()
    assert walk.open == []
    assert walk.message().open == ["z"]


def test_an_event_gateway_takes_the_first_message_only() -> None:
    model = process(
        nodes("start:s events:g user:a user:b end:e end:f"),
        node("catch", "c1", MESSAGE),
        node("receiveTask", "c2", messageRef="m2"),
        flows("s>g>c1>a>e g>c2>b>f"),
    )
    walk = Walk(definition(model)).message("m2")
    assert walk.open == ["b"]
    assert walk.run.awaited() == []


def test_a_process_may_begin_with_the_message_of_the_applicant() -> None:
    model = process(node("start", "s", MESSAGE), nodes("user:a end:e"), flows("s>a>e"))
    assert Walk(definition(model)).open == ["a"]


def test_messages_thrown_are_handed_to_the_caller_of_the_act() -> None:
    model = process(
        nodes("start:s user:a end:e"),
        node("sendTask", "gui", messageRef="m1"),
        node("throw", "bao", MESSAGE_2),
        flows("s>a>gui>bao>e"),
    )
    run = Walk(definition(model)).run
    run.complete(run.ready()[0].id, {}, now=NOW)
    assert run.sent == (("gui", "m1"), ("bao", "m2"))
    run.written()
    assert run.sent == ()


def test_a_signal_does_not_wake_what_comes_after_its_throw() -> None:
    model = process(
        nodes("start:s user:a user:b end:e"),
        node("throw", "t", SIGNAL),
        node("catch", "c", SIGNAL),
        flows("s>a>t>c>b>e"),
    )
    walk = Walk(definition(model)).do("a")
    assert walk.open == []
    walk.run.signal("s1", now=NOW)
    assert [task.element_id for task in walk._run.ready()] == ["b"]

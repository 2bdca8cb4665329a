"""Constructs inside one another, as BPMN 2.0 has them; each walk saves and loads at every step."""

import pytest

from engine.workflow.running.incidents import DeadEnd, MessageAmbiguous, NotExecutable
from tests.integration.workflow.diagrams import (
    DAY,
    ERROR,
    ERROR_2,
    ESCALATION,
    MESSAGE,
    MESSAGE_2,
    SIGNAL,
    TERMINATE,
    Walk,
    boundary,
    definition,
    document,
    flows,
    node,
    nodes,
    process,
    timer,
)

TWICE = (
    "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>2</bpmn:loopCardinality>"
    "</bpmn:multiInstanceLoopCharacteristics>"
)
LINK = '<bpmn:linkEventDefinition name="L"/>'
FAILING = nodes("start:ss user:x") + node("end", "t", ERROR) + flows("ss>x>t")


def handler(definition_: str, *, end: str = "", interrupting: bool = True) -> str:
    """An event sub-process with one task."""
    inner = node("start", "hs", definition_, isInterrupting=str(interrupting).lower())
    inner += nodes("user:h") + node("end", "he", end) + flows("hs>h>he")
    return node("sub", "es", inner, triggeredByEvent="true")


def test_terminate_inside_a_repeated_subprocess_ends_its_own_instance() -> None:
    inner = nodes("start:ss and:sg user:x user:y end:se") + node("end", "t", TERMINATE)
    inner += flows("ss>sg>x>t sg>y>se")
    model = process(
        nodes("start:s user:n end:e"), node("sub", "sp", TWICE + inner), flows("s>sp>n>e")
    )
    walk = Walk(definition(model)).do("x")
    assert walk.open == ["x", "y"]
    assert walk.do("x").open == ["n"]


def test_terminate_inside_an_event_subprocess_leaves_the_rest_alone() -> None:
    model = process(
        nodes("start:s user:a end:e"),
        handler(MESSAGE, end=TERMINATE, interrupting=False),
        flows("s>a>e"),
    )
    walk = Walk(definition(model)).message().do("h")
    assert walk.open == ["a"]
    assert walk.do("a").run.finished


def test_terminate_inside_a_called_process_ends_the_called_one() -> None:
    called = nodes("start:ss and:sg user:x user:y end:se") + node("end", "t", TERMINATE)
    called += flows("ss>sg>x>t sg>y>se")
    model = process(
        nodes("start:s user:n end:e"), node("call", "c", calledElement="q"), flows("s>c>n>e")
    )
    assert Walk(definition(model, process(called, id="q"))).do("x").open == ["n"]


def test_an_error_of_one_repeated_call_ends_all_of_them() -> None:
    model = process(
        nodes("start:s user:n user:h end:e end:f"),
        node("call", "c", TWICE, calledElement="q"),
        boundary("b", "c", ERROR),
        flows("s>c>n>e b>h>f"),
    )
    walk = Walk(definition(model, process(FAILING, id="q"))).do("x")
    assert walk.open == ["h"]
    assert walk.do("h").run.finished


def test_an_escalation_of_each_repeated_call_is_heard_beside_them() -> None:
    called = nodes("start:ss user:x end:se") + node("throw", "t", ESCALATION) + flows("ss>x>t>se")
    model = process(
        nodes("start:s user:n user:h end:e end:f"),
        node("call", "c", TWICE, calledElement="q"),
        boundary("b", "c", ESCALATION, interrupting=False),
        flows("s>c>n>e b>h>f"),
    )
    walk = Walk(definition(model, process(called, id="q"))).do("x")
    assert walk.open == ["h", "x"]
    assert sorted(walk.do("x").open) == ["h", "h", "n"]
    assert walk.walk("n", "h", "h").run.finished


def test_a_message_interrupts_a_called_process_with_all_inside() -> None:
    model = process(
        nodes("start:s user:n user:h end:e end:f"),
        node("call", "c", calledElement="q"),
        boundary("b", "c", MESSAGE),
        flows("s>c>n>e b>h>f"),
    )
    called = process(
        nodes("start:qs user:x end:qe"),
        handler(timer("P1D"), interrupting=False),
        flows("qs>x>qe"),
        id="q",
    )
    walk = Walk(definition(model, called))
    assert walk.wait(DAY) == ["hs"]
    assert sorted(walk.open) == ["h", "x"]
    walk.message()
    assert [task for task in walk.open if task != "h"] == []
    assert walk.run.awaited() == []
    assert walk.run.timers() == []


def test_a_signal_goes_out_of_a_called_process() -> None:
    called = nodes("start:ss user:x end:se") + node("throw", "t", SIGNAL) + flows("ss>x>t>se")
    model = process(
        nodes("start:s and:g user:n user:h end:e end:f"),
        node("call", "c", calledElement="q"),
        node("catch", "k", SIGNAL),
        flows("s>g>c>n>e g>k>h>f"),
    )
    assert Walk(definition(model, process(called, id="q"))).do("x").open == ["n", "h"]


def test_what_an_event_subprocess_throws_goes_to_the_boundary_around() -> None:
    inner = nodes("start:os end:oe") + node("sub", "i", FAILING) + flows("os>i>oe")
    inner += handler(ERROR, end=ERROR_2)
    model = process(
        nodes("start:s user:n user:k end:e end:f"),
        node("sub", "o", inner),
        boundary("b", "o", ERROR_2),
        flows("s>o>n>e b>k>f"),
    )
    walk = Walk(definition(model)).do("x")
    assert walk.open == ["h"]
    assert walk.do("h").open == ["k"]
    assert walk.do("k").run.finished


def test_each_repeated_subprocess_listens_for_itself() -> None:
    inner = nodes("start:ss user:x end:se") + flows("ss>x>se") + handler(timer("P1D"))
    model = process(
        nodes("start:s user:n user:k end:e end:f"),
        node("sub", "sp", TWICE + inner),
        boundary("b", "sp", timer("P2D")),
        flows("s>sp>n>e b>k>f"),
    )
    walk = Walk(definition(model)).do("x")
    assert walk.wait(DAY) == ["hs"]
    assert walk.open == ["h"]
    assert walk.wait(DAY) == ["b"]
    assert walk.open == ["k"]


def test_a_timer_on_a_loop_counts_from_its_first_round() -> None:
    loop = '<bpmn:standardLoopCharacteristics loopMaximum="3"/>'
    model = process(
        nodes("start:s user:h end:e end:f"),
        node("user", "a", loop),
        boundary("b", "a", timer("P2D")),
        flows("s>a>e b>h>f"),
    )
    walk = Walk(definition(model))
    assert walk.wait(DAY) == []
    walk.do("a")
    assert walk.wait(DAY) == ["b"]
    assert walk.open == ["h"]


def test_links_inside_a_subprocess_go_round_a_rework_loop() -> None:
    inner = nodes("start:ss user:x xor:g user:y end:se") + node("throw", "t", LINK)
    inner += node("catch", "k", LINK) + flows("ss>x>g>t g>se k>y>x", g__t="lai", g__se="not(lai)")
    model = process(nodes("start:s user:n end:e"), node("sub", "sp", inner), flows("s>sp>n>e"))
    walk = Walk(definition(model))
    for _ in range(3):
        walk.do("x", lai=True).do("y")
    assert walk.do("x", lai=False).open == ["n"]


def test_an_inclusive_join_waits_again_in_every_round_of_rework() -> None:
    model = process(
        nodes("start:s xor:m or:j user:a user:b user:c user:z end:e"),
        node("or", "g", default="g__c"),
        node("xor", "x", default="x__m"),
        flows("s>m>g>a>j>z>x>e g>b>j g>c>j x>m", g__a="n > 0", g__b="n > 1", x__e="xong"),
    )
    walk = Walk(definition(model), n=2)
    for _ in range(3):
        assert walk.walk("b").open == ["a"]
        walk.do("a").do("z", xong=False, n=2)
    walk.walk("a", "b").do("z", xong=False, n=0)
    assert walk.open == ["c"]
    assert walk.do("c").do("z", xong=True).run.finished


def test_a_second_token_at_a_parallel_join_is_never_lost_in_silence() -> None:
    model = process(
        nodes("start:s and:g xor:m user:a user:b user:c and:j user:z end:e"),
        flows("s>g>a>m>j>z>e g>b>m g>c>j"),
    )
    walk = Walk(definition(model)).walk("a", "b", "c")
    with pytest.raises(DeadEnd):
        walk.do("z")


def test_a_stuck_join_is_told_also_while_an_event_subprocess_listens() -> None:
    model = process(
        nodes("start:s xor:g user:a user:b end:e"),
        node("and", "j", name="Gộp"),
        handler(MESSAGE, interrupting=False),
        flows("s>g>a>j>e g>b>j", g__a="x = 1", g__b="x = 2"),
    )
    walk = Walk(definition(model), x=1)
    with pytest.raises(DeadEnd, match="Gộp"):
        walk.do("a")


def test_a_message_thrown_inside_goes_to_one_waiting_element() -> None:
    def throwing(second: str) -> str:
        return process(
            nodes("start:s and:g user:a user:b user:c end:e end:f end:h"),
            node("throw", "t", MESSAGE),
            node("catch", "k1", MESSAGE),
            node("catch", "k2", second),
            flows("s>g>a>t>e g>k1>b>f g>k2>c>h"),
        )

    assert Walk(definition(throwing(MESSAGE_2))).do("a").open == ["b"]
    with pytest.raises(MessageAmbiguous):
        Walk(definition(throwing(MESSAGE))).do("a")


def test_a_message_thrown_inside_serves_one_of_several_instances() -> None:
    model = process(
        nodes("start:s and:g user:a user:b end:e end:f"),
        node("throw", "t", MESSAGE),
        node("receiveTask", "r", TWICE, messageRef="m1"),
        flows("s>g>a>t>e g>r>b>f"),
    )
    walk = Walk(definition(model)).do("a")
    assert walk.open == []
    assert walk.message().open == ["b"]


@pytest.mark.parametrize("written", ["false", "0", " 0 "])
def test_what_does_not_interrupt_may_be_written_as_a_number(written: str) -> None:
    model = process(
        nodes("start:s user:a user:h end:e end:f"),
        node("boundaryEvent", "b", MESSAGE, attachedToRef="a", cancelActivity=written),
        flows("s>a>e b>h>f"),
    )
    assert Walk(definition(model)).message().open == ["a", "h"]
    inner = node("start", "hs", MESSAGE, isInterrupting=written) + nodes("user:h end:he")
    inner += flows("hs>h>he")
    model = process(
        nodes("start:s user:a end:e"),
        node("sub", "es", inner, triggeredByEvent="1"),
        flows("s>a>e"),
    )
    assert Walk(definition(model)).message().open == ["a", "h"]


def test_repetitions_in_turn_may_be_written_as_a_number() -> None:
    many = TWICE.replace("Characteristics>", 'Characteristics isSequential="1">', 1)
    model = process(nodes("start:s end:e"), node("user", "a", many), flows("s>a>e"))
    walk = Walk(definition(model))
    assert walk.open == ["a"]
    assert walk.walk("a", "a").run.finished


def test_a_maximum_may_have_space_around_it() -> None:
    loop = '<bpmn:standardLoopCharacteristics loopMaximum=" +2 "/>'
    model = process(nodes("start:s end:e"), node("user", "a", loop), flows("s>a>e"))
    assert Walk(definition(model)).walk("a", "a").run.finished


def test_references_may_carry_the_prefix_of_the_file() -> None:
    model = process(
        nodes("start:s user:h end:e end:f"),
        node("call", "c", calledElement="t:q"),
        node("boundaryEvent", "b", MESSAGE.replace("m1", "t:m1"), attachedToRef="t:c"),
        flows("s>c>e b>h>f"),
    )
    called = process(nodes("start:qs user:x end:qe"), flows("qs>x>qe"), id="q")
    assert Walk(definition(model, called)).message().open == ["h"]


def test_each_file_has_messages_of_its_own() -> None:
    called = document(
        process(nodes("start:qs end:qe"), node("catch", "k", MESSAGE), flows("qs>k>qe"), id="q")
    ).replace(b'id="m1" name="m1"', b'id="m1" name="tra_loi"')
    model = process(
        nodes("start:s user:n end:e"),
        node("catch", "k0", MESSAGE),
        node("call", "c", calledElement="q"),
        flows("s>k0>c>n>e"),
    )
    walk = Walk(definition(model, lien_thong_bpmn=called)).message("m1")
    assert [event.name for event in walk.run.awaited()] == ["tra_loi"]
    assert walk.message("tra_loi").open == ["n"]


def test_steps_of_two_files_with_one_id_are_refused() -> None:
    called = document(process(nodes("start:qs user:a end:qe"), flows("qs>a>qe"), id="q"))
    model = process(
        nodes("start:s user:a end:e"), node("call", "c", calledElement="q"), flows("s>a>c>e")
    )
    with pytest.raises(NotExecutable, match="tệp khác"):
        definition(model, lien_thong_bpmn=called)

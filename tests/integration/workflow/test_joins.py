"""Splits and joins, including those in loops that stock joins too early."""

import pytest

from engine.workflow.running.incidents import DeadEnd, NoFlowChosen, NotExecutable
from tests.integration.workflow.diagrams import (
    HOUR,
    MESSAGE,
    MESSAGE_2,
    Walk,
    boundary,
    definition,
    flows,
    node,
    nodes,
    process,
    timer,
)


def test_a_parallel_join_waits_for_every_branch() -> None:
    model = process(
        nodes("start:s and:g user:a user:b user:c and:j user:z end:e"),
        flows("s>g>a>j>z>e g>b>j g>c>j"),
    )
    walk = Walk(definition(model)).walk("c", "a")
    assert walk.open == ["b"]
    assert walk.do("b").open == ["z"]


def test_a_parallel_block_inside_a_rework_loop_waits_in_every_round() -> None:
    model = process(
        nodes("start:s xor:m and:g user:a user:b and:j user:z end:e"),
        node("xor", "x", default="x__m"),
        flows("s>m>g>a>j>z>x>e g>b>j x>m", x__e="xong"),
    )
    walk = Walk(definition(model))
    for _ in range(3):
        walk.do("b")
        assert walk.open == ["a"]
        walk.do("a").do("z", xong=False)
    assert walk.walk("a", "b").do("z", xong=True).run.finished


def test_branches_keep_what_each_has_set() -> None:
    model = process(
        nodes("start:s and:g user:a user:b and:j user:z end:e"), flows("s>g>a>j>z>e g>b>j")
    )
    walk = Walk(definition(model), v=0).do("a", v="A").do("b", w="B")
    assert walk.run.variables == {"v": "A", "w": "B"}


def test_a_parallel_join_after_an_exclusive_split_is_a_dead_end_not_a_silent_stop() -> None:
    model = process(
        nodes("start:s user:a user:b"),
        node("and", "j", name="Gộp"),
        node("xor", "g", default="g__b"),
        nodes("end:e"),
        flows("s>g>a>j>e g>b>j", g__a="x = 1"),
    )
    walk = Walk(definition(model), x=1)
    with pytest.raises(DeadEnd, match="Gộp"):
        walk.do("a")


INCLUSIVE = process(
    node("start", "s"),
    node("or", "g", default="g__c"),
    nodes("user:a user:b user:c or:j user:z end:e"),
    flows("s>g>a>j>z>e g>b>j g>c>j", g__a="x > 0", g__b="x > 1"),
)


@pytest.mark.parametrize(("x", "branches"), [(0, ["c"]), (1, ["a"]), (2, ["a", "b"])])
def test_an_inclusive_join_waits_for_the_branches_that_were_taken(
    x: int, branches: list[str]
) -> None:
    walk = Walk(definition(INCLUSIVE), x=x)
    for left in range(len(branches), 0, -1):
        assert walk.open == branches[-left:]
        walk.do(walk.open[0])
    assert walk.open == ["z"]
    assert walk.do("z").run.finished


def test_an_inclusive_split_where_nothing_holds_stops_the_act() -> None:
    model = INCLUSIVE.replace(' default="g__c"', "").replace(
        '<bpmn:sequenceFlow id="g__c" sourceRef="g" targetRef="c">',
        '<bpmn:sequenceFlow id="g__c" sourceRef="g" targetRef="c">'
        "<bpmn:conditionExpression>x = 9</bpmn:conditionExpression>",
    )
    with pytest.raises(NoFlowChosen):
        Walk(definition(model), x=0)


def test_an_inclusive_join_waits_for_a_branch_that_goes_round_a_loop() -> None:
    model = process(
        nodes("start:s and:g user:a xor:m user:b or:j user:z end:e"),
        node("xor", "x", default="x__m"),
        flows("s>g>a>j>z>e g>m>b>x>j x>m", x__j="xong"),
    )
    walk = Walk(definition(model)).do("a").do("b", xong=False)
    assert walk.open == ["b"]
    assert walk.do("b", xong=True).open == ["z"]


def test_an_inclusive_join_in_a_loop_does_not_wait_for_what_comes_after_it() -> None:
    model = process(
        nodes("start:s or:j user:a end:e"),
        node("xor", "x", default="x__j"),
        flows("s>j>a>x>e x>j", x__e="xong"),
    )
    walk = Walk(definition(model)).do("a", xong=False)
    assert walk.open == ["a"]
    assert walk.do("a", xong=True).run.finished


def test_an_exclusive_flow_without_condition_is_refused() -> None:
    model = process(nodes("start:s xor:g user:a user:b end:e"), flows("s>g>a>e g>b>e", g__a="x"))
    with pytest.raises(NotExecutable, match="chưa có điều kiện"):
        definition(model)


def test_a_complex_gateway_is_refused() -> None:
    model = process(nodes("start:s complexGateway:g end:e"), flows("s>g>e"))
    with pytest.raises(NotExecutable, match="cổng phức hợp"):
        definition(model)


@pytest.mark.parametrize("kind", ["task", "serviceTask", "adHocSubProcess", "choreographyTask"])
def test_an_element_that_would_be_skipped_is_refused(kind: str) -> None:
    with pytest.raises(NotExecutable):
        definition(process(nodes(f"start:s {kind}:x end:e"), flows("s>x>e")))


def test_an_inclusive_join_waits_for_a_branch_with_a_choice_inside() -> None:
    """Stock opens the join here while ``b`` is still to be done."""
    model = process(
        nodes("start:s user:a xor:x2 user:b user:c user:d or:j user:z end:e"),
        node("or", "g", default="g__d"),
        node("xor", "x", default="x__c"),
        flows("s>g>a>x>b>x2>j>z>e x>c>x2 g>d>j", g__a="n > 0", x__b="n = 2"),
    )
    model = model.replace('default="g__d"', "").replace(
        'sourceRef="g" targetRef="d">',
        'sourceRef="g" targetRef="d"><bpmn:conditionExpression>n > 1</bpmn:conditionExpression>',
    )
    walk = Walk(definition(model), n=2).walk("d", "a")
    assert walk.open == ["b"]
    assert walk.do("b").open == ["z"]


def test_an_inclusive_join_waits_for_a_branch_behind_an_event_gateway() -> None:
    """Stock opens the join here as soon as the event has come."""
    model = process(
        nodes("start:s user:a user:b events:v xor:m or:j user:z end:e"),
        node("or", "g"),
        node("catch", "c1", MESSAGE),
        node("catch", "c2", MESSAGE_2),
        flows("s>g>a>j>z>e g>v>c1>m>b>j v>c2>m", g__a="n > 0", g__v="n > 1"),
    )
    walk = Walk(definition(model), n=2).do("a").message("m2")
    assert walk.open == ["b"]
    assert walk.do("b").open == ["z"]


def test_the_newest_value_counts_when_a_branch_that_never_touched_it_ends_later() -> None:
    """Stock brings the older value back at the join."""
    model = process(nodes("start:s and:g user:a user:b and:j end:e"), flows("s>g>a>j>e g>b>j"))
    walk = Walk(definition(model), v="cũ").do("a", v="mới").do("b")
    assert walk.run.finished
    assert walk.run.variables == {"v": "mới"}


def reminded(gateway: str, reminder: str = timer("PT1H")) -> str:
    """A step with a reminder beside it, both leading to one gateway, then ``z``."""
    return process(
        nodes(f"start:s user:a user:p {gateway}:j user:z end:e"),
        boundary("b", "a", reminder, interrupting=False),
        flows("s>a>j>z>e b>p>j"),
    )


def test_the_host_of_a_reminder_holds_an_inclusive_join() -> None:
    """BPMN 2.0.2, 13.4.3: paths are sequence flows, so ``a`` leads to its own flow alone."""
    walk = Walk(definition(reminded("or")))
    walk.wait(HOUR)
    assert walk.do("p").open == ["a"]
    assert walk.do("a").open == ["z"]
    assert walk.do("z").run.finished
    assert walk.done.count("z") == 1


def test_an_inclusive_join_opens_where_nobody_was_reminded() -> None:
    assert Walk(definition(reminded("or"))).do("a").open == ["z"]

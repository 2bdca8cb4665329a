"""Activities done several times: at once, in turn, in a loop."""

from typing import Any

import pytest

from engine.workflow.running.incidents import BadRepeat, NotExecutable
from tests.integration.workflow.diagrams import (
    DAY,
    Walk,
    boundary,
    definition,
    flows,
    node,
    nodes,
    process,
    timer,
)


def many(
    *, sequential: bool = False, count: str = "", over: str = "", until: str = "", out: bool = False
) -> str:
    """Multi-instance characteristics; items are called ``it``, outputs ``kq`` in ``OUT``."""
    parts = ""
    if count:
        parts += f"<bpmn:loopCardinality>{count}</bpmn:loopCardinality>"
    if over:
        parts += f"<bpmn:loopDataInputRef>{over}</bpmn:loopDataInputRef>"
        parts += '<bpmn:inputDataItem id="it" name="it"/>'
    if out:
        parts += "<bpmn:loopDataOutputRef>OUT</bpmn:loopDataOutputRef>"
        parts += '<bpmn:outputDataItem id="kq" name="kq"/>'
    if until:
        parts += f"<bpmn:completionCondition>{until}</bpmn:completionCondition>"
    tag = "bpmn:multiInstanceLoopCharacteristics"
    return f'<{tag} isSequential="{"true" if sequential else "false"}">{parts}</{tag}>'


def repeated(characteristics: str, **kwargs: Any) -> Walk:
    """A walk through a repeated task ``a`` and then ``z``."""
    model = process(
        nodes("start:s user:z end:e"), node("user", "a", characteristics), flows("s>a>z>e")
    )
    return Walk(definition(model), **kwargs)


def test_parallel_instances_are_open_together() -> None:
    walk = repeated(many(count="n"), n=3)
    assert walk.open == ["a", "a", "a"]
    walk.walk("a", "a")
    assert walk.open == ["a"]
    assert walk.do("a").open == ["z"]


def test_sequential_instances_follow_one_another() -> None:
    walk = repeated(many(count="3", sequential=True))
    for _ in range(3):
        assert walk.open == ["a"]
        walk.do("a")
    assert walk.open == ["z"]


@pytest.mark.parametrize("sequential", [True, False])
def test_outputs_are_collected_in_the_order_of_the_instances(sequential: bool) -> None:
    walk = repeated(many(over="L", out=True, sequential=sequential), L=["x", "y"])
    run = walk.run
    while tasks := [task for task in run.ready() if task.element_id == "a"]:
        run.complete(tasks[-1].id, {"kq": len(tasks)}, now=walk.now)
    assert run.variables["OUT"] == ([1, 1] if sequential else [1, 2])
    assert "kq" not in run.variables


@pytest.mark.parametrize("sequential", [True, False])
def test_nothing_to_repeat_goes_straight_on(sequential: bool) -> None:
    assert repeated(many(over="L", sequential=sequential), L=[]).open == ["z"]
    assert repeated(many(count="0", sequential=sequential)).open == ["z"]


def test_a_completion_condition_ends_the_remaining_instances() -> None:
    walk = repeated(many(count="3", until="du"))
    walk.do("a", du=False)
    assert walk.open == ["a", "a"]
    assert walk.do("a", du=True).open == ["z"]


def test_a_collection_may_come_from_the_dossier() -> None:
    walk = repeated(many(over="case.co_quan"), dossier={"co_quan": ["ubnd", "so"]})
    assert walk.open == ["a", "a"]


@pytest.mark.parametrize("bad", ["n", '"ba"', "1.5", "-1", "100000"])
def test_a_number_of_instances_that_is_none_stops_the_act(bad: str) -> None:
    with pytest.raises(BadRepeat):
        repeated(many(count=bad))


def test_a_repeat_without_number_or_list_is_refused() -> None:
    with pytest.raises(NotExecutable, match="số lần hoặc danh sách"):
        repeated(many())


def test_each_instance_of_a_subprocess_has_its_own_variables() -> None:
    inner = many(over="L") + nodes("start:ss user:x user:y user:w end:se")
    inner += node("xor", "g", default="g__w") + flows("ss>x>g>y>se g>w>se", g__y='it = "p" and ok')
    model = process(nodes("start:s user:z end:e"), node("sub", "sp", inner), flows("s>sp>z>e"))
    walk = Walk(definition(model), L=["p", "q"])
    walk.do("x", ok=True)
    assert sorted(walk.open) == ["x", "y"]
    walk.do("x", ok=True)
    assert sorted(walk.open) == ["w", "y"]
    assert "ok" not in walk.run.variables
    assert walk.walk("w", "y").open == ["z"]


def test_what_an_instance_leaves_open_is_not_read_from_the_case() -> None:
    inner = many(over="L") + nodes("start:ss user:x user:y user:w end:se")
    inner += node("xor", "g", default="g__w") + flows("ss>x>g>y>se g>w>se", g__y="ok = true")
    model = process(nodes("start:s user:z end:e"), node("sub", "sp", inner), flows("s>sp>z>e"))
    walk = Walk(definition(model), L=["p"], ok=True)
    [task] = walk.run.ready()
    walk.run.complete(task.id, {}, now=walk.now, unanswered=("ok",))
    assert walk.open == ["w"]
    assert walk.run.variables["ok"] is True


def test_a_deadline_on_a_repeated_activity_ends_all_its_instances() -> None:
    model = process(
        nodes("start:s user:z user:h end:e end:f"),
        node("user", "a", many(count="3")),
        boundary("b", "a", timer("P1D")),
        flows("s>a>z>e b>h>f"),
    )
    walk = Walk(definition(model)).do("a")
    assert walk.wait(DAY) == ["b"]
    assert walk.open == ["h"]


def test_a_standard_loop_stops_at_its_maximum_or_when_its_condition_fails() -> None:
    loop = '<bpmn:standardLoopCharacteristics loopMaximum="3">'
    loop += "<bpmn:loopCondition>tiep</bpmn:loopCondition></bpmn:standardLoopCharacteristics>"
    walk = repeated(loop)
    for _ in range(3):
        walk.do("a", tiep=True)
    assert walk.open == ["z"]
    assert repeated(loop).do("a", tiep=False).open == ["z"]


def test_a_loop_that_tests_first_may_not_run_at_all() -> None:
    loop = '<bpmn:standardLoopCharacteristics testBefore="true">'
    loop += "<bpmn:loopCondition>tiep</bpmn:loopCondition></bpmn:standardLoopCharacteristics>"
    assert repeated(loop, tiep=False).open == ["z"]
    walk = repeated(loop, tiep=True).do("a", tiep=True)
    assert walk.open == ["a"]
    assert walk.do("a", tiep=False).open == ["z"]


@pytest.mark.parametrize("sequential", [True, False])
@pytest.mark.parametrize("name", ["numberOfCompletedInstances", "nrOfCompletedInstances"])
def test_two_of_three_are_enough(name: str, sequential: bool) -> None:
    walk = repeated(many(count="3", until=f"{name} &gt;= 2", sequential=sequential))
    walk.do("a")
    assert walk.open == (["a"] if sequential else ["a", "a"])
    assert walk.do("a").open == ["z"]


def test_a_condition_reads_how_many_instances_there_are_and_are_open() -> None:
    until = "numberOfActiveInstances = 1 and nrOfInstances = 4"
    walk = repeated(many(count="4", until=until)).walk("a", "a")
    assert walk.open == ["a", "a"]
    assert walk.do("a").open == ["z"]


def test_two_of_three_who_agree_are_enough() -> None:
    until = 'count(OUT[item = "dong_y"]) = 2'
    walk = repeated(many(over="L", out=True, until=until), L=["x", "y", "t"])
    walk.do("a", kq="dong_y").do("a", kq="khong")
    assert walk.open == ["a"]
    assert walk.do("a", kq="dong_y").open == ["z"]


def test_the_counters_are_not_names_outside_the_condition() -> None:
    walk = repeated(many(count="2", until="numberOfCompletedInstances = 2")).walk("a", "a")
    assert walk.run.variables == {}

"""What SpiffWorkflow does silently wrong, one test a row: made right here, or refused by name."""

import pytest

from engine.workflow.running.incidents import NotExecutable, UncaughtError, VariableMissing
from tests.integration.workflow.diagrams import (
    ANY_ERROR,
    COMPENSATE,
    DAY,
    ERROR,
    ERROR_2,
    HOUR,
    MESSAGE,
    SIGNAL,
    Walk,
    boundary,
    definition,
    flows,
    node,
    nodes,
    process,
    timer,
    when,
)


def event_subprocess(event: str, *, interrupting: bool) -> str:
    """An event sub-process with one task ``h``."""
    inner = node("startEvent", "hs", event, isInterrupting="true" if interrupting else "false")
    inner += nodes("user:h end:he") + flows("hs>h>he")
    return node("sub", "es", inner, triggeredByEvent="true")


def test_link_events_lead_from_throw_to_catch() -> None:
    link = '<bpmn:linkEventDefinition name="L"/>'
    model = process(
        nodes("start:s user:a user:b end:e"),
        node("throw", "to", link),
        node("catch", "from", link),
        flows("s>a>to from>b>e"),
    )
    walk = Walk(definition(model)).do("a")
    assert walk.open == ["b"]
    assert walk.do("b").run.finished


def test_a_link_without_its_other_end_is_refused() -> None:
    link = '<bpmn:linkEventDefinition name="L"/>'
    model = process(nodes("start:s user:a"), node("throw", "to", link), flows("s>a>to"))
    with pytest.raises(NotExecutable, match="liên kết “L”"):
        definition(model)


def test_an_interrupting_event_subprocess_ends_all_else() -> None:
    model = process(
        nodes("start:s and:g user:a user:b and:j end:e"),
        event_subprocess(MESSAGE, interrupting=True),
        flows("s>g>a>j>e g>b>j"),
    )
    walk = Walk(definition(model)).do("a").message()
    assert walk.open == ["h"]
    assert walk.do("h").run.finished


def test_a_non_interrupting_event_subprocess_runs_beside_as_often_as_asked() -> None:
    model = process(
        nodes("start:s user:a end:e"),
        event_subprocess(MESSAGE, interrupting=False),
        flows("s>a>e"),
    )
    walk = Walk(definition(model)).message().message()
    assert walk.open == ["a", "h", "h"]
    assert not walk.walk("a", "h").run.finished
    assert walk.do("h").run.finished


def test_an_event_subprocess_inside_a_subprocess_hears_its_message() -> None:
    inner = nodes("start:ss user:x user:y end:se") + flows("ss>x>y>se")
    inner += event_subprocess(MESSAGE, interrupting=True)
    model = process(nodes("start:s user:n end:e"), node("sub", "sp", inner), flows("s>sp>n>e"))
    walk = Walk(definition(model)).do("x").message()
    assert walk.open == ["h"]
    assert walk.do("h").open == ["n"]


def test_an_event_subprocess_never_asked_for_does_not_hold_the_process_open() -> None:
    model = process(
        nodes("start:s user:a end:e"),
        event_subprocess(timer("P9D"), interrupting=True),
        flows("s>a>e"),
    )
    walk = Walk(definition(model)).do("a")
    assert walk.run.finished
    assert walk.run.timers() == []


def test_an_error_start_runs_only_when_its_error_is_thrown() -> None:
    inner = nodes("start:ss user:x xor:g end:ok") + node("end", "bad", ERROR)
    inner += flows("ss>x>g>ok g>bad", g__ok="tot", g__bad="not(tot)")
    model = process(
        nodes("start:s user:n end:e"),
        node("sub", "sp", inner),
        event_subprocess(ERROR, interrupting=True),
        flows("s>sp>n>e"),
    )
    made = definition(model)
    walk = Walk(made).do("x", tot=True)
    assert walk.open == ["n"]
    assert walk.do("n").run.finished
    walk = Walk(made).do("x", tot=False)
    assert walk.open == ["h"]
    assert walk.do("h").run.finished
    assert "n" not in walk.done


def test_triggering_an_event_subprocess_leaves_the_shared_specs_alone() -> None:
    model = process(
        nodes("start:s user:a end:e"),
        event_subprocess(MESSAGE, interrupting=True),
        flows("s>a>e"),
    )
    made = definition(model)
    specs = {
        name: (element.outs, tuple(element.watchers), tuple(element._outputs))
        for spec in made.specs.values()
        for name, element in spec.task_specs.items()
    }
    Walk(made).message().do("h")
    assert Walk(made).open == ["a"]
    assert specs == {
        name: (element.outs, tuple(element.watchers), tuple(element._outputs))
        for spec in made.specs.values()
        for name, element in spec.task_specs.items()
    }


@pytest.mark.parametrize(
    "parts",
    [
        nodes("user:a end:e") + boundary("b", "a", COMPENSATE) + flows("s>a>e"),
        node("throw", "t", COMPENSATE) + nodes("end:e") + flows("s>t>e"),
        node("end", "e", COMPENSATE) + flows("s>e"),
    ],
)
def test_compensation_is_refused(parts: str) -> None:
    with pytest.raises(NotExecutable, match="bù trừ"):
        definition(process(nodes("start:s"), parts))


@pytest.mark.parametrize("kind", ["receiveTask", "sendTask"])
def test_a_receive_or_send_task_without_message_is_refused(kind: str) -> None:
    model = process(nodes("start:s end:e"), node(kind, "r", name="Chờ"), flows("s>r>e"))
    with pytest.raises(NotExecutable, match="chưa chọn thông điệp"):
        definition(model)


def test_a_receive_task_waits_for_its_message() -> None:
    model = process(
        nodes("start:s user:b end:e"),
        node("receiveTask", "r", messageRef="m1"),
        flows("s>r>b>e"),
    )
    walk = Walk(definition(model))
    assert walk.open == []
    assert walk.message().open == ["b"]


def test_a_signal_end_wakes_who_waits_for_it() -> None:
    model = process(
        nodes("start:s and:g user:a user:b end:f"),
        node("end", "th", SIGNAL),
        node("catch", "ca", SIGNAL),
        flows("s>g>a>th g>ca>b>f"),
    )
    walk = Walk(definition(model)).do("a")
    assert walk.open == ["b"]
    assert walk.do("b").run.finished


@pytest.mark.parametrize("inside", [True, False])
def test_an_error_that_nothing_catches_stops_the_act(inside: bool) -> None:
    thrower = nodes("start:ss user:x") + node("end", "bad", ERROR_2, name="Hỏng")
    thrower += flows("ss>x>bad")
    if inside:
        model = process(
            nodes("start:s user:n user:h end:e end:f"),
            node("sub", "sp", thrower),
            boundary("b", "sp", ERROR),
            flows("s>sp>n>e b>h>f"),
        )
    else:
        model = process(thrower)
    with pytest.raises(UncaughtError, match="E2"):
        Walk(definition(model)).do("x")


def test_a_condition_on_the_only_flow_out_of_a_task_is_obeyed() -> None:
    model = process(
        nodes("start:s user:b user:c end:e end:f"),
        node("user", "a", default="a__c"),
        flows("s>a>b>e a>c>f", a__b="x = 1"),
    )
    made = definition(model)
    assert Walk(made).do("a", x=1).open == ["b"]
    assert Walk(made).do("a", x=2).open == ["c"]
    with pytest.raises(VariableMissing):
        Walk(made).do("a")


def test_several_flows_out_of_a_task_are_all_taken() -> None:
    model = process(nodes("start:s user:a user:b user:c end:e end:f"), flows("s>a>b>e a>c>f"))
    walk = Walk(definition(model)).do("a")
    assert walk.open == ["b", "c"]
    assert walk.walk("c", "b").run.finished


def test_a_node_that_nothing_leads_to_is_refused() -> None:
    model = process(nodes("start:s user:a end:e"), node("user", "o", name="Mồ côi"), flows("s>a>e"))
    with pytest.raises(NotExecutable, match="Mồ côi"):
        definition(model)


def test_a_non_interrupting_boundary_message_fires_as_often_as_it_comes() -> None:
    model = process(
        nodes("start:s user:a user:w end:e end:f"),
        boundary("b", "a", MESSAGE, interrupting=False),
        flows("s>a>e b>w>f"),
    )
    walk = Walk(definition(model)).message().message().message()
    assert walk.open == ["a", "w", "w", "w"]
    assert walk.walk("w", "a", "w").open == ["w"]
    assert walk.do("w").run.finished


def test_reminders_of_a_cycle_outlive_their_host() -> None:
    model = process(
        nodes("start:s user:a user:w end:e end:f"),
        boundary("b", "a", timer("R3/P1D", "timeCycle"), interrupting=False),
        flows("s>a>e b>w>f"),
    )
    walk = Walk(definition(model))
    assert walk.wait(DAY) == ["b"]
    assert walk.wait(DAY) == ["b"]
    assert walk.open == ["a", "w", "w"]
    walk.do("a")
    assert walk.open == ["w", "w"]
    assert walk.run.timers() == []
    assert not walk.run.finished
    assert walk.walk("w", "w").run.finished


def test_a_conditional_boundary_sees_what_other_branches_set() -> None:
    model = process(
        nodes("start:s and:g user:a user:c user:d end:e end:f end:h"),
        boundary("b", "c", when("co = true")),
        flows("s>g>a>e g>c>f b>d>h"),
    )
    walk = Walk(definition(model)).do("a", co=True)
    assert walk.open == ["d"]


def test_several_timers_on_one_event_gateway_keep_their_own_time() -> None:
    model = process(
        nodes("start:s events:g user:a user:b end:e end:f"),
        node("catch", "t1", timer("P1D")),
        node("catch", "t2", timer("PT1H")),
        flows("s>g>t1>a>e g>t2>b>f"),
    )
    for first in ("t1", "t2"):
        walk = Walk(definition(model.replace("P1D", "PT1M") if first == "t1" else model))
        assert walk.wait(HOUR) == [first]
        assert walk.open == ["a" if first == "t1" else "b"]
        assert walk.run.timers() == []


def test_a_failing_script_is_caught_by_its_error_boundary() -> None:
    script = "<bpmn:extensionElements><tthc:result variable='y'/></bpmn:extensionElements>"
    script += "<bpmn:script>for i in 1..100000000 return i</bpmn:script>"
    model = process(
        nodes("start:s user:h user:n end:e end:f"),
        node("script", "sc", script, scriptFormat="feel"),
        boundary("b", "sc", ANY_ERROR),
        flows("s>sc>n>e b>h>f"),
    )
    assert Walk(definition(model)).open == ["h"]


def test_a_rework_loop_of_a_thousand_rounds_loses_nothing() -> None:
    model = process(
        nodes("start:s xor:m user:a end:e"),
        node("xor", "g", default="g__m"),
        flows("s>m>a>g>e g>m", g__e="xong"),
    )
    walk = Walk(definition(model))
    size = len(walk.run.dumps())
    run = walk.run
    for _ in range(1100):
        (task,) = run.ready()
        run.complete(task.id, {"xong": False}, now=walk.now)
    assert len(run.dumps()) < size + 40
    (task,) = run.ready()
    run.complete(task.id, {"xong": True}, now=walk.now)
    assert run.finished
    assert run.times_done("a") == 1101

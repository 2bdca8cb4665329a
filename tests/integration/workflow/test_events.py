"""Every event definition at every position where it runs, across save and load."""

import pytest

from engine.workflow.running.incidents import UncaughtError
from tests.integration.workflow.diagrams import (
    DAY,
    ERROR,
    ESCALATION,
    MESSAGE,
    NOW,
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

WAITED = {
    "message": MESSAGE,
    "signal": SIGNAL,
    "timer": timer("P1D"),
    "conditional": when("co = true"),
}
"""Events that something outside brings about."""


def bring_about(walk: Walk, kind: str) -> None:
    """Makes the event happen. A condition becomes true by what the task ``set`` writes."""
    run = walk.run
    if kind == "message":
        run.message("m1", {}, now=NOW)
    elif kind == "signal":
        run.signal("s1", now=NOW)
    elif kind == "timer":
        assert len(run.fire_timers(NOW + DAY)) == 1
    else:
        task = next(task for task in run.ready() if task.element_id == "set")
        run.complete(task.id, {"co": True}, now=NOW)
    walk._run = run


def beside(*parts: str) -> str:
    """The parts with a second branch that holds the task ``set``."""
    return process(nodes("start:s and:g user:set end:se"), *parts, flows("s>g>set>se"))


@pytest.mark.parametrize("kind", WAITED)
def test_a_catch_event_lets_go_when_it_happens(kind: str) -> None:
    model = beside(nodes("user:b end:e"), node("catch", "c", WAITED[kind]), flows("g>c>b>e"))
    walk = Walk(definition(model))
    assert "b" not in walk.open
    bring_about(walk, kind)
    assert "b" in walk.open


@pytest.mark.parametrize("kind", WAITED)
@pytest.mark.parametrize("interrupting", [True, False])
def test_a_boundary_event_happens_while_its_task_is_open(kind: str, interrupting: bool) -> None:
    model = beside(
        nodes("user:a user:h end:e end:f"),
        boundary("b", "a", WAITED[kind], interrupting=interrupting),
        flows("g>a>e b>h>f"),
    )
    walk = Walk(definition(model))
    bring_about(walk, kind)
    assert ("a" in walk.open) is not interrupting
    walk.do("h")
    if not interrupting:
        walk.do("a")
    if "set" in walk.open:
        walk.do("set")
    assert walk.run.finished


@pytest.mark.parametrize("kind", WAITED)
@pytest.mark.parametrize("interrupting", [True, False])
@pytest.mark.parametrize("nested", [True, False])
def test_an_event_subprocess_happens_while_its_scope_is_open(
    kind: str, interrupting: bool, nested: bool
) -> None:
    handler = node("start", "hs", WAITED[kind], isInterrupting=str(interrupting).lower())
    handler += nodes("user:h end:he") + flows("hs>h>he")
    body = node("sub", "es", handler, triggeredByEvent="true")
    body += nodes("start:s and:g user:a user:set end:e end:f") + flows("s>g>a>e g>set>f")
    model = process(body)
    if nested:
        model = process(nodes("start:os end:oe"), node("sub", "sp", body), flows("os>sp>oe"))
    walk = Walk(definition(model))
    bring_about(walk, kind)
    assert ("a" in walk.open) is not interrupting
    assert "h" in walk.open
    while walk.open:
        walk.do(walk.open[0])
    assert walk.run.finished
    assert ("a" in walk.done) is not interrupting


@pytest.mark.parametrize("interrupting", [True, False])
def test_an_escalation_starts_its_event_subprocess(interrupting: bool) -> None:
    handler = node("start", "hs", ESCALATION, isInterrupting=str(interrupting).lower())
    handler += nodes("user:h end:he") + flows("hs>h>he")
    model = process(
        nodes("start:s user:a user:b end:e"),
        node("throw", "t", ESCALATION),
        node("sub", "es", handler, triggeredByEvent="true"),
        flows("s>a>t>b>e"),
    )
    walk = Walk(definition(model)).do("a")
    assert sorted(walk.open) == (["h"] if interrupting else ["b", "h"])


def test_an_event_subprocess_does_not_catch_its_own_error() -> None:
    handler = node("start", "hs", ERROR) + node("user", "h") + node("end", "he", ERROR)
    handler += flows("hs>h>he")
    model = process(
        nodes("start:s user:a"),
        node("end", "e", ERROR),
        node("sub", "es", handler, triggeredByEvent="true"),
        flows("s>a>e"),
    )
    walk = Walk(definition(model)).do("a")
    assert walk.open == ["h"]
    with pytest.raises(UncaughtError):
        walk.do("h")


def test_an_escalation_that_nothing_catches_has_no_effect() -> None:
    model = process(
        nodes("start:s user:a user:b"),
        node("throw", "t", ESCALATION),
        node("end", "e", ESCALATION),
        flows("s>a>t>b>e"),
    )
    assert Walk(definition(model)).walk("a", "b").run.finished


def test_a_condition_fires_when_it_becomes_true_and_not_while_it_stays_so() -> None:
    loop = '<bpmn:standardLoopCharacteristics loopMaximum="9"/>'
    model = beside(
        nodes("user:a user:h end:e end:f"),
        boundary("b", "a", when("n > 1"), interrupting=False),
        flows("g>a>e b>h>f"),
    ).replace('<bpmn:userTask id="set">', f'<bpmn:userTask id="set">{loop}')
    walk = Walk(definition(model))
    for value, fired in ((1, 0), (2, 1), (3, 1), (0, 1), (2, 2)):
        walk.do("set", n=value)
        assert walk.open.count("h") == fired


def test_a_signal_reaches_every_scope_and_interrupts_its_own_thrower() -> None:
    inner = nodes("start:ss user:x end:se") + node("throw", "t", SIGNAL) + flows("ss>x>t>y>se")
    inner += node("user", "y")
    model = process(
        nodes("start:s and:g user:h user:k end:e end:f end:q"),
        node("sub", "sp", inner),
        boundary("b", "sp", SIGNAL),
        node("catch", "c", SIGNAL),
        flows("s>g>sp>e b>h>f g>c>k>q"),
    )
    walk = Walk(definition(model)).do("x")
    assert sorted(walk.open) == ["h", "k"]


def test_a_plain_throw_event_is_a_milestone() -> None:
    model = process(nodes("start:s throw:moc user:a end:e"), flows("s>moc>a>e"))
    walk = Walk(definition(model))
    assert walk.done == ["s", "moc"]
    assert walk.run.active_elements() == ["a"]


def test_an_error_end_beside_other_work_ends_that_work() -> None:
    inner = nodes("start:ss and:g user:x user:y end:se") + node("end", "t", ERROR)
    inner += flows("ss>g>x>t g>y>se")
    model = process(
        nodes("start:s user:n user:h end:e end:f"),
        node("sub", "sp", inner),
        boundary("b", "sp", ERROR),
        flows("s>sp>n>e b>h>f"),
    )
    assert Walk(definition(model)).do("x").open == ["h"]


def test_a_reminder_already_running_outlives_what_interrupts_its_task() -> None:
    model = process(
        nodes("start:s user:a user:w user:h end:e end:f end:k"),
        boundary("b", "a", MESSAGE, interrupting=False),
        boundary("c", "a", timer("P1D")),
        flows("s>a>e b>w>f c>h>k"),
    )
    walk = Walk(definition(model)).message()
    walk.wait(DAY)
    assert sorted(walk.open) == ["h", "w"]
    assert walk.walk("w", "h").run.finished

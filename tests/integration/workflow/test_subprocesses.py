"""Sub-processes, transactions, called processes and what interrupts them."""

import pytest

from engine.workflow.running.incidents import NotExecutable
from tests.integration.workflow.diagrams import (
    ANY_ERROR,
    CANCEL,
    DAY,
    ERROR,
    ERROR_2,
    ESCALATION,
    MESSAGE,
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

TWO_TASKS = nodes("start:ss and:sg user:x user:y end:se end:sf") + flows("ss>sg>x>se sg>y>sf")


@pytest.mark.parametrize("event", [MESSAGE, timer("P1D"), SIGNAL])
def test_an_interrupting_event_on_a_part_of_the_process_ends_that_part(event: str) -> None:
    model = process(
        nodes("start:s user:n user:h end:e end:f"),
        node("sub", "sp", TWO_TASKS),
        boundary("b", "sp", event),
        flows("s>sp>n>e b>h>f"),
    )
    walk = Walk(definition(model)).do("x")
    assert walk.open == ["y"]
    if event == MESSAGE:
        walk.message()
    elif event == SIGNAL:
        walk.run.signal("s1", now=walk.now)
    else:
        assert walk.wait(DAY) == ["b"]
    assert walk.open == ["h"]
    assert walk.do("h").run.finished
    assert "sp" not in walk.done


def test_a_part_that_ends_in_time_takes_its_boundary_events_along() -> None:
    model = process(
        nodes("start:s user:n user:h end:e end:f"),
        node("sub", "sp", TWO_TASKS),
        boundary("b", "sp", timer("P1D")),
        boundary("c", "sp", MESSAGE, interrupting=False),
        flows("s>sp>n>e b>h>f c>h"),
    )
    walk = Walk(definition(model)).walk("y", "x")
    assert walk.open == ["n"]
    assert walk.run.timers() == []
    assert walk.run.awaited() == []


@pytest.mark.parametrize(
    ("thrown", "caught", "opens"),
    [
        (ERROR, [("b", ERROR), ("c", ANY_ERROR)], "hb"),
        (ERROR_2, [("b", ERROR), ("c", ANY_ERROR)], "hc"),
        (ESCALATION, [("b", ESCALATION)], "hb"),
    ],
)
def test_what_is_thrown_inside_goes_to_the_best_catcher(
    thrown: str, caught: list[tuple[str, str]], opens: str
) -> None:
    inner = nodes("start:ss user:x") + node("end", "t", thrown) + flows("ss>x>t")
    model = process(
        nodes("start:s user:n end:e"),
        node("sub", "sp", inner),
        *(
            boundary(name, "sp", event) + nodes(f"user:h{name} end:e{name}")
            for name, event in caught
        ),
        flows("s>sp>n>e " + " ".join(f"{name}>h{name}>e{name}" for name, _ in caught)),
    )
    assert Walk(definition(model)).do("x").open == [opens]


def test_an_error_goes_out_through_scopes_until_one_catches_it() -> None:
    inner = nodes("start:is user:x") + node("end", "t", ERROR) + flows("is>x>t")
    outer = nodes("start:os end:oe") + node("sub", "in", inner)
    outer += boundary("no", "in", ERROR_2) + nodes("user:w end:we") + flows("os>in>oe no>w>we")
    model = process(
        nodes("start:s user:n user:h end:e end:f"),
        node("sub", "out", outer),
        boundary("b", "out", ERROR),
        flows("s>out>n>e b>h>f"),
    )
    walk = Walk(definition(model)).do("x")
    assert walk.open == ["h"]
    assert walk.do("h").run.finished


def test_a_non_interrupting_escalation_runs_beside() -> None:
    inner = nodes("start:ss user:x end:se") + node("throw", "t", ESCALATION) + flows("ss>t>x>se")
    model = process(
        nodes("start:s user:n user:h end:e end:f"),
        node("sub", "sp", inner),
        boundary("b", "sp", ESCALATION, interrupting=False),
        flows("s>sp>n>e b>h>f"),
    )
    walk = Walk(definition(model))
    assert sorted(walk.open) == ["h", "x"]
    assert walk.walk("x", "n", "h").run.finished


def test_a_cancelled_transaction_goes_on_at_its_cancel_event() -> None:
    inner = nodes("start:ss and:g user:x user:y end:se") + node("end", "c", CANCEL)
    inner += flows("ss>g>x>c g>y>se")
    model = process(
        nodes("start:s user:n user:h end:e end:f"),
        node("transaction", "tx", inner),
        boundary("b", "tx", CANCEL),
        flows("s>tx>n>e b>h>f"),
    )
    assert Walk(definition(model)).do("x").open == ["h"]


def test_a_cancel_end_outside_a_transaction_is_refused() -> None:
    with pytest.raises(NotExecutable, match="giao dịch"):
        definition(process(nodes("start:s"), node("end", "c", CANCEL), flows("s>c")))


def test_terminate_ends_its_own_scope_only() -> None:
    inner = nodes("start:ss and:g user:x user:y end:se") + node("end", "t", TERMINATE)
    inner += flows("ss>g>x>t g>y>se")
    model = process(nodes("start:s user:n end:e"), node("sub", "sp", inner), flows("s>sp>n>e"))
    assert Walk(definition(model)).do("x").open == ["n"]


def test_a_called_process_of_another_file_sees_and_sets_the_variables_of_the_case() -> None:
    called = process(
        nodes("start:qs user:qa end:qe user:qb"),
        node("xor", "qg", default="qg__qb"),
        flows("qs>qg>qa>qe qg>qb>qe", qg__qa="cap = 2"),
        id="q",
    )
    model = process(
        nodes("start:s user:n end:e"), node("call", "c", calledElement="q"), flows("s>c>n>e")
    )
    made = definition(model, lien_thong_bpmn=document(called))
    walk = Walk(made, cap=2)
    assert walk.open == ["qa"]
    walk.do("qa", y=5)
    assert walk.open == ["n"]
    assert walk.run.variables == {"cap": 2, "y": 5}


def test_a_called_process_that_is_not_in_the_package_is_refused() -> None:
    model = process(nodes("start:s end:e"), node("call", "c", calledElement="nope"), flows("s>c>e"))
    with pytest.raises(NotExecutable, match="nope"):
        definition(model)


def test_terminating_a_run_ends_everything_at_any_point() -> None:
    model = process(
        nodes("start:s and:g user:a end:e end:f"),
        node("sub", "sp", TWO_TASKS),
        boundary("b", "sp", timer("P1D")),
        nodes("user:h end:k"),
        flows("s>g>a>e g>sp>f b>h>k"),
    )
    walk = Walk(definition(model))
    walk.run.terminate(now=walk.now)
    assert walk._run.finished
    assert walk.open == []
    assert walk.run.timers() == []
    assert walk.run.finished

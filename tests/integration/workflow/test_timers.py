"""Timer events: due times from the given moment, late and repeated firing, parking."""

from datetime import timedelta

import pytest

from engine.workflow.running.incidents import BadTimer
from tests.integration.workflow.diagrams import (
    DAY,
    HOUR,
    NOW,
    Walk,
    boundary,
    definition,
    flows,
    node,
    nodes,
    process,
    timer,
)


def reminder(event: str, *, interrupting: bool = False) -> str:
    """A task ``a`` with a timer that leads to ``w``."""
    return process(
        nodes("start:s user:a user:w end:e end:f"),
        boundary("b", "a", event, interrupting=interrupting),
        flows("s>a>e b>w>f"),
    )


@pytest.mark.parametrize(
    "written",
    [
        "P1DT2H",
        '"P1DT2H"',
        'duration("P1DT2H")',
        "han",
        'duration("P1D") + duration("PT2H")',
    ],
)
def test_a_duration_may_be_iso_or_feel(written: str) -> None:
    walk = Walk(definition(reminder(timer(written))), han="P1DT2H")
    (waiting,) = walk.run.timers()
    assert waiting.element_id == "b"
    assert waiting.due_at == NOW + DAY + 2 * HOUR


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-05T08:00:00+07:00",
        "2026-03-05T08:00:00",
        'date and time("2026-03-05T08:00:00+07:00")',
        'date and time("2026-03-05T08:00:00")',
        "han",
    ],
)
def test_a_date_without_zone_is_one_of_vietnam(written: str) -> None:
    walk = Walk(definition(reminder(timer(written, "timeDate"))), han="2026-03-05T08:00:00")
    assert walk.run.timers()[0].due_at.isoformat() == "2026-03-05T01:00:00+00:00"


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("nope", "timeDuration"),
        ('"5 ngày"', "timeDuration"),
        ("true", "timeDate"),
        ('"R3/P0D"', "timeCycle"),
        ('"P1D"', "timeCycle"),
        ("P1Y1D1M", "timeDuration"),
        ('"P99999999Y"', "timeDuration"),
    ],
)
def test_a_timer_without_a_usable_value_stops_the_act(written: str, kind: str) -> None:
    with pytest.raises(BadTimer) as refused:
        Walk(definition(reminder(timer(written, kind))))
    assert refused.value.details["element_id"] == "b"


def test_firing_before_the_time_or_twice_changes_nothing() -> None:
    walk = Walk(definition(reminder(timer("P1D"), interrupting=True)))
    assert walk.wait(DAY - timedelta(microseconds=1)) == []
    assert walk.open == ["a"]
    assert walk.wait(timedelta(microseconds=1)) == ["b"]
    before = walk.run.dumps()
    assert walk.wait(timedelta()) == []
    assert walk.run.dumps() == before
    assert walk.open == ["w"]


def test_a_late_cycle_fires_once_for_all_it_missed() -> None:
    walk = Walk(definition(reminder(timer("R5/P1D", "timeCycle"))))
    assert walk.wait(3 * DAY + HOUR) == ["b"]
    assert walk.open == ["a", "w"]
    assert walk.run.timers()[0].due_at == NOW + 4 * DAY
    assert walk.wait(10 * DAY) == ["b"]
    assert walk.run.timers() == []


def test_an_endless_cycle_goes_on_from_its_own_times() -> None:
    walk = Walk(definition(reminder(timer("R/PT12H", "timeCycle"))))
    for _ in range(4):
        assert walk.wait(12 * HOUR) == ["b"]
    assert walk.run.timers()[0].due_at == NOW + 60 * HOUR


def test_an_interrupting_cycle_fires_once() -> None:
    walk = Walk(definition(reminder(timer("R3/P1D", "timeCycle"), interrupting=True)))
    assert walk.wait(DAY) == ["b"]
    assert walk.run.timers() == []


def test_timers_fire_in_the_order_of_their_times_and_a_cancelled_one_not_at_all() -> None:
    model = process(
        nodes("start:s user:a user:w end:e end:f"),
        boundary("late", "a", timer("P2D"), interrupting=True),
        boundary("early", "a", timer("P1D"), interrupting=True),
        flows("s>a>e late>w early>w>f"),
    )
    walk = Walk(definition(model))
    assert walk.wait(9 * DAY) == ["early"]
    assert walk.open == ["w"]


def test_a_fired_timer_lets_the_engine_go_on_at_once() -> None:
    model = process(
        nodes("start:s user:a xor:m user:z end:e"),
        node("catch", "t1", timer("P1D")),
        node("catch", "t2", timer("P1D")),
        flows("s>t1>m>t2>z>e"),
    )
    model = model.replace('<bpmn:userTask id="a"></bpmn:userTask>', "")
    walk = Walk(definition(model))
    assert walk.wait(DAY) == ["t1"]
    assert walk.run.timers()[0].due_at == NOW + 2 * DAY
    assert walk.wait(DAY) == ["t2"]
    assert walk.open == ["z"]


def test_a_parked_timer_keeps_what_was_left_of_it() -> None:
    walk = Walk(definition(reminder(timer("P5D"), interrupting=True)))
    run = walk.run
    run.park(NOW + 2 * DAY)
    run.park(NOW + 3 * DAY)
    walk._run = run
    assert walk.run.parked
    assert walk.run.timers() == []
    assert walk.wait(30 * DAY) == []
    run = walk.run
    run.resume(walk.now)
    run.resume(walk.now + DAY)
    walk._run = run
    assert not walk.run.parked
    assert walk.run.timers()[0].due_at == walk.now + 3 * DAY
    assert walk.wait(3 * DAY) == ["b"]


def test_a_timer_begun_while_parked_starts_when_the_case_goes_on() -> None:
    model = process(
        nodes("start:s user:p user:a user:w end:e end:f"),
        boundary("b", "a", timer("P5D")),
        flows("s>p>a>e b>w>f"),
    )
    walk = Walk(definition(model))
    run = walk.run
    run.park(NOW)
    walk._run = run
    walk.do("p")
    assert walk.run.timers() == []
    run = walk.run
    run.resume(NOW + 9 * DAY)
    assert run.timers()[0].due_at == NOW + 14 * DAY


def test_a_fixed_date_keeps_its_date_through_parking() -> None:
    walk = Walk(definition(reminder(timer("2026-03-05", "timeDate"))))
    run = walk.run
    due = run.timers()[0].due_at
    run.park(NOW)
    run.resume(NOW + 9 * DAY)
    assert run.timers()[0].due_at == due


def test_a_parked_cycle_goes_on_with_its_rest_and_then_its_period() -> None:
    walk = Walk(definition(reminder(timer("R3/P2D", "timeCycle"))))
    run = walk.run
    run.park(NOW + DAY)
    run.resume(NOW + 10 * DAY)
    walk._run, walk.now = run, NOW + 10 * DAY
    assert walk.wait(DAY) == ["b"]
    assert walk.run.timers()[0].due_at == NOW + 13 * DAY


def test_conditions_over_the_dossier_are_asked_again_when_time_passes() -> None:
    condition = "<bpmn:condition>case.da_nop</bpmn:condition>"
    event = f"<bpmn:conditionalEventDefinition>{condition}</bpmn:conditionalEventDefinition>"
    walk = Walk(definition(reminder(event, interrupting=True)), dossier={"da_nop": False})
    assert walk.wait(HOUR) == []
    assert walk.open == ["a"]
    walk.dossier = {"da_nop": True}
    walk.wait(HOUR)
    assert walk.open == ["w"]

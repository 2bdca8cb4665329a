"""The state as bytes: nothing lost, small, damage noticed, old bytes readable."""

import random
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from SpiffWorkflow.bpmn.serializer.config import DEFAULT_CONFIG
from SpiffWorkflow.bpmn.serializer.default.workflow import TaskConverter, WorkflowConverter
from SpiffWorkflow.bpmn.serializer.workflow import BpmnWorkflowSerializer

from engine.workflow import Run, load_definition, restore, start
from engine.workflow.running.codec import FORMAT
from engine.workflow.running.flat import CaseScope, CaseWorkflow, Token
from engine.workflow.running.incidents import StateUnreadable
from tests.integration.workflow.diagrams import (
    DAY,
    HOUR,
    NOW,
    Walk,
    definition,
    flows,
    nodes,
    process,
)
from tests.integration.workflow.generated import Model

FIXTURES = Path(__file__).parents[2] / "fixtures" / "state"
SIMPLE = process(nodes("start:s user:a end:e"), flows("s>a>e"))


def stock_dictionary(workflow: CaseWorkflow) -> dict[str, Any]:
    """What SpiffWorkflow's own converters say of a workflow and its sub-processes."""
    config = DEFAULT_CONFIG | {Token: TaskConverter}
    registry = BpmnWorkflowSerializer.configure(config)
    scopes: list[CaseWorkflow | CaseScope] = list(workflow.scopes())
    return {
        str(scope.parent_task_id): WorkflowConverter(type(scope), registry).to_dict(scope)
        for scope in scopes
    }


def everything(run: Run) -> dict[str, Any]:
    """All that a state has to keep."""
    workflow = run._workflow
    return {
        "stock": stock_dictionary(workflow),
        "variables": workflow.variables,
        "done": workflow.done,
        "parked": workflow.parked_at,
        "order": [token.id for token in workflow.all_tokens()],
        "timers": run.timers(),
        "awaited": run.awaited(),
        "ready": run.ready(),
        "finished": run.finished,
        "active": run.active_elements(),
    }


@pytest.mark.parametrize("seed", range(40))
def test_nothing_is_lost_at_any_step_by_the_account_of_stock_itself(seed: int) -> None:
    model = Model(seed, python=False)
    made = load_definition(f"codec-{seed}", {"process.bpmn": model.bytes})
    run, choice, now = start(made, {}, now=NOW), random.Random(seed), NOW
    for _ in range(30):
        again = restore(made, run.dumps())
        assert everything(again) == everything(run)
        assert again.dumps() == run.dumps()
        run, now = again, now + 7 * HOUR
        if choice.random() < 0.3:
            (run.resume if run.parked else run.park)(now)
            assert everything(restore(made, run.dumps())) == everything(run)
        if run.finished:
            break
        if ready := run.ready():
            task = choice.choice(ready)
            values = {model.asks[task.element_id]: 1} if task.element_id in model.asks else {}
            run.complete(task.id, values, now=now)
        elif awaited := run.awaited():
            run.message(awaited[0].name, {}, now=now)
        else:
            run.resume(now)
            now += 20 * DAY
            run.fire_timers(now)


VALUES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=50)
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.dates()
    | st.datetimes(timezones=st.just(UTC) | st.none())
    | st.times()
    | st.timedeltas()
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)  # two busy cores
@given(st.dictionaries(st.sampled_from("abcd"), VALUES | st.lists(VALUES, max_size=3)))
def test_variables_come_back_with_their_value_and_type(variables: dict[str, Any]) -> None:
    made = definition(SIMPLE)
    back = restore(made, start(made, variables, now=NOW).dumps()).variables
    assert back == variables
    assert {name: type(value) for name, value in back.items()} == {
        name: type(value) for name, value in variables.items()
    }


def test_a_name_that_means_something_to_stock_is_a_plain_name() -> None:
    walk = Walk(definition(SIMPLE), typename="UUID", value="12345678123456781234567812345678")
    assert walk.run.variables["typename"] == "UUID"


def test_bytes_begin_with_their_format() -> None:
    assert Walk(definition(SIMPLE)).run.dumps()[0] == FORMAT


@pytest.mark.parametrize("damage", ["empty", "format", "cut", "flip", "text"])
def test_damaged_bytes_are_refused(damage: str) -> None:
    made = definition(SIMPLE)
    good = Walk(made, x="y" * 300).run.dumps()
    bad = {
        "empty": b"",
        "format": b"\x63" + good[1:],
        "cut": good[:-9],
        "flip": good[:1] + b"\x00" + good[2:],
        "text": b"\x01{}",
    }[damage]
    with pytest.raises(StateUnreadable):
        restore(made, bad)


def test_a_state_of_another_version_of_the_process_is_refused() -> None:
    other = definition(SIMPLE.replace('"a"', '"b"').replace("s__a", "s__b"))
    with pytest.raises(StateUnreadable, match="phiên bản"):
        restore(other, Walk(definition(SIMPLE)).run.dumps())


def test_a_state_at_the_middle_of_fifteen_steps_is_below_four_kilobytes() -> None:
    steps = [f"B{number}" for number in range(1, 16)]
    model = process(
        nodes("start:s end:e " + " ".join(f"user:{step}" for step in steps)),
        flows(">".join(["s", *steps, "e"])),
    )
    answers = {f"truong_{n}": f"Giá trị thứ {n} của biểu mẫu" for n in range(20)}
    walk = Walk(definition(model), **answers).walk(*steps[:8])
    assert walk.open == ["B9"]
    assert len(walk.run.dumps()) < 1000


@pytest.mark.parametrize("folder", sorted(FIXTURES.glob("format*")), ids=lambda path: path.name)
def test_bytes_of_every_format_ever_written_can_be_read_and_walked_on(folder: Path) -> None:
    """Never write these files anew: they are what older versions have stored."""
    files = {"process.bpmn": (folder / "process.bpmn").read_bytes()}
    made = load_definition(f"fixture-{folder.name}", files)
    middle = restore(made, (folder / "middle.bin").read_bytes())
    assert sorted(task.element_id for task in middle.ready()) == ["x", "y", "y"]
    assert middle.completed_elements() == ["s", "a", "g", "ss", "sg"]
    assert [event.name for event in middle.awaited()] == ["m1"]
    now = datetime(2026, 3, 3, 1, 0, tzinfo=UTC)
    assert {timer.element_id: timer.due_at for timer in middle.timers()} == {
        "nhac": now + DAY,
        "han": now + 30 * DAY,
    }
    assert middle.variables == {
        "chuoi": "Hồ sơ đất đai",
        "so": 3,
        "lon": 2**70,
        "tien": Decimal("50000.50"),
        "dung": True,
        "rong": None,
        "ngay": date(2026, 3, 2),
        "luc": datetime(2026, 3, 2, 8, 30, tzinfo=UTC),
        "gio": time(7, 30),
        "khoang": timedelta(days=1, microseconds=5),
        "ds": ["p", "q"],
    }
    for element_id in ("y", "x", "y", "z"):
        task = next(task for task in middle.ready() if task.element_id == element_id)
        middle.complete(task.id, {}, now=now)
    middle.message("m1", {}, now=now)
    assert [task.element_id for task in middle.ready()] == ["sau"]
    parked = restore(made, (folder / "parked.bin").read_bytes())
    assert parked.parked
    parked.resume(now)
    assert len(parked.timers()) == 2

"""What may be a process variable."""

from decimal import Decimal
from typing import Any

import pytest

from engine.workflow.running.incidents import NotScalar, TaskNotOpen
from engine.workflow.running.variables import LONGEST_LIST, LONGEST_TEXT, checked
from tests.integration.workflow.diagrams import NOW, Walk, definition, flows, nodes, process

MODEL = process(nodes("start:s user:a end:e"), flows("s>a>e"))


@pytest.mark.parametrize(
    "value",
    [
        {"a": 1},
        [{"a": 1}],
        [[1]],
        object(),
        len,
        b"bytes",
        {1, 2},
        "x" * (LONGEST_TEXT + 1),
        [0] * (LONGEST_LIST + 1),
        float("nan"),
        float("inf"),
        Decimal("NaN"),
        Decimal("Infinity"),
    ],
)
def test_what_is_no_routing_value_is_refused_and_changes_nothing(value: Any) -> None:
    walk = Walk(definition(MODEL), x=1)
    before = walk.run.dumps()
    run = walk.run
    with pytest.raises(NotScalar, match="“x”"):
        run.complete(run.ready()[0].id, {"x": value}, now=NOW)
    assert run.dumps() == before


@pytest.mark.parametrize("name", ["", "case", "applicant", "now", "x" * (LONGEST_TEXT + 1)])
def test_reserved_and_odd_names_are_refused(name: str) -> None:
    with pytest.raises(NotScalar):
        Walk(definition(MODEL)).do("a", **{name: 1})


def test_names_of_the_context_given_are_reserved_too() -> None:
    with pytest.raises(NotScalar, match="don_vi"):
        checked({"don_vi": 1}, reserved=frozenset({"don_vi"}))


def test_floats_become_decimals_and_tuples_lists() -> None:
    taken = checked({"x": 0.1, "y": (1, 2.5)}, reserved=frozenset())
    assert taken == {"x": Decimal("0.1"), "y": [1, Decimal("2.5")]}


@pytest.mark.parametrize("task_id", ["", "x", "00000000000000000000000000000000"])
def test_a_task_id_of_nothing_is_a_conflict(task_id: str) -> None:
    with pytest.raises(TaskNotOpen):
        Walk(definition(MODEL)).run.complete(task_id, {}, now=NOW)

"""What the package's own scenarios cost is told at upload."""

import pytest

from engine.diagnosis import check
from tests.unit.diagnosis.packages import broken, codes, good_files

DEAR = "some i in 1..100000 satisfies i in (" + ", ".join("-1" for _ in range(2_000)) + ")"
"""Hundreds of seconds."""
MUCH = "count(for i in 1..100000 return i) = 1"
"""Some tenth of a second."""


def hidden_by(condition: str) -> dict[str, bytes]:
    """The good package with a condition on a question of its filing form."""
    return broken(
        "forms/filing.json", '"label"', f'"conditional": {{"hide": "={condition}"}}, "label"'
    )


def test_a_good_package_is_cheap() -> None:
    assert not {code for code in codes(good_files()) if code.startswith("cost.")}


@pytest.mark.parametrize(("text", "code"), [(DEAR, "cost.over_budget"), (MUCH, "cost.dear")])
def test_a_dear_script_is_told_at_its_place(text: str, code: str) -> None:
    found = check(with_script(text))
    assert [(one.code, one.element_id) for one in found.faults if one.code.startswith("cost.")] == [
        (code, "tinh")
    ]
    assert found.publishable is (code == "cost.dear")


def test_a_dear_condition_of_a_form_is_told() -> None:
    assert "cost.over_budget" in codes(hidden_by(DEAR))

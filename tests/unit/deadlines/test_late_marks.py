"""That a case was late is kept by every change that an act can make to it."""

from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest

from engine.deadlines.late_marks import LATE, late_marks, own_due
from engine.life import COUNTING, LIFE, Status

NOW = datetime(2025, 12, 24, 2, tzinfo=UTC)
DUE, FIRST = NOW - timedelta(days=2), NOW - timedelta(days=5)
CLEAN: dict[str, Any] = {
    "status": 4,
    "due_at": DUE,
    "first_due_at": None,
    "competent_unit": "phuong",
    "supplements": 0,
    **dict.fromkeys(("own_due_at", *LATE)),
    "own_late": {},
}
LATER = NOW + timedelta(days=9)
FOLLOWS = [
    (before, after)
    for before in COUNTING
    for after in sorted({before, *LIFE[before].to, *COUNTING})
]
"""Every status that may follow one in which the time runs, and staying in it."""


@pytest.mark.parametrize(("before", "after"), FOLLOWS)
def test_whatever_follows_a_late_case_was_late_where_it_was(before: Status, after: Status) -> None:
    """With another due time, first due time or unit, or with the old ones, in every combination."""
    row = {**CLEAN, "status": int(before)}
    for due, first, unit in product((DUE, LATER), (None, FIRST, LATER), ("phuong", "xa")):
        changed = {**row, "status": int(after), "due_at": due, "first_due_at": first}
        marks = late_marks(row, {**changed, "competent_unit": unit}, NOW)
        if {**changed, "competent_unit": unit} != row:
            assert marks["late_since"] == DUE
            assert marks["late_first_since"] <= DUE
            assert marks["late_unit"] == "phuong"


def test_what_is_late_by_its_first_due_time_alone_is_kept_as_that() -> None:
    row = {**CLEAN, "due_at": LATER, "first_due_at": FIRST}
    assert late_marks(row, {**row, "status": 5}, NOW) == {
        "late_first_since": FIRST,
        "late_first_unit": "phuong",
    }


def test_a_case_in_time_is_not_marked_and_a_mark_is_not_made_twice() -> None:
    row = {**CLEAN, "due_at": LATER}
    assert late_marks(row, {**row, "status": 9, "competent_unit": "xa"}, NOW) == {}
    marked = {**CLEAN, "late_first_since": FIRST, "late_since": FIRST, "late_unit": "xa"}
    assert late_marks(marked, {**marked, "status": 5}, NOW) == {}


def test_who_misses_the_due_time_in_force_is_not_who_missed_the_first() -> None:
    row = {**CLEAN, "late_first_since": FIRST, "late_first_unit": "xa", "first_due_at": FIRST}
    marks = late_marks(row, {**row, "status": 9}, NOW)
    assert marks == {"late_since": DUE, "late_unit": "phuong"}


def test_what_stands_still_falls_late_only_once_its_time_runs() -> None:
    row = {**CLEAN, "status": 5}
    assert late_marks(row, {**row, "status": 7}, NOW) == {}


def test_a_second_supplement_counts_as_late_from_then_on() -> None:
    row = {**CLEAN, "due_at": LATER, "supplements": 1}
    again = late_marks(row, {**row, "status": 5, "supplements": 2}, NOW)
    assert again == {"counted_late_since": NOW, "counted_late_unit": "phuong"}


CAME = {**CLEAN, "late_since": DUE, "late_unit": "phuong", "competent_unit": "xa"}
"""A case that fell late with the ward, and lies with the commune."""
STEP = NOW + timedelta(hours=4)


def test_who_gets_a_case_late_has_until_its_own_step_is_due() -> None:
    assert own_due({**CAME, "competent_unit": "phuong"}, CAME, STEP, NOW) == STEP
    assert own_due(CAME, {**CAME, "competent_unit": "phuong"}, STEP, NOW) is None
    assert own_due(CAME, {**CAME, "status": 5}, STEP, NOW) is None, "it stands still"
    assert own_due(CLEAN, CLEAN, STEP, NOW) is None, "it came in time"


def test_a_due_time_that_begins_anew_is_the_units_own_and_stays_so_once_missed() -> None:
    anew = {**CAME, "due_at": LATER}
    assert own_due(CAME, anew, STEP, NOW) == LATER
    missed = {**anew, "own_due_at": LATER}
    assert own_due(missed, missed, STEP, LATER + timedelta(days=1)) == LATER


def test_what_came_late_and_was_let_lie_is_kept_with_who_let_it_lie() -> None:
    row = {**CAME, "own_due_at": NOW - timedelta(hours=1)}
    kept = {"xa": (NOW - timedelta(hours=1)).astimezone(UTC).isoformat()}
    for changed in ({"status": 9}, {"competent_unit": "phuong"}, {"own_due_at": STEP}):
        after = {**row, "own_due_at": None, **changed}
        marks = late_marks(row, after, NOW)
        assert marks.get("own_late") == kept
        once, left = ({**one, "own_late": kept} for one in (row, after))
        assert "own_late" not in late_marks(once, left, LATER), "it lay there longer"
    assert late_marks({**row, "own_due_at": STEP}, {**row, "own_due_at": None}, NOW) == {}

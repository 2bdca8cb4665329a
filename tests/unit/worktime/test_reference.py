"""What docs/reference/worktime.md says is so."""

import doctest
import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

from engine.worktime import DayEnd, DayKind, StartRule, Unit, calendar_from_data, errors
from engine.worktime.vietnam_days import COMMITTED

REFERENCE = Path(__file__).parents[3] / "docs/reference/worktime.md"
TEXT = REFERENCE.read_text(encoding="utf-8")


def test_the_examples_run_as_written():
    examples = doctest.testfile(str(REFERENCE), module_relative=False, encoding="utf-8")
    assert examples.attempted > 5
    assert examples.failed == 0


def test_the_calendar_in_the_reference_can_be_read():
    (example,) = re.findall(r"```toml\n(.*?)```", TEXT, flags=re.DOTALL)
    calendar = calendar_from_data(tomllib.loads(example))
    assert calendar.day(date(2026, 3, 21)).kind is DayKind.SWAPPED_ON


@pytest.mark.parametrize("values", [Unit, StartRule, DayEnd, DayKind])
def test_every_value_a_person_may_choose_is_described(values):
    assert [value for value in values if f"`{value}`" not in TEXT] == []


def test_every_refusal_is_described():
    refusals = [found for found in vars(errors).values() if hasattr(found, "code")]
    assert len(refusals) == 5
    assert [refusal.code for refusal in refusals if f"`{refusal.code}`" not in TEXT] == []


@pytest.mark.parametrize("year", sorted(COMMITTED))
def test_the_table_of_days_is_the_committed_one(year):
    row = next(line for line in TEXT.splitlines() if line.startswith(f"| {year} |"))
    written = {day for text in row.split("|")[2:4] for day in _days(text, year)}
    assert written == {day.date for day in COMMITTED[year]}
    uncertain = [day.date for day in COMMITTED[year] if not day.certain]
    assert set(_days(row.split("|")[4], year)) == set(uncertain)


def _days(text: str, year: int) -> list[date]:
    found = []
    for first, last, month in re.findall(r"(\d\d)(?:–(\d\d))?/(\d\d)", text):
        days = range(int(first), int(last or first) + 1)
        found += [date(year, int(month), day) for day in days]
    return found

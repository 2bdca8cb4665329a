"""The mutants that are kept by hand still say something of the code as it is."""

import pytest

from tests.mutants.areas import AREAS, ROOT
from tests.mutants.making import by_hand, same_programs


@pytest.mark.parametrize("area", AREAS)
def test_every_mutant_made_by_hand_changes_the_code_as_it_is(area: str) -> None:
    for mutant in by_hand(area):
        assert mutant.was != mutant.now, mutant.name


@pytest.mark.parametrize("area", AREAS)
def test_every_area_has_its_tests(area: str) -> None:
    assert [path for path in AREAS[area].tests if not (ROOT / path).exists()] == []


def test_what_is_said_to_be_the_same_program_stands_in_the_code() -> None:
    for (file, was, _), why in same_programs().items():
        text = (ROOT / file).read_text(encoding="utf-8")
        assert all(line in text for line in was.splitlines()), f"{file}: {was}"
        assert why.endswith("."), f"{file}: {was}"

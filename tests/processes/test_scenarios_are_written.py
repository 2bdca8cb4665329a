"""A scenario that is written down is the scenario that is read back."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from engine.catalogue.scenario_text import scenario_text
from engine.catalogue.scenarios import ScenarioStep, read_scenario
from tests.processes.reading import label
from tests.processes.test_scenarios import SCENARIOS


@pytest.mark.parametrize("path", SCENARIOS[::4], ids=label)
def test_every_shipped_scenario_reads_back_as_it_was(path: Path) -> None:
    read = read_scenario(path.name, path.read_bytes())
    assert read.scenario is not None
    again = read_scenario(path.name, scenario_text(read.scenario).encode())
    assert again.findings == ()
    assert again.scenario == read.scenario


def test_words_of_any_kind_survive() -> None:
    path = SCENARIOS[0]
    told = read_scenario(path.name, path.read_bytes()).scenario
    assert told is not None
    odd = {'a "b"': 'dòng 1\ndòng 2\t"\\', "số": Decimal("1.5"), "x": [{"y": True}], "z": []}
    step = ScenarioStep("B1", None, odd, "ý kiến\x7f", None, "consult")
    told = replace(told, steps=(step,), answers=odd)
    again = read_scenario(path.name, scenario_text(told).encode()).scenario
    assert again is not None
    assert again.steps[0].comment == step.comment
    assert again.answers == odd

"""The engine takes every shipped scenario from its start to its end."""

from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

import pytest

from engine.workflow import load_definition, start
from tests.processes.reading import label, package_folders, toml
from tests.processes.test_scenarios import BESIDE

SCENARIOS = sorted(chain.from_iterable(p.glob("scenarios/*.toml") for p in package_folders()))
NOW = datetime(2025, 12, 4, 2, 15, tzinfo=UTC)


@pytest.mark.parametrize("path", SCENARIOS, ids=label)
def test_the_engine_walks_the_scenario_to_its_end(path: Path) -> None:
    package, scenario = path.parents[1], toml(path)
    files = {
        file.relative_to(package).as_posix(): file.read_bytes()
        for file in package.rglob("*")
        if file.is_file()
    }
    definition = load_definition(label(package), files)
    run = start(definition, {}, now=NOW, dossier=scenario["values"])
    for taken in scenario["step"]:
        ready = {task.element_id: task.id for task in run.ready()}
        assert taken["element"] in ready
        if "act" in taken:
            continue
        variable = definition.steps[taken["element"]].outcome_variable
        chosen = {variable: taken["outcome"]} if variable else {}
        run.complete(ready[taken["element"]], chosen, now=NOW)
    if scenario["expect"]["status"] in BESIDE:
        assert not run.finished
        return
    assert run.finished
    assert scenario["expect"]["end"] in run.completed_elements()

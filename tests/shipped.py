"""Shipped packages in the town: published, filed by their scenarios, taken step by step."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import select

from engine.cases.act.task_act import Ending
from engine.catalogue.scenarios import Scenario
from engine.organisation.tree import setting_of
from engine.publishing.folders import read_package_folder
from engine.publishing.publish import publish_package
from engine.store.cases import Task
from tests.played import scenarios
from tests.town import CENTRE, FLAGSHIP_FOLDER, PROVINCE, Town, clerk_at

FOLDERS = FLAGSHIP_FOLDER.parent


def publish(town: Town, folder: str, changes: dict[str, bytes] | None = None) -> Scenario:
    """Publish a package of the town's province (with other files); its first scenario."""
    files = read_package_folder(FOLDERS / folder) | (changes or {})
    with town.act() as session:
        publish_package(
            session, province_code=PROVINCE, files=files, published_by="tests", now=town.now
        )
    return scenarios(files)[0]


def manifest_with(folder: str, old: str, new: str) -> dict[str, bytes]:
    """The package's manifest with one text changed."""
    text = Path(FOLDERS / folder / "procedure.toml").read_text()
    assert old in text
    return {"procedure.toml": text.replace(old, new, 1).encode()}


def file(town: Town, code: str, scenario: Scenario, **changes: Any) -> str:
    """File by the scenario's answers (``answers`` adds others); the case's id."""
    answers = {**scenario.answers, **changes.pop("answers", {})}
    given = {"procedure_code": code, "channel": scenario.channel, "answers": answers, **changes}
    if given["channel"] != "online":
        given.setdefault("person", clerk_at(given.get("receiving_unit", CENTRE)))
    return town.file(**given).case_id


def take(
    town: Town, case_id: str, scenario: Scenario, *, after: str = "", until: str | None = None
) -> None:
    """Take the scenario's steps as the officers of the desks, without time passing.

    From the step that follows ``after``, up to and not including ``until``.
    """
    names = [step.element for step in scenario.steps]
    first = names.index(after) + 1 if after else 0
    last = names.index(until) if until else len(names)
    for step in scenario.steps[first:last]:
        task = town.task(case_id, step.element)
        town.end(task, ending=Ending(step.outcome, step.answers, step.comment, assignee=None))


def steps_done(town: Town, case_id: str) -> dict[str, str]:
    """Step → the name of the unit that did it."""
    query = select(Task).where(Task.case_id == case_id, Task.state == "done")
    with town.database.reading() as session:
        setting = setting_of(session, PROVINCE)
        return {
            task.element_id: setting.unit_name(task.unit_code) for task in session.scalars(query)
        }


def at_commune(scenario: Scenario, commune: str) -> Scenario:
    """The scenario about another commune."""
    return replace(scenario, answers={**scenario.answers, "xa": commune})

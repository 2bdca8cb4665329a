"""The start page of the demonstration: whom to sign in as, and the whole way of a sample case.

Both are data (``processes/demo.toml``); a stage or a persona whose desk has no demo account is left
out.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.queries.demo import DemoPerson
from engine.typed.folding import finder

Desk = tuple[str, str, str]
"""Province, unit and position, by their codes."""

CITIZEN: Desk = ("", "", "citizen")
FILE = "demo.toml"


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the way: what is done in it and who does it."""

    heading: str
    words: str
    people: tuple[DemoPerson, ...]


@dataclass(frozen=True, slots=True)
class Persona:
    """A kind of user, what there is to try for them, and the page on which it begins.

    Without a person the page is for everybody.
    """

    title: str
    words: str
    page: str
    person: DemoPerson | None

    @property
    def role(self) -> str:
        """The person's post; empty for citizens."""
        return post_of(self.person) if self.person else ""


@dataclass(frozen=True, slots=True)
class DemoPath:
    """The whole way in stages, and a card for each persona."""

    stages: tuple[Stage, ...]
    personas: tuple[Persona, ...]


def demo_path(processes: Path, people: Iterable[DemoPerson]) -> DemoPath:
    """The way that the folder's ``demo.toml`` tells, with the accounts that exist for it."""
    path = processes / FILE
    told = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    first: dict[Desk, DemoPerson] = {}
    for person in people:
        first.setdefault(desk_of(person), person)
    province = told.get("province", "")
    stages = [
        (stage, [desk for one in stage["desks"] if (desk := _desk(province, one)) in first])
        for stage in told.get("stage", [])
    ]
    wanted = [
        (one, _desk(province, one["desk"]) if "desk" in one else None)
        for one in told.get("persona", [])
    ]
    return DemoPath(
        stages=tuple(
            Stage(stage["heading"], stage["words"], tuple(first[desk] for desk in desks))
            for stage, desks in stages
            if desks
        ),
        personas=tuple(
            Persona(one["title"], one["words"], one["page"], first.get(desk) if desk else None)
            for one, desk in wanted
            if desk is None or desk in first
        ),
    )


def desk_of(person: DemoPerson) -> Desk:
    """The person's desk; all citizens share one."""
    if person.kind == "citizen":
        return CITIZEN
    return (person.province_code or "", person.unit_code or "", person.position_code or "")


def post_of(person: DemoPerson) -> str:
    """The person's position and unit; empty for citizens."""
    return ", ".join(part for part in (person.position_title, person.unit_name) if part)


def by_province(
    people: Iterable[DemoPerson], names: Mapping[str, str], search: str = ""
) -> dict[str, list[DemoPerson]]:
    """Everyone below the name of their province; citizens belong to none.

    With a search only those in whose name, post or province its words stand.
    """
    found: dict[str, list[DemoPerson]] = {}
    holds = finder(search)
    for person in people:
        place = names.get(person.province_code or "", "Công dân")
        if holds(f"{person.name} {post_of(person)} {place}"):
            found.setdefault(place, []).append(person)
    return found


def _desk(province: str, told: Any) -> Desk:
    return CITIZEN if told == CITIZEN[2] else (province, *told)

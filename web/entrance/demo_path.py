"""The start page of the demonstration: whom to sign in as, and the whole way of a sample case.

The way itself is data (``processes/demo.toml``); a stage or a card whose desk has no demo account
is left out.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.queries.demo import DemoPerson

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
class Card:
    """A role to step into and one thing to try in it."""

    person: DemoPerson
    role: str
    to_try: str


@dataclass(frozen=True, slots=True)
class DemoPath:
    """The whole way in stages, and a card for each desk of it."""

    stages: tuple[Stage, ...]
    cards: tuple[Card, ...]


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
    held = dict.fromkeys(desk for _, desks in stages for desk in desks)
    return DemoPath(
        stages=tuple(
            Stage(stage["heading"], stage["words"], tuple(first[desk] for desk in desks))
            for stage, desks in stages
            if desks
        ),
        cards=tuple(_card(first[desk], desk, told.get("to_try", {})) for desk in held),
    )


def desk_of(person: DemoPerson) -> Desk:
    """The person's desk; all citizens share one."""
    if person.kind == "citizen":
        return CITIZEN
    return (person.province_code or "", person.unit_code or "", person.position_code or "")


def by_province(
    people: Iterable[DemoPerson], names: Mapping[str, str]
) -> dict[str, list[DemoPerson]]:
    """Everyone below the name of their province; citizens belong to none."""
    found: dict[str, list[DemoPerson]] = {}
    for person in people:
        found.setdefault(names.get(person.province_code or "", "Công dân"), []).append(person)
    return found


def _desk(province: str, told: Any) -> Desk:
    return CITIZEN if told == CITIZEN[2] else (province, *told)


def _card(person: DemoPerson, desk: Desk, to_try: Mapping[str, str]) -> Card:
    role = ", ".join(part for part in (person.position_title, person.unit_name) if part)
    return Card(person, role or "Công dân", to_try.get(desk[2], "Xem việc đến vị trí này."))

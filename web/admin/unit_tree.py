"""The tree of units as the page shows it, the words that are searched for, and other days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import abort, request

from api.http import today
from engine.administration.people.listed_rows import PostRow, UnitRow
from engine.organisation.records import UnitRecord
from engine.organisation.tree import Setting
from engine.typed import folded
from engine.typed.folding import sought

MOST = 60
"""Units and people that a search shows."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit in the tree; those below are shown where the chosen unit is among them."""

    unit: UnitRow | UnitRecord
    people: int
    below: tuple["Branch", ...]
    hidden: int
    """How many are below and not shown."""
    begins: date | None = None
    """Its first day, where that is to come."""


def way(by_code: dict[str, UnitRow], unit: UnitRow) -> list[UnitRow]:
    """The units above, from the top."""
    found: list[UnitRow] = []
    above = by_code.get(unit.parent_code or "")
    while above is not None:
        found.insert(0, above)
        above = by_code.get(above.parent_code or "")
    return found


def tree(
    every: tuple[UnitRow, ...],
    held: tuple[PostRow, ...],
    chosen: UnitRow,
    later: Sequence[UnitRecord] = (),
) -> tuple[Branch, ...]:
    """Open along the way to the chosen unit, and one level below it, with ``later`` ones."""
    below: dict[str, list[UnitRow]] = {}
    for one in every:
        below.setdefault(one.parent_code or "", []).append(one)
    people: dict[str, int] = {}
    for post in held:
        people[post.unit_code] = people.get(post.unit_code, 0) + 1
    opened = {one.code for one in way({one.code: one for one in every}, chosen)} | {chosen.code}

    def branch(unit: UnitRow) -> Branch:
        under = sorted(below.get(unit.code, ()), key=lambda one: folded(one.name))
        shown = under if unit.code in opened else []
        hidden = len(under) - len(shown)
        to_come = later if unit.code == chosen.code else ()
        branches = (
            *map(branch, shown),
            *(Branch(one, 0, (), 0, one.valid_from) for one in to_come),
        )
        return Branch(unit, people.get(unit.code, 0), branches, hidden)

    return tuple(branch(unit) for unit in below.get("", ()))


def to_come(setting: Setting, unit: UnitRow, day: date) -> list[UnitRecord]:
    """Units that are to begin directly below it after the day, by their first day."""
    found = (one for one in setting.units.values() if one.parent == unit.code)
    return sorted((one for one in found if one.valid_from > day), key=lambda one: one.valid_from)


def other_day(setting: Setting, code: str, day: date) -> tuple[date | None, str]:
    """A day on which the unit is there, and why not the one that was asked for; or nothing.

    Ends with "not found" for a unit that never was.
    """
    if not code:
        return None, ""
    unit = setting.units.get(code) or abort(404)
    if unit.valid(day):
        return None, ""
    if day < unit.valid_from:
        told = f"{unit.name} bắt đầu từ {unit.valid_from:%d/%m/%Y}"
        other = unit.valid_from
    else:
        assert unit.valid_to is not None  # noqa: S101 - else it would be there
        told = f"{unit.name} kết thúc từ {unit.valid_to:%d/%m/%Y}"
        other = max(unit.valid_from, unit.valid_to - timedelta(days=1))
    return other, f"{told}. Đây là cơ cấu ngày {other:%d/%m/%Y}."


def found(
    every: tuple[UnitRow, ...], held: tuple[PostRow, ...], setting: Setting
) -> list[tuple[str, str]] | None:
    """Units and people of the words that were searched for, by the unit's code.

    Units of other days too, with the day on which they begin or end.
    """
    words = folded(sought(request.args.get("q", "").strip()))
    if not words:
        return None
    found = [(one.code, one.name) for one in every if words in folded(f"{one.name} {one.code}")]
    here = {one.code for one in every}
    for one in setting.units.values():
        if one.code not in here and words in folded(f"{one.name} {one.code}"):
            over = one.valid_to is not None and one.valid_to <= today()
            when = f"kết thúc từ {one.valid_to:%d/%m/%Y}" if over else ""
            found.append((one.code, f"{one.name}, {when or f'từ {one.valid_from:%d/%m/%Y}'}"))
    found += [
        (post.unit_code, f"{post.full_name}: {post.position_title}, {post.unit_name}")
        for post in held
        if words in folded(f"{post.full_name} {post.username}")
    ]
    return found[:MOST]

"""Where a dossier that came to the wrong unit can go: the same procedure, another place.

One answer for the act that sends it on and for the pages that offer the places.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from engine.access import refs_of
from engine.catalogue.rules.resolution import Resolved
from engine.errors import NobodyReceives, NobodyToAssign
from engine.organisation.holders import staff_on
from engine.organisation.tree import Setting
from engine.routing.as_it_stands import CaseAsItStands
from engine.routing.competence import deciding_unit
from engine.routing.desks import Desk
from engine.routing.filed_at import FiledAt, filed_on
from engine.routing.local_rules import circumstances_of
from engine.store.rows import CaseRow


@dataclass(frozen=True, slots=True)
class Destination:
    """A unit that decides such a dossier; ``commune``: what the dossier is then about."""

    unit: str
    commune: str | None


def destinations(stands: CaseAsItStands, day: date) -> Mapping[str, Destination]:
    """The other communes to which the case may go, by code; none where one unit decides them all
    alike.
    """

    def found() -> Mapping[str, Destination]:
        communes = sorted(unit.code for unit in stands.setting.communes(day))
        places = ((commune, _at(stands, commune, day)) for commune in communes)
        return {to: where for to, where in places if where and _differs(stands, where)}

    of = (stands.package.digest, day, stands.row["competent_unit"], stands.row["commune"])
    return stands.setting.once((destinations, *of), found)


@dataclass(frozen=True, slots=True)
class There:
    """The case as it would lie at a destination.

    ``moved``: before it takes the rules of assignment in ``found``; ``None`` before its reception,
    which takes them.
    """

    where: Destination
    moved: CaseAsItStands
    found: Resolved | None
    desks: Mapping[str, Desk]


def could_go(
    session: Session, stands: CaseAsItStands, day: date
) -> Mapping[str, There | NobodyToAssign | NobodyReceives]:
    """Each destination by its commune, with the case as it would lie there, or why it can't.

    Every step has somebody there, or the unit can't take it.
    """
    places = destinations(stands, day)
    if not places:
        return {}
    package, setting = stands.package, stands.setting
    if stands.row["received_at"] is None:
        at = FiledAt(package, setting, day, staff_on(session, setting.province_code, day))
    else:
        at = filed_on(session, package, setting, day)
    return {commune: _lying(stands, where, at) for commune, where in places.items()}


def takers(
    session: Session, stands: CaseAsItStands, day: date
) -> tuple[tuple[str, Destination], ...]:
    """The destinations that can take the case, with their communes.

    Who is there and which rules hold are configuration, so that dossiers alike have one answer for
    its epoch and a day.
    """

    def found() -> tuple[tuple[str, Destination], ...]:
        there = could_go(session, stands, day).items()
        return tuple((commune, one.where) for commune, one in there if isinstance(one, There))

    return stands.setting.once((takers, *alike(stands, day)), found)


def alike(stands: CaseAsItStands, day: date) -> tuple[Hashable, ...]:
    """Dossiers of which this is the same can be taken by the same units."""
    row = stands.row
    return (
        *(stands.package.digest, day, row["competent_unit"], row["commune"]),
        *(row["receiving_unit"], row["returning_unit"]),
        *(row["received_at"] is None, str(row.get("rules") or "")),
        # A part of a split unit may name dossiers.
        refs_of(row) if stands.setting.successions else None,
    )


def _moved(stands: CaseAsItStands, where: Destination) -> CaseAsItStands:
    """The case as it would stand there, before it takes any rules of the new unit."""
    there = stands.decided_by(where.unit)
    row: CaseRow = {**there.row, "commune": where.commune, "first_commune": None}
    return CaseAsItStands(row, stands.package, stands.setting)


def _lying(
    stands: CaseAsItStands, where: Destination, at: FiledAt
) -> There | NobodyToAssign | NobodyReceives:
    moved, found = _moved(stands, where), None
    there = moved
    if at.rules is not None:
        found = at.rules.met(circumstances_of(stands.setting, moved.standing))
        there = moved.with_rules(found.of_kind("assignment"))
    try:
        desks = {element: there.desk(element, at.day) for element in there.definition.steps}
    except NobodyToAssign as refused:
        return refused
    held = at.held(desks.values())
    empty = next((desk for desk in desks.values() if desk not in held), None)
    return There(where, moved, found, desks) if empty is None else _nobody(stands.setting, empty)


def _nobody(setting: Setting, empty: Desk) -> NobodyReceives:
    return NobodyReceives(
        place=setting.unit_name(empty.unit_code),
        position=setting.positions.get(empty.position_code, empty.position_code),
        instead="Hồ sơ ở nguyên chỗ.",
        centres=(),
    )


def _at(stands: CaseAsItStands, commune: str, day: date) -> Destination | None:
    manifest, setting = stands.package.manifest, stands.setting
    code: str | None = commune
    if manifest.competent or manifest.competent_by_area:
        code = deciding_unit(manifest, setting, commune, day)
    elif manifest.area_field is None and manifest.level != setting.units[commune].level:
        return None
    unit = setting.units.get(code) if code else None
    if unit is None or not unit.valid(day):
        return None
    return Destination(unit.code, commune if manifest.area_field else None)


def _differs(stands: CaseAsItStands, where: Destination) -> bool:
    row = stands.row
    if where.unit != row["competent_unit"]:
        return True
    roles = stands.package.manifest.area_roles
    return bool(roles) and where.commune not in (None, row["commune"])

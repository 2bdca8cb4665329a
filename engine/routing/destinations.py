"""Where a dossier that came to the wrong unit can go: the same procedure, another place."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from engine.routing.as_it_stands import CaseAsItStands
from engine.routing.competence import deciding_unit
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
    found = {}
    for commune in sorted(unit.code for unit in stands.setting.communes(day)):
        where = _at(stands, commune, day)
        if where is not None and _differs(stands, where):
            found[commune] = where
    return found


def moved_there(stands: CaseAsItStands, where: Destination) -> CaseAsItStands:
    """The case as it would stand there, before it takes any rules of the new unit."""
    there = stands.decided_by(where.unit)
    row: CaseRow = {**there.row, "commune": where.commune}
    return CaseAsItStands(row, stands.package, stands.setting)


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

"""What the forms of rules offer: procedures, units, sectors, areas, posts of the province."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.administration.rules.rights import PROVINCE, UNIT
from engine.catalogue.desk_names import ROLES, desk_names
from engine.errors import EntryInvalid, ProcedureNotFound
from engine.organisation.named import procedures_like, several_like
from engine.organisation.tree import Setting, setting_of
from engine.store.catalogue import Procedure
from engine.store.rules import Area

SHOWN = 60
"""Signs that a refusal repeats."""
Choice = tuple[str, str]
"""A code and its words."""


@dataclass(frozen=True, slots=True)
class RuleChoices:
    """Codes with their words. ``whole``: whether the person may rule for the whole province."""

    procedures: tuple[Choice, ...]
    sectors: tuple[Choice, ...]
    units: tuple[Choice, ...]
    """Those for which the person may make rules."""
    all_units: tuple[Choice, ...]
    areas: tuple[Choice, ...]
    positions: tuple[Choice, ...]
    roles: tuple[Choice, ...]
    """Units as every case has them: where it was received, who decides it."""
    unit_kinds: tuple[Choice, ...]
    whole: bool
    own: str = ""
    """The unit that a rule is about unless another is chosen: the person's own agency."""

    def procedure(self, typed: str) -> str:
        """The code of the procedure that was typed, by its code or a part of its name.

        Raises ProcedureNotFound, and EntryInvalid where several are meant.
        """
        found = procedures_like(self.procedures, typed)
        if not found:
            raise ProcedureNotFound(procedure_code=typed[:SHOWN])
        if len(found) > 1:
            message = several_like(typed[:SHOWN], found)
            raise EntryInvalid(count=1, first=message, faults=[{"field": "tt", "message": message}])
        return found[0][0]


def rule_choices(session: Session, *, admin: Administrator, day: date) -> RuleChoices:
    """What the administrator may rule about on ``day``; units are those within their rights."""
    setting = setting_of(session, admin.province_code)
    mine = admin.units(UNIT, setting)
    whole = admin.may(PROVINCE, setting)
    of_province = Procedure.province_code == admin.province_code
    rows = session.execute(
        select(Procedure.code, Procedure.short_name, Procedure.sector)
        .where(of_province)
        .order_by(Procedure.code)
    ).all()
    areas = session.execute(
        select(Area.code, Area.name).where(Area.province_code == admin.province_code)
    )
    every = sorted(
        (unit.name, unit.code)
        for unit in setting.units.values()
        if unit.valid(day) and unit.parent is not None
    )
    names, kinds = desk_names(setting), sorted({one.kind for one in setting.units.values()})
    return RuleChoices(
        procedures=tuple((row.code, row.short_name) for row in rows),
        sectors=tuple((one, one) for one in sorted({row.sector for row in rows if row.sector})),
        units=tuple((code, name) for name, code in every if mine is None or code in mine),
        all_units=tuple((code, name) for name, code in every),
        areas=tuple((row.code, row.name) for row in areas) if whole else (),
        positions=tuple(sorted(setting.positions.items())),
        roles=tuple(ROLES.items()),
        unit_kinds=tuple((one, names[one]) for one in kinds if one in names),
        whole=whole,
        own="" if whole else _own(setting, mine or frozenset()),
    )


def _own(setting: Setting, mine: Collection[str]) -> str:
    """Of the units that the person keeps, the one that is above the others."""
    tops = (code for code in mine if setting.units[code].parent not in mine)
    return min(tops, default="")

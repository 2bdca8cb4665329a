"""What the forms of rules offer: procedures, units, sectors, areas, posts of the province."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.administration.rules.rights import PROVINCE, UNIT
from engine.organisation.tree import setting_of
from engine.store.catalogue import Procedure
from engine.store.rules import Area

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
    whole: bool


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
    return RuleChoices(
        procedures=tuple((row.code, row.short_name) for row in rows),
        sectors=tuple((one, one) for one in sorted({row.sector for row in rows if row.sector})),
        units=tuple((code, name) for name, code in every if mine is None or code in mine),
        all_units=tuple((code, name) for name, code in every),
        areas=tuple((row.code, row.name) for row in areas) if whole else (),
        positions=tuple(sorted(setting.positions.items())),
        whole=whole,
    )

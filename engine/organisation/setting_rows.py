"""A province's organisation as its rows tell it, for the setting of an epoch."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.organisation.records import Renamed, Serving, Succession, UnitRecord
from engine.organisation.shares import Share
from engine.store.catalogue import Procedure
from engine.store.organisation import (
    ServingUnit,
    Unit,
    UnitRenaming,
    UnitSuccession,
    WorkCalendar,
)
from engine.store.rules import AreaUnit
from engine.worktime import Calendar, calendar_from_data

# In the order of UnitRecord's fields.
_UNIT_COLUMNS: tuple[Any, ...] = (
    Unit.code,
    Unit.name,
    Unit.short_name,
    Unit.kind,
    Unit.level,
    Unit.parent_code,
    Unit.agency_code,
    Unit.calendar_code,
    Unit.valid_from,
    Unit.valid_to,
)


def units_of(session: Session, province_code: str) -> dict[str, UnitRecord]:
    """Every unit there ever was, by code."""
    rows = session.execute(
        select(*_UNIT_COLUMNS).where(Unit.province_code == province_code).order_by(Unit.code)
    )
    return {row.code: UnitRecord(*row) for row in rows}


def renamed_of(session: Session, province_code: str) -> dict[str, tuple[Renamed, ...]]:
    rows = session.execute(
        select(
            UnitRenaming.unit_code,
            UnitRenaming.day,
            UnitRenaming.before_name,
            UnitRenaming.before_short_name,
        )
        .where(UnitRenaming.province_code == province_code, UnitRenaming.before_name.is_not(None))
        .order_by(UnitRenaming.day)
    )
    found: dict[str, tuple[Renamed, ...]] = {}
    for code, day, name, short_name in rows:
        if name is not None:
            found[code] = (*found.get(code, ()), Renamed(day, name, short_name))
    return found


def successions_of(session: Session, province_code: str) -> dict[str, tuple[Succession, ...]]:
    rows = session.execute(
        select(
            UnitSuccession.old_code,
            UnitSuccession.new_code,
            UnitSuccession.day,
            UnitSuccession.basis,
            UnitSuccession.share,
        )
        .where(UnitSuccession.province_code == province_code)
        .order_by(UnitSuccession.day, UnitSuccession.new_code)
    )
    found: dict[str, tuple[Succession, ...]] = {}
    for old, new, day, basis, share in rows:
        takes = None if share is None else msgspec.convert(share, Share)
        found[old] = (*found.get(old, ()), Succession(new, day, basis, takes))
    return found


def sectors_of(
    session: Session, province_code: str, successions: Mapping[str, tuple[Succession, ...]]
) -> dict[str, str]:
    """Procedure → its sector; nothing is read where no unit was split by sectors."""
    if not any(one.share and one.share.sectors for took in successions.values() for one in took):
        return {}
    rows = session.execute(
        select(Procedure.code, Procedure.sector).where(Procedure.province_code == province_code)
    )
    return {row.code: row.sector for row in rows}


def serving_of(session: Session, province_code: str) -> dict[tuple[str, str], tuple[Serving, ...]]:
    rows = session.execute(
        select(
            ServingUnit.role,
            ServingUnit.commune_code,
            ServingUnit.unit_code,
            ServingUnit.valid_from,
            ServingUnit.valid_to,
            ServingUnit.basis,
        )
        .where(ServingUnit.province_code == province_code)
        .order_by(ServingUnit.valid_from)
    )
    found: dict[tuple[str, str], tuple[Serving, ...]] = {}
    for role, commune, unit, first, end, basis in rows:
        serving = Serving(unit, first, end, basis)
        found[role, commune] = (*found.get((role, commune), ()), serving)
    return found


def areas_of(session: Session, province_code: str) -> dict[str, tuple[str, ...]]:
    """The areas of each unit, in code order."""
    rows = session.execute(
        select(AreaUnit.unit_code, AreaUnit.area_code)
        .where(AreaUnit.province_code == province_code)
        .order_by(AreaUnit.area_code)
    )
    found: dict[str, tuple[str, ...]] = {}
    for unit_code, area_code in rows:
        found[unit_code] = (*found.get(unit_code, ()), area_code)
    return found


def calendars_of(
    session: Session,
    province_code: str,
    own_code: str,
    changed: Mapping[str, Any] = MappingProxyType({}),
) -> tuple[Calendar, dict[str, Calendar]]:
    """The province's calendar, and all: the others say only what they have otherwise.

    ``changed``: the data that some calendars are to have. Raises CalendarInvalid.
    """
    rows = session.execute(
        select(WorkCalendar.code, WorkCalendar.data).where(
            WorkCalendar.province_code == province_code
        )
    )
    data: dict[str, Any] = {row.code: row.data for row in rows}
    data.update(changed)
    own = calendar_from_data(data.pop(own_code))
    others = {code: calendar_from_data(content, own) for code, content in data.items()}
    return own, {own_code: own, **others}


def by_parent_and_kind(
    units: Mapping[str, UnitRecord],
) -> dict[tuple[str, str], tuple[UnitRecord, ...]]:
    """(parent, kind) → units of that kind under that parent."""
    found: dict[tuple[str, str], tuple[UnitRecord, ...]] = {}
    for unit in units.values():
        if unit.parent:
            key = (unit.parent, unit.kind)
            found[key] = (*found.get(key, ()), unit)
    return found

"""A small province without a database: a commune with a division, a centre, an office above."""

from datetime import date
from decimal import Decimal
from typing import Any

from engine.catalogue.manifest import Decision, Manifest, TimeLimit
from engine.organisation.records import UnitRecord
from engine.organisation.tree import Setting
from engine.worktime import Unit, default_calendar

TODAY = date(2025, 12, 4)
FOUNDED = date(2025, 7, 1)


def unit(code: str, parent: str | None = None, **given: Any) -> UnitRecord:
    """A unit of the commune's level that exists from July 2025 on."""
    fields: dict[str, Any] = {
        "name": f"Đơn vị {code}",
        "short_name": code,
        "kind": "ubnd_xa",
        "level": "commune",
        "parent": parent,
        "agency_code": None,
        "calendar_code": None,
        "valid_from": FOUNDED,
        "valid_to": None,
    }
    return UnitRecord(code, **fields | given)


def setting(*units: UnitRecord, areas: dict[str, tuple[str, ...]] | None = None) -> Setting:
    """A province with these units."""
    divisions: dict[tuple[str, str], tuple[UnitRecord, ...]] = {}
    for one in units:
        if one.parent:
            key = (one.parent, one.kind)
            divisions[key] = (*divisions.get(key, ()), one)
    calendar = default_calendar()
    return Setting(
        province_code="tinh_thu",
        name="Tỉnh thử",
        agency_code="H99",
        epoch=1,
        calendar=calendar,
        calendars={},
        units={one.code: one for one in units},
        divisions=divisions,
        positions={},
        areas=areas or {},
    )


def manifest(**given: Any) -> Manifest:
    """A procedure of the commune's level whose form asks for the commune."""
    fields: dict[str, Any] = {
        "code": "1.1",
        "name": "Cấp giấy phép",
        "short_name": "giấy phép",
        "sector": "xd",
        "level": "commune",
        "decision": Decision("1/QĐ", FOUNDED),
        "valid_from": FOUNDED,
        "time_limit": TimeLimit(Decimal(12), Unit.WORKING_DAYS, "Luật, Điều 1"),
        "process": "process.bpmn",
        "filing_form": "filing",
        "channels": ("online",),
        "area_field": "xa",
    }
    return Manifest(**fields | given)

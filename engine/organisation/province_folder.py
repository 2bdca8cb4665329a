"""A province's folder as rows of the tables: its units, calendars, areas, people and registers.

The folder's format is described in ``docs/reference/packages.md``.
"""

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from engine.errors import DataFolderInvalid
from engine.files import FileUnreadable, read_toml, text_of
from engine.files.limits import MiB
from engine.organisation.register_files import Registers, read_registers
from engine.organisation.serving import served_twice, serving_strangers
from engine.organisation.tree import under_itself
from engine.store.base import Base
from engine.store.catalogue import Sector
from engine.store.organisation import (
    Appointment,
    Officer,
    Position,
    Province,
    ServingUnit,
    Unit,
    WorkCalendar,
)
from engine.store.rules import Area, AreaUnit, BeneficiaryAccount
from engine.typed.text import Unreadable, in_one_form
from engine.worktime import calendar_from_data

Rows = list[dict[str, Any]]
SHOWN = 60
"""Signs that a fault repeats of a text."""

FOREVER_AGO = date(2025, 7, 1)
"""The two-level organisation began on this day; rows without a date are valid from it."""


@dataclass(frozen=True, slots=True)
class OfficerRow:
    """A person of ``officers.toml`` with the name of their account."""

    id: str
    username: str
    name: str
    honorific: str | None


def officer_id(province_code: str, username: str) -> str:
    """The id of an officer who comes from a data folder: the same at every load."""
    return hashlib.sha256(f"{province_code}/{username}".encode()).hexdigest()[:32]


def read_officers(folder: Path) -> list[OfficerRow]:
    """The officers that the folder names; empty when it names none."""
    code = code_of(folder)
    return [
        OfficerRow(officer_id(code, o["username"]), o["username"], o["name"], o.get("honorific"))
        for o in _toml(folder / "officers.toml").get("officer", [])
    ]


def code_of(folder: Path) -> str:
    """The code of the folder's province."""
    return str(_toml(folder / "province.toml")["code"])


def digest_of(folder: Path) -> str:
    """Names the province's own files; its packages are published, not loaded."""
    total = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        if path.suffix in {".toml", ".csv"}:
            total.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def read_province(folder: Path) -> list[tuple[type[Base], Rows]]:
    """The rows by table, those first that others refer to. Raises DataFolderInvalid with every
    fault found."""
    code = code_of(folder)
    calendars, units = _calendars(folder, code), _units(folder, code)
    _check_calendars(folder, calendars)
    registers, faults = read_registers(folder, code)
    _refuse_faults(folder, calendars, units, (registers, faults))
    areas, members = _areas(folder, code)
    officers, posts = _officers(folder, code)
    found: list[tuple[type[Base], Rows]] = [
        (Province, [_province(folder)]),
        (WorkCalendar, calendars),
        (Unit, units),
        (Area, areas),
        (AreaUnit, members),
        (Position, _positions(folder, code)),
        (Officer, officers),
        (Appointment, posts),
        *registers.items(),
    ]
    if faults := list(_faults_of_texts(found)):
        raise DataFolderInvalid(folder=folder.name, count=len(faults), faults=faults)
    return found


_LARGEST = 64 * MiB
"""Bytes of a file of a province, which its operator wrote."""


def _toml(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        return dict(read_toml(path.read_bytes(), most=_LARGEST).tables)
    except FileUnreadable as wrong:
        raise _unreadable(path, wrong) from None


def _text(path: Path) -> str:
    try:
        return text_of(path.read_bytes())
    except FileUnreadable as wrong:
        raise _unreadable(path, wrong) from None


def _unreadable(path: Path, wrong: FileUnreadable) -> DataFolderInvalid:
    place = f"{path.name}:{wrong.line}" if wrong.line else path.name
    return DataFolderInvalid(folder=path.parent.name, count=1, faults=[f"{place}: {wrong.reason}"])


def _province(folder: Path) -> dict[str, Any]:
    head = _toml(folder / "province.toml")
    return {
        "code": head["code"],
        "name": head["name"],
        "full_name": head.get("full_name", head["name"]),
        "agency_code": head["agency_code"],
        "statistics_code": head.get("statistics_code"),
        "calendar_code": head["calendar"],
        "loaded": digest_of(folder),
        "details": _plain({key: head[key] for key in ("top", "contact") if key in head}),
    }


def _calendars(folder: Path, code: str) -> Rows:
    """The calendars' data, with dates as text for JSON."""
    return [
        {"province_code": code, "code": calendar["code"], "data": _plain(calendar)}
        for calendar in _toml(folder / "calendars.toml").get("calendar", [])
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def _units(folder: Path, code: str) -> Rows:
    file = io.StringIO(_text(folder / "units.csv"), newline="")
    return [
        {
            "province_code": code,
            "code": row["code"],
            "name": row["name"],
            "short_name": row["short_name"],
            "kind": row["kind"],
            "level": row["level"],
            "parent_code": row["parent"] or None,
            "agency_code": row["agency_code"] or None,
            "statistics_code": row["statistics_code"] or None,
            "calendar_code": row.get("calendar") or None,
            "valid_from": _day(row["valid_from"]) or FOREVER_AGO,
            "valid_to": _day(row["valid_to"]),
            "source": row["source"] or None,
        }
        for row in csv.DictReader(file)
    ]


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _check_calendars(folder: Path, calendars: Rows) -> None:
    """Raises CalendarInvalid for one whose data can't be read over the province's own."""
    own = str(_toml(folder / "province.toml")["calendar"])
    known = {str(calendar["code"]): calendar["data"] for calendar in calendars}
    base = calendar_from_data(known[own]) if own in known else None
    for data in known.values():
        calendar_from_data(data, base)


def _refuse_faults(
    folder: Path,
    calendars: Rows,
    units: Rows,
    read: tuple[Registers, list[str]],
) -> None:
    registers, found = read
    own = str(_toml(folder / "province.toml")["calendar"])
    faults = [
        *found,
        *_faults_of_units(units),
        *_faults_of_calendars(calendars, {own, *(unit["calendar_code"] or own for unit in units)}),
        *_faults_of_sectors(registers.get(Sector, []), {unit["code"] for unit in units}),
        *_faults_of_serving(registers.get(ServingUnit, []), {unit["code"] for unit in units}),
        *_faults_of_accounts(registers.get(BeneficiaryAccount, []), {u["code"] for u in units}),
    ]
    if faults:
        raise DataFolderInvalid(folder=folder.name, count=len(faults), faults=faults)


def _faults_of_texts(found: list[tuple[type[Base], Rows]]) -> Iterator[str]:
    """Texts with signs that nobody sees, or in another form than the gate leaves them."""
    for entity, rows in found:
        for text in (value for row in rows for value in row.values() if isinstance(value, str)):
            try:
                in_one_form(text)
            except Unreadable as unreadable:
                yield f"{entity.__tablename__}: “{text[:SHOWN]}” {unreadable}."


def _faults_of_units(units: Rows) -> Iterator[str]:
    parents = {unit["code"]: unit["parent_code"] for unit in units}
    for unit in units:
        code, parent = unit["code"], unit["parent_code"]
        if parent and parent not in parents:
            yield f"Đơn vị {code} thuộc đơn vị {parent}, nhưng không có đơn vị đó."
    for code in parents:
        if under_itself(code, parents):
            yield f"Đơn vị {code} nằm dưới chính nó."
    if len(parents) != len(units):
        yield "Có mã đơn vị bị trùng."


def _faults_of_calendars(calendars: Rows, wanted: set[str]) -> Iterator[str]:
    for name in sorted(wanted - {str(calendar["code"]) for calendar in calendars}):
        yield f"Lịch làm việc {name} chưa có trong calendars.toml."


def _faults_of_sectors(sectors: Rows, units: set[str]) -> Iterator[str]:
    for sector in sectors:
        if sector["unit_code"] and sector["unit_code"] not in units:
            yield f"sectors.csv: không có đơn vị {sector['unit_code']}."


def _faults_of_serving(rows: Rows, units: set[str]) -> Iterator[str]:
    whole = [row for row in rows if row["valid_from"] and row["unit_code"]]
    for fault in (*serving_strangers(whole, units), *served_twice(whole)):
        yield f"serving_units.csv: {fault}"


def _faults_of_accounts(accounts: Rows, units: set[str]) -> Iterator[str]:
    for account in accounts:
        if account["unit_code"] and account["unit_code"] not in units:
            yield f"beneficiary_accounts.csv: không có đơn vị {account['unit_code']}."


def _positions(folder: Path, code: str) -> Rows:
    return [
        {
            "province_code": code,
            "code": position["code"],
            "title": position["title"],
            "unit_kinds": list(position.get("unit_kinds", [])),
            "leads": bool(position.get("leads", False)),
            "source": position.get("source"),
        }
        for position in _toml(folder / "positions.toml").get("position", [])
    ]


def _areas(folder: Path, code: str) -> tuple[Rows, Rows]:
    """The rows of the areas and of the units in them."""
    read = _toml(folder / "areas.toml").get("area", [])
    areas = [
        {
            "province_code": code,
            "code": area["code"],
            "name": area["name"],
            "source": area.get("source"),
        }
        for area in read
    ]
    members = [
        {"province_code": code, "area_code": area["code"], "unit_code": unit}
        for area in read
        for unit in area["units"]
    ]
    return areas, members


def _officers(folder: Path, code: str) -> tuple[Rows, Rows]:
    content = _toml(folder / "officers.toml")
    officers, posts = [], []
    for person in content.get("officer", []):
        identity = officer_id(code, person["username"])
        officers.append(
            {
                "province_code": code,
                "id": identity,
                "username": person["username"],
                "full_name": person["name"],
                "honorific": person.get("honorific"),
                "source": content.get("source"),
            }
        )
        posts += [
            {
                "province_code": code,
                "officer_id": identity,
                "unit_code": post["unit"],
                "position_code": post["position"],
                "valid_from": post.get("valid_from", FOREVER_AGO),
                "valid_to": post.get("valid_to"),
                "title": post.get("title"),
            }
            for post in person["posts"]
        ]
    return officers, posts

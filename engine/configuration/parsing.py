"""A configuration folder read into rows; every fault with its file and line, nothing guessed."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ForeignKeyConstraint

from engine.catalogue.packages import digest_of
from engine.configuration.cells import CellFaulty, read
from engine.configuration.exporting import (
    CALENDARS,
    PACKAGES,
    PROVINCE,
    PROVINCE_COLUMNS,
    package_folder,
)
from engine.configuration.sections import OFFICER_COLUMNS, SECTIONS, Section
from engine.errors import ConfigurationFaulty
from engine.files import FileUnreadable, read_json, text_of
from engine.organisation.province_folder import officer_id
from engine.organisation.serving import served_twice
from engine.organisation.substitutions import substitution_id
from engine.organisation.tree import under_itself
from engine.store.access import AccessGrant
from engine.store.base import table_of
from engine.store.organisation import Officer, Substitution
from engine.worktime import calendar_from_data
from engine.worktime.errors import CalendarInvalid

Row = dict[str, Any]


@dataclass
class Parsed:
    """A configuration as rows of its tables, and the files of each package by its digest."""

    province: Row = field(default_factory=dict)
    calendars: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=dict)
    packages: dict[str, dict[str, bytes]] = field(default_factory=dict)


def province_code_of(files: Mapping[str, bytes], folder: str) -> str:
    """The province that a configuration is of. Raises ConfigurationFaulty."""
    try:
        return str(read_json(files[PROVINCE])["code"])
    except (KeyError, FileUnreadable):
        text = f"Thiếu {PROVINCE}, hoặc tệp không đọc được."
        raise ConfigurationFaulty(folder=folder, count=1, first=text, faults=[text]) from None


def parse(files: Mapping[str, bytes], *, folder: str, known_officers: Mapping[str, str]) -> Parsed:
    """The configuration in these files; ``known_officers`` is user name → id of those that exist.

    Raises ConfigurationFaulty with every fault.
    """
    parser = _Parser(files, province_code_of(files, folder), known_officers)
    parsed = parser.parse()
    if parser.faults:
        raise ConfigurationFaulty(
            folder=folder, count=len(parser.faults), first=parser.faults[0], faults=parser.faults
        )
    return parsed


class _Parser:
    def __init__(
        self, files: Mapping[str, bytes], province_code: str, known_officers: Mapping[str, str]
    ) -> None:
        self.files = files
        self.province_code = province_code
        self.ids = dict(known_officers)
        self.faults: list[str] = []
        self.parsed = Parsed()

    def parse(self) -> Parsed:
        self._province()
        self._calendars()
        for section in SECTIONS:
            self.parsed.rows[section.path] = self._section(section)
        if not self.faults:
            self._references()
            self._tree()
            path = "organisation/serving_units.csv"
            self.faults += [f"{path}: {one}" for one in served_twice(self.parsed.rows[path])]
            self._packages()
        self._strangers()
        return self.parsed

    def _json(self, path: str) -> Any:
        try:
            return read_json(self.files[path])
        except KeyError:
            self.faults.append(f"{path}: thiếu tệp.")
        except FileUnreadable as wrong:
            self.faults.append(f"{path}: {wrong.reason}.")
        return {}

    def _province(self) -> None:
        head = self._json(PROVINCE)
        missing = [name for name in PROVINCE_COLUMNS if name not in head]
        if missing:
            self.faults.append(f"{PROVINCE}: thiếu {', '.join(missing)}.")
        self.parsed.province = {name: head.get(name) for name in PROVINCE_COLUMNS}

    def _calendars(self) -> None:
        paths = [p for p in self.files if p.startswith(CALENDARS) and p.endswith(".json")]
        found = {path[len(CALENDARS) : -len(".json")]: self._json(path) for path in paths}
        self.parsed.calendars = found
        own = self.parsed.province.get("calendar_code")
        if own not in found:
            self.faults.append(f"{PROVINCE}: chưa có lịch {own} trong {CALENDARS}.")
            return
        try:
            base = calendar_from_data(found[own])
            for data in found.values():
                calendar_from_data(data, base)
        except CalendarInvalid as refused:
            self.faults.append(f"{CALENDARS}: {refused}")

    def _section(self, section: Section) -> list[Row]:
        content = self.files.get(section.path)
        if content is None:
            self.faults.append(f"{section.path}: thiếu tệp.")
            return []
        try:
            text = io.StringIO(text_of(content), newline="")
        except FileUnreadable as wrong:
            self.faults.append(f"{section.path}: {wrong.reason}.")
            return []
        reader = csv.DictReader(text, strict=True)
        if set(reader.fieldnames or ()) != set(section.header):
            self.faults.append(f"{section.path}: các cột phải là {', '.join(section.header)}.")
            return []
        rows: list[Row] = []
        try:
            rows.extend(self._row(section, reader.line_num, cells) for cells in reader)
        except csv.Error as error:
            self.faults.append(f"{section.path} dòng {reader.line_num}: không đọc được ({error}).")
        self._repeats(section, rows)
        return rows

    def _row(self, section: Section, line: int, cells: Mapping[str, str | None]) -> Row:
        row: Row = {"province_code": self.province_code}
        if len(cells) > len(section.header) or None in cells.values():
            self.faults.append(f"{section.path} dòng {line}: số ô khác số cột.")
        for name, column in zip(section.header, section.columns, strict=True):
            try:
                value = read(column, cells.get(name) or "")
            except CellFaulty as faulty:
                self.faults.append(f"{section.path} dòng {line}, cột {name}: {faulty}.")
                value = None
            allowed = section.choices.get(name)
            if allowed and value is not None and value not in allowed:
                words = ", ".join(allowed)
                self.faults.append(f"{section.path} dòng {line}, cột {name}: chỉ nhận {words}.")
            if column.name in OFFICER_COLUMNS and value is not None:
                value = self._officer(section, line, value)
            row[column.name] = value
        first, last = row.get("valid_from"), row.get("valid_to")
        if first and last and last < first:
            self.faults.append(f"{section.path} dòng {line}: valid_to trước valid_from.")
        if section.entity is Officer:
            row["id"] = self.ids.setdefault(
                row["username"], officer_id(self.province_code, str(row["username"]))
            )
        if section.entity in (Substitution, AccessGrant) and row["valid_from"]:
            row["id"] = substitution_id(
                unit_code=row["unit_code"],
                position_code=row.get("position_code") or row["role"],
                officer_id=str(row["officer_id"]),
                scope=row["procedure_code"] or row["sector"],
                valid_from=row["valid_from"],
            )
        return row

    def _officer(self, section: Section, line: int, username: str) -> str:
        if username not in self.ids:
            self.faults.append(f"{section.path} dòng {line}: chưa có cán bộ {username}.")
        return self.ids.get(username, "")

    def _repeats(self, section: Section, rows: list[Row]) -> None:
        names = [column.name for column in table_of(section.entity).primary_key]
        seen = set()
        for row in rows:
            key = tuple(row.get(name) for name in names)
            if key in seen:
                self.faults.append(f"{section.path}: {' / '.join(map(str, key[1:]))} có hai dòng.")
            seen.add(key)

    def _references(self) -> None:
        """Every reference of a row to another table of the configuration finds its row."""
        by_table = {table_of(s.entity).name: self.parsed.rows[s.path] for s in SECTIONS}
        for section in SECTIONS:
            for constraint in table_of(section.entity).foreign_key_constraints:
                target = constraint.referred_table.name
                if target in by_table:
                    self._check(section, constraint, by_table[target])

    def _check(self, section: Section, constraint: ForeignKeyConstraint, there: list[Row]) -> None:
        pairs = [(element.parent.name, element.column.name) for element in constraint.elements]
        known = {tuple(row[column] for _, column in pairs) for row in there}
        for row in self.parsed.rows[section.path]:
            key = tuple(row[column] for column, _ in pairs)
            if None not in key and key not in known:
                self.faults.append(f"{section.path}: không có {' / '.join(map(str, key[1:]))}.")

    def _tree(self) -> None:
        path = "organisation/units.csv"
        parents = {row["code"]: row["parent_code"] for row in self.parsed.rows[path]}
        for row in self.parsed.rows[path]:
            code, named = row["code"], row["calendar_code"]
            if named and named not in self.parsed.calendars:
                self.faults.append(f"{path}: đơn vị {code} dùng lịch {named} chưa có.")
            if row["parent_code"] and row["parent_code"] not in parents:
                self.faults.append(f"{path}: không có đơn vị trên {row['parent_code']} của {code}.")
            elif under_itself(code, parents):
                self.faults.append(f"{path}: đơn vị {code} nằm dưới chính nó.")

    def _packages(self) -> None:
        path = "packages/packages.csv"
        for row in self.parsed.rows[path]:
            start = package_folder(row["procedure_code"], row["version"], row["digest"])
            found = {p.removeprefix(start): c for p, c in self.files.items() if p.startswith(start)}
            if digest_of(found) != row["digest"]:
                self.faults.append(f"{start}: các tệp không khớp mã băm trong {path}.")
            self.parsed.packages[row["digest"]] = found

    def _strangers(self) -> None:
        rows = self.parsed.rows.get("packages/packages.csv", [])
        known = {PROVINCE, *(section.path for section in SECTIONS)}
        folders = tuple(
            package_folder(row["procedure_code"], row["version"], row["digest"])
            for row in rows
            if row["procedure_code"] and row["version"] and row["digest"]
        )
        for path in self.files:
            calendar = path.startswith(CALENDARS) and path.endswith(".json")
            if path not in known and not calendar and not path.startswith(folders):
                hint = " chưa có trong packages.csv" if path.startswith(PACKAGES) else ""
                self.faults.append(f"{path}: tệp lạ{hint}.")

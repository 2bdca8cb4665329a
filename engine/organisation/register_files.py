"""The registers that a province's folder brings: sectors, legal bases, results, accounts …"""

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Date

from engine.files import FileUnreadable, text_of
from engine.store.base import Base, table_of
from engine.store.catalogue import LegalBasis, ResultType, Sector
from engine.store.organisation import ServingUnit
from engine.store.rules import BeneficiaryAccount
from engine.typed import Unreadable
from engine.typed.dates import day_sent
from engine.typed.spreadsheets import restored

FILES: tuple[tuple[str, type[Base]], ...] = (
    ("sectors.csv", Sector),
    ("legal_bases.csv", LegalBasis),
    ("result_types.csv", ResultType),
    ("serving_units.csv", ServingUnit),
    ("beneficiary_accounts.csv", BeneficiaryAccount),
)
Registers = dict[type[Base], list[dict[str, Any]]]


def read_registers(folder: Path, province_code: str) -> tuple[Registers, list[str]]:
    """The rows of each register that the folder has, and every fault in Vietnamese.

    The columns are those of the register; empty cells are nothing.
    """
    found: Registers = {}
    faults: list[str] = []
    for name, entity in FILES:
        path = folder / name
        if path.is_file():
            rows = _Rows(path, entity, faults)
            found[entity] = [{"province_code": province_code, **row} for row in rows.read()]
    return found, faults


class _Rows:
    def __init__(self, path: Path, entity: type[Base], faults: list[str]) -> None:
        self.path = path
        self.columns = [c for c in table_of(entity).columns if c.name != "province_code"]
        self.keys = [c.name for c in self.columns if c.primary_key]
        self.faults = faults

    def read(self) -> Iterator[dict[str, Any]]:
        seen: set[tuple[str | None, ...]] = set()
        try:
            text = text_of(self.path.read_bytes())
        except FileUnreadable as wrong:
            self.faults.append(f"{self.path.name}: {wrong.reason}.")
            return
        reader = csv.DictReader(io.StringIO(text, newline=""))
        names = [column.name for column in self.columns]
        if list(reader.fieldnames or ()) != names:
            self.faults.append(f"{self.path.name}: các cột phải là {', '.join(names)}.")
            return
        for cells in reader:
            key = tuple(cells[name] for name in self.keys)
            if key in seen:
                named = " / ".join(part or "" for part in key)
                self.faults.append(f"{self.path.name}: {named} có hai dòng.")
            seen.add(key)
            yield {c.name: self._value(c, cells[c.name], reader.line_num) for c in self.columns}

    def _value(self, column: Any, cell: str | None, line: int) -> object:
        place = f"{self.path.name} dòng {line}, cột {column.name}"
        if not cell:
            if not column.nullable:
                self.faults.append(f"{place}: không được để trống.")
            return None
        if not isinstance(column.type, Date):
            return restored(cell)
        try:
            return date.fromisoformat(day_sent(cell))
        except Unreadable:
            self.faults.append(f"{place}: phải là ngày, ví dụ 2025-12-31.")
            return None

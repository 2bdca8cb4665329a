"""The registers of a province's catalogue: what each holds and which values its columns take."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, Integer, select
from sqlalchemy.orm import Session

from engine.catalogue.manifest import CHANNELS
from engine.errors import NotByProcedure
from engine.store.base import Base, table_of
from engine.store.catalogue import (
    LegalBasis,
    Procedure,
    ProcedureDocument,
    ProcedureFee,
    ProcedureResult,
    ResultType,
    Sector,
)
from engine.store.rules import Area, AreaUnit, BeneficiaryAccount
from engine.typed.dates import day_sent
from engine.typed.folding import finder
from engine.typed.text import LONGEST_WORDS, text_of, within

LEVELS = ("commune", "department", "province")
ONLINE_LEVELS = ("full", "partial", "none")
FEE_KINDS = ("phi", "le_phi")
ACCOUNT_KINDS = ("phi", "le_phi", "both")


@dataclass(frozen=True, slots=True)
class Register:
    """A register and its table. ``choices`` are the values that a column is limited to.

    Rows that nothing refers to may be removed; the others only end.
    """

    title: str
    entity: type[Base]
    choices: Mapping[str, tuple[str, ...]]
    removable: bool

    @property
    def of_procedure(self) -> str | None:
        """The column that names the procedure of an entry, where entries are of one."""
        name = "code" if self.entity is Procedure else "procedure_code"
        return name if name in table_of(self.entity).columns else None

    @property
    def columns(self) -> tuple[Column[Any], ...]:
        """The columns that people fill in."""
        return tuple(c for c in table_of(self.entity).columns if c.name != "province_code")


REGISTERS: dict[str, Register] = {
    "procedures": Register(
        "Thủ tục", Procedure, {"level": LEVELS, "online_level": ONLINE_LEVELS}, removable=False
    ),
    "documents": Register("Thành phần hồ sơ", ProcedureDocument, {}, removable=True),
    "results": Register("Kết quả của thủ tục", ProcedureResult, {}, removable=True),
    "fees": Register(
        "Phí, lệ phí", ProcedureFee, {"kind": FEE_KINDS, "channel": CHANNELS}, removable=True
    ),
    "beneficiary-accounts": Register(
        "Tài khoản thụ hưởng", BeneficiaryAccount, {"kind": ACCOUNT_KINDS}, removable=True
    ),
    "areas": Register("Khu vực", Area, {}, removable=False),
    "area-units": Register("Đơn vị của khu vực", AreaUnit, {}, removable=True),
    "result-types": Register("Loại kết quả", ResultType, {}, removable=False),
    "sectors": Register("Lĩnh vực", Sector, {}, removable=False),
    "legal-bases": Register("Căn cứ pháp lý", LegalBasis, {}, removable=False),
}


NOTHING: Mapping[Any, Mapping[str, object]] = {}
SEARCHED = ("code", "number", "name", "short_name", "title")
"""Columns that a search looks into, where a register has them."""


def entries(
    session: Session,
    province_code: str,
    register: Register,
    *,
    procedure_code: str | None = None,
    search: str | None = None,
    said: Mapping[Any, Mapping[str, object]] = NOTHING,
    plain: bool = True,
) -> list[dict[str, object]]:
    """The rows of a register in the order of their keys, of one procedure or with some words.

    ``said``: code → what counts in place of an entry's own columns. ``plain``: days as texts, as
    JSON has them. Raises NotByProcedure.
    """
    table = table_of(register.entity)
    query = select(*register.columns).where(table.c.province_code == province_code)
    if procedure_code is not None:
        if (name := register.of_procedure) is None:
            raise NotByProcedure(register=register.title)
        query = query.where(table.c[name] == procedure_code)
    rows = session.execute(query.order_by(*table.primary_key)).mappings()
    holds = finder(search or "")
    found = (row for row in rows if holds(_told(row)))
    told = ({**row, **said.get(row.get("code"), {})} for row in found)
    if not plain:
        return list(told)
    return [{name: _plain(value) for name, value in one.items()} for one in told]


def _told(row: Mapping[Any, object]) -> str:
    """Code, number and name of an entry: a register is searched as it is read, as a whole."""
    return " ".join(str(row[name]) for name in SEARCHED if row.get(name))


def value_of(column: Column[Any], value: object) -> object:
    """A value as JSON or a form sends it, as the column keeps it. Raises ValueError."""
    if value is None or value == "":
        if not column.nullable:
            raise ValueError("không được để trống")
        return None
    wanted, words = next(
        (kind for kind in _KINDS if isinstance(column.type, kind[0])), (str, "phải là chữ")
    )
    if wanted is Date:
        return value if isinstance(value, date) else _day(value)
    if wanted is Integer and isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    if wanted is Boolean and isinstance(value, bool):
        return value
    if wanted is str and isinstance(value, str):
        return within(text_of(value), getattr(column.type, "length", None) or LONGEST_WORDS)
    raise ValueError(words)


_KINDS: tuple[tuple[type, str], ...] = (
    (Date, "phải là ngày, ví dụ 2025-12-31"),
    (Boolean, "phải là đúng hoặc sai"),
    (Integer, "phải là số nguyên không âm"),
    (JSON, "không sửa ở đây"),
)


def _day(value: object) -> date:
    return date.fromisoformat(day_sent(value))


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date | datetime) else value

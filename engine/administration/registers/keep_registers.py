"""Administrators keep the registers of the catalogue: procedures, papers, fees, legal bases."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.accounts import Person
from engine.administration.configuring import ConfigurationAct, keys_of
from engine.administration.people.listing import readable_setting
from engine.administration.registers.reaching import check_reach
from engine.catalogue.published_facts import facts_on
from engine.catalogue.register_words import label_of, words_of
from engine.catalogue.registers import REGISTERS, Register, entries, value_of
from engine.errors import EntryNotFound
from engine.store.base import table_of
from engine.store.catalogue import Procedure
from engine.store.rules import BeneficiaryAccount
from engine.worktime import ZONE


def register_of(name: str) -> Register:
    """The register with this name. Raises EntryNotFound."""
    if name not in REGISTERS:
        raise EntryNotFound(what=f"danh mục {name}")
    return REGISTERS[name]


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """A register's title and its entries, each a column by name."""

    title: str
    entries: tuple[Mapping[str, object], ...]


def read_register(
    session: Session,
    *,
    person: Person,
    province_code: str,
    register_name: str,
    day: date,
    procedure_code: str | None = None,
    search: str | None = None,
) -> RegisterPage:
    """A register as of a day, for the officers of the province.

    Raises ConfigurationUnreadable, EntryNotFound, NotByProcedure.
    """
    register = register_of(register_name)
    readable_setting(session, person, province_code)
    facts: Mapping[Any, Mapping[str, object]] = {}
    if register.entity is Procedure:
        facts = facts_on(session, province_code, day)
    found = entries(
        session,
        province_code,
        register,
        procedure_code=procedure_code,
        search=search,
        said=facts,
    )
    return RegisterPage(register.title, tuple(found))


def put_entry(
    session: Session,
    *,
    admin: Administrator,
    register_name: str,
    values: Mapping[str, object],
    now: datetime,
) -> None:
    """Add an entry or change it; columns that are not named stay as they are.

    What belongs to a procedure may be kept by the agency that manages it, the rest by the province
    only. What a procedure's package says of it only its next version changes. Raises EntryNotFound,
    OutsideYourUnits, ProvinceAdminOnly, EntryInvalid.
    """
    act = ConfigurationAct(session, admin=admin, now=now)
    write_entry(act, register_of(register_name), values)
    act.save()


def write_entry(act: ConfigurationAct, register: Register, values: Mapping[str, object]) -> None:
    """The same as a part of an act about several."""
    clean = _clean(act, register, values)
    if clean.keys() >= {*keys_of(register.entity)}:
        _require_rights(act, register, clean)
        _check(act, register, clean, given=values)
        check_reach(act, register.entity, clean)
    act.refuse_faults()
    if register.entity is Procedure:
        _follow_package(act, clean)
    act.put(register.entity, clean)


def remove_entry(
    session: Session,
    *,
    admin: Administrator,
    register_name: str,
    key: Mapping[str, object],
    now: datetime,
) -> None:
    """Take an entry away that nothing refers to; the record of changes keeps what it said.

    Raises EntryNotFound, OutsideYourUnits, ProvinceAdminOnly, EntryInvalid.
    """
    act = ConfigurationAct(session, admin=admin, now=now)
    take_entry_away(act, register_of(register_name), key)
    act.save()


def take_entry_away(act: ConfigurationAct, register: Register, key: Mapping[str, object]) -> None:
    """The same as a part of an act about several."""
    act.check(register.removable, "code", "Mục này chỉ đặt ngày hết hiệu lực, không xóa.")
    wanted = {name: key.get(name) for name in keys_of(register.entity)}
    clean = _clean(act, register, wanted)
    act.refuse_faults()
    row = act.find(register.entity, clean)
    if row is None:
        raise EntryNotFound(what=f"mục này trong danh mục {register.title}")
    _require_rights(act, register, clean)
    check_reach(act, register.entity, clean, gone=True)
    act.refuse_faults()
    act.remove(row)


def _clean(
    act: ConfigurationAct, register: Register, values: Mapping[str, object]
) -> dict[str, Any]:
    columns = {column.name: column for column in register.columns}
    clean: dict[str, Any] = {}
    for name, value in values.items():
        if name not in columns:
            act.fault(name, f"Danh mục {register.title} không có cột {name}.")
            continue
        try:
            clean[name] = value_of(columns[name], value)
        except ValueError as error:
            act.fault(name, f"{label_of(name)}: {error}.")
    for name in keys_of(register.entity):
        act.check(name in values, name, f"Thiếu “{label_of(name)}”.")
    return clean


def _require_rights(act: ConfigurationAct, register: Register, values: dict[str, Any]) -> None:
    """An agency keeps its own accounts, and what belongs to the procedures that it manages.

    It can't give a procedure away.
    """
    right = "catalogue.registers"
    if act.may(right):
        return
    if register.entity is BeneficiaryAccount:
        act.require(right, values["unit_code"])
        return
    code = values.get("code" if register.entity is Procedure else "procedure_code")
    procedure: Procedure | None = act.find(Procedure, {"code": code}) if code else None
    if procedure is None or procedure.unit_code is None:
        act.require("catalogue.common")
        return
    act.require(right, procedure.unit_code)
    if register.entity is Procedure and values.get("unit_code", procedure.unit_code):
        act.require(right, values.get("unit_code", procedure.unit_code))


def _follow_package(act: ConfigurationAct, values: dict[str, Any]) -> None:
    """Take out what the version in force says; something else than it says is a fault."""
    today = act.now.astimezone(ZONE).date()
    facts = facts_on(act.session, act.province_code, today).get(str(values["code"]), {})
    for name in facts.keys() & values.keys():
        told = "Mục này theo gói đang công bố; hãy đề nghị công bố bản mới để đổi."
        act.check(values.pop(name) == facts[name], name, told)
    act.refuse_faults()


def _check(
    act: ConfigurationAct,
    register: Register,
    values: dict[str, Any],
    *,
    given: Mapping[str, object],
) -> None:
    row = act.find(register.entity, values)
    for column in register.columns:
        missing = row is None and not column.nullable and column.name not in given
        act.check(not missing, column.name, f"Thiếu “{label_of(column.name)}”.")
    for name, allowed in register.choices.items():
        known = values.get(name) is None or values[name] in allowed
        told = ", ".join(words_of(name, one) for one in allowed)
        act.check(known, name, f"{label_of(name)} chỉ nhận: {told}.")
    valid_from = values.get("valid_from", getattr(row, "valid_from", None))
    valid_to = values.get("valid_to", getattr(row, "valid_to", None))
    if isinstance(valid_from, date):
        act.check_period(valid_from, valid_to)
    if values.get("unit_code"):
        known = values["unit_code"] in act.setting.units
        act.check(known, "unit_code", f"Không có đơn vị {values['unit_code']}.")
    _check_references(act, register, values)


def _check_references(act: ConfigurationAct, register: Register, values: dict[str, Any]) -> None:
    by_table = {table_of(r.entity).name: r for r in REGISTERS.values()}
    for constraint in table_of(register.entity).foreign_key_constraints:
        there = by_table.get(constraint.referred_table.name)
        if there is None:
            continue
        pairs = [(e.parent.name, e.column.name) for e in constraint.elements]
        key = {column: values.get(own) for own, column in pairs if column != "province_code"}
        if None not in key.values() and act.find(there.entity, key) is None:
            text = " / ".join(str(value) for value in key.values())
            act.fault(pairs[-1][0], f"Danh mục {there.title} chưa có {text}.")

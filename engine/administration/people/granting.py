"""Roles that are given beside posts: from a day, in a unit and all below it, by a paper."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.access import ROLES, Administrator
from engine.administration.configuring import ConfigurationAct
from engine.administration.people.confirming import give
from engine.administration.people.meant import officer_meant, procedure_meant, unit_meant
from engine.administration.people.officers import identity, stranger
from engine.errors import EntryNotFound
from engine.organisation.substitutions import substitution_id
from engine.organisation.tree import setting_of
from engine.store.access import AccessGrant
from engine.store.catalogue import Procedure
from engine.store.organisation import Officer


@dataclass(frozen=True, slots=True)
class GrantEntry:
    """A role for an officer (by user name), in a unit and all below it.

    Valid from ``valid_from`` up to, not including, ``valid_to``. At most one of ``procedure_code``
    and ``sector`` narrows it.
    """

    officer: str
    role: str
    unit_code: str
    valid_from: date
    basis: str
    valid_to: date | None = None
    procedure_code: str | None = None
    sector: str | None = None


@dataclass(frozen=True, slots=True)
class GrantRow:
    """A role that somebody was given."""

    id: str
    officer: str
    officer_name: str
    role: str
    role_title: str
    unit_code: str
    unit_name: str
    procedure_code: str | None
    procedure_name: str | None
    sector: str | None
    valid_from: date
    valid_to: date | None
    basis: str
    may_end: bool


def grant_role(
    session: Session, *, admin: Administrator, entry: GrantEntry, now: datetime
) -> str | None:
    """Give the role; under which id it waits for a second person, if it does.

    Raises NotAdministrator, ProvinceAdminOnly, OwnPost, EntryInvalid.
    """
    act = ConfigurationAct(session, admin=admin, now=now)
    entry = act.read(entry)
    act.require("access.grant")
    entry = _in_codes(act, entry)
    who = identity(act, entry.officer)
    act.refuse_own(who)
    act.check(who, "officer", stranger(entry.officer))
    _check(act, entry)
    act.refuse_faults()
    assert who is not None  # noqa: S101 - else there was a fault
    values = {
        "id": substitution_id(
            unit_code=entry.unit_code,
            position_code=entry.role,
            officer_id=who,
            scope=entry.procedure_code or entry.sector,
            valid_from=entry.valid_from,
        ),
        "officer_id": who,
        "role": entry.role,
        "unit_code": entry.unit_code,
        "procedure_code": entry.procedure_code,
        "sector": entry.sector,
        "valid_from": entry.valid_from,
        "valid_to": entry.valid_to,
        "basis": entry.basis,
    }
    act.check_begins(AccessGrant, values)
    act.refuse_faults()
    waits = give(act, AccessGrant, values)
    act.save()
    return waits


def _in_codes(act: ConfigurationAct, entry: GrantEntry) -> GrantEntry:
    """Whom, where and which procedure by codes, also where names were told."""
    asked = entry.procedure_code
    return replace(
        entry,
        officer=officer_meant(act, "officer", entry.officer),
        unit_code=unit_meant(act, "unit_code", entry.unit_code, entry.valid_from),
        procedure_code=procedure_meant(act, "procedure_code", asked) if asked else None,
    )


def end_grant(
    session: Session, *, admin: Administrator, grant_id: str, day: date, now: datetime
) -> None:
    """The role ends: ``day`` is the first day without it, today at the earliest.

    One to come that begins later never does. Raises EntryNotFound, NotAdministrator,
    ProvinceAdminOnly, OwnPost, EntryInvalid.
    """
    act = ConfigurationAct(session, admin=admin, now=now)
    act.require("access.grant")
    row: AccessGrant | None = act.find(AccessGrant, {"id": grant_id})
    if row is None:
        raise EntryNotFound(what="vai trò được giao này")
    act.refuse_own(row.officer_id)
    act.check_end(day)
    act.refuse_faults()
    act.end(row, day)
    act.save()


def grants(session: Session, *, admin: Administrator, day: date) -> tuple[GrantRow, ...]:
    """The roles that are valid on the day or later, in the units about which they may ask."""
    setting = setting_of(session, admin.province_code)
    units, gives = admin.units("access.read", setting), admin.may("access.grant", setting)
    own = admin.person.officer_id if admin.person else None
    rows = session.execute(
        select(AccessGrant, Officer, Procedure.short_name)
        .outerjoin(
            Procedure,
            (Procedure.province_code == AccessGrant.province_code)
            & (Procedure.code == AccessGrant.procedure_code),
        )
        .join(
            Officer,
            (Officer.province_code == AccessGrant.province_code)
            & (Officer.id == AccessGrant.officer_id),
        )
        .where(
            AccessGrant.province_code == admin.province_code,
            AccessGrant.valid_to.is_(None) | (AccessGrant.valid_to > day),
        )
        .order_by(AccessGrant.role, Officer.username, AccessGrant.valid_from, AccessGrant.id)
    )
    return tuple(
        GrantRow(
            id=row.id,
            officer=officer.username,
            officer_name=officer.full_name,
            role=row.role,
            role_title=ROLES[row.role].title,
            unit_code=row.unit_code,
            unit_name=setting.unit_name(row.unit_code),
            procedure_code=row.procedure_code,
            procedure_name=procedure,
            sector=row.sector,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            basis=row.basis,
            may_end=gives and row.officer_id != own,
        )
        for row, officer, procedure in rows
        if units is None or row.unit_code in units
    )


def roles_told(codes: Iterable[str]) -> str:
    """Roles as a fault lists them: what they are called, and the codes that a program sends."""
    return ", ".join(f"{ROLES[code].title} ({code})" for code in codes)


def _check(act: ConfigurationAct, entry: GrantEntry) -> None:
    given = [role.code for role in ROLES.values() if role.given]
    act.check(entry.role in given, "role", f"Vai trò được giao chỉ có: {roles_told(given)}.")
    unit = act.setting.units.get(entry.unit_code)
    here = unit is not None and unit.valid(entry.valid_from)
    none = f"Không có đơn vị {entry.unit_code} vào ngày bắt đầu."
    act.check(here, "unit_code", none if entry.unit_code else "Hãy chọn đơn vị.")
    act.check_period(entry.valid_from, entry.valid_to)
    act.check(entry.basis, "basis", "Hãy ghi văn bản giao: số, ngày.")
    both = entry.procedure_code and entry.sector
    act.check(not both, "sector", "Chỉ giới hạn theo thủ tục hoặc theo lĩnh vực, không cả hai.")
    if entry.procedure_code:
        known = act.find(Procedure, {"code": entry.procedure_code})
        act.check(known, "procedure_code", "Danh mục của tỉnh không có thủ tục này.")
    if entry.sector:
        named = select(Procedure.code).where(
            Procedure.province_code == act.province_code, Procedure.sector == entry.sector
        )
        known = act.session.scalar(named.limit(1))
        act.check(known, "sector", "Danh mục của tỉnh không có thủ tục nào thuộc lĩnh vực này.")

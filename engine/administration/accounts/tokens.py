"""Tokens of outside systems: one administrator asks, another lets it be and is shown the secret."""

import secrets
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.access import ROLES, Administrator
from engine.accounts.one_person import not_another
from engine.accounts.tokens import PREFIX, hash_of
from engine.administration.configuring import ConfigurationAct
from engine.administration.people.granting import roles_told
from engine.administration.people.meant import procedure_meant, unit_meant
from engine.errors import EntryNotFound, GivenByYou, Refusal
from engine.organisation.changes import Change
from engine.organisation.tree import setting_of
from engine.store.access import SystemToken
from engine.store.catalogue import Procedure
from engine.store.ids import new_id

KEEP, READ = "tokens.keep", "tokens.read"
ROLES_OF_SYSTEMS = ("monitor", "auditor", "technical", "control_officer")
"""Roles that read; a system does nothing else."""


@dataclass(frozen=True, slots=True)
class TokenEntry:
    """What a system may read: as a role, in a unit and all below it, of one procedure or all.

    From ``valid_from`` up to, not including, ``valid_to``.
    """

    name: str
    role: str
    unit_code: str
    valid_from: date
    valid_to: date
    basis: str
    procedure_code: str | None = None


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A token, never its secret. ``state``: waiting, valid, not_yet, over, ended."""

    id: str
    name: str
    role: str
    role_title: str
    unit_code: str
    unit_name: str
    procedure_code: str | None
    procedure_name: str | None
    valid_from: date
    valid_to: date
    basis: str
    proposed_name: str
    confirmed_name: str | None
    used_at: datetime | None
    state: str
    may_confirm: bool
    may_end: bool


def propose_token(
    session: Session, *, admin: Administrator, entry: TokenEntry, now: datetime
) -> str:
    """Ask for a token; under which id it waits for another person.

    Raises NotAdministrator, ProvinceAdminOnly, EntryInvalid.
    """
    act = ConfigurationAct(session, admin=admin, now=now)
    act.require(KEEP)
    entry = _in_codes(act, act.read(entry))
    _check(act, entry)
    act.refuse_faults()
    row = SystemToken(
        province_code=act.province_code,
        id=new_id(),
        name=entry.name,
        role=entry.role,
        unit_code=entry.unit_code,
        procedure_code=entry.procedure_code or None,
        valid_from=entry.valid_from,
        valid_to=entry.valid_to,
        basis=entry.basis,
        proposed_by=admin.account_id or "",
        proposed_name=admin.name,
        proposed_at=now,
        secret_hash="",
    )
    session.add(row)
    _tell(act, row, None, "waiting")
    act.save()
    return row.id


def _in_codes(act: ConfigurationAct, entry: TokenEntry) -> TokenEntry:
    """Where and of which procedure by codes, also where names were told."""
    asked = entry.procedure_code
    return replace(
        entry,
        unit_code=unit_meant(act, "unit_code", entry.unit_code, entry.valid_from),
        procedure_code=procedure_meant(act, "procedure_code", asked) if asked else None,
    )


def confirm_token(session: Session, *, admin: Administrator, token_id: str, now: datetime) -> str:
    """Let it be; the secret, told here and never again.

    Raises EntryNotFound, NotAdministrator, ProvinceAdminOnly, GivenByYou for who asked for it,
    InOneHand.
    """
    act = ConfigurationAct(session, admin=admin, now=now)
    act.require(KEEP)
    row = _found(act, token_id)
    if row.confirmed_at is not None or row.ended_at is not None:
        raise EntryNotFound(what="khóa truy cập đang chờ này")
    if why := _not_another(session, admin, row):
        raise why
    secret = PREFIX + secrets.token_urlsafe(32)
    row.secret_hash, row.confirmed_at, row.confirmed_name = hash_of(secret), now, admin.name
    _tell(act, row, "waiting", "confirmed")
    act.save()
    return secret


def _not_another(session: Session, admin: Administrator, row: SystemToken) -> Refusal | None:
    """Why they are nobody else than who asked for it; the operator is."""
    account = admin.account_id
    if account is None:
        return None
    return not_another(session, row.proposed_by, account, GivenByYou())


def end_token(session: Session, *, admin: Administrator, token_id: str, now: datetime) -> None:
    """It is worth nothing from now on; one that waits never will be.

    Raises EntryNotFound, NotAdministrator, ProvinceAdminOnly.
    """
    act = ConfigurationAct(session, admin=admin, now=now)
    act.require(KEEP)
    row = _found(act, token_id)
    if row.ended_at is None:
        row.ended_at = now
        _tell(act, row, "confirmed" if row.confirmed_at else "waiting", "ended")
    act.save()


def tokens(session: Session, *, admin: Administrator, day: date) -> tuple[TokenRow, ...]:
    """Every token of the province, the newest first. Raises NotAdministrator, ProvinceAdminOnly."""
    setting = setting_of(session, admin.province_code)
    admin.require(READ, setting)
    keeps = admin.may(KEEP, setting)
    rows = session.execute(
        select(SystemToken, Procedure.short_name)
        .outerjoin(
            Procedure,
            (Procedure.province_code == SystemToken.province_code)
            & (Procedure.code == SystemToken.procedure_code),
        )
        .where(SystemToken.province_code == admin.province_code)
        .order_by(SystemToken.proposed_at.desc(), SystemToken.id)
    )
    return tuple(
        TokenRow(
            id=row.id,
            name=row.name,
            role=row.role,
            role_title=ROLES[row.role].title,
            unit_code=row.unit_code,
            unit_name=setting.unit_name(setting.on_day(row.unit_code, day) or row.unit_code),
            procedure_code=row.procedure_code,
            procedure_name=procedure,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            basis=row.basis,
            proposed_name=row.proposed_name,
            confirmed_name=row.confirmed_name,
            used_at=row.used_at,
            state=_state(row, day),
            may_confirm=keeps
            and _state(row, day) == "waiting"
            and not _not_another(session, admin, row),
            may_end=keeps and _state(row, day) in ("waiting", "valid", "not_yet"),
        )
        for row, procedure in rows
    )


def _state(row: SystemToken, day: date) -> str:
    if row.ended_at is not None:
        return "ended"
    if row.valid_to <= day:
        return "over"
    if row.confirmed_at is None:
        return "waiting"
    return "valid" if row.valid_from <= day else "not_yet"


def _found(act: ConfigurationAct, token_id: str) -> SystemToken:
    row: SystemToken | None = act.find(SystemToken, {"id": token_id})
    if row is None:
        raise EntryNotFound(what="khóa truy cập này")
    return row


def _check(act: ConfigurationAct, entry: TokenEntry) -> None:
    act.check(entry.name, "name", "Hãy ghi tên hệ thống bên ngoài.")
    told = f"Vai trò chỉ đọc gồm: {roles_told(ROLES_OF_SYSTEMS)}."
    act.check(entry.role in ROLES_OF_SYSTEMS, "role", told)
    unit = act.setting.units.get(entry.unit_code)
    here = unit is not None and unit.valid(entry.valid_from)
    none = f"Không có đơn vị {entry.unit_code} vào ngày bắt đầu."
    act.check(here, "unit_code", none if entry.unit_code else "Hãy chọn đơn vị.")
    act.check_period(entry.valid_from, entry.valid_to)
    words = "Khóa phải dùng được sau hôm nay: hãy ghi ngày hết hạn còn ở phía trước."
    act.check(entry.valid_to > act.today, "valid_to", words)
    act.check(entry.basis, "basis", "Hãy ghi văn bản cho phép: số, ngày.")
    if entry.procedure_code:
        known = act.find(Procedure, {"code": entry.procedure_code})
        act.check(known, "procedure_code", "Danh mục của tỉnh không có thủ tục này.")


def _tell(act: ConfigurationAct, row: SystemToken, before: str | None, after: str) -> None:
    """Write down what became of it; never the secret or its hash."""
    was = None if before is None else {"state": before}
    told = {"state": after, "name": row.name, "role": row.role, "unit_code": row.unit_code}
    kind = "added" if before is None else "changed"
    act.changes.append(Change(kind, SystemToken.__tablename__, row.id, was, told))

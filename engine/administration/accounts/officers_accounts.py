"""Who can sign in: every officer with their account, or why they have none yet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.administration.accounts.account_act import (
    KEEP,
    KEEP_ADMINISTRATORS,
    KEEP_SIGNING,
    READ,
    State,
    account_name,
    state_of,
)
from engine.administration.accounts.standing import Standing, standings
from engine.organisation.tree import Setting, setting_of
from engine.store.accounts import Account, AccountSubject, SignInCode
from engine.store.organisation import Officer
from engine.worktime import ZONE

GOVERNS = "Quản trị cấp tỉnh: người vận hành cấp ở dòng lệnh."
SIGNS = "Người ký, quản trị, được giao vai trò: quản trị cấp tỉnh cấp."
ELSEWHERE = "Giữ cả vị trí ngoài phạm vi của bạn: quản trị cấp tỉnh cấp."
OWN = "Tài khoản của chính bạn: người khác giữ, đổi mật khẩu ở trang Tài khoản của tôi."
NO_POST = "Không giữ vị trí nào từ hôm nay trở đi."


@dataclass(frozen=True, slots=True)
class OfficerAccount:
    """An officer and the account they sign in with.

    ``state``: ``none``, or how the account stands. ``hinders``: why the reader can't give one, or
    keep the one there is; ``None``: they can. ``code_ends_at``: until when a code may be used.
    ``bound_at``: since when it belongs to somebody at an outside provider. ``numbered``: whether
    the identity number of its officer is told.
    """

    username: str
    account: str
    full_name: str
    unit_code: str | None
    unit_name: str
    state: Literal["none"] | State
    hinders: str | None
    signs: bool
    signed_in_at: datetime | None
    code_ends_at: datetime | None
    bound_at: datetime | None
    numbered: bool


def officers_accounts(
    session: Session, *, admin: Administrator, now: datetime, unit_code: str | None = None
) -> tuple[OfficerAccount, ...]:
    """The officers about whose accounts they may ask: at and below a unit, or of all.

    By unit and name. Who holds nothing any more is told only while their account is open.
    """
    province, day = admin.province_code, now.astimezone(ZONE).date()
    setting = setting_of(session, province)
    units, standing = admin.units(READ, setting), standings(session, province, day)
    known = _accounts(session, province)
    officers = session.scalars(select(Officer).where(Officer.province_code == province))
    rows = [
        _row(
            officer,
            setting,
            standing.get(officer.id),
            known.get(officer.id, (None, None, None)),
            next(
                _hindrances(admin, setting, officer.id, standing.get(officer.id, Standing())), None
            ),
        )
        for officer in officers
        if _asked(standing.get(officer.id), known.get(officer.id), setting, units, unit_code)
    ]
    return tuple(sorted(rows, key=lambda row: (row.unit_code or "", row.full_name, row.username)))


Known = tuple[Account, datetime | None, datetime | None]


def _accounts(session: Session, province: str) -> Mapping[str, Known]:
    bound = select(func.max(AccountSubject.bound_at)).where(AccountSubject.account_id == Account.id)
    rows = session.execute(
        select(Account, SignInCode.ends_at, bound.scalar_subquery())
        .outerjoin(SignInCode, SignInCode.account_id == Account.id)
        .where(Account.province_code == province, Account.officer_id.is_not(None))
    )
    return {str(row[0].officer_id): (row[0], row[1], row[2]) for row in rows}


def _asked(
    standing: Standing | None,
    known: Known | None,
    setting: Setting,
    units: frozenset[str] | None,
    unit_code: str | None,
) -> bool:
    if standing is None:
        open_account = known is not None and known[0].disabled_at is None
        return open_account and units is None and unit_code is None
    mine = (units is None or unit in units for unit in standing.units)
    below = unit_code is None or any(setting.within(one, {unit_code}) for one in standing.units)
    return any(mine) and below


def _row(
    officer: Officer,
    setting: Setting,
    standing: Standing | None,
    known: Known | tuple[None, None, None],
    hinders: str | None,
) -> OfficerAccount:
    account, ends_at, bound_at = known
    unit = standing.units[0] if standing else None
    return OfficerAccount(
        username=officer.username,
        account=account.username if account else account_name(officer),
        full_name=officer.full_name,
        unit_code=unit,
        unit_name=setting.unit_name(unit) if unit else "",
        state=_state(account, bound=bound_at is not None),
        hinders=hinders,
        signs=standing is not None and standing.signs,
        signed_in_at=account.signed_in_at if account else None,
        code_ends_at=ends_at,
        bound_at=bound_at,
        numbered=account is not None and account.identity_number is not None,
    )


def _state(account: Account | None, *, bound: bool) -> Literal["none"] | State:
    """Who comes by a provider needs no password: nothing waits for one."""
    found = state_of(account) if account else "none"
    return "in_use" if found == "invited" and bound else found


def _hindrances(
    admin: Administrator, setting: Setting, officer: str, standing: Standing
) -> Iterator[str]:
    """What keeps the reader from giving a code: the same that refuses the act."""
    if admin.person is not None and admin.person.officer_id == officer:
        yield OWN
    if standing.governs and not admin.may(KEEP_ADMINISTRATORS, setting):
        yield GOVERNS
    signs = standing.signs and not standing.governs
    if signs and not admin.may(KEEP_SIGNING, setting):
        yield SIGNS
    if not standing.units and not admin.may(KEEP_SIGNING, setting):
        yield NO_POST
    if any(not admin.may(KEEP, setting, unit) for unit in standing.units):
        yield ELSEWHERE

"""Units that take fees and have no beneficiary account yet (R-73)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.administration.rules.in_force import digests_on, published_on
from engine.fees.accounts import kinds_without_account
from engine.organisation.beneficiary_accounts import Accounts, accounts_on
from engine.organisation.tree import Setting, setting_of
from engine.routing.competence import deciding_unit


@dataclass(frozen=True, slots=True)
class UnitWithoutAccount:
    """A unit that decides fee-bearing procedures; ``procedures`` are their codes."""

    unit_code: str
    unit_name: str
    procedures: tuple[str, ...]


def without_beneficiary_account(
    session: Session, *, admin: Administrator, day: date
) -> tuple[UnitWithoutAccount, ...]:
    """The units within the administrator's rights that lack an account on ``day``.

    An account of a unit above counts for those below it.
    """
    setting = setting_of(session, admin.province_code)
    accounts = accounts_on(session, admin.province_code, day)
    digests = digests_on(session, admin.province_code, day)
    lacking = setting.once(
        (without_beneficiary_account, day, digests, frozenset(accounts.items())),
        lambda: _lacking(session, setting, accounts, day),
    )
    here = admin.units("organisation.gaps", setting)
    return tuple(
        UnitWithoutAccount(unit, setting.unit_name(unit), tuple(codes))
        for unit, codes in sorted(lacking.items())
        if here is None or unit in here
    )


def _lacking(
    session: Session, setting: Setting, accounts: Accounts, day: date
) -> dict[str, list[str]]:
    communes = [unit.code for unit in setting.communes(day)]
    lacking: defaultdict[str, list[str]] = defaultdict(list)
    for published in published_on(session, setting.province_code, day):
        if published.manifest.fee is None:
            continue
        manifest = published.manifest
        deciding = {deciding_unit(manifest, setting, one, day) or one for one in communes}
        for unit in sorted(deciding):
            if kinds_without_account(
                manifest.fee, published.files, accounts=accounts, setting=setting, unit=unit
            ):
                lacking[unit].append(published.manifest.code)
    return lacking

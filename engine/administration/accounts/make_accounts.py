"""Accounts for many officers at once: what the list says is tried first, then codes are handed out.

The trial is the list itself (``officers_accounts``): who has none, who has one, what hinders.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.accounts.codes import Slip
from engine.administration.accounts.account_act import AccountAct
from engine.administration.accounts.officers_accounts import officers_accounts


def make_accounts(
    session: Session,
    *,
    admin: Administrator,
    usernames: Collection[str] | None = None,
    unit_code: str | None = None,
    term: timedelta,
    now: datetime,
) -> tuple[Slip, ...]:
    """Make the accounts that are missing, of these officers or of all whom the asker keeps.

    A code each, told here and never again. Who has an account already, or can't be given one by
    the asker, gets none; asked again it makes nothing. Raises NotAdministrator, ProvinceNotFound.
    """
    act = AccountAct(session, admin=admin, now=now)
    admin.require_somewhere("accounts.keep")
    chosen = None if usernames is None else frozenset(usernames)
    slips = []
    for row in officers_accounts(session, admin=admin, now=now, unit_code=unit_code):
        wanted = chosen is None or row.username in chosen
        if row.state != "none" or row.hinders or row.unit_code is None or not wanted:
            continue
        slips.append(act.hand_out(act.officer(row.username), row.unit_code, term=term))
    act.save()
    return tuple(slips)

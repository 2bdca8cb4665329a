"""A forgotten password: the old one is void at once, a one-use code takes its place."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.accounts.codes import Slip
from engine.accounts.second_factor import remove_second_factor
from engine.accounts.sessions import end_all
from engine.accounts.signing_in import write_event
from engine.accounts.vouched import unbind
from engine.administration.accounts.account_act import AccountAct
from engine.errors import AccountLocked


def reset_account(
    session: Session,
    *,
    admin: Administrator,
    username: str,
    term: timedelta,
    now: datetime,
) -> Slip:
    """Void the password and the second factor, end every session, hand out a code.

    To whom the account belonged at an outside provider, and what was tried wrongly, is forgotten.

    Raises EntryNotFound, OwnPost, OperatorOnly, NotAdministrator, ProvinceAdminOnly,
    OutsideYourUnits, AccountClosed, AccountLocked.
    """
    act = AccountAct(session, admin=admin, now=now)
    officer = act.officer(username)
    standing = act.require_over(officer)
    account = act.account(officer)
    if account.disabled_at is not None:
        raise AccountLocked(username=account.username)
    slip = act.hand_out(officer, next(iter(standing.units), None), term=term)
    account.password_hash = ""
    remove_second_factor(session, account.id)
    unbind(session, account.id)
    end_all(session, account_id=account.id, now=now)
    told = {"username": account.username, "account_id": account.id}
    write_event(session, "freed", **told, at="", now=now)
    act.save()
    return slip

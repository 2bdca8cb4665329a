"""An account is locked for a reason, and opened again."""

from datetime import datetime

from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.accounts.codes import take_back_code
from engine.accounts.signing_in import write_event
from engine.administration.accounts.account_act import AccountAct, state_of
from engine.typed.given import reason_given


def lock_account(
    session: Session,
    *,
    admin: Administrator,
    username: str,
    reason: str | None,
    now: datetime,
) -> None:
    """Nobody signs in with it, every session ends, no code opens it. A locked one stays locked.

    Raises EntryNotFound, OwnPost, OperatorOnly, NotAdministrator, ProvinceAdminOnly,
    OutsideYourUnits, AccountClosed, ReasonMissing, TextUnreadable.
    """
    act = AccountAct(session, admin=admin, now=now)
    officer = act.officer(username)
    act.require_over(officer)
    account = act.account(officer)
    words = reason_given(reason)
    if account.disabled_at is None:
        act.tell(account, state_of(account), "locked", reason=words)
        account.disabled_at, account.disabled_why = now, "locked"
        take_back_code(session, account)
    act.save()


def unlock_account(session: Session, *, admin: Administrator, username: str, now: datetime) -> None:
    """Let it be signed in to again, also after too many wrong passwords.

    Raises EntryNotFound, OwnPost, OperatorOnly, NotAdministrator, ProvinceAdminOnly,
    OutsideYourUnits, AccountClosed.
    """
    act = AccountAct(session, admin=admin, now=now)
    officer = act.officer(username)
    act.require_over(officer)
    account = act.account(officer)
    before = state_of(account)
    account.disabled_at = account.disabled_why = None
    act.tell(account, before, state_of(account), freed=True)
    told = {"username": account.username, "account_id": account.id}
    write_event(session, "freed", **told, at="", now=now)
    act.save()

"""An officer's identity number is told: from then on they handle no dossier of their own."""

from datetime import datetime

from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.administration.accounts.account_act import AccountAct, state_of
from engine.errors import TextUnreadable
from engine.typed import Unreadable
from engine.typed.identifiers import KINDS


def name_number(
    session: Session, *, admin: Administrator, username: str, number: str, now: datetime
) -> None:
    """Keep the number with the officer's account; what is written down says that, not the number.

    Officials are applicants too, and are then counted and kept from their own dossiers (requirement
    R-10). Raises EntryNotFound, OwnPost, OperatorOnly, NotAdministrator, ProvinceAdminOnly,
    OutsideYourUnits, AccountClosed, TextUnreadable.
    """
    act = AccountAct(session, admin=admin, now=now)
    officer = act.officer(username)
    act.require_over(officer)
    account = act.account(officer)
    try:
        account.identity_number = KINDS["identity_number"].read(number)
    except Unreadable as unreadable:
        raise TextUnreadable(field="number", label="Số định danh", reason=str(unreadable)) from None
    act.tell(account, state_of(account), state_of(account), identity_number="told")
    act.save()

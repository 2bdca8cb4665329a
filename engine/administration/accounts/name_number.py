"""An officer's identity number is told, or taken away; whose is known handles no own dossier."""

from datetime import datetime

from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.accounts.one_person import officer_numbered
from engine.administration.accounts.account_act import AccountAct, state_of
from engine.errors import NumberTaken, TextUnreadable
from engine.typed import Unreadable
from engine.typed.identifiers import KINDS


def name_number(
    session: Session, *, admin: Administrator, username: str, number: str | None, now: datetime
) -> None:
    """Keep the number with the officer's account; what is written down says that, not the number.

    ``number``: ``None`` or nothing takes away one that was told by mistake.

    Officials are applicants too, and are then counted and kept from their own dossiers (requirement
    R-10). It names one officer of the province: what two confirm is not confirmed by one. Raises
    EntryNotFound, OwnPost, OperatorOnly, NotAdministrator, ProvinceAdminOnly, OutsideYourUnits,
    AccountClosed, TextUnreadable, NumberTaken.
    """
    act = AccountAct(session, admin=admin, now=now)
    officer = act.officer(username)
    act.require_over(officer)
    account = act.account(officer)
    told = (number or "").strip()
    try:
        known = KINDS["identity_number"].read(told) if told else None
    except Unreadable as unreadable:
        raise TextUnreadable(field="number", label="Số định danh", reason=str(unreadable)) from None
    if known is not None:
        others = officer_numbered(session, act.province_code, known) - {officer.id}
        if others:
            raise NumberTaken(faults=[{"field": "number", "message": NumberTaken.message}])
    account.identity_number = known
    said, state = "told" if told else "taken_away", state_of(account)
    act.tell(account, state, state, identity_number=said)
    act.save()

"""Citizens sign in by a code that is sent to the telephone of their account.

Asked for by telephone number or by identity number; whether anybody has it is never told. A code
has six digits, so it is short-lived, tried a few times only, and kept as a keyed hash.

It opens the account in the browser that asked for it and in no other, so what strangers ask or try
neither replaces nor uses up somebody's own. What they may guess in all is what they may ask for.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, select
from sqlalchemy.orm import Session

from engine.accounts.second_factor import SecretBox
from engine.accounts.signing_in import Claimed, SignInRules, came_in, note, refuse_braked
from engine.errors import NumberUnreadable, TooManyCodes
from engine.ports import SentMessage
from engine.store.accounts import Account, EntryCode, SignInEvent
from engine.typed.identifiers import digits_of

DIGITS, TERM, MOST_WRONG = 6, timedelta(minutes=10), 5
"""Of a code, how long it may be used, and how often it may be tried wrongly."""
MOST_CODES, MOST_CODES_A_DAY, MOST_CODES_HERE = 5, 20, 50
"""Codes that are sent for one number, within the time of wrong passwords and within a day, and to
one address, within that time: a commune's hall has one address. Who came in before in the browser
has the first for themselves there. Guessing is hopeless: 100 tries a day at a million codes."""
_DAY = timedelta(days=1)
SHARED = (
    "Có nhiều tài khoản dùng số điện thoại này. Hãy đăng nhập bằng số định danh để nhận mã của bạn."
)


@dataclass(frozen=True, slots=True)
class Door:
    """Where somebody knocks: from which address and in which browser, under which rules, with which
    key of ours. A browser without a mark (``None``) has asked for nothing.
    """

    address: str
    device: str | None
    rules: SignInRules
    box: SecretBox


def begin_code(session: Session, *, number: str, door: Door, now: datetime) -> SentMessage | None:
    """Make a code for who has this number; what is to be sent, ``None`` if nobody has it.

    The code of before in the same browser is worth nothing any more. Raises NumberUnreadable,
    TooManyCodes.
    """
    name = _read(number)
    found = _accounts(session, name)
    account = found[0] if len(found) == 1 else None
    _refuse_many(session, name, account, door, now)
    note(session, Claimed(name, door.address, account, door.device), "code_sent", now)
    if account is not None and account.phone:
        code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
        row = EntryCode(
            account_id=account.id,
            device=door.device,
            code_hash=door.box.marked(f"{account.id} {code}"),
            ends_at=now + TERM,
            wrong=0,
        )
        session.merge(row)
        minutes = int(TERM.total_seconds() // 60)
        words = f"{code} là mã đăng nhập Một Cửa, dùng trong {minutes} phút. Đừng đưa mã cho ai."
        return SentMessage(now, account.phone, words)
    return SentMessage(now, name, SHARED) if len(found) > 1 else None


def use_code(
    session: Session, *, number: str, code: str, door: Door, now: datetime
) -> Claimed | None:
    """Who may enter: the code is right and used up now; ``None``, and noted, where it isn't.

    A browser that asked for a code of the number has tries of its own, whether anybody has it or
    not. Raises NumberUnreadable, TooManyTries.
    """
    name = _read(number)
    asked = _asked_here(session, name, door, now)
    here: dict[str, Any] = {"address": door.address, "device": door.device, "own": asked}
    refuse_braked(session, name=name, **here, rules=door.rules, now=now)
    found = _accounts(session, name)
    account = found[0] if len(found) == 1 else None
    if account is not None and _is_used(session, account, code, door, now):
        return Claimed(account.username, door.address, account, door.device)
    note(session, Claimed(name, door.address, account, door.device), "wrong_code", now)
    return None


def drop_old_codes(session: Session, *, ended: datetime) -> None:
    """Forget codes whose term was over before."""
    session.execute(delete(EntryCode).where(EntryCode.ends_at < ended))


def _is_used(session: Session, account: Account, code: str, door: Door, now: datetime) -> bool:
    """Whether the code was the account's; then it is gone. A wrong one is counted."""
    query = select(EntryCode).where(
        EntryCode.account_id == account.id, EntryCode.device == (door.device or "")
    )
    row = session.scalar(query.with_for_update())
    if row is None or row.ends_at <= now or row.wrong >= MOST_WRONG:
        return False
    typed = "".join(sign for sign in code if sign.isdigit() and sign.isascii())
    if hmac.compare_digest(row.code_hash, door.box.marked(f"{account.id} {typed}")):
        session.delete(row)
        return True
    row.wrong += 1
    return False


def _read(number: str) -> str:
    """The telephone or identity number in one form. Raises NumberUnreadable."""
    found = digits_of(number)
    if found is None:
        raise NumberUnreadable
    return found


def _accounts(session: Session, name: str) -> list[Account]:
    """The citizens who have the number, as far as their accounts are open."""
    return list(
        session.scalars(
            select(Account).where(
                Account.kind == "citizen",
                Account.disabled_at.is_(None),
                (Account.identity_number == name) | (Account.phone == name),
            )
        )
    )


def _asked_here(session: Session, name: str, door: Door, now: datetime) -> bool:
    """Whether the browser asked for a code of the number that may still be used."""
    if door.device is None:
        return False
    asked = _sent(now - TERM).where(_of_name(name), SignInEvent.device == door.device)
    return bool(session.scalar(asked))


def _refuse_many(
    session: Session, name: str, account: Account | None, door: Door, now: datetime
) -> None:
    within = _sent(now - door.rules.within)
    here = SignInEvent.device == door.device
    if account is not None and came_in(session, account.username, here, now - door.rules.known):
        limits = [(within.where(_of_name(name), here), MOST_CODES)]
    else:
        limits = [
            (within.where(_of_name(name)), MOST_CODES),
            (_sent(now - _DAY).where(_of_name(name)), MOST_CODES_A_DAY),
            (within.where(SignInEvent.address == door.address), MOST_CODES_HERE),
        ]
    if any((session.scalar(sent) or 0) >= most for sent, most in limits):
        raise TooManyCodes(minutes=int(door.rules.within.total_seconds() // 60))


def _sent(since: datetime) -> Select[int]:
    return select(func.count()).where(SignInEvent.kind == "code_sent", SignInEvent.at > since)


def _of_name(name: str) -> ColumnElement[bool]:
    return SignInEvent.username == name

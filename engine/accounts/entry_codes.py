"""Citizens sign in by a code that is sent to the telephone of their account.

Asked for by telephone number or by identity number; whether anybody has it is never told. A code
has six digits, so it is short-lived, tried a few times only, and kept as a keyed hash.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from engine.accounts.second_factor import SecretBox
from engine.accounts.signing_in import Claimed, SignInRules, note, refuse_braked
from engine.errors import NumberUnreadable, TooManyCodes
from engine.ports import SentMessage
from engine.store.accounts import Account, EntryCode, SignInEvent
from engine.typed.identifiers import digits_of

DIGITS, TERM, MOST_WRONG = 6, timedelta(minutes=10), 5
"""Of a code, how long it may be used, and how often it may be tried wrongly."""
MOST_CODES, MOST_CODES_HERE = 5, 50
"""Codes that are sent for one number, and to one address, within the time of wrong passwords: a
commune's hall has one address."""
SHARED = (
    "Có nhiều tài khoản dùng số điện thoại này. Hãy đăng nhập bằng số định danh để nhận mã của bạn."
)


@dataclass(frozen=True, slots=True)
class Door:
    """Where somebody knocks: from which address, under which rules, with which key of ours."""

    address: str
    rules: SignInRules
    box: SecretBox


def begin_code(session: Session, *, number: str, door: Door, now: datetime) -> SentMessage | None:
    """Make a code for who has this number; what is to be sent, ``None`` if nobody has it.

    The code of before is worth nothing any more. Raises NumberUnreadable, TooManyCodes,
    TooManyTries.
    """
    name = _read(number)
    refuse_braked(session, name=name, address=door.address, rules=door.rules, now=now)
    _refuse_many(session, name, door, now)
    found = _accounts(session, name)
    account = found[0] if len(found) == 1 else None
    note(session, Claimed(name, door.address, account), "code_sent", now)
    if account is not None and account.phone:
        code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
        kept = door.box.marked(f"{account.id} {code}")
        row = EntryCode(account_id=account.id, code_hash=kept, ends_at=now + TERM, wrong=0)
        session.merge(row)
        minutes = int(TERM.total_seconds() // 60)
        words = f"{code} là mã đăng nhập Một Cửa, dùng trong {minutes} phút. Đừng đưa mã cho ai."
        return SentMessage(now, account.phone, words)
    return SentMessage(now, name, SHARED) if len(found) > 1 else None


def use_code(
    session: Session, *, number: str, code: str, door: Door, now: datetime
) -> Claimed | None:
    """Who may enter: the code is right and used up now; ``None``, and noted, where it isn't.

    Raises NumberUnreadable, TooManyTries.
    """
    name = _read(number)
    refuse_braked(session, name=name, address=door.address, rules=door.rules, now=now)
    found = _accounts(session, name)
    account = found[0] if len(found) == 1 else None
    if account is not None and _is_used(session, account, code, door, now):
        return Claimed(account.username, door.address, account)
    note(session, Claimed(name, door.address, account), "wrong_code", now)
    return None


def drop_old_codes(session: Session, *, ended: datetime) -> None:
    """Forget codes whose term was over before."""
    session.execute(delete(EntryCode).where(EntryCode.ends_at < ended))


def _is_used(session: Session, account: Account, code: str, door: Door, now: datetime) -> bool:
    """Whether the code was the account's; then it is gone. A wrong one is counted."""
    query = select(EntryCode).where(EntryCode.account_id == account.id)
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


def _refuse_many(session: Session, name: str, door: Door, now: datetime) -> None:
    sent = select(func.count()).where(
        SignInEvent.kind == "code_sent", SignInEvent.at > now - door.rules.within
    )
    of_name = session.scalar(sent.where(SignInEvent.username == name)) or 0
    here = session.scalar(sent.where(SignInEvent.address == door.address)) or 0
    if of_name >= MOST_CODES or here >= MOST_CODES_HERE:
        raise TooManyCodes(minutes=int(door.rules.within.total_seconds() // 60))

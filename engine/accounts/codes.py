"""One-use codes: with one somebody sets the password of an account, once and within a term.

Only a hash is kept. A code has 80 bits, so that a plain hash of it tells nothing; trying is braked
with the passwords of the name.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from engine.accounts.signing_in import Claimed, note
from engine.store.accounts import Account, SignInCode

SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""32 signs that nobody takes for one another on paper."""
LENGTH, GROUP = 16, 4


@dataclass(frozen=True, slots=True)
class Slip:
    """What is handed to somebody: with what to set the password, until when. Shown once."""

    username: str
    full_name: str
    unit_name: str
    code: str
    ends_at: datetime


def give_code(session: Session, account: Account, *, term: timedelta, now: datetime) -> str:
    """A fresh code for the account; the one before is worth nothing any more."""
    code = "".join(secrets.choice(SIGNS) for _ in range(LENGTH))
    session.flush()
    session.merge(
        SignInCode(account_id=account.id, code_hash=_hash(code), given_at=now, ends_at=now + term)
    )
    return "-".join(code[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def take_back_code(session: Session, account: Account) -> None:
    """No code opens the account any more."""
    session.execute(delete(SignInCode).where(SignInCode.account_id == account.id))


def fits(session: Session, who: Claimed, code: str, now: datetime) -> bool:
    """Whether the code would set the password of the account now."""
    row = session.get(SignInCode, who.account.id) if who.account else None
    right = hmac.compare_digest(row.code_hash if row else "", _hash(code))
    return right and row is not None and now < row.ends_at


def set_by_code(session: Session, who: Claimed, code: str, *, stored: str, now: datetime) -> bool:
    """Set the password (by its hash) if the code still fits, and use the code up.

    Two who come with the same code at once: one sets it. Every session of before ends.
    """
    if who.account is None:
        return False
    used = session.scalar(
        delete(SignInCode)
        .where(
            SignInCode.account_id == who.account.id,
            SignInCode.code_hash == _hash(code),
            SignInCode.ends_at > now,
        )
        .returning(SignInCode.account_id)
    )
    if used is None:
        return False
    session.execute(update(Account).where(Account.id == used).values(password_hash=stored))
    note(session, who, "password", now)
    return True


def _hash(code: str) -> str:
    """Of the code as it is typed: with or without the lines between, in small letters too."""
    signs = "".join(sign for sign in code.upper() if sign.isalnum())
    return sha256(f"code:{signs}".encode()).hexdigest()

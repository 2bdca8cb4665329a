"""Accounts of the demonstration. They exist in demo mode only; production refuses them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.accounts.passwords import hash_password
from engine.accounts.signing_in import Claimed, looked_up
from engine.errors import DemoRefused, SignInFailed
from engine.store.accounts import Account
from engine.store.ids import new_id

PASSWORD = "motcua-demo"  # noqa: S105 - printed on the start page of every demonstration

CITIZENS = (
    ("congdan", "Lê Thị Mai", "chị", "040185012345", "0912345678"),
    ("congdan2", "Nguyễn Văn Sơn", "anh", "040090054321", "0987654321"),
)


@dataclass(frozen=True, slots=True)
class DemoOfficer:
    """An officer who gets a demo account; ``username`` is unique within the province."""

    province_code: str
    officer_id: str
    username: str
    name: str
    honorific: str | None


def make_demo_accounts(
    session: Session,
    *,
    officers: Iterable[DemoOfficer],
    demo_mode: bool,
    now: datetime,
) -> int:
    """Make an account for every officer and for the demo citizens; how many are new.

    All share ``PASSWORD``. Raises DemoRefused in production mode.
    """
    if not demo_mode:
        raise DemoRefused
    known = set(session.scalars(select(Account.username)))
    # One hash for all: argon2 is slow on purpose, and this password is no secret.
    shared = hash_password(PASSWORD)
    made = [*_citizens(), *_officers(officers)]
    new = [account for account in made if account.username not in known]
    for account in new:
        account.id, account.demo, account.created_at = new_id(), True, now
        account.password_hash = shared
    session.add_all(new)
    return len(new)


def _citizens() -> list[Account]:
    return [
        Account(
            username=username,
            kind="citizen",
            full_name=name,
            honorific=honorific,
            identity_number=identity,
            phone=phone,
        )
        for username, name, honorific, identity, phone in CITIZENS
    ]


def _officers(officers: Iterable[DemoOfficer]) -> list[Account]:
    return [
        Account(
            username=f"{officer.username}@{officer.province_code}",
            kind="officer",
            full_name=officer.name,
            honorific=officer.honorific,
            province_code=officer.province_code,
            officer_id=officer.officer_id,
        )
        for officer in officers
    ]


def role_claimed(session: Session, *, username: str, address: str) -> Claimed:
    """A role that anybody may step into, whatever visitors before did to it.

    Neither its password, its second factor nor wrong tries are asked about: one visitor must not
    shut it for the next. Raises SignInFailed for what is no such role, or was locked by an act.
    """
    name = looked_up(username)
    role = (Account.username == name, Account.demo, Account.disabled_at.is_(None))
    account = session.scalar(select(Account).where(*role))
    if account is None:
        raise SignInFailed
    return Claimed(name, address, account)


def demo_accounts_exist(session: Session) -> bool:
    """Whether the database holds demo accounts: production refuses to start on such a one."""
    return session.scalar(select(Account.id).where(Account.demo).limit(1)) is not None

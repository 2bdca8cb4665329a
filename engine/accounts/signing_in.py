"""Find the person behind a user name and password, or behind a session."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.accounts import passwords
from engine.accounts.person import Person
from engine.accounts.posts import posts_of
from engine.errors import SignInFailed
from engine.store.accounts import Account


def authenticate(session: Session, *, username: str, password: str, today: date) -> Person:
    """The person with this user name and password.

    Raises SignInFailed; the refusal does not tell whether the name or the password was wrong.
    """
    account = session.scalar(select(Account).where(Account.username == username.strip().lower()))
    stored = account.password_hash if account else passwords.UNKNOWN
    if not passwords.matches(stored, password) or account is None or account.disabled_at:
        raise SignInFailed
    return _person(session, account, today)


def person_of(session: Session, *, account_id: str, today: date) -> Person | None:
    """The person of a session; ``None`` when the account is gone or disabled."""
    account = session.get(Account, account_id)
    if account is None or account.disabled_at:
        return None
    return _person(session, account, today)


def _person(session: Session, account: Account, today: date) -> Person:
    return Person(
        account_id=account.id,
        kind=account.kind,  # type: ignore[arg-type]  # the column holds AccountKind values only
        name=account.full_name,
        username=account.username,
        honorific=account.honorific,
        province_code=account.province_code,
        officer_id=account.officer_id,
        posts=posts_of(session, account.province_code, account.officer_id, today),
        phone=account.phone,
        identity_number=account.identity_number,
        demo=account.demo,
    )

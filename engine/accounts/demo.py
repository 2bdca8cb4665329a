"""Stepping into a demo account without its password, for the demonstration's start page."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.accounts.person import Person
from engine.accounts.signing_in import person_of
from engine.errors import DemoRefused
from engine.store.accounts import Account


def demo_person(session: Session, *, username: str, today: date) -> Person:
    """The person of this demo account.

    Raises DemoRefused for any other account: only demo accounts are open to everybody.
    """
    account_id = session.scalar(
        select(Account.id).where(Account.username == username, Account.demo)
    )
    found = person_of(session, account_id=account_id, today=today) if account_id else None
    if found is None:
        raise DemoRefused
    return found

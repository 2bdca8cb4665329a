"""People who sign in under two names."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.accounts import Person
from engine.store.accounts import Account
from engine.store.organisation import Officer
from tests.rulebook import Rulebook, admin
from tests.town import Town


def one_officer_twice(rulebook: Rulebook) -> tuple[Administrator, Administrator]:
    """An officer of Hà Tĩnh as an administrator, under each of their two accounts."""
    with rulebook.database.writing() as session:
        officer = session.scalars(select(Officer).where(Officer.province_code == "ha_tinh")).first()
        assert officer is not None
        for account_id in ("1" * 32, "2" * 32):
            add_account(session, account_id, officer, rulebook.now)
    one, two = (replace(admin("ha_tinh"), account_id=digit * 32) for digit in "12")
    return one, two


def add_account(session: Session, account_id: str, officer: Officer, now: datetime) -> None:
    """One more account of the officer."""
    session.add(
        Account(
            id=account_id,
            username=account_id,
            password_hash="x",
            kind="officer",
            full_name=officer.full_name,
            province_code=officer.province_code,
            officer_id=officer.id,
            created_at=now,
        )
    )


def twice(town: Town, person: Person) -> tuple[Person, Person]:
    """The officer under each of two accounts."""
    with town.act() as session:
        officer = session.get_one(Officer, (person.province_code, person.officer_id))
        for account_id in ("1" * 32, "2" * 32):
            add_account(session, account_id, officer, town.now)
    one, two = (replace(person, account_id=digit * 32) for digit in "12")
    return one, two

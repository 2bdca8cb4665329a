"""People who sign in under two names."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select, update
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


def number(town: Town, told: str | None, *people: Person) -> None:
    """Each of them has this identity number, as told before one number was one officer's."""
    with town.act() as session:
        theirs = Account.officer_id.in_([one.officer_id for one in people])
        session.execute(update(Account).where(theirs).values(identity_number=told))


def signed_in(town: Town, person: Person) -> Person:
    """The officer by the account that the demonstration made."""
    with town.database.reading() as session:
        query = select(Account.id).where(Account.officer_id == person.officer_id)
        return replace(person, account_id=session.scalars(query).one())


def twice(town: Town, person: Person) -> tuple[Person, Person]:
    """The officer under each of two accounts."""
    with town.act() as session:
        officer = session.get_one(Officer, (person.province_code, person.officer_id))
        for account_id in ("1" * 32, "2" * 32):
            add_account(session, account_id, officer, town.now)
    one, two = (replace(person, account_id=digit * 32) for digit in "12")
    return one, two

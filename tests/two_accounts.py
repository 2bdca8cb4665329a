"""One person who signs in under two names."""

from dataclasses import replace

from sqlalchemy import select

from engine.access import Administrator
from engine.store.accounts import Account
from engine.store.organisation import Officer
from tests.rulebook import Rulebook, admin


def one_officer_twice(rulebook: Rulebook) -> tuple[Administrator, Administrator]:
    """An officer of Hà Tĩnh as an administrator, under each of their two accounts."""
    with rulebook.database.writing() as session:
        officer = session.scalars(select(Officer).where(Officer.province_code == "ha_tinh")).first()
        assert officer is not None
        for account_id in ("1" * 32, "2" * 32):
            session.add(
                Account(
                    id=account_id,
                    username=account_id,
                    password_hash="x",
                    kind="officer",
                    full_name=officer.full_name,
                    province_code="ha_tinh",
                    officer_id=officer.id,
                    created_at=rulebook.now,
                )
            )
    one, two = (replace(admin("ha_tinh"), account_id=digit * 32) for digit in "12")
    return one, two

"""Whether several accounts are one person's: four eyes are those of two people."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.store.accounts import Account


def same_person(session: Session, maker: str | None, checker: str | None) -> bool:
    """Whether two accounts are one person's: the same account, or two of the same officer."""
    return maker == checker or maker in accounts_with(session, checker)


def accounts_with(session: Session, account_id: str | None) -> frozenset[str | None]:
    """The account with every other one of its officer."""
    if account_id is None:
        return frozenset({None})
    own = select(Account.province_code, Account.officer_id).where(
        Account.id == account_id, Account.officer_id.is_not(None)
    )
    whose = own.subquery()
    query = select(Account.id).where(
        Account.province_code == whose.c.province_code, Account.officer_id == whose.c.officer_id
    )
    return frozenset({account_id, *session.scalars(query)})

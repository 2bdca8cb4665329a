"""Whether several accounts are one person's: four eyes are those of two people.

Whoever hands out the code of an account can open it, so until somebody else hands out another they
are not two people with its owner wherever a second person is asked for (``not_another``).
"""

from collections.abc import Collection

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, aliased

from engine.errors import InOneHand, Refusal
from engine.store.accounts import Account


def not_another(
    session: Session, maker: str | None, checker: str | None, own: Refusal
) -> Refusal | None:
    """Why the checker's account is not another person's than the maker's; ``None``: it is.

    ``own``: what is said to who made it themselves; InOneHand where one of both accounts was opened
    with a code of the other.
    """
    if same_person(session, maker, checker):
        return own
    made, checks = accounts_with(session, maker), accounts_with(session, checker)
    return _in_one_hand(session, made, checks)


def not_another_officer(
    session: Session, province: str, maker: str | None, checker: str | None, own: Refusal
) -> Refusal | None:
    """The same of two officers of a province."""
    if same_officer(session, province, maker, checker):
        return own
    made, checks = (
        session.scalars(
            select(Account.id).where(
                Account.province_code == province,
                Account.officer_id.in_(officers_with(session, province, one) - {None}),
            )
        ).all()
        for one in (maker, checker)
    )
    return _in_one_hand(session, made, checks)


def _in_one_hand(
    session: Session, made: Collection[str | None], checks: Collection[str | None]
) -> Refusal | None:
    giver = aliased(Account)
    query = (
        select(Account.full_name, giver.full_name)
        .join(giver, giver.id == Account.code_from)
        .where(
            or_(
                and_(Account.id.in_(made), giver.id.in_(checks)),
                and_(Account.id.in_(checks), giver.id.in_(made)),
            )
        )
    )
    found = session.execute(query.limit(1)).first()
    return None if found is None else InOneHand(owner=found[0], giver=found[1])


def same_person(session: Session, maker: str | None, checker: str | None) -> bool:
    """Whether two accounts are one person's: the same, of one officer, or of one identity number.

    Accounts whose numbers are not both known are two people's, as far as anybody can tell.
    """
    return maker == checker or maker in accounts_with(session, checker)


def accounts_with(session: Session, account_id: str | None) -> frozenset[str | None]:
    """The account with every other one of its officer, or of its identity number."""
    if account_id is None:
        return frozenset({None})
    own = aliased(Account)
    of_officer = and_(
        Account.province_code == own.province_code, Account.officer_id == own.officer_id
    )
    # What is not known on either side equals nothing.
    one = or_(of_officer, Account.identity_number == own.identity_number)
    query = select(Account.id).join(own, one).where(own.id == account_id)
    return frozenset({account_id, *session.scalars(query)})


def same_officer(session: Session, province: str, maker: str | None, checker: str | None) -> bool:
    """Whether two officers of a province are one person: the same, or of one identity number."""
    return maker == checker or maker in officers_with(session, province, checker)


def officers_with(session: Session, province: str, officer_id: str | None) -> frozenset[str | None]:
    """The officer with every other of the province who has the same identity number."""
    own = aliased(Account)
    one = Account.identity_number == own.identity_number
    query = (
        select(Account.officer_id)
        .join(own, one)
        .where(
            own.province_code == province,
            own.officer_id == officer_id,
            Account.province_code == province,
        )
    )
    return frozenset({officer_id, *session.scalars(query)})


def officer_numbered(session: Session, province_code: str, number: str) -> frozenset[str | None]:
    """The officers of the province, but for those who left, whose account has the number."""
    query = select(Account.officer_id).where(
        Account.province_code == province_code,
        Account.kind == "officer",
        Account.identity_number == number,
        Account.disabled_why.is_distinct_from("left"),
    )
    return frozenset(session.scalars(query))

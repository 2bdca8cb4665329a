"""The account of somebody whom an outside provider vouches for.

The first time it is found by what we know people by; from then on it belongs to the provider's own
lasting name of that person, whatever else the provider comes to say.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engine.accounts.signing_in import Claimed, looked_up, note
from engine.errors import AccountBoundElsewhere, AccountShut, AccountUnknown, ProviderSilent
from engine.ports import Audience, Vouched
from engine.store.accounts import Account, AccountSubject
from engine.store.ids import new_id
from engine.typed.identifiers import known_as


@dataclass(frozen=True, slots=True)
class Trusted:
    """A provider: for whom, of which province's officers, and its name for people."""

    audience: Audience
    name: str
    province_code: str = ""


def account_vouched_for(
    session: Session, *, by: Trusted, vouched: Vouched, now: datetime
) -> Account:
    """The account that the person may enter, bound to them; a citizen's is made if there is none.

    Officers get theirs from administrators only. Raises AccountUnknown, AccountShut,
    AccountBoundElsewhere, ProviderSilent.
    """
    bound = session.scalar(
        select(Account)
        .join(AccountSubject, AccountSubject.account_id == Account.id)
        .where(
            AccountSubject.audience == by.audience,
            AccountSubject.issuer == vouched.issuer,
            AccountSubject.subject == vouched.subject,
        )
    )
    account = bound or _known(session, by, vouched) or _made(session, by, vouched, now)
    if account.disabled_at is not None:
        raise AccountShut(username=account.username)
    if bound is None:
        _bind(session, account, by, vouched, now)
    elif not _is_of(bound, by):
        raise AccountUnknown(known_as=bound.username)
    return account


def name_of(by: Trusted, vouched: Vouched) -> str:
    """Under which user name a refusal is noted."""
    name = looked_up(vouched.known_as)
    whole = "@" in name or by.audience == "citizens"
    return name if whole else f"{name}@{by.province_code}"


def note_refused(session: Session, *, username: str, address: str, now: datetime) -> None:
    """Write down who was not let in, though a provider vouched for them."""
    account = session.scalar(select(Account).where(Account.username == username))
    note(session, Claimed(username, address, account), "refused", now)


def unbind(session: Session, account_id: str) -> None:
    """The account belongs to nobody at any provider any more, until somebody comes anew."""
    session.execute(delete(AccountSubject).where(AccountSubject.account_id == account_id))


def _known(session: Session, by: Trusted, vouched: Vouched) -> Account | None:
    """The one account by identity number or user name; none where several have the number.

    Raises ProviderSilent for a citizen without an identity number.
    """
    number = known_as("identity_number", vouched.known_as)
    if by.audience == "citizens":
        if number is None:
            raise ProviderSilent(name=by.name, what="số định danh")
        theirs = Account.identity_number == number, Account.kind == "citizen"
    elif number is not None:
        theirs = Account.identity_number == number, Account.kind == "officer"
    else:
        theirs = Account.username == name_of(by, vouched), Account.kind == "officer"
    found = [one for one in session.scalars(select(Account).where(*theirs)) if _is_of(one, by)]
    return found[0] if len(found) == 1 else None


def _is_of(account: Account, by: Trusted) -> bool:
    """Whether the provider vouches for such accounts: one province's never opens another's."""
    if by.audience == "citizens":
        return account.kind == "citizen"
    return account.kind == "officer" and account.province_code == by.province_code


def _made(session: Session, by: Trusted, vouched: Vouched, now: datetime) -> Account:
    """A citizen's account, named by their identity number, so that nobody has two."""
    number = known_as("identity_number", vouched.known_as)
    if by.audience == "officers" or number is None:
        raise AccountUnknown(known_as=vouched.known_as)
    if not vouched.full_name:
        raise ProviderSilent(name=by.name, what="họ tên")
    made = Account(
        id=new_id(),
        username=number,
        password_hash="",
        kind="citizen",
        full_name=vouched.full_name,
        identity_number=number,
        phone=known_as("phone", vouched.phone),
        demo=False,
        created_at=now,
    )
    session.add(made)
    session.flush()
    return made


def _bind(session: Session, account: Account, by: Trusted, vouched: Vouched, now: datetime) -> None:
    other = select(AccountSubject.subject).where(
        AccountSubject.account_id == account.id, AccountSubject.issuer == vouched.issuer
    )
    if session.scalar(other) is not None:
        raise AccountBoundElsewhere(username=account.username, name=by.name)
    told = {"audience": by.audience, "issuer": vouched.issuer, "subject": vouched.subject}
    session.add(AccountSubject(**told, account_id=account.id, bound_at=now))
    session.flush()

"""Signing in: the account behind a user name, the brake on trying, and what is written of both.

The password is hashed between two transactions, so none waits for it.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, func, literal, or_, select
from sqlalchemy.orm import Session

from engine.accounts import passwords
from engine.accounts.person import Person
from engine.accounts.posts import Holdings, holdings_of
from engine.errors import TooManyTries
from engine.store.accounts import Account, SignInEvent
from engine.store.ids import new_id

LONGEST_NAME = 200
"""Letters of a user name as it is looked up and noted; no account has more."""
WRONG = ("wrong", "wrong_second", "wrong_code")
"""Kinds of what was refused at the door, each counted by the brake: a password, the code of the
telephone besides it, a one-use code."""
REFUSED = (*WRONG, "refused")
"""All kinds of who was not let in; ``refused``: whom a provider knew, and the installation not."""
ENTERED = ("in", "in_provider", "in_code")
"""Kinds of coming in: by password, by a provider's word, by a code sent to one's telephone."""
Way = Literal["in", "in_provider", "in_code"]
_log = logging.getLogger("motcua.sign_in")


@dataclass(frozen=True, slots=True)
class SignInRules:
    """How long a session lasts, and how much may be tried.

    ``wrong``: refusals of one user name from one address, ``wrong_of_name``: of the name from all,
    ``wrong_here``: of all names from the address, each ``within``, after which nothing more is
    tried for that long. The last two shut nobody out where they came in ``known`` ago or later,
    none of them in a browser in which they did, which has ``wrong`` tries of its own: else anybody
    could shut out everybody, or a colleague those in the same hall. ``idle``: a session ends when
    it is not used for so long; ``longest``: however much it is used.
    """

    wrong: int = 10
    wrong_of_name: int = 50
    wrong_here: int = 100
    within: timedelta = timedelta(minutes=15)
    known: timedelta = timedelta(days=30)
    idle: timedelta = timedelta(hours=12)
    longest: timedelta = timedelta(hours=24)
    code: timedelta = timedelta(days=7)
    """How long a one-use code may be used."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """Whom somebody says to be. ``account`` is ``None`` for a name nobody has, or not any more."""

    username: str
    address: str
    account: Account | None
    device: str | None = None
    """The browser, where somebody came in or asked for a code before."""

    @property
    def stored(self) -> str:
        """The hash to compare with; hashing takes as long for a name that nobody has."""
        return (self.account.password_hash if self.account else "") or passwords.unknown()

    @property
    def has_password(self) -> bool:
        """Whether any password opens the account."""
        return self.account is not None and bool(self.account.password_hash)


def has_password(session: Session, account_id: str) -> bool:
    """Whether any password opens the account; its owner may come by other ways only."""
    return bool(session.scalar(select(Account.password_hash).where(Account.id == account_id)))


def looked_up(username: str) -> str:
    """A user name as it is looked up and noted, however it is typed."""
    return username.strip().lower()[:LONGEST_NAME]


def claimed(
    session: Session,
    *,
    username: str,
    address: str,
    device: str | None = None,
    rules: SignInRules,
    now: datetime,
) -> Claimed:
    """The account of a user name, if more may be tried. Raises TooManyTries."""
    name = looked_up(username)
    refuse_braked(session, name=name, address=address, device=device, rules=rules, now=now)
    account = session.scalar(select(Account).where(Account.username == name))
    return Claimed(name, address, None if account and account.disabled_at else account, device)


def refuse_braked(
    session: Session,
    *,
    name: str,
    address: str,
    device: str | None = None,
    own: bool = False,
    rules: SignInRules,
    now: datetime,
) -> None:
    """Refuse a name or an address of which too much was tried wrongly. Raises TooManyTries.

    ``own``: the browser has tries of its own also where the name has not come in.
    """
    since, known = now - rules.within, now - rules.known
    tried = select(func.count()).where(SignInEvent.kind.in_(WRONG), SignInEvent.at > since)
    of_name = tried.where(SignInEvent.username == name, _not_freed(name))
    at_address, at_device = SignInEvent.address == address, SignInEvent.device == device
    counts = select(
        of_name.where(at_address).scalar_subquery(),
        of_name.scalar_subquery(),
        tried.where(at_address).scalar_subquery(),
        of_name.where(at_device).scalar_subquery() if device else literal(0),
    )
    pair, everywhere, here, at_it = session.execute(counts).one()
    braked = pair >= rules.wrong
    if everywhere >= rules.wrong_of_name or here >= rules.wrong_here:
        braked = braked or not came_in(session, name, at_address, known)
    if braked and device and at_it < rules.wrong:
        braked = not (own or came_in(session, name, at_device, known))
    if braked:
        _log.warning("braked: user name %r from %s", name, address)
        raise TooManyTries(minutes=int(rules.within.total_seconds() // 60))


def came_in(session: Session, name: str, there: ColumnElement[bool], since: datetime) -> bool:
    """Whether the name has come in there since."""
    entered = select(SignInEvent.id).where(
        SignInEvent.username == name,
        there,
        SignInEvent.kind.in_(ENTERED),
        SignInEvent.at > since,
    )
    return session.scalar(entered.limit(1)) is not None


def _not_freed(name: str) -> ColumnElement[bool]:
    """Wrong tries since an administrator last let the name try again."""
    freed = select(func.max(SignInEvent.at)).where(
        SignInEvent.username == name, SignInEvent.kind == "freed"
    )
    last = freed.scalar_subquery()
    return or_(last.is_(None), SignInEvent.at > last)


def note(session: Session, who: Claimed, kind: str, now: datetime) -> None:
    """Write down what came of it; a refusal has a line in the log too."""
    if kind in REFUSED:
        _log.warning("%s: user name %r from %s", kind, who.username, who.address)
    account = who.account.id if who.account else None
    told: dict[str, Any] = {"username": who.username, "account_id": account}
    write_event(session, kind, **told, at=who.address, device=who.device, now=now)


def write_event(
    session: Session,
    kind: str,
    *,
    username: str,
    account_id: str | None,
    at: str,
    device: str | None = None,
    now: datetime,
) -> None:
    """One row of what happened at the door; ``at`` is the address."""
    session.add(
        SignInEvent(
            id=new_id(),
            at=now,
            kind=kind,
            username=username,
            account_id=account_id,
            address=at,
            device=device,
        )
    )


def made_person(session: Session, account: Account, today: date) -> Person:
    """The person of an account, with the posts and roles of today."""
    held = holdings_of(session, account.province_code, account.officer_id, today)
    return person_from([getattr(account, name) for name in OF_ACCOUNT], held, today)


OF_ACCOUNT = (
    *("id", "kind", "full_name", "username", "honorific", "province_code", "officer_id"),
    *("phone", "identity_number", "demo"),
)
"""What of an account a person is made of."""


def person_from(told: Sequence[Any], held: Holdings, day: date) -> Person:
    """The person whose account tells this (``OF_ACCOUNT``), with the posts and roles of the day."""
    account_id, kind, name, username, honorific, province, officer, phone, number, demo = told
    posts, grants = held
    return Person(
        account_id=account_id,
        kind=kind,
        name=name,
        username=username,
        honorific=honorific,
        province_code=province,
        officer_id=officer,
        posts=posts,
        grants=grants,
        phone=phone,
        identity_number=number,
        demo=demo,
        day=day,
    )

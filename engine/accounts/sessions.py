"""Sessions: kept here, so that they end here, whatever cookie somebody still has."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, bindparam, delete, or_, select, update
from sqlalchemy.orm import Session

from engine.accounts.entry_codes import drop_old_codes
from engine.accounts.passwords import mark_of
from engine.accounts.person import Person
from engine.accounts.posts import holdings, with_holdings
from engine.accounts.signing_in import (
    OF_ACCOUNT,
    Claimed,
    SignInRules,
    Way,
    made_person,
    note,
    person_from,
    write_event,
)
from engine.errors import HasLeft, NotSignedIn
from engine.files.kept import Kept
from engine.store.accounts import Account, SignIn, SignInEvent
from engine.store.base import Key, table_of
from engine.store.database import Database, connection_of
from engine.store.ids import new_id
from engine.store.organisation import Province
from engine.store.prepared import PreparedQuery

LONGEST_AGENT = 200
SEEN_EVERY = timedelta(minutes=5)
"""How exactly is known when a session was used last: not every look writes."""
_sign_in, _account, _province = table_of(SignIn), table_of(Account), table_of(Province)
_OF_SESSION = (
    *(_sign_in.c.ended_at, _sign_in.c.ends_at, _sign_in.c.seen_at, _sign_in.c.password_mark),
    *(_account.c.disabled_at, _account.c.password_hash, _province.c.epoch),
)
_WHO = (
    select(*_OF_SESSION, *(_account.c[name] for name in OF_ACCOUNT))
    .join_from(_sign_in, _account, _account.c.id == _sign_in.c.account_id)
    .outerjoin(_province, _province.c.code == _account.c.province_code)
    .where(_sign_in.c.id == bindparam("session", type_=Key))
)
_SIGNED_IN = PreparedQuery(with_holdings(_WHO.cte("who")))
_people: Kept[tuple[Any, ...], Person] = Kept(1000)
"""By all that the database told of them, and the day: nothing else makes them who they are."""


@dataclass(frozen=True, slots=True)
class OwnSession:
    """A session of one's own that goes on; ``here`` is the one that asks."""

    id: str
    started_at: datetime
    seen_at: datetime
    address: str
    agent: str
    here: bool


@dataclass(frozen=True, slots=True)
class Signed:
    """Who is signed in, and whether the session's last use is to be written anew.

    ``epoch`` is that of the person's province, if they are of one.
    """

    person: Person
    stale: bool
    epoch: int | None = None


def begin_session(
    session: Session,
    who: Claimed,
    *,
    way: Way,
    agent: str,
    rules: SignInRules,
    today: date,
    now: datetime,
) -> tuple[str, Person]:
    """Begin a session for who has proven to have the account; its id and the person.

    Raises HasLeft for an officer without any post today.
    """
    if who.account is None:  # pragma: no cover - whoever calls has compared the password
        raise HasLeft
    person = made_person(session, who.account, today)
    if has_left(person):
        raise HasLeft
    row = SignIn(
        id=new_id(),
        account_id=who.account.id,
        password_mark=mark_of(who.account.password_hash),
        started_at=now,
        seen_at=now,
        ends_at=now + rules.longest,
        address=who.address,
        agent=agent[:LONGEST_AGENT],
    )
    session.add(row)
    who_is = Account.id == row.account_id
    session.execute(update(Account).where(who_is).values(signed_in_at=now))
    note(session, who, way, now)
    return row.id, person


def has_left(person: Person) -> bool:
    """Whether an officer holds no post any more, and stands in for nobody."""
    return person.kind == "officer" and not person.posts


def signed_in(
    session: Session, *, session_id: str, rules: SignInRules, today: date, now: datetime
) -> Signed | None:
    """Who is signed in; ``None`` when the session has ended, for whatever reason."""
    rows = _SIGNED_IN.all(connection_of(session), {"session": session_id, "day": today})
    if not rows:
        return None
    first = rows[0]
    ended_at, ends_at, seen_at, mark, disabled_at, stored, epoch = first[: len(_OF_SESSION)]
    over = ended_at or ends_at <= now or seen_at + rules.idle <= now
    if over or disabled_at or mark != mark_of(stored):
        return None
    person = _person([row[len(_OF_SESSION) :] for row in rows], today)
    return None if has_left(person) else Signed(person, seen_at + SEEN_EVERY <= now, epoch)


def _person(rows: list[tuple[Any, ...]], day: date) -> Person:
    """The person of whom the database tells this today; the same one as long as it tells the same,
    with what was found of their rights.
    """
    key = (day, *rows)
    known = _people.get(key)
    if known is not None:
        return known
    return _people.keep(key, person_from(rows[0][: len(OF_ACCOUNT)], holdings(rows), day))


def touch(session: Session, *, session_id: str, now: datetime) -> None:
    """The session was used now."""
    session.execute(update(SignIn).where(SignIn.id == session_id).values(seen_at=now))


def own_sessions(
    session: Session, *, account_id: str, here: str, rules: SignInRules, now: datetime
) -> tuple[OwnSession, ...]:
    """One's own sessions that go on, the one last used first."""
    rows = session.scalars(
        select(SignIn)
        .where(
            SignIn.account_id == account_id,
            SignIn.ended_at.is_(None),
            SignIn.ends_at > now,
            SignIn.seen_at > now - rules.idle,
        )
        .order_by(SignIn.seen_at.desc(), SignIn.id)
    )
    return tuple(
        OwnSession(row.id, row.started_at, row.seen_at, row.address, row.agent, row.id == here)
        for row in rows
    )


def end_session(
    session: Session, *, person: Person, session_id: str, address: str, now: datetime
) -> None:
    """Sign out; a session that has ended already stays as it is."""
    here = SignIn.id == session_id
    _end(session, person, which=here, why="out", address=address, now=now)


def end_others(
    session: Session, *, person: Person, session_id: str, address: str, now: datetime
) -> int:
    """End every other session of the person; how many there were."""
    others = SignIn.id != session_id
    return _end(session, person, which=others, why="others", address=address, now=now)


def hold_own(session: Session, *, session_id: str, account_id: str) -> None:
    """The account in the hands of an act about itself: whoever resets it waits, or came before.

    Raises NotSignedIn where the session has ended since the request was let in.
    """
    account = select(Account.password_hash).where(Account.id == account_id).with_for_update()
    stored = session.scalar(account)
    still = (SignIn.id == session_id, SignIn.account_id == account_id, SignIn.ended_at.is_(None))
    mark = session.scalar(select(SignIn.password_mark).where(*still))
    if stored is None or mark is None or mark != mark_of(stored):
        raise NotSignedIn


def keep_here(
    session: Session, who: Claimed, *, session_id: str, stored: str, now: datetime
) -> None:
    """Another password (by its hash), set by who is signed in: only this session goes on.

    Raises NotSignedIn where it has ended meanwhile.
    """
    if who.account is None:  # pragma: no cover - whoever calls has compared the password
        return
    account_id = who.account.id
    hold_own(session, session_id=session_id, account_id=account_id)
    mine = (SignIn.account_id == account_id, SignIn.ended_at.is_(None))
    session.execute(update(Account).where(Account.id == account_id).values(password_hash=stored))
    session.execute(
        update(SignIn).where(*mine, SignIn.id != session_id).values(ended_at=now, why="password")
    )
    kept = update(SignIn).where(*mine, SignIn.id == session_id)
    session.execute(kept.values(password_mark=mark_of(stored)))
    note(session, who, "password", now)


def end_all(session: Session, *, account_id: str, now: datetime) -> None:
    """End every session of an account that was begun anew."""
    open_ones = update(SignIn).where(SignIn.account_id == account_id, SignIn.ended_at.is_(None))
    session.execute(open_ones.values(ended_at=now, why="reset"))


def _end(
    session: Session,
    person: Person,
    *,
    which: ColumnElement[bool],
    why: str,
    address: str,
    now: datetime,
) -> int:
    mine = (SignIn.account_id == person.account_id, SignIn.ended_at.is_(None), which)
    ids = session.scalars(select(SignIn.id).where(*mine)).all()
    session.execute(update(SignIn).where(SignIn.id.in_(ids)).values(ended_at=now, why=why))
    write_event(
        session, why, username=person.username, account_id=person.account_id, at=address, now=now
    )
    return len(ids)


def drop_old_sessions(database: Database, *, ended: datetime, noted: datetime) -> None:
    """Drop sessions that ended before ``ended``, and what was noted at the door before ``noted``.

    Raises CaseBusy.
    """
    with database.writing() as session:
        session.execute(delete(SignIn).where(or_(SignIn.ends_at < ended, SignIn.ended_at < ended)))
        session.execute(delete(SignInEvent).where(SignInEvent.at < noted))
        drop_old_codes(session, ended=ended)

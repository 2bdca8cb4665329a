"""Sessions: kept here, so that they end here, whatever cookie somebody still has."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.orm import Session

from engine.accounts.passwords import mark_of
from engine.accounts.person import Person
from engine.accounts.signing_in import Claimed, SignInRules, made_person, note, write_event
from engine.errors import HasLeft
from engine.store.accounts import Account, SignIn, SignInEvent
from engine.store.database import Database
from engine.store.ids import new_id

LONGEST_AGENT = 200
SEEN_EVERY = timedelta(minutes=5)
"""How exactly is known when a session was used last: not every look writes."""


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
    """Who is signed in, and whether the session's last use is to be written anew."""

    person: Person
    stale: bool


def begin_session(
    session: Session, who: Claimed, *, agent: str, rules: SignInRules, today: date, now: datetime
) -> tuple[str, Person]:
    """Begin a session for an account whose password was right; its id and the person.

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
    note(session, who, "in", now)
    return row.id, person


def has_left(person: Person) -> bool:
    """Whether an officer holds no post any more, and stands in for nobody."""
    return person.kind == "officer" and not person.posts


def signed_in(
    session: Session, *, session_id: str, rules: SignInRules, today: date, now: datetime
) -> Signed | None:
    """Who is signed in; ``None`` when the session has ended, for whatever reason."""
    found = session.execute(
        select(Account, SignIn)
        .join(SignIn, SignIn.account_id == Account.id)
        .where(SignIn.id == session_id)
    ).one_or_none()
    if found is None:
        return None
    account, row = found
    over = row.ended_at or row.ends_at <= now or row.seen_at + rules.idle <= now
    if over or account.disabled_at or row.password_mark != mark_of(account.password_hash):
        return None
    person = made_person(session, account, today)
    return None if has_left(person) else Signed(person, row.seen_at + SEEN_EVERY <= now)


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

"""Who is signed in: the session that the signed cookie names, read anew for each request."""

from contextlib import suppress
from datetime import timedelta

from flask import g, request, session

from api.http.parts import now, parts, today
from api.http.transaction import reading, writing
from engine.accounts import Person
from engine.accounts.person import AccountKind
from engine.accounts.sessions import (
    OwnSession,
    begin_session,
    end_others,
    end_session,
    own_sessions,
    signed_in,
    touch,
)
from engine.accounts.signing_in import claimed, note
from engine.errors import ActUncertain, CaseBusy, NotSignedIn, OtherAccount, SignInFailed

SESSION = "session"
WAS_HERE = "was_here"
KEPT = timedelta(days=30)
"""How long a browser keeps the cookie: longer than any session, so that a form that comes after
its session has ended is known to come from somebody who was signed in."""


def cookie_name(name: str, *, demo: bool) -> str:
    """In production browsers take the cookie by TLS only, and from this very host (RFC 6265bis)."""
    return name if demo else f"__Host-{name}"


def sign_in(username: str, password: str) -> Person:
    """Start a fresh session: whatever the old cookie held is dropped.

    Raises SignInFailed, which does not tell whether the name or the password was wrong,
    TooManyTries, SignInBusy, HasLeft.
    """
    rules = parts().sign_in
    with reading() as database:
        who = claimed(database, username=username, address=address(), rules=rules, now=now())
    right = parts().hashing.matches(who.stored, password) and who.account is not None
    with writing() as database:
        if right:
            agent = request.headers.get("User-Agent", "")
            session_id, found = begin_session(
                database, who, agent=agent, rules=rules, today=today(), now=now()
            )
        else:
            note(database, who, "wrong", now())
    if not right:
        raise SignInFailed
    session.clear()
    session[SESSION] = session_id
    session.permanent = True
    g.person = found
    return found


def sign_out() -> None:
    """End the session, on the server too: no cookie of it is worth anything any more."""
    who = person()
    if who is not None:
        with writing() as database:
            end_session(
                database, person=who, session_id=session[SESSION], address=address(), now=now()
            )
    session.clear()
    session[WAS_HERE] = session.permanent = True
    g.person = None


def person() -> Person | None:
    """The signed-in person with today's posts; ``None`` for a visitor."""
    if "person" not in g:
        g.person = _signed_in()
    found: Person | None = g.person
    return found


def _signed_in() -> Person | None:
    session_id = session.get(SESSION)
    if not session_id:
        return None
    with reading() as database:
        found = signed_in(
            database, session_id=session_id, rules=parts().sign_in, today=today(), now=now()
        )
    if found is None:
        return None
    g.epoch = found.epoch
    if found.stale:
        # Whoever only looks is let in though nothing can be written now.
        with suppress(CaseBusy, ActUncertain), writing() as database:
            touch(database, session_id=session_id, now=now())
    return found.person


def was_here() -> bool:
    """Whether this browser was signed in before: its session may have ended meanwhile."""
    return SESSION in session or WAS_HERE in session


def require(*kinds: AccountKind) -> Person:
    """The signed-in person, of one of these kinds if any are named.

    Raises NotSignedIn, OtherAccount.
    """
    who = person()
    if who is None:
        raise NotSignedIn
    if kinds and who.kind not in kinds:
        raise OtherAccount(name=who.name)
    return who


def sessions_of_mine() -> tuple[OwnSession, ...]:
    """Where the person is signed in. Raises NotSignedIn."""
    who = require()
    with reading() as database:
        return own_sessions(
            database,
            account_id=who.account_id,
            here=session[SESSION],
            rules=parts().sign_in,
            now=now(),
        )


def sign_out_elsewhere() -> int:
    """End all sessions of the person but this one; how many. Raises NotSignedIn."""
    who = require()
    with writing() as database:
        return end_others(
            database, person=who, session_id=session[SESSION], address=address(), now=now()
        )


def address() -> str:
    """Where the request comes from, as far as the proxies in front of us are trusted."""
    return (request.remote_addr or "")[:64]

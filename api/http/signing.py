"""Who is signed in: the session that the signed cookie names, read anew for each request."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

from flask import g, request, session
from sqlalchemy.orm import Session

from api.http.parts import now, parts, today
from api.http.transaction import asking, reading, writing
from engine.accounts import Person
from engine.accounts.codes import fits, set_by_code
from engine.accounts.demo import role_claimed
from engine.accounts.passwords import check_new_password, mark_of
from engine.accounts.person import AccountKind
from engine.accounts.second_factor import check_code, has_second_factor
from engine.accounts.sessions import (
    OwnSession,
    Signed,
    begin_session,
    end_others,
    end_session,
    keep_here,
    own_sessions,
    signed_in,
    touch,
)
from engine.accounts.signing_in import Claimed, Way, claimed, note
from engine.accounts.tokens import touch_token
from engine.errors import (
    NOT_WRITTEN,
    CodeWrong,
    DemoRefused,
    NotSignedIn,
    OtherAccount,
    PasswordNone,
    RightsMoved,
    SecondFactorNeeded,
    SecondFactorWrong,
    SignInFailed,
    TokenOnlyReads,
)
from engine.organisation.judged import judged_epoch
from engine.ports import Audience
from engine.queries.systems import system_reading

SESSION = "session"
WAS_HERE = "was_here"
OF_SYSTEMS = "/api/"
"""Where outside systems come in with a token."""
PENDING, PENDING_SECONDS = "proven", 300
"""Who has proven to have the account and not shown the code yet, and for how long that holds."""
DEVICE = "device"
"""The mark of a browser in which somebody came in or asked for a code; it outlives the session as
the cookie does."""
VIA = "via"
"""By which provider the person was vouched for, who still knows them when they sign out here."""
KEPT = timedelta(days=30)
"""How long a browser keeps the cookie: longer than any session, so that a form that comes after
its session has ended is known to come from somebody who was signed in."""


def cookie_name(name: str, *, demo: bool) -> str:
    """In production browsers take the cookie by TLS only, and from this very host (RFC 6265bis)."""
    return name if demo else f"__Host-{name}"


def sign_in(username: str, password: str, code: str | None = None) -> Person:
    """Start a fresh session: whatever the old cookie held is dropped.

    ``code`` is what the telephone shows, for an account that asks for it. Raises SignInFailed,
    which does not tell whether the name or the password was wrong, SecondFactorNeeded (then
    ``sign_in_with_code`` goes on), SecondFactorWrong, TooManyTries, SignInBusy, HasLeft.
    """
    who = _claimed(username)
    if not (parts().hashing.matches(who.stored, password) and who.has_password):
        with writing() as database:
            note(database, who, "wrong", now())
        raise SignInFailed
    return let_in(who, "in", code)


def step_in(username: str) -> Person:
    """Into a role of the demonstration, by one press. Raises DemoRefused in production,
    SignInFailed, HasLeft."""
    if not parts().demo:
        raise DemoRefused
    with reading() as database:
        who = role_claimed(database, username=username, address=address())
    return _enter(who, "in", None, None)


def let_in(who: Claimed, way: Way, code: str | None = None, via: Audience | None = None) -> Person:
    """Begin the session of who has proven to have the account, in whatever way.

    ``code`` is of the second factor, for an account that asks for it; ``via`` the provider who
    vouches. Raises SecondFactorNeeded, SecondFactorWrong, HasLeft.
    """
    asks = _asks(who)
    if asks and code is None:
        proven = [who.username, _mark(who), way, via]
        session[PENDING] = [now().timestamp(), *proven]
        raise SecondFactorNeeded
    return _enter(who, way, code if asks else None, via)


def sign_in_with_code(code: str) -> Person:
    """Go on after SecondFactorNeeded, within a few minutes.

    Raises SecondFactorWrong, TooManyTries, HasLeft.
    """
    since, username, mark, way, via = session.get(PENDING, (0.0, "", "", "in", None))
    who = _claimed(username)
    late = now().timestamp() - since > PENDING_SECONDS
    if late or who.account is None or mark != _mark(who) or not _asks(who):
        raise SecondFactorWrong
    return _enter(who, way, code, via)


def _claimed(username: str) -> Claimed:
    """Whom somebody says to be. Raises TooManyTries."""
    rules = parts().sign_in
    with reading() as database:
        told: dict[str, Any] = {"username": username, "address": address(), "device": device()}
        return claimed(database, **told, rules=rules, now=now())


def _asks(who: Claimed) -> bool:
    """Whether the account asks for a second factor."""
    with reading() as database:
        return who.account is not None and has_second_factor(database, who.account.id)


def _mark(who: Claimed) -> str:
    """Of the password as it stands: with another one, what was proven before holds no more."""
    return mark_of(who.account.password_hash if who.account else "")


def _enter(who: Claimed, way: Way, code: str | None, via: Audience | None) -> Person:
    """Begin the session, if the code is right where one is asked."""
    found, browser = None, device()
    with writing() as database:
        account = who.account.id if who.account else ""
        if code is None or check_code(database, account, code, box=parts().secrets, now=now()):
            agent, rules = request.headers.get("User-Agent", ""), parts().sign_in
            known = browser or uuid4().hex
            session_id, found = begin_session(
                database,
                replace(who, device=known),
                way=way,
                agent=agent,
                rules=rules,
                today=today(),
                now=now(),
            )
        else:
            note(database, who, "wrong_second", now())
    if found is None:
        raise SecondFactorWrong
    session.clear()
    session[SESSION], session[DEVICE] = session_id, known
    session.permanent = True
    if via:
        session[VIA] = via
    g.person = found
    return found


def set_password(username: str, code: str, password: str) -> None:
    """Set the password of an account with its one-use code; all its sessions end.

    Raises PasswordWeak, CodeWrong, which does not tell what was wrong, TooManyTries, SignInBusy.
    """
    check_new_password(password, username=username)
    who = _claimed(username)
    with reading() as database:
        right = fits(database, who, code, now())
    stored = parts().hashing.hash(password) if right else ""
    with writing() as database:
        right = right and set_by_code(database, who, code, stored=stored, now=now())
        if not right:
            note(database, who, "wrong_code", now())
    if not right:
        raise CodeWrong


def change_password(old: str, new: str) -> None:
    """Change one's own password; every other session of one's own ends.

    Raises NotSignedIn, SignInFailed for a wrong old one, PasswordWeak, PasswordNone, TooManyTries,
    SignInBusy.
    """
    me = require()
    check_new_password(new, username=me.username)
    who = _claimed(me.username)
    if not who.has_password:
        raise PasswordNone
    right = parts().hashing.matches(who.stored, old)
    stored = parts().hashing.hash(new) if right else ""
    with writing() as database:
        if right:
            keep_here(database, who, session_id=session[SESSION], stored=stored, now=now())
        else:
            note(database, who, "wrong", now())
    if not right:
        raise SignInFailed


def prove_password(typed: str) -> None:
    """That who is signed in knows the account's password, where it has one.

    Raises NotSignedIn, SignInFailed, TooManyTries, SignInBusy.
    """
    who = _claimed(require().username)
    if who.has_password and not parts().hashing.matches(who.stored, typed):
        with writing() as database:
            note(database, who, "wrong", now())
        raise SignInFailed


def sign_out() -> Audience | None:
    """End the session, on the server too: no cookie of it is worth anything any more.

    For whom the provider is by which they had come, if they had.
    """
    who = person()
    via: Audience | None = session.get(VIA)
    if who is not None:
        g.pop("still_here", None)
        with writing() as database:
            end_session(
                database, person=who, session_id=session[SESSION], address=address(), now=now()
            )
    browser = device()
    session.clear()
    session[WAS_HERE] = session.permanent = True
    if browser:
        session[DEVICE] = browser
    g.person = None
    return via


def person() -> Person | None:
    """The signed-in person with today's posts; ``None`` for a visitor."""
    if "person" not in g:
        g.person = _signed_in()
    found: Person | None = g.person
    return found


def _signed_in() -> Person | None:
    if (token := shown_token()) is not None:
        return _system(token)
    session_id = session.get(SESSION)
    if not session_id:
        return None
    with asking() as database:
        found = signed_in(
            database, session_id=session_id, rules=parts().sign_in, today=today(), now=now()
        )
    if found is None:
        return None
    g.epoch = found.epoch
    if found.stale:
        # Whoever only looks is let in though nothing can be written now.
        with suppress(*NOT_WRITTEN), writing() as database:
            touch(database, session_id=session_id, now=now())
    g.still_here = partial(_still_here, session_id=session_id, found=found)
    return found.person


def _still_here(database: Session, *, session_id: str, found: Signed) -> None:
    """Whether who was let in is the same as the act is kept. Raises NotSignedIn, RightsMoved.

    Their session, posts and roles end by acts that raise the province's epoch; while an act waits
    for another one such an act may have been kept.
    """
    code = found.person.province_code
    if code is None or judged_epoch(database, code) == found.epoch:
        return
    rules = parts().sign_in
    again = signed_in(database, session_id=session_id, rules=rules, today=today(), now=now())
    if again is None:
        raise NotSignedIn
    if again.person != found.person:
        raise RightsMoved


def shown_token() -> str | None:
    """The token by which an outside system asks; ``None``: none does."""
    # Read as it stands: what else may be in this header, such as a name and a password, is not
    # looked into, for werkzeug breaks on letters in it.
    way, _, token = request.headers.get("Authorization", "").partition(" ")
    return (
        token.strip() if way.lower() == "bearer" and request.path.startswith(OF_SYSTEMS) else None
    )


def _system(token: str) -> Person | None:
    """The outside system that shows this token, for reading. Raises TokenOnlyReads."""
    with reading() as database:
        found = system_reading(database, token=token, day=today(), now=now())
    if found is None:
        return None
    if request.method not in ("GET", "HEAD"):
        raise TokenOnlyReads
    if found.stale:
        with suppress(*NOT_WRITTEN), writing() as database:
            touch_token(database, person=found.person, now=now())
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
    if kinds and who.kind not in kinds and not (who.kind == "system" and "officer" in kinds):
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


def device() -> str | None:
    """The mark of this browser, where somebody came in or asked for a code before."""
    found: str | None = session.get(DEVICE)
    return found


def marked_device() -> str:
    """The same, of a browser that has one from now on."""
    found = session[DEVICE] = device() or uuid4().hex
    return found


def address() -> str:
    """Where the request comes from, as far as the proxies in front of us are trusted."""
    return (request.remote_addr or "")[:64]

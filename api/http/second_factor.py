"""The second factor of who is signed in: set up, given up, and wanted of who administers."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import session
from sqlalchemy.orm import Session

from api.http.parts import now, parts
from api.http.signing import SESSION, address, device, person, prove_password, require
from api.http.transaction import reading, writing
from engine.access import is_administrator
from engine.accounts.second_factor import (
    Enrolment,
    begin,
    confirm_second_factor,
    enrolment,
    give_up_second_factor,
    has_second_factor,
)
from engine.accounts.sessions import hold_own
from engine.accounts.signing_in import claimed, note
from engine.errors import SecondFactorMissing, SecondFactorOn, SecondFactorWrong


@contextmanager
def _own() -> Iterator[Session]:
    """A transaction about one's own account, whose session still goes on. Raises NotSignedIn."""
    who = require()
    with writing() as database:
        hold_own(database, session_id=session[SESSION], account_id=who.account_id)
        yield database


def second_factor_is_on() -> bool:
    """Whether one's own account asks for a code. Raises NotSignedIn."""
    who = require()
    with reading() as database:
        return has_second_factor(database, who.account_id)


def begin_second_factor(password: str) -> Enrolment | None:
    """What the telephone is given. An account with a password is asked for it, so that a session
    left open puts nobody else's telephone on it.

    Raises NotSignedIn, SecondFactorOn, SignInFailed, TooManyTries, SignInBusy.
    """
    who = require()
    if second_factor_is_on():
        raise SecondFactorOn
    prove_password(password)
    with _own() as database:
        begin(database, person=who, box=parts().secrets)
        database.flush()
        return enrolment(database, person=who, box=parts().secrets)


def waiting_enrolment() -> Enrolment | None:
    """What was begun and not confirmed yet. Raises NotSignedIn."""
    who = require()
    with reading() as database:
        return enrolment(database, person=who, box=parts().secrets)


def confirm(code: str) -> tuple[str, ...]:
    """The codes for a lost telephone, told once. Raises NotSignedIn, SecondFactorWrong."""
    who, box = require(), parts().secrets
    with _own() as database:
        codes = confirm_second_factor(
            database, person=who, code=code, address=address(), box=box, now=now()
        )
    if codes is None:
        raise SecondFactorWrong
    return codes


def give_up(code: str) -> None:
    """Ask for no code any more. Raises NotSignedIn, SecondFactorWrong, TooManyTries."""
    who, box, here = require(), parts().secrets, address()
    with _own() as database:
        trying = claimed(
            database,
            username=who.username,
            address=here,
            device=device(),
            rules=parts().sign_in,
            now=now(),
        )
        right = give_up_second_factor(
            database, person=who, code=code, address=here, box=box, now=now()
        )
        if not right:
            note(database, trying, "wrong_second", now())
    if not right:
        raise SecondFactorWrong


def refuse_without_second_factor() -> None:
    """Where the installation wants it, who administers sets it up first.

    Raises SecondFactorMissing.
    """
    who = person() if parts().second_factor else None
    if who is None or not is_administrator(who):
        return
    with reading() as database:
        if not has_second_factor(database, who.account_id):
            raise SecondFactorMissing

"""Signing in by a code that is sent to the telephone of one's account."""

import logging

from api.http.parts import now, parts
from api.http.signing import address, device, let_in, marked_device
from api.http.transaction import writing
from engine.accounts import Person
from engine.accounts.entry_codes import Door, begin_code, use_code
from engine.errors import CodesNotOffered, EntryCodeWrong, Unavailable

_log = logging.getLogger("motcua.sign_in")


def codes_are_sent() -> bool:
    """Whether somebody can sign in so here."""
    return parts().messages.reaches_people()


def send_code(number: str) -> None:
    """Send a code to who has this telephone or identity number; whether anybody has isn't told.

    It opens the account in this browser alone. Raises CodesNotOffered, NumberUnreadable,
    TooManyCodes.
    """
    door = _door(marked_device())
    with writing() as database:
        message = begin_code(database, number=number, door=door, now=now())
    try:
        if message is not None:
            parts().messages.send(message)
    except Unavailable:
        # Not told: it would tell that the number is known. Whoever gets none asks again.
        _log.exception("a code could not be sent")


def sign_in_by_code(number: str, code: str, second: str | None = None) -> Person:
    """Sign in with the code for which this browser asked last; it is used up.

    Raises CodesNotOffered, NumberUnreadable, EntryCodeWrong, TooManyTries, SecondFactorNeeded,
    SecondFactorWrong.
    """
    door = _door(device())
    with writing() as database:
        who = use_code(database, number=number, code=code, door=door, now=now())
    if who is None:
        raise EntryCodeWrong
    return let_in(who, "in_code", second)


def _door(browser: str | None) -> Door:
    if not codes_are_sent():
        raise CodesNotOffered
    return Door(address(), browser, parts().sign_in, parts().secrets)

"""Signing in by the word of an outside provider: out to it, and back with a code."""

import hmac

from flask import session

from api.http.parts import now, parts
from api.http.signing import address, let_in
from api.http.transaction import writing
from engine.accounts import Person
from engine.accounts.signing_in import Claimed
from engine.accounts.vouched import Trusted, account_vouched_for, name_of, note_refused
from engine.errors import (
    AccountBoundElsewhere,
    AccountShut,
    AccountUnknown,
    ProviderDenied,
    ProviderNotOffered,
    ProviderStateWrong,
)
from engine.ports import Audience, Begun, Vouched
from engine.store.accounts import Account

OUT, OUT_SECONDS = "out", 600
"""The sign-in that this browser began at a provider, and for how long it may come back."""
_NONE = ("", 0.0, "", "", "", "")


def offered() -> dict[Audience, str]:
    """Who can sign in by a provider, and its name."""
    return dict(parts().identity.offered())


def go_out(audience: Audience, *, back: str, after: str) -> str:
    """Begin at the provider, which the browser is sent to; ``after`` is where it goes in the end.

    Raises ProviderNotOffered, ProviderUnavailable, ProviderAnswerWrong.
    """
    begun = parts().identity.begin(audience, back=back)
    kept = [begun.state, begun.nonce, begun.verifier]
    session[OUT] = [audience, now().timestamp(), after, *kept]
    return begun.address


def wanted_after() -> str:
    """Where the sign-in that this browser began at a provider goes in the end."""
    after: str = session.get(OUT, _NONE)[2]
    return after


def come_back(audience: Audience, *, back: str, state: str, code: str | None) -> Person:
    """Sign in who came back. Counts once.

    Raises ProviderStateWrong for a sign-in that this browser didn't begin, ProviderDenied,
    AccountUnknown, AccountShut, AccountBoundElsewhere, HasLeft, SecondFactorNeeded and what a
    provider raises.
    """
    asked, since, _, *kept = session.get(OUT, _NONE)
    begun = Begun("", *kept)
    late = now().timestamp() - since > OUT_SECONDS
    if late or asked != audience or not hmac.compare_digest(begun.state.encode(), state.encode()):
        raise ProviderStateWrong
    del session[OUT]
    by = _trusted(audience)
    if code is None:
        raise ProviderDenied(name=by.name)
    vouched = parts().identity.finish(audience, begun=begun, code=code, back=back, now=now())
    account = _account(by, vouched)
    return let_in(Claimed(account.username, address(), account), "in_provider", via=audience)


def left(audience: Audience, *, back: str) -> str | None:
    """Where a browser that signed out here signs out at the provider too, if there is such."""
    return parts().identity.leave(audience, back=back)


def _trusted(audience: Audience) -> Trusted:
    name = offered().get(audience)
    if name is None:
        raise ProviderNotOffered
    return Trusted(audience, name, parts().officers_province)


def _account(by: Trusted, vouched: Vouched) -> Account:
    """The account of whom the provider vouches for; a refusal is written down."""
    try:
        with writing() as database:
            return account_vouched_for(database, by=by, vouched=vouched, now=now())
    except (AccountUnknown, AccountShut, AccountBoundElsewhere) as refusal:
        name = str(refusal.details.get("username") or name_of(by, vouched))
        with writing() as database:
            note_refused(database, username=name, address=address(), now=now())
        raise

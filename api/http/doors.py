"""Who may come in is asked before anything that they bring is read.

A blueprint of the API says who may knock (``door``). Pages ask in their views, because a form
that comes after its session has ended is kept for its person; only a browser that was signed in
once may bring much.
"""

from collections.abc import Callable

from flask import Flask, current_app, request

from api.http.signing import person, require, was_here
from engine.accounts.person import AccountKind

Door = Callable[[], None]
SMALL = 64 * 1024
"""Bytes that a visitor may bring: a sign-in, a search, a fact."""


def open_door() -> None:
    """Whoever comes."""


def signed_in(*kinds: AccountKind) -> Door:
    """A signed-in person, of one of these kinds if any are named.

    Others get NotSignedIn or OtherAccount.
    """

    def door() -> None:
        require(*kinds)

    return door


def check() -> None:
    """Ask at the door of the request's address. Raises what the door raises."""
    blueprint = current_app.blueprints.get(request.blueprint or "")
    door: Door = getattr(blueprint, "door", open_door)
    door()
    if not was_here() and person() is None:
        request.max_content_length = SMALL


def install(app: Flask) -> None:
    """Ask for every request of the app."""
    app.before_request(check)

"""Who may come in is asked before anything that they bring is read.

A blueprint of the API says who may knock (``door``). Pages ask in their views, because a form
that comes after its session has ended is kept for its person; only a browser that was signed in
once may bring much.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, request

from api.http.second_factor import refuse_without_second_factor
from api.http.signing import person, require, shown_token, was_here
from engine.access import check_administers, holds
from engine.access.rights import OF_CONFIGURATION, PUBLIC
from engine.accounts.person import AccountKind
from engine.errors import TokenOutOfScope

WITHOUT_SECOND_FACTOR = frozenset({*PUBLIC, "account.own"})
"""What an administrator may before a second factor is set up, where one is wanted."""
Door = Callable[[], None]
SMALL = 64 * 1024
"""Bytes that a visitor may bring: a sign-in, a search, a fact."""
WITHOUT_FILES = 2 * 1024 * 1024
"""Bytes of JSON for an operation that takes no files; the fields of a form have as many."""


def open_door() -> None:
    """Whoever comes."""


def signed_in(*kinds: AccountKind) -> Door:
    """A signed-in person, of one of these kinds if any are named.

    Others get NotSignedIn or OtherAccount.
    """

    def door() -> None:
        require(*kinds)

    return door


View = TypeVar("View", bound=Callable[..., Any])


def needs(*rights: str) -> Callable[[View], View]:
    """Says which right of ``engine.access`` a view is for, or which of several.

    For what may be done to the configuration the door asks whether somebody has it anywhere; how
    far it goes asks the use-case, of its own object. Publishing asks by itself.
    """

    def mark(view: View) -> View:
        view.rights = rights  # type: ignore[attr-defined]  # read by the door, and by a test
        return view

    return mark


def takes_files(view: View) -> View:
    """Says that the JSON of a view has files in it, so that it may be as large as they are."""
    view.takes_files = True  # type: ignore[attr-defined]  # read by the door
    return view


def asks_for_sign_in() -> bool:
    """Whether the request's address is one that visitors have nothing to do with."""
    view = current_app.view_functions.get(request.endpoint or "")
    rights = getattr(view, "rights", ())
    return bool(rights) and not set(rights) & PUBLIC.keys()


def check() -> None:
    """Ask at the door of the request's address.

    Raises NotAdministrator, SecondFactorMissing, TokenOutOfScope and what the door raises.
    """
    blueprint = current_app.blueprints.get(request.blueprint or "")
    door: Door = getattr(blueprint, "door", open_door)
    door()
    view = current_app.view_functions.get(request.endpoint or "")
    rights = getattr(view, "rights", ())
    if rights and not WITHOUT_SECOND_FACTOR.intersection(rights):
        refuse_without_second_factor()
    if rights and shown_token() is not None and not any(holds(require(), one) for one in rights):
        raise TokenOutOfScope
    for right in rights:
        if right in OF_CONFIGURATION and (who := person()) is not None:
            check_administers(who, right)
    if not was_here() and person() is None:
        request.max_content_length = SMALL
    elif request.is_json and not hasattr(view, "takes_files"):
        request.max_content_length = WITHOUT_FILES


def install(app: Flask) -> None:
    """Ask for every request of the app."""
    app.before_request(check)

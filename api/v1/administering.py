"""What every view of an administrator does: who, what they may administer, one act."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from flask import Response, jsonify, request
from marshmallow import Schema, fields

from api.http import now, reading, require, today
from api.http.bodies import KEY
from api.http.csrf import SAFE
from api.http.doors import Door
from api.http.idempotency import once, once_in_parts, request_hash
from api.http.transaction import trying
from api.v1.shapes import Day
from engine.accounts.person import AccountKind
from engine.administration.administrators import administrator_of
from engine.errors import NotAdministrator

DONE = {"done": True}


class GivenSchema(Schema):
    """A post or a role was given; ``awaiting``: under which id it waits for a second person."""

    done = fields.Boolean(required=True)
    awaiting = fields.String(required=True, allow_none=True)


def given(awaiting: str | None) -> dict[str, object]:
    """The answer to who gave a post or a role."""
    return {**DONE, "awaiting": awaiting}


def administering(*kinds: AccountKind) -> Door:
    """The door of a province's configuration: officers read it, its administrators change it.

    Behind it each act asks again, for its own unit and scope.
    """

    def door() -> None:
        who = require(*(kinds or ("officer",)))
        elsewhere = who.province_code != (request.view_args or {}).get("province_code")
        if request.method not in SAFE and elsewhere:
            raise NotAdministrator

    return door


class AsOfSchema(Schema):
    """As of which day; today if none is given."""

    day = Day(load_default=today)


def administer(
    province_code: str,
    act: Callable[..., Any],
    dump: Callable[[Any], Any] = lambda _: DONE,
    **told: object,
) -> Response:
    """Do one act on a province's configuration as the signed-in administrator."""
    who = require("officer")
    return once(
        who,
        lambda session: act(
            session, admin=administrator_of(session, who, province_code), now=now(), **told
        ),
        dump,
    )


def try_out(province_code: str, act: Callable[..., Any], **told: object) -> Any:
    """What an act would do on a province's configuration; nothing of it is kept."""
    who = require("officer")
    with trying(province_code) as session:
        admin = administrator_of(session, who, province_code)
        return act(session, admin=admin, now=now(), **told)


def administer_in_parts(
    province_code: str,
    act: Callable[..., Any],
    parts: Callable[[], Iterable[dict[str, object]]],
    told: Callable[[list[Any]], dict[str, Any]],
) -> Response:
    """Do an act part by part: ``parts`` says what each is told, ``told`` what comes of them."""
    who = require("officer")

    def one(session: Any, part: dict[str, object]) -> Any:
        admin = administrator_of(session, who, province_code)
        return act(session, admin=admin, now=now(), **part)

    return jsonify(
        once_in_parts(
            who,
            lambda: (partial(one, part=part) for part in parts()),
            told,
            key=request.headers.get(KEY),
            sent=request_hash(),
        )
    )


def read_as_administrator(province_code: str, query: Callable[..., Any], **told: object) -> Any:
    """Read what only an administrator may, as far as their rights go."""
    who = require("officer")
    with reading() as session:
        return query(session, admin=administrator_of(session, who, province_code), **told)


def read_as_officer(province_code: str, query: Callable[..., Any], **told: object) -> Any:
    """Read what every officer of the province may."""
    who = require("officer")
    with reading() as session:
        return query(session, person=who, province_code=province_code, **told)

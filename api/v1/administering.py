"""What every view of an administrator does: who, what they may administer, one act."""

import base64
import binascii
from collections.abc import Callable
from typing import Any

from flask import Response
from marshmallow import Schema, fields

from api.http import now, reading, require, today
from api.http.idempotency import once
from engine.administration.people.listing import administrator_of
from engine.errors import FileRefused

DONE = {"done": True}


class AsOfSchema(Schema):
    """As of which day; today if none is given."""

    day = fields.Date(load_default=today)


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


def read_as_administrator(province_code: str, query: Callable[..., Any], **told: object) -> Any:
    """Read what only an administrator may, as far as their rights go."""
    who = require("officer")
    with reading() as session:
        return _body(query(session, admin=administrator_of(session, who, province_code), **told))


def read_as_officer(province_code: str, query: Callable[..., Any], **told: object) -> Any:
    """Read what every officer of the province may."""
    who = require("officer")
    with reading() as session:
        return _body(query(session, person=who, province_code=province_code, **told))


def _body(found: object) -> object:
    # Flask reads a tuple as body, status and headers.
    return list(found) if isinstance(found, tuple) else found


def content_of(name: str, text: str) -> bytes:
    """A file as JSON carries it. Raises FileRefused when it is no base64."""
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        raise FileRefused(name=name, reason="nội dung không đúng mã base64") from None

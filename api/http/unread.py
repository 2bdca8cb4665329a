"""What the application answers for a request that its server could not read: in its own words.

Nothing of it is known but how it began, so it is said as a page, or as problem details where an
address of the API was asked for.
"""

from collections.abc import Callable, Iterable
from typing import Any

from werkzeug.http import HTTP_STATUS_CODES
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Response

from api.http.bodies import UNREAD

_PLACES = {True: "/api/v1/csrf", False: "/"}
"""An address of the API and one of the pages, in whose words it is said."""


def answered(app: Callable[..., Iterable[bytes]], status: int, began: bytes) -> bytes:
    """The whole answer, after which the connection closes. ``began``: the first bytes sent."""
    _, _, address = began.partition(b" ")
    asked = EnvironBuilder(path=_PLACES[address.startswith(b"/api/")]).get_environ()
    unread = UNREAD.set(status)
    try:
        told: Any = Response.from_app(app, asked, buffered=True)
    finally:
        UNREAD.reset(unread)
    body: bytes = told.data
    for name in ("Set-Cookie", "Connection", "Transfer-Encoding"):
        told.headers.pop(name, None)
    told.headers["Content-Length"] = str(len(body))
    lines = [f"HTTP/1.1 {status} {HTTP_STATUS_CODES[status]}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in told.headers]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body

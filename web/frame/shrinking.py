"""Pages are sent compressed: a case page shrinks from 37 kB to a quarter.

A page carries its session's token beside words from its address, and the length of a compressed
answer tells how much the two have in common (the BREACH attack). Padding of a random length, which
compression can't remove, hides that.
"""

import gzip
import secrets

from flask import Response, request

from api.http.varying import varies

LEAST = 1024
"""Bytes below which compressing gains nothing."""
PADDING = 96
"""Most bytes of padding."""


def shrunk(response: Response) -> Response:
    """The response compressed, if it is a page and the browser can read it."""
    varies(response, "Accept-Encoding")
    if (
        response.mimetype != "text/html"
        or response.direct_passthrough
        or "Content-Encoding" in response.headers
        or not request.accept_encodings["gzip"]
    ):
        return response
    content = response.get_data()
    if len(content) >= LEAST:
        padding = secrets.token_hex(secrets.randbelow(PADDING) + 1).encode()
        response.set_data(gzip.compress(content + b"<!--" + padding + b"-->", compresslevel=6))
        response.headers["Content-Encoding"] = "gzip"
    return response

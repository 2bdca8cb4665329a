"""Security headers of every answer: no script, style or frame but our own files."""

from collections.abc import Mapping

from flask import Response

from api.http import parts

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


ONLY_ENCRYPTED = "max-age=31536000; includeSubDomains"
"""A browser that was here once comes again by TLS only (RFC 6797)."""


def _lowered(headers: Mapping[str, str]) -> tuple[tuple[str, str, str], ...]:
    return tuple((name.casefold(), name, value) for name, value in headers.items())


_IN_DEMO = _lowered({**HEADERS, "Cache-Control": "no-store"})
_IN_PRODUCTION = (*_IN_DEMO, *_lowered({"Strict-Transport-Security": ONLY_ENCRYPTED}))


def secured(response: Response) -> Response:
    """The response with the headers it does not set itself.

    No cache keeps anything but what says itself that it may be kept: the static files.
    """
    # Read once: asking the headers for each name compares it with all of them.
    there = {name.casefold() for name, _ in response.headers}
    for lowered, name, value in _IN_DEMO if parts().demo else _IN_PRODUCTION:
        if lowered not in there:
            response.headers.add(name, value)
    return response

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


def secured(response: Response) -> Response:
    """The response with the headers it does not set itself.

    No cache keeps anything but what says itself that it may be kept: the static files.
    """
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if not parts().demo:
        response.headers.setdefault("Strict-Transport-Security", ONLY_ENCRYPTED)
    response.headers.setdefault("Cache-Control", "no-store")
    return response

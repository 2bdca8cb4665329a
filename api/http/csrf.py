"""Every request that changes something carries the token of its session.

Signing in is covered too: its page gives a visitor's session a token.
"""

import hmac
import secrets

from flask import Flask, current_app, request, session

from engine.errors import CsrfRefused, SessionNotSent

FIELD = "csrf_token"
HEADER = "X-CSRF-Token"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def csrf_token() -> str:
    """The token of this session, made at its first use."""
    if FIELD not in session:
        session[FIELD] = secrets.token_urlsafe(24)
    token: str = session[FIELD]
    return token


def check() -> None:
    """Refuse an unsafe request without the session's token. Raises CsrfRefused, SessionNotSent."""
    if request.method in SAFE:
        return
    given = request.headers.get(HEADER) or request.form.get(FIELD, "")
    if not hmac.compare_digest(given.encode(), str(session.get(FIELD, "")).encode()) or not given:
        name = current_app.config["SESSION_COOKIE_NAME"]
        secure = current_app.config["SESSION_COOKIE_SECURE"]
        raise SessionNotSent if secure and name not in request.cookies else CsrfRefused


def install(app: Flask) -> None:
    """Check every request of the app."""
    app.before_request(check)
    app.jinja_env.globals["csrf_token"] = csrf_token

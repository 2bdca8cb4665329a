"""The signed cookie, read once: whoever comes again with the same one shows nothing new."""

from time import time
from typing import Any

from flask import Flask, Request, Response
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from itsdangerous import BadSignature, URLSafeTimedSerializer

from api.http.varying import varies
from engine.files.kept import Kept

MOST_KEPT = 2_000


class Cookies(SecureCookieSessionInterface):
    """As Flask's. A signature that was good stays good, until the cookie is too old.

    The key is the installation's and does not change while it runs.
    """

    def __init__(self) -> None:
        self._signer: URLSafeTimedSerializer | None = None
        self._good: Kept[str, tuple[dict[str, Any], float]] = Kept(MOST_KEPT)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """The one that signs, made once."""
        if self._signer is None:
            self._signer = super().get_signing_serializer(app)
        return self._signer

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """What the request's cookie says; nothing when it isn't ours or is too old."""
        signer = self.get_signing_serializer(app)
        shown = request.cookies.get(self.get_cookie_name(app))
        if signer is None or not shown:
            return self.session_class() if signer else None
        lifetime = int(app.permanent_session_lifetime.total_seconds())
        said, signed_at = self._good.get(shown) or ({}, 0.0)
        if not 0 <= time() - signed_at <= lifetime:
            try:
                said, at = signer.loads(shown, max_age=lifetime, return_timestamp=True)
            except BadSignature:
                return self.session_class()
            self._good.keep(shown, (said, at.timestamp()))
        return self.session_class(said)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Send the cookie, where it says anything new."""
        if session.modified or (session and self.should_set_cookie(app, session)):
            super().save_session(app, session, response)
        elif session.accessed:
            varies(response, "Cookie")

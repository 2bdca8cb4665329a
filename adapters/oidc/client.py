"""One OpenID Connect provider, as a relying party: authorization code with PKCE."""

import logging
import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from threading import BoundedSemaphore
from typing import Any
from urllib.parse import urlencode

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from requests import RequestException

from adapters.oidc.tokens import TokenWrong, proven_claims
from engine.errors import ProviderAnswerWrong, ProviderSilent, ProviderUnavailable
from engine.ports import Begun, Vouched

DISCOVERY = "/.well-known/openid-configuration"
TIMEOUT = (3, 5)
"""Seconds until a provider is connected, and between two pieces of its answer."""
AT_ONCE, PATIENCE = 3, 1.0
"""How many requests of one process wait for a provider, and for how long others wait for those."""
KNOWN_FOR, REST = 3600, 20
"""Seconds for which a provider's addresses and keys are known, and for which it is left alone after
it could not be reached."""
CLAIMS = {"preferred_username": "tên đăng nhập", "identity_number": "số định danh"}
"""What people know a person by, in words; another claim is told by its name."""
WRONG = (AuthlibBaseError, TokenWrong, AttributeError, LookupError, TypeError, ValueError)
"""What an answer in another form than agreed comes to."""
SECRET = 32
"""Bytes of what nobody may guess."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Registered:
    """How we are known to a provider, and by which claim it knows people. ``name`` is for pages."""

    issuer: str
    client_id: str
    secret: str
    name: str
    claim: str
    scope: str = "openid profile phone"


class OidcClient:
    """Signs people in by one provider. Safe for use by many threads."""

    def __init__(self, registered: Registered) -> None:
        self._us = registered
        self._known: dict[str, tuple[float, Mapping[str, Any]]] = {}
        self._rests_until = 0.0
        self._places = BoundedSemaphore(AT_ONCE)

    @property
    def name(self) -> str:
        """The provider's name as people know it."""
        return self._us.name

    def begin(self, *, back: str) -> Begun:
        """Begin a sign-in. Raises ProviderUnavailable."""
        state, nonce, verifier = (secrets.token_urlsafe(SECRET) for _ in range(3))
        with self._asking() as session:
            place = self._metadata(session)["authorization_endpoint"]
            address, _ = session.create_authorization_url(
                place, state=state, nonce=nonce, code_verifier=verifier, redirect_uri=back
            )
        return Begun(address, state, nonce, verifier)

    def finish(self, *, begun: Begun, code: str, back: str, now: datetime) -> Vouched:
        """Whom the provider vouches for.

        Raises ProviderUnavailable, ProviderAnswerWrong, ProviderSilent.
        """
        us = self._us
        with self._asking() as session:
            told = self._metadata(session)
            token = session.fetch_token(
                told["token_endpoint"],
                grant_type="authorization_code",
                code=code,
                code_verifier=begun.verifier,
                redirect_uri=back,
            )
            claims = proven_claims(
                token,
                keys=partial(self._fetched, session, told["jwks_uri"]),
                issuer=us.issuer,
                client_id=us.client_id,
                begun=begun,
                now=now,
            )
            return self._vouched(claims, lambda: self._more(session, told, claims))

    def leave(self, *, back: str) -> str | None:
        """Where a browser signs out (OpenID Connect RP-Initiated Logout 1.0)."""
        try:
            with self._asking() as session:
                place = self._metadata(session).get("end_session_endpoint")
        except (ProviderUnavailable, ProviderAnswerWrong):
            return None
        asked = {"client_id": self._us.client_id, "post_logout_redirect_uri": back}
        return f"{place}{'&' if '?' in place else '?'}{urlencode(asked)}" if place else None

    @contextmanager
    def _asking(self) -> Iterator[Any]:
        """A session with the provider; what goes wrong in it becomes a refusal.

        Raises ProviderUnavailable, ProviderAnswerWrong.
        """
        us, resting = self._us, time.monotonic() < self._rests_until
        if resting or not self._places.acquire(timeout=PATIENCE):
            raise ProviderUnavailable(name=us.name)
        told: dict[str, Any] = {"scope": us.scope, "code_challenge_method": "S256"}
        try:
            with OAuth2Session(us.client_id, us.secret, default_timeout=TIMEOUT, **told) as session:
                yield session
        except RequestException as error:
            self._rests_until = time.monotonic() + REST
            _log.warning("no answer of %s: %s", us.issuer, type(error).__name__)
            raise ProviderUnavailable(name=us.name) from error
        except WRONG as error:
            _log.warning("wrong answer of %s: %s", us.issuer, error)
            raise ProviderAnswerWrong(name=us.name) from error
        finally:
            self._places.release()

    def _metadata(self, session: Any) -> Mapping[str, Any]:
        """What the provider tells of itself (OpenID Connect Discovery 1.0, 4).

        Raises TokenWrong for one that says to be another, or has places that are not encrypted.
        """
        issuer = self._us.issuer
        told = self._fetched(session, issuer.rstrip("/") + DISCOVERY)
        scheme = issuer.partition(":")[0]
        places = [told[f"{name}_endpoint"] for name in ("authorization", "token")]
        if told["issuer"] != issuer:
            raise TokenWrong(f"issuer is {told['issuer']}")
        if not all(place.startswith(f"{scheme}://") for place in [*places, told["jwks_uri"]]):
            raise TokenWrong("an endpoint is of another scheme than the issuer")
        return told

    def _fetched(self, session: Any, address: str, *, anew: bool = False) -> Mapping[str, Any]:
        since, known = self._known.get(address, (0.0, {}))
        age = time.monotonic() - since
        if known and age < (REST if anew else KNOWN_FOR):
            return known
        answer = session.get(address, withhold_token=True)
        answer.raise_for_status()
        told: Mapping[str, Any] = answer.json()
        self._known[address] = (time.monotonic(), told)
        return told

    def _more(
        self, session: Any, told: Mapping[str, Any], claims: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        """What the provider tells of the person beside the token (Core 1.0, 5.3)."""
        answer = session.get(told["userinfo_endpoint"])
        answer.raise_for_status()
        more: Mapping[str, Any] = answer.json()
        if more.get("sub") != claims["sub"]:
            raise TokenWrong("userinfo is of another subject")
        return more

    def _vouched(self, claims: Mapping[str, Any], more: Callable[[], Mapping[str, Any]]) -> Vouched:
        us = self._us
        if not claims.get(us.claim):
            claims = {**more(), **{name: one for name, one in claims.items() if one is not None}}
        known_as = claims.get(us.claim)
        if not isinstance(known_as, str) or not known_as.strip():
            raise ProviderSilent(name=us.name, what=CLAIMS.get(us.claim, us.claim))
        return Vouched(
            issuer=us.issuer,
            subject=str(claims["sub"]),
            known_as=known_as.strip(),
            full_name=str(claims.get("name") or "").strip(),
            phone=str(claims.get("phone_number") or ""),
        )

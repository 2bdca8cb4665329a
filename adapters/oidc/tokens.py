"""What an ID token says, once it is proven (OpenID Connect Core 1.0, 3.1.3.7)."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from engine.ports import Begun

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""Signatures by a key pair only: a shared secret, or none, would let others make tokens."""
LEEWAY = 60
"""Seconds by which the provider's clock may differ from ours."""
KINDS = ("RSA", "EC")


class TokenWrong(Exception):
    """The token proves nothing; the words say why, for the log."""


def proven_claims(
    token: Mapping[str, Any],
    *,
    keys: Callable[..., Mapping[str, Any]],
    issuer: str,
    client_id: str,
    begun: Begun,
    now: datetime,
) -> Mapping[str, Any]:
    """The claims of the ID token in a token answer. Raises TokenWrong.

    ``keys`` gives the provider's keys; with ``anew`` it fetches them again, for a token whose key
    is not among those known: providers change them.
    """
    try:
        signed = _verified(str(token.get("id_token", "")), keys)
        claims = CodeIDToken(
            signed.claims,
            signed.header,
            options={
                "iss": {"essential": True, "value": issuer},
                "aud": {"essential": True, "value": client_id},
                "exp": {"essential": True},
                "sub": {"essential": True},
            },
            params={
                "nonce": begun.nonce,
                "client_id": client_id,
                "access_token": token.get("access_token"),
            },
        )
        claims.validate(now=int(now.timestamp()), leeway=LEEWAY)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise TokenWrong(f"{type(error).__name__}: {error}") from error
    return dict(claims)


def _verified(token: str, keys: Callable[..., Mapping[str, Any]]) -> jwt.Token:
    try:
        return jwt.decode(token, _key_set(keys()), algorithms=ALGORITHMS)
    except InvalidKeyIdError:
        return jwt.decode(token, _key_set(keys(anew=True)), algorithms=ALGORITHMS)


def _key_set(told: Mapping[str, Any]) -> KeySet:
    """The keys that verify; kinds that we don't know are passed over (RFC 7517, 5)."""
    usable = [
        key
        for key in told.get("keys", ())
        if key.get("kty") in KINDS and key.get("use", "sig") == "sig"
    ]
    return KeySet.import_key_set({"keys": usable})

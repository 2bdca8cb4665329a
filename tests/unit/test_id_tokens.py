"""An ID token proves who somebody is only if all of it is right (OpenID Connect Core, 3.1.3.7)."""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from adapters.oidc.tokens import TokenWrong, proven_claims
from engine.ports import Begun

NOW = datetime(2025, 12, 4, 9, 15, tzinfo=UTC)
ISSUER, CLIENT = "https://sso.example", "mot-cua"
OURS = Begun("", "state", "nonce", "verifier")
AT = int(NOW.timestamp())
KEY = ECKey.generate_key("P-256", {"kid": "1", "use": "sig"})
OTHER = ECKey.generate_key("P-256", {"kid": "1", "use": "sig"})
NEXT = ECKey.generate_key("P-256", {"kid": "2", "use": "sig"})
RIGHT: Mapping[str, Any] = {
    "iss": ISSUER,
    "aud": CLIENT,
    "sub": "a",
    "nonce": "nonce",
    "iat": AT,
    "exp": AT + 300,
}


def public(*keys: Any) -> dict[str, Any]:
    unknown = {"kty": "OKP", "crv": "X448", "kid": "9", "x": "AA"}
    return {"keys": [unknown, *(key.as_dict(private=False) for key in keys)]}


def token(claims: Mapping[str, Any], key: Any = KEY, **header: str) -> str:
    told = {"alg": "ES256", "kid": key.as_dict().get("kid", "1"), **header}
    return jwt.encode(told, dict(claims), key, algorithms=[told["alg"]])


def told(signed: str, **more: str) -> Mapping[str, Any]:
    """What the token says, at a provider with one key that gets another one meanwhile."""

    def keys(*, anew: bool = False) -> dict[str, Any]:
        return public(KEY, NEXT) if anew else public(KEY)

    given = {"id_token": signed, **more}
    return proven_claims(given, keys=keys, issuer=ISSUER, client_id=CLIENT, begun=OURS, now=NOW)


def test_a_right_token_is_believed_also_by_a_key_that_is_new() -> None:
    assert told(token(RIGHT))["sub"] == "a"
    assert told(token(RIGHT, NEXT))["sub"] == "a"
    assert told(token({**RIGHT, "aud": [CLIENT, "other"], "azp": CLIENT}))["sub"] == "a"
    assert told(token({**RIGHT, "exp": AT - 30}))["sub"] == "a", "clocks differ a little"


@pytest.mark.parametrize(
    "spoilt",
    [
        {"iss": "https://other.example"},
        {"aud": "other"},
        {"aud": [CLIENT, "other"], "azp": "other"},
        {"nonce": "other"},
        {"nonce": None},
        {"exp": AT - 120},
        {"exp": None},
        {"iat": AT + 3600},
        {"iss": None},
        {"sub": None},
        {"aud": None},
        {"at_hash": "wrong"},
    ],
    ids=str,
)
def test_a_token_with_one_wrong_claim_proves_nothing(spoilt: dict[str, Any]) -> None:
    claims = {name: value for name, value in {**RIGHT, **spoilt}.items() if value is not None}
    with pytest.raises(TokenWrong):
        told(token(claims), access_token="secret")


def by_public_key() -> str:
    """Signed with what everybody knows, as if it were a shared secret."""
    payload = token(RIGHT).split(".")[1]
    header = encoded(b'{"alg":"HS256","kid":"1"}')
    signed = f"{header}.{payload}"
    key = KEY.as_pem(private=False)
    return f"{signed}.{encoded(hmac.digest(key, signed.encode(), 'sha256'))}"


def encoded(content: bytes) -> str:
    return urlsafe_b64encode(content).decode().rstrip("=")


def test_a_token_that_the_provider_did_not_sign_proves_nothing() -> None:
    unsigned = token(RIGHT).rpartition(".")[0] + "."
    for forged in (
        token(RIGHT, OTHER),
        by_public_key(),
        unsigned,
        unsigned.replace(unsigned.partition(".")[0], "eyJhbGciOiJub25lIn0"),
        token(RIGHT, RSAKey.generate_key(2048), alg="RS256"),
        "",
        "a.b.c",
    ):
        with pytest.raises(TokenWrong):
            told(forged)

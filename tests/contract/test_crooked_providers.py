"""A provider that answers wrongly, or somebody in its place, signs nobody in."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey

from adapters.oidc.client import DISCOVERY, OidcClient, Registered
from engine.errors import ProviderAnswerWrong, ProviderUnavailable
from engine.ports import Begun, Vouched

KEY = ECKey.generate_key("P-256", {"kid": "1"})
BACK = "https://motcua.example/xong"
NOW = datetime.now(UTC)


class Crooked(ThreadingHTTPServer):
    """Answers what a test puts in, and keeps the forms that it was sent."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.issuer = f"http://127.0.0.1:{self.server_port}"
        self.forms: list[dict[str, list[str]]] = []
        self.answers: dict[str, Any] = {
            DISCOVERY: {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "userinfo_endpoint": f"{self.issuer}/userinfo",
                "jwks_uri": f"{self.issuer}/keys",
            },
            "/keys": {"keys": [KEY.as_dict(private=False)]},
        }

    def gives(self, begun: Begun, **claims: Any) -> None:
        """The token that it answers with, right but for these claims."""
        at = int(NOW.timestamp())
        told = {"iss": self.issuer, "aud": "mot-cua", "sub": "a", "nonce": begun.nonce}
        told |= {"iat": at, "exp": at + 60, "identity_number": "040185099999", **claims}
        signed = jwt.encode({"alg": "ES256", "kid": "1"}, told, KEY, algorithms=["ES256"])
        token = {"access_token": "t", "token_type": "Bearer", "id_token": signed}
        self.answers["/token"] = token


class Answering(BaseHTTPRequestHandler):
    server: Crooked

    def do_GET(self) -> None:
        answer = self.server.answers.get(self.path)
        self.send_response(500 if answer is None else 400 if "error" in answer else 200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.forms.append(parse_qs(sent))
        self.do_GET()

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def crooked() -> Iterator[Crooked]:
    with Crooked() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def client(crooked: Crooked) -> OidcClient:
    return OidcClient(Registered(crooked.issuer, "mot-cua", "not told", "VNeID", "identity_number"))


def finish(client: OidcClient, begun: Begun) -> Vouched:
    return client.finish(begun=begun, code="code", back=BACK, now=NOW)


def test_the_code_is_redeemed_with_the_verifier_of_this_sign_in(
    crooked: Crooked, client: OidcClient
) -> None:
    begun = client.begin(back=BACK)
    crooked.gives(begun)
    assert finish(client, begun).subject == "a"
    (form,) = crooked.forms
    assert (form["code_verifier"], form["redirect_uri"]) == ([begun.verifier], [BACK])
    assert "client_secret" not in form, "it goes in the header"


@pytest.mark.parametrize("wrong", [{"nonce": "other"}, {"aud": "other"}, {"iss": "https://x"}])
def test_a_token_for_another_is_refused(
    crooked: Crooked, client: OidcClient, wrong: dict[str, str]
) -> None:
    begun = client.begin(back=BACK)
    crooked.gives(begun, **wrong)
    with pytest.raises(ProviderAnswerWrong):
        finish(client, begun)


@pytest.mark.parametrize(
    "told",
    [{"issuer": "https://other.example"}, {"token_endpoint": "ftp://x/token"}, {"jwks_uri": None}],
    ids=str,
)
def test_a_provider_that_says_to_be_another_is_asked_nothing(
    crooked: Crooked, client: OidcClient, told: dict[str, str]
) -> None:
    crooked.answers[DISCOVERY] |= told
    with pytest.raises(ProviderAnswerWrong):
        client.begin(back=BACK)


def test_what_is_told_of_another_person_beside_the_token_is_not_taken(
    crooked: Crooked, client: OidcClient
) -> None:
    begun = client.begin(back=BACK)
    crooked.gives(begun, identity_number=None)
    crooked.answers["/userinfo"] = {"sub": "other", "identity_number": "040185000001"}
    with pytest.raises(ProviderAnswerWrong):
        finish(client, begun)
    crooked.answers["/userinfo"]["sub"] = "a"
    assert finish(client, begun).known_as == "040185000001"


def test_a_broken_provider_is_away_and_a_refused_code_is_wrong(
    crooked: Crooked, client: OidcClient
) -> None:
    begun = client.begin(back=BACK)
    crooked.answers["/token"] = {"error": "invalid_grant"}
    with pytest.raises(ProviderAnswerWrong):
        finish(client, begun)
    del crooked.answers["/token"]
    with pytest.raises(ProviderUnavailable):
        finish(client, begun)
    asked = len(crooked.forms)
    with pytest.raises(ProviderUnavailable):
        finish(client, begun)
    assert len(crooked.forms) == asked, "it is left alone for a while"

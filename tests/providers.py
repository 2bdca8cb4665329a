"""An OpenID Connect provider as a process of its own, and a browser that signs in there."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from urllib.parse import parse_qs, quote, urlsplit

import pytest
import requests

from tests.contract.test_serving import free_port

MODULE = "oidc_provider_mock"
WAIT = 60


class Provider:
    """The provider at an address, with people whom it knows by their subjects."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer

    def knows(self, subject: str, **claims: str) -> None:
        """From now on it says this of the person."""
        answer = requests.put(f"{self.issuer}/users/{quote(subject)}", json=claims, timeout=WAIT)
        assert answer.status_code == 204

    def lets_in(self, address: str, subject: str) -> dict[str, str]:
        """The browser signs in as the person: with what it is sent back."""
        return self._pressed(address, {"sub": subject})

    def sends_away(self, address: str) -> dict[str, str]:
        """The person gives up there."""
        return self._pressed(address, {"action": "deny"})

    def _pressed(self, address: str, form: dict[str, str]) -> dict[str, str]:
        assert address.startswith(self.issuer)
        answer = requests.post(address, data=form, allow_redirects=False, timeout=WAIT)
        assert answer.status_code == 302, answer.text
        asked = parse_qs(urlsplit(answer.headers["Location"]).query)
        return {name: values[0] for name, values in asked.items()}

    def settings(self, audience: str, **more: str) -> dict[str, str]:
        """How the product is told of it."""
        begin = f"MOTCUA_OIDC_{audience}"
        told = {"ISSUER": self.issuer, "CLIENT": "mot-cua", "SECRET": "not told", **more}
        return {
            "MOTCUA_ADDRESS": "https://motcua.example",
            **{f"{begin}_{name}": value for name, value in told.items()},
        }


@contextmanager
def running_provider() -> Iterator[Provider]:
    """A provider in its own process; skips where it isn't installed."""
    if find_spec(MODULE) is None:
        pytest.skip(f"{MODULE} is not installed: nothing is tried against a provider")
    port = free_port()
    command = [sys.executable, "-W", "ignore", "-m", MODULE, "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        issuer = f"http://127.0.0.1:{port}"
        _until_it_answers(issuer)
        yield Provider(issuer)
    finally:
        process.kill()
        process.wait()


def _until_it_answers(issuer: str) -> None:
    until = time.monotonic() + WAIT
    while time.monotonic() < until:
        try:
            requests.get(issuer, timeout=WAIT)
        except requests.ConnectionError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("the provider does not answer")

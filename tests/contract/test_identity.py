"""Whatever vouches for people keeps this contract (``engine.ports``), over a real provider."""

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from engine.errors import (
    ProviderAnswerWrong,
    ProviderSilent,
    ProviderUnavailable,
)
from engine.ports import Begun, IdentityProviders, Vouched
from tests.contract.test_serving import free_port
from tests.providers import Provider

BACK = "https://motcua.example/dang-nhap/qua/cong-dan/xong"
NUMBER = "040185099999"


@pytest.fixture
def settings(provider: Provider) -> dict[str, str]:
    """A provider for citizens; the one for officers is away."""
    gone = Provider(f"http://127.0.0.1:{free_port()}")
    return {
        **provider.settings("CITIZENS"),
        **gone.settings("OFFICERS", PROVINCE="nghe_an", NAME="SSO tỉnh"),
    }


def begun(adapter: IdentityProviders) -> Begun:
    return adapter.begin("citizens", back=BACK)


def finish(adapter: IdentityProviders, out: Begun, code: str, *, days: int = 0) -> Vouched:
    now = datetime.now(UTC) + timedelta(days=days)
    return adapter.finish("citizens", begun=out, code=code, back=BACK, now=now)


def test_it_tells_for_whom_it_vouches_and_by_which_name(adapter: IdentityProviders) -> None:
    assert adapter.offered() == {"citizens": "VNeID", "officers": "SSO tỉnh"}


def test_a_browser_goes_out_with_state_nonce_and_the_challenge_of_a_verifier(
    adapter: IdentityProviders,
) -> None:
    out, other = begun(adapter), begun(adapter)
    asked = {name: value[0] for name, value in parse_qs(urlsplit(out.address).query).items()}
    digest = hashlib.sha256(out.verifier.encode()).digest()
    assert asked["code_challenge"] == urlsafe_b64encode(digest).decode().rstrip("=")
    assert asked["code_challenge_method"] == "S256"
    assert (asked["state"], asked["nonce"], asked["redirect_uri"]) == (out.state, out.nonce, BACK)
    assert "openid" in asked["scope"].split()
    assert len({out.state, out.nonce, out.verifier, other.state, other.nonce, other.verifier}) == 6


def test_who_signed_in_there_is_vouched_for_with_what_we_know_them_by(
    adapter: IdentityProviders, provider: Provider
) -> None:
    provider.knows("a", identity_number=NUMBER, name="Võ Thị Ánh", phone_number="+84912000111")
    out = begun(adapter)
    brought = provider.lets_in(out.address, "a")
    assert brought["state"] == out.state
    told = finish(adapter, out, brought["code"])
    assert told == Vouched(provider.issuer, "a", NUMBER, "Võ Thị Ánh", "+84912000111")
    with pytest.raises(ProviderAnswerWrong):
        finish(adapter, out, brought["code"])


@pytest.mark.parametrize(
    ("spoil", "days"),
    [(lambda out: out, 2), (lambda out: Begun("", out.state, "other", out.verifier), 0)],
    ids=["a token of long ago", "a token of another sign-in"],
)
def test_what_proves_nothing_is_refused(
    adapter: IdentityProviders, provider: Provider, spoil: Callable[[Begun], Begun], days: int
) -> None:
    provider.knows("b", identity_number=NUMBER)
    out = begun(adapter)
    brought = provider.lets_in(out.address, "b")
    with pytest.raises(ProviderAnswerWrong):
        finish(adapter, spoil(out), brought["code"], days=days)


def test_a_provider_that_does_not_tell_what_we_know_people_by_is_told_so(
    adapter: IdentityProviders, provider: Provider
) -> None:
    provider.knows("c", name="Ai đó")
    out = begun(adapter)
    brought = provider.lets_in(out.address, "c")
    with pytest.raises(ProviderSilent, match="số định danh"):
        finish(adapter, out, brought["code"])


def test_a_provider_that_is_away_is_told_and_stops_nobody_else(
    adapter: IdentityProviders, provider: Provider
) -> None:
    for _ in range(2):
        with pytest.raises(ProviderUnavailable, match="SSO tỉnh"):
            adapter.begin("officers", back=BACK)
    assert adapter.leave("officers", back=BACK) is None
    assert begun(adapter).address.startswith(provider.issuer)


def test_a_browser_may_sign_out_there_too(adapter: IdentityProviders, provider: Provider) -> None:
    place = adapter.leave("citizens", back="https://motcua.example/")
    assert place is not None
    assert place.startswith(f"{provider.issuer}/oauth2/end_session?client_id=mot-cua&")

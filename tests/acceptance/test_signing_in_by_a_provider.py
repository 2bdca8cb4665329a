"""Somebody whom an outside provider vouches for comes in, and nobody else."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from flask import Flask
from sqlalchemy import func, select

from api.app import parts_from
from api.clock import wall_clock
from api.http.parts import install_parts
from engine.accounts.demo import PASSWORD
from engine.store.accounts import Account, AccountSubject, SignInEvent
from tests.client import Api
from tests.conftest import settings_for
from tests.contract.test_serving import free_port
from tests.providers import Provider
from tests.town import Town

pytestmark = pytest.mark.usefixtures("numbered")
ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
CLERK, ADMIN = "bao.pq@nghe_an", "quan.dm@nghe_an"
NEW = "040185099999"


@pytest.fixture
def door(bare_app: Flask, town: Town, provider: Provider, tmp_path: Path) -> Flask:
    """The application with a provider for both; a token's term is of the real clock."""
    told = {**provider.settings("CITIZENS"), **provider.settings("OFFICERS", PROVINCE="nghe_an")}
    return at_the_door(bare_app, town, tmp_path, told)


def at_the_door(app: Flask, town: Town, folder: Path, told: Mapping[str, str]) -> Flask:
    install_parts(app, parts_from(settings_for(folder, **told), town.database, wall_clock))
    return app


def out(client: Api, word: str, after: str = "") -> str:
    """Where the browser is sent."""
    answer = client.client.get(f"/dang-nhap/qua/{word}", query_string={"ve": after})
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def back(client: Api, word: str, brought: Mapping[str, str]) -> Any:
    return client.client.get(f"/dang-nhap/qua/{word}/xong", query_string=brought)


def comes(client: Api, provider: Provider, word: str, subject: str, after: str = "") -> Any:
    """The whole way of a browser that signs in at the provider as this person."""
    return back(client, word, provider.lets_in(out(client, word, after), subject))


def kinds(town: Town, username: str) -> list[str]:
    with town.database.reading() as session:
        events = select(SignInEvent).where(SignInEvent.username == username)
        return [row.kind for row in session.scalars(events.order_by(SignInEvent.id))]


def test_a_citizen_comes_the_first_time_and_again_to_one_account(
    town: Town, door: Flask, provider: Provider
) -> None:
    provider.knows("vneid-1", identity_number=NEW, name="Võ Thị Ánh", phone_number="+84912000111")
    first, again = Api(door), Api(door)
    came = comes(first, provider, "cong-dan", "vneid-1", "/ho-so-cua-toi")
    assert (came.status_code, came.location) == (303, "/ho-so-cua-toi")
    provider.knows("vneid-1", identity_number=NEW, name="Tên khác")
    assert comes(again, provider, "cong-dan", "vneid-1").status_code == 303
    me = again.get("/session").json
    assert (me["name"], me["kind"], me["username"]) == ("Võ Thị Ánh", "citizen", NEW)
    with town.database.reading() as session:
        row = session.scalars(select(Account).where(Account.identity_number == NEW)).one()
        assert (row.phone, row.password_hash) == ("0912000111", "")
        assert session.scalars(select(AccountSubject)).one().account_id == row.id
    assert kinds(town, NEW) == ["in_provider"] * 2
    page = again.client.get("/dang-nhap/noi-khac").text
    assert "qua nhà cung cấp định danh" in page
    assert "đổi mật khẩu" not in page, "there is none"
    again.token = again.get("/csrf").json["csrf_token"]
    refused = again.post("/session/password", {"old": "x", "new": "mot-mat-khau-dai-2025"})
    assert refused.json["code"] == "password_none"
    assert kinds(town, NEW) == ["in_provider"] * 2


def test_a_citizen_who_has_an_account_keeps_it_and_it_is_nobody_elses(
    town: Town, door: Flask, provider: Provider
) -> None:
    provider.knows("mai", identity_number="040 185 012 345", name="Lê Thị Mai")
    provider.knows("other", identity_number="040185012345", name="Lê Thị Mai")
    visitor = Api(door)
    comes(visitor, provider, "cong-dan", "mai")
    assert visitor.get("/session").json["username"] == "congdan"
    refused = comes(Api(door), provider, "cong-dan", "other")
    assert refused.status_code == 409
    assert "đã gắn với một người khác" in refused.text
    assert kinds(town, "congdan") == ["in_provider", "refused"]
    provider.knows("mai", identity_number=NEW, name="Lê Thị Mai")
    later = Api(door)
    comes(later, provider, "cong-dan", "mai")
    assert later.get("/session").json["username"] == "congdan", "known by the subject from then on"


@ONE
def test_an_officer_comes_by_the_user_name(door: Flask, provider: Provider) -> None:
    provider.knows("o-1", preferred_username="BAO.PQ")
    clerk = Api(door)
    assert comes(clerk, provider, "can-bo", "o-1").location == "/viec"
    assert clerk.get("/session").json["username"] == CLERK


@ONE
def test_who_is_officer_and_citizen_comes_by_one_provider_as_either(
    door: Flask, provider: Provider
) -> None:
    told = {"number": NEW}
    assert Api(door, ADMIN).post("/accounts/nghe_an/bao.pq/identity-number", told).json["done"]
    known = {"preferred_username": NEW, "identity_number": NEW, "name": "Phan Quốc Bảo"}
    provider.knows("both", **known)
    for word, username in (("cong-dan", NEW), ("can-bo", CLERK), ("cong-dan", NEW)):
        person = Api(door)
        comes(person, provider, word, "both")
        assert person.get("/session").json["username"] == username


@ONE
def test_no_account_of_an_officer_is_ever_made_nor_one_of_another_province_opened(
    town: Town, door: Flask, provider: Provider
) -> None:
    before = accounts(town)
    for subject, name in (("x", "ai.do"), ("y", "admin@ha_tinh"), ("z", "congdan")):
        provider.knows(subject, preferred_username=name, name="Ai đó")
        refused = comes(Api(door), provider, "can-bo", subject)
        assert (refused.status_code, "Chưa có tài khoản cán bộ" in refused.text) == (403, True)
    assert accounts(town) == before
    assert kinds(town, "ai.do@nghe_an") == ["refused"]
    assert "ai.do@nghe_an" in Api(door, ADMIN).client.get("/dang-nhap/nhat-ky").text


def accounts(town: Town) -> int:
    with town.database.reading() as session:
        return session.scalar(select(func.count()).select_from(Account)) or 0


@ONE
def test_a_locked_account_stays_shut_and_its_sessions_end(
    town: Town, door: Flask, provider: Provider
) -> None:
    provider.knows("o-2", preferred_username=CLERK)
    clerk, admin = Api(door), Api(door, ADMIN)
    comes(clerk, provider, "can-bo", "o-2")
    assert clerk.get("/session").status_code == 200
    admin.post("/accounts/nghe_an/bao.pq/lock", {"reason": "Nghỉ dài"})
    assert clerk.get("/session").status_code == 401
    refused = comes(Api(door), provider, "can-bo", "o-2")
    assert (refused.status_code, "đang bị khóa" in refused.text) == (403, True)
    assert kinds(town, CLERK)[-1] == "refused"


@ONE
def test_a_reset_ends_the_session_and_whom_the_account_belongs_to(
    door: Flask, provider: Provider
) -> None:
    provider.knows("o-3", preferred_username=CLERK)
    provider.knows("o-4", preferred_username=CLERK)
    clerk, admin = Api(door), Api(door, ADMIN)
    for subject in ("o-3", "o-4"):
        comes(clerk, provider, "can-bo", subject)
        assert clerk.get("/session").status_code == 200
        assert admin.post("/accounts/nghe_an/bao.pq/reset").status_code == 200
        assert clerk.get("/session").status_code == 401


@ONE
def test_the_second_factor_is_asked_after_the_provider_too(door: Flask, provider: Provider) -> None:
    provider.knows("o-5", preferred_username=ADMIN)
    admin, visitor = Api(door, ADMIN), Api(door)
    secret = admin.post("/session/second-factor", {"password": PASSWORD}).json["secret"]
    code = pyotp.TOTP(secret).now()
    assert admin.post("/session/second-factor/confirm", {"code": code}).status_code == 200
    asked = comes(visitor, provider, "can-bo", "o-5", "/quyen")
    assert (asked.status_code, asked.location) == (303, "/dang-nhap/ma?ve=/quyen")
    assert visitor.get("/session").status_code == 401
    code = pyotp.TOTP(secret).at(wall_clock(), counter_offset=1)
    told = {"csrf_token": visitor.token, "ma": code, "ve": "/quyen"}
    assert visitor.client.post("/dang-nhap/ma", data=told).location == "/quyen"
    assert visitor.get("/sign-ins").json["rows"][0]["kind"] == "in_provider"


@ONE
def test_a_sign_in_that_this_browser_did_not_begin_is_refused(
    door: Flask, provider: Provider
) -> None:
    provider.knows("vneid-2", identity_number=NEW, name="Võ Thị Ánh")
    victim, thief = Api(door), Api(door)
    brought = provider.lets_in(out(thief, "cong-dan"), "vneid-2")
    for asked in (brought, {**brought, "state": ""}, {}):
        refused = back(victim, "cong-dan", asked)
        assert (refused.status_code, "không bắt đầu từ trình duyệt này" in refused.text) == (
            403,
            True,
        )
    assert back(thief, "can-bo", brought).status_code == 403, "nor at the other door"
    assert back(thief, "cong-dan", brought).status_code == 303
    assert back(thief, "cong-dan", brought).status_code == 403, "once"
    assert victim.get("/session").status_code == 401


@ONE
def test_who_gives_up_there_is_asked_again(door: Flask, provider: Provider) -> None:
    visitor = Api(door)
    address = out(visitor, "cong-dan")
    # This provider forgets the state when somebody gives up, which RFC 6749, 4.1.2.1 wants kept.
    state = parse_qs(urlsplit(address).query)["state"][0]
    refused = back(visitor, "cong-dan", {**provider.sends_away(address), "state": state})
    assert (refused.status_code, "chưa đăng nhập xong ở VNeID" in refused.text) == (403, True)
    assert "Đăng nhập bằng VNeID" in refused.text


@ONE
def test_nobody_is_led_to_another_site(door: Flask, provider: Provider) -> None:
    provider.knows("vneid-3", identity_number=NEW, name="Võ Thị Ánh")
    came = comes(Api(door), provider, "cong-dan", "vneid-3", "//evil.example/")
    assert not urlsplit(came.location).netloc
    assert "evil" not in came.location


@ONE
@pytest.mark.parametrize(
    ("claims", "words"),
    [
        ({"name": "Ai đó"}, "Không nhận được số định danh"),
        ({"identity_number": "12", "name": "Ai đó"}, "Không nhận được số định danh"),
        ({"identity_number": NEW}, "Không nhận được họ tên"),
    ],
)
def test_who_is_not_told_enough_of_is_not_let_in(
    town: Town, door: Flask, provider: Provider, claims: dict[str, str], words: str
) -> None:
    provider.knows("vneid-4", **claims)
    before = accounts(town)
    refused = comes(Api(door), provider, "cong-dan", "vneid-4")
    assert (refused.status_code, words in refused.text) == (403, True)
    assert accounts(town) == before


@ONE
def test_a_provider_that_is_away_stops_no_password(
    bare_app: Flask, town: Town, tmp_path: Path
) -> None:
    gone = Provider(f"http://127.0.0.1:{free_port()}")
    door = at_the_door(bare_app, town, tmp_path, gone.settings("OFFICERS", PROVINCE="nghe_an"))
    refused = Api(door).client.get("/dang-nhap/qua/can-bo")
    assert (refused.status_code, "Retry-After" in refused.headers) == (503, True)
    assert "Chưa kết nối được với tài khoản của tỉnh" in refused.text
    assert Api(door, CLERK).get("/session").status_code == 200


@ONE
def test_without_a_provider_there_is_no_button_and_no_door(app: Flask) -> None:
    visitor = Api(app)
    assert "/dang-nhap/qua/" not in visitor.client.get("/dang-nhap").text
    assert visitor.client.get("/dang-nhap/qua/cong-dan").status_code == 404
    assert visitor.client.get("/dang-nhap/qua/ai-do").status_code == 404


@ONE
def test_who_signs_out_is_shown_how_to_sign_out_there_too(door: Flask, provider: Provider) -> None:
    provider.knows("vneid-5", identity_number=NEW, name="Võ Thị Ánh")
    citizen, other = Api(door), Api(door)
    comes(citizen, provider, "cong-dan", "vneid-5")
    citizen.token = citizen.get("/csrf").json["csrf_token"]
    gone = citizen.client.post("/dang-xuat", data={"csrf_token": citizen.token})
    assert gone.location == "/dang-xuat/qua/cong-dan"
    assert citizen.get("/session").status_code == 401
    page = citizen.client.get(gone.location).text
    assert f'href="{provider.issuer}/oauth2/end_session?client_id=mot-cua' in page
    body = {"username": "congdan", "password": PASSWORD}
    assert other.post("/session", body).status_code == 200
    told = {"csrf_token": other.get("/csrf").json["csrf_token"]}
    assert other.client.post("/dang-xuat", data=told).location == "/"

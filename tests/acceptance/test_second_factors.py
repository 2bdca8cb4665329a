"""A telephone's code besides the password: set up, asked, never twice, wanted of administrators."""

from pathlib import Path
from typing import Any

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select

from api.app import create_app
from engine.accounts.demo import PASSWORD
from engine.store.accounts import SecondFactor
from tests.client import Api
from tests.conftest import settings_for
from tests.town import PROVINCE, Town

pytestmark = pytest.mark.long_on_postgres

ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ADMIN = f"quan.dm@{PROVINCE}"
MINE = {"password": PASSWORD}


def shown(town: Town, secret: str) -> str:
    """What the telephone shows now."""
    return pyotp.TOTP(secret).at(town.now)


def set_up(town: Town, person: Api) -> tuple[str, list[str]]:
    """The secret in the telephone, and the codes for losing it."""
    secret = str(person.post("/session/second-factor", MINE).json["secret"])
    answer = person.post("/session/second-factor/confirm", {"code": shown(town, secret)})
    return secret, answer.json["recovery"]


def tries(app: Flask, code: str | None = None) -> Any:
    body = {"username": ADMIN, "password": PASSWORD, "code": code}
    return Api(app).post("/session", body)


def test_the_code_is_asked_after_the_password_and_counts_once(town: Town, app: Flask) -> None:
    secret, recovery = set_up(town, Api(app, ADMIN))
    assert tries(app).json["code"] == "second_factor_needed"
    town.wait(seconds=60)
    now = shown(town, secret)
    assert tries(app, "000000").json["code"] == "second_factor_wrong"
    assert tries(app, now).status_code == 200
    assert tries(app, now).json["code"] == "second_factor_wrong", "seen over a shoulder"
    assert tries(app, recovery[0]).status_code == 200
    assert tries(app, recovery[0]).json["code"] == "second_factor_wrong"
    assert tries(app, recovery[1].lower()).status_code == 200
    with town.database.reading() as session:
        row = session.scalars(select(SecondFactor)).one()
        kept = f"{row.secret} {row.recovery}"
    assert secret not in kept
    assert all(code not in kept for code in recovery)


@ONE
def test_nothing_is_asked_before_the_telephone_has_shown_that_it_works(
    town: Town, app: Flask
) -> None:
    person = Api(app, ADMIN)
    first = person.post("/session/second-factor", MINE).json["secret"]
    wrong = person.post("/session/second-factor/confirm", {"code": "000000"})
    assert wrong.json["code"] == "second_factor_wrong"
    assert tries(app).status_code == 200
    assert person.post("/session/second-factor", MINE).json["secret"] != first
    set_up(town, person)
    assert tries(app).status_code == 403


@ONE
def test_the_pages_set_it_up_ask_for_it_and_give_it_up(town: Town, app: Flask) -> None:
    person = Api(app, ADMIN)

    def send(who: Api, address: str, **told: str) -> Any:
        return who.client.post(address, data={"csrf_token": who.token, **told})

    assert send(person, "/xac-thuc-hai-lop", **{"mat-khau": PASSWORD}).status_code == 303
    page = person.client.get("/xac-thuc-hai-lop").text
    assert "<svg" in page.partition("quét mã này")[2]
    secret = page.partition("<code>")[2].partition("</code>")[0]
    code = shown(town, secret)
    assert "Trang chỉ hiện một lần" in send(person, "/xac-thuc-hai-lop/xac-nhan", ma=code).text
    town.wait(seconds=60)
    visitor = Api(app)
    sent = send(visitor, "/dang-nhap", ten=ADMIN, **{"mat-khau": PASSWORD, "ve": "/quyen"})
    assert (sent.status_code, sent.location) == (303, "/dang-nhap/ma?ve=/quyen")
    assert visitor.get("/session").status_code == 401
    assert send(visitor, "/dang-nhap/ma", ma="1", ve="/quyen").status_code == 403
    done = send(visitor, "/dang-nhap/ma", ma=shown(town, secret), ve="/quyen")
    assert (done.status_code, done.location) == (303, "/quyen")
    town.wait(seconds=60)
    token = visitor.get("/csrf").json["csrf_token"]
    told = {"csrf_token": token, "ma": shown(town, secret)}
    assert visitor.client.post("/xac-thuc-hai-lop/tat", data=told).status_code == 303
    assert tries(app).status_code == 200


@ONE
def test_a_password_that_was_shown_holds_for_a_few_minutes(town: Town, app: Flask) -> None:
    secret, _ = set_up(town, Api(app, ADMIN))
    visitor = Api(app)
    told = {"csrf_token": visitor.token, "ten": ADMIN, "mat-khau": PASSWORD}
    visitor.client.post("/dang-nhap", data=told)
    town.wait(minutes=6)
    late = {"csrf_token": visitor.token, "ma": shown(town, secret)}
    assert visitor.client.post("/dang-nhap/ma", data=late).status_code == 403
    assert tries(app, shown(town, secret)).status_code == 200


@ONE
def test_where_it_is_wanted_an_administrator_sets_it_up_before_anything_else(
    town: Town, tmp_path: Path
) -> None:
    settings = settings_for(tmp_path, MOTCUA_SECOND_FACTOR="admins")
    app = create_app(settings, town.database, clock=lambda: town.now)
    admin, clerk = Api(app, ADMIN), Api(app, f"bao.pq@{PROVINCE}")
    refused = admin.get(f"/accounts/{PROVINCE}")
    assert (refused.status_code, refused.json["code"]) == (403, "second_factor_missing")
    page = admin.client.get("/tai-khoan")
    assert (page.status_code, page.location) == (303, "/xac-thuc-hai-lop")
    assert admin.client.get("/xac-thuc-hai-lop").status_code == 200
    assert clerk.client.get("/viec").status_code in {200, 404}
    set_up(town, admin)
    assert admin.client.get("/tai-khoan").status_code == 200


@ONE
def test_another_key_of_the_installation_opens_no_secret(town: Town, tmp_path: Path) -> None:
    settings = settings_for(tmp_path, MOTCUA_SECRET_KEY="t" * 32)
    app = create_app(settings_for(tmp_path), town.database, clock=lambda: town.now)
    secret, recovery = set_up(town, Api(app, ADMIN))
    moved = create_app(settings, town.database, clock=lambda: town.now)
    town.wait(seconds=60)
    assert tries(moved, shown(town, secret)).status_code == 403
    assert tries(moved, recovery[0]).status_code == 200


@ONE
def test_a_wrong_code_is_told_as_such_and_brakes_as_a_wrong_password_does(
    town: Town, app: Flask
) -> None:
    person = Api(app, ADMIN)
    secret, _ = set_up(town, person)
    town.wait(seconds=60)
    assert tries(app, "000000").json["code"] == "second_factor_wrong"
    assert person.post("/session/second-factor/give-up", {"code": "1"}).status_code == 403
    told = person.get("/sign-ins").json["rows"]
    assert [(row["kind"], row["refused"]) for row in told[:2]] == [("wrong_second", True)] * 2
    page = person.client.get("/dang-nhap/nhat-ky?loai=wrong_second").text
    assert page.count("sai mã xác thực hai lớp</b>") == 2
    assert "Sai mật khẩu</b>" not in page
    for _ in range(9):
        person.post("/session/second-factor/give-up", {"code": "1"})
    assert tries(app, shown(town, secret)).json["code"] == "too_many_tries"
    braked = person.post("/session/second-factor/give-up", {"code": shown(town, secret)})
    assert (braked.status_code, "Retry-After" in braked.headers) == (429, True)


@ONE
def test_no_visitor_of_a_demonstration_shuts_a_role_for_the_next(town: Town, app: Flask) -> None:
    broken = Api(app, ADMIN)
    set_up(town, broken)
    form = {"mat-khau": PASSWORD, "moi": "Khac-han-2025!", "moi-lai": "Khac-han-2025!"}
    broken.client.post("/doi-mat-khau", data={**form, "csrf_token": broken.token})
    for _ in range(12):
        Api(app).post("/session", {"username": ADMIN, "password": "sai"})
    assert Api(app).post("/session", {"username": ADMIN, "password": "sai"}).status_code == 429
    other = Api(app)
    stepped = other.client.post("/vai", data={"vai": ADMIN, "csrf_token": other.token})
    assert (stepped.status_code, stepped.location) == (303, "/quan-tri")
    assert other.client.get("/quan-tri").status_code == 200
    nobody = Api(app)
    refused = nobody.client.post("/vai", data={"vai": "khong.co", "csrf_token": nobody.token})
    assert refused.status_code == 403


@ONE
def test_a_second_factor_is_begun_by_who_knows_the_password_and_only_where_there_is_none(
    town: Town, app: Flask
) -> None:
    person = Api(app, ADMIN)

    def answer(password: str | None) -> tuple[int, str | None]:
        body = {} if password is None else {"password": password}
        sent = person.post("/session/second-factor", body)
        return sent.status_code, sent.json.get("code")

    assert answer(None) == answer("sai") == (403, "sign_in_failed")
    told = {"csrf_token": person.token, "mat-khau": "sai"}
    assert person.client.post("/xac-thuc-hai-lop", data=told).status_code == 403
    set_up(town, person)
    assert answer(PASSWORD) == answer(None) == (409, "second_factor_on")
    page = person.client.post("/xac-thuc-hai-lop", data={**told, "mat-khau": PASSWORD})
    assert (page.status_code, "đang bật" in page.text) == (409, True)

"""A citizen signs in by a code that is sent to their telephone; whom one knows is never told."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from api.app import parts_from
from api.http.parts import install_parts
from engine.accounts.entry_codes import MOST_CODES, MOST_CODES_A_DAY, MOST_WRONG
from engine.errors import StoreUnavailable
from engine.ports import MessageSender, SentMessage
from engine.store.accounts import Account, EntryCode, SignInEvent
from tests.client import Api
from tests.conftest import settings_for
from tests.town import Town

pytestmark = pytest.mark.usefixtures("numbered")
ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PHONE, NUMBER, NOBODY = "0912345678", "040185012345", "0999999999"


@pytest.fixture
def box(app: Flask) -> MessageSender:
    sender: MessageSender = app.extensions["motcua"].messages
    return sender


def asks(client: Api, number: str) -> Any:
    return client.post("/session/codes", {"number": number})


def enters(client: Api, number: str, code: str) -> Any:
    return client.post("/session/by-code", {"number": number, "code": code})


def at(app: Flask, place: int) -> Api:
    """A browser at another address."""
    client = Api(app)
    client.client.environ_base["REMOTE_ADDR"] = f"10.0.0.{place}"
    return client


def sent(box: MessageSender) -> str:
    """The code of the last message."""
    return re.findall("[0-9]{6}", box.shown()[0].text)[0]


def test_a_code_opens_the_account_once_by_either_number(
    town: Town, app: Flask, box: MessageSender
) -> None:
    for number in ("+84 912 345 678", "040 185 012 345"):
        citizen = Api(app)
        assert asks(citizen, number).json == {"done": True}
        assert box.shown()[0].to == PHONE
        code = sent(box)
        with town.database.reading() as session:
            assert code not in session.scalars(select(EntryCode)).one().code_hash
        assert enters(citizen, number, code).status_code == 200
        assert citizen.get("/session").json["username"] == "congdan"
        assert enters(Api(app), number, code).json["code"] == "entry_code_wrong"
        told = [row["kind"] for row in citizen.get("/sign-ins").json["rows"]]
        assert told[:3] == ["wrong_code", "in_code", "code_sent"]
        town.wait(minutes=1)


@ONE
def test_whom_one_knows_is_not_told(town: Town, app: Flask, box: MessageSender) -> None:
    known, unknown = (asks(Api(app), number) for number in (PHONE, NOBODY))
    assert (known.status_code, known.json) == (unknown.status_code, unknown.json)
    tried = [enters(Api(app), number, "000000") for number in (PHONE, NOBODY)]
    assert tried[0].json == tried[1].json
    assert [one.to for one in box.shown()] == [PHONE]
    for _ in range(MOST_CODES):
        last = [asks(Api(app), number) for number in (PHONE, NOBODY)]
    assert [answer.status_code for answer in last] == [429, 429]
    assert last[0].json == last[1].json
    assert last[1].headers["Retry-After"] == "900"
    assert asks(Api(app), "không phải số").json["code"] == "number_unreadable"
    assert asks(Api(app), "bao.pq@nghe_an").json["code"] == "number_unreadable", "nor officers"
    town.wait(minutes=16)
    assert asks(Api(app), PHONE).status_code == 200


@ONE
def test_a_code_ends_is_replaced_and_is_tried_a_few_times(
    town: Town, app: Flask, box: MessageSender
) -> None:
    me = Api(app)
    asks(me, PHONE)
    first = sent(box)
    asks(me, PHONE)
    if first != sent(box):
        assert enters(me, PHONE, first).status_code == 403, "the last one counts"
    town.wait(minutes=11)
    assert enters(me, PHONE, sent(box)).status_code == 403
    town.wait(minutes=16)
    asks(me, PHONE)
    wrong = f"{(int(sent(box)) + 1) % 1_000_000:06}"
    for _ in range(MOST_WRONG):
        assert enters(me, PHONE, wrong).status_code == 403
    assert enters(me, PHONE, sent(box)).status_code == 403
    for _ in range(4):
        enters(me, PHONE, wrong)
    braked = enters(me, PHONE, sent(box))
    assert (braked.status_code, braked.headers["Retry-After"]) == (429, "900")


@ONE
def test_strangers_use_up_nothing_of_the_browser_that_asked(
    town: Town, app: Flask, box: MessageSender
) -> None:
    me, *strangers, late = (at(app, place) for place in range(8))
    asks(me, PHONE)
    code = sent(box)
    assert asks(me, NOBODY).status_code == 200
    for number in (PHONE, NOBODY):
        asked = [asks(one, number).status_code for one in strangers]
        assert asked == [200] * (MOST_CODES - 1) + [429] * 2
        wrong = f"{(int(code) + 1) % 1_000_000:06}"
        tried = [enters(one, number, wrong).status_code for one in strangers * 9]
        told = {place: set(tried[place::6]) for place in range(6)}
        assert all(told[place] == {403} for place in range(MOST_CODES - 1)), "tries of their own"
        assert enters(late, number, code).status_code == 429, "guessed at from many places"
        assert enters(strangers[0], number, code).status_code == 403, "it is of another browser"
    assert enters(me, NOBODY, code).status_code == 403, "as if somebody had it"
    assert enters(me, PHONE, code).status_code == 200
    assert me.client.delete("/api/v1/session", headers={"X-CSRF-Token": me.token}).status_code
    for _ in range(MOST_CODES_A_DAY // MOST_CODES):
        last = [asks(late, number).status_code for _ in "12345" for number in (PHONE, NOBODY)]
        assert last[::2] == last[1::2]
        town.wait(minutes=16)
    assert asks(late, PHONE).status_code == 429, "of a day"
    me.token = me.client.get("/api/v1/csrf").json["csrf_token"]  # type: ignore[index]
    assert asks(me, PHONE).status_code == 200, "who came in here has codes of their own"
    assert enters(me, PHONE, sent(box)).status_code == 200
    town.wait(days=1)
    assert asks(late, PHONE).status_code == 200


@ONE
def test_a_telephone_of_several_people_asks_for_the_identity_number(
    town: Town, app: Flask, box: MessageSender
) -> None:
    with town.act() as session:
        session.execute(update(Account).where(Account.username == "congdan2").values(phone=PHONE))
    me = Api(app)
    asks(me, PHONE)
    assert "số định danh" in box.shown()[0].text
    assert enters(me, PHONE, "").status_code == 403
    asks(me, NUMBER)
    assert enters(me, NUMBER, sent(box)).json["username"] == "congdan"


@ONE
def test_a_locked_account_and_an_officers_get_no_code(
    town: Town, app: Flask, box: MessageSender
) -> None:
    with town.act() as session:
        session.execute(
            update(Account)
            .where(Account.username == "congdan")
            .values(disabled_at=town.now, disabled_why="locked")
        )
        session.execute(
            update(Account).where(Account.username == "bao.pq@nghe_an").values(phone="0911111111")
        )
    for number in (PHONE, "0911111111"):
        assert asks(Api(app), number).status_code == 200
    assert box.shown() == ()


class Broken:
    """A gateway that is away."""

    def reaches_people(self) -> bool:
        return True

    def send(self, message: SentMessage) -> None:  # noqa: ARG002 - of the port
        raise StoreUnavailable

    def shown(self) -> tuple[SentMessage, ...]:
        return ()


@ONE
def test_a_gateway_that_is_away_tells_nobody_that_a_number_is_known(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    install_parts(app, replace(app.extensions["motcua"], messages=Broken()))
    assert [asks(Api(app), number).status_code for number in (PHONE, NOBODY)] == [200, 200]
    assert "a code could not be sent" in caplog.text
    assert PHONE not in caplog.text


@ONE
def test_the_pages_ask_for_the_number_and_then_for_the_code(app: Flask, box: MessageSender) -> None:
    citizen = Api(app)

    def send(address: str, **told: str) -> Any:
        return citizen.client.post(address, data={"csrf_token": citizen.token, **told})

    assert "/dang-nhap/ma-dien-thoai" in citizen.client.get("/dang-nhap").text
    refused = send("/dang-nhap/ma-dien-thoai", so="091234", ve="/ho-so-cua-toi")
    assert (refused.status_code, 'value="091234"' in refused.text) == (422, True)
    done = send("/dang-nhap/ma-dien-thoai", so="0912 345 678", ve="/ho-so-cua-toi")
    assert done.location == "/dang-nhap/ma-dien-thoai/nhap?ve=/ho-so-cua-toi"
    page = citizen.client.get(done.location).text
    assert 'Nếu <b class="nw">0912 345 678</b> có tài khoản' in page
    code = re.findall("[0-9]{6} là mã", citizen.client.get("/hop-thu").text)[0][:6]
    assert send("/dang-nhap/ma-dien-thoai/nhap", ma="x").status_code == 403
    came = send("/dang-nhap/ma-dien-thoai/nhap", ma=code, ve="/ho-so-cua-toi")
    assert (came.status_code, came.location) == (303, "/ho-so-cua-toi")


@ONE
def test_where_nothing_is_sent_nothing_is_offered(
    town: Town, bare_app: Flask, tmp_path: Path
) -> None:
    settings = settings_for(tmp_path, mode="production")
    install_parts(bare_app, parts_from(settings, town.database, lambda: town.now))
    visitor = Api(bare_app)
    assert "ma-dien-thoai" not in visitor.client.get("/dang-nhap").text
    for page in ("/dang-nhap/ma-dien-thoai", "/hop-thu"):
        assert visitor.client.get(page).status_code == 404
    assert asks(visitor, PHONE).json["code"] == "codes_not_offered"
    with town.database.reading() as session:
        assert not session.scalars(select(SignInEvent)).all()

"""A session ends on the server: a kept cookie is worth nothing after that. Trying is braked."""

import logging
from datetime import timedelta
from pathlib import Path
from threading import Thread
from time import sleep
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from api.app import create_app
from engine.accounts.demo import PASSWORD
from engine.accounts.passwords import Hashing
from engine.accounts.sessions import drop_old_sessions
from engine.accounts.signing_in import SignInRules, claimed, note
from engine.administration.accounts.reset_account import reset_account
from engine.errors import SignInBusy, TooManyTries
from engine.jobs.sweeping import sweep_keys
from engine.store.accounts import Account, SecondFactor, SignIn, SignInEvent
from engine.store.jobs import IdempotencyKey
from engine.store.organisation import Appointment
from tests.client import Api
from tests.conftest import settings_for
from tests.rulebook import admin as admin_of
from tests.town import Town

OFFICER = "bao.pq@nghe_an"


@pytest.fixture
def door(town: Town, tmp_path: Path) -> Flask:
    """The application with sessions of a working day, at a clock that only the test moves."""
    settings = settings_for(
        tmp_path,
        MOTCUA_SESSION_HOURS="24",
        MOTCUA_SESSION_IDLE_MINUTES="120",
        MOTCUA_SIGN_IN_WRONG="3",
        MOTCUA_SIGN_IN_WRONG_HERE="8",
    )
    return create_app(settings, town.database, clock=lambda: town.now)


def copied(app: Flask, client: Api) -> Api:
    """Somebody who has the cookie of another's browser."""
    thief, cookie = Api(app), client.client.get_cookie("motcua")
    assert cookie is not None
    thief.client.set_cookie("motcua", cookie.value)
    return thief


def is_in(client: Api) -> bool:
    return bool(client.get("/session").status_code == 200)


def wrong(client: Api, username: str, tried: str = "sai") -> Any:
    return client.post("/session", {"username": username, "password": tried})


def test_a_copied_cookie_is_worth_nothing_after_signing_out(door: Flask) -> None:
    person = Api(door, "congdan")
    thief = copied(door, person)
    assert is_in(thief)
    person.client.delete("/api/v1/session", headers={"X-CSRF-Token": person.token})
    assert not is_in(thief)
    page = Api(door, "congdan")
    thief = copied(door, page)
    page.client.post("/dang-xuat", data={"csrf_token": page.token})
    assert not is_in(thief)


def test_a_session_slides_while_it_is_used_and_ends_in_the_end(door: Flask, town: Town) -> None:
    person, resting = Api(door, OFFICER), Api(door, OFFICER)
    for _ in range(15):
        assert is_in(person)
        town.wait(minutes=95)
    assert not is_in(resting), "nobody has used it for two hours"
    assert is_in(person)
    town.wait(minutes=30)
    assert not is_in(person), "24 hours are over"


def test_another_password_ends_every_session(door: Flask, town: Town) -> None:
    person = Api(door, OFFICER)
    with town.act() as session:
        session.execute(
            update(Account).where(Account.username == OFFICER).values(password_hash="another")
        )
    assert not is_in(person)


def test_a_closed_account_is_out_at_once(door: Flask, town: Town) -> None:
    person = Api(door, OFFICER)
    with town.act() as session:
        session.execute(
            update(Account).where(Account.username == OFFICER).values(disabled_at=town.now)
        )
    assert not is_in(person)


def test_who_holds_no_post_any_more_is_out_and_is_told_why(door: Flask, town: Town) -> None:
    person, day = Api(door, OFFICER), town.now.date()
    with town.act() as session:
        officer = session.scalars(select(Account).where(Account.username == OFFICER)).one()
        session.execute(
            update(Appointment)
            .where(Appointment.officer_id == officer.officer_id)
            .values(valid_to=day)
        )
    assert not is_in(person)
    refused = wrong(Api(door), OFFICER, "motcua-demo")
    assert (refused.status_code, refused.json["code"]) == (403, "has_left")


def test_one_sees_where_one_is_signed_in_and_ends_the_others(door: Flask, town: Town) -> None:
    first, second, stranger = Api(door, "congdan"), Api(door, "congdan"), Api(door, OFFICER)
    town.wait(minutes=1)
    rows = second.get("/sessions").json
    assert [row["here"] for row in rows].count(True) == 1
    assert len(rows) == 2
    page = second.client.get("/dang-nhap/noi-khac").text
    assert "Tại đây" in page
    sent = second.client.post("/dang-nhap/noi-khac/thoat", data={"csrf_token": second.token})
    assert sent.status_code == 303
    assert (is_in(first), is_in(second), is_in(stranger)) == (False, True, True)


def test_wrong_passwords_are_braked_for_the_name_and_logged(
    door: Flask, town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    visitor = Api(door)
    with caplog.at_level(logging.WARNING, logger="motcua.sign_in"):
        answers = [wrong(visitor, "congdan\n") for _ in range(5)]
    assert [one.status_code for one in answers] == [403, 403, 403, 429, 429]
    assert answers[-1].headers["Retry-After"] == "900"
    assert len(caplog.records) == 5
    assert wrong(visitor, "congdan", "motcua-demo").status_code == 429, "the right one too"
    assert is_in(Api(door, "congdan2"))
    town.wait(minutes=16)
    assert is_in(Api(door, "congdan"))


def test_nobody_is_shut_out_where_they_come_in_by_who_tries_elsewhere(town: Town) -> None:
    """Both administrators of a province could be kept out for good by whoever knew their names."""
    rules = SignInRules(wrong=2, wrong_of_name=4, wrong_here=6)

    def tries(kind: str, address: str, username: str = "congdan") -> bool:
        with town.act() as session:
            told = {"username": username, "address": address}
            try:
                who = claimed(session, **told, rules=rules, now=town.now)
            except TooManyTries:
                return False
            note(session, who, kind, town.now)
            return True

    assert tries("in", "hall")
    town.wait(days=1)
    assert [tries("wrong", "stranger") for _ in range(3)] == [True, True, False]
    assert tries("in", "new"), "one stranger shuts out nobody else"
    assert [tries("wrong", f"stranger {n}") for n in range(3)] == [True, True, False]
    assert (tries("in", "hall"), tries("in", "newer")) == (True, False)
    for n in range(7):
        tries("wrong", "hall", f"khong-co-{n}")
    assert (tries("in", "hall"), tries("in", "hall", "congdan2")) == (True, False)
    assert [tries("wrong", "hall") for _ in range(3)] == [True, True, False]
    assert not tries("in", "hall"), "nor is a known place a way round"
    town.wait(minutes=16)
    assert tries("in", "newer")


def test_a_colleague_in_the_hall_shuts_nobody_out_of_the_browser_they_came_in_by(
    door: Flask,
) -> None:
    here, colleague = Api(door, "congdan"), Api(door)
    here.client.delete("/api/v1/session", headers={"X-CSRF-Token": here.token})
    here.token = here.get("/csrf").json["csrf_token"]
    assert [wrong(colleague, "congdan").status_code for _ in range(4)] == [403, 403, 403, 429]
    right = {"username": "congdan", "password": PASSWORD}
    assert colleague.post("/session", right).status_code == 429, "nor is their own browser known"
    assert here.post("/session", right).status_code == 200
    here.token = here.get("/csrf").json["csrf_token"]
    here.client.delete("/api/v1/session", headers={"X-CSRF-Token": here.token})
    here.token = here.get("/csrf").json["csrf_token"]
    assert [wrong(here, "congdan").status_code for _ in range(4)] == [403, 403, 403, 429]
    assert wrong(here, "congdan2").status_code == 403, "it is known of the one who came in"


def test_one_address_tries_few_names_whatever_it_says_of_itself(door: Flask) -> None:
    visitor = Api(door)
    for n in range(8):
        assert wrong(visitor, f"khong-co-{n}").status_code == 403
    told = {"X-Forwarded-For": "203.0.113.7"}
    body = {"username": "congdan2", "password": "motcua-demo"}
    assert visitor.post("/session", body, **told).status_code == 429


def test_the_door_keeps_who_came_and_who_was_refused(door: Flask, town: Town) -> None:
    person = Api(door, "congdan")
    wrong(person, "congdan2")
    person.client.delete("/api/v1/session", headers={"X-CSRF-Token": person.token})
    with town.database.reading() as session:
        rows = session.execute(
            select(SignInEvent.kind, SignInEvent.username, SignInEvent.address).order_by(
                SignInEvent.id
            )
        ).all()
    assert [tuple(row) for row in rows] == [
        ("in", "congdan", "127.0.0.1"),
        ("wrong", "congdan2", "127.0.0.1"),
        ("out", "congdan", "127.0.0.1"),
    ]


def test_beyond_the_cap_of_hashing_one_is_asked_to_come_again() -> None:
    hashing = Hashing(patience=0)
    with hashing._taken, pytest.raises(SignInBusy):
        hashing.matches("x", "y")
    assert hashing.matches("x", "y") is False


def test_a_crowd_of_a_few_waits_for_its_turn_and_a_greater_one_comes_again() -> None:
    hashing, done = Hashing(waiting=2), list[bool]()
    crowd = [Thread(target=lambda: done.append(hashing.matches("x", "y"))) for _ in range(2)]
    with hashing._turn():
        for one in crowd:
            one.start()
        while hashing._places._value:
            sleep(0.001)
        with pytest.raises(SignInBusy):
            hashing.matches("x", "y")
    for one in crowd:
        one.join()
    assert done == [False, False]


def test_hashing_rests_so_long_that_it_takes_no_more_than_its_share() -> None:
    hashing = Hashing(0.001, patience=0)
    hashing.hash("mật khẩu")
    with pytest.raises(SignInBusy):
        hashing.hash("mật khẩu")
    assert Hashing(0.001, patience=0).matches("x", "y") is False


def test_sessions_and_keys_are_dropped_after_their_time(door: Flask, town: Town) -> None:
    person = Api(door, "congdan")
    assert is_in(person)
    later = town.now + timedelta(days=31)
    drop_old_sessions(town.database, ended=town.now, noted=town.now)
    assert is_in(person)
    drop_old_sessions(town.database, ended=later, noted=later)
    sweep_keys(town.database, until=later)
    with town.database.reading() as session:
        for table in (SignIn, SignInEvent, IdempotencyKey):
            assert session.scalars(select(table)).all() == []


def reset_meanwhile(monkeypatch: pytest.MonkeyPatch, town: Town, step: str) -> None:
    """An administrator resets the account while its password is looked at or hashed."""
    real, admin = getattr(Hashing, step), admin_of("nghe_an", "Đinh Thị Lan Anh")

    def slow(hashing: Hashing, *told: str) -> Any:
        found = real(hashing, *told)
        with town.act() as session:
            term = timedelta(days=1)
            reset_account(session, admin=admin, username="bao.pq", term=term, now=town.now)
        return found

    monkeypatch.setattr(Hashing, step, slow)


def test_what_is_changed_of_an_account_does_not_outlive_its_reset(
    door: Flask, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = Api(door, OFFICER)
    with monkeypatch.context() as patch:
        reset_meanwhile(patch, town, "hash")
        refused = person.post("/session/password", {"old": PASSWORD, "new": "Mot-mat-khau-77x"})
    assert (refused.status_code, refused.json["code"]) == (401, "not_signed_in")
    with town.database.reading() as session:
        assert session.scalar(select(Account.password_hash).filter_by(username=OFFICER)) == ""


def test_no_second_factor_outlives_a_reset_either(
    door: Flask, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = Api(door, OFFICER)
    with monkeypatch.context() as patch:
        reset_meanwhile(patch, town, "matches")
        refused = person.post("/session/second-factor", {"password": PASSWORD})
    assert (refused.status_code, refused.json["code"]) == (401, "not_signed_in")
    with town.database.reading() as session:
        assert session.scalars(select(SecondFactor)).all() == []

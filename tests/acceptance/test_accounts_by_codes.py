"""Somebody comes to sign in by a one-use code: hashed, with a term, braked, used once."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, update

from engine.access import operator
from engine.accounts.codes import Slip
from engine.administration.accounts.first_administrators import invite_first_administrators
from engine.administration.people.officers import OfficerEntry
from engine.errors import AdministratorsExist, OneAdministrator, OperatorOnly
from engine.store.accounts import Account, SignIn, SignInCode, SignInEvent
from engine.store.organisation import Appointment, ConfigurationChange
from tests.client import Api
from tests.town import PROVINCE, Town

ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
WEEK = timedelta(days=7)
NEW = "ba con meo leo cay"
TOP = "ttphcc_tinh"


def entry(username: str, name: str) -> OfficerEntry:
    day, paper = date(2025, 12, 1), "12/QĐ-UBND 01/12/2025"
    return OfficerEntry(username, name, TOP, "quan_tri_tinh", day, paper=paper)


TWO = (entry("lan.anh", "Đinh Thị Lan Anh"), entry("duc.pv", "Phạm Văn Đức"))


def bare(town: Town) -> None:
    """The province as it is before anybody can sign in."""
    with town.act() as session:
        for table in (SignIn, SignInCode):
            session.execute(delete(table))
        session.execute(delete(Account))
        admins = Appointment.position_code == "quan_tri_tinh"
        session.execute(delete(Appointment).where(admins))


def invited(town: Town, *people: OfficerEntry, who: Any = None) -> tuple[Slip, ...]:
    with town.act() as session:
        return invite_first_administrators(
            session, admin=who or operator(PROVINCE), newcomers=people, term=WEEK, now=town.now
        )


def set_with(app: Flask, username: str, code: str, password: str = NEW) -> Any:
    body = {"username": username, "code": code, "password": password}
    return Api(app).post("/password", body)


def signs_in(app: Flask, username: str, password: str = NEW) -> bool:
    answer = Api(app).post("/session", {"username": username, "password": password})
    return bool(answer.status_code == 200)


def test_a_province_begins_with_two_administrators_by_one_use_codes(town: Town, app: Flask) -> None:
    bare(town)
    first, second = invited(town, *TWO)
    assert not signs_in(app, first.username)
    assert not signs_in(app, first.username, "no account has this password")
    for slip in (first, second):
        assert set_with(app, slip.username, slip.code.lower()).status_code == 200
        assert signs_in(app, slip.username)
    again = set_with(app, first.username, first.code)
    assert (again.status_code, again.json["code"]) == (403, "code_wrong")
    with pytest.raises(AdministratorsExist, match="Đinh Thị Lan Anh"):
        invited(town)
    with town.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(SignInCode)) == 0
        told = session.scalars(
            select(ConfigurationChange).where(ConfigurationChange.subject == "accounts")
        ).all()
        assert {row.subject_key for row in told} == {first.username, second.username}
        assert first.code not in str([row.after for row in told])


@ONE
def test_one_administrator_is_not_enough_and_nobody_but_the_operator_invites(town: Town) -> None:
    mine = town.administrator("quan.dm")
    bare(town)
    with pytest.raises(OneAdministrator):
        invited(town, TWO[0])
    with town.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Account)) == 0
    with pytest.raises(OperatorOnly):
        invited(town, *TWO, who=mine)


@ONE
def test_who_is_named_is_invited_and_nobody_else_gets_another_code(town: Town, app: Flask) -> None:
    bare(town)
    first, _ = invited(town, *TWO)
    [third] = invited(town, entry("mai.lt", "Lê Thị Mai"))
    assert third.username == f"mai.lt@{PROVINCE}"
    assert set_with(app, first.username, first.code).status_code == 200


@ONE
def test_a_later_code_and_its_term_end_the_code_of_before(town: Town, app: Flask) -> None:
    bare(town)
    before, _ = invited(town, *TWO)
    after, other = invited(town)
    assert set_with(app, before.username, before.code).status_code == 403
    assert set_with(app, other.username, after.code).status_code == 403, "another's code"
    town.wait(days=7)
    assert set_with(app, after.username, after.code).status_code == 403, "its term is over"


@ONE
def test_trying_codes_is_braked_with_the_passwords_of_the_name(town: Town, app: Flask) -> None:
    bare(town)
    slip, _ = invited(town, *TWO)
    answers = [set_with(app, slip.username, "AAAA-BBBB-CCCC-DDDD").status_code for _ in range(11)]
    assert answers == [403] * 10 + [429]
    assert set_with(app, slip.username, slip.code).status_code == 429, "the right one too"
    town.wait(minutes=16)
    assert set_with(app, slip.username, slip.code).status_code == 200


@ONE
@pytest.mark.parametrize(
    "weak", ["ngan", "a" * 12, "congdan-2025!", "x" * 5 + "y" * 300], ids=lambda text: text[:12]
)
def test_a_weak_password_is_refused_and_the_page_keeps_what_was_typed(
    app: Flask, weak: str
) -> None:
    refused = set_with(app, "congdan", "AAAA", weak)
    assert (refused.status_code, refused.json["code"]) == (422, "password_weak")
    page, person = Api(app), {"ten": "congdan", "ma": "AAAA", "moi": weak, "moi-lai": weak}
    shown = page.client.post("/dat-mat-khau", data={**person, "csrf_token": page.token})
    assert shown.status_code == 422
    assert 'value="congdan"' in shown.text
    assert f'value="{weak}"' not in shown.text


@ONE
def test_the_link_fills_in_the_page_and_the_page_leads_on_to_signing_in(
    town: Town, app: Flask
) -> None:
    bare(town)
    slip, _ = invited(town, *TWO)
    page = Api(app)
    shown = page.client.get(f"/dat-mat-khau?ten={slip.username}&ma={slip.code}").text
    assert slip.code in shown
    data = {"ten": slip.username, "ma": slip.code, "csrf_token": page.token, "moi": NEW}
    differs = page.client.post("/dat-mat-khau", data={**data, "moi-lai": "khac"})
    assert differs.status_code == 422
    done = page.client.post("/dat-mat-khau", data={**data, "moi-lai": NEW})
    assert (done.status_code, done.location) == (303, "/dang-nhap")
    assert signs_in(app, slip.username)


@ONE
def test_ones_own_password_changes_and_ends_every_other_session(town: Town, app: Flask) -> None:
    here, elsewhere = Api(app, "congdan"), Api(app, "congdan")
    wrong = here.post("/session/password", {"old": "khong phai", "new": NEW})
    assert (wrong.status_code, wrong.json["code"]) == (403, "sign_in_failed")
    page = here.client.get("/doi-mat-khau").text
    assert "Mật khẩu đang dùng" in page
    data = {"mat-khau": "motcua-demo", "moi": NEW, "moi-lai": NEW, "csrf_token": here.token}
    assert here.client.post("/doi-mat-khau", data=data).status_code == 303
    assert here.get("/session").status_code == 200
    assert elsewhere.get("/session").status_code == 401
    assert signs_in(app, "congdan")
    assert not signs_in(app, "congdan", "motcua-demo")
    with town.database.reading() as session:
        kinds = session.scalars(select(SignInEvent.kind).where(SignInEvent.username == "congdan"))
        assert "password" in set(kinds)


@ONE
def test_a_locked_account_is_opened_by_no_code(town: Town, app: Flask) -> None:
    bare(town)
    slip, _ = invited(town, *TWO)
    with town.act() as session:
        session.execute(update(Account).values(disabled_at=town.now, disabled_why="locked"))
    assert set_with(app, slip.username, slip.code).status_code == 403

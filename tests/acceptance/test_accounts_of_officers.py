"""Administrators give officers accounts, reset and lock them, as far as their units go."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, func, select

from engine.access import operator
from engine.administration.accounts.make_accounts import make_accounts
from engine.store.accounts import Account, SignIn, SignInCode
from engine.store.organisation import ConfigurationChange
from tests.acceptance.test_accounts_by_codes import WEEK, set_with, signs_in
from tests.client import Api
from tests.town import PROVINCE, WARD, Town

ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ACCOUNTS = f"/accounts/{PROVINCE}"
WARD_ADMIN, PROVINCE_ADMIN = f"kien.cv@{PROVINCE}", f"quan.dm@{PROVINCE}"
CLERK, HEAD, OTHER_ADMIN = "bao.pq", "hanh.tt", "hieu.ph"


def without(town: Town, *usernames: str) -> None:
    """The officers as they are before they have an account."""
    with town.act() as session:
        names = [f"{name}@{PROVINCE}" for name in usernames]
        theirs = select(Account.id).where(Account.username.in_(names))
        session.execute(delete(SignIn).where(SignIn.account_id.in_(theirs)))
        session.execute(delete(Account).where(Account.username.in_(names)))


def rows(person: Api, **query: str) -> dict[str, Any]:
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return {row["username"]: row for row in person.get(f"{ACCOUNTS}?{asked}").json}


def test_the_list_tells_who_lacks_what_and_only_they_get_a_code(town: Town, app: Flask) -> None:
    without(town, CLERK, HEAD, OTHER_ADMIN)
    ward = Api(app, WARD_ADMIN)
    told = rows(ward)
    assert (told[CLERK]["state"], told[CLERK]["hinders"]) == ("none", None)
    assert "quản trị cấp tỉnh cấp" in told[HEAD]["hinders"], "she signs"
    assert OTHER_ADMIN not in told
    slips = ward.post(ACCOUNTS).json
    assert [slip["username"] for slip in slips] == [f"{CLERK}@{PROVINCE}"]
    assert rows(ward)[CLERK]["state"] == "invited"
    assert ward.post(ACCOUNTS).json == [], "asked again it makes nothing"
    province = Api(app, PROVINCE_ADMIN)
    assert "dòng lệnh" in rows(province)[OTHER_ADMIN]["hinders"]
    made = province.post(ACCOUNTS, {"usernames": [HEAD, OTHER_ADMIN]}).json
    assert [slip["full_name"] for slip in made] == [told[HEAD]["full_name"]]
    assert set_with(app, slips[0]["username"], slips[0]["code"]).status_code == 200
    assert signs_in(app, slips[0]["username"])
    assert rows(ward)[CLERK]["state"] == "in_use"


@ONE
def test_no_code_is_kept_anywhere_in_the_database(town: Town) -> None:
    without(town, CLERK, HEAD, OTHER_ADMIN)
    with town.act() as session:
        slips = make_accounts(session, admin=operator(PROVINCE), term=WEEK, now=town.now)
    assert len(slips) == 3, "the operator keeps everybody's"
    with town.database.reading() as session:
        kept = str(session.execute(select(SignInCode)).scalars().all()[0].__dict__)
        kept += str([row.after for row in session.scalars(select(ConfigurationChange))])
    for slip in slips:
        assert slip.code not in kept
        assert slip.code.replace("-", "") not in kept


@ONE
def test_a_reset_ends_sessions_and_the_old_password(town: Town, app: Flask) -> None:
    ward, clerk = Api(app, WARD_ADMIN), Api(app, f"{CLERK}@{PROVINCE}")
    slip = ward.post(f"{ACCOUNTS}/{CLERK}/reset").json
    assert clerk.get("/session").status_code == 401
    assert not signs_in(app, slip["username"], "motcua-demo")
    assert set_with(app, slip["username"], slip["code"]).status_code == 200
    assert signs_in(app, slip["username"])
    with town.database.reading() as session:
        change = session.scalars(
            select(ConfigurationChange).where(ConfigurationChange.subject == "accounts")
        ).one()
        assert (change.name, change.subject_key) == ("Chu Văn Kiên", slip["username"])


@ONE
def test_nobody_resets_their_own_or_who_may_more_than_they(app: Flask) -> None:
    ward, province = Api(app, WARD_ADMIN), Api(app, PROVINCE_ADMIN)

    def refused(person: Api, name: str, act: str = "reset") -> str:
        return str(person.post(f"{ACCOUNTS}/{name}/{act}", {"reason": "Thử"}).json["code"])

    assert refused(ward, "kien.cv") == "own_post"
    assert refused(ward, HEAD) == "province_admin_only"
    assert refused(ward, "quan.dm") == "entry_not_found", "works elsewhere"
    assert refused(province, OTHER_ADMIN) == "operator_only"
    assert refused(province, OTHER_ADMIN, "lock") == "operator_only"
    assert refused(ward, "khong.co") == "entry_not_found"
    assert refused(Api(app, f"{CLERK}@{PROVINCE}"), HEAD) == "not_administrator"


@ONE
def test_who_works_in_two_agencies_is_kept_by_the_province(app: Flask) -> None:
    """Else an administrator would give anybody a post and read what they read elsewhere."""
    ward, province = Api(app, WARD_ADMIN), Api(app, PROVINCE_ADMIN)
    told = next(
        row
        for row in rows(province, unit_code="so_noi_vu").values()
        if not row["signs"] and row["unit_code"].startswith("so_noi_vu")
    )
    post = {"username": told["username"], "full_name": told["full_name"], "unit_code": f"{WARD}_kt"}
    given = {**post, "position_code": "chuyen_vien", "valid_from": "2025-12-01"}
    assert ward.post(f"/organisation/{PROVINCE}/posts", given).status_code == 422
    assert province.post(f"/organisation/{PROVINCE}/posts", given).status_code == 200
    refused = ward.post(f"{ACCOUNTS}/{told['username']}/reset")
    assert refused.json["code"] == "outside_your_units"
    assert "ngoài phạm vi" in rows(ward)[told["username"]]["hinders"]
    assert province.post(f"{ACCOUNTS}/{told['username']}/reset").status_code == 200


@ONE
def test_a_locked_account_is_out_until_it_is_opened(app: Flask) -> None:
    ward, clerk = Api(app, WARD_ADMIN), Api(app, f"{CLERK}@{PROVINCE}")
    assert ward.post(f"{ACCOUNTS}/{CLERK}/lock", {"reason": " "}).json["code"] == "reason_missing"
    assert ward.post(f"{ACCOUNTS}/{CLERK}/lock", {"reason": "Mất máy"}).status_code == 200
    assert clerk.get("/session").status_code == 401
    assert not signs_in(app, f"{CLERK}@{PROVINCE}", "motcua-demo")
    assert ward.post(f"{ACCOUNTS}/{CLERK}/reset").json["code"] == "account_locked"
    assert ward.post(f"{ACCOUNTS}/{CLERK}/unlock").status_code == 200
    assert signs_in(app, f"{CLERK}@{PROVINCE}", "motcua-demo")


@ONE
def test_who_is_braked_is_let_try_again_by_an_administrator(town: Town, app: Flask) -> None:
    name = f"{CLERK}@{PROVINCE}"
    for _ in range(11):
        signs_in(app, name, "sai")
    assert not signs_in(app, name, "motcua-demo")
    town.wait(minutes=1)
    assert Api(app, WARD_ADMIN).post(f"{ACCOUNTS}/{CLERK}/unlock").status_code == 200
    town.wait(seconds=1)
    assert signs_in(app, name, "motcua-demo")


@ONE
def test_the_pages_show_the_sheet_once_and_lead_to_each_act(town: Town, app: Flask) -> None:
    without(town, CLERK)
    ward = Api(app, WARD_ADMIN)
    page = ward.client.get("/tai-khoan").text
    assert "1 cán bộ chưa có tài khoản" in page
    told = {"ai": CLERK, "csrf_token": ward.token}
    sheet = ward.client.post("/tai-khoan", data=told)
    assert (sheet.status_code, sheet.headers["Cache-Control"]) == (200, "no-store")
    assert "Trang này chỉ hiện một lần" in sheet.text
    assert ward.client.post("/tai-khoan", data=told).status_code == 303
    one = ward.client.get(f"/tai-khoan/{CLERK}").text
    assert "Chờ đặt mật khẩu" in one
    again = ward.client.post(f"/tai-khoan/{CLERK}/cap-lai", data={"csrf_token": ward.token})
    assert "PHIẾU ĐẶT MẬT KHẨU" in again.text
    assert ward.client.get("/tai-khoan/hieu.ph").status_code == 404
    kept = ward.client.post(f"/tai-khoan/{HEAD}/khoa", data={**told, "reason": "Mất máy"})
    assert (kept.status_code, 'value="Mất máy"' in kept.text) == (403, False)
    assert (
        Api(app, f"{CLERK.replace('bao.pq', 'anh.dtn')}@{PROVINCE}")
        .client.get("/tai-khoan")
        .status_code
        == 403
    )


@ONE
def test_accounts_never_used_and_desks_without_people_are_told(town: Town, app: Flask) -> None:
    province = Api(app, PROVINCE_ADMIN)
    told = rows(province)
    assert told["quan.dm"]["state"] == "in_use"
    assert told[CLERK]["state"] == "unused"
    page = province.client.get("/vi-tri-trong").text
    assert "vị trí chưa ai giữ" in page
    assert "2.002755" in page
    assert len(rows(province, unit_code=WARD)) < len(told)
    with town.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(SignInCode)) == 0

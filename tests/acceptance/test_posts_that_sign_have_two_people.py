"""A post that signs, standing in for one, and a role: one person gives it, another confirms."""

import base64
import io
import re
import zipfile
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from engine.access import Administrator
from engine.accounts.one_person import not_another_officer
from engine.administration.accounts.reset_account import reset_account
from engine.administration.people.confirming import awaiting, confirm
from engine.administration.people.officers import OfficerEntry, appoint
from engine.errors import InOneHand, SecondPersonNeeded
from engine.organisation.tree import setting_of
from engine.queries.rights import what_may
from engine.store.accounts import Account
from tests.client import Api, seen_by
from tests.town import PROVINCE, WARD, Town

ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
GIVER, OTHER, WARD_ADMIN = "quan.dm@nghe_an", "hieu.ph@nghe_an", "kien.cv@nghe_an"
HERE, ACCESS = f"/organisation/{PROVINCE}", f"/access/{PROVINCE}"
POST = {
    "username": "long.td",
    "full_name": "Thái Doãn Long",
    "unit_code": f"{WARD}_vhxh",
    "position_code": "lanh_dao_phong",
    "valid_from": "2025-12-04",
    "paper": "12/QĐ-UBND",
}
STAND_IN = {
    "unit_code": f"{WARD}_vhxh",
    "position_code": "lanh_dao_phong",
    "officer": "long.td",
    "manner": "TL",
    "valid_from": "2025-12-04",
    "valid_to": "2026-01-01",
    "basis": "12/QĐ-UBND",
}
ROLE = {
    "officer": "long.td",
    "role": "monitor",
    "unit_code": "ubnd_tinh",
    "valid_from": "2025-12-04",
    "basis": "12/QĐ-UBND",
}
GIVEN = {f"{HERE}/posts": POST, f"{HERE}/substitutions": STAND_IN, f"{ACCESS}/grants": ROLE}


def rights_of(town: Town, username: str) -> set[tuple[str, str, str]]:
    with town.database.reading() as session:
        told = what_may(
            session,
            admin=town.administrator("quan.dm"),
            username=username,
            day=town.now.date(),
        )
        assert setting_of(session, PROVINCE)
    return {(one.right, one.role, one.unit_code) for one in told}


@ONE
@pytest.mark.parametrize("path", GIVEN)
def test_nothing_follows_until_another_confirms_and_then_all_does(
    app: Flask, town: Town, path: str
) -> None:
    giver, other = Api(app, GIVER), Api(app, OTHER)
    before = rights_of(town, "long.td")
    waits = giver.post(path, GIVEN[path]).json["awaiting"]
    assert rights_of(town, "long.td") == before
    (row,) = other.get(f"{ACCESS}/awaiting").json
    assert (row["id"], row["officer"]) == (waits, "long.td")
    confirming = f"{ACCESS}/awaiting/{waits}/confirm"
    for who, code in ((giver, "given_by_you"), (Api(app, "long.td@nghe_an"), "not_administrator")):
        refused = who.post(confirming, seen_by(other, waits))
        assert (refused.status_code, refused.json["code"]) == (403, code)
    assert rights_of(town, "long.td") == before
    assert other.post(confirming, seen_by(other, waits)).status_code == 200
    assert rights_of(town, "long.td") > before
    assert other.get(f"{ACCESS}/awaiting").json == []
    subjects = [row["subject"] for row in giver.get(f"{HERE}/changes").json]
    assert subjects[0] == "awaiting_confirmation" == subjects[2]


@ONE
def test_who_gets_it_does_not_confirm_it_and_a_ward_confirms_only_its_own(app: Flask) -> None:
    giver, ward = Api(app, GIVER), Api(app, WARD_ADMIN)
    mine = {**POST, "username": "kien.cv", "full_name": "Chu Văn Kiên"}
    own = giver.post(f"{HERE}/posts", mine).json["awaiting"]
    assert (
        ward.post(f"{ACCESS}/awaiting/{own}/confirm", seen_by(giver, own)).json["code"]
        == "own_post"
    )
    elsewhere = {**POST, "unit_code": "so_noi_vu", "position_code": "lanh_dao_so"}
    far = giver.post(f"{HERE}/posts", elsewhere).json["awaiting"]
    unknown = ward.post(f"{ACCESS}/awaiting/{far}/confirm", seen_by(giver, far))
    assert unknown.json["code"] == "entry_not_found"
    assert [row["id"] for row in ward.get(f"{ACCESS}/awaiting").json] == [own]
    here = giver.post(f"{HERE}/posts", POST).json["awaiting"]
    assert ward.post(f"{ACCESS}/awaiting/{here}/confirm", seen_by(ward, here)).status_code == 200


@ONE
def test_what_is_dropped_is_gone_and_ends_and_lists_need_the_same(app: Flask) -> None:
    giver, other = Api(app, GIVER), Api(app, OTHER)
    waits = giver.post(f"{ACCESS}/grants", ROLE).json["awaiting"]
    seen = seen_by(other, waits)
    assert giver.post(f"{ACCESS}/awaiting/{waits}/drop", {}).status_code == 200
    assert other.post(f"{ACCESS}/awaiting/{waits}/confirm", seen).status_code == 404
    head = "Tên đăng nhập,Họ và tên,Đơn vị,Vị trí,Từ ngày,Quyết định\n"
    row = f"long.td,Thái Doãn Long,{WARD}_vhxh,lanh_dao_phong,2025-12-01,12/QĐ-UBND\n"
    content = base64.b64encode((head + row).encode()).decode()
    body = {"name": "a.csv", "content": content, "apply": True}
    (told,) = giver.post(f"{HERE}/posts/import", body).json["rows"]
    assert told["messages"] == ["Vị trí ký: có hiệu lực khi quản trị khác xác nhận."]
    (again,) = giver.post(f"{HERE}/posts/import", body).json["rows"]
    assert (told["state"], again["state"]) == ("new", "same")
    (waiting,) = other.get(f"{ACCESS}/awaiting").json
    assert waiting["what"] == "Lãnh đạo phòng"


@ONE
def test_a_role_is_ended_by_one_person_and_its_faults_are_told_at_once(app: Flask) -> None:
    giver, other = Api(app, GIVER), Api(app, OTHER)
    wrong: dict[str, Any] = {**ROLE, "role": "province_admin", "unit_code": "x", "sector": "y"}
    faults = giver.post(f"{ACCESS}/grants", wrong).json["details"]["faults"]
    assert {fault["field"] for fault in faults} == {"role", "unit_code", "sector"}
    waits = giver.post(f"{ACCESS}/grants", ROLE).json["awaiting"]
    other.post(f"{ACCESS}/awaiting/{waits}/confirm", seen_by(other, waits))
    (held,) = giver.get(f"{ACCESS}/grants").json
    assert (held["role_title"], held["unit_code"]) == (
        "Giám sát của trung tâm phục vụ hành chính công",
        "ubnd_tinh",
    )
    assert giver.post(f"{ACCESS}/grants/{held['id']}/end", {"day": "2025-12-04"}).status_code == 200
    assert Api(app, WARD_ADMIN).post(f"{ACCESS}/grants", ROLE).json["code"] == "province_admin_only"


@ONE
def test_no_position_that_somebody_holds_comes_to_lead_by_one_person(app: Flask) -> None:
    giver = Api(app, GIVER)
    held = {"code": "van_thu", "title": "Văn thư", "leads": True, "changes": True}
    refused = giver.post(f"{HERE}/positions", held)
    assert [fault["field"] for fault in refused.json["details"]["faults"]] == ["leads"]
    fresh = {"code": "pho_phong", "title": "Phó Trưởng phòng", "leads": True}
    assert giver.post(f"{HERE}/positions", fresh).status_code == 200


@ONE
def test_a_whole_configuration_gives_none_of_them(app: Flask) -> None:
    giver, path = Api(app, GIVER), f"/configuration/{PROVINCE}"
    added = {
        "appointments.csv": f"long.td,{WARD}_vhxh,lanh_dao_phong,2025-12-01,,,\n",
        "desk_moves.csv": f"{WARD}_vhxh,lanh_dao_phong,2025-12-05,{WARD}_kt,lanh_dao_phong,,1/QĐ\n",
        "access_grants.csv": "long.td,monitor,ubnd_tinh,,,2025-12-01,,12/QĐ-UBND\n",
    }
    files = unzipped(giver.get(path).data)
    texts = {name: files[f"organisation/{name}"].decode() + row for name, row in added.items()}
    (row,) = re.findall(r"^van_thu,.*$", positions := files[POSITIONS].decode(), re.MULTILINE)
    texts["positions.csv"] = positions.replace(row, row.replace(",false,", ",true,"))
    for name, text in texts.items():
        changed = {**files, f"organisation/{name}": text.encode()}
        body = {"content": zipped(changed), "basis": "15/QĐ-UBND"}
        refused = giver.post("/proposals/configurations", body)
        assert (refused.status_code, refused.json["code"]) == (403, "posts_one_by_one"), name


POSITIONS = "organisation/positions.csv"


def unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(files: dict[str, bytes]) -> str:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return base64.b64encode(content.getvalue()).decode()


@ONE
def test_a_ward_takes_no_signature_away_and_nobody_of_others_in(app: Flask) -> None:
    """What two people gave, the ward's administrator alone neither ends nor moves (A4)."""
    ward, province = Api(app, WARD_ADMIN), Api(app, GIVER)
    desk = {"unit_code": f"{WARD}_vhxh", "position_code": "lanh_dao_phong"}
    rows = ward.get(f"{HERE}/posts?unit_code={WARD}_vhxh").json
    (head,) = (one for one in rows if one["position_code"] == "lanh_dao_phong")
    may = {one["position_code"]: one["may_change"] for one in rows}
    assert (may["lanh_dao_phong"], may["chuyen_vien"]) == (False, True)
    left = {**desk, "username": head["username"], "day": "2026-12-04"}
    assert ward.post(f"{HERE}/posts/end", left).json["code"] == "province_admin_only"
    named = "&".join(f"{name}={value}" for name, value in left.items() if name != "day")
    looked = ward.get(f"{HERE}/posts/moving?{named}")
    assert looked.json["code"] == "province_admin_only"
    again = {**desk, "username": head["username"], "full_name": head["full_name"], "paper": "QĐ 1"}
    days = {"valid_from": head["valid_from"], "valid_to": "2026-12-04"}
    refused = ward.post(f"{HERE}/posts", {**again, **days})
    assert "chỉ quản trị cấp tỉnh cho thôi giữ" in refused.text
    assert province.post(f"{HERE}/posts/end", left).status_code == 200
    theirs = {**POST, "position_code": "chuyen_vien"}
    for name, full_name in (("quan.dm", "Đoàn Minh Quân"), ("khanh.nd", "Nguyễn Đình Khánh")):
        outsider = {**theirs, "username": name, "full_name": full_name}
        refused = ward.post(f"{HERE}/posts", outsider)
        assert (refused.status_code, refused.json["code"]) == (422, "entry_invalid")
        assert "của đơn vị khác: hãy nhờ quản trị cấp tỉnh giao" in refused.text
    assert province.post(f"{HERE}/posts", outsider).status_code == 200


@ONE
@pytest.mark.parametrize("path", GIVEN)
def test_what_is_put_in_place_of_what_was_read_is_not_confirmed(
    app: Flask, town: Town, path: str
) -> None:
    giver, other = Api(app, GIVER), Api(app, OTHER)
    waits = giver.post(path, GIVEN[path]).json["awaiting"]
    read, before = seen_by(other, waits), rights_of(town, "long.td")
    paper = "paper" if "paper" in GIVEN[path] else "basis"
    otherwise = {**GIVEN[path], paper: "99/QĐ-UBND"}
    assert giver.post(path, otherwise).json["awaiting"] == waits
    confirming = f"{ACCESS}/awaiting/{waits}/confirm"
    refused = other.post(confirming, read)
    assert (refused.status_code, refused.json["code"]) == (409, "moved_since_seen")
    sent = read | {"csrf_token": other.token}
    page = other.client.post(f"/quyen/{waits}/xac-nhan", data=sent)
    assert page.status_code == 409
    assert "99/QĐ-UBND" in page.text, "it is told as it is now"
    assert other.post(confirming, {}).status_code == 422, "nobody confirms unseen"
    assert rights_of(town, "long.td") == before
    assert other.post(confirming, seen_by(other, waits)).status_code == 200
    assert rights_of(town, "long.td") > before


def signed_in(town: Town, username: str) -> Administrator:
    with town.database.reading() as session:
        name = f"{username}@{PROVINCE}"
        account = session.scalars(select(Account.id).where(Account.username == name)).one()
    return replace(town.administrator(username), account_id=account)


def test_who_handed_out_the_code_of_an_account_is_no_other_person(app: Flask, town: Town) -> None:
    """Neither confirms what the other gave, until somebody else hands out a code."""
    quan, hieu, kien = (signed_in(town, one) for one in ("quan.dm", "hieu.ph", "kien.cv"))
    entry = OfficerEntry(**{**POST, "valid_from": date(2025, 12, 4)})

    def reset(by: Any) -> None:
        with town.act() as session:
            term = timedelta(hours=1)
            reset_account(session, admin=by, username="kien.cv", term=term, now=town.now)

    reset(hieu)
    for giver, checker, paper in ((hieu, kien, "13/QĐ-UBND"), (kien, hieu, "14/QĐ-UBND")):
        given = replace(entry, paper=paper)
        with town.act() as session:
            waits = appoint(session, admin=giver, entry=given, now=town.now)
            assert waits is not None
            (row,) = awaiting(session, admin=checker, now=town.now)
            told = f"Mã mở tài khoản của {kien.name} do {hieu.name} cấp"
            assert (row.may_confirm, (row.not_by_you or "")[: len(told)]) == (False, told)
        with pytest.raises(InOneHand), town.act() as session:
            confirm(session, admin=checker, awaiting_id=waits, seen=row.seen, now=town.now)
        with town.act() as session:
            (row,) = awaiting(session, admin=quan, now=town.now)
            assert (row.may_confirm, row.not_by_you) == (True, None)
            own = SecondPersonNeeded()
            made, checked = (one.person and one.person.officer_id for one in (giver, checker))
            why = not_another_officer(session, PROVINCE, made, checked, own)
            assert isinstance(why, InOneHand)
            assert not_another_officer(session, PROVINCE, made, made, own) is own
    reset(quan)
    with town.act() as session:
        (row,) = awaiting(session, admin=hieu, now=town.now)
        confirm(session, admin=hieu, awaiting_id=row.id, seen=row.seen, now=town.now)

"""Each administrator keeps what is theirs over the API: the province all, a ward its own."""

import base64
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from engine.accounts.signing_in import made_person
from engine.administration.accounts.lock_account import lock_account
from engine.administration.administrators import administrator_of
from engine.errors import Refusal
from engine.organisation.tree import setting_of
from engine.publishing.folders import read_package_folder
from engine.publishing.publish import publish_package
from engine.store.accounts import Account
from engine.store.cases import Task
from engine.store.organisation import Appointment
from engine.store.rules import BeneficiaryAccount
from engine.worktime import ZONE
from processes import root
from tests.client import Api, seen_by
from tests.town import PROVINCE, WARD, Town

WARD_ADMIN, PROVINCE_ADMIN, CLERK = "kien.cv@nghe_an", "quan.dm@nghe_an", "bao.pq@nghe_an"
ORGANISATION = f"/organisation/{PROVINCE}"
CATALOGUE = f"/catalogue/{PROVINCE}"

NEW_DIVISION = {
    "code": f"{WARD}_moi",
    "name": "Phòng Mới phường Trường Vinh",
    "short_name": "Phòng Mới",
    "kind": "van_phong",
    "level": "commune",
    "valid_from": "2025-12-01",
    "parent_code": WARD,
}
MORNINGS = {"weekdays": ["07:30-11:30"], "sat": ["07:30-11:30"]}
SATURDAYS = {
    "name": "Sáng thứ Bảy",
    "weekly": {"weekdays": ["07:30-11:30", "13:30-17:30"]},
    "periods": [{"name": "từ nay", "since": "2025-12-04", "weekly": MORNINGS}],
}


def b64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def test_a_ward_adds_a_division_to_itself_and_to_nobody_else(app: Flask) -> None:
    ward = Api(app, WARD_ADMIN)
    assert ward.post(f"{ORGANISATION}/units", NEW_DIVISION).status_code == 200
    rows = {row["code"]: row for row in ward.get(f"{ORGANISATION}/units").json}
    assert rows[f"{WARD}_moi"]["mine"]
    assert not rows["so_noi_vu"]["mine"]
    for elsewhere in ("so_noi_vu", "ubnd_tinh", "xa_con_cuong"):
        refused = ward.post(f"{ORGANISATION}/units", {**NEW_DIVISION, "parent_code": elsewhere})
        assert (refused.status_code, refused.json["code"]) == (403, "outside_your_units")
    province = Api(app, PROVINCE_ADMIN)
    moved = {**NEW_DIVISION, "parent_code": "so_noi_vu"}
    assert province.post(f"{ORGANISATION}/units", moved).status_code == 200


def test_a_department_keeps_its_divisions_and_no_ward(app: Flask) -> None:
    department = Api(app, "quynh.dtt@nghe_an")
    division = {**NEW_DIVISION, "code": "so_noi_vu_moi", "level": "department"}
    within = {**division, "parent_code": "so_noi_vu"}
    assert department.post(f"{ORGANISATION}/units", within).status_code == 200
    for elsewhere in (WARD, "so_tu_phap", "ubnd_tinh"):
        refused = department.post(f"{ORGANISATION}/units", {**division, "parent_code": elsewhere})
        assert refused.json["code"] == "outside_your_units", elsewhere
    empty = {row["unit_code"] for row in department.get(f"{ORGANISATION}/vacancies").json}
    assert all(code.startswith("so_noi_vu") for code in empty)


def test_a_ward_can_not_change_its_own_place_in_the_tree(app: Flask) -> None:
    ward = Api(app, WARD_ADMIN)
    itself = {**NEW_DIVISION, "code": WARD, "parent_code": "ubnd_tinh"}
    assert ward.post(f"{ORGANISATION}/units", itself).status_code == 403
    refused = ward.post(f"{ORGANISATION}/units/{WARD}/end", {"day": "2026-01-01"})
    assert refused.json["code"] == "outside_your_units"


def test_nobody_alone_moves_the_borders_of_an_agency(app: Flask, town: Town) -> None:
    """Who leads, reads and administers a unit follows from its identifier, and codes of cases."""
    province, ward, path = Api(app, PROVINCE_ADMIN), Api(app, WARD_ADMIN), f"{ORGANISATION}/units"
    town.file()
    told = ("code", "name", "short_name", "kind", "level", "valid_from", "parent_code")
    rows = {row["code"]: row for row in province.get(path).json}
    known = {code: {name: rows[code][name] for name in told} for code in (WARD, f"{WARD}_vhxh")}
    empty = {**NEW_DIVISION, "agency_code": "h41.999"}
    by_two, taken = "hai người quyết định", f"đã có đơn vị dùng: {rows['xa_con_cuong']['name']}"
    tried = (
        (province, known[WARD], {"agency_code": None}, by_two),
        (province, known[WARD], {"agency_code": "H41.998"}, by_two),
        (province, known[WARD], {"level": "department"}, by_two),
        (province, known[f"{WARD}_vhxh"], {"agency_code": "H41.998"}, by_two),
        (ward, known[f"{WARD}_vhxh"], {"agency_code": "H41.998"}, "quản trị cả tỉnh"),
        (ward, NEW_DIVISION, {"agency_code": "H41.998"}, "quản trị cả tỉnh"),
        (province, empty, {"agency_code": rows["xa_con_cuong"]["agency_code"]}, taken),
        (province, empty, {"agency_code": "H27.998"}, "bắt đầu bằng H41"),
        (province, empty, {"agency_code": "H41-998"}, "ví dụ H41.102.01"),
    )
    for who, unit, change, words in tried:
        refused = who.post(path, {**unit, **change})
        told = refused.json["details"]["faults"]
        faults = {one["field"]: one["message"] for one in told}
        assert words in faults[next(iter(change))], (unit["code"], change)
    # What is left out stays; what nobody works in, and no case lies with, is one person's.
    for unit in (*known.values(), empty, NEW_DIVISION):
        assert province.post(path, unit).status_code == 200, unit
    after = {row["code"]: row for row in province.get(path).json}
    for code in (WARD, f"{WARD}_vhxh"):
        assert after[code] == rows[code]
    assert after[NEW_DIVISION["code"]]["agency_code"] == "H41.999"
    assert province.post(path, {**NEW_DIVISION, "agency_code": None}).status_code == 200
    with town.act() as session:
        session.execute(delete(Appointment).where(Appointment.unit_code.startswith(WARD)))
    refused = province.post(path, {**known[WARD], "agency_code": None})
    assert by_two in refused.json["title"]


def test_a_clerk_reads_the_organisation_and_changes_nothing(app: Flask) -> None:
    clerk = Api(app, CLERK)
    for path in ("units", "positions", "posts", "calendars", "substitutions", "focal-persons"):
        assert clerk.get(f"{ORGANISATION}/{path}").status_code == 200, path
    assert clerk.get(f"{CATALOGUE}/registers/procedures").status_code == 200
    for path in ("vacancies", "officers-without-account", "changes"):
        assert clerk.get(f"{ORGANISATION}/{path}").json["code"] == "not_administrator", path
    refused = clerk.post(f"{ORGANISATION}/units", NEW_DIVISION)
    assert refused.json["code"] == "not_administrator"


def test_a_citizen_and_a_visitor_see_nothing_of_it(app: Flask) -> None:
    assert Api(app, "congdan").get(f"{ORGANISATION}/posts").status_code == 403
    assert Api(app).get(f"{ORGANISATION}/units").status_code == 401


def test_an_administrator_of_one_province_is_nobody_in_another(app: Flask) -> None:
    province = Api(app, PROVINCE_ADMIN)
    assert province.get("/organisation/ha_tinh/units").json["code"] == "configuration_unreadable"
    refused = province.post("/organisation/ha_tinh/units", NEW_DIVISION)
    assert refused.status_code in (403, 404)


def test_only_the_province_makes_administrators_positions_and_calendars(app: Flask) -> None:
    ward = Api(app, WARD_ADMIN)
    post = {
        "username": "moi.nv",
        "full_name": "Nguyễn Văn Mới",
        "unit_code": f"{WARD}_vp",
        "position_code": "quan_tri_don_vi",
        "valid_from": "2025-12-01",
        "paper": "12/QĐ-UBND",
    }
    position = {"code": "thu_ky", "title": "Thư ký"}
    tried = [("posts", post), ("positions", position), ("calendars/sang", {"data": SATURDAYS})]
    for path, body in tried:
        refused = ward.post(f"{ORGANISATION}/{path}", body)
        assert refused.json["code"] == "province_admin_only", path
    province = Api(app, PROVINCE_ADMIN)
    for path, body in tried:
        assert province.post(f"{ORGANISATION}/{path}", body).status_code == 200, path
    made = Api(app, PROVINCE_ADMIN).get(f"{ORGANISATION}/changes").json
    assert [row["subject"] for row in made] == [
        "calendars",
        "positions",
        "awaiting_confirmation",
        "officers",
    ]


def choose(one: Api, second: Api, code: str | None = "sang") -> None:
    """One chooses the ward's calendar, a second person confirms it as it was shown."""
    chosen = one.post(f"{ORGANISATION}/units/{WARD}/calendar", {"calendar_code": code})
    assert chosen.status_code == 200, chosen.json
    waits = chosen.json["awaiting"]
    confirming = f"/access/{PROVINCE}/awaiting/{waits}/confirm"
    done = second.post(confirming, seen_by(second, waits))
    assert done.status_code == 200, done.json


def test_nobody_alone_changes_when_dossiers_are_due(app: Flask, town: Town) -> None:
    """Another calendar waits for a second person; days that are past keep their hours."""
    province, ward = Api(app, PROVINCE_ADMIN), Api(app, WARD_ADMIN)
    path, units = f"{ORGANISATION}/units/{WARD}/calendar", f"{ORGANISATION}/units"
    weekly, begun = MORNINGS, {"data": {"name": "Như lịch chung"}}
    always = {"data": {"name": "Từ xưa", "weekly": weekly}}
    for code, data in (("sang", {"data": SATURDAYS}), ("xua", always), ("chung", begun)):
        assert province.post(f"{ORGANISATION}/calendars/{code}", data).status_code == 200
    refused = province.post(path, {"calendar_code": "xua"})
    assert "đã qua, giờ làm việc giữ nguyên" in refused.json["title"]
    rows = {row["code"]: row for row in province.get(units).json}
    told = ("code", "name", "short_name", "kind", "level", "valid_from")
    row = {name: rows[WARD][name] for name in told} | {"calendar_code": "sang"}
    assert "người thứ hai xác nhận" in province.post(units, row).json["title"]
    # What counts the same is one person's; until a second confirms nothing follows.
    assert province.post(path, {"calendar_code": "chung"}).json["awaiting"] is None
    waits = province.post(path, {"calendar_code": "sang"}).json["awaiting"]
    shown = seen_by(ward, waits)
    confirming = f"/access/{PROVINCE}/awaiting/{waits}/confirm"
    assert province.post(confirming, shown).json["code"] == "given_by_you"
    with town.database.reading() as session:
        assert setting_of(session, PROVINCE).calendar_of(WARD).name == "Như lịch chung"
    # The calendar's days are changed under the eyes of the second person.
    other = {**SATURDAYS, "day_hours": 4}
    assert province.post(f"{ORGANISATION}/calendars/sang", {"data": other}).status_code == 200
    assert ward.post(confirming, shown).json["code"] == "moved_since_seen"
    assert ward.post(confirming, seen_by(ward, waits)).status_code == 200
    with town.database.reading() as session:
        assert setting_of(session, PROVINCE).calendar_of(WARD).name == SATURDAYS["name"]


def test_a_unit_with_its_own_calendar_gets_other_due_times(app: Flask, town: Town) -> None:
    province, ward = Api(app, PROVINCE_ADMIN), Api(app, WARD_ADMIN)
    assert province.post(f"{ORGANISATION}/calendars/sang", {"data": SATURDAYS}).status_code == 200
    before = town.file().case_id
    town.until(before, "B2")
    choose(ward, province)
    after = town.file().case_id
    town.until(after, "B2")
    with town.database.reading() as session:
        due = {
            case: session.scalars(
                select(Task.due_at).where(Task.case_id == case, Task.element_id == "B2")
            ).one()
            for case in (before, after)
        }
        setting = setting_of(session, PROVINCE)
    # Thursday 09:15; 2 h 15 min until noon at both, then the ward closes until Friday.
    assert due[before] is not None
    assert due[after] is not None
    assert due[after] > due[before]
    assert due[after].astimezone(ZONE).hour < 12
    assert setting.calendar_of(f"{WARD}_vhxh").name == "Sáng thứ Bảy"
    assert setting.calendar_of("so_noi_vu") is setting.calendar
    older, newer = town.case(before).due_at, town.case(after).due_at
    assert older is not None
    assert newer is not None
    assert older < newer


def test_a_calendar_that_makes_no_sense_is_refused_with_its_faults(app: Flask) -> None:
    body = {"data": {"name": "Sai", "weekly": {"mon": ["25:00-26:00"]}}}
    refused = Api(app, PROVINCE_ADMIN).post(f"{ORGANISATION}/calendars/sai", body)
    assert refused.status_code == 422


def test_a_calendar_by_which_somebody_works_is_not_written_anew_by_one_person(app: Flask) -> None:
    """Each of its days is changed by two people, who see what is due at another time."""
    province = Api(app, PROVINCE_ADMIN)
    path = f"{ORGANISATION}/calendars/sang"
    assert [province.post(path, {"data": SATURDAYS}).status_code for _ in range(2)] == [200, 200]
    choose(Api(app, WARD_ADMIN), province)
    for code in ("sang", "hanh_chinh"):
        refused = province.post(f"{ORGANISATION}/calendars/{code}", {"data": SATURDAYS})
        assert "hai người quyết định" in refused.json["title"], code


def test_a_substitute_is_sent_and_called_back_over_the_api(app: Flask) -> None:
    ward = Api(app, WARD_ADMIN)
    entry = {
        "unit_code": f"{WARD}_vhxh",
        "position_code": "lanh_dao_phong",
        "officer": "hung.nt",
        "absent": "hanh.tt",
        "manner": "TUQ",
        "valid_from": "2025-12-04",
        "valid_to": "2025-12-20",
        "basis": "Giấy phân công số 12",
    }
    made = ward.post(f"{ORGANISATION}/substitutions", entry)
    assert made.status_code == 200, made.json
    confirming = f"/access/{PROVINCE}/awaiting/{made.json['awaiting']}/confirm"
    other = Api(app, PROVINCE_ADMIN)
    assert other.post(confirming, seen_by(other, made.json["awaiting"])).status_code == 200
    (row,) = ward.get(f"{ORGANISATION}/substitutions").json
    assert (row["officer_name"], row["absent_name"]) == ("Ngô Trí Hùng", "Trần Thị Hạnh")
    deputy = Api(app, "hung.nt@nghe_an")
    posts = deputy.get("/session").json["posts"]
    assert {post["manner"] for post in posts} == {None, "TUQ"}
    end = {"day": "2025-12-04"}
    address = f"{ORGANISATION}/substitutions/{row['id']}/end"
    assert (row["may_end"], ward.post(address, end).status_code) == (False, 403)
    assert Api(app, PROVINCE_ADMIN).post(address, end).status_code == 200
    assert {post["manner"] for post in deputy.get("/session").json["posts"]} == {None}


def test_units_that_still_have_divisions_do_not_end(app: Flask) -> None:
    province = Api(app, PROVINCE_ADMIN)
    refused = province.post(f"{ORGANISATION}/units/{WARD}/end", {"day": "2026-01-01"})
    assert refused.status_code == 422
    assert "đơn vị trực thuộc" in refused.json["title"]


def test_one_administrator_alone_lets_no_unit_take_over_from_another(app: Flask) -> None:
    """Its work and its past would follow: that is a plan of two people (proposals)."""
    body = {"old_code": WARD, "new_code": "xa_con_cuong", "day": "2026-01-01", "basis": "NQ 1"}
    province = Api(app, PROVINCE_ADMIN)
    assert province.post(f"{ORGANISATION}/successions", body).status_code == 404
    known = {**NEW_DIVISION, "code": f"{WARD}_vp", "name": "x", "short_name": "x"}
    elsewhere = {**known, "parent_code": "xa_con_cuong", "kind": "van_hoa_xa_hoi"}
    refused = province.post(f"{ORGANISATION}/units", elsewhere)
    told = {one["field"] for one in refused.json["details"]["faults"]}
    assert {"parent_code", "kind"} <= told, refused.json


def test_officers_come_as_a_list_and_focal_persons_are_named(app: Flask) -> None:
    ward = Api(app, WARD_ADMIN)
    head = "Tên đăng nhập;Họ tên;Đơn vị;Vị trí;Từ ngày"
    text = f"{head}\nan.lv;Lê Văn An;{WARD}_kt;Chuyên viên;01/12/2025\n"
    body = {"name": "can-bo.csv", "content": b64(text.encode()), "apply": True}
    report = ward.post(f"{ORGANISATION}/posts/import", body)
    assert (report.json["new"], report.json["errors"]) == (1, 0), report.json
    focal = {"unit_code": WARD, "officer": "an.lv", "duty": "tthc", "valid_from": "2025-12-01"}
    assert ward.post(f"{ORGANISATION}/focal-persons", focal).status_code == 200
    (row,) = ward.get(f"{ORGANISATION}/focal-persons").json
    assert row["officer_name"] == "Lê Văn An"
    missing = ward.get(f"{ORGANISATION}/officers-without-account").json
    assert [row["username"] for row in missing] == ["an.lv"]
    end = {
        "username": "an.lv",
        "unit_code": f"{WARD}_kt",
        "position_code": "chuyen_vien",
        "day": "2025-12-04",
    }
    assert ward.post(f"{ORGANISATION}/posts/end", end).status_code == 200
    posts = ward.get(f"{ORGANISATION}/posts?unit_code={WARD}_kt").json
    assert "an.lv" not in {row["username"] for row in posts}


def test_the_list_of_procedures_and_registers_over_the_api(app: Flask) -> None:
    province, ward = Api(app, PROVINCE_ADMIN), Api(app, WARD_ADMIN)
    text = "Mã TTHC,Tên TTHC,Lĩnh vực,Cấp thực hiện\n1.001193,Đăng ký khai sinh,Hộ tịch,Cấp xã\n"
    body = {"name": "tthc.csv", "content": b64(text.encode())}
    assert ward.post(f"{CATALOGUE}/procedure-lists", body).json["code"] == "province_admin_only"
    compared = province.post(f"{CATALOGUE}/procedure-lists", body).json
    assert (compared["new"], compared["gone"]) == (1, 0)
    accepted = province.post(f"{CATALOGUE}/procedure-lists/{compared['import_id']}/accept")
    assert accepted.status_code == 200, accepted.json
    found = ward.get(f"{CATALOGUE}/registers/procedures?q=khai sinh").json
    assert [row["code"] for row in found["entries"]] == ["1.001193"]
    paper = {
        "procedure_code": "1.001193",
        "code": "to_khai",
        "name": "Tờ khai",
        "required": True,
        "originals": 1,
        "copies": 0,
    }
    assert province.post(f"{CATALOGUE}/registers/documents", {"values": paper}).status_code == 200
    refused = province.post(f"{CATALOGUE}/registers/documents", {"values": {"code": "x"}})
    assert refused.json["code"] == "entry_invalid"
    gone = province.post(f"{CATALOGUE}/registers/documents/remove", {"values": paper})
    assert gone.status_code == 200
    assert province.get(f"{CATALOGUE}/registers/khac").status_code == 404


def test_the_configuration_goes_out_and_in_as_a_zip_for_the_province_only(app: Flask) -> None:
    path = f"/configuration/{PROVINCE}"
    province, ward = Api(app, PROVINCE_ADMIN), Api(app, WARD_ADMIN)
    assert ward.get(path).json["code"] == "province_admin_only"
    content = {"content": b64(province.get(path).data)}
    assert province.post(f"{path}/compare", content).json == {"differences": []}
    assert (
        province.post(f"{ORGANISATION}/positions", {"code": "moi", "title": "Mới"}).status_code
        == 200
    )
    (line,) = province.post(f"{path}/compare", content).json["differences"]
    assert (line["kind"], line["key"]) == ("removed", "moi")
    sent = {**content, "basis": "QĐ 12/QĐ-UBND"}
    kept = province.post("/proposals/configurations", sent)
    assert (kept.status_code, kept.json["code"]) == (409, "configuration_kept")
    assert ward.post("/proposals/configurations", sent).json["code"] == "may_not_publish"


def test_a_ward_enters_its_own_beneficiary_account_and_leaves_the_list(
    app: Flask, town: Town
) -> None:
    with town.act() as session:
        session.execute(delete(BeneficiaryAccount).where(BeneficiaryAccount.unit_code == WARD))
        publish_package(
            session,
            province_code=PROVINCE,
            files=read_package_folder(root() / PROVINCE / "giay_phep_nha_o"),
            published_by="tests",
            now=town.now,
        )
    ward, province = Api(app, WARD_ADMIN), Api(app, PROVINCE_ADMIN)
    path = f"{ORGANISATION}/units-without-beneficiary-account"
    assert [row["unit_code"] for row in ward.get(path).json] == [WARD]
    before = len(province.get(path).json)
    account = {
        "unit_code": WARD,
        "kind": "both",
        "valid_from": "2025-12-01",
        "bank": "Kho bạc Nhà nước",
        "number": "3941.0.1234567",
        "name": "UBND phường Trường Vinh",
    }
    register = f"{CATALOGUE}/registers/beneficiary-accounts"
    refused = ward.post(register, {"values": {**account, "unit_code": "xa_con_cuong"}})
    assert refused.json["code"] == "outside_your_units"
    assert ward.post(register, {"values": account}).status_code == 200
    assert ward.get(path).json == []
    assert len(province.get(path).json) == before - 1


def test_todays_posts_decide_who_administers(app: Flask, town: Town) -> None:
    ward, province = Api(app, WARD_ADMIN), Api(app, PROVINCE_ADMIN)
    end = {
        "username": "kien.cv",
        "unit_code": f"{WARD}_vp",
        "position_code": "quan_tri_don_vi",
        "day": date(2025, 12, 4).isoformat(),
    }
    assert ward.post(f"{ORGANISATION}/posts/end", end).json["code"] == "province_admin_only"
    assert province.post(f"{ORGANISATION}/posts/end", end).status_code == 200
    assert ward.get(f"{ORGANISATION}/vacancies").json["code"] == "not_signed_in"


def test_a_right_that_has_ended_since_the_request_came_is_none(app: Flask, town: Town) -> None:
    assert Api(app, WARD_ADMIN)
    with town.database.reading() as session:
        account = session.scalars(select(Account).filter_by(username=WARD_ADMIN)).one()
        person = made_person(session, account, town.now.date())
        admin = administrator_of(session, person, PROVINCE)
    told: dict[str, Any] = {"username": "bao.pq", "reason": "Nghỉ", "now": town.now}
    with town.act() as session:
        of_them = update(Appointment).where(Appointment.officer_id == person.officer_id)
        session.execute(of_them.values(valid_to=town.now.date()))
    with pytest.raises(Refusal) as refused, town.act() as session:
        lock_account(session, admin=admin, **told)
    assert refused.value.code == "entry_not_found", "nobody of whom they know"
    with town.act() as session:
        session.execute(of_them.values(valid_to=None))
    with town.act() as session:
        lock_account(session, admin=admin, **told)

"""An officer goes to another desk from a day on; what lies with them is handed over first."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import select

from engine.store.organisation import Appointment
from tests.acceptance.test_a_commune_goes_up_in_another import faults
from tests.acceptance.test_a_head_is_absent import appoint_substitute
from tests.client import Api
from tests.town import PROVINCE, WARD, Town

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
DIVISION, TO = f"{WARD}_vhxh", f"{WARD}_kt"
POST = {"username": "nam.hs", "unit_code": DIVISION, "position_code": "chuyen_vien"}
MOVE = {
    **POST,
    "to_unit": TO,
    "to_position": "chuyen_vien",
    "day": "2025-12-08",
    "paper": "QĐ 9/QĐ-UBND ngày 03/12/2025",
}
URL = f"/organisation/{PROVINCE}/posts"
PAGE = f"/quan-tri/chuyen/{DIVISION}/chuyen_vien/nam.hs"


def held(town: Town) -> str:
    case_id = town.file().case_id
    town.until(case_id, "B3")
    town.claim(town.task(case_id), town.officer("nam.hs"))
    return case_id


def posts(town: Town, username: str) -> set[tuple[str, date | None]]:
    with town.database.reading() as session:
        rows = session.execute(
            select(Appointment.unit_code, Appointment.valid_to).where(
                Appointment.officer_id == town.officer(username).officer_id
            )
        )
        return {(row.unit_code, row.valid_to) for row in rows}


def test_open_work_goes_to_the_colleague_who_then_stays(app: Flask, town: Town) -> None:
    first = held(town)
    admin = Api(app, f"kien.cv@{PROVINCE}")
    found = admin.get(f"{URL}/moving?{urlencode(POST)}").get_json()
    colleague = found["takers"][0]["username"]
    assert [one["ref"] for one in found["tasks"]] == [town.case(first).code]
    named = {**MOVE, "to_unit": "Phòng Kinh tế, Hạ tầng và Đô thị phường Trường Vinh"}
    assert admin.post(f"{URL}/move", {**named, "colleague": colleague}).status_code == 200
    assert town.task(first).officer_id == town.officer(colleague).officer_id
    assert posts(town, "nam.hs") == {(DIVISION, date(2025, 12, 8)), (TO, None)}
    last = admin.post(f"{URL}/move", {**MOVE, "username": colleague}).get_json()
    assert last["code"] == "work_still_open"  # nobody would be left at the desk
    assert faults(town, first) == []


def test_nobody_leaves_work_at_an_empty_desk_and_a_wrong_entry_says_so(
    app: Flask, town: Town
) -> None:
    case_id = town.file().case_id
    town.until(case_id, "B4")
    town.claim(town.task(case_id), town.officer("hanh.tt"))
    admin = Api(app, f"quan.dm@{PROVINCE}")
    head = {"username": "hanh.tt", "unit_code": DIVISION, "position_code": "lanh_dao_phong"}
    sent = {**MOVE, **head, "to_position": "lanh_dao_phong"}
    assert admin.post(f"{URL}/move", sent).get_json()["code"] == "work_still_open"
    assert town.task(case_id).officer_id == town.officer("hanh.tt").officer_id
    wrong: tuple[dict[str, Any], ...] = ({"to_unit": DIVISION}, {"day": "2025-12-01"})
    for one in (*wrong, {"to_unit": "la"}, {"to_position": "van_thu"}):
        assert admin.post(f"{URL}/move", {**MOVE, **one}).status_code == 422, one
    ward = Api(app, f"kien.cv@{PROVINCE}")
    assert ward.post(f"{URL}/move", {**MOVE, "to_unit": "so_noi_vu"}).status_code == 403


def test_a_head_who_moves_is_stood_in_for_no_longer_and_the_new_post_waits(
    app: Flask, town: Town
) -> None:
    appoint_substitute(town)
    admin = Api(app, f"quan.dm@{PROVINCE}")
    head = {"username": "hanh.tt", "unit_code": DIVISION, "position_code": "lanh_dao_phong"}
    found = admin.get(f"{URL}/moving?{urlencode(head)}").get_json()
    assert found["stood_in_for"] == ["Ngô Trí Hùng, đến trước 06/12/2025"]
    sent = {**MOVE, **head, "to_position": "lanh_dao_phong", "day": "2025-12-05"}
    assert admin.post(f"{URL}/move", sent).get_json()["awaiting"]
    said = "Trưởng phòng"
    for page in (
        f"/quan-tri/don-vi?dv={TO}",
        f"/quan-tri/chuyen/{DIVISION}/lanh_dao_phong/hanh.tt",
        f"/quan-tri/chuyen-viec/{TO}/lanh_dao_phong",
        "/quyen?ten=hanh.tt",
        f"/quan-tri/sap-xep/{WARD}?new=xa_con_cuong&day=08/12/2025",
    ):
        shown = Api(app, f"hieu.ph@{PROVINCE}").client.get(page).text
        assert "chờ xác nhận" in shown.lower(), page
        assert "Trần Thị Hạnh" in shown or said in shown, page
    assert admin.get(f"{URL}/moving?{urlencode(head)}").get_json()["stood_in_for"] == [
        "Ngô Trí Hùng, đến trước 05/12/2025"
    ]


def test_the_page_shows_the_list_first_and_keeps_what_was_typed(app: Flask, town: Town) -> None:
    case_id = held(town)
    admin = Api(app, f"kien.cv@{PROVINCE}")
    assert PAGE in admin.client.get(f"/quan-tri/don-vi?dv={DIVISION}").text
    assert (town.case(case_id).code or "") in admin.client.get(PAGE).text
    sent = {"to_unit": TO, "to_position": "chuyen_vien", "csrf_token": admin.token}
    refused = admin.client.post(PAGE, data={**sent, "day": "8/12", "paper": "QĐ 9"})
    assert (refused.status_code, 'value="QĐ 9"' in refused.text) == (422, True)
    done = admin.client.post(PAGE, data={**sent, "day": "08/12/2025", "paper": "QĐ 9"})
    assert done.status_code == 303
    assert town.task(case_id).officer_id is None


def test_a_second_move_is_told_of_the_first_and_takes_its_place(app: Flask, town: Town) -> None:
    admin = Api(app, f"quan.dm@{PROVINCE}")
    assert admin.post(f"{URL}/move", MOVE).status_code == 200
    page = admin.client.get(PAGE).text
    assert "Đã ghi chuyển sang Chuyên viên, Phòng Kinh tế" in page
    other = {**MOVE, "to_unit": "xa_con_cuong_kt"}
    for day in (5, 12):
        again = admin.post(f"{URL}/move", {**other, "day": f"2025-12-{day:02}"})
        assert again.status_code == 200, again.json
        assert posts(town, "nam.hs") == {
            (DIVISION, date(2025, 12, day)),
            ("xa_con_cuong_kt", None),
        }


def test_who_moved_finds_no_more_of_the_old_unit_than_they_may_open(app: Flask, town: Town) -> None:
    case_id = held(town)
    town.end(town.task(case_id))
    other, admin = town.file().case_id, Api(app, f"kien.cv@{PROVINCE}")
    ref = town.case(case_id).code
    town.until(other, "B3")
    lists = {"done": ref, "waiting": ref}

    def found(me: Api) -> dict[str, set[str]]:
        asked = {tab: me.get(f"/queue?tab={tab}").get_json() for tab in lists}
        for tab, page in asked.items():
            assert page["tab_counts"][tab] == len(page["rows"]), tab
        return {tab: {row["case_ref"] for row in page["rows"]} for tab, page in asked.items()}

    assert found(Api(app, "nam.hs@nghe_an")) == {tab: {one} for tab, one in lists.items()}
    assert admin.post(f"{URL}/move", {**MOVE, "day": "2025-12-04"}).status_code == 200
    me = Api(app, "nam.hs@nghe_an")
    assert me.get(f"/cases/{ref}").status_code == 404
    assert found(me) == {tab: set() for tab in lists}
    assert me.get(f"/queue?tab=done&q={ref}").get_json()["rows"] == []

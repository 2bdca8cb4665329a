"""Administrators put one commune into another on pages and over the API, and take it back."""

import re
from typing import Any

import pytest
from flask import Flask

from tests.client import Api
from tests.town import CENTRE, PROVINCE, WARD, Town

ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
pytestmark = ONE
ADMIN, SECOND = f"quan.dm@{PROVINCE}", f"hieu.ph@{PROVINCE}"
PAGE = f"/quan-tri/sap-xep/{WARD}"
THERE = "xa_con_cuong"
SPLIT = f"/quan-tri/chia/{WARD}"
PARTS = {
    "day": "08/12/2025",
    "rest": "0",
    "0.code": "phuong_vinh",
    "0.name": "Ủy ban nhân dân phường Vinh",
    "0.short_name": "phường Vinh",
    "0.agency_code": "H41.32.901",
    "1.code": "xa_con_cuong",
    "1.procedures": "2.002755; 2.000355",
}
TYPED = {"new": THERE, "day": "08/12/2025", "basis": "Nghị quyết 15/NQ-HĐND ngày 28/11/2025"}


def post(admin: Api, path: str, **sent: Any) -> Any:
    return admin.client.post(path, data={"csrf_token": admin.token, **sent})


def test_a_commune_goes_up_in_another_by_two_people_and_back(app: Flask, town: Town) -> None:
    code = town.file().submission_number
    admin, second = Api(app, ADMIN), Api(app, SECOND)
    assert PAGE in admin.client.get(f"/quan-tri/don-vi?dv={WARD}").text
    page = admin.client.get(f"{PAGE}?new={THERE}&day=08/12/2025").text
    assert "Chạy thử, chưa đổi gì" in page
    assert f"Hồ sơ {code}" in page
    assert "Phòng Văn hóa - Xã hội xã Con Cuông nhận việc" in page
    where = post(admin, PAGE, **TYPED).location
    shown = second.client.get(where).text
    seen = re.search(r'name="seen" value="(\w+)"', shown)
    assert seen is not None
    assert "Duyệt sắp xếp" in shown
    approved = post(second, f"{where}/duyet", seen=seen[1], **{"da-xem": "1"})
    assert approved.status_code == 303
    assert "Hoàn tác sắp xếp" in admin.client.get(where).text
    assert "hoan-tac" in post(admin, f"{where}/hoan-tac", reason="").text
    assert post(admin, f"{where}/hoan-tac", reason="Thu hồi").status_code == 303
    undone = second.client.get(where).text
    assert "Đã hoàn tác." in undone
    assert "Tự chạy từ" not in undone
    assert "Đã được duyệt</span>" not in undone
    assert "sau đó <b>đã hoàn tác</b>" in second.client.get("/cho-cong-bo").text


def test_a_plan_with_a_gap_asks_for_the_choice_and_keeps_what_was_typed(
    app: Flask, town: Town
) -> None:
    admin = Api(app, ADMIN)
    later = {"code": "xa_moi", "name": "UBND xã Mới", "short_name": "xã Mới", "kind": "ubnd_xa"}
    later |= {"level": "commune", "valid_from": "2025-12-07", "parent_code": "ubnd_tinh"}
    assert admin.post(f"/organisation/{PROVINCE}/units", later).status_code == 200
    assert '<option value="xa_moi">' in admin.client.get(f"{PAGE}?new=&day=08/12/2025").text
    assert '<option value="xa_moi">' not in admin.client.get(f"{PAGE}?new=&day=06/12/2025").text
    page = admin.client.get(f"{PAGE}?new=ubnd_tinh&day=08/12/2025")
    assert page.status_code == 422
    assert f'name="cho.{CENTRE}"' in page.text
    refused = post(admin, PAGE, **{**TYPED, "basis": "", "note": "Gấp"})
    assert refused.status_code == 422
    assert 'value="Gấp"' in refused.text
    assert "Hãy chọn đơn vị nhận" in admin.client.get(f"{PAGE}?day=08/12/2025").text
    nothing = admin.client.get(f"{PAGE}?new=&day=")
    assert nothing.status_code == 422
    for control, words in (("new", "Hãy chọn đơn vị nhận"), ("day", "hãy ghi ngày/tháng/năm")):
        assert (
            words in nothing.text.partition(f'id="{control}-l"')[2].partition("</span></span>")[0]
        )
    ward = Api(app, f"kien.cv@{PROVINCE}")
    assert ward.client.get(PAGE).status_code in {403, 404}


def test_the_same_over_the_api(app: Flask, town: Town) -> None:
    admin = Api(app, ADMIN)
    wish = {"old": WARD, "new": THERE, "day": "2025-12-08"}
    later = {"role": "tax_office", "unit_code": "so_y_te", "communes": [WARD, THERE]}
    later |= {"valid_from": "2025-12-15", "basis": "QĐ 1"}
    assert admin.post(f"/organisation/{PROVINCE}/serving-units", later).status_code == 200
    found = admin.post("/proposals/reorganisations/dry-run", wish).get_json()
    told = {one["key"]: (one["before"], one["after"]) for one in found}
    assert f"unit:{WARD}" in told
    one, two = (told[f"serving:tax_office/{WARD}/{day}"] for day in ("2025-07-01", "2025-12-15"))
    since = "Sở Y tế phục vụ{} từ 15/12/2025"
    assert two == (since.format(""), since.format(" xã Con Cuông"))
    assert one == ("Thuế cơ sở 1 tỉnh Nghệ An phục vụ", f"{one[0]} xã Con Cuông")
    row = admin.post("/proposals/reorganisations", {**wish, "basis": TYPED["basis"]}).get_json()
    assert (row["kind"], row["state"]) == ("reorganisation", "proposed")
    told = admin.post(f"/proposals/{row['id']}/undo", {"reason": "x"})
    assert told.status_code == 404


def test_a_commune_is_split_by_two_people_and_no_text_is_lost(app: Flask, town: Town) -> None:
    admin, second = Api(app, ADMIN), Api(app, SECOND)
    assert SPLIT in admin.client.get(f"/quan-tri/don-vi?dv={WARD}").text
    wrong = admin.client.get(SPLIT, query_string=PARTS)
    assert wrong.status_code == 422
    assert "Không có thủ tục 2.000355" in wrong.text
    assert 'value="2.002755; 2.000355"' in wrong.text
    told = {**PARTS, "1.procedures": "2.002755"}
    more = admin.client.get(SPLIT, query_string={**told, "more": "1"}).text
    assert 'name="2.code"' in more
    page = admin.client.get(SPLIT, query_string=told).text
    assert "Chức danh chưa ai giữ" not in page
    assert "Phòng Văn hóa - Xã hội phường Vinh, Phòng Văn hóa - Xã hội xã Con Cuông" in page
    refused = post(admin, SPLIT, **told, note="Gấp")
    assert 'value="Gấp"' in refused.text
    where = post(admin, SPLIT, **told, basis=TYPED["basis"]).location
    shown = second.client.get(where).text
    assert "chia Ủy ban nhân dân phường Trường Vinh thành Ủy ban nhân dân phường Vinh" in shown
    seen = re.search(r'name="seen" value="(\w+)"', shown)
    assert seen is not None
    approved = post(second, f"{where}/duyet", seen=seen[1], **{"da-xem": "1"})
    assert approved.status_code == 303
    assert "Hoàn tác sắp xếp" in admin.client.get(where).text


def test_the_parts_of_a_split_over_the_api(app: Flask, town: Town) -> None:
    admin = Api(app, ADMIN)
    new = {"code": "phuong_vinh", "name": "UBND phường Vinh", "short_name": "phường Vinh"}
    parts = [{**new, "agency_code": "H41.32.901"}, {"code": THERE, "procedures": ["2.002755"]}]
    wish = {"old": WARD, "new": "phuong_vinh", "day": "2025-12-08", "parts": parts}
    found = admin.post("/proposals/reorganisations/dry-run", wish).get_json()
    assert "unit:phuong_vinh_ttphcc" in {one["key"] for one in found}
    row = admin.post("/proposals/reorganisations", {**wish, "basis": TYPED["basis"]}).get_json()
    assert row["state"] == "proposed"
    bare = admin.post("/proposals/reorganisations/dry-run", {**wish, "parts": [new]})
    assert (bare.status_code, bare.get_json()["code"]) == (422, "plan_incomplete")

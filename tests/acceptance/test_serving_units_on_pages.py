"""The administrators' pages of who serves which communes, and of where nothing is filed."""

import re
from datetime import date
from typing import Any

import pytest
from flask import Flask

from engine.access import operator
from engine.administration.registers.serving_units import ServedRole, serving_units
from engine.jobs.checking import check_published
from engine.store.organisation import ConfigurationChange
from tests.client import Api
from tests.town import PROVINCE, WARD, Town

ADMIN, WARD_ADMIN = "quan.dm@nghe_an", "kien.cv@nghe_an"


def role(town: Town, code: str = "insurance_office", day: date = date(2026, 1, 1)) -> ServedRole:
    with town.database.reading() as session:
        found = serving_units(session, admin=operator(PROVINCE), day=day)
    return next(one for one in found if one.role == code)


def send(officer: Api, path: str, **sent: Any) -> Any:
    return officer.client.post(path, data={"csrf_token": officer.token, **sent})


NAMED = {
    "other": "insurance_office",
    "unit": "so_noi_vu",
    "xa": [WARD, "xa_con_cuong"],
    "day": "01/01/2026",
    "basis": "QĐ 12/QĐ-UBND ngày 20/12/2025",
}


def test_a_unit_is_named_for_communes_from_a_day_and_ends_by_another_paper(
    app: Flask, town: Town
) -> None:
    admin = Api(app, ADMIN)
    assert send(admin, "/don-vi-phuc-vu", **NAMED).status_code == 303
    (unit,) = role(town).units
    assert [(one.code, one.basis) for one in unit.communes] == [
        (WARD, NAMED["basis"]),
        ("xa_con_cuong", NAMED["basis"]),
    ]
    page = admin.client.get("/don-vi-phuc-vu").text
    assert "Bảo hiểm xã hội cơ sở" in page
    ended = {"role": "insurance_office", "unit": "so_noi_vu", "xa": [WARD], "day": "1/3/2026"}
    form = page.partition('action="/don-vi-phuc-vu/thoi"')[2]
    serving = re.search(r'name="role" value="(.+?)"><.+? name="unit" value="(.+?)"', form)
    assert serving
    told = dict(zip(("role", "unit"), serving.groups(), strict=True))
    wrong = send(admin, "/don-vi-phuc-vu/thoi", **told, day="x").text
    links = re.findall(r'<li><a href="#([^"]+)"', wrong)
    assert len(links) == 3
    assert all(f'id="{one}"' in wrong for one in links)
    assert send(admin, "/don-vi-phuc-vu/thoi", **ended, basis="QĐ 30").status_code == 303
    assert WARD in [one.code for one in role(town, day=date(2026, 3, 1)).unserved]
    assert WARD not in [one.code for one in role(town, day=date(2026, 2, 28)).unserved]
    with town.database.reading() as session:
        kinds = [
            row.kind for row in session.query(ConfigurationChange) if row.subject == "serving_units"
        ]
    assert kinds == ["added", "added", "changed"]


def test_whoever_comes_after_ends_who_served_before(app: Flask, town: Town) -> None:
    admin = Api(app, ADMIN)
    send(admin, "/don-vi-phuc-vu", **NAMED)
    after = {**NAMED, "unit": "so_y_te", "day": "01/06/2026", "xa": [WARD]}
    assert send(admin, "/don-vi-phuc-vu", **after).status_code == 303
    units = {one.unit_code: one.communes for one in role(town, day=date(2026, 6, 1)).units}
    assert [one.code for one in units["so_y_te"]] == [WARD]
    assert [one.code for one in units["so_noi_vu"]] == ["xa_con_cuong"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("changed", "at", "words"),
    [
        ({"basis": ""}, "them-vb", "Hãy ghi văn bản"),
        ({"xa": []}, "them-xa", "Hãy chọn ít nhất một xã, phường"),
        ({"day": "32/1/2026"}, "them-ngay", "Ngày:"),
        ({"unit": "khong_co"}, "unit", "Ngày 01/01/2026 không có đơn vị này."),
        ({"xa": ["so_y_te"]}, "them-xa", "Không phải xã, phường của tỉnh: Sở Y tế."),
        ({"other": "Bảo hiểm"}, "other", "Mã vai trò chỉ gồm"),
        ({"other": "", "role": ""}, "role", "Hãy chọn vai trò."),
        ({"unit": ""}, "unit", "Hãy chọn đơn vị."),
        ({"day": "1/1/2020"}, "them-ngay", "Ngày 01/01/2020 không có phường Trường Vinh và xã"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    app: Flask, changed: dict[str, Any], at: str, words: str
) -> None:
    answer = send(Api(app, ADMIN), "/don-vi-phuc-vu", **{**NAMED, **changed})
    assert answer.status_code == 422
    assert words in answer.text
    form = answer.text.partition('<h2 id="them">')[2]
    assert words in form.partition(f'id="{at}-l"')[2].partition("</span></span>")[0]
    assert ('value="xa_con_cuong" checked' in form) == ("xa" not in changed)


def test_a_commune_that_is_served_later_already_is_refused(app: Flask, town: Town) -> None:
    admin = Api(app, ADMIN)
    send(admin, "/don-vi-phuc-vu", **NAMED)
    before = send(admin, "/don-vi-phuc-vu", **{**NAMED, "unit": "so_y_te", "day": "1/12/2025"})
    who = "Sở Nội vụ tỉnh Nghệ An đã được ghi phục vụ từ ngày 01/01/2026"
    taken = f"phường Trường Vinh và xã Con Cuông: {who}"
    assert before.text.count(taken) == 2  # in the summary and at the field, for both communes
    assert "Hãy bỏ ghi ấy trước." in before.text
    again = send(admin, "/don-vi-phuc-vu", **{**NAMED, "day": "1/2/2026", "basis": ""})
    assert "ngày 01/02/2026 đang do chính đơn vị này phục vụ" in again.text
    assert "Hãy ghi văn bản" in again.text
    assert len(role(town).units) == 1
    many = [one.code for one in role(town).unserved]
    wall = send(admin, "/don-vi-phuc-vu", **{**NAMED, "xa": many, "day": "1/1/2020"}).text
    names = ", ".join(one.name for one in role(town).unserved[:3])
    assert f"Ngày 01/01/2020 không có {names} và {len(many) - 3} nơi khác." in wall


def test_what_is_unticked_stays_so_after_a_fault(app: Flask, town: Town) -> None:
    admin, form = Api(app, ADMIN), {"role": "tax_office", "unit": "thue_1", "day": "1/3/2026"}
    assert " checked" not in admin.client.get("/don-vi-phuc-vu").text
    refused = send(admin, "/don-vi-phuc-vu/thoi", **form, xa=[WARD])
    assert refused.status_code == 422
    assert re.findall(r'value="(\w+)" checked', refused.text) == [WARD]
    form |= {"basis": "QĐ 3", "tat-ca": "1"}
    assert send(admin, "/don-vi-phuc-vu/thoi", **form).status_code == 303
    assert role(town, "tax_office", date(2026, 3, 1)).units == ()


def test_what_begins_later_is_shown_and_is_taken_back_until_its_day(app: Flask, town: Town) -> None:
    """Whoever ended for it goes on; who had ended by a paper of its own does not."""
    admin, day = Api(app, ADMIN), date(2026, 1, 1)
    ended = {"role": "tax_office", "unit": "thue_1", "day": "1/1/2026", "basis": "QĐ 3"}
    assert send(admin, "/don-vi-phuc-vu/thoi", **ended, xa=["xa_con_cuong"]).status_code == 303
    named = {**NAMED, "other": "tax_office", "unit": "so_y_te"}
    assert send(admin, "/don-vi-phuc-vu", **named).status_code == 303
    (coming,) = role(town, "tax_office", town.now.date()).coming
    assert (coming.unit_code, coming.valid_from) == ("so_y_te", day)
    page = admin.client.get("/don-vi-phuc-vu").text
    assert "<b>Sở Y tế tỉnh Nghệ An</b>, từ 01/01/2026" in page
    assert "đến trước 01/01/2026, thôi theo QĐ 3" in page
    back = {"role": "tax_office", "unit": "so_y_te"}
    none = send(admin, "/don-vi-phuc-vu/bo", **back, since="2026-01-01")
    assert "Hãy chọn ít nhất một xã, phường." in none.text
    assert '<a href="#v1-s1-xa-1">' in none.text
    stranger = send(admin, "/don-vi-phuc-vu/bo", **back, since="2026-01-01", xa=["phuong_cua_lo"])
    assert "Không ghi đơn vị này phục vụ từ 01/01/2026: phường Cửa Lò." in stranger.text
    path = f"/organisation/{PROVINCE}/serving-units/take-back"
    asked = {"role": "tax_office", "unit_code": "so_y_te", "valid_from": "2026-01-01"}
    ward = Api(app, WARD_ADMIN).post(path, {**asked, "communes": [WARD]})
    assert (ward.status_code, ward.json["code"]) == (403, "province_admin_only")
    begun = admin.post(path, {**asked, "valid_from": "2025-12-03", "communes": [WARD]})
    assert (begun.status_code, "Ngày này đã đến" in str(begun.json)) == (422, True)
    assert (
        send(admin, "/don-vi-phuc-vu/bo", **back, since="2026-01-01", xa=[WARD]).status_code == 303
    )
    assert admin.post(path, {**asked, "communes": ["xa_con_cuong"]}).status_code == 200
    after = role(town, "tax_office", day)
    assert after.coming == ()
    (unit,) = after.units
    assert (WARD, None) in [(one.code, one.valid_to) for one in unit.communes]
    assert [one.code for one in after.unserved] == ["xa_con_cuong"]
    with town.database.reading() as session:
        rows = [
            one for one in session.query(ConfigurationChange) if "tax_office" in one.subject_key
        ]
    assert [one.kind for one in rows][-3:] == ["removed", "changed", "removed"]


def test_only_the_whole_provinces_administrator_names_units(app: Flask) -> None:
    ward = Api(app, WARD_ADMIN)
    assert "Ghi đơn vị phục vụ</button>" not in ward.client.get("/don-vi-phuc-vu").text
    assert send(ward, "/don-vi-phuc-vu", **NAMED).status_code == 403


def test_closed_places_are_listed_with_their_reasons_and_looked_at_again(
    app: Flask, town: Town
) -> None:
    check_published(town.database, now=town.now)
    admin = Api(app, ADMIN)
    page = admin.client.get("/noi-chua-nhan").text
    assert "Chưa nhận hồ sơ ở <b>128</b> nơi" in page
    whole = admin.client.get("/noi-chua-nhan?tt=2.002755").text
    assert whole.count("lý do khác<span") == 128
    assert send(Api(app, "bao.pq@nghe_an"), "/noi-chua-nhan/2.002755").status_code == 403
    done = send(admin, "/noi-chua-nhan/2.002755")
    assert done.status_code == 303
    assert "Thủ tục 2.002755 nhận hồ sơ ở 2 trên 130 nơi" in admin.client.get("/su-co").text
    rows = admin.get("/organisation/nghe_an/closed-services").json
    assert (rows[0]["closed"], len(rows[0]["places"])) == (128, 5)
    assert Api(app, WARD_ADMIN).get("/organisation/nghe_an/closed-services").json == []

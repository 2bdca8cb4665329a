"""Agencies sign off their procedures as they are; what changes afterwards is open again."""

from typing import Any

import pytest
from flask import Flask

from engine.store.catalogue import Sector
from tests.acceptance.test_rules_on_pages import (
    BASIS,
    CHECKER,
    MAKER,
    OFFICER,
    approve,
    paper,
    send,
)
from tests.client import Api
from tests.shipped import manifest_with, publish
from tests.town import FLAGSHIP, FLAGSHIP_FOLDER, PROVINCE, WARD, Town

pytestmark = pytest.mark.long_on_postgres

WARD_ADMIN, ELSEWHERE = "kien.cv@nghe_an", "xa_con_cuong"
PAGE = f"/quan-tri/ra-soat/{WARD}"


def charge(town: Town, unit: str = WARD) -> None:
    """The sector of the flagship is the unit's: so its procedures are."""
    with town.act() as session:
        session.get_one(Sector, (PROVINCE, "Người có công")).unit_code = unit


def listed(api: Api, unit: str = WARD) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = api.get(f"/catalogue/{PROVINCE}/reviews/{unit}").json
    return found


def sign(api: Api, row: dict[str, Any], **more: str) -> Any:
    return send(api, PAGE, chon=f"{row['code']} {row['seen']}", **more)


def agency(api: Api, unit: str = WARD) -> dict[str, Any]:
    rows = api.get(f"/catalogue/{PROVINCE}/reviews").json
    return next(row for row in rows if row["unit_code"] == unit)  # type: ignore[no-any-return]


def test_an_agency_signs_off_with_day_and_name_and_the_centre_sees_it(
    app: Flask, town: Town
) -> None:
    charge(town)
    ward, centre = Api(app, WARD_ADMIN), Api(app, MAKER)
    (row,) = listed(ward)
    assert (row["state"], row["steps"], row["fee"]) == ("open", 15, "Không thu phí, lệ phí")
    assert "96 giờ làm việc" in row["limit"]
    home = ward.client.get("/quan-tri").text
    assert "1 thủ tục chờ" in home
    assert "Không có việc nào chờ bạn" not in home
    assert agency(centre)["open_since"] == row["valid_from"]
    assert sign(ward, row).status_code == 303
    (row,) = listed(ward)
    assert (row["state"], row["by"]) == ("right", "Chu Văn Kiên")
    assert "Đã ký" in centre.client.get(PAGE).text
    told = agency(centre)
    assert (told["open"], told["right"], told["last_by"]) == (0, 1, row["by"])
    assert "thủ tục chờ" not in ward.client.get("/quan-tri").text


def test_a_new_version_or_a_new_rule_opens_it_again(app: Flask, town: Town) -> None:
    charge(town)
    ward, maker, checker = Api(app, WARD_ADMIN), Api(app, MAKER), Api(app, CHECKER)
    (old,) = listed(ward)
    sign(ward, old)
    told = {"loai": "fee_exemption", "value.channel": "online", "value.rate": "0", **BASIS}
    told["valid_from"] = "04/12/2025"
    rule = send(maker, "/quan-tri/quy-dinh/moi", **told, **{"van-ban": paper()}).location
    send(maker, f"{rule}/gui")
    assert listed(ward)[0]["state"] == "right"
    assert approve(checker, f"{rule}/duyet").status_code == 303
    (row,) = listed(ward)
    assert (row["state"], row["again"], row["rules"]) == ("open", True, 1)
    assert "Rà soát lại" in ward.client.get(PAGE).text
    assert sign(ward, old).status_code == 409  # what was seen is no more
    assert sign(ward, row).status_code == 303
    name = FLAGSHIP_FOLDER.name
    publish(town, name, manifest_with(name, 'short_name = "', 'short_name = "Mới: '))
    assert listed(ward)[0]["state"] == "open"


def test_what_is_wrong_is_written_down_for_the_centre(app: Flask, town: Town) -> None:
    charge(town)
    ward, centre = Api(app, WARD_ADMIN), Api(app, MAKER)
    (row,) = listed(ward)
    value = f"{row['code']} {row['seen']}"
    refused = send(ward, PAGE, sai=value)
    assert refused.status_code == 422
    assert "Hãy ghi chưa đúng ở đâu" in refused.text
    words = "Thời hạn phải là 8 ngày theo QĐ 3901"
    assert send(ward, PAGE, sai=value, **{f"wrong-{FLAGSHIP}": words}).status_code == 303
    assert words in centre.client.get(PAGE).text
    assert "Chưa đúng 1" in centre.client.get("/quan-tri/ra-soat").text
    assert listed(centre)[0]["state"] == "wrong"
    assert "đã rà soát hết, 1 thủ tục chưa đúng" in centre.client.get(PAGE).text
    assert "1 thủ tục Ủy ban nhân dân phường Trường Vinh rà soát thấy chưa đúng" in (
        centre.client.get("/quan-tri").text
    )


def test_the_head_of_the_agency_signs_too_and_the_head_of_a_division_does_not(
    app: Flask, town: Town
) -> None:
    charge(town)
    head, division = Api(app, "dung.hn@nghe_an"), Api(app, "hanh.tt@nghe_an")
    (row,) = listed(head)
    assert "/quan-tri/ra-soat" in head.client.get("/viec").text
    assert sign(division, row).status_code == 403
    assert sign(head, row).status_code == 303
    assert listed(head)[0]["by"] == "Hoàng Nghĩa Dũng"


def test_all_staff_read_and_only_the_agency_signs(app: Flask, town: Town) -> None:
    charge(town, ELSEWHERE)
    officer, ward = Api(app, OFFICER), Api(app, WARD_ADMIN)
    (row,) = listed(officer, ELSEWHERE)
    page = officer.client.get(f"/quan-tri/ra-soat/{ELSEWHERE}").text
    assert row["name"] in page
    assert "Ký xác nhận các" not in page
    sent = {"procedures": [{"procedure_code": row["code"], "seen": row["seen"]}]}
    address = f"/catalogue/{PROVINCE}/reviews/{ELSEWHERE}"
    assert officer.post(address, sent).status_code == 403
    assert ward.post(address, sent).status_code == 403
    assert ward.post(f"/catalogue/{PROVINCE}/reviews/{WARD}", sent).status_code == 404
    centre = Api(app, MAKER)  # which sees who has not, and signs for nobody
    assert centre.post(address, sent).status_code == 403
    assert "1 thủ tục chờ" in centre.client.get("/quan-tri").text
    own = Api(app, "dung.ttt@nghe_an")
    assert own.post(address, sent).json == {"count": 1}
    assert Api(app, "congdan").client.get("/quan-tri/ra-soat").status_code in (302, 303, 403)

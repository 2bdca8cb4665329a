"""The table of rights answers who may do something and what somebody may; all doors are named."""

import pytest
from flask import Flask

from engine.access import RIGHTS, ROLES, of_act
from engine.acts import ACTS
from tests.client import Api, seen_by
from tests.town import CENTRE, FLAGSHIP, PROVINCE, WARD

ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ACCESS = f"/access/{PROVINCE}"
BARE = {"health", "ready", "metrics", "api-docs.openapi_json", "assets.static_file"}
"""Endpoints that are no act: files of the pages, and what watches the process."""


@ONE
def test_every_address_names_a_right_that_some_role_has(app: Flask) -> None:
    had = {right for role in ROLES.values() for right in role.reaches}
    for rule in app.url_map.iter_rules():
        name = rule.endpoint
        if name in BARE:
            continue
        rights = getattr(app.view_functions[name], "rights", ())
        assert rights, f"{rule} names no right"
        assert set(rights) <= had, f"{rule}: {rights}"


def test_every_act_is_somebodys_and_every_right_is_in_the_table() -> None:
    had = {right for role in ROLES.values() for right in role.reaches}
    assert had == set(RIGHTS)
    assert {of_act(kind) for kind in ACTS} <= had


@ONE
def test_who_may_receive_at_a_counter_is_who_sits_there(app: Flask) -> None:
    admin = Api(app, f"quan.dm@{PROVINCE}")
    asked = f"right=receive&unit_code={CENTRE}&procedure_code={FLAGSHIP}&day=2025-12-04"
    found = admin.get(f"{ACCESS}/who?{asked}").json
    assert {(row["username"], row["role"], row["reach"]) for row in found} == {
        ("bao.pq", "receptionist", "desk"),
        ("anh.dtn", "receptionist", "desk"),
        ("tuan.cd", "leader", "desk"),
    }
    before = admin.get(f"{ACCESS}/who?{asked.replace('2025-12-04', '2025-06-01')}").json
    assert before == []
    assert admin.get(f"{ACCESS}/who?right=la_lung").json["code"] == "right_unknown"


@ONE
def test_what_somebody_may_is_told_with_how_far_and_only_to_who_may_ask(app: Flask) -> None:
    province, ward = Api(app, f"quan.dm@{PROVINCE}"), Api(app, f"kien.cv@{PROVINCE}")
    found = province.get(f"{ACCESS}/what/kien.cv@{PROVINCE}").json
    kept = {row["right"]: row["reach"] for row in found}
    assert kept["organisation.units"] == "agency"
    assert "configuration.approve" not in kept
    assert ward.get(f"{ACCESS}/what/bao.pq").status_code == 200
    assert ward.get(f"{ACCESS}/what/quan.dm").status_code == 404
    assert Api(app, f"bao.pq@{PROVINCE}").get(f"{ACCESS}/who?right=receive").status_code == 403
    units = {row["unit_code"] for row in ward.get(f"{ACCESS}/who?right=receive").json}
    assert all(unit.startswith(WARD) for unit in units)


@ONE
def test_the_page_tells_the_same_and_two_people_decide_on_it(app: Flask) -> None:
    giver, other = Api(app, f"quan.dm@{PROVINCE}"), Api(app, f"hieu.ph@{PROVINCE}")
    role = {"officer": "long.td", "role": "auditor", "unit_code": WARD}
    given = giver.post(
        f"{ACCESS}/grants", {**role, "valid_from": "2025-12-04", "basis": "7/QĐ-UBND"}
    )
    page = other.client.get(f"/quyen?quyen=cases.receive&don-vi={CENTRE}").text
    assert "bao.pq" in page
    assert "Thanh tra, kiểm tra" in page
    assert "7/QĐ-UBND" in page
    decide = f"/quyen/{given.json['awaiting']}/xac-nhan"
    refused = giver.client.post(decide, data={"csrf_token": giver.token})
    assert refused.status_code == 403
    assert "Hãy nhờ quản trị khác" in refused.text
    seen = seen_by(other, given.json["awaiting"])
    assert other.client.post(decide, data=seen | {"csrf_token": other.token}).status_code == 303
    told = other.client.get("/quyen?ten=long.td").text
    assert "đọc toàn bộ hồ sơ" in told
    assert other.client.get("/quyen?quyen=cases.read&ngay=31/2/2026").status_code == 422
    assert Api(app, f"bao.pq@{PROVINCE}").client.get("/quyen").status_code == 403

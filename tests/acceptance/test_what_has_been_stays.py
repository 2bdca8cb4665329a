"""Nothing ends, and nothing that has begun is deleted, on a day that is past: at every door."""

from typing import Any

import msgspec
import pytest
from flask import Flask
from sqlalchemy import select

from engine.access import operator
from engine.administration.people.granting import GrantEntry, grant_role
from engine.administration.people.substitutes import StandIn, stand_in
from engine.store.access import AccessGrant
from engine.store.organisation import Appointment, ServingUnit, Substitution
from engine.worktime import ZONE
from tests.client import Api, seen_by
from tests.town import PROVINCE, WARD, Town

ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ADMIN, OTHER, WARD_ADMIN = f"quan.dm@{PROVINCE}", f"hieu.ph@{PROVINCE}", f"kien.cv@{PROVINCE}"
DIVISION = f"{WARD}_vhxh"
HERE, ACCESS = f"/organisation/{PROVINCE}", f"/access/{PROVINCE}"
PAST, TODAY = "2025-12-03", "2025-12-04"
POST = {"username": "nam.hs", "unit_code": DIVISION, "position_code": "chuyen_vien"}
OFFICER = {**POST, "full_name": "Hồ Sỹ Nam", "valid_from": "2025-07-01"}
STAND_IN = {
    "unit_code": DIVISION,
    "position_code": "chuyen_vien",
    "officer": "long.td",
    "manner": "TL",
    "valid_from": "2025-11-03",
    "valid_to": "2026-01-01",
    "basis": "12/QĐ-UBND",
}
ROLE = {
    "officer": "nam.hs",
    "role": "monitor",
    "unit_code": "ubnd_tinh",
    "valid_from": "2025-11-03",
    "basis": "12/QĐ-UBND",
}
SERVED = {"role": "insurance_office", "unit_code": "so_noi_vu", "communes": [WARD], "basis": "QĐ 1"}
FOCAL = {"unit_code": WARD, "officer": "nam.hs", "duty": "tthc", "valid_from": "2025-11-03"}
SLIP = {"name": "Xã", "weekly": {"mon": ["07:30-11:30"], "tue": ["07:30-11:30"]}}
DOORS: dict[str, tuple[str, dict[str, Any]]] = {
    "a post ends": (f"{HERE}/posts/end", {**POST, "day": PAST}),
    "a post ends long before it began": (f"{HERE}/posts/end", {**POST, "day": "2020-01-01"}),
    "a post is entered anew with an end": (f"{HERE}/posts", {**OFFICER, "valid_to": PAST}),
    "an officer is moved": (
        f"{HERE}/posts/move",
        {**POST, "to_unit": f"{WARD}_kt", "to_position": "chuyen_vien", "day": PAST, "paper": "1"},
    ),
    "a substitution ends": (f"{HERE}/substitutions/{{stand_in}}/end", {"day": PAST}),
    "a substitution is entered anew with an end": (
        f"{HERE}/substitutions",
        {**STAND_IN, "valid_to": PAST},
    ),
    "a role ends": (f"{ACCESS}/grants/{{grant}}/end", {"day": PAST}),
    "a role ends before it began": (f"{ACCESS}/grants/{{grant}}/end", {"day": "2020-01-01"}),
    "a role is given anew with an end": (f"{ACCESS}/grants", {**ROLE, "valid_to": PAST}),
    "a focal person is named anew with an end": (
        f"{HERE}/focal-persons",
        {**FOCAL, "valid_to": PAST},
    ),
    "serving ends": (f"{HERE}/serving-units/end", {**SERVED, "day": PAST}),
    "another serves": (
        f"{HERE}/serving-units",
        {**SERVED, "unit_code": "so_xay_dung", "valid_from": PAST},
    ),
    "a unit ends": (f"{HERE}/units/{WARD}_kt/end", {"day": PAST}),
    "a unit is renamed": (
        f"{HERE}/units/{WARD}_kt/rename",
        {"name": "Phòng mới", "short_name": "Phòng mới", "day": PAST, "basis": "QĐ 1"},
    ),
    "a calendar is written anew": (f"{HERE}/calendars/xa", {"data": SLIP}),
    "a day of a calendar": (
        "/proposals/calendar-days/dry-run",
        {"calendar": "nghe_an", "day": PAST, "becomes": "off"},
    ),
}
"""Every door that takes a day on which something no longer holds."""

TELLS = ("hôm nay", "đã qua", "từ ngày mai")
"""Words of every such refusal: from when on it can be."""


def _faults(told: Any) -> list[str]:
    return [fault["message"] for fault in told["details"].get("faults", ())]


@pytest.fixture
def held(app: Flask, town: Town) -> dict[str, str]:
    """Ids of what is in force since November."""
    admin = Api(app, ADMIN)
    operates = operator(PROVINCE)  # who may bring in what began before
    with town.act() as session:
        stood = stand_in(
            session, admin=operates, entry=msgspec.convert(STAND_IN, StandIn), now=town.now
        )
        grant_role(session, admin=operates, entry=msgspec.convert(ROLE, GrantEntry), now=town.now)
    for path, body in (
        ("serving-units", {**SERVED, "valid_from": "2025-11-03"}),
        ("focal-persons", FOCAL),
        ("calendars/xa", {"data": {**SLIP, "weekly": {"mon": ["07:30-11:30"]}}}),
    ):
        made = admin.post(f"{HERE}/{path}", body)
        assert made.status_code == 200, made.json
    (grant,) = admin.get(f"{ACCESS}/grants").json
    return {"stand_in": stood.id, "grant": grant["id"]}


@ONE
def test_no_door_ends_anything_on_a_day_that_is_past(
    app: Flask, town: Town, held: dict[str, str]
) -> None:
    admin = Api(app, ADMIN)
    before = admin.get(f"{HERE}/changes").json
    for name, (path, body) in DOORS.items():
        refused = admin.post(path.format(**held), body)
        assert refused.status_code == 422, (name, refused.json)
        told = [refused.json["title"], *_faults(refused.json)]
        assert any(one in words for one in TELLS for words in told), (name, told)
    assert admin.get(f"{HERE}/changes").json == before


@ONE
def test_what_began_today_ends_today_and_stays_on_record(
    app: Flask, town: Town, held: dict[str, str]
) -> None:
    admin, other = Api(app, ADMIN), Api(app, OTHER)
    waits = admin.post(f"{ACCESS}/grants", {**ROLE, "valid_from": TODAY}).json["awaiting"]
    other.post(f"{ACCESS}/awaiting/{waits}/confirm", seen_by(other, waits))
    for one in admin.get(f"{ACCESS}/grants").json:
        assert admin.post(f"{ACCESS}/grants/{one['id']}/end", {"day": TODAY}).status_code == 200
    assert admin.get(f"{ACCESS}/grants").json == []
    with town.database.reading() as session:
        left = session.scalars(select(AccessGrant).order_by(AccessGrant.valid_from)).all()
        assert [(f"{one.valid_from}", f"{one.valid_to}") for one in left] == [
            ("2025-11-03", TODAY),
            (TODAY, TODAY),
        ]


@ONE
def test_what_is_to_begin_later_never_does(app: Flask, town: Town, held: dict[str, str]) -> None:
    admin, day = Api(app, ADMIN), "2026-02-02"
    post = {**OFFICER, "unit_code": f"{WARD}_kt", "valid_from": day}
    assert admin.post(f"{HERE}/posts", post).status_code == 200
    end = {**POST, "unit_code": f"{WARD}_kt", "day": day}
    assert admin.post(f"{HERE}/posts/end", end).status_code == 200
    with town.database.reading() as session:
        today = town.now.astimezone(ZONE).date()
        for entity in (Appointment, Substitution, ServingUnit):
            begin = session.scalars(select(entity.valid_from)).all()
            assert all(one <= today for one in begin), entity

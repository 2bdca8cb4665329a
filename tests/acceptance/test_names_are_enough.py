"""Units, positions, officers, procedures go by their names; doubtful ones are refused."""

from typing import Any

import pytest
from flask import Flask

from engine.organisation.tree import Setting, setting_of
from engine.proposing.kept import content_of
from engine.proposing.reorganisations import wish_of
from engine.store.organisation import Officer
from engine.store.proposals import Proposal
from tests.acceptance.test_reorganising_on_pages import PARTS
from tests.client import Api
from tests.town import PROVINCE, WARD, Town

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ADMIN = f"hieu.ph@{PROVINCE}"


@pytest.fixture
def admin(app: Flask, town: Town) -> Api:
    return Api(app, ADMIN)


def setting(town: Town) -> Setting:
    with town.database.reading() as session:
        return setting_of(session, PROVINCE)


def name_of(town: Town, username: str) -> str:
    name: str = town.officer(username).name
    return name


def twins(town: Town, username: str, other: str) -> str:
    """Two officers of one name."""
    name = name_of(town, username)
    with town.act() as session:
        (row,) = session.query(Officer).filter_by(province_code=PROVINCE, username=other)
        row.full_name = name
    return name


def message(answer: Any) -> str:
    faults = answer.json["details"]["faults"]
    return " ".join(str(one["message"]) for one in faults)


def test_a_desk_is_moved_to_a_unit_and_position_by_their_names(admin: Api, town: Town) -> None:
    unit = setting(town).units[f"{WARD}_kt"].name
    page = f"/quan-tri/chuyen-viec/{WARD}_vhxh/chuyen_vien"
    data = {"to_unit": unit.upper(), "to_position": "Chuyên viên", "day": "08/12/2025"}
    sent = {**data, "basis": "QĐ 9", "csrf_token": admin.token}
    assert admin.client.post(page, data=sent).status_code == 303
    assert setting(town).moved_desks[(f"{WARD}_vhxh", "chuyen_vien")][0].to[0] == f"{WARD}_kt"


def test_a_role_is_given_by_the_names_of_person_unit_and_procedure(admin: Api, town: Town) -> None:
    sent = {
        "officer": name_of(town, "long.td"),
        "role": "auditor",
        "unit_code": setting(town).unit_name(WARD),
        "procedure_code": "Trợ cấp một lần",
        "valid_from": "2025-12-04",
        "basis": "7/QĐ-UBND",
    }
    answer = admin.post(f"/access/{PROVINCE}/grants", sent)
    assert answer.status_code in (200, 201), answer.text
    assert "long.td" in admin.get(f"/access/{PROVINCE}/awaiting").text


def test_of_two_people_of_one_name_nobody_is_chosen_and_both_are_told(
    admin: Api, town: Town
) -> None:
    name = twins(town, "long.td", "bao.pq")
    sent = {"officer": name, "role": "auditor", "unit_code": WARD, "basis": "7/QĐ-UBND"}
    answer = admin.post(f"/access/{PROVINCE}/grants", {**sent, "valid_from": "2025-12-04"})
    assert answer.status_code == 422
    said = message(answer)
    assert "bao.pq (" in said
    assert "long.td (" in said
    page = admin.client.get("/quyen", query_string={"ten": name})
    assert page.status_code == 422
    assert "bao.pq (" in page.text


def test_what_somebody_may_do_is_asked_by_their_name_and_a_unit_by_its(
    admin: Api, town: Town
) -> None:
    page = admin.client.get("/quyen", query_string={"ten": name_of(town, "nam.hs")})
    assert page.status_code == 200
    assert "dòng</h3>" in page.text
    where = setting(town).unit_name(WARD)
    asked = {"quyen": "organisation.units", "don-vi": where}
    assert admin.client.get("/quyen", query_string=asked).status_code == 200


def test_a_split_is_told_by_names_and_proposed_by_codes(admin: Api, town: Town) -> None:
    there = setting(town).unit_name("xa_con_cuong")
    told = {**PARTS, "1.code": there, "1.procedures": "Trợ cấp một lần"}
    told |= {"1.officers": name_of(town, "nam.hs")}
    page = admin.client.get(f"/quan-tri/chia/{WARD}", query_string=told)
    assert page.status_code == 200, page.text[page.text.find("can sua") :][:800]
    sent = {**told, "basis": "NQ 15/NQ-HĐND", "csrf_token": admin.token}
    made = admin.client.post(f"/quan-tri/chia/{WARD}", data=sent)
    assert made.status_code == 303
    with town.database.reading() as session:
        (row,) = session.query(Proposal).all()
        wish = wish_of(content_of(session, row))
    assert [part.code for part in wish.parts] == ["phuong_vinh", "xa_con_cuong"]
    assert (wish.parts[1].procedures, wish.parts[1].officers) == (("2.002755",), ("nam.hs",))

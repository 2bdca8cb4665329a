"""Who signs for whom, where a post can be, whose people an administrator gives posts to."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask

from engine.administration.people.confirming import awaiting
from engine.administration.people.officers import (
    FocalEntry,
    OfficerEntry,
    appoint,
    name_focal_person,
)
from engine.administration.people.substitutes import StandIn, stand_in
from engine.store.organisation import Appointment, Officer
from tests.acceptance.test_a_head_is_absent import DEPUTY, DIVISION, absent_head
from tests.acceptance.test_positions_and_posts_are_guarded import faults
from tests.client import Api
from tests.town import CENTRE, PROVINCE, WARD, Town

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
DAY = date(2025, 12, 4)
CHAIR: dict[str, Any] = {"unit_code": WARD, "position_code": "lanh_dao_ubnd_xa"}


def told(town: Town, entry: StandIn) -> str:
    return faults(town, stand_in, entry, "kien.cv")


def test_a_head_of_a_division_signs_neither_for_the_chair_nor_for_another_head(town: Town) -> None:
    chair = absent_head(**CHAIR, absent="dung.hn", officer="hanh.tt")
    other = absent_head()
    for entry in (chair, other):
        assert "manner: KT. là cấp phó" in told(town, replace(entry, manner="KT"))
        assert "manner" not in told(town, replace(entry, manner="Q", basis=" "))
    specialist = replace(chair, officer="nam.hs", manner="Q")
    assert "manner: Q. là người được giao quyền" in told(town, specialist)


def test_a_deputy_of_the_same_unit_signs_for_its_head(town: Town) -> None:
    with town.act() as session:
        session.add(
            Appointment(
                province_code=PROVINCE,
                officer_id=town.officer(DEPUTY).officer_id,
                unit_code=DIVISION,
                position_code="lanh_dao_phong",
                title="Phó Trưởng phòng",
                valid_from=DAY,
            )
        )
    with town.act() as session:
        entry = absent_head(manner="KT")
        admin = town.administrator("kien.cv")
        assert stand_in(session, admin=admin, entry=entry, now=town.now).awaiting
    with town.act() as session:
        [row] = awaiting(session, admin=town.administrator("quan.dm"), now=town.now)
    assert row.what == "KT. Lãnh đạo phòng, thay Trần Thị Hạnh vắng"


def test_the_absent_one_holds_the_desk_on_each_of_the_days(town: Town) -> None:
    words = "absent: Người vắng không giữ vị trí này"
    assert words in told(town, absent_head(absent="dung.hn"))
    with town.act() as session:
        who = town.officer("hanh.tt").officer_id
        [post] = session.query(Appointment).filter_by(officer_id=who).all()
        post.valid_to = date(2025, 12, 5)
    assert words in told(town, absent_head())
    assert words not in told(town, absent_head(valid_to=date(2025, 12, 5), basis=" "))


def test_a_province_is_administered_from_a_unit_of_the_province(app: Flask, town: Town) -> None:
    page = Api(app, f"quan.dm@{PROVINCE}").client.get(f"/quan-tri/don-vi?dv={CENTRE}").text
    assert 'value="quan_tri_tinh"' not in page
    assert 'value="can_bo_mot_cua"' in page
    post = OfficerEntry("nam.hs", "Hồ Sỹ Nam", CENTRE, "quan_tri_tinh", DAY, paper="QĐ 1")
    words = "position_code: Trung tâm PVHCC phường Trường Vinh không có vị trí Quản trị cấp tỉnh"
    assert words in faults(town, appoint, post)
    there = absent_head(unit_code=CENTRE, position_code="quan_tri_tinh", absent=None)
    assert words in faults(town, stand_in, there)


def test_an_administrator_of_a_commune_has_nobody_of_another_stand_in_or_answer_for_it(
    town: Town,
) -> None:
    with town.database.reading() as session:
        where = session.query(Appointment, Officer).filter(
            Appointment.unit_code == "xa_con_cuong_vhxh", Officer.id == Appointment.officer_id
        )
        stranger, name = next((one.username, one.full_name) for _, one in where)
    words = "Người này của đơn vị khác"
    post = OfficerEntry(stranger, name, DIVISION, "chuyen_vien", DAY)
    assert words in told(town, absent_head(officer=stranger))
    focal = FocalEntry(WARD, stranger, "tthc", DAY)
    assert words in faults(town, name_focal_person, focal, "kien.cv")
    with town.act() as session:
        appoint(session, admin=town.administrator("quan.dm"), entry=post, now=town.now)

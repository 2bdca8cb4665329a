"""What gives people their work isn't overwritten, taken or given for days past by one entry."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask

from engine.administration.people.granting import GrantEntry, grant_role
from engine.administration.people.officers import (
    OfficerEntry,
    PositionEntry,
    appoint,
    put_position,
)
from engine.administration.people.substitutes import StandIn, stand_in
from engine.errors import EntryInvalid
from engine.store.organisation import Officer, Position, Substitution
from tests.acceptance.test_a_head_is_absent import absent_head, appoint_substitute
from tests.client import Api
from tests.town import PROVINCE, WARD, Town

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def faults(town: Town, act: Any, entry: Any, who: str = "quan.dm") -> str:
    with pytest.raises(EntryInvalid) as refused, town.act() as session:
        act(session, admin=town.administrator(who), entry=entry, now=town.now)
    told: Any = refused.value.details["faults"]
    return " ".join(f"{one['field']}: {one['message']}" for one in told)


def position(town: Town, code: str) -> Position:
    with town.database.reading() as session:
        return session.get_one(Position, (PROVINCE, code))


def test_adding_a_position_never_writes_over_one_that_is_there(town: Town) -> None:
    before = position(town, "lanh_dao_phong")
    told = faults(town, put_position, PositionEntry("lanh_dao_phong", "Trùng"))
    assert "code: Mã này là của chức danh" in told
    after = position(town, "lanh_dao_phong")
    kept = [(one.title, one.unit_kinds, one.leads) for one in (before, after)]
    assert kept[0] == kept[1]


def test_nobody_stops_leading_because_a_position_was_changed(town: Town) -> None:
    known = position(town, "lanh_dao_phong")
    kinds = tuple(known.unit_kinds)
    entry = PositionEntry("lanh_dao_phong", "Trưởng phòng", kinds, leads=False, changes=True)
    told = faults(town, put_position, entry)
    assert "leads: Chức danh này có" in told
    elsewhere = replace(entry, leads=True, unit_kinds=("so",))
    assert "unit_kinds: Còn người giữ" in faults(town, put_position, elsewhere)
    with town.act() as session:
        renamed = replace(entry, leads=True, title="Lãnh đạo phòng, ban")
        put_position(session, admin=town.administrator("quan.dm"), entry=renamed, now=town.now)
    assert position(town, "lanh_dao_phong").title == "Lãnh đạo phòng, ban"


def test_the_page_fills_the_form_with_the_position_that_is_changed(app: Flask, town: Town) -> None:
    admin = Api(app, f"quan.dm@{PROVINCE}")
    page = admin.client.get("/quan-tri/chuc-danh?sua=lanh_dao_phong").text
    assert "Sửa chức danh" in page
    assert 'name="changes" value="1"' in page
    assert f'value="{position(town, "lanh_dao_phong").title}"' in page


def test_a_mistyped_user_name_renames_nobody(town: Town) -> None:
    entry = OfficerEntry("nam.hs", "Tên Khác Hẳn", f"{WARD}_kt", "chuyen_vien", town.now.date())
    assert "username: nam.hs là tên đăng nhập của" in faults(town, appoint, entry)
    with town.act() as session:
        corrected = replace(entry, renames=True)
        appoint(session, admin=town.administrator("quan.dm"), entry=corrected, now=town.now)
    with town.database.reading() as session:
        who = town.officer("nam.hs").officer_id
        assert session.get_one(Officer, (PROVINCE, who)).full_name == "Tên Khác Hẳn"


def test_rights_to_act_never_begin_in_the_past(town: Town) -> None:
    past = absent_head(valid_from=date(2025, 11, 1))
    assert "valid_from: Quyền chỉ bắt đầu từ hôm nay" in faults(town, stand_in, past, "kien.cv")
    role = GrantEntry("nam.hs", "monitor", WARD, date(2025, 11, 1), "QĐ 1")
    assert "valid_from: Quyền chỉ" in faults(town, grant_role, role)


def test_a_right_that_waited_beyond_its_day_begins_when_it_is_confirmed(town: Town) -> None:
    entry = absent_head(valid_to=date(2025, 12, 20))
    with town.act() as session:
        admin = town.administrator("kien.cv")
        made = stand_in(session, admin=admin, entry=entry, now=town.now)
    town.wait(days=2)
    town.confirm(made.awaiting)
    with town.database.reading() as session:
        [row] = session.query(Substitution).filter_by(unit_code=f"{WARD}_vhxh").all()
    assert row.valid_from == town.now.date()


def test_only_who_leads_signs_for_a_head_and_nobody_twice(town: Town) -> None:
    specialist: StandIn = absent_head(officer="nam.hs", manner="KT")
    assert "manner: KT. là cấp phó" in faults(town, stand_in, specialist, "kien.cv")
    by_order: dict[str, Any] = {"officer": "nam.hs", "manner": "TL"}
    appoint_substitute(town, **by_order)
    again = absent_head(**by_order)
    later = replace(again, valid_from=date(2025, 12, 5), valid_to=date(2025, 12, 30))
    for one in (again, later):
        assert "officer: Người này đã được phân công" in faults(town, stand_in, one, "kien.cv")

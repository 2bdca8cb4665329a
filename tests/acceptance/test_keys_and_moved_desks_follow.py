"""Keys of outside systems and moved desks go where the work of their unit goes (R-87)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from engine.access import administrator, operator
from engine.accounts.tokens import hash_of
from engine.administration.accounts.tokens import tokens
from engine.administration.people.confirming import awaiting, confirm
from engine.administration.people.move_desk import (
    DeskMoveEnd,
    DeskMoving,
    before_moving_desk,
    end_desk_move,
    move_desk,
)
from engine.administration.people.units import end_unit
from engine.errors import EntryInvalid, GivenByYou, MovedSinceSeen, OwnPost, ProvinceAdminOnly
from engine.organisation.changes import raise_epoch
from engine.organisation.tree import Setting, setting_of
from engine.proposing.decide import approve, reviewed
from engine.proposing.reading import proposal
from engine.queries.stopped import stopped_cases
from engine.queries.systems import system_reading
from engine.store.access import SystemToken
from engine.store.accounts import Account
from engine.store.organisation import DeskMove
from engine.store.proposals import Proposal
from tests.acceptance.test_a_commune_goes_up_in_another import (
    DAY,
    THERE,
    midnight,
    propose,
    shown,
    undo,
)
from tests.acceptance.test_a_unit_is_split import split
from tests.town import PROVINCE, WARD, Town
from tests.two_people import CHECKER

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SECRET = "mct_bi-mat"
ELSEWHERE = "xa_con_cuong_kt"
HEAD = "lanh_dao_phong"


def set_up(town: Town) -> None:
    token = {"id": "t" * 32, "name": "Kho dữ liệu", "role": "monitor", "unit_code": WARD}
    days = {"valid_from": date(2025, 12, 1), "valid_to": date(2026, 12, 1), "basis": "QĐ 1"}
    told = {"proposed_by": "a" * 32, "proposed_name": "A", "proposed_at": town.now}
    with town.act() as session:
        hashed = {"secret_hash": hash_of(SECRET)}
        session.add(SystemToken(province_code=PROVINCE, **token, **days, **told, **hashed))
        session.add(
            DeskMove(
                province_code=PROVINCE,
                unit_code=ELSEWHERE,
                position_code="chuyen_vien",
                day=date(2025, 12, 1),
                to_unit_code=f"{WARD}_kt",
                to_position_code="chuyen_vien",
                valid_to=None,
                basis="QĐ 2",
            )
        )


def approved(town: Town, row: Proposal) -> None:
    told: dict[str, Any] = {"who": CHECKER, "proposal_id": row.id, "now": town.now}
    with town.act() as session:
        approve(session, seen=reviewed(session, **told).digest, **told)


def unit_read(town: Town) -> str:
    with town.database.reading() as session:
        found = system_reading(session, token=SECRET, day=town.now.date(), now=town.now)
    assert found is not None
    return found.person.grants[0].unit_code


def unit_listed(town: Town) -> str:
    with town.database.reading() as session:
        (key,) = tokens(session, admin=operator(PROVINCE), day=town.now.date())
    return key.unit_name


def kinds(town: Town, row: Proposal) -> dict[str, str]:
    with town.database.reading() as session:
        view = proposal(session, who=CHECKER, proposal_id=row.id, now=town.now)
    return {one.key: one.what for one in view.differences}


def test_the_dry_run_lists_them_and_from_the_day_on_they_go_on_there(town: Town) -> None:
    set_up(town)
    told = shown(town, row := propose(town))
    assert told[f"token:{'t' * 32}"].startswith("Khóa truy cập: Kho dữ liệu")
    assert f"desk:{ELSEWHERE}/chuyen_vien/2025-12-01" in told
    goes_on = kinds(town, row)
    assert {key: goes_on[key] for key in goes_on if key.startswith(("token:", "desk:"))} == {
        f"token:{'t' * 32}": "moved",
        f"desk:{ELSEWHERE}/chuyen_vien/2025-12-01": "moved",
    }
    approved(town, row)
    assert unit_read(town) == WARD
    midnight(town)
    assert unit_read(town) == THERE
    assert unit_listed(town) == "Ủy ban nhân dân xã Con Cuông"
    with town.database.reading() as session:
        setting = setting_of(session, PROVINCE)
    desks = [setting.desk_on(ELSEWHERE, "chuyen_vien", day) for day in (date(2025, 12, 7), DAY)]
    assert [unit for unit, _ in desks] == [f"{WARD}_kt", f"{THERE}_kt"]


def move(town: Town, unit: str, to: str, position: str = "chuyen_vien") -> None:
    desk = {"unit_code": unit, "position_code": position, "day": date(2025, 12, 1)}
    there = {"to_unit_code": to, "to_position_code": "chuyen_vien", "basis": "QĐ 3"}
    with town.act() as session:
        session.add(DeskMove(province_code=PROVINCE, **desk, **there, valid_to=None))
        raise_epoch(session, PROVINCE)


def test_work_that_follows_by_itself_is_not_among_what_is_stuck(town: Town) -> None:
    """Between the day and the worker nobody has to mend what goes to who took over."""
    case_id = town.file().case_id
    town.until(case_id, "B2")
    approved(town, propose(town))
    midnight(town)
    with town.database.reading() as session:
        assert town.task(case_id).unit_code.startswith(WARD)
        assert stopped_cases(session, admin=operator(PROVINCE), now=town.now) == ()


def desk_on(town: Town, unit: str, position: str, day: date) -> str:
    with town.database.reading() as session:
        return setting_of(session, PROVINCE).desk_on(unit, position, day)[0]


def test_a_moved_desk_of_a_unit_that_is_split_is_moved_on_in_the_new_unit_and_back(
    town: Town,
) -> None:
    move(town, f"{WARD}_vhxh", f"{WARD}_kt")
    told = shown(town, row := propose(town, split()))
    words = "Phòng VH-XH phường {0} do Chuyên viên, Phòng KT-HT-ĐT phường {0} làm"
    desk = f"desk:{WARD}_vhxh/chuyen_vien/2025-12-01"
    assert words.format("Vinh") in told[desk]
    assert words.format("Lê Lợi") in told[f"{desk}/phuong_le_loi_vhxh"]
    approved(town, row)
    assert desk_on(town, f"{WARD}_vhxh", "chuyen_vien", date(2025, 12, 7)) == f"{WARD}_kt"
    new = split().new
    assert desk_on(town, f"{new}_vhxh", "chuyen_vien", DAY) == f"{new}_kt"
    undo(town, row)
    assert desk_on(town, f"{WARD}_vhxh", "chuyen_vien", DAY) == f"{WARD}_kt"
    assert desk_on(town, f"{new}_vhxh", "chuyen_vien", DAY) == f"{new}_vhxh"


def test_who_takes_over_does_the_work_themselves_where_they_have_people_for_it(
    town: Town,
) -> None:
    move(town, f"{WARD}_vhxh", "so_noi_vu")
    told = shown(town, row := propose(town))
    assert "thôi chuyển" in told[f"desk:{WARD}_vhxh/chuyen_vien/2025-12-01"]
    approved(town, row)
    assert desk_on(town, f"{THERE}_vhxh", "chuyen_vien", DAY) == f"{THERE}_vhxh"


def test_what_signs_moves_only_to_who_leads_by_who_administers_the_province(town: Town) -> None:
    """The signature is the decision: a unit's own administrator gives it to nobody."""
    desk = {"unit_code": "so_noi_vu", "position_code": "lanh_dao_so", "day": town.now.date()}
    clerk = {"to_unit": "so_noi_vu_ncc", "to_position": "chuyen_vien", "basis": "QĐ 3"}
    entry = DeskMoving(**desk, **clerk)
    with town.act() as session, pytest.raises(EntryInvalid) as refused:
        move_desk(session, admin=operator(PROVINCE), entry=entry, now=town.now)
    (fault,) = refused.value.details["faults"]
    assert fault["field"] == "to_position"
    own = administrator(town.officer("quynh.dtt"), setting(town))
    entry = DeskMoving(**desk, **{**clerk, "to_position": "lanh_dao_phong"})
    with town.act() as session, pytest.raises(ProvinceAdminOnly):
        move_desk(session, admin=own, entry=entry, now=town.now)


def test_what_signs_moves_when_a_second_administrator_confirms(town: Town) -> None:
    """Law is touched: until then the desk signs itself, and its giver confirms nothing."""
    desk = {"unit_code": f"{WARD}_vhxh", "position_code": HEAD, "day": town.now.date()}
    to = {"to_unit": f"{WARD}_kt", "to_position": HEAD, "basis": "QĐ 3"}
    giver = town.administrator("quan.dm")
    with town.act() as session:
        waits = move_desk(session, admin=giver, entry=DeskMoving(**desk, **to), now=town.now)
    assert waits
    assert done_at(town, f"{WARD}_vhxh", HEAD) == (f"{WARD}_vhxh", HEAD)
    with town.database.reading() as session:
        told = before_moving_desk(
            session, admin=giver, unit_code=f"{WARD}_vhxh", position_code=HEAD, now=town.now
        )
    assert "Chuyển sang Lãnh đạo phòng" in told.waiting[0]
    with pytest.raises(GivenByYou), town.act() as session:
        confirm(session, admin=giver, awaiting_id=waits, seen="", now=town.now)
    own = administrator(town.officer("kien.cv"), setting(town))
    with pytest.raises(ProvinceAdminOnly), town.act() as session:
        confirm(session, admin=own, awaiting_id=waits, seen="", now=town.now)
    gets = replace(town.administrator("hieu.ph"), account_id=account_of(town, f"{WARD}_kt"))
    with pytest.raises(OwnPost), town.act() as session:
        confirm(session, admin=gets, awaiting_id=waits, seen="", now=town.now)
    second = town.administrator("hieu.ph")
    with town.database.reading() as session:
        (read,) = awaiting(session, admin=second, now=town.now)
    with town.act() as session:
        to["basis"] = "QĐ 4"
        assert (
            move_desk(session, admin=giver, entry=DeskMoving(**desk, **to), now=town.now) == waits
        )
    with pytest.raises(MovedSinceSeen), town.act() as session:
        confirm(session, admin=second, awaiting_id=waits, seen=read.seen, now=town.now)
    assert done_at(town, f"{WARD}_vhxh", HEAD) == (f"{WARD}_vhxh", HEAD)
    town.now += timedelta(days=1)
    town.confirm(waits)
    assert done_at(town, f"{WARD}_vhxh", HEAD) == (f"{WARD}_kt", HEAD)
    with town.database.reading() as session:
        assert session.query(DeskMove).one().day == town.now.date(), "it begins when confirmed"
        may = [
            before_moving_desk(
                session, admin=one, unit_code=f"{WARD}_vhxh", position_code=HEAD, now=town.now
            ).may_move
            for one in (giver, own)
        ]
    assert may == [True, False]
    ends = DeskMoveEnd(f"{WARD}_vhxh", HEAD, town.now.date(), town.now.date())
    with pytest.raises(ProvinceAdminOnly), town.act() as session:
        end_desk_move(session, admin=own, entry=ends, now=town.now)


def account_of(town: Town, unit: str) -> str:
    """An account of who holds the desk."""
    (head,) = town.officers(unit, HEAD)
    told = {"id": "c" * 32, "username": "c", "password_hash": "", "kind": "officer"}
    with town.act() as session:
        row = Account(**told, full_name=head.name, created_at=town.now)
        row.province_code, row.officer_id = PROVINCE, head.officer_id
        session.add(row)
    return "c" * 32


def done_at(town: Town, unit: str, position: str) -> tuple[str, str]:
    return setting(town).desk_on(unit, position, town.now.date())


def setting(town: Town) -> Setting:
    with town.database.reading() as session:
        return setting_of(session, PROVINCE)


def test_a_move_that_began_today_and_ends_today_stays_on_record(town: Town) -> None:
    desk = {"unit_code": f"{WARD}_vhxh", "position_code": "chuyen_vien", "day": town.now.date()}
    told: dict[str, Any] = {"admin": operator(PROVINCE), "now": town.now}
    to = {"to_unit": f"{WARD}_kt", "to_position": "chuyen_vien", "basis": "QĐ 3"}
    for _ in range(2):  # and again on the same day
        with town.act() as session:
            move_desk(session, entry=DeskMoving(**desk, **to), **told)
        with town.act() as session:
            end_desk_move(session, entry=DeskMoveEnd(**desk, ends=desk["day"]), **told)
    with town.database.reading() as session:
        (row,) = session.query(DeskMove).all()
        assert (row.day, row.valid_to) == (desk["day"], desk["day"])
    assert desk_on(town, f"{WARD}_vhxh", "chuyen_vien", desk["day"]) == f"{WARD}_vhxh"


def test_a_unit_that_does_the_work_of_another_desk_does_not_end_without_successor(
    town: Town,
) -> None:
    move(town, ELSEWHERE, f"{WARD}_kt")
    with pytest.raises(EntryInvalid, match="thôi chuyển trước"), town.act() as session:
        end_unit(session, admin=operator(PROVINCE), code=f"{WARD}_kt", day=DAY, now=town.now)

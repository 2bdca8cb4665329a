"""A unit is split into several from a day on: each matter goes to one of them (R-87)."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from engine.administration.reorganising.mapping import Part, Wish
from engine.cases.vouching.verify import case_faults
from engine.errors import NotToBeUndone, PlanIncomplete
from engine.jobs.following import follow_successions, return_after_undoing
from engine.organisation.tree import setting_of
from engine.queries.case_file import case_file
from engine.store.organisation import Appointment, ServingUnit, Unit
from engine.store.rules import BeneficiaryAccount, LocalRule, RulePeriod
from tests.acceptance.test_a_commune_goes_up_in_another import (
    DAY,
    carry_out,
    faults,
    follow,
    midnight,
    propose,
    rows,
    shown,
    undo,
)
from tests.rulebook import Rulebook
from tests.town import CENTRE, FLAGSHIP, MAIN_PATH, PROVINCE, WARD, Town

ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
VINH, LE = "phuong_vinh", "phuong_le_loi"
REST = Part(VINH, "Ủy ban nhân dân phường Vinh", "phường Vinh", "H41.32.901")
OTHER = Part(LE, "Ủy ban nhân dân phường Lê Lợi", "phường Lê Lợi", "H41.32.902")


def split(other: Part = OTHER, rest: Part = REST) -> Wish:
    return Wish(WARD, VINH, DAY, parts=(rest, other))


def test_each_case_goes_on_in_the_part_that_takes_it(town: Town) -> None:
    named, left, filed, over = (town.file().case_id for _ in range(4))
    for one in (named, left):
        town.until(one, "B3")
        town.claim(town.task(one), town.officer("nam.hs"))
    town.until(over, None)
    part = replace(OTHER, cases=(town.case(named).code or "",), officers=("thang.bx",))
    due = town.case(named).due_at
    carry_out(town, split(part))
    assert follow(town) == 0  # nothing before the day
    midnight(town)
    assert [follow(town), follow(town)] == [3, 0]
    case, task = town.case(named), town.task(named)
    assert (case.competent_unit, case.receiving_unit) == (LE, f"{LE}_ttphcc")
    assert (task.unit_code, task.officer_id, case.due_at) == (f"{LE}_vhxh", None, due)
    kept = town.task(left)
    assert (kept.unit_code, kept.officer_id) == (
        f"{VINH}_vhxh",
        town.officer("nam.hs").officer_id,
    )
    assert town.case(filed).receiving_unit == f"{VINH}_ttphcc"
    with town.database.reading() as session:
        told = {"person": town.officer("nam.hs"), "now": town.now}
        file = case_file(session, ref=town.case(left).code or "", **told)
    assert file.receipt_unit == "Trung tâm Phục vụ hành chính công phường Trường Vinh"
    assert town.case(over).competent_unit == WARD
    for one in (left, filed):
        town.until(one, None)
        assert town.case(one).status == 10
    assert [faults(town, one) for one in (named, left, filed, over)] == [[]] * 4


@ONE
def test_a_split_by_procedure_sends_every_case_of_it_and_its_rules_there(town: Town) -> None:
    case_id = town.file().case_id
    town.until(case_id, "B3")
    book = Rulebook(town.database, town.documents)
    book.now = town.now
    book.rule(PROVINCE, "cut_off", {"hour": "15:00"}, procedure=None, unit=WARD)
    book.rule(PROVINCE, "step_hours", {"hours": "4"}, procedure=FLAGSHIP, element="B3", unit=WARD)
    row = carry_out(town, split(replace(OTHER, procedures=(FLAGSHIP,))))
    with town.database.reading() as session:
        places = {
            (one.kind, one.place, one.valid_from)
            for one in session.scalars(
                select(RulePeriod).where(
                    RulePeriod.until_epoch.is_(None), RulePeriod.valid_to.is_(None)
                )
            )
        }
    assert places == {
        ("cut_off", f"unit:{VINH}", DAY),
        ("cut_off", f"unit:{LE}", DAY),
        ("step_hours", f"unit:{LE}", DAY),
    }
    midnight(town)
    follow(town)
    assert town.task(case_id).unit_code == f"{LE}_vhxh"
    undo(town, row)
    with town.database.reading() as session:
        again = session.scalars(
            select(RulePeriod.place).where(RulePeriod.until_epoch.is_(None))
        ).all()
        states = session.scalars(select(LocalRule.state)).all()
    assert set(again) == {f"unit:{WARD}"}
    assert sorted(states) == ["approved"] * 2 + ["ended"] * 3


@ONE
def test_the_province_is_right_on_both_sides_of_the_day(town: Town) -> None:
    carry_out(town, split(replace(OTHER, officers=("thang.bx",))))
    with town.database.reading() as session:
        setting = setting_of(session, PROVINCE)
        served = session.scalars(
            select(ServingUnit.commune_code).where(
                ServingUnit.role == "tax_office", ServingUnit.valid_from == DAY
            )
        ).all()
        post = session.scalars(
            select(Appointment.unit_code).where(
                Appointment.officer_id == town.officer("thang.bx").officer_id,
                Appointment.valid_from == DAY,
            )
        ).all()
        accounts = session.scalars(
            select(BeneficiaryAccount.unit_code).where(BeneficiaryAccount.valid_from == DAY)
        ).all()
    before, after = (
        {one.code for one in setting.communes(day)} for day in (date(2025, 12, 7), DAY)
    )
    assert (before - after, after - before) == ({WARD}, {VINH, LE})
    assert setting.unit_name(f"{LE}_ttphcc") == "Trung tâm Phục vụ hành chính công phường Lê Lợi"
    assert setting.on_day(CENTRE, DAY) == f"{VINH}_ttphcc"
    assert (set(served), set(accounts)) == ({VINH, LE}, {VINH})
    assert {one.split("_vp")[0].removesuffix("_kt").removesuffix("_vhxh") for one in post} == {LE}


@ONE
def test_the_dry_run_says_which_part_takes_each_thing(town: Town) -> None:
    case_id = town.file().case_id
    town.until(case_id, "B3")
    found = shown(town, propose(town, split(replace(OTHER, procedures=(FLAGSHIP,)))))
    assert "Phòng VH-XH phường Lê Lợi, chung ở bàn việc" in found[f"case:{case_id}"]
    assert found[f"unit:{WARD}"].endswith(
        "Ủy ban nhân dân phường Vinh, Ủy ban nhân dân phường Lê Lợi nhận việc"
    )
    assert found[f"unit:{LE}_ttphcc"].endswith("chưa có → bắt đầu")
    assert "không ai giữ" in found[f"nobody:{LE}_ttphcc/can_bo_mot_cua"]
    assert f"nobody:{VINH}_ttphcc/can_bo_mot_cua" not in found


@ONE
def test_a_plan_of_a_split_says_all_that_is_wrong_with_it(town: Town) -> None:
    wrong = (
        (split(replace(OTHER, name="")), LE, "tên gọi tắt"),
        (split(replace(OTHER, agency_code=None)), LE, "mã định danh"),
        (split(replace(OTHER, procedures=("9.99",))), LE, "Không có thủ tục 9.99"),
        (split(replace(OTHER, cases=("H41-1",))), LE, "Không có hồ sơ H41-1"),
        (split(replace(OTHER, communes=("xa_la",))), LE, "xa_la"),
        (Wish(WARD, VINH, DAY, parts=(REST,)), "parts", "ít nhất hai"),
        (Wish(WARD, "x", DAY, parts=(REST, OTHER)), "new", "phần còn lại"),
        (split(Part("so_noi_vu")), "so_noi_vu", "không có nơi tương ứng"),
        (split(Part(CENTRE)), CENTRE, "cũng kết thúc"),
        (
            split(replace(OTHER, sectors=("x",)), replace(REST, sectors=("x",))),
            LE,
            "Lĩnh vực x giao cho hai đơn vị",
        ),
    )
    for wish, field, words in wrong:
        with pytest.raises(PlanIncomplete) as refused:
            propose(town, wish)
        told: Any = refused.value.details["faults"]
        assert words in " ".join(one["message"] for one in told)
        assert field in {one["field"].partition(".")[0] for one in told}


@ONE
def test_a_split_that_is_undone_before_the_day_leaves_no_unit(town: Town) -> None:
    tables = (Unit, Appointment, ServingUnit, BeneficiaryAccount)
    before = [rows(town, one) for one in tables]
    row = carry_out(town, split())
    undo(town, row)
    assert [rows(town, one) for one in tables] == before


def test_a_split_that_is_undone_after_the_day_brings_every_case_back(town: Town) -> None:
    case_id = town.file().case_id
    town.until(case_id, "B3")
    task = town.task(case_id)
    row = carry_out(town, split(replace(OTHER, procedures=(FLAGSHIP,))))
    midnight(town)
    follow(town)
    about = {k: VINH if v == WARD else v for k, v in MAIN_PATH.answers.items()}
    centre = {"receiving_unit": f"{VINH}_ttphcc", "returning_unit": f"{VINH}_ttphcc"}
    late = town.file(answers=about, **centre).case_id
    undo(town, row)
    assert return_after_undoing(town.database, now=town.now) == 1
    assert town.task(case_id).unit_code == task.unit_code
    town.now = datetime(2025, 12, 9, 0, 1, tzinfo=town.now.tzinfo)
    assert follow_successions(town.database, now=town.now) == 1  # filed meanwhile
    for one in (case_id, late):
        town.until(one, None)
        with town.database.reading() as session:
            assert case_faults(session, session.merge(town.case(one), load=False)) == []
    assert town.case(late).competent_unit == WARD


@ONE
def test_the_first_act_on_a_case_of_a_split_ends_the_undoing(town: Town) -> None:
    case_id = town.file().case_id
    town.until(case_id, "B3")
    row = carry_out(town, split())
    midnight(town)
    follow(town)
    town.claim(town.task(case_id), town.officer("nam.hs"))
    with pytest.raises(NotToBeUndone):
        undo(town, row)

"""A dossier that was late stays late, where it fell late, whatever is done to it afterwards."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import insert, select

from engine.administration.reorganising.mapping import Wish
from engine.cases.adding_files import FiledDocument
from engine.cases.apologise import apologise_late
from engine.deadlines.late_marks import let_lie_in
from engine.errors import CaseNotFound, NotLate, NotTheLead, TimeRunsHere
from engine.jobs.following import follow_successions, return_after_undoing
from engine.jobs.waking import give_own_times
from engine.queries.case_file import case_file
from engine.queries.lateness.by_unit import lateness_by_unit
from engine.queries.lateness.figures import ended_late, late_now, standing_late
from engine.queries.lateness.overdue import year_of
from engine.queries.signing import signing_page
from engine.queries.views.lateness import LateCount
from engine.store.base import table_of
from engine.store.organisation import Appointment
from tests.acceptance.test_a_commune_goes_up_in_another import carry_out, undo
from tests.acceptance.test_apologies import extend
from tests.acceptance.test_halts import GONE, approve, ask_again, propose, resume
from tests.acceptance.test_late_cases import LATE, claim, decide, late, listed
from tests.acceptance.test_supplements import answer, ask, at, received
from tests.acceptance.test_transfers import ELSEWHERE, transfer
from tests.acceptance.test_withdrawals import withdraw
from tests.client import Api
from tests.integration.jobs.procedures import faults
from tests.left import ALL
from tests.papers import PDF
from tests.town import PROVINCE, WARD, Town

THIRD = "phuong_thanh_vinh"
ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SECTOR = "Luật Đất đai 2024, Điều 28"
ZERO, EACH = LateCount(0, 0, 0), LateCount(1, 1, 1)
Act = Callable[[Town, str], object]


def figures(town: Town) -> tuple[LateCount, LateCount, LateCount]:
    """Late cases in progress, those that stand still, and those that ended this year."""
    with town.database.reading() as session:
        running, _ = late_now(session, ALL, now=town.now)
        ended = ended_late(session, ALL, since=year_of(town.now), until=town.now)
        return running, standing_late(session, ALL), ended


def units(town: Town) -> dict[str, LateCount]:
    """Late cases in progress by agency."""
    with town.database.reading() as session:
        page = lateness_by_unit(session, person=town.officer("quan.dm"), now=town.now)
    return {row.unit.code: row.running for row in page.rows}


def staffed_like(town: Town, unit: str, other: str) -> None:
    """Whoever works in the unit works in the other as well."""
    table = table_of(Appointment)
    with town.act() as session:
        rows = session.execute(select(table).where(table.c.unit_code.startswith(unit))).mappings()
        here = [{**row, "unit_code": row["unit_code"].replace(unit, other)} for row in rows.all()]
        session.execute(insert(table), here)


def sorry(town: Town, case_id: str, **changes: object) -> None:
    """The head of the unit that let it fall late apologises for that."""
    given = {"person": town.officer("hanh.tt"), "reason": "Thiếu người", "paper": "CV 15/XL-UBND"}
    given |= {"signed": [FiledDocument(None, "xin-loi.pdf", PDF)], "store": town.documents}
    ref = town.case(case_id).submission_number
    with town.act() as session:
        apologise_late(session, ref=ref, now=town.now, **{**given, **changes})  # type: ignore[arg-type]


def told_of(town: Town, case_id: str, head: str = "hanh.tt") -> tuple[str, ...]:
    """Why it is due when it is, as a head reads it."""
    with town.database.reading() as session:
        ref, person = town.case(case_id).submission_number, town.officer(head)
        file = case_file(session, ref=ref, person=person, now=town.now)
    (why,) = (one.explanation for one in file.deadlines if one.label.startswith("Trả kết quả"))
    return why


def supplemented(town: Town, case_id: str) -> None:
    ask(town, case_id, late_basis=SECTOR)
    assert figures(town) == (ZERO, EACH, ZERO)
    town.wait(days=1)
    answer(town, case_id)


def suspended(town: Town, case_id: str) -> None:
    propose(town, case_id)
    approve(town, case_id)
    assert figures(town) == (ZERO, EACH, ZERO)
    resume(town, case_id)


def stopped(town: Town, case_id: str) -> None:
    propose(town, case_id, ground=GONE)
    approve(town, case_id)


@ONE
@pytest.mark.parametrize("does", [supplemented, suspended, transfer])
def test_a_late_case_that_goes_on_is_counted_as_late(town: Town, does: Act) -> None:
    """Trap 2: no supplement, no pause and no other unit makes it one in time."""
    case_id = late(town)
    before = units(town)
    does(town, case_id)
    assert figures(town) == (EACH, ZERO, ZERO)
    assert units(town) == before == {WARD: EACH}
    (row,) = listed(town, town.officer("quan.dm")).rows
    assert (row.due.at, row.due.urgency) == (at(22, 9, 15), "late")
    assert faults(town, case_id) == []


@ONE
@pytest.mark.parametrize("does", [withdraw, stopped, lambda town, one: town.until(one, None)])
def test_a_late_case_that_ends_in_any_way_ended_late(town: Town, does: Act) -> None:
    case_id = late(town)
    does(town, case_id)
    assert figures(town) == (ZERO, ZERO, EACH)
    assert faults(town, case_id) == []


@ONE
def test_what_waited_long_for_its_applicant_and_ends_did_not_end_late(town: Town) -> None:
    case_id = received(town)
    ask(town, case_id)
    town.now = LATE
    withdraw(town, case_id)
    assert figures(town) == (ZERO, ZERO, ZERO)


@ONE
def test_a_lawful_supplement_of_a_case_in_time_promises_first_what_it_is_due_then(
    town: Town,
) -> None:
    """Art. 19.5: the time starts from zero, so no figure counts it late up to the new due time."""
    case_id = received(town)
    ask(town, case_id)
    town.wait(days=1)
    answer(town, case_id)
    case = town.case(case_id)
    assert case.due_at is not None
    assert case.first_due_at is None
    town.now = case.due_at
    assert figures(town) == (ZERO, ZERO, ZERO)
    town.until(case_id, None)
    assert figures(town) == (ZERO, ZERO, ZERO)
    assert faults(town, case_id) == []


@ONE
def test_what_was_extended_and_then_began_anew_is_told_in_order(town: Town) -> None:
    case_id = received(town)
    extend(town, case_id)
    ask(town, case_id)
    town.wait(hours=3)
    answer(town, case_id)
    why = told_of(town, case_id)
    assert why[0].startswith("Bổ sung đủ, tính lại từ đầu")
    extended, now = why[-2:]
    assert "gia hạn một lần lúc 10:15 thứ Năm 04/12/2025, trước khi tính lại" in extended
    assert now.startswith("Hạn là")


@ONE
def test_a_second_supplement_is_late_in_the_figures_and_listed(town: Town) -> None:
    case_id = received(town)
    ask(town, case_id)
    answer(town, case_id)
    ask_again(town, case_id)
    assert figures(town) == (ZERO, EACH, ZERO)
    assert town.case(case_id).late_since is None, "no due time was missed"
    with pytest.raises(NotLate):
        sorry(town, case_id)
    assert listed(town, town.officer("hanh.tt")).counts["stopped_unapologised"] == 0
    head, ref = town.officer("hanh.tt"), str(town.case(case_id).code)
    with town.database.reading() as session:
        told = case_file(session, ref=ref, person=head, now=town.now).lateness
    assert told is not None
    assert not told.missed, "the page asks nobody for an apology"
    answer(town, case_id)
    assert figures(town) == (EACH, ZERO, ZERO)
    (row,) = listed(town, town.officer("quan.dm")).rows
    assert row.kept == "bổ sung quá một lần, tính là quá hạn"
    (counted,) = (one for one in told_of(town, case_id) if "quá một lần" in one)
    assert counted.startswith("Yêu cầu bổ sung quá một lần lúc ")
    assert counted.endswith(
        "tính là quá hạn, với Ủy ban nhân dân phường Trường Vinh (QĐ 766/QĐ-TTg)."
    )


@ONE
def test_who_got_a_late_case_is_not_charged_with_it_and_does_not_apologise_for_it(
    town: Town,
) -> None:
    case_id = late(town)
    transfer(town, case_id)
    assert listed(town, town.officer("thanh.vv")).count == ZERO
    there = town.officer("diep.lv")
    assert listed(town, there).count == ZERO
    with pytest.raises(NotTheLead):
        extend(town, case_id, person=there, new_day=None)
    with pytest.raises(NotTheLead):
        sorry(town, case_id, person=there)
    assert [apologies(town, one) for one in ("dung.hn", "thanh.vv")] == [1, 0]
    sorry(town, case_id, person=town.officer("dung.hn"))
    assert apologies(town, "dung.hn") == 0
    assert listed(town, town.officer("dung.hn")).counts["unapologised"] == 0
    claim(town, case_id, person=town.officer("dung.hn"))


def apologies(town: Town, who: str) -> int:
    """How many the leader's page says that they owe."""
    with town.database.reading() as session:
        return signing_page(session, person=town.officer(who), now=town.now).apologies


@ONE
@pytest.mark.parametrize("ends", [withdraw, lambda town, one: town.until(one, None)])
def test_who_got_a_case_late_and_lets_it_lie_is_counted_beside_who_made_it_late(
    town: Town, ends: Act
) -> None:
    """Trap 10: a dossier of two agencies is late once, whichever of them are counted with it."""
    case_id = late(town)
    transfer(town, case_id)
    own = town.case(case_id).own_due_at
    assert own is not None
    assert own == town.task(case_id).due_at
    town.now = own + timedelta(minutes=1)
    assert units(town) == {WARD: EACH, ELSEWHERE: LateCount(0, 0, 0, 1)}
    assert figures(town) == (LateCount(1, 1, 1, 1), ZERO, ZERO)
    there = town.officer("thanh.vv")
    (row,) = listed(town, there, which="came_late").rows
    assert row.came_late is not None
    assert row.came_late.startswith("xã Con Cuông nhận khi đã quá hạn")
    made, own_told = told_of(town, case_id, "thanh.vv")[-3:-1]
    assert made.endswith("phường Trường Vinh: vẫn là quá hạn ở đó.")
    assert "xã Con Cuông nhận khi đã quá hạn; hạn riêng ở đó là" in own_told
    assert [one.who for one in row.todo] == ["Lãnh đạo phường Trường Vinh"] * 2
    assert listed(town, town.officer("dung.hn")).counts["came_late"] == 0
    with pytest.raises((NotTheLead, CaseNotFound)):
        sorry(town, case_id, person=town.officer("diep.lv"))
    ends(town, case_id)
    assert figures(town) == (ZERO, ZERO, LateCount(1, 1, 1, 1))
    case = town.case(case_id)
    assert (case.late_unit, let_lie_in(case.own_late)) == (WARD, [(ELSEWHERE, own)])
    assert faults(town, case_id) == []


@ONE
def test_the_desk_of_lateness_and_the_api_show_who_let_a_late_case_lie(
    town: Town, app: Flask
) -> None:
    case_id = late(town)
    transfer(town, case_id)
    own = town.case(case_id).own_due_at
    assert own is not None
    town.now = own + timedelta(minutes=1)
    there = Api(app, f"thanh.vv@{PROVINCE}")
    page = there.client.get("/qua-han?loc=came_late").text
    assert "xã Con Cuông nhận khi đã quá hạn, lại để quá hạn riêng" in page
    told = there.get("/oversight/late?which=came_late").json
    assert (told["counts"]["came_late"], told["count"]["came_late"], told["count"]["late"]) == (
        1,
        1,
        0,
    )
    (row,) = there.get("/oversight/late/units").json["rows"]
    assert (row["unit"]["code"], row["running"]["came_late"]) == (ELSEWHERE, 1)
    assert "Nhận khi đã quá hạn" in there.client.get("/qua-han/don-vi").text


@ONE
def test_who_got_a_case_late_and_does_it_in_its_own_time_is_not_counted(town: Town) -> None:
    case_id = late(town)
    transfer(town, case_id)
    town.until(case_id, None)
    assert figures(town) == (ZERO, ZERO, EACH)
    assert town.case(case_id).own_late == {}
    assert faults(town, case_id) == []


@ONE
def test_who_takes_over_let_nothing_lie_and_undone_all_is_as_before(town: Town) -> None:
    """R-87: what had come late to the unit that ended lay there, not where it went."""
    case_id = late(town)
    transfer(town, case_id)
    own = town.case(case_id).own_due_at
    assert own is not None
    town.now = own + timedelta(minutes=1)
    before = units(town)
    row = carry_out(town, Wish(ELSEWHERE, THIRD, town.now.date() + timedelta(days=1)))
    town.now += timedelta(days=1)
    assert follow_successions(town.database, now=town.now) == 1
    case = town.case(case_id)
    assert (case.competent_unit, let_lie_in(case.own_late)) == (THIRD, [(ELSEWHERE, own)])
    assert (case.own_due_at, THIRD in units(town), faults(town, case_id)) == (None, False, [])
    assert give_own_times(town.database, now=town.now) == 0, "nor by night"
    undo(town, row)
    assert return_after_undoing(town.database, now=town.now) == 1
    case = town.case(case_id)
    assert (case.competent_unit, case.own_late, case.own_due_at) == (ELSEWHERE, {}, own)
    assert units(town) == before
    assert faults(town, case_id) == []


def test_a_case_that_comes_late_to_several_units_has_a_clock_and_mark_with_each(
    town: Town,
) -> None:
    case_id = late(town)
    staffed_like(town, ELSEWHERE, THIRD)
    lain = {}
    for place in (ELSEWHERE, THIRD):
        transfer(town, case_id, place=place)
        own = town.case(case_id).own_due_at
        assert own is not None
        assert own == town.task(case_id).due_at
        lain[place] = own
        town.now = own + timedelta(minutes=1)
    own_late = LateCount(0, 0, 0, 1)
    assert units(town) == {WARD: EACH, ELSEWHERE: own_late, THIRD: own_late}
    assert figures(town) == (LateCount(1, 1, 1, 2), ZERO, ZERO)
    (row,) = listed(town, town.officer("quan.dm"), which="came_late").rows
    assert str(row.came_late).count("nhận khi đã quá hạn") == len(lain)
    withdraw(town, case_id)
    assert dict(let_lie_in(town.case(case_id).own_late)) == lain
    assert figures(town) == (ZERO, ZERO, LateCount(1, 1, 1, 2))
    assert faults(town, case_id) == []


def test_who_got_a_case_late_before_such_time_was_kept_has_it_the_next_night(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = late(town)
    with monkeypatch.context() as before:
        before.setattr("engine.cases.act.keeping_lateness.own_due", lambda *_, **__: None)
        transfer(town, case_id)
    assert town.case(case_id).own_due_at is None
    assert give_own_times(town.database, now=town.now) == 1
    own = town.case(case_id).own_due_at
    assert own is not None
    assert own == town.task(case_id).due_at
    assert give_own_times(town.database, now=town.now) == 0
    assert faults(town, case_id) == []
    town.now = own + timedelta(minutes=1)
    assert units(town) == {WARD: EACH, ELSEWHERE: LateCount(0, 0, 0, 1)}


@ONE
def test_what_began_anew_with_who_got_it_late_is_late_there_when_that_is_over(town: Town) -> None:
    case_id = late(town)
    transfer(town, case_id)
    ask(town, case_id, person=town.desk(town.task(case_id)), late_basis=SECTOR)
    answer(town, case_id)
    case = town.case(case_id)
    assert case.due_at is not None
    assert case.own_due_at == case.due_at
    town.now = case.due_at + timedelta(days=1)
    town.until(case_id, None)
    case = town.case(case_id)
    assert (case.late_unit, [*case.own_late]) == (WARD, [ELSEWHERE])
    assert faults(town, case_id) == []


@ONE
def test_each_due_time_is_missed_by_who_had_the_case_then(town: Town) -> None:
    """The ward extended and missed the first; the commune missed the one in force."""
    case_id = received(town)
    extend(town, case_id)  # from Monday 22/12 to Monday 29/12
    town.now = at(24, 9)
    transfer(town, case_id)
    assert units(town) == {WARD: LateCount(1, 0, 0)}
    town.now = at(30, 9)
    assert units(town) == {WARD: LateCount(1, 0, 0), ELSEWHERE: LateCount(0, 1, 1)}
    whole = town.officer("quan.dm")
    assert listed(town, whole, agency=WARD).count == LateCount(1, 0, 0)
    (row,) = listed(town, town.officer("thanh.vv")).rows
    assert (row.due.at, row.unit_name) == (at(29, 17, 30), "xã Con Cuông")
    with pytest.raises((NotTheLead, CaseNotFound)):
        sorry(town, case_id)
    extend(town, case_id, person=town.officer("diep.lv"), new_day=None)
    town.until(case_id, None)
    assert (town.case(case_id).late_first_unit, town.case(case_id).late_unit) == (WARD, ELSEWHERE)
    assert faults(town, case_id) == []


@ONE
def test_a_late_result_stays_listed_until_somebody_apologises(town: Town) -> None:
    """Requirement R-35, after the result is stored and after it is returned."""
    case_id, head = late(town), town.officer("hanh.tt")
    with pytest.raises(TimeRunsHere):
        sorry(town, case_id)  # its time runs: at the open step
    town.until(case_id, None)
    page = listed(town, head, which="stopped_unapologised")
    assert (len(page.rows), page.counts["stopped_unapologised"]) == (1, 1)
    assert [one.mine for one in page.rows[0].todo if one.act == "apologise"] == [True]
    sorry(town, case_id)
    assert listed(town, head).counts["stopped_unapologised"] == 0
    other = received(town)
    with pytest.raises(NotLate):
        sorry(town, other)


@ONE
def test_the_cause_of_a_case_that_ended_is_still_confirmed(town: Town) -> None:
    case_id = late(town)
    claim(town, case_id)
    withdraw(town, case_id)
    decide(town, case_id)
    assert figures(town)[2] == LateCount(by_first=1, late=1, adjusted=0)
    assert faults(town, case_id) == []

"""What was over when a unit ended stays with it, and is finished by who took over (R-87)."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from engine.cases.give_back import give_back
from engine.cases.report_lost import ALL
from engine.cases.return_papers import return_papers
from engine.errors import NotToBeUndone
from engine.jobs.following import return_after_undoing
from engine.queries.case_file import case_file
from engine.queries.lateness.by_unit import lateness_by_unit
from engine.queries.oversight import overseen
from engine.queries.to_give_back import to_give_back
from engine.queries.tracking import track
from engine.store.catalogue import Procedure
from engine.worktime import ZONE
from tests.acceptance import test_halts as halts
from tests.acceptance.test_a_commune_goes_up_in_another import (
    THERE,
    WISH,
    carry_out,
    faults,
    follow,
    midnight,
    undo,
)
from tests.acceptance.test_a_unit_is_split import LE, OTHER, VINH, split
from tests.acceptance.test_halts import at_work
from tests.acceptance.test_late_cases import listed
from tests.acceptance.test_late_stays_late import sorry
from tests.acceptance.test_papers_go_back import ON_PAPER
from tests.acceptance.test_papers_on_their_way import on_paper
from tests.acceptance.test_supplements import received
from tests.acceptance.test_the_past_goes_with_the_work import lists, opens
from tests.acceptance.test_withdrawals import withdraw
from tests.town import CENTRE, FLAGSHIP, PROVINCE, WARD, Town

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
THERE_CENTRE, NEW_YEAR = f"{THERE}_ttphcc", date(2026, 1, 5)
HEAD, CLERK, CHAIR = "thanh.vv", "bao.pq", "dung.hn"


def stored(town: Town) -> str:
    """A case with a result that its applicant doesn't have yet."""
    case_id = town.file().case_id
    while town.case(case_id).status != 9:
        town.end(town.task(case_id))
    return case_id


def units(town: Town, case_id: str) -> tuple[str, str, str]:
    case = town.case(case_id)
    return case.competent_unit, case.receiving_unit, case.returning_unit


def by_unit(town: Town, person: str = HEAD) -> dict[str, Any]:
    with town.database.reading() as session:
        page = lateness_by_unit(session, person=town.officer(person), now=town.now)
    return {row.unit.code: row for row in page.rows}


def test_a_result_names_who_decided_it_and_is_handed_over_where_the_work_went(town: Town) -> None:
    case_id = stored(town)
    row = carry_out(town)
    midnight(town)
    assert follow(town) == 1
    assert units(town, case_id) == (WARD, CENTRE, THERE_CENTRE)
    undo(town, row)
    assert return_after_undoing(town.database, now=town.now) == 1
    assert units(town, case_id) == (WARD, CENTRE, CENTRE)
    assert faults(town, case_id) == []


def test_the_step_that_returns_a_result_is_done_there(town: Town) -> None:
    case_id = stored(town)
    carry_out(town)
    midnight(town)
    assert [follow(town), follow(town)] == [1, 0]
    town.until(case_id, None)
    assert (town.case(case_id).status, units(town, case_id)[0]) == (10, WARD)
    assert lists(town, town.officer(HEAD)) == {town.case(case_id).code}
    assert faults(town, case_id) == []


def test_a_withdrawn_case_stays_and_its_papers_are_given_back_there(town: Town) -> None:
    case_id = received(town)
    withdraw(town, case_id)
    carry_out(town)
    midnight(town)
    follow(town)
    assert units(town, case_id)[:2] == (WARD, CENTRE)
    clerk, code = town.officer(CLERK), town.case(case_id).code
    assert {post.unit_code for post in clerk.posts} == {THERE_CENTRE}
    with town.database.reading() as session:
        assert [one.ref for one in to_give_back(session, person=clerk)] == [code]
        assert "xã Con Cuông trả lại" in track(session, ref=code or "", now=town.now).lead
    with town.act() as session:
        given: dict[str, Any] = {"ref": code or "", "person": clerk, "now": town.now}
        give_back(session, papers_back="Không có", fee_back="none", **given)
    assert (town.case(case_id).status, units(town, case_id)[1]) == (8, CENTRE)
    assert faults(town, case_id) == []


def test_a_halt_is_told_under_the_unit_of_the_head_who_approved_it(town: Town) -> None:
    case_id = at_work(town)
    halts.propose(town, case_id)
    halts.approve(town, case_id)
    carry_out(town)
    midnight(town)
    follow(town)
    with town.database.reading() as session:
        (told,) = overseen(session, person=town.officer(HEAD))
    assert town.case(case_id).competent_unit == THERE
    assert told.unit_name == "Ủy ban nhân dân phường Trường Vinh"


def test_what_was_late_counts_where_it_fell_late_and_who_took_over_apologises(town: Town) -> None:
    running, over = received(town), received(town)
    town.now = datetime(2025, 12, 30, 9, 15, tzinfo=ZONE)
    withdraw(town, over)
    row = carry_out(town, replace(WISH, day=NEW_YEAR))
    town.now = datetime(2026, 1, 5, 8, 1, tzinfo=ZONE)
    follow(town)
    found = by_unit(town)
    assert set(found) == {WARD}
    assert (found[WARD].running.late, town.case(running).own_due_at) == (1, None)
    assert (town.case(running).competent_unit, town.case(over).late_unit) == (THERE, WARD)
    undo(town, row)
    return_after_undoing(town.database, now=town.now)
    assert set(by_unit(town, CHAIR)) == {WARD}
    assert [faults(town, one) for one in (running, over)] == [[], []]


def test_the_head_there_apologises_for_what_ended_late_at_the_unit_that_is_no_more(
    town: Town,
) -> None:
    case_id = received(town)
    town.now = datetime(2025, 12, 30, 9, 15, tzinfo=ZONE)
    withdraw(town, case_id)
    carry_out(town, replace(WISH, day=NEW_YEAR))
    town.now = datetime(2026, 1, 5, 8, 1, tzinfo=ZONE)
    follow(town)
    sorry(town, case_id, person=town.officer(HEAD))
    assert faults(town, case_id) == []


@pytest.mark.parametrize("by", ["procedures", "cases", "sectors"])
def test_who_took_the_rest_neither_lists_nor_opens_what_went_to_the_other_part(
    town: Town, by: str
) -> None:
    running, over = received(town), town.file().case_id
    town.until(running, "B3")
    town.until(over, None)
    refs = {town.case(one).code or "" for one in (running, over)}
    with town.database.reading() as session:
        sectors = (session.get_one(Procedure, (PROVINCE, FLAGSHIP)).sector,)
    named = {
        "procedures": (FLAGSHIP,),
        "cases": tuple(refs),
        "sectors": sectors,
    }
    carry_out(town, split(replace(OTHER, officers=("thang.bx",), **{by: named[by]})))
    midnight(town)
    follow(town)
    assert [town.case(one).competent_unit for one in (running, over)] == [LE, WARD]
    chair = town.officer(CHAIR)
    assert {post.unit_code for post in chair.posts if post.leads} == {VINH}
    assert lists(town, chair) == set()
    assert [opens(town, chair, ref) for ref in refs] == [False, False]
    theirs = replace(
        chair, posts=tuple(replace(one, unit_code=LE) for one in chair.posts if one.leads)
    )
    assert lists(town, theirs) == refs
    assert [opens(town, theirs, ref) for ref in refs] == [True, True]


def test_an_answer_that_came_late_counts_with_the_unit_that_received_then(town: Town) -> None:
    case_id = town.file().case_id
    town.wait(days=5)
    town.end(town.task(case_id))
    carry_out(town, replace(WISH, day=date(2025, 12, 15)))
    town.now = datetime(2025, 12, 15, 8, 1, tzinfo=ZONE)
    follow(town)
    assert town.case(case_id).receiving_unit == THERE_CENTRE
    admin = town.officer("quan.dm")
    found = by_unit(town, "quan.dm")
    assert {code: row.answered_late for code, row in found.items()} == {CENTRE: 1}
    (row,) = listed(town, admin).answers
    assert row.unit_name == "Trung tâm Phục vụ hành chính công phường Trường Vinh"


def test_an_undoing_leaves_papers_that_were_given_back_of_a_case_that_had_ended(town: Town) -> None:
    """A stopped dossier moved nowhere: who took over had its papers, and gave them back."""
    case_id = on_paper(town)
    town.until(case_id, "B3")
    town.wait(minutes=10)
    halts.propose(town, case_id, ground=halts.GONE, reason="Đã mất", basis="Điều 1")
    halts.approve(town, case_id, remark="Đồng ý")
    row = carry_out(town)
    midnight(town)
    follow(town)
    assert papers_of(town, case_id) == "Trung tâm Phục vụ hành chính công xã Con Cuông giữ"
    hand_back(town, case_id)
    undo(town, row)
    return_after_undoing(town.database, now=town.now)
    assert papers_of(town, case_id) is None
    assert (town.case(case_id).status, faults(town, case_id)) == (8, [])


def test_an_undoing_names_the_case_that_moved_and_whose_papers_went_back(town: Town) -> None:
    case_id = on_paper(town)
    withdraw(town, case_id, person=town.officer(CLERK), **ON_PAPER)
    row = carry_out(town)
    midnight(town)
    follow(town)
    hand_back(town, case_id)
    with pytest.raises(
        NotToBeUndone, match=f"làm tiếp 1 hồ sơ chuyển đi: {town.case(case_id).code}"
    ):
        undo(town, row)


def papers_of(town: Town, case_id: str) -> str | None:
    ref, told = (
        town.case(case_id).submission_number,
        {"person": town.officer(CLERK), "now": town.now},
    )
    with town.database.reading() as session:
        return case_file(session, ref=ref, **told).papers_words


def hand_back(town: Town, case_id: str) -> None:
    ref, whom = town.case(case_id).submission_number, "Lê Thị Mai, căn cước 040185012345"
    told: dict[str, Any] = {"person": town.officer(CLERK), "now": town.now}
    with town.act() as session:
        return_papers(session, ref=ref, returned=ALL, to_whom=whom, **told)

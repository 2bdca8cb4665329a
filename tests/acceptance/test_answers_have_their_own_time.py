"""Each answer to an online filing has its own eight working hours (decree 118/2025 art. 17.2)."""

import pytest
from flask import Flask

from engine.queries.case_file import case_file
from engine.queries.lateness.by_unit import lateness_by_unit
from engine.queries.views.parts import Due
from tests.acceptance.test_late_cases import listed
from tests.acceptance.test_supplements import answer, ask
from tests.client import Api
from tests.integration.jobs.procedures import faults
from tests.town import CITIZEN, Town

ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
HEAD = "quan.dm"


def told(town: Town, case_id: str) -> Due | None:
    with town.database.reading() as session:
        ref = town.case(case_id).submission_number
        return case_file(session, ref=ref, person=CITIZEN, now=town.now).answer_due


def supplied(town: Town) -> str:
    """A filing whose first answer, within an hour, asked for papers; they came weeks later."""
    case_id = town.file().case_id
    town.wait(hours=1)
    ask(town, case_id)
    town.wait(days=14)
    answer(town, case_id)
    return case_id


@ONE
def test_what_came_when_it_was_asked_for_is_answered_from_then(town: Town) -> None:
    case_id = supplied(town)
    assert listed(town, town.officer(HEAD)).unanswered == ()
    town.wait(days=1)
    due = told(town, case_id)
    assert due is not None
    assert (due.at, due.urgency) == (town.now, "today")
    town.wait(days=1)
    (row,) = listed(town, town.officer(HEAD)).unanswered
    assert row.due == told(town, case_id)
    assert row.due.words == "chậm trả lời 5 giờ làm việc"


@ONE
def test_a_second_answer_that_comes_late_is_a_late_reception_in_list_and_figures(
    town: Town,
) -> None:
    case_id = supplied(town)
    town.wait(days=5)
    town.end(town.task(case_id))
    due = told(town, case_id)
    assert due is not None
    assert due.words == "trả lời muộn"
    page = listed(town, town.officer(HEAD))
    assert (page.unanswered, page.answered_late) == ((), 1)
    assert [(row.due, row.answered_at) for row in page.answers] == [(due, town.now)]
    with town.database.reading() as session:
        rows = lateness_by_unit(session, person=town.officer(HEAD), now=town.now).rows
    assert [row.answered_late for row in rows] == [1]
    assert faults(town, case_id) == []


@ONE
def test_a_first_answer_that_came_late_stays_so_whatever_comes_after(town: Town) -> None:
    case_id = town.file().case_id
    town.wait(days=5)
    ask(town, case_id)
    town.wait(days=1)
    answer(town, case_id)
    town.wait(hours=1)
    town.end(town.task(case_id))
    due = told(town, case_id)
    assert due is not None
    assert due.words == "trả lời muộn"
    assert listed(town, town.officer(HEAD)).answered_late == 1


@ONE
def test_answers_in_time_are_in_no_figure(town: Town) -> None:
    case_id = supplied(town)
    town.end(town.task(case_id))
    assert listed(town, town.officer(HEAD)).answered_late == 0
    due = told(town, case_id)
    assert due is not None
    assert due.words == "trả lời đúng hạn"


@ONE
def test_the_page_tells_of_late_receptions_to_the_heads(app: Flask, town: Town) -> None:
    case_id = town.file().case_id
    town.wait(days=5)
    town.end(town.task(case_id))
    head = Api(app, f"{HEAD}@nghe_an")
    assert "Tiếp nhận muộn: 1 lần" in head.client.get("/qua-han").text
    assert "Tiếp nhận muộn</th>" in head.client.get("/qua-han/don-vi").text

"""Officers are reminded of due times as their province says; after it their head is too (R-36)."""

from datetime import timedelta

import pytest
from flask import Flask

from engine.jobs.waking import wake_due_cases
from engine.store.organisation import Officer
from tests.acceptance.test_apologies import extend
from tests.acceptance.test_supplements import answer, ask, at, received
from tests.at_once import done_once
from tests.client import Api
from tests.integration.jobs.procedures import faults
from tests.left import after
from tests.rulebook import Rulebook
from tests.town import FLAGSHIP, Town

ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
STEPS = {"hours_before": [16, 8], "hours_after": [1]}


def reminding(town: Town, **steps: list[int]) -> str:
    """A received case, due on Monday 22/12 at 09:15, of a province that reminds."""
    rules = Rulebook(town.database, town.documents)
    rules.now = town.now
    rules.rule("nghe_an", "reminder_steps", steps or STEPS, procedure=FLAGSHIP)
    return received(town)


def wake(town: Town, now: object = None) -> int:
    town.now = now or town.now  # type: ignore[assignment]
    return done_once(wake_due_cases, town.database, now=town.now)


def at_desk(app: Flask, town: Town, case_id: str) -> Api:
    """Somebody at the desk of the open step, signed in."""
    person = town.desk(town.task(case_id))
    with town.database.reading() as session:
        name = session.get_one(Officer, ("nghe_an", person.officer_id)).username
    return Api(app, f"{name}@nghe_an")


@ONE
def test_nobody_is_reminded_unless_the_province_says_when(town: Town) -> None:
    case_id = received(town)
    assert town.case(case_id).wakes_at is None


def test_a_case_is_reminded_of_before_it_is_due_and_after_each_step_once(town: Town) -> None:
    case_id = reminding(town)
    assert town.case(case_id).wakes_at == at(18, 9, 15)
    assert wake(town, at(18, 9, 14)) == 0
    assert (wake(town, at(18, 9, 15)), wake(town)) == (1, 0)
    left = after(town, case_id).replace("\n  ", " ")
    assert "tells due_reminded due_at=22/12 09:15 late=false unit=phuong_truong_vinh" in left
    assert wake(town, at(19, 9, 15)) == 1
    assert wake(town, at(22, 10, 14)) == 0
    assert wake(town, at(22, 10, 15)) == 1
    assert "late=true" in after(town, case_id)
    assert town.case(case_id).wakes_at is None
    assert faults(town, case_id) == []


@ONE
def test_reminders_that_were_missed_are_one(town: Town) -> None:
    case_id = reminding(town)
    assert (wake(town, at(23, 8)), wake(town)) == (1, 0)
    assert town.case(case_id).reminded_at == at(23, 8)


@ONE
def test_a_due_time_that_moves_takes_its_reminders_with_it(town: Town) -> None:
    case_id = reminding(town)
    wake(town, at(18, 9, 15))
    extend(town, case_id)  # to Monday 29/12 17:30
    case = town.case(case_id)
    assert case.reminded_at is None
    assert case.wakes_at is not None
    assert case.wakes_at > at(25, 0)
    assert faults(town, case_id) == []


@ONE
def test_a_case_that_stands_still_reminds_nobody_of_its_due_time(town: Town) -> None:
    case_id = reminding(town)
    ask(town, case_id)
    asked = town.case(case_id).wakes_at
    assert asked is not None  # of the term that the applicant has
    answer(town, case_id)
    case = town.case(case_id)
    assert case.due_at is not None
    assert case.wakes_at is not None
    assert timedelta(days=2) <= case.due_at - case.wakes_at <= timedelta(days=4)
    town.until(case_id, "B15")
    assert (town.case(case_id).wakes_at, town.case(case_id).reminded_at) == (None, None)
    assert faults(town, case_id) == []


def test_the_desk_reads_a_reminder_and_once_late_the_head_does(app: Flask, town: Town) -> None:
    case_id = reminding(town)
    desk, head = at_desk(app, town, case_id), Api(app, "dung.hn@nghe_an")
    wake(town, at(18, 9, 15))
    page = desk.client.get("/viec").text
    assert "1 hồ sơ của bạn được nhắc hạn trả" in page
    assert "Đã nhắc: còn 2 ngày làm việc" in page
    (row,) = desk.get("/queue").json["rows"]
    assert row["reminded"]["words"] == "còn 2 ngày làm việc"
    assert "nhắc hạn" not in head.client.get("/viec").text
    wake(town, at(22, 10, 15))
    told = head.client.get("/viec").text
    assert "1 hồ sơ quá hạn ở đơn vị bạn phụ trách" in told
    assert town.case(case_id).code in told
    assert "Đã nhắc: hồ sơ trả chậm 1 giờ làm việc" in desk.client.get("/viec").text

"""The citizen must pay tax first: portal status 6, the clock stands still, then goes on."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from engine.cases.act.task_act import Ending
from engine.catalogue.scenarios import Scenario
from engine.queries.tracking import track
from engine.queries.views.tracking import TrackView
from engine.store.cases import ClockInterval
from engine.worktime import ZONE
from tests.shipped import file, publish, take
from tests.town import Town

LAND, FOLDER = "1.013831", "bien_dong_dat_dai"
TAX_STEP = "B6"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.fixture
def scenario(town: Town) -> Scenario:
    return publish(town, FOLDER)


@pytest.fixture
def waiting(town: Town, scenario: Scenario) -> str:
    """A case received on Thursday 09:15 that came to the tax step on Monday 14:15."""
    case_id = file(town, LAND, scenario)
    take(town, case_id, scenario, until="B2")
    assert town.case(case_id).due_at == at("2025-12-16 09:15")
    town.now = at("2025-12-08 14:15")
    take(town, case_id, scenario, after="B1", until=TAX_STEP)
    return case_id


def clocks(town: Town, case_id: str, clock: str) -> list[tuple[datetime, datetime | None]]:
    query = (
        select(ClockInterval.started_at, ClockInterval.stopped_at)
        .where(ClockInterval.case_id == case_id, ClockInterval.clock == clock)
        .order_by(ClockInterval.started_at)
    )
    with town.database.reading() as session:
        return [(start, stop) for start, stop in session.execute(query)]


def tracked(town: Town, case_id: str) -> TrackView:
    with town.database.reading() as session:
        return track(session, ref=town.case(case_id).submission_number, now=town.now)


def pay(town: Town, case_id: str, scenario: Scenario) -> None:
    step = next(step for step in scenario.steps if step.element == TAX_STEP)
    ending = Ending(step.outcome, step.answers, step.comment, assignee=None)
    town.end(town.task(case_id, TAX_STEP), ending=ending)


def test_while_the_citizen_must_pay_the_case_has_status_6_and_its_clock_stands(
    town: Town, waiting: str
) -> None:
    assert town.case(waiting).status == 6
    assert clocks(town, waiting, "case") == [(at("2025-12-04 09:15"), town.now)]
    assert clocks(town, waiting, "finance") == [(town.now, None)]


def test_when_the_tax_is_paid_the_hours_that_were_left_are_left_again(
    town: Town, waiting: str, scenario: Scenario
) -> None:
    """Time point 10."""
    town.now = at("2025-12-22 08:00")
    pay(town, waiting, scenario)
    case = town.case(waiting)
    assert case.status == 4
    # 19 of 64 working hours were used before; 45 run from Monday 22 December 08:00.
    assert case.due_at == at("2025-12-29 15:00")
    assert clocks(town, waiting, "finance") == [(at("2025-12-08 14:15"), town.now)]
    assert clocks(town, waiting, "case")[-1] == (town.now, None)
    take(town, waiting, scenario, after=TAX_STEP)
    case = town.case(waiting)
    assert (case.status, case.finished_at) == (10, town.now)


def test_the_tracking_page_says_that_the_citizen_must_pay_and_never_calls_it_late(
    town: Town, waiting: str, app: Flask
) -> None:
    town.now = at("2026-01-20 08:00")
    seen = tracked(town, waiting)
    assert seen.headline == "Bạn cần nộp nghĩa vụ tài chính"
    assert (seen.due.urgency, seen.due.words) == ("none", "tạm dừng tính thời gian")
    assert "Dừng tính từ 14:15 thứ Hai 08/12/2025" in " ".join(seen.explanation)
    page = app.test_client().get(f"/tra-cuu?ma={seen.ref}")
    assert "Bạn cần nộp nghĩa vụ tài chính" in page.text


def test_the_explanation_tells_from_when_to_when_nothing_was_counted(
    town: Town, waiting: str, scenario: Scenario
) -> None:
    town.now = at("2025-12-22 08:00")
    pay(town, waiting, scenario)
    told = " ".join(tracked(town, waiting).explanation)
    assert "từ 14:15 thứ Hai 08/12/2025 đến 08:00 thứ Hai 22/12/2025" in told
    assert told.endswith("Hạn là 15:00 thứ Hai 29/12/2025.")

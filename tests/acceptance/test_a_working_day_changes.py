"""A day of the calendar becomes free or worked: dry run, second person, cases due anew."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from flask import Flask

from engine.cases.vouching.verify import case_faults
from engine.organisation.tree import setting_of
from engine.store.cases import Case, Task
from engine.worktime import ZONE
from tests.acceptance.test_rules_on_pages import CHECKER, MAKER, OFFICER, send
from tests.acceptance.test_supplements import received
from tests.client import Api
from tests.shipped import take
from tests.town import MAIN_PATH, PROVINCE, Town

pytestmark = pytest.mark.long_on_postgres

PAGE = "/quan-tri/lich"
OFF = {"lich": "hanh_chinh", "day": "12/12/2025", "becomes": "off", "name": "Lễ hội"}
BASIS = "Thông báo 12/TB-UBND ngày 01/12/2025"


def due_of(town: Town, case_id: str) -> datetime:
    due_at = town.case(case_id).due_at
    assert due_at is not None
    return due_at.astimezone(ZONE)


def approve(api: Api, page: str) -> Any:
    seen = api.client.get(page).text.split('name="seen" value="')[1].split('"')[0]
    return send(api, f"{page}/duyet", **{"seen": seen, "da-xem": "1"})


def test_a_day_off_moves_what_is_due_after_it_when_another_approves(app: Flask, town: Town) -> None:
    case_id = received(town)
    case, before, step = town.case(case_id), due_of(town, case_id), town.task(case_id)
    maker, checker = Api(app, MAKER), Api(app, CHECKER)
    tried = send(maker, PAGE, **OFF).text
    assert "Nếu đổi: 1 hồ sơ" in tried
    assert str(case.code) in tried
    assert "Lễ hội" in tried
    assert due_of(town, case_id) == before
    sent = send(maker, f"{PAGE}/gui", **OFF, basis=BASIS)
    assert sent.status_code == 303
    assert due_of(town, case_id) == before
    assert approve(checker, sent.location).status_code == 303
    after = due_of(town, case_id)
    assert (after.date() - before.date()).days in (1, 3)  # over a week-end, or not
    assert after.time() == before.time()
    assert town.task(case_id).due_at == step.due_at  # due before that day
    with town.database.reading() as session:
        assert not setting_of(session, PROVINCE).calendar.day(date(2025, 12, 12)).worked
        assert list(case_faults(session, session.get_one(Case, (PROVINCE, case_id)))) == []
    told = Api(app, OFFICER).client.get(f"/ho-so/{case.code}").text
    assert "đổi lịch làm việc (12/12/2025 nghỉ; Thông báo 12/TB-UBND" in told
    assert "Nếu đổi: 0 hồ sơ" in send(maker, PAGE, **{**OFF, "day": "30/12/2025"}).text
    assert "đã đúng như vậy" in send(maker, PAGE, **OFF).text


def test_a_made_up_saturday_frees_its_day_and_going_back_restores_both(
    app: Flask, town: Town
) -> None:
    case_id = received(town)
    before = due_of(town, case_id)
    maker, checker = Api(app, MAKER), Api(app, CHECKER)
    swap = {**OFF, "day": "06/12/2025", "becomes": "swap", "paired": "15/12/2025"}
    sent = send(maker, f"{PAGE}/gui", **swap, basis=BASIS)
    assert approve(checker, sent.location).status_code == 303
    with town.database.reading() as session:
        calendar = setting_of(session, PROVINCE).calendar
        assert calendar.day(date(2025, 12, 6)).worked
        assert not calendar.day(date(2025, 12, 15)).worked
    assert due_of(town, case_id) == before  # one day more, one day less
    usual = {"lich": "hanh_chinh", "day": "15/12/2025", "becomes": "usual"}
    sent = send(maker, f"{PAGE}/gui", **usual, basis=BASIS)
    assert approve(checker, sent.location).status_code == 303
    with town.database.reading() as session:
        calendar = setting_of(session, PROVINCE).calendar
        assert calendar.day(date(2025, 12, 15)).worked
        assert not calendar.day(date(2025, 12, 6)).worked


def test_an_open_step_that_is_due_after_the_day_moves_with_its_case(app: Flask, town: Town) -> None:
    case_id = town.file().case_id
    scenario = replace(MAIN_PATH, steps=MAIN_PATH.steps[:4])
    take(town, case_id, scenario, until="B3")  # which has 20 hours
    step = town.task(case_id)
    assert step.due_at is not None
    maker, checker = Api(app, MAKER), Api(app, CHECKER)
    day = step.due_at.astimezone(ZONE)
    off = {**OFF, "day": f"{day:%d/%m/%Y}"}
    assert "Hạn bước" in send(maker, PAGE, **off).text
    sent = send(maker, f"{PAGE}/gui", **off, basis=BASIS)
    assert approve(checker, sent.location).status_code == 303
    moved = town.task(case_id).due_at
    assert moved is not None
    assert moved.astimezone(ZONE).date() > day.date()
    with town.database.reading() as session:
        assert list(case_faults(session, session.get_one(Case, (PROVINCE, case_id)))) == []


def test_what_was_promised_apart_or_would_become_late_stays(app: Flask, town: Town) -> None:
    apart, late = received(town), received(town)
    with town.act() as session:
        session.get_one(Case, (PROVINCE, apart)).due_at = datetime(2025, 12, 30, 9, 0, tzinfo=ZONE)
        task = session.get_one(Task, (PROVINCE, town.task(late).id))
        task.due_at = datetime(2025, 12, 29, 9, 0, tzinfo=ZONE)
    maker = Api(app, MAKER)
    tried = send(maker, PAGE, **OFF).text
    assert "Hẹn trả đã đổi riêng cho hồ sơ này: giữ nguyên" in tried


def test_days_that_began_and_forms_with_faults_are_refused_with_what_was_typed(
    app: Flask, town: Town
) -> None:
    maker, officer = Api(app, MAKER), Api(app, OFFICER)
    past = send(maker, PAGE, **{**OFF, "day": "04/12/2025"})
    assert past.status_code == 422
    swap = send(maker, PAGE, **{**OFF, "becomes": "swap"})
    assert "cần ngày nghỉ được bù" in swap.text
    assert 'value="12/12/2025"' in swap.text
    assert "31/02" in send(maker, PAGE, **{**OFF, "day": "31/02/2026"}).text
    assert send(maker, f"{PAGE}/gui", **OFF, basis="").status_code == 422
    assert send(officer, PAGE, **OFF).status_code == 403
    assert "Đổi một ngày" not in officer.client.get(PAGE).text


def test_the_api_tries_and_proposes_the_same(app: Flask, town: Town) -> None:
    received(town)
    maker = Api(app, MAKER)
    body = {"calendar": "hanh_chinh", "day": "2025-12-12", "becomes": "off", "name": "Lễ hội"}
    tried = maker.post("/proposals/calendar-days/dry-run", body).json
    assert [one["kind"] for one in tried] == ["calendar", "case"]
    row = maker.post("/proposals/calendar-days", {**body, "basis": BASIS}).json
    assert (row["kind"], row["state"], row["differences"]) == ("calendar", "proposed", 2)
    assert maker.post("/proposals/calendar-days", {**body, "basis": BASIS}).status_code == 409
    wrong = maker.post("/proposals/calendar-days/dry-run", {**body, "becomes": "x"})
    assert wrong.status_code == 422


def test_a_day_whose_hours_stay_and_a_day_that_began_are_refused(app: Flask, town: Town) -> None:
    maker = Api(app, MAKER)
    today = f"{town.now:%d/%m/%Y}"
    assert "Hãy chọn từ ngày mai" in send(maker, PAGE, **{**OFF, "day": today}).text
    sunday = send(maker, PAGE, **{**OFF, "day": "14/12/2025"})
    assert "giờ làm việc không đổi" in sunday.text
    swap = {**OFF, "becomes": "swap"}
    worked = send(maker, PAGE, **{**swap, "day": "10/12/2025", "paired": "12/12/2025"})
    assert "Hãy chọn một ngày vốn nghỉ" in worked.text
    free = send(maker, PAGE, **{**swap, "day": "13/12/2025", "paired": "14/12/2025"})
    assert "Hãy chọn một ngày vốn làm việc" in free.text

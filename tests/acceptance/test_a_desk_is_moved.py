"""The work of a desk is done at another: open steps, steps ahead, new cases; undone from a day."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask

from engine.jobs.following import follow_moved_desks
from tests.acceptance.test_a_commune_goes_up_in_another import faults
from tests.acceptance.test_rules_on_pages import send
from tests.at_once import done_once
from tests.client import Api
from tests.town import PROVINCE, WARD, Town

pytestmark = pytest.mark.long_on_postgres
ADMIN = f"kien.cv@{PROVINCE}"
FROM, TO = f"{WARD}_vhxh", f"{WARD}_kt"
DESK = {"unit_code": FROM, "position_code": "chuyen_vien"}
MOVE = {**DESK, "to_unit": TO, "to_position": "chuyen_vien", "day": "2025-12-05"}
URL = f"/organisation/{PROVINCE}/desks"
PAGE = f"/quan-tri/chuyen-viec/{FROM}/chuyen_vien"


def moved(app: Flask, **changes: Any) -> Any:
    basis = {"basis": "QĐ 12/QĐ-UBND"}
    return Api(app, ADMIN).post(f"{URL}/move", {**MOVE, **basis, **changes})


def test_open_steps_and_steps_ahead_go_to_the_desk_that_takes_over(app: Flask, town: Town) -> None:
    lying, coming = town.file().case_id, town.file().case_id
    town.until(lying, "B3")
    town.claim(town.task(lying), town.officer("nam.hs"))
    town.until(coming, "B2")
    before = Api(app, ADMIN).get(f"{URL}/moving?{urlencode(DESK)}").json
    assert [(one["ref"], one["holder"]) for one in before["open"]] == [
        (town.case(lying).code, "Hồ Sỹ Nam")
    ]
    assert town.case(coming).code in {one["ref"] for one in before["ahead"]}
    due = town.task(lying).due_at
    assert moved(app).status_code == 200
    assert follow_moved_desks(town.database, now=town.now) == 0, "the day has not come"
    town.wait(days=1)
    assert done_once(follow_moved_desks, town.database, now=town.now) == 1, "by two workers"
    assert follow_moved_desks(town.database, now=town.now) == 0
    task = town.task(lying)
    assert (task.unit_code, task.officer_id, task.due_at) == (TO, None, due)
    town.until(coming, "B3")
    assert town.task(coming).unit_code == TO
    new = town.file().case_id
    town.until(new, "B3")
    assert town.task(new).unit_code == TO
    assert [faults(town, one) for one in (lying, coming, new)] == [[], [], []]


def test_a_desk_without_people_or_moved_already_takes_no_work(app: Flask, town: Town) -> None:
    empty = moved(app, to_position="van_thu")
    assert (empty.status_code, empty.json["code"]) == (422, "entry_invalid")
    assert "chưa ai giữ" in str(empty.json)
    assert "phải khác" in str(moved(app, to_unit=FROM).json)
    assert "từ hôm nay" in str(moved(app, day="2025-12-01").json)
    assert moved(app, to_unit="so_noi_vu").status_code == 403
    assert moved(app).status_code == 200
    assert "đã chuyển rồi" in str(moved(app, to_unit=f"{WARD}_vp").json)
    back = {"unit_code": TO, "position_code": "chuyen_vien", "to_unit": FROM}
    assert "đã chuyển đi nơi khác" in str(moved(app, **back).json)


def test_the_page_lists_what_is_touched_and_ends_it_from_a_day(app: Flask, town: Town) -> None:
    lying = town.file().case_id
    town.until(lying, "B3")
    admin = Api(app, ADMIN)
    page = admin.client.get(PAGE).text
    assert str(town.case(lying).code) in page
    typed = {"to_unit": TO, "to_position": "chuyen_vien", "basis": "QĐ 12/QĐ-UBND"}
    refused = send(admin, PAGE, **typed, day="32/12/2025")
    assert (refused.status_code, 'value="QĐ 12/QĐ-UBND"' in refused.text) == (422, True)
    assert send(admin, PAGE, **typed, day="04/12/2025").status_code == 303
    assert "Thôi chuyển" in admin.client.get(PAGE).text
    assert PAGE in admin.client.get(f"/quan-tri/don-vi?dv={FROM}").text
    ended = send(admin, f"{PAGE}/thoi", since="04/12/2025", ends="05/12/2025")
    assert ended.status_code == 303
    town.now = town.now.replace(day=5)
    new = town.file().case_id
    town.until(new, "B3")
    assert town.task(new).unit_code == FROM
    (row,) = admin.get(f"{URL}/moving?{urlencode(DESK)}").json["moves"]
    assert date.fromisoformat(row["valid_to"]) == date(2025, 12, 5)

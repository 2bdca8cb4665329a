"""How late a case or a step is, is counted once; the words say of what."""

from datetime import timedelta
from itertools import product

from flask import Flask

from engine.queries.inbox import URGENCIES, queue
from tests.acceptance.test_comments_have_readers import signed_in
from tests.client import Api
from tests.town import CENTRE, PROVINCE, Town

RECEIVER = f"bao.pq@{PROVINCE}"


def late(town: Town) -> str:
    """The code of a case in step B4 that is two working days late, its step many more."""
    case_id = town.file(person=signed_in(town)).case_id
    town.until(case_id, "B4")
    due_at = town.case(case_id).due_at
    assert due_at is not None
    assert due_at.isocalendar().weekday == 1  # a Monday evening, so Wednesday is two days later
    town.now = due_at
    town.wait(days=2)
    return str(town.case(case_id).code)


def test_officers_and_citizen_read_the_same_count_of_the_case(app: Flask, town: Town) -> None:
    """Trap 10: figures come from the cases themselves."""
    ref, words = late(town), "ồ sơ trả chậm 2 ngày làm việc"
    officer, citizen = Api(app, RECEIVER), Api(app, "congdan")
    doors = {
        (api, door): api.client.get(door).text
        for api in (officer, citizen)
        for door in (f"/ho-so/{ref}", f"/tra-cuu?ma={ref}")
    }
    assert all(words in page for page in doors.values())
    assert words in citizen.client.get("/ho-so-cua-toi").text
    assert "H" + words in Api(app).get(f"/tracking/{ref}").json["headline"]
    assert "h" + words == officer.get(f"/cases/{ref}").json["due"]["words"]


def test_a_late_step_says_that_it_is_the_step(app: Flask, town: Town) -> None:
    ref = late(town)
    [step] = [
        one
        for one in Api(app, RECEIVER).get(f"/cases/{ref}").json["steps"]
        if one["state"] == "now"
    ]
    assert step["due"]["words"].startswith("bước này quá hạn ")
    assert "chậm 2 ngày" not in step["due"]["words"]


def test_a_case_solved_late_says_so_of_the_case(app: Flask, town: Town) -> None:
    ref = late(town)
    case_id = Api(app, RECEIVER).get(f"/cases/{ref}").json["case_id"]
    town.until(case_id, "B15")
    told = Api(app, RECEIVER).get(f"/cases/{ref}").json["due"]["words"]
    assert told == "hồ sơ xong quá hạn"


def test_a_filter_shows_the_rows_that_say_so_and_counts_them(town: Town) -> None:
    for moved in ("B1", "B3", "B3"):
        case_id = town.file().case_id
        town.until(case_id, moved)
        town.wait(hours=3)
    for person in (town.officers(CENTRE, "can_bo_mot_cua")[0], town.desk(town.task(case_id))):
        for days in (0, 1, 4):
            now = town.now + timedelta(days=days)
            for tab, urgency in product(("mine", "unit", "waiting", "done"), URGENCIES):
                with town.database.reading() as session:
                    page = queue(session, person=person, now=now, tab=tab, urgency=urgency)
                assert {row.due.urgency for row in page.rows} <= {urgency}, (tab, days)
                assert page.due_counts[urgency] == len(page.rows)


def test_what_was_done_in_time_is_not_late_because_its_day_has_passed(town: Town) -> None:
    town.until(town.file().case_id, "B3")
    person = town.officers(CENTRE, "can_bo_mot_cua")[0]
    with town.database.reading() as session:
        page = queue(session, person=person, now=town.now + timedelta(days=5), tab="done")
    assert (page.due_counts["late"], page.due_counts["ok"]) == (0, 1)
    assert [row.due.words for row in page.rows] == ["bước này xong đúng hạn"]

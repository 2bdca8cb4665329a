"""How late a case or a step is, is counted once; the words say of what."""

from flask import Flask

from tests.acceptance.test_comments_have_readers import signed_in
from tests.client import Api
from tests.town import PROVINCE, Town

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

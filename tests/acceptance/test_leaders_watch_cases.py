"""Whoever leads or monitors watches a case: it stays on their list with what is new in it."""

from flask import Flask

from tests.acceptance.test_heads_hand_work_around import CHAIR, ONE, at_the_desk
from tests.client import Api
from tests.town import PROVINCE, Town


def test_a_watched_case_tells_what_is_new_until_it_is_opened(app: Flask, town: Town) -> None:
    case_id = at_the_desk(town)
    ref, chair = town.case(case_id).code, Api(app, f"{CHAIR}@{PROVINCE}")
    sent = {"X-CSRF-Token": chair.token}
    watch = f"/api/v1/cases/{ref}/watch"
    for _ in range(2):
        assert chair.client.put(watch, headers=sent).status_code == 200
    (row,) = chair.get("/watched-cases").json
    assert (row["ref"], row["new"]) == (ref, 0)
    town.wait(hours=1)
    town.end(town.task(case_id), person=town.officer(ONE))
    (row,) = chair.get("/watched-cases").json
    assert row["new"] == 1
    assert "Thẩm định, dự thảo" in row["latest"][0]["sentence"]
    assert "1 điều mới" in chair.client.get("/theo-doi").text
    assert "Bạn đang theo dõi hồ sơ này" in chair.client.get(f"/ho-so/{ref}").text
    assert chair.get("/watched-cases").json[0]["new"] == 0
    form = {"csrf_token": chair.token, "ds": "1"}
    assert chair.client.post(f"/ho-so/{ref}/bo-theo-doi", data=form).location == "/theo-doi"
    assert chair.get("/watched-cases").json == []


def test_who_may_not_watch_a_case_does_not_find_it(app: Flask, town: Town) -> None:
    case_id = at_the_desk(town)
    ref = town.case(case_id).code
    for who, status in ((ONE, 404), ("cuong.lv", 404)):
        client = Api(app, f"{who}@{PROVINCE}")
        headers = {"X-CSRF-Token": client.token}
        answer = client.client.put(f"/api/v1/cases/{ref}/watch", headers=headers)
        assert answer.status_code == status
    one = Api(app, f"{ONE}@{PROVINCE}")
    assert one.get(f"/cases/{ref}").json["watched"] is None
    assert one.get("/watched-cases").status_code == 403

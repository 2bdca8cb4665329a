"""The JSON API over HTTP: the same acts, one error shape, requests that may be sent again."""

import base64
from typing import Any

import pytest
from flask import Flask

from tests.client import Api
from tests.town import CENTRE, FLAGSHIP, MAIN_PATH, PDF, PROVINCE, Town

RECEIVER = "bao.pq@nghe_an"


def paper(component: str) -> dict[str, Any]:
    content = base64.b64encode(PDF).decode()
    return {"component": component, "name": "giay-to.pdf", "content": content}


def filing() -> dict[str, Any]:
    return {
        "province_code": PROVINCE,
        "procedure_code": FLAGSHIP,
        "channel": "online",
        "receiving_unit": CENTRE,
        "returning_unit": CENTRE,
        "answers": dict(MAIN_PATH.answers),
        "documents": [paper("giay_to_chung_minh")],
    }


def test_a_citizen_files_and_the_ward_receives_over_the_api(app: Flask) -> None:
    filed = Api(app, "congdan").post("/cases", filing())
    assert filed.status_code == 200, filed.json
    officer = Api(app, RECEIVER)
    (row,) = officer.get("/queue").json["rows"]
    assert row["case_ref"] == filed.json["submission_number"]
    moved = officer.post(f"/tasks/{row['task_id']}/receive").json
    assert moved["case_ref"] == "H41.102.01-251204-0001"
    case = officer.get(f"/cases/{moved['case_ref']}").json
    assert [step["state"] for step in case["steps"][:3]] == ["done", "now", "next"]


def test_the_timeline_tells_who_did_what_newest_first(app: Flask) -> None:
    citizen = Api(app, "congdan")
    ref = citizen.post("/cases", filing()).json["submission_number"]
    (row,) = citizen.get(f"/cases/{ref}/timeline").json
    assert row["sentence"] == "Chị Lê Thị Mai nộp hồ sơ, trực tuyến kèm 1 tệp"


def test_a_file_is_kept_under_a_name_that_is_safe_to_save_and_can_be_read(app: Flask) -> None:
    citizen, told = Api(app, "congdan"), filing()
    told["documents"] = [
        {**told["documents"][0], "name": name} for name in ("../../etc/passwd.pdf", "giấy.exe")
    ]
    ref = citizen.post("/cases", told).json["submission_number"]
    kept = [one["name"] for one in citizen.get(f"/cases/{ref}").json["documents"]]
    assert sorted(kept) == ["giấy.exe.pdf", "passwd.pdf"]
    told["documents"][0]["name"] = "\u200b.pdf"
    refused = citizen.post("/cases", told).json
    assert (refused["code"], "hãy đặt lại tên" in refused["title"]) == ("file_refused", True)


@pytest.mark.parametrize("name", ["\u115f" * 3, "😀😀", "--"])
def test_a_name_that_nobody_can_read_is_no_name(app: Flask, name: str) -> None:
    told = filing()
    told["answers"]["nguoi_nop_ho_ten"] = name
    refused = Api(app, "congdan").post("/cases", told)
    assert refused.json["code"] == "form_invalid"
    assert "Họ và tên" in str(refused.json["details"])


def test_tracking_needs_no_sign_in_and_shows_no_personal_data(app: Flask) -> None:
    ref = Api(app, "congdan").post("/cases", filing()).json["submission_number"]
    seen = Api(app).get(f"/tracking/{ref}")
    assert seen.json["applicant_name"] is None
    assert "Thành" not in seen.text
    assert "040061012345" not in seen.text
    assert "0912345678" not in seen.text


def test_a_stranger_is_not_told_that_a_case_exists(app: Flask) -> None:
    ref = Api(app, "congdan").post("/cases", filing()).json["submission_number"]
    refused = Api(app, "congdan2").get(f"/cases/{ref}")
    assert (refused.status_code, refused.json["code"]) == (404, "case_not_found")


def test_the_same_request_sent_again_files_once(app: Flask) -> None:
    citizen = Api(app, "congdan")
    first, again = (
        citizen.post("/cases", filing(), **{"Idempotency-Key": "k-1"}).json for _ in range(2)
    )
    assert first == again
    assert Api(app, RECEIVER).get("/queue").json["tab_counts"]["unit"] == 1


def test_a_key_that_came_with_another_request_is_refused(app: Flask) -> None:
    citizen = Api(app, "congdan")
    citizen.post("/cases", filing(), **{"Idempotency-Key": "k-1"})
    other = filing() | {"documents": []}
    refused = citizen.post("/cases", other, **{"Idempotency-Key": "k-1"})
    assert (refused.status_code, refused.json["code"]) == (409, "idempotency_mismatch")


def test_wrong_answers_come_back_field_by_field_in_vietnamese(app: Flask) -> None:
    body = filing()
    body["answers"]["nguoi_nop_dien_thoai"] = "091234567"
    refused = Api(app, "congdan").post("/cases", body)
    assert refused.status_code == 422
    assert refused.content_type == "application/problem+json"
    assert refused.json["code"] == "form_invalid"
    (fault,) = refused.json["details"]["faults"]
    assert fault["field"] == "nguoi_nop_dien_thoai"


def test_a_body_of_the_wrong_shape_names_the_field(app: Flask) -> None:
    refused = Api(app, "congdan").post("/cases", {"channel": "pigeon"})
    assert refused.json["code"] == "request_invalid"
    assert "channel" in refused.json["details"]["errors"]["json"]


def test_an_act_without_the_sessions_token_is_refused(app: Flask) -> None:
    citizen = Api(app, "congdan")
    citizen.token = "forged"
    assert citizen.post("/cases", filing()).json["code"] == "csrf_refused"


def test_a_form_whose_session_went_astray_over_http_says_so(app: Flask) -> None:
    app.config["SESSION_COOKIE_SECURE"] = True  # as in production: over http it is never sent
    answer = app.test_client().post("/dang-nhap", data={"csrf_token": "of the page"})
    assert answer.status_code == 403
    assert "https://" in answer.text


@pytest.mark.parametrize("path", ["/queue", "/cases/H41-251204-0001", "/session"])
def test_what_needs_a_person_refuses_a_visitor(app: Flask, path: str) -> None:
    refused = Api(app).get(path)
    assert (refused.status_code, refused.json["code"]) == (401, "not_signed_in")


def test_a_wrong_password_does_not_tell_which_part_was_wrong(app: Flask) -> None:
    visitor = Api(app)
    answers = {
        visitor.post("/session", {"username": name, "password": "wrong"}).json["title"]
        for name in ("congdan", "nobody-at-all")
    }
    assert len(answers) == 1


def test_the_second_officer_gets_a_conflict_and_nothing_changes(app: Flask, town: Town) -> None:
    filed = town.file()
    town.until(filed.case_id, "B3")
    task = town.task(filed.case_id)
    first, second = Api(app, "hoai.nt@nghe_an"), Api(app, "nam.hs@nghe_an")
    assert first.post(f"/tasks/{task.id}/claim").status_code == 200
    refused = second.post(f"/tasks/{task.id}/claim")
    assert (refused.status_code, refused.json["code"]) == (409, "task_already_claimed")
    assert "Nguyễn Thị Hoài" in refused.json["title"]


@pytest.mark.parametrize(
    "place",
    [
        '["2025-12-04T09:15:00", "a"]',
        '["2025-12-04T09:15:00Z"]',
        '[1, "a"]',
        "[null, null]",
        "{}",
        "\x00",
    ],
)
def test_a_place_in_a_list_that_the_product_never_gave_is_refused(app: Flask, place: str) -> None:
    cursor = base64.urlsafe_b64encode(place.encode()).decode()
    answer = Api(app, RECEIVER).get(f"/queue?cursor={cursor}")
    assert (answer.status_code, answer.get_json()["code"]) == (422, "cursor_invalid")

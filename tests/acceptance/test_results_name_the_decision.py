"""After an act its page says what was decided in the words of the button, and who has it now."""

import pytest
from flask import Flask

from tests.acceptance.test_forms_act_once import key_on
from tests.acceptance.test_later_steps_see_what_was_found import at, filed
from tests.town import Town

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""What is said no database tells apart."""


def test_a_step_sent_back_says_the_decision_the_code_and_who_has_it_until_when(
    app: Flask, town: Town
) -> None:
    case_id = filed(town, "B4")
    task, (head, ref) = town.task(case_id), at(town, case_id, app)
    sent = {
        "csrf_token": head.token,
        "khoa": key_on(head, f"/ho-so/{ref}"),
        "hs": ref,
        "outcome": "tra_lai",
        "y-kien": "Sai mức trợ cấp",
    }
    page = head.client.post(f"/viec/{task.id}/xong", data=sent, follow_redirects=True).text
    assert "Đã xong: Soát dự thảo" in page
    assert "Quyết định: <b>Trả lại chuyên viên</b>" in page
    assert f'id="ma">{ref}<' in page
    assert "<dt>Thẩm định, dự thảo</dt>" in page
    assert ", trước <b>" in page


def test_the_api_says_the_decision_in_the_words_of_the_button(app: Flask, town: Town) -> None:
    case_id = filed(town, "B4")
    head, _ = at(town, case_id, app)
    body = {"outcome": "tra_lai", "comment": "Sai mức trợ cấp"}
    answer = head.post(f"/tasks/{town.task(case_id).id}/complete", body).json
    assert answer["decision"] == "Trả lại chuyên viên"


def test_work_taken_from_the_list_says_with_whom_it_lies_and_until_when(
    app: Flask, town: Town
) -> None:
    case_id = filed(town, "B4")
    task, (head, ref) = town.task(case_id), at(town, case_id, app)
    sent = {"csrf_token": head.token, "khoa": key_on(head, "/viec")}
    taken = head.client.post(f"/viec/{task.id}/nhan?hs={ref}", data=sent, follow_redirects=True)
    assert "Bạn đã nhận việc này." in taken.text
    assert "<dt>Soát dự thảo</dt><dd><b>Trần Thị Hạnh</b>, " in taken.text

"""A form that is sent again shows its first answer: double presses, reloads, the back button."""

import re
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

from flask import Flask
from sqlalchemy import func, select, update

from engine.store.cases import Case
from engine.store.organisation import Appointment
from tests.acceptance.test_acts import Filed, brought_to, officers
from tests.browser.acts import ANSWERED, FLAGSHIP, PDF, PROOF
from tests.client import Api
from tests.town import WARD, Town

KEY = re.compile(r'name="khoa" value="([^"]+)"')


def key_on(person: Api, page: str) -> str:
    """The key of the forms of a page."""
    found = KEY.search(person.client.get(page).text)
    assert found
    return found[1]


def filed_with(person: Api, key: str) -> str:
    """File the flagship from a page with this key; where it leads."""
    form = {**ANSWERED, "khoa": key, "csrf_token": person.token}
    answer = person.client.post(FLAGSHIP, data={**form, PROOF: (BytesIO(PDF), "giay.pdf")})
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def received(app: Flask, town: Town) -> tuple[Api, Filed, dict[str, str]]:
    """An officer before a case to be received, and what the confirmed form sends."""
    filed = brought_to(town, ("B1", False), Api(app, "congdan"))
    person = officers(app, town, filed)[0]
    key = key_on(person, f"/ho-so/{filed.ref}")
    sent = {"hs": filed.ref, "khoa": key, "outcome": "", "xac-nhan": "1"}
    return person, filed, {**sent, "csrf_token": person.token}


def test_a_filing_sent_twice_at_once_is_one_case(app: Flask, town: Town) -> None:
    citizens = [Api(app, "congdan") for _ in range(2)]
    key = key_on(citizens[0], FLAGSHIP)
    with ThreadPoolExecutor(2) as both:
        first, second = both.map(lambda one: filed_with(one, key), citizens)
    assert first == second
    with town.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Case)) == 1
    assert filed_with(citizens[0], key_on(citizens[0], FLAGSHIP)) != first  # another form


def test_a_decision_sent_again_shows_what_it_did_and_does_nothing(app: Flask, town: Town) -> None:
    person, filed, sent = received(app, town)
    first = person.client.post(filed.form("receive"), data=sent)
    before = town.case(filed.case_id)
    unconfirmed = {name: value for name, value in sent.items() if name != "xac-nhan"}
    for again in (sent, unconfirmed):
        answer = person.client.post(filed.form("receive"), data=again)
        assert (answer.status_code, answer.location) == (303, first.location)
    assert town.case(filed.case_id).event_seq == before.event_seq


def test_the_way_back_from_a_confirmed_act_shows_its_question_answered_and_acts_no_more(
    app: Flask, town: Town
) -> None:
    person, filed, sent = received(app, town)
    unconfirmed = {name: value for name, value in sent.items() if name != "xac-nhan"}
    question = person.client.post(filed.form("receive"), data=unconfirmed)
    assert question.status_code == 303
    assert "Chưa làm gì cả" in person.client.get(question.location).text
    done = person.client.post(filed.form("receive"), data=sent)
    back = person.client.get(question.location)
    assert (back.status_code, "data-confirm" in back.text) == (200, False)
    assert done.location.partition("?")[0] in back.text
    assert Api(app, "nam.hs@nghe_an").client.get(question.location).status_code == 404


def test_the_result_says_where_nobody_is_there_to_go_on(app: Flask, town: Town) -> None:
    person, filed, sent = received(app, town)
    with town.act() as session:
        session.execute(
            update(Appointment)
            .where(Appointment.unit_code == f"{WARD}_vhxh")
            .values(valid_to=town.now.date())
        )
    page = person.client.get(f"/ho-so/{filed.ref}").text
    assert "Chưa có ai giữ vị trí Lãnh đạo phòng" in page
    page = person.client.post(filed.form("receive"), data=sent, follow_redirects=True).text
    assert "Hôm nay chưa có ai giữ vị trí Lãnh đạo phòng" in page
    again = person.client.post(filed.form("receive"), data={**sent, "khoa": ""}).text
    assert "được chính bạn làm xong" in again


def test_the_result_stays_with_its_case_and_names_code_receipt_and_holder(
    app: Flask, town: Town
) -> None:
    person, filed, sent = received(app, town)
    waiting = town.file().submission_number
    page = person.client.post(filed.form("receive"), data=sent, follow_redirects=True).text
    code = town.case(filed.case_id).code
    assert f'id="ma">{code}<' in page
    assert f"/ho-so/{code}/giay-tiep-nhan" in page
    assert "Người nhận tiếp: " in page
    assert f"/ho-so/{waiting}?" in page
    assert 'formaction="/viec' not in page
    assert 'action="/viec' not in page


def test_a_key_of_somebody_else_is_taken_as_none(app: Flask, town: Town) -> None:
    person, filed, sent = received(app, town)
    key = key_on(Api(app, "congdan"), FLAGSHIP)
    answer = person.client.post(filed.form("receive"), data={**sent, "khoa": key})
    assert answer.status_code == 303
    assert town.case(filed.case_id).received_at is not None


def test_claims_of_one_queue_page_are_each_done(app: Flask, town: Town) -> None:
    filed = [brought_to(town, ("B1", False), Api(app, "congdan")) for _ in range(2)]
    person = officers(app, town, filed[0])[0]
    sent = {"khoa": key_on(person, "/viec"), "csrf_token": person.token}
    for one in (*filed, filed[0]):
        answer = person.client.post(f"{one.form('claim')}?hs={one.ref}", data=sent)
        assert answer.location.startswith("/da-lam/")
    assert [row["mine"] for row in person.get("/queue").json["rows"]] == [True, True]


def test_a_form_that_comes_again_with_other_words_is_not_done_and_keeps_them(
    app: Flask, town: Town
) -> None:
    person = Api(app, "congdan")
    key = key_on(person, FLAGSHIP)
    first = filed_with(person, key)
    other = {**ANSWERED, "khoa": key, "csrf_token": person.token, "nguoi_nop_ho_ten": "Y Thu Êban"}
    again = person.client.post(FLAGSHIP, data={**other, PROOF: (BytesIO(PDF), "giay.pdf")})
    assert (again.status_code, "đã gửi một lần rồi" in again.text) == (409, True)
    assert 'value="Y Thu Êban"' in again.text
    found = KEY.search(again.text)
    assert found
    assert found[1] != key
    third = person.client.post(
        FLAGSHIP, data={**other, "khoa": found[1], PROOF: (BytesIO(PDF), "giay.pdf")}
    )
    assert third.status_code == 303
    assert third.headers["Location"] != first

"""The supplement where people see it: the officer's form, the applicant's page, tracking, paper."""

import io
import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from engine.store.cases import Case
from tests.acceptance.test_supplements import BLURRED, answer, ask, received
from tests.acceptance.test_the_api import filing
from tests.acceptance.test_tracking_opens_by_proof import code_of
from tests.client import Api
from tests.papers import PDF
from tests.town import Town

PAPER = "giay_to_chung_minh"
NAME = "Giấy tờ chứng minh thời gian tham gia"


@pytest.fixture
def asked(app: Flask, town: Town) -> str:
    """The code of a case of the demo citizen that was asked for one paper."""
    applicant = Api(app, "congdan")
    case_id = applicant.post("/cases", filing()).json["case_id"]
    town.end(town.task(case_id))
    ask(town, case_id)
    return town.case(case_id).code or ""


def form_of(page: str, word: str) -> str:
    """Where the page sends the form of this act."""
    found = re.search(rf'action="([^"]*/{word}[^"]*)"', page)
    assert found, word
    return found[1].replace("&amp;", "&")


def test_an_officer_judges_the_papers_on_the_page_and_nothing_typed_is_lost(
    app: Flask, town: Town
) -> None:
    case_id = received(town)
    ref, officer = town.case(case_id).code, Api(app, "hanh.tt@nghe_an")
    address = form_of(officer.client.get(f"/ho-so/{ref}").text, "yeu-cau-bo-sung")
    sent = {
        "hs": ref,
        "csrf_token": officer.token,
        f"xet-{PAPER}": "wrong",
        "xet-ban_khai": "pass",
        "other": "Giấy khác",
    }
    refused = officer.client.post(address, data=sent)
    assert refused.status_code == 422
    assert 'value="Giấy khác"' in refused.text or ">Giấy khác</textarea>" in refused.text
    assert '<option value="wrong" selected>' in refused.text
    mended = {**sent, f"can-lam-{PAPER}": BLURRED, "other": ""}
    assert officer.client.post(address, data=mended).status_code == 303
    assert town.case(case_id).supplements == 1


def test_officers_read_what_was_found_of_each_paper_and_by_whom(app: Flask, town: Town) -> None:
    case_id = received(town)
    page = f"/ho-so/{town.case(case_id).code}"
    officer, applicant = Api(app, "hanh.tt@nghe_an"), Api(app, "congdan")

    def marks() -> list[str]:
        seen = re.findall(r"(Đạt|Không đạt: [^<]*?) <span class=\"mute\">· ([^,]*),", page_of())
        return [f"{found}, {by}" for found, by in seen]

    def page_of() -> str:
        return re.sub(r"<svg.*?</svg>", "", officer.client.get(page).text)

    assert marks() == ["Đạt, Phan Quốc Bảo"] * 2
    ask(town, case_id)
    by = town.desk(town.task(case_id)).name
    assert marks() == [f"Không đạt: chưa đúng. {BLURRED}, {by}", f"Đạt, {by}"]
    answer(town, case_id)
    assert marks() == [f"Đạt, {by}"], "what came is not judged yet"
    assert "Bước tính lại từ đầu lúc" in page_of()
    assert "Không đạt" not in applicant.client.get(page).text


def test_the_applicant_reads_what_to_do_and_answers_on_the_page(
    app: Flask, town: Town, asked: str
) -> None:
    applicant = Api(app, "congdan")
    page = applicant.client.get(f"/ho-so/{asked}").text
    assert "Bạn cần gửi thêm 1 giấy tờ" in page
    assert "chưa phải làm gì" not in page
    assert BLURRED in page
    sent = {"hs": asked, "csrf_token": applicant.token}
    address = form_of(page, "bo-sung")
    empty = applicant.client.post(address, data=sent)
    assert (empty.status_code, f"Còn thiếu: {NAME}." in empty.text) == (422, True)
    file = (io.BytesIO(PDF), "trang-2.pdf")
    done = applicant.client.post(address, data={**sent, f"giay-{PAPER}": file})
    assert done.status_code == 303
    page = applicant.client.get(f"/ho-so/{asked}").text
    assert "gửi đủ giấy tờ bổ sung" in page
    assert "trang-2.pdf" in page


def test_the_page_of_the_due_time_says_that_it_was_counted_anew(
    app: Flask, town: Town, asked: str
) -> None:
    town.now += timedelta(days=1)
    applicant = Api(app, "congdan")
    content = filing()["documents"][0]["content"]
    paper = {"component": PAPER, "name": "x.pdf", "content": content}
    answer = applicant.post(f"/cases/{asked}/answer-supplement", {"supplied": [paper]})
    assert answer.status_code == 200
    assert answer.json["due_at"].startswith("2025-12-23")
    assert "Bổ sung đủ, tính lại từ đầu lúc" in applicant.client.get(f"/ho-so/{asked}").text


def test_tracking_names_the_papers_only_to_who_proves_something(
    app: Flask, town: Town, asked: str
) -> None:
    visitor = Api(app)
    shut = visitor.client.get(f"/tra-cuu?ma={asked}").text
    assert "Bạn cần bổ sung hồ sơ" in shut
    assert NAME not in shut
    with_code = f"/tra-cuu?ma={asked}&m={code_of(app, town.case(_id(town, asked)))}"
    opened = visitor.client.get(with_code).text
    assert (NAME in opened, BLURRED in opened) == (True, True)


def _id(town: Town, code: str) -> str:
    with town.database.reading() as session:
        return session.scalars(select(Case.id).where(Case.code == code)).one()


def test_the_slip_has_its_number_its_date_and_every_paper(app: Flask, asked: str) -> None:
    page = Api(app, "congdan").client.get(f"/ho-so/{asked}/phieu-bo-sung").text
    assert "0001/2025/PYCBS-H41.102.01" in page
    assert NAME in page
    assert BLURRED in page
    assert Api(app, "congdan2").client.get(f"/ho-so/{asked}/phieu-bo-sung").status_code == 404


def test_a_citizen_asks_nobody(app: Flask, town: Town, asked: str) -> None:
    task = town.task(_id(town, asked))
    answer = Api(app, "congdan").post(f"/tasks/{task.id}/ask-supplement", {"judged": []})
    assert (answer.status_code, answer.json["code"]) == (403, "other_account")

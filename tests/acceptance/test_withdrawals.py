"""The owner withdraws until there is a result; papers and fee are given back; then it stops."""

import re
from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from engine.accounts.proofs import Proof, receipt_code
from engine.cases.adding_files import FiledDocument
from engine.cases.give_back import give_back
from engine.cases.withdraw import withdraw_by_secret, withdraw_case
from engine.errors import (
    BasisMissing,
    CaseNotFound,
    NotInThisState,
    ProofMissing,
    RequestUnproven,
    TaskAlreadyDone,
)
from tests.acceptance.test_comments_have_readers import signed_in
from tests.acceptance.test_supplements import ask, received
from tests.acceptance.test_supplements_on_pages import form_of
from tests.acceptance.test_the_api import filing
from tests.acceptance.test_tracking_opens_by_proof import code_of
from tests.client import Api
from tests.integration.jobs.procedures import faults
from tests.left import after, lines
from tests.papers import PDF
from tests.town import CITIZEN, Town
from web.forms.act_inputs import control_of

KEY = b"k" * 32
ASKED: dict[str, object] = {
    "requester": "Lê Thị Mai, chủ hồ sơ",
    "request": "Giấy đề nghị ngày 04/12/2025",
    "request_files": [FiledDocument(None, "de-nghi.pdf", PDF)],
}
"""What shows the counter that the owner asked for it."""


def withdraw(town: Town, case_id: str, **changes: object) -> None:
    """The citizen gives the case up; at the counter with what shows that they asked."""
    given = {"person": CITIZEN, "reason": "Không còn cần", "store": town.documents, **changes}
    if given["person"] != CITIZEN:
        given = ASKED | given
    ref = town.case(case_id).submission_number
    with town.act() as session:
        withdraw_case(session, ref=ref, now=town.now, **given)  # type: ignore[arg-type]


def give(town: Town, case_id: str, **changes: object) -> None:
    """The officer of the counter gives back what there is."""
    person = town.officers("phuong_truong_vinh_ttphcc", "can_bo_mot_cua")[0]
    given = {"person": person, "papers_back": "Không có", "fee_back": "none", **changes}
    ref = town.case(case_id).submission_number
    with town.act() as session:
        give_back(session, ref=ref, now=town.now, **given)  # type: ignore[arg-type]


def test_a_withdrawn_case_stops_when_papers_and_fee_are_given_back(town: Town) -> None:
    case_id = received(town)
    withdraw(town, case_id)
    assert after(town, case_id) == lines("""
        case 7 online H41.102.01-251204-0001 at phuong_truong_vinh, received 04/12 09:15, due
          22/12 09:15, finished 04/12 10:15
        cancelled B2
        tells status_changed status=7
        audit Lê Thị Mai: case_withdrawn by=account reason=Không còn cần
    """)
    give(town, case_id)
    assert after(town, case_id) == lines("""
        case 8 online H41.102.01-251204-0001 at phuong_truong_vinh, received 04/12 09:15, due
          22/12 09:15, finished 04/12 10:15
        tells status_changed status=8
        audit Phan Quốc Bảo: given_back fee=none number=0001/2025/TBD-H41.102.01 papers=Không có
    """)


@pytest.mark.parametrize("where", ["filed", "asked", "received", "worked on"])
def test_it_may_be_withdrawn_anywhere_before_the_result(town: Town, where: str) -> None:
    case_id = received(town) if where in ("received", "worked on") else town.file().case_id
    if where == "asked":
        ask(town, case_id)
    if where == "worked on":
        town.until(case_id, "B9")
    town.wait(minutes=10)
    withdraw(town, case_id)
    assert town.case(case_id).status == 7
    assert town.case(case_id).wakes_at is None
    assert faults(town, case_id) == []


def test_once_the_result_is_stored_nothing_is_withdrawn(town: Town) -> None:
    case_id = received(town)
    town.until(case_id, "B15")
    with pytest.raises(NotInThisState):
        withdraw(town, case_id)


def test_no_other_citizen_withdraws_it(town: Town) -> None:
    stranger = town.officers("so_noi_vu", "lanh_dao_so")[0]
    case_id = received(town)
    with pytest.raises(CaseNotFound):
        withdraw(town, case_id, person=CITIZEN.__class__("x" * 32, "citizen", "Ai đó", "ai"))
    withdraw(town, case_id)
    with pytest.raises(CaseNotFound):
        give(town, case_id, person=stranger)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("lacks", ["requester", "request", "request_files"])
def test_the_counter_withdraws_only_with_what_shows_that_the_owner_asked(
    town: Town, lacks: str
) -> None:
    case_id, clerk = received(town), town.officer("bao.pq")
    with pytest.raises(RequestUnproven) as refused:
        withdraw(town, case_id, person=clerk, **{lacks: ()})
    assert [one["field"] for one in refused.value.details["faults"]] == [lacks]
    withdraw(town, case_id, person=clerk)
    told = after(town, case_id).replace("\n  ", " ")
    assert "by=counter" in told
    assert "requester=Lê Thị Mai, chủ hồ sơ" in told
    assert faults(town, case_id) == []


def test_the_secret_of_the_receipt_withdraws_a_birthday_does_not(town: Town) -> None:
    case_id = received(town)
    ref = town.case(case_id).code or ""
    for proof in (Proof(KEY, fact="14/02/1961"), Proof(KEY, receipt="A" * 16)):
        with town.act() as session, pytest.raises(ProofMissing):
            withdraw_by_secret(session, ref=ref, proof=proof, now=town.now)
    secret = Proof(KEY, receipt=receipt_code(KEY, case_id))
    with town.act() as session:
        withdraw_by_secret(session, ref=ref, proof=secret, now=town.now)
    assert town.case(case_id).status == 7


def test_a_fee_that_is_kept_has_its_basis(town: Town) -> None:
    case_id = received(town)
    withdraw(town, case_id)
    with pytest.raises(BasisMissing):
        give(town, case_id, fee_back="kept")


def test_nobody_works_on_a_withdrawn_case(town: Town) -> None:
    case_id = received(town)
    task = town.task(case_id)
    withdraw(town, case_id)
    with pytest.raises(TaskAlreadyDone):
        town.end(task)


def test_from_page_to_counter_to_the_printed_notice(app: Flask, town: Town) -> None:
    applicant, counter = Api(app, "congdan"), Api(app, "bao.pq@nghe_an")
    case_id = applicant.post("/cases", filing()).json["case_id"]
    town.end(town.task(case_id))
    ref = town.case(case_id).code
    sent = {"hs": ref, "csrf_token": applicant.token, "reason": "Nộp nhầm"}
    address = form_of(applicant.client.get(f"/ho-so/{ref}").text, "rut")
    assert applicant.client.post(address, data=sent).status_code == 422
    assert applicant.client.post(address, data={**sent, "chac-chan": "1"}).status_code == 303
    queue = counter.client.get("/viec").text
    assert "chờ trả lại giấy tờ, phí" in queue
    given = {"papers_back": "Bản khai", "fee_back": "none", "chac-chan": "1"}
    address = form_of(counter.client.get(f"/ho-so/{ref}").text, "tra-lai-giay-to")
    done = counter.client.post(address, data={"hs": ref, "csrf_token": counter.token, **given})
    assert done.status_code == 303
    notice = applicant.client.get(f"/ho-so/{ref}/phieu/dung").text
    assert "0001/2025/TBD-H41.102.01" in notice
    assert "Bản khai" in notice
    assert "Chưa nộp phí" in notice
    assert "chờ trả lại giấy tờ" not in counter.client.get("/viec").text


def test_the_tracking_page_withdraws_with_the_secret_code_alone(app: Flask, town: Town) -> None:
    case_id = received(town, signed_in(town))
    case, visitor = town.case(case_id), Api(app)
    code = code_of(app, case)
    page = visitor.client.get(f"/tra-cuu?ma={case.code}&m={code}").text
    assert "/tra-cuu/rut" in page
    assert "/tra-cuu/rut" not in visitor.client.get(f"/tra-cuu?ma={case.code}").text
    sent = {"ma": case.code, "m": code, "csrf_token": visitor.token}
    # Whoever prints receipts has every code: signed in as an officer it ends nothing.
    clerk = Api(app, "bao.pq@nghe_an")
    page = clerk.client.get(f"/tra-cuu?ma={case.code}&m={code}").text
    assert ("/tra-cuu/rut" in page, "chỉ xem" in page) == (False, True)
    mine = {**sent, "csrf_token": clerk.token, "chac-chan": "1"}
    refused = clerk.client.post("/tra-cuu/rut", data=mine)
    assert (refused.status_code, "tài khoản cán bộ" in refused.text) == (403, True)
    told = clerk.post(f"/tracking/{case.code}/withdraw", {"code": code})
    assert (told.status_code, told.json["code"]) == (403, "officer_by_secret")
    assert clerk.get(f"/tracking/{case.code}?code={code}").json["may_withdraw"] is False
    assert town.case(case_id).status == case.status
    assert visitor.client.post("/tra-cuu/rut", data=sent).status_code == 422
    wrong = visitor.client.post("/tra-cuu/rut", data={**sent, "m": "A" * 16, "chac-chan": "1"})
    assert wrong.status_code == 403
    done = visitor.client.post("/tra-cuu/rut", data={**sent, "chac-chan": "1"})
    assert done.status_code == 303
    assert "Bạn đã yêu cầu rút hồ sơ" in visitor.client.get(done.location).text


@pytest.mark.parametrize("fact", ["0912345678", "14/02/1961"])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_fact_that_others_know_opens_the_page_and_withdraws_at_no_door(
    app: Flask, town: Town, fact: str
) -> None:
    """The address that a fact leads to bears no receipt's code."""
    case = town.case(received(town))
    visitor = Api(app)
    form = {"ma": case.code, "biet": fact, "csrf_token": visitor.token}
    address = visitor.client.post("/tra-cuu", data=form).location
    page = visitor.client.get(address).text
    assert ("Chỉ có mã thì không" in page, "/tra-cuu/rut" in page) == (False, False)
    told = visitor.post(f"/tracking/{case.code}", {"fact": fact}).json
    code = address.rsplit("m=", 1)[1]
    assert (told["opens_with"], told["by_fact"]) == (code, True)
    sent = {"ma": case.code, "m": code, "csrf_token": visitor.token, "chac-chan": "1"}
    assert visitor.client.post("/tra-cuu/rut", data=sent).status_code == 403
    refused = visitor.post(f"/tracking/{case.code}/withdraw", {"code": code})
    assert (refused.status_code, refused.json["code"]) == (403, "proof_missing")
    assert town.case(case.id).status != 7


def test_the_api_withdraws_with_the_secret_code(app: Flask, town: Town) -> None:
    case_id = received(town, signed_in(town))
    case = town.case(case_id)
    answer = Api(app).post(f"/tracking/{case.code}/withdraw", {"code": code_of(app, case)})
    assert (answer.status_code, answer.json["status"]) == (200, 7)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_file_that_came_with_a_refused_act_is_not_chosen_anew(app: Flask, town: Town) -> None:
    ref, clerk = str(town.case(received(town)).code), Api(app, "bao.pq@nghe_an")
    address = form_of(clerk.client.get(f"/ho-so/{ref}").text, "rut")
    given: dict[str, Any] = {"hs": ref, "csrf_token": clerk.token}
    told = clerk.client.post(
        address, data={**given, control_of("request_files"): (BytesIO(PDF), "de-nghi.pdf")}
    )
    assert told.status_code == 422
    (kept,) = re.findall(r'name="giu" value="([^"]+)"', told.text)
    assert told.text.count("Giữ tệp đã gửi: de-nghi.pdf") == 1
    words = {control_of(one): str(ASKED[one]) for one in ("requester", "request")}
    sent = {**given, **words, control_of("reason"): "Không còn cần", "giu": kept, "chac-chan": "1"}
    assert clerk.client.post(address, data=sent).status_code == 303

"""Other units are asked beside the steps: with a term, side by side or in turn, late ones told."""

import io
from dataclasses import replace

import pytest
from flask import Flask

from engine.cases.adding_files import FiledDocument
from engine.cases.answer_consultation import answer_consultation
from engine.cases.consult import consult
from engine.errors import (
    AskedAlready,
    CaseNotFound,
    ContentMissing,
    DocumentNotFound,
    MannerUnknown,
    NotAsked,
    NotTheLead,
    OpinionMissing,
    OwnQuestion,
    PaperInTurn,
    TermBeyondDue,
    TermNotAhead,
    TextUnreadable,
    UnitNotAsked,
)
from engine.jobs.waking import tell_late
from engine.queries.case_file import case_document, case_file
from engine.store.organisation import Officer
from tests.acceptance.test_supplements import at, received
from tests.acceptance.test_supplements_on_pages import form_of
from tests.at_once import done_once
from tests.client import Api
from tests.integration.jobs.procedures import faults
from tests.left import after
from tests.papers import PDF
from tests.read_before import hidden_in, read_now
from tests.town import CITIZEN, Town

OFFICE = "so_noi_vu"

ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""What is refused, or computed, is so on any database."""


def asked(town: Town, case_id: str, **changes: object) -> None:
    """The head of the unit of the open step asks the department."""
    given = {
        "person": town.officer("hanh.tt"),
        "unit": OFFICE,
        "content": "Thời gian tham gia có đúng không?",
        "answer_by": "15/12/2025",
        "manner": "electronic",
        **changes,
    }
    task_id = town.task(case_id).id
    with town.act() as session:
        consult(session, task_id=task_id, now=town.now, **given)  # type: ignore[arg-type]


def opine(town: Town, case_id: str, **changes: object) -> None:
    """The department answers."""
    person = town.officers(OFFICE, "lanh_dao_so")[0]
    read = read_now(town, "answer_consultation", case_id)
    given = {"person": person, "opinion": "Đúng với hồ sơ lưu.", "seen": read, **changes}
    ref = town.case(case_id).submission_number
    with town.act() as session:
        answer_consultation(session, ref=ref, store=town.documents, now=town.now, **given)  # type: ignore[arg-type]


def test_the_clock_runs_on_while_a_unit_is_asked_and_answers(town: Town) -> None:
    """Law L17: content, deadline, way of reply."""
    case_id = received(town)
    due = town.case(case_id).due_at
    asked(town, case_id)
    left = after(town, case_id)
    assert "runs case since 04/12 09:15" in left
    assert "tells consultation_asked unit=so_noi_vu until=15/12 17:30" in left
    opine(town, case_id, files=[FiledDocument(None, "y-kien.pdf", PDF)])
    assert "tells consultation_answered late=false unit=so_noi_vu" in after(town, case_id)
    assert town.case(case_id).due_at == due
    assert faults(town, case_id) == []


def test_a_late_answer_is_told_once_to_the_head_of_the_centre_and_still_taken(town: Town) -> None:
    case_id = received(town)
    asked(town, case_id)
    assert tell_late(town.database, now=at(15, 16, 59)) == 0
    town.now = at(16, 8)
    assert done_once(tell_late, town.database, now=town.now) == 1, "by two workers at once"
    assert tell_late(town.database, now=town.now) == 0
    left = after(town, case_id)
    assert "tells consultation_late centre=phuong_truong_vinh_ttphcc unit=so_noi_vu" in left
    opine(town, case_id)
    assert "late=true" in after(town, case_id)
    assert faults(town, case_id) == []


def test_of_a_case_that_has_ended_nobody_is_told(town: Town) -> None:
    case_id = received(town)
    asked(town, case_id)
    town.until(case_id, "B15")
    assert tell_late(town.database, now=at(20, 8)) == 0


def test_units_are_asked_side_by_side_electronically_and_in_turn_on_paper(town: Town) -> None:
    """Law L21."""
    case_id = received(town)
    asked(town, case_id)
    with pytest.raises(AskedAlready):
        asked(town, case_id)
    asked(town, case_id, unit="so_tai_chinh", manner="paper")
    asked(town, case_id, unit="so_y_te")
    with pytest.raises(PaperInTurn, match="Sở Tài chính"):
        asked(town, case_id, unit="so_xay_dung", manner="paper")


@ONE
def test_a_question_that_is_called_off_lets_the_next_be_asked_on_paper(
    app: Flask, town: Town
) -> None:
    case_id = received(town)
    asked(town, case_id, manner="paper")
    head = Api(app, "hanh.tt@nghe_an")
    ref = town.case(case_id).code
    acts = head.get(f"/cases/{ref}").json["acts"]
    (off,) = [one for one in acts if one["kind"] == "call_off_consultation"]
    given = {"consultation": off["inputs"][0]["choices"][0]["value"], "reason": "Đã có văn bản"}
    address = f"/tasks/{town.task(case_id).id}/call-off-consultation"
    assert head.post(address, {**given, "reason": "."}).json["code"] == "reason_missing"
    assert head.post(address, given).status_code == 200
    assert head.post(address, given).json["code"] == "opinion_not_awaited"
    with pytest.raises(NotAsked):
        opine(town, case_id)
    asked(town, case_id, unit="so_tai_chinh", manner="paper")
    page = head.client.get(f"/ho-so/{ref}").text
    assert "Không cần trả lời nữa: Đã có văn bản" in page
    town.until(case_id, "B15")
    assert "không phải trả lời nữa" in head.client.get(f"/ho-so/{ref}").text
    assert faults(town, case_id) == []


@ONE
@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"content": " "}, ContentMissing),
        ({"manner": "x"}, MannerUnknown),
        ({"unit": "phuong_truong_vinh_ttphcc"}, UnitNotAsked),
        ({"unit": "phuong_truong_vinh"}, UnitNotAsked),
        ({"answer_by": "03/12/2025"}, TermNotAhead),
        ({"answer_by": "22/12/2025"}, TermBeyondDue),
        ({"answer_by": "mai"}, TextUnreadable),
    ],
)
def test_a_question_says_what_whom_and_until_when_within_the_cases_time(
    town: Town, changes: dict[str, object], refusal: type[Exception]
) -> None:
    case_id = received(town)
    with pytest.raises(refusal):
        asked(town, case_id, **changes)


def test_the_head_asks_and_the_asked_unit_alone_answers(town: Town) -> None:
    case_id = received(town)
    clerk = town.officers("phuong_truong_vinh_vhxh", "chuyen_vien")[0]
    with pytest.raises(NotTheLead):
        asked(town, case_id, person=clerk)
    asked(town, case_id)
    with pytest.raises(NotAsked):
        opine(town, case_id, person=clerk)
    with pytest.raises(OpinionMissing):
        opine(town, case_id, opinion="")
    opine(town, case_id)
    with pytest.raises(NotAsked):
        opine(town, case_id)


def test_who_asked_with_a_post_in_both_units_does_not_answer_themselves(town: Town) -> None:
    case_id = received(town)
    both = town.officer("hanh.tt")
    both = replace(both, posts=(*both.posts, *town.officers(OFFICE, "lanh_dao_so")[0].posts))
    asked(town, case_id, person=both)
    with pytest.raises(OwnQuestion):
        opine(town, case_id, person=both)
    asked(town, case_id, unit="so_tai_chinh")
    ref = town.case(case_id).code or ""
    with town.database.reading() as session:
        offered = case_file(session, ref=ref, person=both, now=town.now).acts
    assert "answer_consultation" not in [one.kind for one in offered]
    opine(town, case_id)  # another of the same office


def test_who_may_not_see_the_case_is_not_told_that_a_unit_was_asked(town: Town) -> None:
    case_id = received(town)
    asked(town, case_id)
    elsewhere = town.officer("thanh.vv")
    for stranger in (elsewhere, replace(CITIZEN, account_id="d" * 32)):
        with pytest.raises(CaseNotFound):
            opine(town, case_id, person=stranger)


def test_what_a_unit_said_is_for_officers(town: Town) -> None:
    case_id = received(town)
    asked(town, case_id)
    opine(town, case_id, files=[FiledDocument(None, "y-kien.pdf", PDF)])
    ref, officer = town.case(case_id).code or "", town.officer("hanh.tt")
    with town.database.reading() as session:
        read = case_file(session, ref=ref, person=officer, now=town.now)
        shown = case_file(session, ref=ref, person=CITIZEN, now=town.now)
        (file,) = [one for one in read.documents if one.role == "opinion"]
        assert read.opinions[0].opinion == "Đúng với hồ sơ lưu."
        assert shown.opinions == ()
        assert "Thời gian tham gia" not in str(shown.timeline)
        assert file.id not in [one.id for one in shown.documents]
        with pytest.raises(DocumentNotFound):
            case_document(session, ref=ref, document_id=file.id, person=CITIZEN)


def test_from_the_heads_form_to_the_asked_units_queue_and_its_answer(
    app: Flask, town: Town
) -> None:
    case_id = received(town)
    ref, head, office = town.case(case_id).code, Api(app, "hanh.tt@nghe_an"), _office(app, town)
    assert office.client.get(f"/ho-so/{ref}").status_code == 404
    address = form_of(head.client.get(f"/ho-so/{ref}").text, "xin-y-kien")
    sent = {"hs": ref, "csrf_token": head.token, "unit": OFFICE, "content": "Có đúng không?"}
    sent |= {"answer_by": "15/12/2025", "manner": "electronic"}
    assert head.client.post(address, data=sent).status_code == 303
    assert "hỏi ý kiến đơn vị của bạn" in office.client.get("/viec").text
    page = office.client.get(f"/ho-so/{ref}").text
    said = {"hs": ref, "csrf_token": office.token, "opinion": "Đúng."}
    said["files"] = (io.BytesIO(PDF), "y-kien.pdf")
    address = form_of(page, "tra-loi-y-kien")
    said |= hidden_in(page, address)
    assert office.client.post(address, data=said).status_code == 303
    assert "hỏi ý kiến đơn vị" not in office.client.get("/viec").text
    assert "“Đúng.”" in head.client.get(f"/ho-so/{ref}").text


def test_the_head_of_the_centre_finds_what_is_late_on_top_of_the_queue(
    app: Flask, town: Town
) -> None:
    case_id = received(town)
    asked(town, case_id)
    director = _signed_in(app, town, "phuong_truong_vinh_ttphcc", "giam_doc_ttphcc")
    assert "ý kiến chậm trả lời" not in director.client.get("/viec").text
    town.now = at(16, 8)
    assert "ý kiến chậm trả lời" in director.client.get("/viec").text


def _office(app: Flask, town: Town) -> Api:
    return _signed_in(app, town, OFFICE, "lanh_dao_so")


def _signed_in(app: Flask, town: Town, unit: str, position: str) -> Api:
    officer = town.officers(unit, position)[0]
    with town.database.reading() as session:
        name = session.get_one(Officer, ("nghe_an", officer.officer_id)).username
    return Api(app, f"{name}@nghe_an")

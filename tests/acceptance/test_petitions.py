"""Petitions: sent by anyone, taken, answered and published in their terms, followed by a code."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from api.http.guessing import MOST_NUMBERS, MOST_PETITIONS
from engine.catalogue.rules.petition_terms import petition_term
from engine.demonstration.voices import bring_petitions
from engine.errors import (
    CaseNotFound,
    NotHandling,
    OfficerBySecret,
    PersonalDataShown,
    PetitionAboutOwnWork,
    PetitionEmpty,
    PetitionKindUnknown,
    PetitionNotFound,
    PetitionNotInState,
    PetitionProvinceMissing,
    PetitionUnitUnknown,
)
from engine.petitions.accept_petition import accept_petition
from engine.petitions.answer_petition import answer_petition, publish_petition
from engine.petitions.ask_sender import add_to_petition, ask_sender
from engine.petitions.file_petition import PetitionSent, file_petition
from engine.petitions.reject_petition import reject_petition
from engine.queries.petitions import (
    late_petitions,
    own_petition,
    petition,
    petition_desk,
    published_petitions,
)
from engine.store.cases import Dossier
from engine.store.organisation import Officer
from engine.store.petitions import Petition
from tests.acceptance.test_apologies import extend
from tests.acceptance.test_supplements import at, received
from tests.client import Api
from tests.town import PROVINCE, WARD, Town

ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""What is refused, or computed, is so on any database."""
CONTENT = "Tôi đến ba lần, lần nào cũng bị đòi thêm giấy tờ."
ANSWER = "Phường xin lỗi, đã nhắc cán bộ."
SENDER = {"name": "Lê Thị Mai", "contact": "0912 345 678"}


def send(town: Town, **changes: object) -> PetitionSent:
    """Somebody complains, on Thursday 04/12 at 09:15."""
    given: dict[str, Any] = {"province_code": PROVINCE, "kind": "complaint", "content": CONTENT}
    with town.act() as session:
        return file_petition(session, **given | SENDER | changes, now=town.now)


def id_of(town: Town, code: str) -> str:
    with town.database.reading() as session:
        return session.scalars(select(Petition.id).where(Petition.code == code)).one()


def handle(town: Town, act: Any, code: str, who: str = "hanh.tt", **given: object) -> None:
    """The head of the ward does something about it."""
    given = {"petition_id": id_of(town, code), "person": town.officer(who), **given}
    with town.act() as session:
        act(session, now=town.now, **given)


def own(town: Town, code: str) -> Any:
    with town.database.reading() as session:
        return own_petition(session, code=code, person=None)


def test_from_the_complaint_about_a_case_to_its_published_answer(town: Town) -> None:
    """Requirement R-112; index 5.2: 2, 15 and 2 working days."""
    ref = town.case(received(town)).code
    town.now = at(4, 9, 15)
    made = send(town, about_case=ref)
    assert (made.until, made.unit_name) == (at(8, 9, 15), own(town, made.code).unit_name)
    town.now = at(5, 9, 15)
    handle(town, accept_petition, made.code, kind="complaint")
    assert own(town, made.code).due_at == at(26, 9, 15)
    town.now = at(10, 9, 15)
    handle(town, answer_petition, made.code, answer=ANSWER)
    found = own(town, made.code)
    assert (found.state, found.answer, found.due_at) == ("answered", ANSWER, at(12, 9, 15))
    with town.database.reading() as session:
        assert published_petitions(session, province_code=PROVINCE) == ()
    handle(town, publish_petition, made.code, content=CONTENT, answer=ANSWER)
    with town.database.reading() as session:
        (shown,) = published_petitions(session, province_code=PROVINCE)
    assert (shown.content, shown.answer) == (CONTENT, ANSWER)
    assert [step.words for step in own(town, made.code).steps] == [
        *("gửi", "phân loại, giao xử lý", "trả lời", "công khai"),
    ]


@ONE
def test_who_acted_on_a_case_neither_classifies_nor_answers_what_is_said_about_it(
    town: Town,
) -> None:
    """Also once they handled it before they acted; the office of procedure control always may."""
    case_id = received(town)
    made = send(town, about_case=town.case(case_id).code)
    handle(town, accept_petition, made.code, kind="complaint")
    extend(town, case_id)
    acts = [(accept_petition, {"kind": "report"}), (answer_petition, {"answer": ANSWER})]
    for act, given in acts:
        with pytest.raises(PetitionAboutOwnWork):
            handle(town, act, made.code, **given)
    with town.database.reading() as session:
        person = town.officer("hanh.tt")
        found = petition(session, petition_id=id_of(town, made.code), person=person, now=town.now)
    assert found.own_work
    handle(town, answer_petition, made.code, who="dung.hn", answer=ANSWER)


@ONE
def test_whose_dossier_it_is_neither_classifies_nor_answers(town: Town) -> None:
    """Requirement R-10: an official who complains about their own dossier is answered by others."""
    case_id = received(town)
    made = send(town, about_case=town.case(case_id).code)
    with town.database.reading() as session:
        owner = session.scalars(select(Dossier.owner_number)).one()
    theirs = replace(town.officer("hanh.tt"), identity_number=owner)
    with pytest.raises(PetitionAboutOwnWork):
        handle(town, accept_petition, made.code, person=theirs, kind="complaint")
    handle(town, accept_petition, made.code, kind="complaint")


@ONE
@pytest.mark.parametrize(
    "left",
    [
        *(SENDER["name"], "lê thị mai", "0912345678", "091.234.5678"),
        *("040090054321", "040 090 054 321", "182345678", "0987 654 321", "+84 987 654 321"),
        *("H41.102.01-251204-0099", "h41.102.01 – 251204 – 0099", "N-H41-251204-00007"),
    ],
)
def test_what_is_published_names_nobody(town: Town, left: str) -> None:
    made = send(town, unit_code=WARD)
    handle(town, accept_petition, made.code, kind="report")
    handle(town, answer_petition, made.code, answer=ANSWER)
    with pytest.raises(PersonalDataShown):
        handle(town, publish_petition, made.code, content=f"Gửi bởi {left}.", answer=ANSWER)


@ONE
def test_what_is_published_names_no_person_of_the_case(town: Town) -> None:
    case = town.case(received(town))
    made = send(town, about_case=case.code)
    handle(town, accept_petition, made.code, kind="report")
    handle(town, answer_petition, made.code, answer=ANSWER)
    other = town.case(received(town)).code or ""
    for left in (case.applicant_name.upper(), "".join(filter(str.isalnum, other)), case.code):
        with pytest.raises(PersonalDataShown):
            handle(town, publish_petition, made.code, content=f"Hồ sơ {left}.", answer=ANSWER)
    free = "Theo Quyết định 118/2025/QĐ-UBND ngày 01/12/2025 đã thu 150.000.000 đồng, lúc 8 giờ 30."
    handle(town, publish_petition, made.code, content=free, answer=ANSWER)


@ONE
def test_who_is_asked_for_more_has_the_word_and_the_term_begins_anew(town: Town) -> None:
    made = send(town, unit_code=WARD)
    town.now = at(5, 9)
    handle(town, ask_sender, made.code, question="Việc xảy ra ngày nào?")
    found = own(town, made.code)
    assert (found.state, found.due_at, found.steps[-1].late) == ("more", None, False)
    town.now = at(15, 9)
    head = town.officer("hanh.tt")
    with town.act() as session, pytest.raises(OfficerBySecret):
        add_to_petition(session, code=made.code, person=head, words="Không rõ.", now=town.now)
    with town.database.reading() as session:
        shown = [own_petition(session, code=made.code, person=who) for who in (head, None)]
    assert [one.may_add for one in shown] == [False, True]
    with town.act() as session:
        add_to_petition(
            session, code=made.code.lower(), person=None, words="Ngày 02/12.", now=town.now
        )
    assert (own(town, made.code).state, own(town, made.code).due_at) == ("filed", at(17, 9))


@ONE
def test_what_is_done_after_its_term_says_that_it_was_late(town: Town) -> None:
    """Rejected after 2 working days, and asked for more after 5: both stand to be counted."""
    one, other = send(town, unit_code=WARD), send(town, unit_code=WARD)
    town.now = at(12, 9)
    with town.database.reading() as session:
        waiting = late_petitions(session, person=town.officer("quan.dm"), now=town.now)
    assert waiting == ()  # who handles none is told of none
    handle(town, reject_petition, one.code, reason="Đã trả lời trong vụ khác.")
    handle(town, ask_sender, other.code, question="Ở đâu?")
    assert own(town, one.code).steps[-1].late
    assert own(town, other.code).steps[-1].late
    assert own(town, one.code).answer == "Đã trả lời trong vụ khác."


@ONE
@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"kind": "praise"}, PetitionKindUnknown),
        ({"province_code": " "}, PetitionProvinceMissing),
        ({"content": " "}, PetitionEmpty),
        ({"unit_code": "nowhere"}, PetitionUnitUnknown),
        ({"about_case": "H41.1-251204-9999"}, CaseNotFound),
    ],
)
def test_a_petition_says_what_and_names_what_there_is(
    town: Town, changes: dict[str, object], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        send(town, **changes)


@ONE
def test_petitions_are_handled_by_the_heads_of_their_agency_alone(town: Town) -> None:
    made = send(town, unit_code=WARD)
    with pytest.raises(NotHandling):
        handle(town, accept_petition, made.code, who="bao.pq", kind="report")
    handle(town, accept_petition, made.code, kind="report", unit_code="so_noi_vu")
    with pytest.raises(NotHandling):
        handle(town, answer_petition, made.code, answer=ANSWER)
    assert own(town, made.code).unit_name == "Sở Nội vụ tỉnh Nghệ An"
    with town.database.reading() as session:
        assert petition_desk(session, person=town.officer("hanh.tt"), now=town.now) == ()
        key = (PROVINCE, town.officers("so_noi_vu", "lanh_dao_so")[0].officer_id)
        office = town.officer(session.get_one(Officer, key).username or "")
        assert len(petition_desk(session, person=office, now=town.now)) == 1


@ONE
def test_nothing_is_done_twice_or_out_of_turn(town: Town) -> None:
    made = send(town, unit_code=WARD)
    with pytest.raises(PetitionNotInState):
        handle(town, answer_petition, made.code, answer=ANSWER)
    handle(town, reject_petition, made.code, reason="Không thuộc thẩm quyền.")
    with pytest.raises(PetitionNotInState):
        handle(town, accept_petition, made.code, kind="report")
    with town.act() as session, pytest.raises(PetitionNotInState):
        add_to_petition(session, code=made.code, person=None, words="x", now=town.now)


def test_terms_are_dated_with_a_basis_and_none_holds_before_its_day() -> None:
    days = {"decide": 2, "more": 5, "answer": 15, "publish": 2}
    for code, length in days.items():
        term = petition_term(code, date(2025, 12, 4))
        assert term is not None
        assert (term.days, bool(term.basis), term.unverified) == (length, True, True)
        assert petition_term(code, date(2025, 6, 30)) is None


@ONE
def test_a_code_is_not_found_by_trying_and_nobody_floods_the_desk(app: Flask, town: Town) -> None:
    made = send(town)
    with pytest.raises(PetitionNotFound):
        own(town, "A" * 16)
    client = Api(app)
    for number in range(MOST_NUMBERS):
        assert client.get(f"/petitions/{number:016}").status_code == 404
    assert client.get("/petitions/ZZZZ").status_code == 429
    assert client.get(f"/petitions/{made.code}").status_code == 429
    sent = {"province_code": PROVINCE, "kind": "report", "content": CONTENT}
    answers = [client.post("/petitions", sent).status_code for _ in range(MOST_PETITIONS + 1)]
    assert answers == [*[200] * MOST_PETITIONS, 429]


@ONE
def test_from_the_citizens_form_to_the_desk_and_back(app: Flask, town: Town) -> None:
    client, leader = Api(app), Api(app, "hanh.tt@nghe_an")
    ref = town.case(received(town)).code
    form = {"csrf_token": client.token, "tinh": PROVINCE, "kind": "complaint", "hs": ref}
    form |= {"content": CONTENT, "name": SENDER["name"]}
    refused = client.client.post("/phan-anh", data={**form, "kind": ""})
    assert (refused.status_code, CONTENT in refused.text) == (422, True)
    form["so"] = re.findall(r'name="so" value="(\w+)"', refused.text)[0]
    sent = client.client.post("/phan-anh", data=form)
    again = client.client.post("/phan-anh", data=form)
    assert (sent.status_code, sent.location) == (303, again.location)
    page = client.client.get(sent.location).text
    assert "mới gửi, chờ phân loại" in page
    assert SENDER["name"] not in page
    assert CONTENT in leader.client.get("/phan-anh-kien-nghi").text
    petition_id = leader.get("/petition-desk").json[0]["id"]
    address = f"/phan-anh-kien-nghi/{petition_id}"
    assert SENDER["name"] in leader.client.get(address).text

    def done(word: str, **controls: str) -> int:
        data = {"csrf_token": leader.token, **controls}
        return leader.client.post(f"{address}/{word}", data=data).status_code

    assert done("giao", kind="complaint") == 303
    assert done("tra-loi", content=" ") == 422
    assert done("tra-loi", content=ANSWER) == 303
    assert done("cong-khai", other=f"{SENDER['name']} hỏi", remark=ANSWER) == 422
    assert done("cong-khai", other="Phải đến ba lần.", remark=ANSWER) == 303
    public = client.client.get(f"/phan-anh/cong-khai/{PROVINCE}").text
    assert "Phải đến ba lần." in public
    assert SENDER["name"] not in public
    assert ANSWER in client.client.get(sent.location).text
    assert Api(app, "bao.pq@nghe_an").get("/petition-desk").status_code == 403


@ONE
def test_late_petitions_stand_on_the_list_of_what_is_late(app: Flask, town: Town) -> None:
    send(town, unit_code=WARD)
    leader = Api(app, "hanh.tt@nghe_an")
    assert "phản ánh, kiến nghị quá hạn" not in leader.client.get("/qua-han").text
    town.now = at(9, 9)
    assert "1 phản ánh, kiến nghị quá hạn" in leader.client.get("/qua-han").text


@ONE
def test_the_demonstration_has_petitions_at_each_stage(town: Town) -> None:
    with town.act() as session:
        made = bring_petitions(session, now=town.now)
        rows = session.scalars(select(Petition)).all()
    assert len(rows) == made > 0
    assert {row.state for row in rows} == {
        *("filed", "handling", "more", "answered", "published"),
    }
    assert any(row.due_at and row.due_at < town.now for row in rows)


@ONE
def test_a_late_petition_stays_late_when_another_agency_gets_it(town: Town) -> None:
    made = send(town, unit_code=WARD)
    handle(town, accept_petition, made.code, kind="report")
    due_at = own(town, made.code).due_at
    town.wait(days=40)
    handle(town, accept_petition, made.code, kind="report", unit_code="xa_con_cuong")
    assert own(town, made.code).due_at == due_at < town.now


@ONE
def test_a_petition_that_is_taken_again_as_it_is_gets_no_step(town: Town) -> None:
    made = send(town, unit_code=WARD)
    handle(town, accept_petition, made.code, kind="report")
    steps, due_at = own(town, made.code).steps, own(town, made.code).due_at
    town.wait(hours=1)
    handle(town, accept_petition, made.code, kind="report", unit_code=WARD)
    assert (own(town, made.code).steps, own(town, made.code).due_at) == (steps, due_at)
    handle(town, accept_petition, made.code, kind="complaint")
    assert len(own(town, made.code).steps) == len(steps) + 1

"""A comment of an officer is read by officers; by the applicant where the act is addressed to them.

Asked at every door: the page, its timeline and steps, the API, the receipt, tracking.
"""

import json
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from engine.accounts import Person
from engine.audit.chain import StoredEvent
from engine.facts.events_of_work import TaskCompleted
from engine.facts.reading import recorded
from engine.store.accounts import Account
from engine.store.audit import CaseEvent
from tests.client import Api
from tests.shipped import publish
from tests.town import CITIZEN, FLAGSHIP_FOLDER, PROVINCE, STEPS, Town

SECRET = "Dự thảo sai tên mẹ, đề nghị anh Nam làm lại"
ASKED = "Mời bà nộp thêm bản sao giấy khai tử"
DECISION = "Chưa đạt, làm lại"
"""What the button says; the diagram, which everybody sees, has other words."""
ADDRESSED = 'kind="back" reason="required" reader="applicant"'
DOORS = (
    "/api/v1/cases/{ref}",
    "/api/v1/cases/{ref}/timeline",
    "/api/v1/tracking/{ref}",
    "/ho-so/{ref}",
    "/ho-so/{ref}/giay-tiep-nhan",
    "/tra-cuu?ma={ref}",
)
INSIDE = {"/api/v1/cases/{ref}", "/api/v1/cases/{ref}/timeline", "/ho-so/{ref}"}
"""The doors at which a case is told in full."""
TRACKING = {"/api/v1/tracking/{ref}", "/tra-cuu?ma={ref}"}
"""Opened for who is signed in as the applicant; shut for others."""


def signed_in(town: Town) -> Person:
    """The citizen of the demonstration, under their own account."""
    with town.database.reading() as session:
        account = session.scalars(select(Account).where(Account.username == CITIZEN.username)).one()
    return replace(CITIZEN, account_id=account.id)


def returned(town: Town, comment: str) -> str:
    """The code of a case whose draft the head gave back with this comment."""
    filed = town.file(person=signed_in(town))
    town.until(filed.case_id, "B4")
    town.end(town.task(filed.case_id), outcome="tra_lai", comment=comment)
    return str(town.case(filed.case_id).code)


def addressed_to_the_applicant(town: Town) -> None:
    """Publish the flagship so that giving back is addressed to the applicant."""
    published(town, ('kind="back" reason="required"', ADDRESSED))


def published(town: Town, *changes: tuple[str, str]) -> None:
    """Publish the flagship with these changes of its diagram."""
    told = (FLAGSHIP_FOLDER / "process.bpmn").read_text(encoding="utf-8")
    for before, after in changes:
        told = told.replace(before, after)
    publish(town, FLAGSHIP_FOLDER.name, {"process.bpmn": told.encode()})


def doors(app: Flask, username: str, ref: str, words: str) -> set[str]:
    """The doors at which the person reads these words."""
    client = Api(app, username).client
    answers = {door: client.get(door.format(ref=ref)) for door in DOORS}
    assert {answer.status_code for answer in answers.values()} == {200}
    written = (words, json.dumps(words)[1:-1])
    return {d for d, answer in answers.items() if any(text in answer.text for text in written)}


def test_a_draft_that_goes_back_is_no_business_of_the_applicants(app: Flask, town: Town) -> None:
    ref = returned(town, SECRET)
    assert doors(app, "congdan", ref, SECRET) == set()
    assert doors(app, "congdan", ref, "làm xong bước: Soát dự thảo") == INSIDE


def test_what_an_officer_decided_is_read_by_those_to_whom_it_is_addressed(
    app: Flask, town: Town
) -> None:
    said = ('label="Trả lại chuyên viên…"', f'label="{DECISION}…"')
    published(town, said)
    ref = returned(town, SECRET)
    assert doors(app, "congdan", ref, DECISION) == set()
    assert doors(app, f"bao.pq@{PROVINCE}", ref, DECISION) == INSIDE
    published(town, said, ('kind="back" reason="required"', ADDRESSED))
    assert doors(app, "congdan", returned(town, ASKED), DECISION) == INSIDE | TRACKING


def test_officers_read_why_the_draft_went_back(app: Flask, town: Town) -> None:
    assert doors(app, f"bao.pq@{PROVINCE}", returned(town, SECRET), SECRET) == INSIDE


def test_a_request_to_the_applicant_reaches_the_applicant_and_nobody_else_outside(
    app: Flask, town: Town
) -> None:
    """Better 4."""
    addressed_to_the_applicant(town)
    ref = returned(town, ASKED)
    assert doors(app, "congdan", ref, ASKED) == INSIDE | TRACKING
    visitor = Api(app).client
    assert not any(ASKED in visitor.get(door.format(ref=ref)).text for door in TRACKING)


@pytest.mark.parametrize("addressed", [False, True])
def test_the_event_keeps_whom_the_comment_was_written_to(town: Town, *, addressed: bool) -> None:
    if addressed:
        addressed_to_the_applicant(town)
    returned(town, SECRET)
    with town.database.reading() as session:
        rows = session.query(CaseEvent).where(CaseEvent.kind == "task_completed").all()
        told = [recorded(StoredEvent(r.seq, r.at, r.kind, r.body, r.hash)).event for r in rows]
    ends = [one for one in told if isinstance(one, TaskCompleted)]
    (done,) = [one for one in ends if one.element == "B4"]
    assert (done.comment, done.comment_reader) == (SECRET, "applicant" if addressed else "officers")


def test_the_field_says_who_will_read_it(app: Flask, town: Town) -> None:
    filed = town.file()
    town.until(filed.case_id, "B4")
    ref = str(town.case(filed.case_id).code)
    page = Api(app, f"hanh.tt@{PROVINCE}").client.get(f"/ho-so/{ref}").text
    assert "Chỉ cán bộ đọc.</span>" in page
    assert "Người nộp hồ sơ" not in page[page.index("f-y-kien-g") : page.index("</textarea>")]


def test_the_field_names_the_decision_that_the_applicant_will_read(app: Flask, town: Town) -> None:
    addressed_to_the_applicant(town)
    filed = town.file()
    town.until(filed.case_id, "B4")
    ref = str(town.case(filed.case_id).code)
    page = Api(app, f"hanh.tt@{PROVINCE}").client.get(f"/ho-so/{ref}").text
    told = "Chỉ cán bộ đọc. Riêng khi chọn “Trả lại chuyên viên…”, người nộp hồ sơ sẽ đọc lời này."
    assert told in page
    assert "Phải ghi lý do ở ô ý kiến; người nộp hồ sơ sẽ đọc." in page


def test_a_comment_that_turns_the_direction_of_writing_is_refused_beside_its_field(
    town: Town, app: Flask
) -> None:
    filed = town.file()
    town.until(filed.case_id, "B3")
    task = town.task(filed.case_id)
    officer = Api(app, "hoai.nt@nghe_an")
    answers = {
        key: str(value) if hasattr(value, "isoformat") else value
        for key, value in (STEPS["B3"].answers or {}).items()
    }
    body = {"answers": answers, "comment": "xong\u202etrả lại"}
    refused = officer.post(f"/tasks/{task.id}/complete", body)
    assert (refused.status_code, refused.get_json()["code"]) == (422, "text_unreadable")
    assert town.task(filed.case_id).id == task.id

"""Applicants are invited to inspections and to the office: where and when, minutes recorded."""

import io
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from engine.cases.adding_files import FiledDocument
from engine.cases.invite import invite
from engine.cases.record_meeting import record_meeting
from engine.errors import (
    CaseNotFound,
    HeldUnknown,
    MeetingBeyondDue,
    MeetingNotAhead,
    MeetingNotYet,
    MeetingOutOfHours,
    MeetingUnclear,
    MeetingUnknown,
    MinutesMissing,
    NotInviting,
    NotYourDesk,
    PurposeUnknown,
    TextUnreadable,
)
from engine.queries.case_file import case_file
from engine.store.meetings import Meeting
from engine.store.organisation import Officer
from tests.acceptance.test_supplements import at, received
from tests.acceptance.test_supplements_on_pages import form_of
from tests.acceptance.test_the_api import filing
from tests.client import Api
from tests.integration.jobs.procedures import faults
from tests.left import after
from tests.papers import PDF
from tests.town import CITIZEN, Town

ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""What is refused, or computed, is so on any database."""
TO_THE_OFFICE = {
    "purpose": "office",
    "day": "11/12/2025",
    "hour": "8 giờ 30",
    "venue": "Phòng tiếp công dân",
    "agenda": "Mang bản chính quyết định xuất ngũ.",
    "note": "Nghi giấy tờ không khớp.",
}


def desk_of(town: Town, case_id: str) -> Any:
    task = town.task(case_id)
    return town.officers(task.unit_code, task.position_code)[0]


def invited(town: Town, case_id: str, **changes: object) -> None:
    """The officer of the open step invites to the office."""
    given: dict[str, Any] = {"person": desk_of(town, case_id), **TO_THE_OFFICE, **changes}
    task_id = town.task(case_id).id
    with town.act() as session:
        invite(session, task_id=task_id, now=town.now, **given)


def minute(town: Town, case_id: str, **changes: object) -> None:
    """Somebody of the unit that invited records what came of it."""
    with town.act() as session:
        found = session.scalars(select(Meeting).where(Meeting.case_id == case_id)).all()
        waits = next((one for one in found if one.recorded_at is None), None)
        given: dict[str, Any] = {
            "person": desk_of(town, case_id),
            "meeting": waits.id if waits else "",
            "held": "held",
            "minutes": "Giấy tờ khớp với bản chính.",
            **changes,
        }
        ref = town.case(case_id).submission_number
        record_meeting(session, ref=ref, store=town.documents, now=town.now, **given)


def test_the_clock_runs_on_and_the_applicant_is_told_where_and_when(town: Town) -> None:
    """Law L17: the applicant is invited to the check."""
    case_id = received(town)
    due = town.case(case_id).due_at
    invited(town, case_id)
    left = after(town, case_id)
    assert "runs case since 04/12 09:15" in left
    assert "tells meeting_invited" in left
    assert "Phòng tiếp công dân" in left
    town.now = at(11, 10)
    minute(town, case_id, files=[FiledDocument(None, "bien-ban.pdf", PDF)])
    assert "tells meeting_recorded held=held" in after(town, case_id)
    assert town.case(case_id).due_at == due
    assert faults(town, case_id) == []


@ONE
def test_a_place_may_be_looked_at_on_a_day_off(town: Town) -> None:
    case_id = received(town)
    invited(town, case_id, purpose="site", day="14/12/2025")
    assert "meets_at=14/12 08:30" in after(town, case_id)


@ONE
def test_what_is_for_officers_is_told_apart_from_what_the_applicant_reads(town: Town) -> None:
    case_id = received(town)
    invited(town, case_id)
    town.now = at(11, 10)
    minute(town, case_id, note="Cần hỏi thêm Sở Nội vụ.")
    ref, officer = town.case(case_id).code or "", town.officer("hanh.tt")
    with town.database.reading() as session:
        read = case_file(session, ref=ref, person=officer, now=town.now)
        shown = case_file(session, ref=ref, person=CITIZEN, now=town.now)
    for inside in ("Nghi giấy tờ không khớp.", "Cần hỏi thêm Sở Nội vụ."):
        assert inside in str(read.meetings)
        assert inside in str(read.timeline)
        assert inside not in str(shown)
    assert "Giấy tờ khớp với bản chính." in str(shown.meetings)


@ONE
def test_a_slip_says_that_its_meeting_was_called_off(town: Town) -> None:
    case_id = received(town)
    invited(town, case_id)
    minute(town, case_id, held="called_off", minutes="Đã đủ bản chính.")
    with town.database.reading() as session:
        shown = case_file(session, ref=town.case(case_id).code or "", person=CITIZEN, now=town.now)
    (slip,) = [one for one in shown.slips if one.kind == "giay-moi"]
    assert slip.lines[0].text == "Hủy, không diễn ra. Đã đủ bản chính."


@ONE
@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"purpose": "x"}, PurposeUnknown),
        ({"venue": " "}, MeetingUnclear),
        ({"agenda": ""}, MeetingUnclear),
        ({"day": "03/12/2025"}, MeetingNotAhead),
        ({"day": "23/12/2025"}, MeetingBeyondDue),
        ({"day": "mai"}, TextUnreadable),
        ({"hour": "sáng"}, TextUnreadable),
        ({"hour": "12:30"}, MeetingOutOfHours),
        ({"day": "14/12/2025"}, MeetingOutOfHours),  # a Sunday
        ({"purpose": "site", "hour": "3:00"}, MeetingOutOfHours),
    ],
)
def test_an_invitation_says_what_where_and_when_within_the_cases_time(
    town: Town, changes: dict[str, object], refusal: type[Exception]
) -> None:
    case_id = received(town)
    with pytest.raises(refusal):
        invited(town, case_id, **changes)


@ONE
@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"held": "x"}, HeldUnknown),
        ({"minutes": " "}, MinutesMissing),
        ({"held": "absent"}, MeetingNotYet),
        ({"meeting": "x"}, MeetingUnknown),
        ({"person": CITIZEN}, NotInviting),
    ],
)
def test_minutes_say_what_came_of_it_and_not_before_its_time(
    town: Town, changes: dict[str, object], refusal: type[Exception]
) -> None:
    case_id = received(town)
    invited(town, case_id)
    with pytest.raises(refusal):
        minute(town, case_id, **changes)


@ONE
def test_the_desk_invites_and_its_unit_alone_records_the_minutes(town: Town) -> None:
    case_id = received(town)
    with pytest.raises(NotYourDesk):
        invited(town, case_id, person=town.officer("bao.pq"))
    invited(town, case_id)
    with pytest.raises(NotInviting):
        minute(town, case_id, person=town.officer("bao.pq"), held="called_off")
    stranger = town.officers("xa_con_cuong_ttphcc", "can_bo_mot_cua")[0]
    with pytest.raises(CaseNotFound):
        minute(town, case_id, person=stranger, held="called_off")
    minute(town, case_id, held="called_off")
    with pytest.raises(NotInviting):
        minute(town, case_id, held="called_off")


@ONE
def test_a_late_case_may_still_be_inspected(town: Town) -> None:
    case_id = received(town)
    town.now = at(29, 9)
    invited(town, case_id, day="30/12/2025")
    assert "tells meeting_invited" in after(town, case_id)


@ONE
def test_from_the_form_to_the_slip_and_the_queue_and_the_minutes(app: Flask, town: Town) -> None:
    citizen = Api(app, "congdan")
    case_id = citizen.post("/cases", filing()).json["case_id"]
    town.until(case_id, "B3")
    ref, officer = town.case(case_id).code, Api(app, _username(town, case_id))
    address = form_of(officer.client.get(f"/ho-so/{ref}").text, "moi-lam-viec")
    sent = {"hs": ref, "csrf_token": officer.token, **TO_THE_OFFICE}
    refused = officer.client.post(address, data={**sent, "day": "mai"}, follow_redirects=True)
    assert "Mang bản chính quyết định xuất ngũ." in refused.text
    assert officer.client.post(address, data=sent).status_code == 303
    assert "chờ ghi kết quả" not in officer.client.get("/viec").text
    page = citizen.client.get(f"/ho-so/{ref}").text
    assert "Bạn được mời" in page
    assert "Nghi giấy tờ" not in page
    town.now = at(11, 10)
    assert "chờ ghi kết quả" in officer.client.get("/viec").text
    page = officer.client.get(f"/ho-so/{ref}").text
    with town.database.reading() as session:
        (meeting,) = session.scalars(select(Meeting.id).where(Meeting.case_id == case_id))
    said = {"hs": ref, "csrf_token": officer.token, "held": "absent", "meeting": meeting}
    said |= {"minutes": "Người nộp không đến.", "files": (io.BytesIO(PDF), "bien-ban.pdf")}
    assert officer.client.post(form_of(page, "ket-qua-buoi-moi"), data=said).status_code == 303
    assert "chờ ghi kết quả" not in officer.client.get("/viec").text
    assert "Người nộp không đến." in citizen.client.get(f"/ho-so/{ref}").text


def _username(town: Town, case_id: str) -> str:
    with town.database.reading() as session:
        key = ("nghe_an", desk_of(town, case_id).officer_id)
        return f"{session.get_one(Officer, key).username}@nghe_an"

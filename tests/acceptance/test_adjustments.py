"""What was filed is adjusted at the applicant's demand, as far as it decides nothing."""

import pytest
from flask import Flask

from engine.cases.adjust import adjust_content
from engine.catalogue.adjusting import adjustable
from engine.catalogue.packages import package
from engine.errors import (
    CaseNotFound,
    NothingAdjusted,
    NotInThisState,
    QuestionFixed,
    ReasonMissing,
    RequestUnproven,
    ValueMissing,
)
from engine.fees.subjects import filing_form
from engine.queries.case_file import case_file
from tests.acceptance.test_supplements import received
from tests.acceptance.test_supplements_on_pages import form_of
from tests.acceptance.test_the_api import filing
from tests.acceptance.test_withdrawals import ASKED
from tests.client import Api
from tests.integration.jobs.procedures import faults
from tests.left import after
from tests.town import CENTRE, CITIZEN, Town

ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""What is refused, or computed, is so on any database."""


def adjust(town: Town, case_id: str, **changes: object) -> None:
    """The citizen has moved to another block."""
    told = {"question": "dia_chi", "value": "Khối 9", "reason": "Chuyển chỗ ở"}
    given = {"person": CITIZEN, **told, **changes}
    ref = town.case(case_id).submission_number
    with town.act() as session:
        adjust_content(session, ref=ref, store=town.documents, now=town.now, **given)  # type: ignore[arg-type]


def test_an_adjusted_answer_stands_in_the_file_and_the_old_one_in_the_audit(town: Town) -> None:
    """Law L22; the due time stays."""
    case_id = received(town)
    due = town.case(case_id).due_at
    adjust(town, case_id)
    left = after(town, case_id).replace("\n  ", " ")
    assert "content_adjusted after=Khối 9 before=Khối 7 by=account" in left
    assert "tells content_adjusted question=dia_chi" in left
    assert town.case(case_id).due_at == due
    with town.database.reading() as session:
        ref = town.case(case_id).code or ""
        read = case_file(session, ref=ref, person=CITIZEN, now=town.now)
    assert {one.key: one.value for one in read.applicant}["owner_address"] == "Khối 9"
    assert faults(town, case_id) == []


@ONE
@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"question": "chu_ho_so_ho_ten"}, QuestionFixed),  # another owner is another dossier
        ({"question": "xa"}, QuestionFixed),
        ({"question": "so_thang"}, QuestionFixed),
        ({"value": " "}, ValueMissing),
        ({"value": "Khối 7"}, NothingAdjusted),
        ({"reason": ""}, ReasonMissing),
        ({"person": CITIZEN.__class__("x" * 32, "citizen", "Ai đó", "ai")}, CaseNotFound),
    ],
)
def test_what_decides_something_is_not_adjusted_nor_by_strangers(
    town: Town, changes: dict[str, object], refusal: type[Exception]
) -> None:
    case_id = received(town)
    with pytest.raises(refusal):
        adjust(town, case_id, **changes)


def test_once_there_is_a_result_nothing_is_adjusted(town: Town) -> None:
    case_id = received(town)
    town.until(case_id, "B15")
    with pytest.raises(NotInThisState):
        adjust(town, case_id)


@ONE
@pytest.mark.parametrize("lacks", ["requester", "request", "request_files"])
def test_the_counter_adjusts_only_with_what_shows_that_the_applicant_asked(
    town: Town, lacks: str
) -> None:
    case_id, clerk = received(town), town.officers(CENTRE, "can_bo_mot_cua")[0]
    with pytest.raises(RequestUnproven) as refused:
        adjust(town, case_id, person=clerk, **ASKED | {lacks: ()})
    assert [one["field"] for one in refused.value.details["faults"]] == [lacks]
    adjust(town, case_id, person=clerk, **ASKED)
    told = after(town, case_id).replace("\n  ", " ")
    assert "by=counter" in told
    assert "requester=Lê Thị Mai, chủ hồ sơ" in told
    assert faults(town, case_id) == []


@ONE
def test_once_it_is_received_only_where_people_are_reached_is_adjusted(town: Town) -> None:
    """No step that examined the dossier is done again; the phone number opens it to strangers."""
    waiting, case_id = town.file().case_id, received(town)
    with town.database.reading() as session:
        case = town.case(case_id)
        found = package(session, case.province_code, case.package_digest)
    form = filing_form(found) or {}
    before, then = (dict(adjustable(found, form, received=one)) for one in (False, True))
    subject = next(key for key in before if key not in then)
    assert set(then) == {"dia_chi", "nguoi_nop_email"}
    adjust(town, waiting, question=subject, value="Nội dung khác")
    for question in (subject, "nguoi_nop_dien_thoai"):
        with pytest.raises(QuestionFixed):
            adjust(town, case_id, question=question, value="0999999999")
    with pytest.raises(QuestionFixed):
        adjust(town, waiting, question="nguoi_nop_dien_thoai", value="0999999999")


def test_the_applicant_adjusts_on_the_page(app: Flask, town: Town) -> None:
    applicant = Api(app, "congdan")
    ref = applicant.post("/cases", filing()).json["submission_number"]
    address = form_of(applicant.client.get(f"/ho-so/{ref}").text, "dieu-chinh")
    sent = {"hs": ref, "csrf_token": applicant.token, "question": "dia_chi"}
    sent |= {"value": "Khối 9", "reason": "Chuyển chỗ ở"}
    assert applicant.client.post(address, data=sent).status_code == 303
    assert "“Khối 7” thành “Khối 9”" in applicant.client.get(f"/ho-so/{ref}").text

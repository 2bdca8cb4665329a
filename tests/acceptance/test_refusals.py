"""A filing is refused at its reception: a slip with reason and basis, status 3, nothing runs."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from engine.cases.refuse import refuse_case
from engine.errors import (
    AuthorityMissing,
    AuthorityNotAsked,
    AuthorityUnclear,
    BasisMissing,
    CauseUnknown,
    NotAtReception,
    NotInThisState,
    ReasonMissing,
)
from engine.publishing.folders import read_package_folder
from engine.queries.tracking import track
from engine.store.jobs import OutboxMessage
from tests.acceptance.test_supplements import ask, received
from tests.acceptance.test_supplements_on_pages import form_of
from tests.acceptance.test_the_api import filing
from tests.client import Api
from tests.left import after, lines
from tests.played import scenarios
from tests.shipped import file, take
from tests.town import FLAGSHIP, FLAGSHIP_FOLDER, Town

WHY = "Không thuộc thẩm quyền của phường."
LAW = "Nghị định 131/2021/NĐ-CP, Điều 1"


def refuse(town: Town, case_id: str, **changes: str) -> None:
    """The officer of the reception refuses."""
    task = town.task(case_id)
    told = {"reason": WHY, "basis": LAW, "cause": "wrong_authority"}
    given = {**told, "authority": "Sở Nội vụ tỉnh Hà Tĩnh", **changes}
    with town.act() as session:
        refuse_case(session, task_id=task.id, person=town.desk(task), now=town.now, **given)


def test_a_refused_filing_has_ended_with_its_slip(town: Town) -> None:
    case_id = town.file().case_id
    town.wait(hours=1)
    refuse(town, case_id)
    assert after(town, case_id) == lines("""
        case 3 online N-H41-251204-00001 at phuong_truong_vinh, finished 04/12 10:15
        cancelled B1
        tells status_changed status=3
        audit Phan Quốc Bảo: case_refused authority=Sở Nội vụ tỉnh Hà Tĩnh cause=wrong_authority
          legal_basis=Nghị định 131/2021/NĐ-CP, Điều 1 number=0001/2025/PTC-H41.102.01
          reason=Không thuộc thẩm quyền của phường.
    """)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"reason": " "}, ReasonMissing),
        ({"basis": ""}, BasisMissing),
        ({"authority": " "}, AuthorityMissing),
        ({"authority": "ubnd nào đó"}, AuthorityUnclear),
        ({"authority": "Sở"}, AuthorityUnclear),
        ({"authority": "", "authority_unit": "x"}, AuthorityUnclear),
        ({"authority_unit": "xa_con_cuong"}, AuthorityUnclear),
        ({"cause": "x"}, CauseUnknown),
        ({"cause": "not_qualified"}, AuthorityNotAsked),
    ],
)
def test_a_refusal_says_why_and_by_which_law(
    town: Town, changes: dict[str, str], refusal: type[Exception]
) -> None:
    case_id = town.file().case_id
    with pytest.raises(refusal):
        refuse(town, case_id, **changes)


def test_after_the_reception_nothing_is_refused_so(town: Town) -> None:
    """Law L16: a refusal after appraisal is a result, never status 3."""
    with pytest.raises(NotAtReception):
        refuse(town, received(town))


def test_who_was_asked_to_complete_the_dossier_is_not_refused_meanwhile(town: Town) -> None:
    case_id = town.file().case_id
    ask(town, case_id)
    with pytest.raises(NotInThisState):
        refuse(town, case_id)


def test_the_page_refuses_and_the_slip_is_printed_with_number_and_date(
    app: Flask, town: Town
) -> None:
    applicant, officer = Api(app, "congdan"), Api(app, "bao.pq@nghe_an")
    ref = applicant.post("/cases", filing()).json["submission_number"]
    address = form_of(officer.client.get(f"/ho-so/{ref}").text, "tu-choi")
    sent = {"hs": ref, "csrf_token": officer.token, "reason": WHY, "basis": LAW}
    sent["cause"] = "not_qualified"
    unsure = officer.client.post(address, data=sent)
    assert (unsure.status_code, WHY in unsure.text) == (422, True)
    sent["chac-chan"] = "1"
    assert officer.client.post(address, data=sent).status_code == 303
    page = applicant.client.get(f"/ho-so/{ref}/phieu/tu-choi").text
    assert "0001/2025/PTC-H41.102.01" in page
    assert WHY in page
    assert LAW in page
    assert re.search(r"ngày 0?4 tháng 12 năm 2025|4/12/2025", page)
    assert WHY in applicant.client.get(f"/ho-so/{ref}").text
    assert WHY in applicant.client.get(f"/tra-cuu?ma={ref}").text
    assert WHY not in Api(app).client.get(f"/tra-cuu?ma={ref}").text


def test_a_refusal_after_appraisal_is_a_result_stored_and_returned_and_never_status_3(
    town: Town,
) -> None:
    """Law L16: inside the solving time; 9, then 10."""
    scenario = scenarios(read_package_folder(FLAGSHIP_FOLDER))[2]
    case_id = file(town, FLAGSHIP, scenario)
    take(town, case_id, scenario)
    query = (
        select(OutboxMessage.payload)
        .where(OutboxMessage.case_id == case_id, OutboxMessage.topic == "status_changed")
        .order_by(OutboxMessage.seq)
    )
    with town.database.reading() as session:
        told = [payload["status"] for payload in session.scalars(query)]
    assert told[-2:] == [9, 10]
    assert 3 not in told
    case = town.case(case_id)
    assert case.finished_at is not None
    assert case.due_at is not None
    assert case.finished_at <= case.due_at


def test_who_came_to_the_wrong_authority_reads_where_to_go(town: Town) -> None:
    case_id = town.file().case_id
    refuse(town, case_id)
    with town.database.reading() as session:
        found = track(session, ref=town.case(case_id).submission_number, now=town.now)
    assert found.lead == "Hãy nộp ở cơ quan đúng thẩm quyền: Sở Nội vụ tỉnh Hà Tĩnh."


def test_the_right_authority_is_chosen_from_the_agencies_of_the_province(
    app: Flask, town: Town
) -> None:
    case_id, clerk = town.file().case_id, Api(app, "bao.pq@nghe_an")
    ref, task = town.case(case_id).submission_number, town.task(case_id)
    acts = clerk.get(f"/cases/{ref}").json["acts"]
    (asked,) = [
        one
        for act in acts
        for one in act["inputs"]
        if (act["kind"], one["name"]) == ("refuse", "authority_unit")
    ]
    named = {one["value"]: one["label"] for one in asked["choices"]}
    assert "phuong_truong_vinh" not in named
    sent = {"reason": WHY, "basis": LAW, "cause": "wrong_authority"}
    answer = clerk.post(f"/tasks/{task.id}/refuse", sent | {"authority_unit": "so_tai_chinh"})
    assert answer.status_code == 200, answer.json
    with town.database.reading() as session:
        found = track(session, ref=ref, now=town.now)
    assert found.lead == f"Hãy nộp ở cơ quan đúng thẩm quyền: {named['so_tai_chinh']}."

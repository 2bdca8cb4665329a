"""A wrong result is corrected by a case of its own: free, in three working days, the first kept."""

from dataclasses import replace
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from engine.accounts import Person
from engine.accounts.proofs import Proof, receipt_code
from engine.cases.correct_result import Corrected, correct_result
from engine.errors import (
    CaseNotFound,
    CorrectionOpen,
    CorrectsAnother,
    DocumentNotFound,
    NotForCorrections,
    NotInThisState,
    NotSignedAnew,
    NotTheLead,
    ReasonMissing,
)
from engine.publishing.walk import row_of
from engine.queries.case_file import case_document, case_file
from engine.queries.filers import filers
from engine.queries.own_cases import own_cases
from engine.queries.tracking import track, tracked_result
from engine.routing.owing import owing_of
from engine.store.cases import Case, CaseDocument
from tests.acceptance.test_supplements import ask, received
from tests.acceptance.test_supplements_on_pages import form_of
from tests.acceptance.test_the_api import filing
from tests.acceptance.test_transfers import transfer
from tests.client import Api
from tests.integration.jobs.procedures import faults
from tests.left import after, lines
from tests.town import CITIZEN, Town

pytestmark = pytest.mark.long_on_postgres

KEY = b"k" * 32
WRONG = "Sai họ tên: đúng là Lê Thị Mai"


def head(town: Town) -> Person:
    """Who leads the unit that decided."""
    return town.officer("hanh.tt")


def returned(town: Town) -> str:
    case_id = received(town)
    town.until(case_id, None)
    town.wait(hours=1)
    return case_id


def correct(town: Town, case_id: str, **changes: object) -> Corrected:
    """The head opens the correction."""
    given = {"person": head(town), "again": "B13", "reason": WRONG, **changes}
    ref = town.case(case_id).submission_number
    with town.act() as session:
        return correct_result(session, ref=ref, now=town.now, **given)  # type: ignore[arg-type]


def linked_to(town: Town, case_id: str) -> str:
    with town.database.reading() as session:
        return session.scalars(select(Case.id).where(Case.corrects == case_id)).one()


def test_a_correction_is_a_case_of_its_own_due_in_three_working_days(town: Town) -> None:
    case_id = returned(town)
    after(town, case_id)
    opened = correct(town, case_id)
    assert after(town, linked_to(town, case_id)) == lines("""
        case 2 online H41.102.01-251204-0002 at phuong_truong_vinh, received 04/12 11:25, due
          09/12 11:25
        task B13 so_noi_vu/lanh_dao_so due 04/12 17:25
        runs case since 04/12 11:25 (Đính chính kết quả; NĐ 118/2025/NĐ-CP, Điều 23.1)
        tells status_changed code=H41.102.01-251204-0002 status=2
        tells correction_opened due_at=09/12 11:25 first=H41.102.01-251204-0001
        audit Trần Thị Hạnh: case_submitted answers=<17> channel=online
          competent=phuong_truong_vinh corrects=… number=N-H41-251204-00002 package=…
          procedure=2.002755 receiving=phuong_truong_vinh_ttphcc
          returning=phuong_truong_vinh_ttphcc
        audit Trần Thị Hạnh: correction_opened due_at=09/12 11:25 first=H41.102.01-251204-0001
          legal_basis=Nghị định 118/2025/NĐ-CP, Điều 23.1 linked=H41.102.01-251204-0002
          reason=Sai họ tên: đúng là Lê Thị Mai
    """)
    assert opened.case_ref == "H41.102.01-251204-0002"


def test_the_corrected_result_is_told_in_place_of_the_first_which_is_kept(town: Town) -> None:
    case_id = returned(town)
    correct(town, case_id)
    linked = linked_to(town, case_id)
    first, ref = result(town, case_id), town.case(case_id).code or ""
    assert told(town, case_id) == [first]
    town.until(linked, None)
    corrected = result(town, linked)
    assert told(town, case_id) == told(town, linked) == [corrected]
    assert town.case(linked).status == 10
    assert faults(town, case_id) == faults(town, linked) == []
    proof = Proof(KEY, receipt=receipt_code(KEY, case_id))
    with town.database.reading() as session:
        tracked_result(session, ref=ref, document_id=corrected, proof=proof)
        case_document(session, ref=ref, document_id=first, person=head(town))
        for opened in (
            lambda: tracked_result(session, ref=ref, document_id=first, proof=proof),
            lambda: case_document(session, ref=ref, document_id=first, person=CITIZEN),
        ):
            with pytest.raises(DocumentNotFound):
                opened()


def test_who_did_not_sign_the_first_result_has_the_corrected_one_signed_anew(town: Town) -> None:
    """A signature says what its signer saw (decree 118/2025 art. 22.1): no other head uses it."""
    case_id = returned(town)
    with pytest.raises(NotSignedAnew, match="“Ký kết quả”"):
        correct(town, case_id, again="B14")
    ref = town.case(case_id).code or ""
    with town.database.reading() as session:
        acts = case_file(session, ref=ref, person=head(town), now=town.now).acts
    (again,) = [i for one in acts if one.kind == "correct_result" for i in one.inputs][:1]
    assert [one.value for one in again.choices][:2] == ["B13", "B12"]
    correct(town, case_id)
    linked = linked_to(town, case_id)
    town.wait(hours=1)
    signer, at = town.desk(town.task(linked)), town.now
    town.until(linked, None)
    codes = [document(town, one).code or "" for one in (case_id, linked)]
    assert codes[1] == f"{codes[0]}-2", "the paper that no longer holds has another code"
    signed = document(town, linked).signed or {}
    assert (signed["by"], datetime.fromisoformat(str(signed["at"]))) == (signer.name, at)


def test_whoever_signed_the_first_result_may_have_the_same_paper_stored_again(town: Town) -> None:
    case_id = returned(town)
    signed = document(town, case_id).signed
    signer = town.officers("so_noi_vu", "lanh_dao_so")[0]
    leading = tuple(replace(one, leads=True) for one in signer.posts)
    correct(town, case_id, person=replace(signer, posts=leading), again="B14")
    linked = linked_to(town, case_id)
    town.until(linked, None)
    assert document(town, linked).signed == signed
    assert faults(town, linked) == []


def test_a_correction_is_sent_to_nobody_else(town: Town) -> None:
    case_id = returned(town)
    correct(town, case_id, again="B2")
    linked = linked_to(town, case_id)
    with pytest.raises(NotForCorrections):
        transfer(town, linked)
    assert faults(town, linked) == []


def test_it_costs_nothing_and_its_lateness_is_its_own(town: Town) -> None:
    case_id = returned(town)
    correct(town, case_id)
    linked = linked_to(town, case_id)
    town.wait(days=8)
    with town.database.reading() as session:
        late = case_file(session, ref=town.case(linked).code or "", person=CITIZEN, now=town.now)
        kept = case_file(session, ref=town.case(case_id).code or "", person=CITIZEN, now=town.now)
        assert owing_of(session, row_of(session.get_one(Case, ("nghe_an", linked)))).due == 0
    assert (late.due.urgency, kept.due.urgency) == ("late", "ok")
    assert late.corrects is not None
    assert late.corrects.reason == WRONG
    assert [one.ref for one in kept.corrections] == [late.ref]


def test_one_correction_goes_on_at_a_time_and_none_of_a_correction(town: Town) -> None:
    case_id = returned(town)
    correct(town, case_id)
    linked = linked_to(town, case_id)
    with pytest.raises(CorrectionOpen):
        correct(town, case_id)
    town.until(linked, None)
    with pytest.raises(CorrectsAnother):
        correct(town, linked)
    correct(town, case_id)


def test_the_head_of_a_unit_of_the_case_opens_it_with_a_reason(town: Town) -> None:
    case_id = received(town)
    with pytest.raises(NotInThisState):
        correct(town, case_id)
    town.until(case_id, None)
    clerk = town.officers("phuong_truong_vinh_ttphcc", "can_bo_mot_cua")[0]
    stranger = town.officer("oanh.ltk")
    for person, refusal in ((clerk, NotTheLead), (CITIZEN, NotTheLead), (stranger, CaseNotFound)):
        with pytest.raises(refusal):
            correct(town, case_id, person=person)
    with pytest.raises(ReasonMissing):
        correct(town, case_id, reason=" ")


def test_from_the_heads_page_to_the_applicants(app: Flask, town: Town) -> None:
    applicant, lead = Api(app, "congdan"), Api(app, "hanh.tt@nghe_an")
    case_id = applicant.post("/cases", filing()).json["case_id"]
    town.until(case_id, None)
    ref = town.case(case_id).code
    address = form_of(lead.client.get(f"/ho-so/{ref}").text, "dinh-chinh")
    sent = {"hs": ref, "csrf_token": lead.token, "reason": WRONG, "again": "B9"}
    assert lead.client.post(address, data=sent).status_code == 422
    assert lead.client.post(address, data={**sent, "chac-chan": "1"}).status_code == 303
    linked = town.case(linked_to(town, case_id)).code
    page = applicant.client.get(f"/ho-so/{ref}").text
    assert f"/ho-so/{linked}" in page
    assert WRONG in page
    assert f"tra-cuu?ma={ref}" in applicant.client.get(f"/tra-cuu?ma={linked}").text
    assert applicant.get(f"/cases/{ref}").json["corrected"] == []
    town.until(linked_to(town, case_id), None)
    corrected = f"/ho-so/{linked}/tep/{result(town, linked_to(town, case_id))}"
    assert corrected in applicant.client.get(f"/ho-so/{ref}").text
    assert applicant.client.get(corrected).status_code == 200
    (one,) = applicant.get(f"/cases/{ref}").json["corrected"]
    assert (one["ref"], lead.get(f"/cases/{ref}").json["corrected"]) == (linked, [])


def result(town: Town, case_id: str) -> str:
    """The id of the result that the case stored."""
    return document(town, case_id).id


def document(town: Town, case_id: str) -> CaseDocument:
    query = select(CaseDocument).where(
        CaseDocument.case_id == case_id, CaseDocument.role == "result"
    )
    with town.database.reading() as session:
        return session.scalars(query).one()


def told(town: Town, case_id: str) -> list[str]:
    """The results that the applicant sees: on the tracking page as in their list."""
    ref = town.case(case_id).code or ""
    proof = Proof(KEY, receipt=receipt_code(KEY, case_id))
    with town.database.reading() as session:
        tracked = track(session, ref=ref, now=town.now, proof=proof).results
        listed = {one.ref: one for one in own_cases(session, person=CITIZEN, now=town.now)}
    assert listed[ref].results == tracked
    return [file.id for file in tracked]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_correction_asks_its_applicant_for_nothing_and_is_no_filing(town: Town) -> None:
    """Decree 118/2025 art. 23.1: the agency was wrong; nobody filed anything."""
    case_id = returned(town)
    leader = town.officer("quan.dm")
    with town.database.reading() as session:
        before = filers(session, person=leader, now=town.now).total
    correct(town, case_id)
    linked = linked_to(town, case_id)
    with town.database.reading() as session:
        assert filers(session, person=leader, now=town.now).total == before
        ref, clerk = town.case(linked).submission_number, town.officer("bao.pq")
        file = case_file(session, ref=ref, person=head(town), now=town.now)
        assert "ask_supplement" not in {act.kind for act in file.acts}
    with pytest.raises(NotForCorrections):
        ask(town, linked, judged=[], other="Sổ hộ khẩu", other_basis="Luật Cư trú, Điều 1")
    with pytest.raises(NotInThisState):
        town.switch(linked, clerk, "postal")

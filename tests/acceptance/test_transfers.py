"""A dossier that came to the wrong unit goes on at once to the right one."""

from dataclasses import replace

import pytest
from sqlalchemy import delete

from engine.cases.transfer_case import transfer_case
from engine.errors import (
    AlreadyDecided,
    CaseNotFound,
    DestinationUnknown,
    NobodyReceives,
    NotTheLead,
    ReasonMissing,
)
from engine.organisation.changes import raise_epoch
from engine.queries.case_file import case_file
from engine.queries.lateness.overdue import overdue
from engine.store.organisation import Appointment
from tests.acceptance.test_a_head_assigns import CHOSEN, assign
from tests.acceptance.test_papers_on_their_way import counter, on_paper
from tests.acceptance.test_supplements import received
from tests.integration.jobs.procedures import faults
from tests.left import after, lines
from tests.town import CENTRE, CITIZEN, PROVINCE, Town

pytestmark = pytest.mark.long_on_postgres

ELSEWHERE = "xa_con_cuong"
ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def transfer(town: Town, case_id: str, **changes: object) -> None:
    """The counter that received it sends it on."""
    given = {
        "person": counter(town),
        "place": ELSEWHERE,
        "reason": "Người có công thường trú ở xã Con Cuông",
        **changes,
    }
    ref = town.case(case_id).submission_number
    with town.act() as session:
        transfer_case(session, ref=ref, now=town.now, **given)  # type: ignore[arg-type]


def test_a_received_case_goes_on_with_its_steps_and_its_due_time(town: Town) -> None:
    case_id = received(town)
    town.until(case_id, "B3")
    town.claim(town.task(case_id))
    town.wait(hours=2)
    transfer(town, case_id)
    assert after(town, case_id) == lines("""
        case 4 online H41.102.01-251204-0001 at xa_con_cuong, received 04/12 09:15, due 22/12
          09:15
        task B3 xa_con_cuong_vhxh/chuyen_vien due 08/12 17:30
        runs case since 04/12 09:15 (Tiếp nhận đủ hồ sơ; NĐ 118/2025/NĐ-CP, Điều 17.3)
        tells case_transferred unit=xa_con_cuong
        audit Phan Quốc Bảo: case_transferred after=xa_con_cuong after_name=Ủy ban nhân dân xã
          Con Cuông before=phuong_truong_vinh before_name=Ủy ban nhân dân phường Trường Vinh
          due_at=22/12 09:15 legal_basis=NĐ 118/2025/NĐ-CP, Điều 20.1 place=xa_con_cuong
          place_name=Ủy ban nhân dân xã Con Cuông reason=Người có công thường trú ở xã Con Cuông
    """)
    assert town.case(case_id).commune == ELSEWHERE
    town.until(case_id, None)
    assert town.case(case_id).status == 10
    assert faults(town, case_id) == []


@ONE
def test_a_filing_is_sent_on_before_its_reception_and_received_there(town: Town) -> None:
    case_id = town.file().case_id
    transfer(town, case_id)
    town.end(town.task(case_id))
    town.until(case_id, "B3")
    assert (town.case(case_id).competent_unit, town.task(case_id).unit_code) == (
        ELSEWHERE,
        "xa_con_cuong_vhxh",
    )
    assert faults(town, case_id) == []


@ONE
def test_papers_follow_by_their_own_term_and_the_right_units_centre_watches(town: Town) -> None:
    case_id = on_paper(town)
    town.until(case_id, "B3")
    transfer(town, case_id)
    case = town.case(case_id)
    assert (case.papers_at, case.papers_to) == ("phuong_truong_vinh_ttphcc", ELSEWHERE)
    assert f"{case.papers_until:%d/%m %H:%M}" == "05/12 02:15"
    with town.database.reading() as session:
        file = case_file(session, ref=case.submission_number, person=counter(town), now=town.now)
    assert file.watched_by is not None
    assert file.watched_by.code == "xa_con_cuong_ttphcc"
    assert faults(town, case_id) == []


@ONE
def test_who_sends_it_on_says_where_and_why_before_anybody_decides(town: Town) -> None:
    case_id = received(town)
    clerk = town.officers("xa_con_cuong_ttphcc", "can_bo_mot_cua")[0]
    for person, refusal in ((CITIZEN, NotTheLead), (clerk, CaseNotFound)):
        with pytest.raises(refusal):
            transfer(town, case_id, person=person)
    for place in ("phuong_truong_vinh", "so_noi_vu", ""):
        with pytest.raises(DestinationUnknown):
            transfer(town, case_id, place=place)
    with pytest.raises(ReasonMissing):
        transfer(town, case_id, reason="")
    town.until(case_id, "B14")
    with pytest.raises(AlreadyDecided):
        transfer(town, case_id)


@ONE
def test_who_was_chosen_for_a_step_is_chosen_no_more_elsewhere_and_the_audit_says_so(
    town: Town,
) -> None:
    case_id = received(town)
    town.until(case_id, "B2")
    assign(town, case_id, town.officer(CHOSEN).officer_id)
    assert town.case(case_id).assigned
    transfer(town, case_id)
    assert town.case(case_id).assigned == {}
    assert faults(town, case_id) == []


@ONE
def test_only_places_that_can_take_the_case_are_offered_and_the_others_are_refused(
    town: Town,
) -> None:
    case_id = received(town)
    assert _offered(town, case_id) == {ELSEWHERE}  # the only other commune with people
    with town.act() as session:
        session.execute(delete(Appointment).where(Appointment.unit_code == "xa_con_cuong_vhxh"))
        raise_epoch(session, PROVINCE)  # as every act that ends a post does
    assert _offered(town, case_id) == set()
    with pytest.raises(NobodyReceives) as refused:
        transfer(town, case_id)
    assert "Phòng Văn hóa" in str(refused.value.details["place"])


def _offered(town: Town, case_id: str) -> set[str]:
    """The places among which the counter chooses."""
    ref = town.case(case_id).submission_number
    with town.database.reading() as session:
        file = case_file(session, ref=ref, person=counter(town), now=town.now)
    acts = (one for one in file.acts if one.kind == "transfer")
    return {choice.value for act in acts for one in act.inputs for choice in one.choices or ()}


@ONE
def test_a_filing_that_is_answered_late_is_told_so(town: Town) -> None:
    """Law L9: 8 working hours, from our receipt."""
    case_id = town.file().case_id
    ref = town.case(case_id).submission_number
    town.wait(days=1, hours=1)
    person = town.officers(CENTRE, "giam_doc_ttphcc")[0]
    person = replace(person, posts=(replace(person.posts[0], leads=True),))
    with town.database.reading() as session:
        page = overdue(session, person=person, now=town.now)
    assert [row.ref for row in page.unanswered] == [ref]
    town.end(town.task(case_id))
    with town.database.reading() as session:
        file = case_file(session, ref=ref, person=CITIZEN, now=town.now)
    assert file.answer_due is not None
    assert (file.answer_due.urgency, file.answer_due.words) == ("late", "trả lời muộn")

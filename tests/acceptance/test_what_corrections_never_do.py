"""A correction is the agency's own fault, done in three working days: nothing puts it off."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from engine.accounts import Person
from engine.acts import ACTS
from engine.cases.ask_supplement import ask_supplement
from engine.cases.open_incident import open_incident
from engine.errors import ApologyTooEarly, NotForCorrections, NotTheLead
from engine.queries.case_file import case_file
from engine.queries.tracking import track
from tests.acceptance.test_adjustments import adjust
from tests.acceptance.test_apologies import extend
from tests.acceptance.test_cases_that_stand_still import ADMIN, URL
from tests.acceptance.test_cases_that_stand_still import PAPER as REPAIR
from tests.acceptance.test_corrections import correct, head, linked_to, returned, told
from tests.acceptance.test_halts import propose
from tests.acceptance.test_refusals_after_appraisal import refuse as refuse_after_appraisal
from tests.acceptance.test_repairs import api
from tests.acceptance.test_supplements import received
from tests.acceptance.test_transfers import transfer
from tests.acceptance.test_withdrawals import withdraw
from tests.integration.jobs.procedures import faults
from tests.town import CITIZEN, PROVINCE, Town

ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PUT_OFF = {one.kind for one in ACTS.values() if "own_dossier" in one.only_if}
TAKES = {
    *("claim", "release", "reassign", "delegate", "take_over", "take_back", "complete"),
    *("store_result", "return", "hand_over", "return_work"),
    *("apologise", "apologise_late"),
    *("claim_lateness_cause", "confirm_lateness_cause", "reject_lateness_cause"),
    *("consult", "call_off_consultation", "answer_consultation", "invite", "record_meeting"),
    *("report_lost", "restore_paper", "return_papers", "send_papers", "take_papers"),
    *("rate", "reissue_code"),
}
"""What goes on with a correction as with any work: who does it, who is asked, what is told."""
NEVER = {
    *("receive", "answer_supplement", "decline_halt", "resume", "give_back"),
    "decline_outage_slip",
    *("correct_result", "ask_payment", "record_payment", "refund_payment", "correct_payment"),
}
"""What its states never come to: it is received when it is opened, waits for nobody, costs nothing
and is not corrected itself."""
Act = Callable[[Town, str], object]


def corrected(town: Town) -> str:
    """A correction that goes on."""
    case_id = returned(town)
    correct(town, case_id, again="B3")
    return linked_to(town, case_id)


def lead_of(town: Town, unit: str, position: str) -> Person:
    """The first who leads the unit."""
    person = town.officers(unit, position)[0]
    return replace(person, posts=(replace(person.posts[0], leads=True),))


def supplement(town: Town, case_id: str) -> None:
    task = town.task(case_id)
    with town.act() as session:
        ask_supplement(session, task_id=task.id, person=town.desk(task), judged=[], now=town.now)


@ONE
@pytest.mark.parametrize("does", [supplement, propose, transfer, withdraw, adjust, extend])
def test_a_correction_is_not_put_off_moved_or_ended(town: Town, does: Act) -> None:
    linked = corrected(town)
    before = town.case(linked)
    with pytest.raises(NotForCorrections):
        does(town, linked)
    assert town.case(linked).event_seq == before.event_seq


def test_every_act_of_the_table_is_said_to_be_open_or_closed_to_a_correction() -> None:
    """A new act is put off by a correction, or is named above with what it is for."""
    assert set(ACTS) - PUT_OFF == TAKES | NEVER
    assert {"refuse", "refuse_result", "withdraw", "transfer", "adjust"} <= PUT_OFF


@ONE
def test_a_correction_is_not_refused_and_the_first_result_stays(town: Town) -> None:
    case_id = returned(town)
    before = told(town, case_id)
    correct(town, case_id, again="B13")
    with pytest.raises(NotForCorrections):
        refuse_after_appraisal(town, linked_to(town, case_id))
    assert told(town, case_id) == before


@ONE
def test_a_refusal_is_corrected_from_where_it_was_decided(town: Town) -> None:
    """Decree 118/2025 art. 23.1: a wrongful refusal is a wrong result too."""
    case_id = received(town)
    town.until(case_id, "B13")
    refuse_after_appraisal(town, case_id)
    decider = lead_of(town, "so_noi_vu", "lanh_dao_so")
    with town.database.reading() as session:
        ref = town.case(case_id).submission_number
        file, lower = (
            case_file(session, ref=ref, person=one, now=town.now) for one in (decider, head(town))
        )
    (act,) = (one for one in file.acts if one.kind == "correct_result")
    assert next(one.value for one in act.inputs[0].choices or ()) == "B13"
    assert "correct_result" not in {one.kind for one in lower.acts}
    with pytest.raises(NotTheLead, match="Sở Nội vụ"):  # a lower level makes no grant of it
        correct(town, case_id, again="B13")
    correct(town, case_id, again="B13", person=decider)
    linked = linked_to(town, case_id)
    town.until(linked, None)
    with town.database.reading() as session:
        assert "từ chối" not in track(session, ref=ref, now=town.now).headline
    assert told(town, case_id) == told(town, linked) != []
    assert faults(town, case_id) == faults(town, linked) == []


@ONE
def test_none_of_that_is_offered_and_late_it_is_apologised_for(town: Town) -> None:
    linked = corrected(town)
    people = (head(town), town.officer("bao.pq"), CITIZEN, town.desk(town.task(linked)))
    for person in people:
        with town.database.reading() as session:
            ref = town.case(linked).submission_number
            file = case_file(session, ref=ref, person=person, now=town.now)
        assert PUT_OFF.isdisjoint(act.kind for act in file.acts)
        assert "new_day" not in {one.name for act in file.acts for one in act.inputs}
    with pytest.raises(ApologyTooEarly):
        extend(town, linked, new_day=None)
    town.wait(days=9)
    extend(town, linked, new_day=None)


@ONE
def test_a_correction_and_the_first_case_tell_of_the_same_people(town: Town, app: Flask) -> None:
    """Whoever was filed wrongly is filed anew: no repair makes two truths of a name."""
    linked = corrected(town)
    case = town.case(linked)
    with town.act() as session:
        key = {"province_code": PROVINCE, "case_id": linked, "version": case.version}
        open_incident(session, error=RuntimeError("hỏng"), now=town.now, **key)
    said = {"name": "case.chu_ho_so_ho_ten", "value": "Lê Thị Mây", **REPAIR}
    admin, ref = api(app, ADMIN), case.submission_number
    refused = admin.post(f"{URL}/{ref}/value", said)
    assert (refused.status_code, refused.json["code"]) == (409, "people_of_the_first")
    there = admin.post(f"{URL}/{ref}/value", said | {"name": "case.don_vi_cong_tac"})
    assert (there.status_code, there.json["code"]) == (409, "value_there")

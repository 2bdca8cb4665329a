"""Late cases: why, confirmed with evidence; apologies; figures raw and adjusted side by side."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask

from engine.accounts import Grant, Person
from engine.cases.adding_files import FiledDocument
from engine.cases.claim_lateness_cause import claim_lateness_cause
from engine.cases.confirm_lateness_cause import confirm_lateness_cause, reject_lateness_cause
from engine.errors import (
    CaseNotFound,
    CauseSettled,
    EvidenceMissing,
    FailureElsewhere,
    LatenessCauseUnknown,
    NoCauseClaimed,
    NotAnswering,
    NotInThisState,
    NotLate,
    NotOverseer,
    NotTechnical,
    ObjectionTooLate,
    ReasonMissing,
    Refusal,
    SecondPersonNeeded,
)
from engine.queries.case_file import case_file
from engine.queries.lateness.figures import ended_late, late_now
from engine.queries.lateness.overdue import overdue
from engine.queries.views.lateness import LateCount, OverduePage, Which
from engine.store.access import AccessGrant
from tests.acceptance.test_apologies import extend
from tests.acceptance.test_supplements import ask, at, received
from tests.acceptance.test_supplements_on_pages import form_of
from tests.client import Api
from tests.integration.jobs.procedures import faults
from tests.left import ALL, after
from tests.papers import PDF
from tests.read_before import hidden_in, read_now
from tests.rulebook import Rulebook
from tests.town import CITIZEN, FLAGSHIP, Town

ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
WHY, SEEN = "Máy không cho vào số", "Sự cố SC-12 từ 08:05 04/12, nhật ký 4 dòng"
TOP = "ubnd_tinh"
LATE = at(24, 9, 15)
"""Two working days after the case is due."""


def late(town: Town) -> str:
    """A case that is in progress, and late."""
    case_id = received(town)
    town.now = LATE
    return case_id


def technical(town: Town) -> Person:
    """An officer who was given the role of the technical department in the whole province."""
    return replace(town.officer("phuoc.hh"), grants=(Grant("technical", TOP, "Tỉnh"),))


def give_role(town: Town) -> None:
    """The same for who signs in."""
    officer = town.officer("phuoc.hh")
    with town.act() as session:
        session.add(
            AccessGrant(
                province_code="nghe_an",
                id="g" * 32,
                officer_id=officer.officer_id,
                role="technical",
                unit_code=TOP,
                valid_from=date(2025, 7, 1),
                basis="QĐ 1",
            )
        )


def claim(town: Town, case_id: str, cause: str = "software", **changes: object) -> None:
    """The head of the unit of the open step says why it is late."""
    given = {"person": town.officer("hanh.tt"), "reason": WHY, **changes}
    ref = town.case(case_id).submission_number
    with town.act() as session:
        claim_lateness_cause(session, ref=ref, lateness_cause=cause, now=town.now, **given)  # type: ignore[arg-type]


def decide(town: Town, case_id: str, *, confirmed: bool = True, **changes: object) -> None:
    """The technical department says what it found."""
    given = {"person": technical(town), "evidence": SEEN, "store": town.documents}
    given |= {"seen": read_now(town, "confirm_lateness_cause", case_id)}
    given |= ({"failed_on": f"{town.now:%d/%m/%Y}"} if confirmed else {}) | changes
    ref, act = town.case(case_id).submission_number, confirm_lateness_cause
    with town.act() as session:
        (act if confirmed else reject_lateness_cause)(session, ref=ref, now=town.now, **given)  # type: ignore[arg-type]


def listed(town: Town, person: Person, **asked: object) -> OverduePage:
    with town.database.reading() as session:
        return overdue(session, person=person, now=town.now, **asked)  # type: ignore[arg-type]


def counted(town: Town) -> tuple[LateCount, dict[Which, int]]:
    with town.database.reading() as session:
        return late_now(session, ALL, now=town.now)


def test_a_fault_of_systems_waits_then_is_confirmed_and_the_case_stays_late(town: Town) -> None:
    """Requirements R-37, R-38."""
    case_id = late(town)
    claim(town, case_id)
    left = after(town, case_id).replace("\n  ", " ")
    assert "tells cause_claimed cause=software unit=phuong_truong_vinh_vhxh" in left
    assert counted(town)[0] == LateCount(1, 1, 1)
    decide(town, case_id, files=[FiledDocument(None, "nhat-ky.pdf", PDF)])
    left = after(town, case_id).replace("\n  ", " ")
    assert "tells cause_decided cause=software confirmed=true" in left
    count, parts = counted(town)
    assert count == LateCount(by_first=1, late=1, adjusted=0)
    assert (parts["all"], parts["systems"], parts["waiting"]) == (1, 1, 0)
    assert faults(town, case_id) == []


@ONE
def test_what_is_rejected_counts_for_the_unit(town: Town) -> None:
    case_id = late(town)
    claim(town, case_id, "sync")
    decide(town, case_id, confirmed=False)
    count, parts = counted(town)
    assert count == LateCount(1, 1, 1)
    assert (parts["agency"], parts["systems"]) == (1, 0)
    assert faults(town, case_id) == []


@ONE
@pytest.mark.parametrize("cause", ["agency", "other_agency", "citizen"])
def test_any_other_cause_counts_as_it_is_told_and_leaves_the_figures_alone(
    town: Town, cause: Which
) -> None:
    case_id = late(town)
    claim(town, case_id, cause)
    count, parts = counted(town)
    assert (count, parts[cause]) == (LateCount(1, 1, 1), 1)
    with pytest.raises(NoCauseClaimed):
        decide(town, case_id)
    claim(town, case_id, "software")  # told wrongly first
    assert counted(town)[1]["waiting"] == 1


@ONE
@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"cause": "weather"}, LatenessCauseUnknown),
        ({"reason": " "}, ReasonMissing),
        ({"person": CITIZEN}, NotAnswering),
    ],
)
def test_a_cause_is_one_of_five_with_a_reason_from_an_officer(
    town: Town, changes: dict[str, object], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        claim(town, late(town), **changes)  # type: ignore[arg-type]


@ONE
def test_a_cause_is_told_of_a_case_that_is_late_by_the_heads_of_its_units(town: Town) -> None:
    case_id = received(town)
    with pytest.raises(NotLate):
        claim(town, case_id)
    town.now = LATE
    clerk = town.officers("phuong_truong_vinh_vhxh", "chuyen_vien")[0]
    for person, refusal in ((clerk, NotAnswering), (town.officer("cuong.lv"), CaseNotFound)):
        with pytest.raises(refusal):
            claim(town, case_id, person=person)
    claim(town, case_id, person=town.officer("dung.hn"))
    with pytest.raises(CauseSettled):
        claim(town, case_id)


@ONE
def test_a_case_that_waits_for_its_applicant_is_not_late_meanwhile(town: Town) -> None:
    case_id = received(town)
    ask(town, case_id)
    town.now = LATE
    assert counted(town) == (LateCount(0, 0, 0), dict.fromkeys(counted(town)[1], 0))
    with pytest.raises(NotLate):
        claim(town, case_id)


@ONE
def test_a_filing_that_nobody_received_has_no_cause(town: Town) -> None:
    case_id = town.file().case_id
    with pytest.raises(NotInThisState):
        claim(town, case_id, person=town.officer("dung.hn"))


@ONE
def test_the_technical_department_alone_decides_with_evidence_and_never_its_own_claim(
    town: Town,
) -> None:
    case_id = late(town)
    claim(town, case_id)
    with pytest.raises(NotTechnical):
        decide(town, case_id, person=town.officer("hanh.tt"))
    with pytest.raises(EvidenceMissing):
        decide(town, case_id, evidence=" ")
    both = replace(technical(town), officer_id=town.officer("hanh.tt").officer_id)
    with pytest.raises(SecondPersonNeeded):
        decide(town, case_id, person=both)


@ONE
def test_a_rejected_cause_may_be_told_again_as_long_as_the_province_lets_it(town: Town) -> None:
    """Off unless a dated rule says it: no text fixes the days."""
    rules = Rulebook(town.database, town.documents)
    rules.now = town.now
    rules.rule("nghe_an", "cause_objection_days", {"days": 2}, procedure=FLAGSHIP)
    case_id = late(town)
    claim(town, case_id)
    decide(town, case_id, confirmed=False)
    town.now = at(26, 9, 15)
    claim(town, case_id)
    decide(town, case_id, confirmed=False)
    town.now = at(30, 9, 16)
    with pytest.raises(ObjectionTooLate):
        claim(town, case_id)


@ONE
def test_without_a_rule_an_objection_has_no_term(town: Town) -> None:
    case_id = late(town)
    claim(town, case_id)
    decide(town, case_id, confirmed=False)
    town.wait(days=60)
    claim(town, case_id)


def test_an_extension_leaves_the_figure_by_the_first_due_time_and_lateness_after_it_counts(
    town: Town,
) -> None:
    case_id = received(town)
    extend(town, case_id)  # from Monday 22/12 to Monday 29/12
    town.now = LATE
    assert counted(town)[0] == LateCount(by_first=1, late=0, adjusted=0)
    assert listed(town, town.officer("dung.hn")).rows == ()
    town.now = at(30, 9)
    assert counted(town)[0] == LateCount(1, 1, 1)
    (row,) = listed(town, town.officer("dung.hn")).rows
    assert row.first_due_at == at(22, 9, 15)
    assert row.apologised_at is None  # what was promised then is another lateness


def test_a_case_solved_late_stays_in_the_figures_and_its_cause_is_still_told(town: Town) -> None:
    """Trap 2: lateness is not erased."""
    case_id = late(town)
    town.until(case_id, "B15")
    claim(town, case_id)
    decide(town, case_id)
    with town.database.reading() as session:
        told = {"since": at(1, 0), "until": town.now}
        found = ended_late(session, ALL, **told)
    assert found == LateCount(by_first=1, late=1, adjusted=0)
    assert counted(town)[0] == LateCount(0, 0, 0)
    assert listed(town, town.officer("dung.hn")).ended == found
    assert faults(town, case_id) == []


def test_the_list_says_how_late_with_whom_why_and_whether_anybody_apologised(town: Town) -> None:
    """Requirements R-34, R-35."""
    first, case_id = received(town), received(town)
    town.now = LATE
    head = town.officer("hanh.tt")
    (row, other) = listed(town, head).rows
    assert (row.ref, row.due.urgency, row.due.words) == (
        town.case(first).code,
        "late",
        "2 ngày làm việc",
    )
    assert (row.may_apologise, row.apologised_at, row.cause) == (True, None, None)
    assert row.lies == ("Phòng VH-XH phường Trường Vinh: Lãnh đạo phòng, chưa ai nhận",)
    assert other.due.at is not None
    extend(town, first, new_day=None)
    claim(town, first)
    page = listed(town, head)
    assert page.rows[0].apologised_at == LATE
    assert page.rows[0].cause_words == "do lỗi phần mềm, chờ xác nhận"
    assert (page.rows[0].cause_reason, page.rows[1].cause_reason) == (WHY, None)
    parts = {"all": 2, "unapologised": 1, "waiting": 1, "untold": 1, "systems": 1}
    assert {which: page.counts[which] for which in parts} == parts  # type: ignore[index]
    for which, number in page.counts.items():
        assert len(listed(town, head, which=which).rows) == number
    assert [row.ref for row in listed(town, head, which="untold").rows] == [town.case(case_id).code]


@ONE
def test_the_list_is_for_heads_in_their_agency_and_for_the_province(town: Town) -> None:
    late(town)
    with pytest.raises(NotOverseer):
        listed(town, town.officers("phuong_truong_vinh_vhxh", "chuyen_vien")[0])
    assert listed(town, town.officer("cuong.lv")).count.late == 0
    whole = listed(town, town.officer("quan.dm"))
    (agency,) = whole.agencies
    assert (whole.count.late, agency.code) == (1, "phuong_truong_vinh")
    assert listed(town, town.officer("quan.dm"), agency="so_noi_vu").count.late == 0
    assert listed(town, town.officer("quan.dm"), agency=agency.code).count.late == 1


@ONE
def test_the_technical_department_reads_a_case_whose_cause_was_told_and_no_other(
    town: Town,
) -> None:
    case_id, person = late(town), technical(town)
    ref = town.case(case_id).submission_number
    with town.database.reading() as session, pytest.raises(CaseNotFound):
        case_file(session, ref=ref, person=person, now=town.now)
    claim(town, case_id)
    decide(town, case_id, files=[FiledDocument(None, "nhat-ky.pdf", PDF)])
    with town.database.reading() as session:
        read = case_file(session, ref=ref, person=person, now=town.now)
        shown = case_file(session, ref=ref, person=CITIZEN, now=town.now)
    assert read.lateness is not None
    assert (read.lateness.evidence, read.lateness.cause_state) == (SEEN, "confirmed")
    assert shown.lateness is None
    assert [one.role for one in read.documents if one.role == "evidence"] == ["evidence"]
    assert "evidence" not in [one.role for one in shown.documents]
    assert SEEN not in str(shown.timeline)


@ONE
def test_from_the_heads_list_to_the_confirmation_and_back(app: Flask, town: Town) -> None:
    case_id = late(town)
    ref, head = town.case(case_id).code, Api(app, "hanh.tt@nghe_an")
    give_role(town)
    assert ref in head.client.get("/qua-han").text
    assert 'href="/qua-han"' in head.client.get("/don-vi-toi").text
    address = form_of(head.client.get(f"/ho-so/{ref}").text, "nguyen-nhan-qua-han")
    sent = {"hs": ref, "csrf_token": head.token, "lateness_cause": "software", "reason": WHY}
    assert head.client.post(address, data=sent).status_code == 303
    technician = Api(app, "phuoc.hh@nghe_an")
    assert ref in technician.client.get("/qua-han?loc=waiting").text
    page = technician.client.get(f"/ho-so/{ref}").text
    said = {"hs": ref, "csrf_token": technician.token, "evidence": SEEN, "chac-chan": "1"}
    said |= {"failed_on": f"{town.now:%d/%m/%Y}"}
    address = form_of(page, "xac-nhan-nguyen-nhan")
    done = technician.client.post(address, data=said | hidden_in(page, address))
    assert done.status_code == 303
    assert "không tính vào điểm" in head.client.get(f"/ho-so/{ref}").text
    told = head.get("/oversight/late?which=systems").json
    assert (told["count"]["late"], told["count"]["adjusted"]) == (1, 0)
    assert told["rows"][0]["cause_state"] == "confirmed"


@ONE
def test_the_desk_leads_from_the_claim_to_its_decision_and_tells_the_figures_of_each_unit(
    app: Flask, town: Town
) -> None:
    """Requirements R-35, R-37, R-38: what each has to do next stands where they look."""
    case_id = late(town)
    ref, head = town.case(case_id).code, Api(app, "hanh.tt@nghe_an")
    give_role(town)
    todo = head.get("/oversight/late").json["rows"][0]["todo"]
    assert [(one["act"], one["mine"]) for one in todo] == [
        ("claim_lateness_cause", True),
        ("apologise", True),
    ]
    address = form_of(head.client.get(f"/qua-han?hs={ref}").text, "nguyen-nhan-qua-han")
    sent = {"hs": ref, "csrf_token": head.token, "lateness_cause": "software", "reason": WHY}
    assert head.client.post(address, data=sent).location == "/qua-han"
    technician = Api(app, "phuoc.hh@nghe_an")
    (told,) = technician.get("/oversight/late/causes").json["rows"]
    assert (told["reason"], told["may_read"]) == (WHY, True)
    assert "reject_lateness_cause" in told["acts"]
    page = technician.client.get(f"/qua-han/nguyen-nhan?hs={ref}").text
    said = {"hs": ref, "csrf_token": technician.token, "evidence": SEEN}
    address = form_of(page, "khong-xac-nhan-nguyen-nhan")
    said |= hidden_in(page, address)
    assert said["seen"] == told["seen"]
    assert technician.client.post(address, data=said).location == "/qua-han/nguyen-nhan"
    (told,) = head.get("/oversight/late/causes?state=rejected").json["rows"]
    assert (told["evidence"], told["acts"]) == (SEEN, ["claim_lateness_cause"])
    (unit,) = head.get("/oversight/late/units").json["rows"]
    assert (unit["running"]["late"], unit["running"]["adjusted"], unit["rejected"]) == (1, 1, 1)
    assert "phường Trường Vinh" in head.client.get("/qua-han/don-vi").text


@ONE
def test_who_confirms_causes_sees_no_names_of_cases_without_one(town: Town) -> None:
    case_id = late(town)
    (row,) = listed(town, technical(town)).rows
    assert (row.applicant_name, row.may_read) == (None, False)
    (row,) = listed(town, town.officer("hanh.tt")).rows
    assert (row.applicant_name, row.may_read) == (town.case(case_id).applicant_name, True)
    claim(town, case_id)
    assert listed(town, technical(town)).rows[0].may_read


@ONE
@pytest.mark.parametrize(("day", "taken"), [(-1, False), (0, True), (20, True), (21, False)])
def test_a_failure_made_late_what_lay_there_on_its_day(
    town: Town,
    day: int,
    taken: bool,
) -> None:
    """Filed on 04/12, told on 24/12: no log of another time shows why it is late."""
    case_id = late(town)
    claim(town, case_id)
    failed_on = f"{date(2025, 12, 4) + timedelta(days=day):%d/%m/%Y}"
    if taken:
        decide(town, case_id, failed_on=failed_on)
        (row,) = listed(town, town.officer("quan.dm"), which="systems").rows
        assert row.cause_state == "confirmed"
        return
    with pytest.raises(FailureElsewhere, match="từ 04/12/2025 đến 24/12/2025"):
        decide(town, case_id, failed_on=failed_on)

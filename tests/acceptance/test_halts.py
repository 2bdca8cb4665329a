"""Suspended, resumed, stopped: on a lawful ground, by two people, listed for oversight."""

from datetime import date

import pytest
from flask import Flask

from engine.cases.approve_halt import approve_halt, decline_halt
from engine.cases.ask_supplement_again import ask_supplement_again
from engine.cases.propose_halt import propose_halt
from engine.cases.resume import resume_case
from engine.catalogue.rules.grounds import grounds_on
from engine.errors import (
    BasisMissing,
    GroundGone,
    GroundUnknown,
    HaltProposedAlready,
    HaltUnknown,
    NothingProposed,
    NotInThisState,
    NotTheLead,
    ReasonMissing,
    SecondPersonNeeded,
    SupplementNotYet,
)
from tests.acceptance.test_supplements import answer, ask, at, first_is_blurred, received
from tests.acceptance.test_supplements_on_pages import form_of
from tests.acceptance.test_transfers import transfer
from tests.client import Api
from tests.integration.jobs.procedures import faults
from tests.left import after
from tests.read_before import hidden_in, read_now
from tests.town import Town
from tests.two_accounts import number

DISPUTE, GONE = "suspend:dispute", "stop:subject_gone"
HEAD = "dung.hn@nghe_an"
WHY, LAW = "Tòa án đã thụ lý", "Thông báo thụ lý 12/TB-TA"

ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""What is refused, or computed, is so on any database."""


def propose(town: Town, case_id: str, **changes: object) -> None:
    """The officer of the open step proposes."""
    task = town.task(case_id)
    told = {"ground": DISPUTE, "reason": WHY, "basis": LAW}
    given = {"person": town.desk(task), **told, **changes}
    with town.act() as session:
        propose_halt(session, task_id=task.id, now=town.now, **given)  # type: ignore[arg-type]


def approve(town: Town, case_id: str, **changes: object) -> None:
    """Another head of the unit's agency approves."""
    given = {"person": head(town), "seen": read_now(town, "approve_halt", case_id), **changes}
    with town.act() as session:
        approve_halt(session, task_id=town.task(case_id).id, now=town.now, **given)  # type: ignore[arg-type]


def decline(town: Town, case_id: str) -> None:
    with town.act() as session:
        task_id = town.task(case_id).id
        decline_halt(session, task_id=task_id, person=head(town), reason="Chưa rõ", now=town.now)


def resume(town: Town, case_id: str) -> None:
    """The desk of the open step goes on."""
    told = {"reason": "Đã có bản án", "basis": "Bản án 3/2025/DS-ST"}
    with town.act() as session:
        task = town.task(case_id)
        resume_case(session, task_id=task.id, person=town.desk(task), now=town.now, **told)


def ask_again(town: Town, case_id: str, **changes: object) -> None:
    """The head has the first paper asked for once more."""
    given = {
        "judged": first_is_blurred(town, case_id),
        "person": head(town),
        "reason": WHY,
        "basis": LAW,
        **changes,
    }
    with town.act() as session:
        ask_supplement_again(session, task_id=town.task(case_id).id, now=town.now, **given)  # type: ignore[arg-type]


def head(town: Town):  # type: ignore[no-untyped-def]
    """Who leads the ward."""
    return town.officer("dung.hn")


def clerk(town: Town):  # type: ignore[no-untyped-def]
    """Who works at the desk of the specialist."""
    return town.officer("nam.hs")


def at_work(town: Town) -> str:
    """A case at the step of a specialist, whose head is somebody else."""
    case_id = received(town)
    town.until(case_id, "B3")
    town.wait(minutes=10)
    return case_id


def test_a_suspended_case_keeps_what_was_left_of_its_time(town: Town) -> None:
    case_id = at_work(town)
    propose(town, case_id)
    left = after(town, case_id)
    assert "runs case since" in left  # a proposal stops nothing
    assert "tells halt_proposed halt=suspend unit=phuong_truong_vinh_vhxh" in left
    approve(town, case_id)
    left = after(town, case_id).replace("\n  ", " ")
    assert "case 11 online" in left
    assert "runs suspension since 04/12 10:35 (Có tranh chấp" in left
    assert "task B3 phuong_truong_vinh_vhxh/chuyen_vien not counted" in left
    assert "tells status_changed status=4" in left
    assert f"tells case_suspended legal_basis={LAW} reason={WHY}" in left
    town.now = at(8, 10, 35)
    resume(town, case_id)
    left = after(town, case_id).replace("\n  ", " ")
    assert "case 4 online" in left
    assert "due 24/12 09:15" in left  # it was due on 22/12, and stood still for two working days
    assert faults(town, case_id) == []


def test_while_it_is_suspended_nobody_ends_a_step(town: Town) -> None:
    case_id = at_work(town)
    propose(town, case_id)
    approve(town, case_id)
    with pytest.raises(NotInThisState):
        town.end(town.task(case_id))
    with pytest.raises(NotInThisState):
        propose(town, case_id)


def test_the_portal_is_told_of_a_financial_duty(town: Town) -> None:
    case_id = at_work(town)
    propose(town, case_id, ground="suspend:financial_duty")
    town.wait(minutes=5)
    approve(town, case_id)
    assert "tells status_changed status=6" in after(town, case_id)


def test_a_stopped_case_has_ended_with_its_notice(town: Town) -> None:
    case_id = at_work(town)
    propose(town, case_id, ground=GONE, reason="Người đề nghị đã mất", basis="Điều 1")
    town.wait(minutes=5)
    approve(town, case_id, remark="Đồng ý")
    left = after(town, case_id).replace("\n  ", " ")
    assert "case 8 online" in left
    assert "case_stopped ground=subject_gone" in left
    assert "number=0001/2025/TBD-H41.102.01 proposed_by=Hồ Sỹ Nam" in left
    assert faults(town, case_id) == []


@ONE
def test_a_proposal_falls_when_another_unit_has_the_case(town: Town) -> None:
    case_id = at_work(town)
    propose(town, case_id)
    transfer(town, case_id)
    assert town.case(case_id).proposed is None
    assert "halt_lapsed halt=suspend unit_name=Ủy ban" in after(town, case_id).replace("\n  ", " ")
    with pytest.raises(NothingProposed):
        approve(town, case_id, person=town.officer("thanh.vv"))
    propose(town, case_id)  # there anew
    assert faults(town, case_id) == []


@ONE
def test_on_a_ground_that_is_gone_nothing_is_halted(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = at_work(town)
    propose(town, case_id)
    left = tuple(one for one in grounds_on(date(2025, 12, 4)) if one.code != "dispute")
    monkeypatch.setattr("engine.catalogue.rules.grounds._grounds", lambda: left)
    with pytest.raises(GroundGone, match="Có tranh chấp"):
        approve(town, case_id)
    decline(town, case_id)
    assert (town.case(case_id).status, town.case(case_id).proposed) == (4, None)


def test_who_proposes_does_not_approve_and_an_officer_approves_nothing(town: Town) -> None:
    case_id = received(town)  # the step of the head of the office
    propose(town, case_id)
    with pytest.raises(SecondPersonNeeded):
        approve(town, case_id, person=town.officer("hanh.tt"))
    with pytest.raises(NotTheLead):
        approve(town, case_id, person=clerk(town))
    number(town, "040180001111", head(town), town.officer("hanh.tt"))
    with pytest.raises(SecondPersonNeeded):
        approve(town, case_id)
    number(town, None, head(town))
    approve(town, case_id)


def test_what_is_declined_goes_on_as_before(town: Town) -> None:
    case_id = at_work(town)
    with pytest.raises(NothingProposed):
        approve(town, case_id)
    propose(town, case_id)
    with pytest.raises(HaltProposedAlready):
        propose(town, case_id)
    due = town.case(case_id).due_at
    decline(town, case_id)
    with pytest.raises(NothingProposed):
        approve(town, case_id)
    assert (town.case(case_id).status, town.case(case_id).due_at) == (4, due)


@ONE
@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"reason": " "}, ReasonMissing),
        ({"basis": ""}, BasisMissing),
        ({"ground": "suspend:outage"}, GroundUnknown),
        ({"ground": "pause:dispute"}, HaltUnknown),
    ],
)
def test_a_halt_has_a_ground_of_the_law_and_an_outage_is_none(
    town: Town, changes: dict[str, object], refusal: type[Exception]
) -> None:
    """Time point 12: an outage of the system never stops a clock."""
    case_id = received(town)
    with pytest.raises(refusal):
        propose(town, case_id, **changes)


def test_the_catalogue_of_grounds_is_dated_and_each_has_its_basis() -> None:
    assert grounds_on(date(2025, 6, 30)) == ()
    found = grounds_on(date(2025, 7, 1))
    assert all(one.basis for one in found)
    assert not [one for one in found if "hệ thống" in one.name or "outage" in one.code]


def test_a_second_supplement_is_the_heads_and_says_that_it_is_late(town: Town) -> None:
    """Law L3."""
    case_id = received(town)
    with pytest.raises(SupplementNotYet):
        ask_again(town, case_id)
    ask(town, case_id)
    answer(town, case_id)
    with pytest.raises(NotTheLead):
        ask_again(town, case_id, person=clerk(town))
    town.wait(minutes=5)
    ask_again(town, case_id)
    left = after(town, case_id).replace("\n  ", " ")
    assert f"late=true late_basis={LAW}" in left
    assert "supplement_overridden" in left
    answer(town, case_id)
    assert town.case(case_id).supplements == 2
    assert faults(town, case_id) == []


def test_from_the_proposal_to_the_list_for_oversight(app: Flask, town: Town) -> None:
    case_id = at_work(town)
    ref, doer, leader = town.case(case_id).code, Api(app, "nam.hs@nghe_an"), Api(app, HEAD)
    address = form_of(doer.client.get(f"/ho-so/{ref}").text, "de-nghi-dung")
    sent = {"hs": ref, "csrf_token": doer.token, "ground": GONE, "reason": WHY, "basis": LAW}
    assert doer.client.post(address, data=sent).status_code == 303
    page = leader.client.get(f"/ho-so/{ref}").text
    assert "Chờ duyệt: dừng giải quyết" in page
    assert "chờ bạn duyệt" in leader.client.get("/viec").text
    done = {"hs": ref, "csrf_token": leader.token, "chac-chan": "1"}
    town.wait(minutes=5)
    address = form_of(page, "duyet-dung")
    done |= hidden_in(page, address)
    assert leader.client.post(address, data=done).status_code == 303
    assert "0001/2025/TBD-H41.102.01" in leader.client.get(f"/ho-so/{ref}/phieu/dung").text
    listed = leader.client.get("/giam-sat").text
    assert (WHY in listed, "Dừng" in listed) == (True, True)
    (row,) = leader.get("/oversight/halts").json
    assert (row["kind"], row["proposed_by"]) == ("case_stopped", "Hồ Sỹ Nam")
    assert doer.get("/oversight/halts").status_code == 403
    assert Api(app, "congdan").get("/oversight/halts").status_code == 403


def test_the_page_of_a_suspended_case_says_why_to_everybody(app: Flask, town: Town) -> None:
    case_id = at_work(town)
    propose(town, case_id)
    town.wait(minutes=5)
    approve(town, case_id)
    page = Api(app, "nam.hs@nghe_an").client.get(f"/ho-so/{town.case(case_id).code}").text
    assert f"Lý do: {WHY}. Căn cứ: {LAW}." in page
    assert "/giai-quyet-tiep" in page
    assert "Chọn một quyết định" not in page

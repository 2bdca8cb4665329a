"""A commune goes up in another from a day on, with cases at every step (R-87)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from engine.access import operator
from engine.administration.people.granting import GrantEntry, grant_role
from engine.administration.people.substitutes import StandIn, stand_in
from engine.administration.reorganising.carry_out import whole_plan
from engine.administration.reorganising.dated import Dated
from engine.administration.reorganising.mapping import Wish
from engine.cases.send_papers import send_papers
from engine.cases.vouching.verify import case_faults
from engine.errors import (
    DayPassed,
    FormInvalid,
    NotToBeUndone,
    OwnProposal,
    PlanIncomplete,
    ReasonMissing,
    UndoneByOthers,
)
from engine.jobs.following import follow_successions, return_after_undoing
from engine.organisation.tree import setting_of
from engine.proposing.decide import approve, reviewed
from engine.proposing.propose import propose_reorganisation
from engine.proposing.reading import proposal
from engine.proposing.reorganisations import undo_reorganisation
from engine.queries.stopped import stopped_cases
from engine.store.access import AccessGrant
from engine.store.base import table_of
from engine.store.drafts import FormDraft
from engine.store.jobs import OutboxMessage
from engine.store.organisation import Appointment, ServingUnit, Substitution, Unit
from engine.store.petitions import Petition, PetitionStep
from engine.store.proposals import Proposal, Reorganisation
from engine.store.rules import LocalRule, RulePeriod
from engine.worktime import ZONE
from tests.acceptance import test_halts as halts
from tests.acceptance.test_consultations import asked, opine
from tests.acceptance.test_halts import at_work
from tests.acceptance.test_papers_on_their_way import on_paper, take
from tests.acceptance.test_petitions import send
from tests.acceptance.test_supplements import answer, ask, received
from tests.at_once import done_once
from tests.client import Api
from tests.rulebook import Rulebook
from tests.town import CENTRE, PROVINCE, WARD, Town
from tests.two_people import CHECKER, MAKER, under

DAY = date(2025, 12, 8)
THERE = "xa_con_cuong"
BASIS = "Nghị quyết 15/NQ-HĐND ngày 28/11/2025"
WISH = Wish(WARD, THERE, DAY)
ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def propose(town: Town, wish: Wish = WISH) -> Proposal:
    with town.act() as session:
        return propose_reorganisation(session, who=MAKER, wish=wish, basis=BASIS, now=town.now)


def carry_out(town: Town, wish: Wish = WISH) -> Proposal:
    row = propose(town, wish)
    told: dict[str, Any] = {"who": CHECKER, "proposal_id": row.id, "now": town.now}
    with town.act() as session:
        return approve(session, seen=reviewed(session, **told).digest, **told)


def midnight(town: Town) -> None:
    town.now = datetime(2025, 12, 8, 0, 1, tzinfo=ZONE)


def follow(town: Town) -> int:
    return done_once(follow_successions, town.database, now=town.now)


def undo(
    town: Town, row: Proposal, who: Any = MAKER, reason: str = "Nghị quyết bị thu hồi"
) -> None:
    with town.act() as session:
        undo_reorganisation(session, who=who, proposal_id=row.id, reason=reason, now=town.now)


def faults(town: Town, case_id: str) -> list[str]:
    with town.database.reading() as session:
        return case_faults(session, session.merge(town.case(case_id), load=False))


def shown(town: Town, row: Proposal) -> Mapping[str, str]:
    """What the dry run says of each thing."""
    with town.database.reading() as session:
        view = proposal(session, who=CHECKER, proposal_id=row.id, now=town.now)
    return {one.key: f"{one.where}: {one.before} → {one.after}" for one in view.differences}


def rows(town: Town, entity: Any) -> set[tuple[object, ...]]:
    with town.database.reading() as session:
        return {tuple(row) for row in session.execute(select(table_of(entity)))}


def test_open_cases_go_on_at_the_unit_that_took_over(town: Town) -> None:
    step, asking = town.file().case_id, town.file().case_id
    town.until(step, "B3")
    town.claim(town.task(step), town.officer("nam.hs"))
    town.until(asking, "B3")
    asked(town, asking, unit=f"{WARD}_kt")
    filed, over = town.file().case_id, town.file().case_id
    town.until(over, None)
    due, code = town.case(step).due_at, town.case(step).code
    carry_out(town)
    assert follow(town) == 0  # nothing before the day
    midnight(town)
    assert follow(town) == 3
    assert follow(town) == 0
    case, task = town.case(step), town.task(step)
    assert (case.competent_unit, case.receiving_unit, case.returning_unit) == (
        THERE,
        f"{THERE}_ttphcc",
        f"{THERE}_ttphcc",
    )
    assert (case.due_at, case.code) == (due, code)
    assert (task.unit_code, task.officer_id) == (f"{THERE}_vhxh", town.officer("nam.hs").officer_id)
    assert town.case(over).competent_unit == WARD
    opine(town, asking, person=town.officer("thang.bx"))
    for one in (step, asking, filed):
        town.until(one, None)
        assert town.case(one).status == 10
    assert [faults(town, one) for one in (step, asking, filed, over)] == [[]] * 4


@ONE
def test_cases_that_wait_stand_still_or_have_papers_on_their_way_follow_too(town: Town) -> None:
    waits, halted, papers = received(town), at_work(town), on_paper(town)
    town.until(waits, "B3")
    ask(town, waits)
    halts.propose(town, halted)
    halts.approve(town, halted)
    carry_out(town)
    midnight(town)
    assert follow(town) == 3
    moved = town.case(papers)
    assert (moved.papers_at, moved.papers_to) == (f"{THERE}_ttphcc", THERE)
    town.wait(hours=9)
    answer(town, waits)
    halts.resume(town, halted)
    clerk = town.officer("bao.pq")
    sent: dict[str, Any] = {"ref": town.case(papers).code, "person": clerk, "now": town.now}
    with town.act() as session:
        send_papers(session, carrier="Văn thư", **sent)
    take(town, papers)
    for one in (waits, halted, papers):
        town.until(one, None)
    assert [faults(town, one) for one in (waits, halted, papers)] == [[]] * 3


@ONE
def test_the_applicant_is_told_and_the_old_code_still_finds_the_case(
    app: Flask, town: Town
) -> None:
    case_id = received(town)
    code, visitor = town.case(case_id).code, Api(app).client
    assert "xã Con Cuông" not in visitor.get(f"/tra-cuu?ma={code}").text
    carry_out(town)
    midnight(town)
    follow(town)
    with town.database.reading() as session:
        told = session.scalars(
            select(OutboxMessage.payload).where(OutboxMessage.topic == "unit_succeeded")
        ).all()
    assert told == [{"unit": THERE, "back": False}]
    assert "xã Con Cuông" in visitor.get(f"/tra-cuu?ma={code}").text
    clerk = Api(app, "bao.pq@nghe_an").client.get(f"/ho-so/{code}").text
    assert "Ủy ban nhân dân xã Con Cuông nhận việc của Ủy ban nhân dân phường Trường Vinh" in clerk


@ONE
def test_the_dry_run_says_where_each_thing_goes_and_changes_nothing(town: Town) -> None:
    case_id = town.file().case_id
    town.until(case_id, "B3")
    town.claim(town.task(case_id), town.officer("nam.hs"))
    before = rows(town, Appointment) | rows(town, Unit)
    found = shown(town, propose(town))
    assert rows(town, Appointment) | rows(town, Unit) == before
    assert found[f"case:{case_id}"].endswith(
        "Phòng VH-XH xã Con Cuông, vẫn Hồ Sỹ Nam; hẹn trả 22/12/2025 giữ nguyên"
    )
    assert found[f"unit:{CENTRE}"].endswith(
        "đang hoạt động → Trung tâm Phục vụ hành chính công xã Con Cuông nhận việc"
    )
    told = " | ".join(found.values())
    assert "Cao Đức Tuấn: Giám đốc, Trung tâm PVHCC phường Trường Vinh → thôi giữ" in told
    assert "Lê Thị Thanh Vân: Văn thư, Văn phòng phường Trường Vinh → Văn thư" in told
    assert "đóng, thu vào 0000.0.0000003" in told
    assert "Phục vụ phường Trường Vinh (Thuế cơ sở)" in told


@ONE
def test_forms_that_are_being_filled_in_are_counted_for_this_province_alone(town: Town) -> None:
    with town.act() as session:
        for number, province in enumerate((PROVINCE, "dak_lak")):
            session.add(
                FormDraft(
                    account_id="somebody",
                    id=f"{number}" * 32,
                    province_code=province,
                    kind="filing",
                    target="2.002755",
                    title="Trợ cấp một lần",
                    address="",
                    answers={"unit": [WARD]},
                    files=[],
                    saved_at=town.now,
                )
            )
    assert ": 1 bản →" in shown(town, propose(town))["draft:"]


@ONE
def test_what_the_province_has_set_up_is_right_on_both_sides_of_the_day(town: Town) -> None:
    carry_out(town)
    with town.database.reading() as session:
        setting = setting_of(session, PROVINCE)
    communes = [{one.code for one in setting.communes(day)} for day in (date(2025, 12, 7), DAY)]
    assert communes[0] - communes[1] == {WARD}
    assert setting.on_day(CENTRE, DAY) == f"{THERE}_ttphcc"
    assert setting.on_day(CENTRE, date(2025, 12, 7)) == CENTRE
    assert setting.served("tax_office", WARD, DAY) is None
    midnight(town)
    with pytest.raises(FormInvalid):
        town.file(receiving_unit=f"{THERE}_ttphcc", returning_unit=f"{THERE}_ttphcc")


@ONE
def test_an_open_petition_follows_once_and_keeps_its_term(town: Town) -> None:
    code = send(town, unit_code=WARD).code
    carry_out(town)
    midnight(town)
    follow(town)
    follow(town)
    with town.database.reading() as session:
        row = session.scalars(select(Petition)).one()
        steps = session.scalars(select(PetitionStep.kind).order_by(PetitionStep.seq)).all()
    assert (row.code, row.unit_code, list(steps)) == (code, THERE, ["filed", "moved"])


@ONE
def test_a_plan_that_leaves_somebody_without_a_place_says_whom(town: Town) -> None:
    odd = Wish(WARD, "so_noi_vu", DAY)
    with pytest.raises(PlanIncomplete) as found:
        propose(town, odd)
    assert "không có nơi tương ứng ở" in str(found.value)
    told = {str(one["field"]) for one in found.value.details["faults"]}  # type: ignore[attr-defined]
    assert CENTRE in told
    for wish, field in (
        (Wish("ubnd_tinh", THERE, DAY), "old"),
        (Wish(WARD, CENTRE, DAY), "new"),
        (Wish(WARD, "khong_co", DAY), "new"),
        (Wish(WARD, THERE, DAY, {"xa_con_cuong_vp": THERE}), "xa_con_cuong_vp"),
        (Wish(WARD, THERE, DAY, {CENTRE: f"{WARD}_vp"}), CENTRE),
    ):
        with pytest.raises(PlanIncomplete) as refused:
            propose(town, wish)
        assert refused.value.details["faults"][0]["field"] == field  # type: ignore[index]
    with pytest.raises(DayPassed):
        propose(town, Wish(WARD, THERE, date(2025, 12, 1)))


@ONE
def test_a_unit_that_has_no_like_goes_where_the_plan_says(town: Town) -> None:
    case_id = town.file().case_id
    town.until(case_id, "B3")
    carry_out(town, Wish(WARD, THERE, DAY, {f"{WARD}_vhxh": f"{THERE}_kt"}))
    midnight(town)
    follow(town)
    assert town.task(case_id).unit_code == f"{THERE}_kt"
    assert faults(town, case_id) == []


@ONE
def test_nobody_approves_their_own_reorganisation(town: Town) -> None:
    row = propose(town)
    with pytest.raises(OwnProposal), town.act() as session:
        approve(session, who=MAKER, proposal_id=row.id, seen="", now=town.now)


@ONE
def test_a_job_that_dies_between_two_cases_goes_on(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [town.file().case_id for _ in range(3)]
    carry_out(town)
    midnight(town)
    monkeypatch.setattr("engine.jobs.following.AT_ONCE", 1)
    assert follow(town) == 1
    moved = [town.case(one).competent_unit for one in ids]
    assert sorted(moved) == sorted([THERE, WARD, WARD])
    assert [follow(town), follow(town), follow(town)] == [1, 1, 0]
    assert {town.case(one).competent_unit for one in ids} == {THERE}


def set_up(town: Town) -> None:
    """A stand-in, a role, a rule of the ward, and a ward division that serves another commune."""
    operates = operator(PROVINCE)
    entry = StandIn(
        unit_code=f"{WARD}_vhxh",
        position_code="chuyen_vien",
        officer="thang.bx",
        manner="TL",
        valid_from=date(2025, 12, 4),
        valid_to=date(2025, 12, 20),
        basis="Giấy phân công số 7/PC-UBND",
    )
    role = GrantEntry("hung.nt", "auditor", WARD, date(2025, 12, 4), "7/QĐ-UBND")
    with town.act() as session:
        stand_in(session, admin=operates, entry=entry, now=town.now)
        grant_role(session, admin=operates, entry=role, now=town.now)
        served = {"role": "helper", "commune_code": "xa_my_ly", "unit_code": f"{WARD}_kt"}
        since = {"valid_from": date(2025, 7, 1), "valid_to": None, "basis": None, "source": None}
        session.add(ServingUnit(province_code=PROVINCE, **served, **since))
    book = Rulebook(town.database, town.documents)
    book.now = town.now
    value = {"hour": "15:00"}
    book.rule(PROVINCE, "cut_off", value, procedure=None, unit=WARD)


@ONE
def test_stand_ins_roles_and_service_go_on_and_rules_end_and_all_comes_back(town: Town) -> None:
    set_up(town)
    tables = (Substitution, AccessGrant, ServingUnit, RulePeriod)
    before = [rows(town, one) for one in tables[:3]]
    row = carry_out(town)
    with town.database.reading() as session:
        setting = setting_of(session, PROVINCE)
        stands, role = (
            session.scalars(select(one).where(one.unit_code.startswith(THERE))).one()
            for one in (Substitution, AccessGrant)
        )
        period = session.scalars(select(RulePeriod).where(RulePeriod.until_epoch.is_(None))).one()
        assert session.get_one(LocalRule, (PROVINCE, period.rule_id)).state == "ended"
    assert (stands.unit_code, stands.valid_from) == (f"{THERE}_vhxh", DAY)
    assert (role.unit_code, role.valid_from) == (THERE, DAY)
    assert (period.place, period.valid_to) == (f"unit:{WARD}", DAY)
    assert setting.serving_unit("helper", "xa_my_ly", DAY) == f"{THERE}_kt"
    undo(town, row)
    assert [rows(town, one) for one in tables[:3]] == before
    with town.database.reading() as session:
        again = session.scalars(select(RulePeriod).where(RulePeriod.until_epoch.is_(None))).one()
        assert session.get_one(LocalRule, (PROVINCE, again.rule_id)).state == "approved"
    assert again.valid_to is None


@ONE
def test_undone_before_the_day_everything_is_as_it_was(town: Town) -> None:
    case_id = town.file().case_id
    before = [rows(town, one) for one in (Unit, Appointment, ServingUnit)]
    row = carry_out(town)
    assert [rows(town, one) for one in (Unit, Appointment, ServingUnit)] != before
    with pytest.raises(ReasonMissing):
        undo(town, row, reason=" ")
    undo(town, row)
    assert [rows(town, one) for one in (Unit, Appointment, ServingUnit)] == before
    midnight(town)
    assert (follow(town), return_after_undoing(town.database, now=town.now)) == (0, 0)
    assert town.case(case_id).competent_unit == WARD


@ONE
def test_what_was_late_stays_late_with_the_unit_of_then_and_when_it_is_undone(town: Town) -> None:
    case_id = town.file().case_id
    town.until(case_id, "B3")
    due_at = town.case(case_id).due_at
    town.now = datetime(2025, 12, 30, 9, 15, tzinfo=ZONE)
    row = carry_out(town, Wish(WARD, THERE, date(2026, 1, 5)))
    town.now = datetime(2026, 1, 5, 0, 1, tzinfo=ZONE)
    follow(town)
    case = town.case(case_id)
    assert (case.late_unit, case.late_since, case.competent_unit) == (WARD, due_at, THERE)
    assert (case.own_due_at, faults(town, case_id)) == (None, [])
    undo(town, row, CHECKER)
    assert return_after_undoing(town.database, now=town.now) == 1
    case = town.case(case_id)
    assert (case.late_unit, case.late_since) == (WARD, due_at)
    assert faults(town, case_id) == []


def test_undone_after_the_day_the_cases_come_back_with_their_officers(town: Town) -> None:
    case_id = town.file().case_id
    town.until(case_id, "B3")
    town.claim(town.task(case_id), town.officer("nam.hs"))
    task, case = town.task(case_id), town.case(case_id)
    row = carry_out(town)
    midnight(town)
    follow(town)
    undo(town, row, CHECKER)
    with town.database.reading() as session:
        stuck = stopped_cases(session, admin=operator(PROVINCE), now=town.now)
    assert stuck == (), "what the worker is to bring back is not stuck"
    assert done_once(return_after_undoing, town.database, now=town.now) == 1
    assert return_after_undoing(town.database, now=town.now) == 0
    back, now = town.task(case_id), town.case(case_id)
    assert (back.unit_code, back.officer_id, back.claimed_at, back.due_at) == (
        task.unit_code,
        task.officer_id,
        task.claimed_at,
        task.due_at,
    )
    assert (now.competent_unit, now.receiving_unit, now.due_at) == (
        case.competent_unit,
        case.receiving_unit,
        case.due_at,
    )
    town.until(case_id, None)
    assert faults(town, case_id) == []
    with town.database.reading() as session:
        assert session.get_one(Reorganisation, (PROVINCE, row.id)).restored_at is not None


@ONE
def test_the_first_act_on_a_moved_case_ends_the_undoing(town: Town) -> None:
    case_id = town.file().case_id
    town.until(case_id, "B3")
    row = carry_out(town)
    midnight(town)
    follow(town)
    with town.database.reading() as session:
        assert proposal(session, who=MAKER, proposal_id=row.id, now=town.now).may_undo
    town.claim(town.task(case_id), town.officer("nam.hs"))
    with pytest.raises(NotToBeUndone) as found:
        undo(town, row)
    assert found.value.details["cases"] == [town.case(case_id).code]


@ONE
def test_only_who_proposed_or_approved_it_takes_it_back(town: Town) -> None:
    row = carry_out(town)
    with pytest.raises(UndoneByOthers):
        undo(town, row, under(MAKER, "e" * 32))
    undo(town, row)
    with pytest.raises(NotToBeUndone):
        undo(town, row)


@ONE
def test_all_leaders_come_along_to_where_nobody_leads(town: Town) -> None:
    """Who comes along first takes the seat from nobody: only who was there before does."""
    wish = Wish(THERE, "xa_binh_chuan", DAY)
    with town.database.reading() as session:
        setting = setting_of(session, PROVINCE)
        plan = whole_plan(session, setting, wish)
        steps = Dated(session, setting, plan, BASIS).steps()
    posts = [one for one in steps if one.entity is Appointment]
    leaders = [one for one in posts if one.row.position_code == "lanh_dao_ubnd_xa"]
    assert len(leaders) > 1
    assert [one.begins["unit_code"] for one in leaders if one.begins] == [wish.new] * len(leaders)
    assert not any("đã có" in one.after for one in posts)
    assert "Phục vụ xã Con Cuông (Thuế cơ sở)" in {one.where for one in steps}

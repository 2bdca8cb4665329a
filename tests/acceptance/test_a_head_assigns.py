"""The head chooses the specialist: the work lies with them as soon as the step comes."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select, update

from engine.access import administrator
from engine.accounts import Person
from engine.administration.accounts.leaving import leaving
from engine.administration.people.row_words import row_words
from engine.administration.people.substitutes import StandIn, stand_in
from engine.cases.act.task_act import Ending
from engine.cases.reassign import reassign_task
from engine.errors import (
    AssigneeMissing,
    AssigneeNotAsked,
    AssigneeNotAtDesk,
    Refusal,
    TakerOwnsDossier,
    TaskAlreadyClaimed,
)
from engine.organisation.holders import holders
from engine.organisation.tree import setting_of
from engine.queries.case_file import case_file
from engine.queries.inbox import queue
from engine.queries.team import team_of
from engine.queries.views.case import CaseFile
from engine.store.accounts import Account
from engine.store.cases import Dossier
from engine.store.organisation import Officer
from tests.acceptance.test_cases_that_stand_still import leave
from tests.client import Api
from tests.integration.jobs.procedures import faults
from tests.town import PROVINCE, STEPS, Town

HEAD, CHOSEN, OTHER = "hanh.tt", "nam.hs", "hoai.nt"
AWAY = "vắng, có mặt lại từ thứ Hai 08/12/2025, anh Bùi Xuân Thắng làm thay"
DIVISION = "phuong_truong_vinh_vhxh"


def case_to_assign(town: Town) -> str:
    case_id = town.file().case_id
    town.until(case_id, "B2")
    return case_id


def shown(town: Town, case_id: str, person: Person) -> CaseFile:
    ref = town.case(case_id).code or town.case(case_id).submission_number
    with town.database.reading() as session:
        return case_file(session, ref=ref, person=person, now=town.now)


def choices(town: Town, case_id: str) -> list[tuple[str, str | None]]:
    acts = shown(town, case_id, town.officer(HEAD)).acts
    asked = next(i for a in acts if a.ends_step for i in a.inputs if i.name == "assignee")
    return [(choice.label, choice.note) for choice in asked.choices]


def assign(town: Town, case_id: str, assignee: str | None) -> None:
    town.end(town.task(case_id), ending=Ending(assignee=assignee))


def test_the_work_lies_with_the_chosen_one_and_the_case_tells_it(town: Town) -> None:
    case_id = case_to_assign(town)
    chosen, other = town.officer(CHOSEN), town.officer(OTHER)
    assign(town, case_id, chosen.officer_id)
    task = town.task(case_id, "B3")
    assert (task.officer_id, task.claimed_at) == (chosen.officer_id, town.now)
    with pytest.raises(TaskAlreadyClaimed):
        town.claim(task, other)
    with town.database.reading() as session:
        mine = queue(session, person=chosen, now=town.now, tab="mine").rows
    assert [row.task_id for row in mine] == [task.id]
    told = [row.sentence for row in shown(town, case_id, other).timeline]
    assert any(s.endswith("giao bước “Thẩm định, dự thảo” cho anh Hồ Sỹ Nam") for s in told)
    assert faults(town, case_id) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_two_of_one_name_are_told_apart_by_their_user_names(town: Town) -> None:
    case_id = case_to_assign(town)
    with town.act() as session:
        session.execute(
            update(Officer)
            .where(Officer.username.in_((CHOSEN, OTHER)), Officer.province_code == PROVINCE)
            .values(full_name="Nguyễn Văn An", honorific="anh")
        )
        session.execute(  # an honorific is optional, and says nothing of who it is
            update(Officer).where(Officer.username == OTHER).values(honorific=None)
        )
    labels = {label for label, _ in choices(town, case_id)}
    alike = {f"anh Nguyễn Văn An ({CHOSEN})", f"Nguyễn Văn An ({OTHER})"}
    assert alike <= labels
    with town.database.reading() as session:
        assert alike <= set(holders(session, PROVINCE, DIVISION, "chuyen_vien", town.now.date()))
        officers = row_words(session, PROVINCE).officers
        assert f"Nguyễn Văn An ({OTHER})" in officers.values()
        head = town.officer(HEAD)
        team = team_of(session, person=head, now=town.now)
        assert alike <= {one.name for one in team.members}
    assert all("(" not in one for one in labels if "Nguyễn Văn An" not in one)


def test_who_did_the_step_has_it_again_when_the_case_is_sent_back(town: Town) -> None:
    case_id = case_to_assign(town)
    chosen = town.officer(CHOSEN)
    assign(town, case_id, chosen.officer_id)
    town.end(town.task(case_id, "B3"), person=chosen)
    town.end(town.task(case_id, "B4"), outcome="tra_lai", comment="Thiếu số tài khoản.")
    assert town.task(case_id, "B3").officer_id == chosen.officer_id
    assert faults(town, case_id) == []


def test_the_head_sees_who_has_how_much_and_who_is_away(town: Town) -> None:
    first = case_to_assign(town)
    assign(town, first, town.officer(CHOSEN).officer_id)
    with town.act() as session:
        entry = StandIn(
            unit_code=DIVISION,
            position_code="chuyen_vien",
            officer="thang.bx",
            absent=OTHER,
            manner="TL",
            valid_from=date(2025, 12, 4),
            valid_to=date(2025, 12, 8),
            basis="Giấy phân công số 7/PC-UBND",
        )
        stand_in(session, admin=town.administrator("kien.cv"), entry=entry, now=town.now)
    assert choices(town, case_to_assign(town)) == [
        ("anh Bùi Xuân Thắng", "chưa giữ việc nào, làm thay"),
        ("anh Hồ Sỹ Nam", "đang giữ 1 việc"),
        (
            "chị Nguyễn Thị Hoài",
            f"chưa giữ việc nào, {AWAY}",
        ),
        ("Cả vị trí", "ai nhận trước thì làm"),
    ]


@pytest.mark.parametrize(
    ("at", "username", "refusal"),
    [
        ("B2", "long.td", AssigneeNotAtDesk),
        ("B2", "", AssigneeMissing),
        ("B3", CHOSEN, AssigneeNotAsked),
    ],
)
def test_a_choice_that_can_not_be_is_refused_and_nothing_changes(
    town: Town, at: str, username: str, refusal: type[Refusal]
) -> None:
    case_id = case_to_assign(town)
    town.until(case_id, at)
    before = town.case(case_id).event_seq
    officer = town.officer(username).officer_id if username else ""
    usual = STEPS[at]
    ending = Ending(usual.outcome, usual.answers, "Đã xem.", assignee=officer)
    with pytest.raises(refusal):
        town.end(town.task(case_id), ending=ending)
    assert town.case(case_id).event_seq == before


def test_the_whole_desk_is_chosen_in_so_many_words(town: Town) -> None:
    case_id = case_to_assign(town)
    for said in (None, "desk"):
        assign(town, case_id, said)
        assert town.task(case_id, "B3").officer_id is None
        case_id = case_to_assign(town)


def test_the_page_asks_for_the_person_and_gives_them_the_work(town: Town, app: Flask) -> None:
    case_id = case_to_assign(town)
    case, task = town.case(case_id), town.task(case_id)
    head, chosen = Api(app, f"{HEAD}@{PROVINCE}"), town.officer(CHOSEN)
    page = head.client.get(f"/ho-so/{case.code}").get_data(as_text=True)
    assert "Chọn người…" in page
    assert "anh Hồ Sỹ Nam (chưa giữ việc nào)" in page
    form = {"csrf_token": head.token, "hs": case.code, "outcome": "", "giao-cho": ""}
    refused = head.client.post(f"/viec/{task.id}/xong", data=form)
    assert refused.status_code == 422
    assert "Hãy chọn người làm bước “Thẩm định, dự thảo”" in refused.get_data(as_text=True)
    form["giao-cho"] = chosen.officer_id or ""
    assert head.client.post(f"/viec/{task.id}/xong", data=form).status_code == 303
    assert town.task(case_id, "B3").officer_id == chosen.officer_id


def test_the_api_takes_the_person_and_says_with_whom_it_lies(town: Town, app: Flask) -> None:
    case_id = case_to_assign(town)
    body = {"assignee": town.officer(CHOSEN).officer_id}
    answer = Api(app, f"{HEAD}@{PROVINCE}").post(f"/tasks/{town.task(case_id).id}/complete", body)
    assert answer.status_code == 200
    assert [one["officer_name"] for one in answer.json["next"]] == ["Hồ Sỹ Nam"]


def test_page_and_api_refuse_to_leave_open_who_does_it_and_name_who_is_there(
    town: Town, app: Flask
) -> None:
    case_id = case_to_assign(town)
    case, task, head = town.case(case_id), town.task(case_id), Api(app, f"{HEAD}@{PROVINCE}")
    refused = head.post(f"/tasks/{task.id}/complete")
    assert (refused.status_code, refused.json["code"]) == (422, "assignee_missing")
    there = {one["officer_id"] for one in refused.json["details"]["holders"]}
    assert there == {town.officer(one).officer_id for one in (CHOSEN, OTHER)}
    form = {"csrf_token": head.token, "hs": case.code, "outcome": ""}
    assert head.client.post(f"/viec/{task.id}/xong", data=form).status_code == 422
    answer = head.post(f"/tasks/{task.id}/complete", {"assignee": None})
    assert [one["officer_name"] for one in answer.json["next"]] == [None]
    assert town.task(case_id, "B3").officer_id is None


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_only_one_at_the_desk_has_the_work_without_a_word(town: Town, app: Flask) -> None:
    case_id = case_to_assign(town)
    leave(town, DIVISION, "chuyen_vien", OTHER)
    answer = Api(app, f"{HEAD}@{PROVINCE}").post(f"/tasks/{town.task(case_id).id}/complete")
    assert [one["officer_name"] for one in answer.json["next"]] == ["Hồ Sỹ Nam"]


def test_nobody_is_chosen_for_what_is_their_own(town: Town) -> None:
    """Four eyes (R-10): who is refused as the owner is not offered, whoever chooses."""
    case_id = case_to_assign(town)
    owner, other = town.officer(CHOSEN), town.officer(OTHER)
    with town.act() as session:
        number = session.get_one(Dossier, (PROVINCE, case_id)).owner_number
        rows = session.scalars(select(Account).where(Account.officer_id == owner.officer_id))
        rows.one().identity_number = number
    assert all(owner.name not in label for label, _ in choices(town, case_id))
    with pytest.raises(TakerOwnsDossier):
        assign(town, case_id, owner.officer_id)
    assign(town, case_id, "")  # the only other person there
    task, head = town.task(case_id, "B3"), town.officer(HEAD)
    assert task.officer_id == other.officer_id
    for act in shown(town, case_id, head).acts:
        offered = [one for asked in act.inputs for one in asked.choices]
        assert owner.officer_id not in [one.value for one in offered], act.kind
    given = {"colleague": str(owner.officer_id), "reason": "Ốm", "now": town.now}
    with pytest.raises(TakerOwnsDossier), town.act() as session:
        reassign_task(session, task_id=task.id, person=head, **given)
    with town.act() as session:
        admin = administrator(town.officer("quan.dm"), setting_of(session, PROVINCE))
        held = leaving(session, admin=admin, username=OTHER, now=town.now)
    assert owner.username not in held.tasks[0].takers

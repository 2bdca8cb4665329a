"""Heads give work of their unit to others, do it themselves, or let the desk have it again."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from engine.accounts import Person
from engine.cases.acts import USE_CASES
from engine.errors import (
    AssigneeNotAtDesk,
    BasisMissing,
    DelegateUnknown,
    NobodyHolds,
    NotTheLead,
    ReasonMissing,
    Refusal,
    TaskNotFound,
)
from engine.queries.case_file import case_file
from engine.queries.inbox import queue
from engine.store.accounts import Account
from tests.acceptance.test_cases_that_stand_still import leave
from tests.acceptance.test_forms_act_once import KEY
from tests.client import Api
from tests.integration.jobs.procedures import faults
from tests.town import PROVINCE, WARD, Town

HEAD, CHAIR, ONE, OTHER = "hanh.tt", "dung.hn", "hoai.nt", "nam.hs"
WHY = "Nghỉ ốm từ hôm nay."


def at_the_desk(town: Town, holder: str | None = ONE) -> str:
    case_id = town.file().case_id
    town.until(case_id, "B3")
    if holder:
        town.claim(town.task(case_id), town.officer(holder))
    return case_id


def do(town: Town, kind: str, case_id: str, who: Person, **given: object) -> None:
    with town.act() as session:
        USE_CASES[kind](session, task_id=town.task(case_id).id, person=who, now=town.now, **given)


def told(town: Town, case_id: str) -> tuple[str, str | None]:
    with town.database.reading() as session:
        ref = town.case(case_id).code or ""
        shown = case_file(session, ref=ref, person=town.officer(HEAD), now=town.now).timeline
    return shown[0].sentence, shown[0].comment


def test_work_of_one_who_is_ill_is_given_to_another_with_both_names_in_the_history(
    town: Town,
) -> None:
    case_id = at_the_desk(town)
    other = town.officer(OTHER)
    do(town, "reassign", case_id, town.officer(HEAD), colleague=other.officer_id, reason=WHY)
    assert town.task(case_id).officer_id == other.officer_id
    sentence, comment = told(town, case_id)
    assert "cho anh Hồ Sỹ Nam, trước đó Nguyễn Thị Hoài giữ" in sentence
    assert comment == WHY
    town.end(town.task(case_id), person=other)
    assert faults(town, case_id) == []


def test_the_head_of_the_agency_leads_its_divisions_too(town: Town) -> None:
    case_id = at_the_desk(town)
    do(town, "take_over", case_id, town.officer(CHAIR), reason=WHY)
    task = town.task(case_id)
    assert (task.unit_code, task.position_code) == ("phuong_truong_vinh", "lanh_dao_ubnd_xa")
    town.end(task, person=town.officer(CHAIR))
    assert town.task(case_id).element_id == "B4"
    assert faults(town, case_id) == []


def test_the_desk_takes_back_what_lies_with_another(town: Town) -> None:
    case_id = at_the_desk(town)
    do(town, "take_back", case_id, town.officer(OTHER), reason=WHY)
    assert town.task(case_id).officer_id is None
    town.claim(town.task(case_id), town.officer(OTHER))
    assert faults(town, case_id) == []


def test_one_piece_of_work_is_delegated_by_a_paper(town: Town) -> None:
    case_id = at_the_desk(town, None)
    town.until(case_id, "B4")
    one, paper = town.officer(ONE), "Giấy ủy quyền số 12/GUQ"
    do(town, "delegate", case_id, town.officer(HEAD), delegate=one.officer_id, basis=paper)
    assert f"cho chị Nguyễn Thị Hoài (Chuyên viên) theo {paper}" in told(town, case_id)[0]
    town.end(town.task(case_id), person=one)
    assert town.task(case_id).element_id == "B5"
    assert faults(town, case_id) == []


REFUSED = {
    "no head": ("reassign", OTHER, {"colleague": "nam.hs", "reason": WHY}, NotTheLead),
    "head of another division": ("take_over", "hung.nt", {"reason": WHY}, TaskNotFound),
    "no reason": ("reassign", HEAD, {"colleague": "nam.hs", "reason": " "}, ReasonMissing),
    "who has it": ("reassign", HEAD, {"colleague": ONE, "reason": WHY}, AssigneeNotAtDesk),
    "not there": ("reassign", HEAD, {"colleague": "long.td", "reason": WHY}, AssigneeNotAtDesk),
    "no paper": ("delegate", HEAD, {"delegate": HEAD, "basis": None}, BasisMissing),
    "other unit": ("delegate", HEAD, {"delegate": "long.td", "basis": "1/GUQ"}, DelegateUnknown),
    "own work": ("take_back", ONE, {"reason": WHY}, NobodyHolds),
}


@pytest.mark.parametrize("why", REFUSED)
def test_what_may_not_be_is_refused_and_nothing_changes(town: Town, why: str) -> None:
    kind, who, given, refusal = REFUSED[why]
    case_id = at_the_desk(town)
    before = town.task(case_id)
    people = {k: town.officer(v).officer_id for k, v in given.items() if k in PEOPLE}
    with pytest.raises(refusal) as refused:
        do(town, kind, case_id, town.officer(who), **{**given, **people})
    assert isinstance(refused.value, Refusal)
    after = town.task(case_id)
    assert (after.officer_id, after.position_code) == (before.officer_id, before.position_code)


PEOPLE = {"colleague", "delegate"}


def test_only_heads_have_the_list_of_their_units_work(town: Town) -> None:
    case_id = at_the_desk(town)
    with town.database.reading() as session:
        rows = {
            name: queue(session, person=town.officer(name), now=town.now, tab="led")
            for name in (HEAD, CHAIR, "hung.nt", ONE)
        }
    mine = [town.task(case_id).id]
    assert [row.task_id for row in rows[HEAD].rows] == mine
    assert [row.task_id for row in rows[CHAIR].rows] == mine
    assert rows["hung.nt"].rows == rows[ONE].rows == ()
    assert "led" not in rows[ONE].tab_counts


def test_many_tasks_are_given_at_once_with_a_result_for_each(town: Town, app: Flask) -> None:
    cases = [at_the_desk(town), at_the_desk(town, OTHER), at_the_desk(town, None)]
    head, other = Api(app, f"{HEAD}@{PROVINCE}"), town.officer(OTHER)
    ids = [town.task(case_id).id for case_id in cases]
    page = head.client.get("/viec?ds=don-vi").text
    assert all(f'name="viec" value="{one}"' in page for one in ids)
    assert page.count("Chưa ai nhận") == 1
    sent = {"csrf_token": head.token, "lam": "giao-lai", "viec": ids}
    asked = head.client.post("/giao-viec/chon", data=sent).text
    assert "Không ai nhận được tất cả các việc đã chọn" in asked
    sent |= {"colleague": other.officer_id or "", "reason": WHY}
    answer = head.client.post("/giao-viec", data=sent).text
    assert "Kết quả: 2 trong 3 việc đã xong" in answer
    assert "Hôm nay người được chọn không giữ vị trí" in answer
    assert {town.task(case_id).officer_id for case_id in cases} == {other.officer_id}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_form_for_many_goes_on_with_the_tasks_that_are_not_done_yet(
    town: Town, app: Flask
) -> None:
    cases = [at_the_desk(town), at_the_desk(town, OTHER), at_the_desk(town)]
    head, other = Api(app, f"{HEAD}@{PROVINCE}"), town.officer(OTHER).officer_id or ""
    ids = [town.task(case_id).id for case_id in cases]
    sent = {"csrf_token": head.token, "lam": "giao-lai", "viec": ids, "reason": WHY}
    town.end(town.task(cases[2]), person=town.officer(ONE))
    asked = head.client.post("/giao-viec/chon", data=sent).text
    assert "Việc này đã có người làm xong" in asked
    answer = head.client.post("/giao-viec", data={**sent, "colleague": other}).text
    assert "Kết quả: 1 trong 3 việc đã xong" in answer
    assert re.findall(r'name="viec" value="([^"]+)"', answer) == [ids[1]]
    assert WHY in answer
    one = town.officer(ONE).officer_id or ""
    again = {**sent, "viec": [ids[1]], "colleague": one, "khoa": KEY.findall(answer)[0]}
    assert "Kết quả: 1 trong 1 việc đã xong" in head.client.post("/giao-viec", data=again).text
    assert town.task(cases[1]).officer_id == one


def test_work_of_somebody_who_has_left_is_moved_singly_and_with_others(
    town: Town, app: Flask
) -> None:
    cases = [at_the_desk(town) for _ in range(3)]
    head, other = Api(app, f"{HEAD}@{PROVINCE}"), town.officer(OTHER).officer_id
    leave(town, f"{WARD}_vhxh", "chuyen_vien", ONE)
    with town.act() as session:
        account = session.scalars(select(Account).where(Account.username == f"{ONE}@{PROVINCE}"))
        account.one().disabled_at = town.now
    single, *rest = (town.task(case_id).id for case_id in cases)
    sent = {"colleague": other, "reason": WHY}
    page = {**sent, "csrf_token": head.token, "hs": town.case(cases[0]).code}
    assert head.client.post(f"/viec/{single}/giao-lai", data=page).status_code == 303
    assert head.post("/many-tasks/reassign", {**sent, "tasks": rest}).json["done"] == 2
    assert {town.task(case_id).officer_id for case_id in cases} == {other}
    assert all(faults(town, case_id) == [] for case_id in cases)


def test_work_of_a_desk_that_everybody_has_left_goes_to_another_post_or_to_the_head(
    town: Town, app: Flask
) -> None:
    cases = [at_the_desk(town), at_the_desk(town, None)]
    leave(town, f"{WARD}_vhxh", "chuyen_vien")
    chair, head = Api(app, f"{CHAIR}@{PROVINCE}"), town.officer(HEAD)
    sent = {"tasks": [town.task(case_id).id for case_id in cases]}
    nobody = {**sent, "colleague": head.officer_id, "reason": WHY}
    assert chair.post("/many-tasks/reassign", nobody).json["done"] == 0
    given = {**sent, "delegate": head.officer_id, "basis": "Giấy ủy quyền số 12/GUQ"}
    assert chair.post("/many-tasks/delegate", given).json["done"] == 2
    assert {town.task(case_id).officer_id for case_id in cases} == {head.officer_id}
    assert chair.post("/many-tasks/take-over", {**sent, "reason": WHY}).json["done"] == 2
    assert {town.task(case_id).position_code for case_id in cases} == {"lanh_dao_ubnd_xa"}


def test_the_case_page_offers_it_to_the_head_and_to_nobody_else(town: Town, app: Flask) -> None:
    case_id = at_the_desk(town)
    ref, task = town.case(case_id).code, town.task(case_id)
    head = Api(app, f"{HEAD}@{PROVINCE}")
    assert "Việc của đơn vị: Thẩm định, dự thảo" in head.client.get(f"/ho-so/{ref}").text
    assert (
        f"/viec/{task.id}/giao-lai"
        not in Api(app, "bao.pq@nghe_an").client.get(f"/ho-so/{ref}").text
    )
    sent = {
        "csrf_token": head.token,
        "hs": ref,
        "colleague": town.officer(OTHER).officer_id,
        "reason": WHY,
    }
    assert head.client.post(f"/viec/{task.id}/giao-lai", data=sent).status_code == 303
    assert town.task(case_id).officer_id == town.officer(OTHER).officer_id


def test_a_head_is_not_offered_herself_for_work_that_is_free_at_her_own_desk(
    town: Town, app: Flask
) -> None:
    case_id = town.file().case_id
    town.until(case_id, "B2")
    file = Api(app, f"{HEAD}@{PROVINCE}").get(f"/cases/{town.case(case_id).code}").json
    kinds = {act["kind"] for act in file["acts"]}
    assert "claim" in kinds
    assert "reassign" not in kinds

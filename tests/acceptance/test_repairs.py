"""The repair desk: sent back, another desk, a second person; no time is ever changed."""

import re
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select, update

from engine.cases.confirm_repair import confirm_repair
from engine.errors import NotRepairsSecond
from engine.store.accounts import Account
from engine.store.cases import Case, Dossier
from engine.store.organisation import Appointment
from tests.acceptance.test_a_head_assigns import CHOSEN, assign
from tests.acceptance.test_a_step_answers_anew import variables
from tests.acceptance.test_cases_that_stand_still import (
    ADMIN,
    BY_ANSWER,
    GATE,
    PAPER,
    SECOND,
    UNIT_ADMIN,
    URL,
    leave,
)
from tests.client import Api, confirmed_repair
from tests.integration.jobs.procedures import MANIFEST, elements, faults, file, install, task
from tests.integration.workflow.diagrams import flows, nodes
from tests.rulebook import Rulebook
from tests.town import PROVINCE, WARD, Town
from tests.two_accounts import twice

pytestmark = pytest.mark.long_on_postgres

RECEIVE = '<tthc:act kind="receive"/>'
WAY = flows("s>r>w>a>x>y>e x>z>e", x__y="da_du", x__z="not(da_du)")
ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
LIMITED = """
[[limits]]
variant = "loại một"
amount = 16
unit = "working_hours"
basis = "QĐ 2"
when = 'loai = "1"'
"""


def api(app: Flask, username: str) -> Api:
    return Api(app, f"{username}@{PROVINCE}")


def stuck(town: Town, app: Flask) -> tuple[str, str]:
    """A received case whose officer met a gateway that finds no value; its id and code."""
    install(town, nodes("start:s end:e"), task("r", RECEIVE), task("w"), task("a"), GATE, WAY)
    case_id = file(town).case_id
    for kind in ("receive", "complete", "complete"):
        told = api(app, "bao.pq").post(f"/tasks/{town.task(case_id).id}/{kind}")
    assert told.status_code == 422
    return case_id, town.case(case_id).code or ""


def test_a_stuck_case_goes_back_to_an_earlier_step_of_its_scope(town: Town, app: Flask) -> None:
    case_id, ref = stuck(town, app)
    before, admin = town.case(case_id), api(app, ADMIN)
    (row,) = admin.get(URL).json
    assert [one["value"] for one in row["back"]] == ["w"]
    assert row["due"]["at"] is not None
    for step in ("r", "a", "y", ""):
        refused = admin.post(f"{URL}/{ref}/back", {"step": step, **PAPER})
        assert (refused.status_code, refused.json["code"]) == (422, "not_earlier")
    assert admin.post(f"{URL}/{ref}/back", {"step": "w", **PAPER}).status_code == 200
    now = town.case(case_id)
    assert elements(town, case_id) == ["w"]
    assert (now.received_at, now.due_at) == (before.received_at, before.due_at)
    assert now.open_incidents == 0
    assert admin.get(URL).json == []
    assert api(app, "bao.pq").post(f"/tasks/{town.task(case_id).id}/complete").status_code == 200
    assert elements(town, case_id) == ["a"]
    assert faults(town, case_id) == []


@ONE
def test_only_who_mends_sends_back_and_with_a_paper(town: Town, app: Flask) -> None:
    _, ref = stuck(town, app)
    for username in (UNIT_ADMIN, "bao.pq"):
        refused = api(app, username).post(f"{URL}/{ref}/back", {"step": "w", **PAPER})
        assert refused.status_code == 403
    sent = {"step": "w", "reason": "Thiếu", "paper": " "}
    assert api(app, ADMIN).post(f"{URL}/{ref}/back", sent).json["code"] == "basis_missing"


def test_work_at_an_empty_desk_goes_to_another_desk_of_the_agency(town: Town, app: Flask) -> None:
    case_id = town.file().case_id
    town.until(case_id, "B2")
    assign(town, case_id, town.officer(CHOSEN).officer_id)
    ref, admin = town.case(case_id).code, api(app, ADMIN)
    work = town.task(case_id)
    desk = f"{WARD}_vhxh/lanh_dao_phong"
    sent = {"task_id": work.id, "desk": desk, **PAPER}
    assert admin.post(f"{URL}/{ref}/desk", sent).json["code"] == "not_stuck"
    leave(town, f"{WARD}_vhxh", "chuyen_vien")
    (row,) = admin.get(URL).json
    assert desk in {one["value"] for one in row["desks"]}
    elsewhere = {**sent, "desk": "so_noi_vu_vp/van_thu"}
    assert admin.post(f"{URL}/{ref}/desk", elsewhere).json["code"] == "desk_unknown"
    assert admin.post(f"{URL}/{ref}/desk", sent).status_code == 200
    moved = town.task(case_id)
    assert (moved.position_code, moved.due_at) == ("lanh_dao_phong", work.due_at)
    assert admin.get(URL).json == []
    assert faults(town, case_id) == []


def own_of(town: Town, ref: str, username: str) -> None:
    """The dossier is the officer's own, by the number that their account is of."""
    number = "040185012345"
    with town.database.writing() as session:
        session.execute(
            update(Account)
            .where(Account.username == f"{username}@{PROVINCE}")
            .values(identity_number=number)
        )
        case_id = session.scalars(select(Case.id).where(Case.code == ref)).one()
        mine = update(Dossier).where(Dossier.case_id == case_id)
        session.execute(mine.values(owner_number=number))


def limited(town: Town, app: Flask) -> tuple[str, str]:
    """Stopped for want of the answer that decides the limit."""
    manifest = (MANIFEST.format(code="9.000001") + LIMITED).encode()
    parts = (nodes("start:s end:e"), task("a"), GATE, BY_ANSWER)
    install(town, *parts, procedure_toml=manifest)
    case_id = file(town).case_id
    told = api(app, "bao.pq").post(f"/tasks/{town.task(case_id).id}/complete")
    assert told.status_code == 422
    return case_id, town.case(case_id).submission_number


def test_a_value_that_decides_the_limit_waits_for_a_second_person(town: Town, app: Flask) -> None:
    case_id, ref = limited(town, app)
    admin, second = api(app, ADMIN), api(app, SECOND)
    given = {"name": "case.loai", "value": "1", **PAPER}
    assert admin.post(f"{URL}/{ref}/value", given).status_code == 200
    assert town.case(case_id).open_incidents == 1
    assert admin.post(f"{URL}/{ref}/value", given).json["code"] == "repair_waits"
    assert confirmed_repair(admin, ref).json["code"] == "not_repairs_second"
    assert confirmed_repair(api(app, UNIT_ADMIN), ref).json["code"] == "not_repairs_second"
    stranger = api(app, "dung.ttt")  # of another unit: not told whether something waits
    assert confirmed_repair(stranger, ref).json["code"] == "case_not_found"
    _, twin = twice(town, town.officer("quan.dm"))
    again = replace(town.administrator("quan.dm"), account_id=twin.account_id)
    with town.act() as session, pytest.raises(NotRepairsSecond):
        confirm_repair(session, admin=again, ref=ref, seen="", now=town.now)
    assert second.get(URL).json[0]["proposed"]["value"] == "1"
    assert confirmed_repair(second, ref).status_code == 200
    assert confirmed_repair(second, ref).json["code"] == "no_repair_proposed"
    assert confirmed_repair(stranger, ref).json["code"] == "case_not_found"
    assert town.case(case_id).open_incidents == 0
    assert api(app, "bao.pq").post(f"/tasks/{town.task(case_id).id}/complete").status_code == 200
    assert elements(town, case_id) == ["y"]
    assert faults(town, case_id) == []


@ONE
def test_what_was_filed_and_decides_is_not_given_again(town: Town, app: Flask) -> None:
    """Whose a dossier is, and what its way, limit and fee were told by, was filed: only a missing
    value is given. The second person sets it, or nothing is set."""
    case_id, ref = stuck(town, app)
    for name, value in (("case.ten", "Lê Thị Mây"), ("case.cccd", "040185099999")):
        told = api(app, ADMIN).post(f"{URL}/{ref}/value", {"name": name, "value": value, **PAPER})
        assert told.json["code"] in ("value_there", "value_unknown"), name
    assert town.case(case_id).applicant_name == "Lê Thị Mai"
    assert faults(town, case_id) == []


@ONE
@pytest.mark.parametrize(
    ("typed", "shown", "kept"),
    [("1,1250", "1,1250", 1.125), ("0,5", "0,5", 0.5), ("1.500", "1.500", 1500)],
)
def test_the_value_that_is_confirmed_is_the_one_that_was_proposed(
    town: Town, app: Flask, typed: str, shown: str, kept: float
) -> None:
    case_id, ref = stuck(town, app)
    admin, second = api(app, ADMIN), api(app, SECOND)
    form = {"name": "da_du", "value": typed, "kind": "number", "csrf_token": admin.token, **PAPER}
    assert admin.client.post(f"/su-co/{ref}/gia-tri", data=form).status_code == 303
    assert second.get(URL).json[0]["proposed"]["value"] == shown
    assert confirmed_repair(second, ref).status_code == 200
    told = api(app, "bao.pq").get(f"/cases/{ref}/timeline").json
    assert any(f"ghi giá trị “da_du” là {shown} theo" in one["sentence"] for one in told)
    assert variables(town, case_id)["da_du"] == kept


@ONE
def test_nobody_mends_their_own_dossier(town: Town, app: Flask) -> None:
    _, ref = stuck(town, app)
    own_of(town, ref, ADMIN)
    admin = api(app, ADMIN)
    (row,) = admin.get(URL).json
    assert (row["own"], row["repairable"], row["back"]) == (True, False, [])
    asked = {
        "retry": {},
        "value": {"name": "da_du", "value": "đúng", "kind": "boolean", **PAPER},
        "back": {"step": "w", **PAPER},
        "desk": {"task_id": "t", "desk": "a/b", **PAPER},
    }
    for word, body in asked.items():
        refused = admin.post(f"{URL}/{ref}/{word}", body)
        assert (refused.status_code, refused.json["code"]) == (403, "own_dossier"), word
    assert "Hồ sơ của bạn: người khác sửa" in admin.client.get("/su-co").text
    given = {"name": "da_du", "value": "đúng", "kind": "boolean", **PAPER}
    assert api(app, SECOND).post(f"{URL}/{ref}/value", given).status_code == 200
    assert confirmed_repair(admin, ref).json["code"] == "own_dossier"


@ONE
def test_a_step_that_signs_goes_to_who_leads_by_two_people(town: Town, app: Flask) -> None:
    """The signature is the decision: no clerk signs because one administrator said so."""
    case_id = town.file().case_id
    town.until(case_id, "B13")
    work = town.task(case_id)
    leave(town, work.unit_code, work.position_code)
    ref, admin, second = town.case(case_id).code, api(app, ADMIN), api(app, SECOND)
    (row,) = admin.get(URL).json
    offered = {one["value"].partition("/")[2] for one in row["desks"]}
    assert row["signs"]
    assert offered == {"lanh_dao_phong"}
    desk = next(one["value"] for one in row["desks"])
    clerk = {"task_id": work.id, "desk": "so_noi_vu_vp/van_thu", **PAPER}
    assert admin.post(f"{URL}/{ref}/desk", clerk).json["code"] == "desk_signs_not"
    assert admin.post(f"{URL}/{ref}/desk", {**clerk, "desk": desk}).status_code == 200
    assert town.task(case_id).position_code == work.position_code
    assert admin.post(f"{URL}/{ref}/desk", {**clerk, "desk": desk}).json["code"] == "repair_waits"
    assert confirmed_repair(admin, ref).json["code"] == "not_repairs_second"
    assert second.get(URL).json[0]["proposed"]["kind"] == "desk"
    assert confirmed_repair(second, ref).status_code == 200
    assert town.task(case_id).position_code == "lanh_dao_phong"
    assert [one["ref"] for one in admin.get(f"{URL}/mended").json["today"]] == [ref]
    assert faults(town, case_id) == []


@ONE
def test_a_proposed_desk_is_over_once_somebody_signed(town: Town, app: Flask) -> None:
    """Somebody was appointed meanwhile: what was proposed bars no later repair."""
    case_id = town.file().case_id
    town.until(case_id, "B13")
    signing = town.task(case_id)
    leave(town, signing.unit_code, signing.position_code)
    ref, admin = town.case(case_id).code, api(app, ADMIN)
    (row,) = admin.get(URL).json
    sent = {"task_id": signing.id, "desk": row["desks"][0]["value"], **PAPER}
    assert admin.post(f"{URL}/{ref}/desk", sent).status_code == 200
    back = update(Appointment).where(Appointment.unit_code == signing.unit_code)
    with town.act() as session:
        session.execute(back.values(valid_to=None))
    town.until(case_id, "B14")
    work = town.task(case_id)
    leave(town, work.unit_code, work.position_code)
    (row,) = admin.get(URL).json
    assert row["proposed"] is None
    sent = {"task_id": work.id, "desk": row["desks"][0]["value"], **PAPER}
    assert admin.post(f"{URL}/{ref}/desk", sent).status_code == 200


@ONE
def test_the_province_says_who_confirms_and_then_every_value_waits(town: Town, app: Flask) -> None:
    rules = Rulebook(town.database, town.documents)
    case_id, ref = stuck(town, app)
    rules.rule(PROVINCE, "repair_confirmation", {"role": "unit_admin"}, procedure="9.000001")
    given = {"name": "da_du", "value": "đúng", "kind": "boolean", **PAPER}
    assert api(app, ADMIN).post(f"{URL}/{ref}/value", given).status_code == 200
    assert confirmed_repair(api(app, SECOND), ref).json["code"] == "not_repairs_second"
    unit = api(app, UNIT_ADMIN)
    page = unit.client.get("/su-co").text
    assert "Chờ người thứ hai xác nhận" in page
    sent, where = {"csrf_token": unit.token}, f"/su-co/{ref}/de-nghi/xac-nhan"
    assert unit.client.post(where, data=sent).status_code == 409, "nothing was seen"
    shown = re.search(r'name="seen" value="(\w+)"', page)
    assert shown
    assert unit.client.post(where, data={**sent, "seen": shown[1]}).status_code == 303
    assert town.case(case_id).open_incidents == 0


@ONE
def test_the_page_repairs_and_keeps_what_was_typed(town: Town, app: Flask) -> None:
    case_id, ref = stuck(town, app)
    admin = api(app, ADMIN)
    sent = {"csrf_token": admin.token, "step": "w", "reason": "Bản 3 thiếu", "paper": ""}
    refused = admin.client.post(f"/su-co/{ref}/ve-buoc", data=sent)
    assert (refused.status_code, "Bản 3 thiếu" in refused.text) == (422, True)
    done = admin.client.post(f"/su-co/{ref}/ve-buoc", data={**sent, "paper": "PT-1187"})
    assert done.status_code == 303
    assert elements(town, case_id) == ["w"]

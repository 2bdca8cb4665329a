"""The repair desk: sent back, another desk, a second person; no time is ever changed."""

import pytest
from flask import Flask

from engine.store.cases import Dossier
from tests.acceptance.test_a_head_assigns import CHOSEN, assign
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
from tests.client import Api
from tests.integration.jobs.procedures import MANIFEST, elements, faults, file, install, task
from tests.integration.workflow.diagrams import flows, nodes
from tests.rulebook import Rulebook
from tests.town import PROVINCE, WARD, Town

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
    assert admin.post(f"{URL}/{ref}/confirm").json["code"] == "not_repairs_second"
    assert api(app, UNIT_ADMIN).post(f"{URL}/{ref}/confirm").json["code"] == "not_repairs_second"
    assert second.get(URL).json[0]["proposed"]["value"] == "1"
    assert second.post(f"{URL}/{ref}/confirm").status_code == 200
    assert second.post(f"{URL}/{ref}/confirm").json["code"] == "no_repair_proposed"
    assert town.case(case_id).open_incidents == 0
    assert api(app, "bao.pq").post(f"/tasks/{town.task(case_id).id}/complete").status_code == 200
    assert elements(town, case_id) == ["y"]
    assert faults(town, case_id) == []


@ONE
def test_a_repaired_name_is_the_name_everywhere(town: Town, app: Flask) -> None:
    """Headline, list and search say what the answers say."""
    case_id, ref = stuck(town, app)
    given = {"name": "case.ten", "value": "Lê Thị Mây", **PAPER}
    assert api(app, ADMIN).post(f"{URL}/{ref}/value", given).status_code == 200
    assert town.case(case_id).applicant_name == "Lê Thị Mai"
    assert api(app, SECOND).post(f"{URL}/{ref}/confirm").status_code == 200
    assert town.case(case_id).applicant_name == "Lê Thị Mây"
    with town.database.reading() as session:
        dossier = session.get_one(Dossier, (PROVINCE, case_id))
    assert (dossier.applicant["owner_name"], dossier.answers["ten"]) == ("Lê Thị Mây",) * 2
    assert "le thi may" in dossier.names_folded
    assert faults(town, case_id) == []


@ONE
def test_the_province_says_who_confirms_and_then_every_value_waits(town: Town, app: Flask) -> None:
    rules = Rulebook(town.database, town.documents)
    case_id, ref = stuck(town, app)
    rules.rule(PROVINCE, "repair_confirmation", {"role": "unit_admin"}, procedure="9.000001")
    given = {"name": "da_du", "value": "đúng", "kind": "boolean", **PAPER}
    assert api(app, ADMIN).post(f"{URL}/{ref}/value", given).status_code == 200
    assert api(app, SECOND).post(f"{URL}/{ref}/confirm").json["code"] == "not_repairs_second"
    unit = api(app, UNIT_ADMIN)
    page = unit.client.get("/su-co").text
    assert "Chờ người thứ hai xác nhận" in page
    sent = {"csrf_token": unit.token}
    assert unit.client.post(f"/su-co/{ref}/de-nghi/xac-nhan", data=sent).status_code == 303
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

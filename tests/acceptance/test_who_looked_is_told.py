"""Who opens somebody's case is written down, once a day, and told to the owner and to auditors."""

import pytest
from flask import Flask
from sqlalchemy import select

from engine.accounts.readings import note_reading
from engine.store.access import AccessGrant
from engine.store.readings import CaseReading
from tests.acceptance.test_acts import brought_to
from tests.client import Api
from tests.town import PROVINCE, WARD, Town

ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
CLERK, ADMIN = f"bao.pq@{PROVINCE}", f"quan.dm@{PROVINCE}"


def test_each_officer_is_written_once_a_day_however_often_they_look(town: Town, app: Flask) -> None:
    owner, clerk = Api(app, "congdan"), Api(app, CLERK)
    ref = brought_to(town, ("B1", False), owner).ref
    paper = owner.get(f"/cases/{ref}").json["documents"][0]["id"]
    assert owner.get(f"/cases/{ref}/readings").json == [], "one's own looks are nobody's business"
    for path in (f"/cases/{ref}", f"/cases/{ref}/timeline", f"/cases/{ref}/documents/{paper}"):
        assert clerk.get(path).status_code == 200
    assert clerk.client.get(f"/ho-so/{ref}").status_code == 200
    (row,) = owner.get(f"/cases/{ref}/readings").json
    assert (row["ref"], row["reader"]) == (ref, "anh Phan Quốc Bảo")
    assert "Cán bộ Trung tâm Phục vụ hành chính công" in row["held_as"]
    town.wait(days=1)
    assert clerk.client.get(f"/ho-so/{ref}/phieu").status_code == 200
    assert len(owner.get("/readings").json) == 2


def test_two_looks_at_once_leave_one_row(town: Town) -> None:
    case_id, clerk = town.file().case_id, town.officer("bao.pq")
    for _ in range(2):
        with town.act() as session:
            told = {"day": town.now.date(), "now": town.now}
            note_reading(session, person=clerk, case_id=case_id, **told)
    with town.database.reading() as session:
        assert len(session.scalars(select(CaseReading)).all()) == 1


@ONE
def test_a_file_alone_is_noted_and_who_is_refused_is_not(town: Town, app: Flask) -> None:
    owner, clerk = Api(app, "congdan"), Api(app, CLERK)
    ref = brought_to(town, ("B1", False), owner).ref
    paper = owner.get(f"/cases/{ref}").json["documents"][0]["id"]
    assert Api(app, ADMIN).get(f"/cases/{ref}").status_code == 404
    assert owner.get("/readings").json == []
    assert clerk.client.get(f"/ho-so/{ref}/tep/{paper}").status_code == 200
    assert len(owner.get("/readings").json) == 1


@ONE
def test_the_owner_has_a_page_and_the_auditor_asks_by_code(town: Town, app: Flask) -> None:
    owner, clerk = Api(app, "congdan"), Api(app, CLERK)
    ref = brought_to(town, ("B1", False), owner).ref
    assert "Ai đã xem giấy tờ của bạn" in owner.client.get("/ho-so-cua-toi").text
    assert "Chưa cán bộ nào mở" in owner.client.get("/ai-da-xem").text
    clerk.get(f"/cases/{ref}")
    assert "anh Phan Quốc Bảo" in owner.client.get("/ai-da-xem").text
    assert clerk.client.get(f"/ai-da-xem?hs={ref}").status_code == 404
    assert Api(app, "congdan2").client.get(f"/ai-da-xem?hs={ref}").status_code == 404
    auditor = town.officer("long.td")
    with town.act() as session:
        session.add(
            AccessGrant(
                province_code=PROVINCE,
                id="a" * 32,
                officer_id=auditor.officer_id,
                role="auditor",
                unit_code=WARD,
                valid_from=town.now.date(),
                basis="7/QĐ-UBND",
            )
        )
    shown = Api(app, f"long.td@{PROVINCE}").client.get(f"/ai-da-xem?hs={ref}")
    assert "anh Phan Quốc Bảo" in shown.text

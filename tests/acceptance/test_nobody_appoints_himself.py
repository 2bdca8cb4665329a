"""Posts, substitutions and duties are given by somebody else; those that sign, by a decision."""

import base64
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from engine.errors import ChannelNotYours, DataFolderInvalid, NotYourDesk
from engine.organisation.loading import load_province
from engine.store.database import Database
from engine.store.upgrade import upgrade
from tests.client import Api
from tests.conftest import PROCESSES
from tests.town import CENTRE, WARD, Town

ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PROVINCE_ADMIN, OTHER_ADMIN, WARD_ADMIN = "quan.dm@nghe_an", "hieu.ph@nghe_an", "kien.cv@nghe_an"
HERE = "/organisation/nghe_an"


def post(username: str, position: str, **more: Any) -> dict[str, Any]:
    return {
        "username": username,
        "full_name": "Chu Văn Kiên",
        "unit_code": f"{WARD}_vp",
        "position_code": position,
        "valid_from": "2025-12-04",
        **more,
    }


def stand_in(officer: str) -> dict[str, Any]:
    return {
        "unit_code": f"{WARD}_vp",
        "position_code": "van_thu",
        "officer": officer,
        "manner": "TL",
        "valid_from": "2025-12-04",
        "valid_to": "2026-01-01",
        "basis": "12/QĐ-UBND",
    }


@ONE
def test_an_administrator_gives_himself_nothing_and_ends_nothing_of_his(app: Flask) -> None:
    ward = Api(app, WARD_ADMIN)
    focal = {"unit_code": f"{WARD}_vp", "officer": "kien.cv", "duty": "tthc"}
    held = {"username": "kien.cv", "unit_code": f"{WARD}_vp", "position_code": "quan_tri_don_vi"}
    tried = {
        "/posts": post("kien.cv", "van_thu"),
        "/substitutions": stand_in("kien.cv"),
        "/focal-persons": {**focal, "valid_from": "2025-12-04"},
    }
    for path, body in tried.items():
        refused = ward.post(HERE + path, body)
        assert (refused.status_code, refused.json["code"]) == (403, "own_post"), path
    province = Api(app, PROVINCE_ADMIN)
    mine = {**held, "username": "quan.dm", "unit_code": "ttphcc_tinh"}
    ended = province.post(
        f"{HERE}/posts/end", {**mine, "position_code": "quan_tri_tinh", "day": "2026-01-01"}
    )
    assert ended.json["code"] == "own_post"
    assert ward.post(f"{HERE}/posts", post("long.td", "van_thu", full_name="Thái Doãn Long")).json


@ONE
def test_a_list_gives_its_sender_nothing_but_may_repeat_how_things_are(app: Flask) -> None:
    ward = Api(app, WARD_ADMIN)
    head = "Tên đăng nhập,Họ và tên,Đơn vị,Vị trí,Từ ngày\n"
    kept = f"kien.cv,Chu Văn Kiên,{WARD}_vp,quan_tri_don_vi,2025-07-01\n"
    table = f"{head}kien.cv,Chu Văn Kiên,{WARD}_vp,van_thu,2025-12-01\n"
    body = {"name": "a.csv", "content": base64.b64encode(table.encode()).decode(), "apply": True}
    (row,) = ward.post(f"{HERE}/posts/import", body).json["rows"]
    assert row["state"] == "error"
    same = base64.b64encode((head + kept).encode()).decode()
    province = Api(app, PROVINCE_ADMIN)
    report = province.post(f"{HERE}/posts/import", {**body, "content": same}).json
    assert report["rows"][0]["state"] == "same"


@ONE
def test_a_post_that_signs_needs_its_decision(app: Flask) -> None:
    province = Api(app, PROVINCE_ADMIN)
    head = post("long.td", "giam_doc_ttphcc", full_name="Thái Doãn Long", unit_code=CENTRE)
    refused = province.post(f"{HERE}/posts", head)
    assert refused.json["details"]["faults"][0]["field"] == "paper"
    assert province.post(f"{HERE}/posts", {**head, "paper": "15/QĐ-UBND"}).status_code == 200


@ONE
def test_a_province_keeps_two_administrators(app: Flask) -> None:
    end = {
        "username": "hieu.ph",
        "unit_code": "ttphcc_tinh",
        "position_code": "quan_tri_tinh",
        "day": "2026-01-01",
    }
    refused = Api(app, PROVINCE_ADMIN).post(f"{HERE}/posts/end", end)
    assert (refused.status_code, refused.json["code"]) == (409, "one_administrator")


def test_a_province_begins_with_two_administrators(tmp_path: Path) -> None:
    folder = tmp_path / "nghe_an"
    folder.mkdir()
    for path in (PROCESSES / "nghe_an").iterdir():
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            (folder / path.name).write_text(text.replace('"quan_tri_tinh", v', '"van_thu", v', 1))
    database = Database(f"sqlite:///{tmp_path}/new.db")
    upgrade(database)
    with pytest.raises(DataFolderInvalid), database.writing() as session:
        load_province(session, folder)
    database.dispose()


def test_who_files_how_is_asked_in_the_act(town: Town) -> None:
    for channel in ("counter", "postal"):
        with pytest.raises(ChannelNotYours):
            town.file(channel=channel)
    (receiver, *_) = town.officers(CENTRE, "can_bo_mot_cua")
    stranger = town.officer("nga.ptt")
    assert town.file(person=receiver, channel="counter").case_id
    assert town.file(person=receiver).case_id, "assistance, on record as such"
    for channel in ("counter", "postal", "online"):
        with pytest.raises(NotYourDesk):
            town.file(person=stranger, channel=channel)

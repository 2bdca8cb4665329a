"""A counter guides or refuses before there is a dossier: a numbered slip, kept and counted."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from engine.cases.guide import Guided, guide
from engine.errors import (
    BasisMissing,
    GuidanceUnknown,
    NotYourDesk,
    ProcedureNotFound,
    ReasonMissing,
)
from engine.store.cases import Case
from tests.acceptance.test_refusals import LAW, refuse
from tests.client import Api
from tests.town import CENTRE, FLAGSHIP, Town

WHAT = "Thiếu bản khai có xác nhận; chụp lại thẻ căn cước đủ bốn góc."


def give(town: Town, **changes: object) -> Guided:
    """The officer of the counter guides somebody."""
    given = {
        "person": town.officers(CENTRE, "can_bo_mot_cua")[0],
        "unit_code": CENTRE,
        "procedure_code": FLAGSHIP,
        "kind": "guide",
        "name": "Lê Văn Thành",
        "content": WHAT,
        **changes,
    }
    with town.act() as session:
        return guide(session, now=town.now, **given)  # type: ignore[arg-type]


def test_slips_are_numbered_and_no_dossier_comes_of_them(town: Town) -> None:
    assert give(town).number == "0001/2025/PHD-H41.102.01"
    assert give(town).number == "0002/2025/PHD-H41.102.01"
    refused = give(town, kind="refuse", basis="Luật Hộ tịch 2014, Điều 5")
    assert refused.number == "0001/2025/PTC-H41.102.01"
    with town.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Case)) == 0


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"content": " "}, ReasonMissing),
        ({"kind": "refuse"}, BasisMissing),
        ({"procedure_code": "9.999999"}, ProcedureNotFound),
        ({"kind": "x"}, GuidanceUnknown),
        ({"unit_code": "xa_con_cuong_ttphcc"}, NotYourDesk),
    ],
)
def test_a_slip_says_what_by_whom_and_for_which_procedure(
    town: Town, changes: dict[str, object], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal) as refused:
        give(town, **changes)
    assert "(guide)" not in str(refused.value)


def test_a_slip_is_given_out_on_the_page_printed_and_counted(app: Flask, town: Town) -> None:
    officer = Api(app, "bao.pq@nghe_an")
    sent = {"csrf_token": officer.token, "kind": "refuse", "content": WHAT}
    refused = officer.client.post(f"/huong-dan/{FLAGSHIP}", data=sent)
    assert (refused.status_code, WHAT in refused.text) == (422, True)
    done = officer.client.post(f"/huong-dan/{FLAGSHIP}", data={**sent, "basis": "Luật, Điều 5"})
    assert done.status_code == 303
    slip = officer.client.get(done.location).text
    assert "0001/2025/PTC-H41.102.01" in slip
    assert ["NGƯỜI LẬP PHIẾU" in slip, "HƯỚNG DẪN</b>" in slip] == [True, False]
    assert WHAT in slip
    assert "ngày 04 tháng 12 năm 2025" in slip
    assert "từ chối <b>1</b>" in officer.client.get("/tiep-nhan").text
    other = Api(app, "hanh.tt@nghe_an").client.get(done.location)
    assert other.status_code == 404


def test_the_api_gives_a_slip_out_and_counts(app: Flask, town: Town) -> None:
    officer = Api(app, "bao.pq@nghe_an")
    body = {"unit_code": CENTRE, "procedure_code": FLAGSHIP, "kind": "guide", "content": WHAT}
    made = officer.post("/guidance", body).json
    assert officer.get(f"/guidance/{made['id']}").json["content"] == WHAT
    assert officer.get("/guidance/today").json == {"guided": 1, "refused": 0}


def test_who_gave_slips_out_finds_them_again_by_day_and_words(app: Flask, town: Town) -> None:
    give(town)
    town.wait(days=1)
    give(town, kind="refuse", basis="Luật Hộ tịch 2014, Điều 5", name="Trần Thị Mận", content="Sai")
    officer = Api(app, "bao.pq@nghe_an")
    today = officer.client.get("/huong-dan/phieu").text
    assert ["Trần Thị Mận" in today, "Lê Văn Thành" in today] == [True, False]
    found = officer.client.get("/huong-dan/phieu?ngay=1/12/2025&q=le van thanh").text
    assert ["0001/2025/PHD-H41.102.01" in found, "Trần Thị Mận" in found] == [True, False]
    assert "/huong-dan/phieu" in officer.client.get("/tiep-nhan").text
    rows = officer.get("/guidance?since=2025-12-01").json["rows"]
    assert [row["kind"] for row in rows] == ["refuse", "guide"]
    other = Api(app, "hanh.tt@nghe_an").get("/guidance?since=2025-12-01")
    assert other.json.get("rows", []) == []
    wrong = officer.client.get("/huong-dan/phieu?ngay=32/1/2025")
    assert (wrong.status_code, "Lỗi" in wrong.text) == (422, True)


def test_heads_look_over_what_was_not_received_and_how_often_was_guided(
    app: Flask, town: Town
) -> None:
    """Requirement R-32: to receive nothing is looked over as a stop is."""
    give(town)
    give(town, kind="refuse", basis="Luật Hộ tịch 2014, Điều 5", content="Không phải việc này")
    case_id = town.file().case_id
    refuse(town, case_id)
    number = town.case(case_id).submission_number
    head = Api(app, "quan.dm@nghe_an")
    page = head.client.get("/giam-sat/tu-choi").text
    assert ["Không phải việc này" in page, number in page, LAW in page] == [True, True, True]
    assert ["thủ tục Trợ cấp một lần" in page, "thủ tục 2.002755" in page] == [True, False]
    assert "/giam-sat/tu-choi" in head.client.get("/giam-sat").text
    told = head.get("/oversight/refusals").json
    (unit,) = told["units"]
    assert (unit["refused"], unit["refused_before"], unit["guided"]) == (1, 1, 1)
    assert {row["what"]: row["by"] for row in told["rows"]} == dict.fromkeys(
        ("dossier", "slip"), "Phan Quốc Bảo"
    )
    codes = {row["procedure_code"]: row["procedure_name"] for row in told["rows"]}
    assert codes["2.002755"] == "Trợ cấp một lần"
    assert head.get("/oversight/refusals?since=2026-01-01").json["rows"] == []
    assert {row["name"] for row in told["rows"]} == {None}, (
        "the province's administrator reads none"
    )
    chair = Api(app, "dung.hn@nghe_an").get("/oversight/refusals").json["rows"]
    assert {row["name"] for row in chair} == {"Lê Văn Thành"}
    assert Api(app, "bao.pq@nghe_an").get("/oversight/refusals").status_code == 403

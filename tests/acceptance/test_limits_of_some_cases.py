"""A limit of some cases only: decided, told, kept and counted, whoever asks."""

from datetime import datetime

import pytest
from flask import Flask

from engine.cases.act.task_act import Ending
from engine.cases.vouching.verify import case_faults
from engine.queries.case_file import case_file
from engine.queries.services import service
from engine.queries.tracking import track
from engine.worktime import ZONE
from tests.client import Api
from tests.shipped import at_commune, file, manifest_with, publish, take
from tests.town import CITIZEN, PROVINCE, Town

MARRIAGE, LAND = "1.000894", "1.013831"
VERIFIED = Ending("xac_minh", {"dieu_kien": ["tuoi", "tu_nguyen", "khong_cam"]})
CLEAR = Ending("du", VERIFIED.answers)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.fixture
def marriage(town: Town) -> str:
    """A marriage that was received on Thursday at 09:15."""
    scenario = publish(town, "ket_hon")
    case_id = file(town, MARRIAGE, at_commune(scenario, "phuong_truong_vinh"))
    town.end(town.task(case_id, "B1"), ending=Ending())
    return case_id


def explained(town: Town, case_id: str) -> tuple[str, ...]:
    with town.database.reading() as session:
        return track(session, ref=town.case(case_id).code or "", now=town.now).explanation


def test_a_marriage_is_due_the_same_day_and_in_five_days_only_where_it_must_be_verified(
    town: Town, marriage: str
) -> None:
    assert town.case(marriage).due_at == at("2025-12-04 17:30")
    town.wait(hours=2)
    town.end(town.task(marriage, "B2"), ending=VERIFIED)
    case = town.case(marriage)
    # Counted from the reception, not from the step that decided.
    assert case.due_at == at("2025-12-11 09:15")
    assert set(case.own_limits) == {"B2"}
    told = explained(town, marriage)
    assert "Thời hạn áp dụng cho trường hợp: cần xác minh điều kiện kết hôn." in told
    assert told[-1] == "Hạn là 09:15 thứ Năm 11/12/2025."
    with town.database.reading() as session:
        assert list(case_faults(session, case)) == []


def test_a_marriage_without_doubts_keeps_the_limit_of_the_day(town: Town, marriage: str) -> None:
    town.end(town.task(marriage, "B2"), ending=CLEAR)
    case = town.case(marriage)
    assert (case.due_at, case.own_limits) == (at("2025-12-04 17:30"), {})


def test_the_case_s_file_and_history_say_which_limit_and_why(town: Town, marriage: str) -> None:
    town.end(town.task(marriage, "B2"), ending=VERIFIED)
    ref = town.case(marriage).code or ""
    with town.database.reading() as session:
        seen = case_file(session, ref=ref, person=CITIZEN, now=town.now)
    assert seen.limit_words.startswith("5 ngày làm việc")
    assert seen.limit_basis == "Luật Hộ tịch, Điều 18: không quá 05 ngày làm việc khi cần xác minh"
    assert "xác định thời hạn 5 ngày làm việc" in " ".join(row.sentence for row in seen.timeline)


def test_the_procedure_s_page_list_and_api_tell_every_limit(town: Town, app: Flask) -> None:
    publish(town, "ket_hon")
    with town.database.reading() as session:
        page = service(session, province_code=PROVINCE, code=MARRIAGE, now=town.now)
    line = "cần xác minh điều kiện kết hôn: 5 ngày làm việc = 40 giờ làm việc"
    assert page.card.time_limit == f"trong ngày; {line}"
    assert [row.line for row in page.terms.limits] == [line]
    (told,) = Api(app).get(f"/procedures/{PROVINCE}/{MARRIAGE}").json["terms"]["limits"]
    assert told["variant"] == "cần xác minh điều kiện kết hôn"
    shown = app.test_client().get(f"/thu-tuc/{PROVINCE}/{MARRIAGE}").text
    assert "Cần xác minh điều kiện kết hôn: <b>5 ngày làm việc" in shown


def test_land_in_a_mountain_commune_has_its_longer_limit_from_the_reception_on(town: Town) -> None:
    """Time point 13."""
    scenario = publish(town, "bien_dong_dat_dai")
    for commune, due in (("phuong_truong_vinh", "2025-12-16"), ("xa_con_cuong", "2025-12-30")):
        case_id = file(town, LAND, at_commune(scenario, commune))
        take(town, case_id, scenario, until="B2")
        assert town.case(case_id).due_at == at(f"{due} 09:15")


def test_a_phase_is_counted_from_the_step_that_begins_it_whatever_stood_still(town: Town) -> None:
    phase = (
        '[[limits]]\nvariant = "đã nộp tiền"\namount = 2\nunit = "working_days"\n'
        'basis = "Quyết định X"\nafter = "B6"\nphase = "trả giấy chứng nhận"\n\n[process]'
    )
    scenario = publish(
        town, "bien_dong_dat_dai", manifest_with("bien_dong_dat_dai", "[process]", phase)
    )
    case_id = file(town, LAND, scenario)
    take(town, case_id, scenario, until="B6")
    town.now = at("2025-12-22 08:00")
    take(town, case_id, scenario, after="B5", until="B7")
    assert town.case(case_id).due_at == at("2025-12-24 08:00")
    told = explained(town, case_id)
    assert told[0].startswith("Bắt đầu trả giấy chứng nhận lúc 08:00 thứ Hai 22/12/2025")
    assert told[-1] == "Hạn là 08:00 thứ Tư 24/12/2025."
    assert not any("Dừng tính" in one for one in told)

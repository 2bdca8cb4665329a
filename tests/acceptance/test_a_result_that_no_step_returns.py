"""A process that ends while its result lies in the store: the result is owed, and handed over."""

import pytest
from flask import Flask

from engine.cases.act.task_act import Ending
from engine.cases.hand_over import hand_over_result
from engine.errors import (
    CaseNotFound,
    NotInThisState,
    StepReturnsResult,
    TakerNotChosen,
    TextUnreadable,
)
from engine.store.organisation import Officer
from tests.client import Api
from tests.integration.jobs.procedures import faults, file, install, task
from tests.integration.workflow.diagrams import flows, nodes
from tests.left import after, lines
from tests.town import PROVINCE, Town
from web.forms.act_inputs import SURE, control_of

RECEIVE, STORE = '<tthc:act kind="receive"/>', '<tthc:act kind="store_result"/>'
RETURNER = f"bao.pq@{PROVINCE}"


@pytest.fixture
def owed(town: Town) -> str:
    """A case whose process is over since its result was stored."""
    parts = (nodes("start:s end:e"), task("a", RECEIVE), task("b", STORE), flows("s>a>b>e"))
    install(town, *parts)
    case_id = file(town).case_id
    for _ in range(2):
        town.end(town.task(case_id), ending=Ending())
    after(town, case_id)
    return case_id


def test_the_desk_that_returns_results_hands_it_over_and_the_case_is_clean(
    town: Town, owed: str
) -> None:
    assert faults(town, owed) == []
    code, person = str(town.case(owed).code), town.officer("bao.pq")
    with town.act() as session:
        hand_over_result(session, ref=code, person=person, now=town.now)
    assert after(town, owed) == lines("""
        case 10 online H41.102.01-251204-0001 at phuong_truong_vinh, received 04/12 09:15, due
          11/12 09:15, finished 04/12 09:15, returned 04/12 09:25
        tells status_changed status=10
        audit Phan Quốc Bảo: result_returned due_at=11/12 09:15 taker=owner
    """)
    assert faults(town, owed) == []
    with pytest.raises(NotInThisState), town.act() as session:
        hand_over_result(session, ref=code, person=person, now=town.now)


def test_nobody_else_does_and_nobody_while_a_step_returns_it(town: Town, owed: str) -> None:
    code = str(town.case(owed).code)
    stranger = town.officers("so_noi_vu_vp", "van_thu")[0]
    with pytest.raises(CaseNotFound), town.act() as session:
        hand_over_result(session, ref=code, person=stranger, now=town.now)
    other = town.file().case_id
    town.until(other, "B15")
    ref, person = str(town.case(other).code), town.officer("bao.pq")
    with pytest.raises(StepReturnsResult), town.act() as session:
        hand_over_result(session, ref=ref, person=person, now=town.now)


def test_administrators_see_it_among_what_stands_still(app: Flask, town: Town, owed: str) -> None:
    admin = town.officers("ttphcc_tinh", "quan_tri_tinh")[0]
    with town.database.reading() as session:
        name = session.get_one(Officer, (PROVINCE, admin.officer_id)).username
    (row,) = Api(app, f"{name}@{PROVINCE}").get(f"/incidents/{PROVINCE}").json
    assert (row["kind"], row["ref"]) == ("result_owed", town.case(owed).code)
    assert "Quy trình đã kết thúc khi kết quả đã lưu kho mà chưa trả." in row["cause"]


def test_the_page_offers_it_asks_once_more_and_is_done_once(
    app: Flask, town: Town, owed: str
) -> None:
    officer, code = Api(app, RETURNER), town.case(owed).code
    opened = officer.client.get(f"/ho-so/{code}").text
    address = f"/ho-so/{code}/tra-ket-qua"
    assert f'action="{address}' in opened
    data = {"csrf_token": officer.token, "khoa": _key(opened), "hs": code}
    assert officer.client.post(address, data=data).status_code == 422
    assert town.case(owed).status == 9
    sure = {**data, SURE: "1", control_of("taker"): "owner"}
    for _ in range(2):
        assert officer.client.post(address, data=sure).status_code == 303
    assert town.case(owed).status == 10


def _key(page: str) -> str:
    return page.split('name="khoa" value="')[1].split('"', maxsplit=1)[0]


def test_another_who_brings_a_paper_takes_it_and_signs_a_slip(
    app: Flask, town: Town, owed: str
) -> None:
    officer, code = Api(app, RETURNER), str(town.case(owed).code)
    address = f"/ho-so/{code}/tra-ket-qua"
    data = {"csrf_token": officer.token, "khoa": _key(officer.client.get(f"/ho-so/{code}").text)}
    data |= {
        "hs": code,
        SURE: "1",
        control_of("taker"): "other",
        control_of("taker_name"): "Vi Lan",
    }
    refused = officer.client.post(address, data=data)
    assert (refused.status_code, town.case(owed).status) == (422, 9)
    assert "Số định danh người nhận" in refused.text
    assert "Vi Lan" in refused.text
    data |= {
        "taker_number": "040185099999",
        "taker_paper": "Giấy giới thiệu số 7 ngày 03/12/2025",
        "khoa": _key(refused.text),
    }
    assert officer.client.post(address, data=data).status_code == 303
    page = officer.client.get(f"/ho-so/{code}").text
    told = "Vi Lan (số định danh 040185099999) nhận kết quả thay, theo Giấy giới thiệu số 7"
    assert told in page
    slip = officer.client.get(f"/ho-so/{code}/phieu/nhan-thay").text
    for words in (
        "Vi Lan",
        "040185099999",
        "Giấy giới thiệu số 7",
        "/2025/PTKQ-H41",
        "NGƯỜI NHẬN KẾT QUẢ",
    ):
        assert words in slip
    left = after(town, owed)
    assert "tells result_taken name=Vi Lan" in left
    assert faults(town, owed) == []


def test_who_is_named_is_chosen_too_or_nothing_is_handed_over(town: Town, owed: str) -> None:
    code, person = str(town.case(owed).code), town.officer("bao.pq")
    with pytest.raises(TakerNotChosen, match="Vi Lan"), town.act() as session:
        hand_over_result(
            session, ref=code, person=person, taker="owner", taker_name="Vi Lan", now=town.now
        )
    assert town.case(owed).status == 9


@pytest.mark.parametrize("name", ["taker_name", "taker_number", "taker_paper"])
def test_what_is_written_of_who_takes_it_can_be_read(town: Town, owed: str, name: str) -> None:
    code, person = str(town.case(owed).code), town.officer("bao.pq")
    with pytest.raises(TextUnreadable), town.act() as session:
        hand_over_result(session, ref=code, person=person, now=town.now, **{name: "a\u202eb"})

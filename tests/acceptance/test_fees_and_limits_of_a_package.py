"""What a package's own data says of money and time reaches the citizen and the case."""

from datetime import datetime

import pytest
from flask import Flask

from engine.cases.act.task_act import Ending
from engine.queries.services import service
from engine.queries.tracking import track
from engine.queries.views.service import ServicePage
from engine.worktime import ZONE
from tests.rulebook import PERMIT, Rulebook
from tests.shipped import file, publish
from tests.town import FLAGSHIP, PROVINCE, Town

SIGNATURE, SIGNATURE_FOLDER = "2.000884", "chung_thuc_chu_ky"
PERMIT_FOLDER = "giay_phep_nha_o"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def page(town: Town | Rulebook, code: str, province: str = PROVINCE) -> ServicePage:
    with town.database.reading() as session:
        return service(session, province_code=province, code=code, now=town.now)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2025-12-04 09:15", "2025-12-04 17:30"),
        ("2025-12-04 15:00", "2025-12-04 17:30"),
        ("2025-12-04 15:20", "2025-12-05 17:30"),
        ("2025-12-05 16:00", "2025-12-08 17:30"),
    ],
)
def test_a_signature_is_certified_the_same_day_or_the_next_when_it_came_after_three(
    town: Town, received: str, due: str
) -> None:
    scenario = publish(town, SIGNATURE_FOLDER)
    town.now = at(received)
    case_id = file(town, SIGNATURE, scenario)
    town.end(town.task(case_id, "B1"), ending=Ending())
    case = town.case(case_id)
    assert case.due_at == at(due)
    with town.database.reading() as session:
        told = track(session, ref=case.code or "", now=town.now).explanation
    assert told[1] == "Trong ngày; tiếp nhận sau 15 giờ thì ngày làm việc tiếp theo."
    assert told[-1].startswith("Hạn là 17:30 thứ")


def test_the_procedure_s_page_says_same_day_and_until_what_hour(town: Town) -> None:
    publish(town, SIGNATURE_FOLDER)
    words = page(town, SIGNATURE).card.time_limit
    assert words == "trong ngày; nhận sau 15:00 thì ngày làm việc tiếp theo"


def test_the_procedure_s_page_says_what_is_to_pay_by_channel(town: Town) -> None:
    publish(town, PERMIT_FOLDER)
    publish(town, SIGNATURE_FOLDER)
    assert page(town, FLAGSHIP).fee_words == "Không thu phí, lệ phí"
    paid = page(town, PERMIT).fee_words
    assert paid.startswith("Trực tuyến 0 đồng; trực tiếp 75.000 đồng")
    assert page(town, SIGNATURE).fee_words.startswith("Tính theo nội dung khai")


def test_before_the_day_of_the_resolution_online_costs_as_much(town: Town) -> None:
    publish(town, PERMIT_FOLDER)
    town.now = at("2025-07-20 09:00")
    assert page(town, PERMIT).fee_words == "75.000 đồng"


def test_the_fee_that_was_computed_is_on_the_pages_of_the_case(town: Town, app: Flask) -> None:
    scenario = publish(town, PERMIT_FOLDER)
    paper = town.case(file(town, PERMIT, scenario, channel="counter"))
    online = town.case(file(town, PERMIT, scenario, channel="online"))
    client = app.test_client()
    assert "75.000 đồng" in client.get(f"/da-nop/{paper.submission_number}").text
    assert "75.000 đồng" in client.get(f"/tra-cuu?ma={paper.submission_number}").text
    free = client.get(f"/tra-cuu?ma={online.submission_number}").text
    assert "0 đồng" in free
    assert "miễn theo" not in free  # why a fee falls away is for who proves something


@pytest.mark.parametrize(
    ("province", "words"),
    [
        ("nghe_an", "Trực tuyến 0 đồng; trực tiếp 75.000 đồng"),
        ("ha_tinh", "75.000 đồng"),
        ("dak_lak", "Trực tuyến 0 đồng; trực tiếp từ 50.000 đồng đến 75.000 đồng tùy nơi"),
    ],
)
def test_the_same_procedure_tells_another_fee_in_each_province(
    rulebook: Rulebook, province: str, words: str
) -> None:
    rulebook.now = at("2025-12-04 09:00")
    assert page(rulebook, PERMIT, province).fee_words.startswith(words)


def test_a_local_rule_is_in_the_fee_that_the_page_tells(rulebook: Rulebook) -> None:
    half = {"item": "le_phi", "rate": "50", "channel": "online", "subject": None}
    rulebook.rule("ha_tinh", "fee_exemption", half)
    told = page(rulebook, PERMIT, "ha_tinh").fee_words
    assert told.startswith("Trực tuyến 37.500 đồng; trực tiếp 75.000 đồng")


def test_the_explanation_counts_the_limit_and_the_hour_of_local_rules(rulebook: Rulebook) -> None:
    nine = {"clock": "committed", "amount": 9, "unit": "working_days"}
    rulebook.rule("ha_tinh", "time_limit", nine)
    rulebook.rule("ha_tinh", "cut_off", {"hour": "15:00"}, procedure=None)
    rulebook.now = at("2025-07-02 15:30")
    case = rulebook.received("ha_tinh")
    assert case.due_at == at("2025-07-15 17:30")
    with rulebook.database.reading() as session:
        told = " ".join(track(session, ref=case.code or "", now=rulebook.now).explanation)
    assert "9 ngày làm việc" in told
    assert "3901/QĐ-UBND" in told
    assert "15:00" in told
    assert told.endswith("Hạn là 17:30 thứ Ba 15/07/2025.")


def test_a_local_limit_speaks_instead_of_the_package_s_same_day(rulebook: Rulebook) -> None:
    rulebook.now = at("2025-12-04 09:15")
    scenario = rulebook.publish("nghe_an", SIGNATURE_FOLDER)
    given = {"procedure": SIGNATURE, "channel": scenario.channel, "answers": scenario.answers}
    assert rulebook.received("nghe_an", **given).due_at == at("2025-12-04 17:30")
    two = {"clock": "committed", "amount": 2, "unit": "working_days"}
    rulebook.rule("nghe_an", "time_limit", two, procedure=SIGNATURE)
    assert rulebook.received("nghe_an", **given).due_at == at("2025-12-08 09:15")

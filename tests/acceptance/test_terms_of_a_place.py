"""Pages and API show what applies today at the chosen place: what a filing there is taken under."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from engine.accounts.demo import make_demo_accounts
from engine.errors import ChannelClosed, FiledElsewhere
from engine.queries.services import service
from engine.queries.views.service import ServicePage
from tests.client import Api
from tests.conftest import Running
from tests.rulebook import PERMIT, PROVINCES, Rulebook, at, basis

WARD = PROVINCES["nghe_an"]
CENTRE = f"{WARD}_ttphcc"
BASIS = "Quyết định 3901/QĐ-UBND ngày 01/07/2025, mục 14"
PORTAL = {"place": "national_portal", "address": "https://dichvucong.gov.vn/p"}
COUNTER_ONLY = {"channels": ["counter"], "online_level": "none"}
HOME = f"/thu-tuc/nghe_an/{PERMIT}"


@pytest.fixture
def site(rulebook: Rulebook, running: Running) -> Flask:
    """The web application over the three provinces, with the demonstration's citizens."""
    with rulebook.database.writing() as session:
        make_demo_accounts(session, officers=[], demo_mode=True, now=rulebook.now)
    return running(rulebook.database, lambda: rulebook.now)


def shown(rulebook: Rulebook, **where: Any) -> ServicePage:
    with rulebook.database.reading() as session:
        return service(session, province_code="nghe_an", code=PERMIT, now=rulebook.now, **where)


def limit(clock: str, days: int) -> dict[str, Any]:
    return {"clock": clock, "amount": days, "unit": "working_days"}


def test_the_limit_of_the_place_is_shown_and_is_the_one_a_case_gets(rulebook: Rulebook) -> None:
    rulebook.rule("nghe_an", "time_limit", limit("statutory", 15))
    rulebook.rule("nghe_an", "time_limit", limit("committed", 10), unit=WARD)
    rulebook.now = at("2025-12-04 08:00")
    here = shown(rulebook, place=WARD).terms
    assert (here.limit.words, here.limit.basis) == ("10 ngày làm việc", BASIS)
    assert here.statutory is not None
    assert here.statutory.words == "15 ngày làm việc"
    assert here.package_limit is not None
    elsewhere = shown(rulebook).terms
    assert elsewhere.limit.words == "15 ngày làm việc"
    assert shown(rulebook, place=WARD).card.time_limit == "10 ngày làm việc"
    case = rulebook.received("nghe_an")
    assert case.due_at is not None
    assert case.due_at.date() == date(2025, 12, 18)


def test_channels_and_online_level_of_the_place_are_those_the_filing_meets(
    rulebook: Rulebook,
) -> None:
    rulebook.open_account("nghe_an", WARD, date(2025, 7, 1))
    rulebook.rule("nghe_an", "channels", COUNTER_ONLY, unit=WARD)
    terms = shown(rulebook, place=CENTRE).terms
    assert (terms.channels, terms.online_level, terms.online) == (("counter",), "none", False)
    assert terms.channels_told.basis == BASIS
    assert shown(rulebook).terms.online
    with pytest.raises(ChannelClosed):
        rulebook.file("nghe_an")


def test_the_cut_off_hour_is_that_of_the_place_that_receives(rulebook: Rulebook) -> None:
    rulebook.rule("nghe_an", "cut_off", {"hour": "14:30"}, unit=WARD)
    told = shown(rulebook, place=WARD).terms.cut_off
    assert told is not None
    assert (told.words, told.basis) == (
        "Nhận từ 14:30 thì tính từ ngày làm việc tiếp theo",
        BASIS,
    )
    assert shown(rulebook).terms.cut_off is None


def test_the_fee_of_each_channel_is_what_the_filing_pays(rulebook: Rulebook) -> None:
    rulebook.open_account("nghe_an", WARD, date(2025, 7, 1))
    amount = {"item": "le_phi", "amount": 60000}
    rulebook.rule("nghe_an", "fee_amount", amount, unit=WARD)
    rulebook.now = at("2025-12-04 08:00")
    fees = {one.channel: one.due for one in shown(rulebook, place=WARD).terms.fees}
    for channel in ("online", "counter"):
        case_id = rulebook.file("nghe_an", channel=channel)
        assert sum(due for _, _, due in rulebook.fees(case_id)) == fees[channel]
    assert fees["counter"] == 60000


def test_who_decides_today_is_shown_with_the_basis_of_the_delegation(rulebook: Rulebook) -> None:
    holder = {"holder": "unit", "unit": "xa_con_cuong", "mode": "authorisation"}
    rulebook.open_account("nghe_an", "xa_con_cuong", date(2025, 7, 1))
    rulebook.rule("nghe_an", "competence", holder, unit=WARD)
    terms = shown(rulebook, place=WARD).terms
    assert terms.competent is not None
    assert terms.competence is not None
    assert (terms.competent.code, terms.competence.words) == ("xa_con_cuong", "ủy quyền")
    assert rulebook.received("nghe_an").competent_unit == "xa_con_cuong"


def test_a_rule_of_tomorrow_is_not_shown_today(rulebook: Rulebook) -> None:
    rulebook.rule("nghe_an", "cut_off", {"hour": "14:30"}, valid_from=date(2025, 7, 3))
    assert shown(rulebook).terms.cut_off is None
    rulebook.now = at("2025-07-03 08:00")
    assert shown(rulebook).terms.cut_off is not None


def test_the_page_leads_to_the_national_portal_and_the_form_says_why(
    rulebook: Rulebook, site: Flask
) -> None:
    rulebook.rule("nghe_an", "filing_place", PORTAL, basis=basis("11/QĐ-UBND"))
    page = site.test_client().get(HOME).text
    assert f'href="{PORTAL["address"]}"' in page
    assert "Nộp trực tuyến</a>" not in page
    assert "Theo Quyết định 11/QĐ-UBND" in page
    form = Api(site, "congdan").client.get(f"/nop/nghe_an/{PERMIT}")
    assert form.status_code == 422
    assert "Cổng dịch vụ công quốc gia (https://dichvucong.gov.vn/p)" in form.text
    with pytest.raises(FiledElsewhere):
        rulebook.file("nghe_an")
    rulebook.file("nghe_an", channel="counter")


def test_the_chosen_place_goes_with_the_reader_to_the_form(rulebook: Rulebook, site: Flask) -> None:
    paper = {"document": "ban_ve", "source": "kho quy hoạch"}
    rulebook.rule("nghe_an", "document_replaced", paper, unit=WARD)
    citizen = Api(site, "congdan").client
    page = citizen.get(f"{HOME}?noi={WARD}").text
    assert f"/nop/nghe_an/{PERMIT}?noi={WARD}" in page
    assert "Không phải nộp: lấy từ kho quy hoạch" in page
    form = citizen.get(f"/nop/nghe_an/{PERMIT}?noi={WARD}").text
    assert f'<option value="{WARD}" selected>' in form
    assert "Không phải nộp: lấy từ kho quy hoạch" in form
    assert "kho quy hoạch" not in citizen.get(f"/nop/nghe_an/{PERMIT}").text


def test_the_api_answers_for_the_place_asked(rulebook: Rulebook, site: Flask) -> None:
    rulebook.rule("nghe_an", "paperless", {"paperless": True, "weekdays": ["wed"]}, unit=WARD)
    api = Api(site)
    here = api.get(f"/procedures/nghe_an/{PERMIT}?place={WARD}").json["terms"]
    assert here["paper"] == {"today": True, "words": "thứ Tư", "basis": BASIS}
    assert here["receiving"]["code"] == CENTRE
    assert api.get(f"/procedures/nghe_an/{PERMIT}").json["terms"]["paper"] is None
    unknown = api.get(f"/procedures/nghe_an/{PERMIT}?place=xa_la")
    assert (unknown.status_code, unknown.json["code"]) == (404, "unit_not_found")


def test_the_counter_is_told_of_its_paperless_days(rulebook: Rulebook) -> None:
    rulebook.rule("nghe_an", "paperless", {"paperless": True, "weekdays": ["thu"]}, unit=WARD)
    paper = shown(rulebook, receiving=CENTRE).terms.paper
    assert paper is not None
    assert (paper.today, paper.words) == (False, "thứ Năm")

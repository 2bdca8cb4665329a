"""What local rules say about filing: channels, places, paper, on which days."""

from datetime import date, timedelta
from typing import Any

import pytest

from engine.catalogue.rules.admission import (
    Elsewhere,
    check_paper,
    check_place,
    elsewhere,
    no_paper,
    online_level,
    open_channels,
)
from engine.catalogue.rules.resolution import Resolved
from engine.catalogue.rules.rule import LegalBasis, Rule
from engine.catalogue.rules.scope import Scope
from engine.errors import FiledElsewhere, PaperRefused
from tests.unit.routing.district import manifest

THURSDAY = date(2025, 12, 4)
BASIS = LegalBasis("Quyết định", "1/QĐ", date(2025, 7, 1), "Điều 1")
CITED = "Quyết định 1/QĐ ngày 01/07/2025, Điều 1"
PORTAL = {"place": "national_portal", "address": "https://dichvucong.gov.vn"}
ELECTRONIC = {"paperless": True, "weekdays": None}


def met(day: date = THURSDAY, **values: dict[str, Any]) -> Resolved:
    rules = [
        Rule(kind, kind, Scope(), "", value, THURSDAY, None, BASIS)
        for kind, value in values.items()
    ]
    return Resolved(day, 1, {rule.key: rule for rule in rules})


def test_channels_are_the_rules_or_the_packages() -> None:
    package = manifest(channels=("online", "counter"), online_level="partial")
    assert open_channels(package, met()) == ("online", "counter")
    assert online_level(package, met()) == "partial"
    assert online_level(manifest(), met()) is None
    found = met(channels={"channels": ["counter"], "online_level": "none"})
    assert open_channels(package, found) == ("counter",)
    assert online_level(package, found) == "none"


def test_online_filings_go_where_a_rule_sends_them_and_others_stay() -> None:
    found = met(filing_place=PORTAL)
    place = "Cổng dịch vụ công quốc gia"
    assert elsewhere(found, "online") == Elsewhere(place, PORTAL["address"], CITED)
    assert elsewhere(found, "counter") is elsewhere(found, "postal") is None
    assert elsewhere(met(filing_place={"place": "here", "address": None}), "online") is None
    assert elsewhere(met(), "online") is None
    with pytest.raises(FiledElsewhere) as refused:
        check_place(found, "online")
    assert refused.value.details == {
        "where": f"{place} (https://dichvucong.gov.vn)",
        "address": "https://dichvucong.gov.vn",
        "basis": CITED,
    }
    check_place(found, "counter")


@pytest.mark.parametrize("channel", ["online", "counter", "postal"])
def test_what_the_ministrys_system_handles_is_filed_there_by_every_channel(channel: str) -> None:
    found = met(handling_system={"home": "ministry"}, filing_place=PORTAL)
    assert elsewhere(found, channel) == Elsewhere("hệ thống của bộ", "", CITED)
    with pytest.raises(FiledElsewhere) as refused:
        check_place(found, channel)
    assert refused.value.details["where"] == "hệ thống của bộ"


def test_what_both_systems_or_the_provinces_handle_is_filed_here_unless_the_portal_takes_it() -> (
    None
):
    for home in ("both", "province"):
        assert elsewhere(met(handling_system={"home": home}), "online") is None
        both = met(handling_system={"home": home}, filing_place=PORTAL)
        assert elsewhere(both, "online") is not None


def test_no_paper_is_taken_on_the_days_of_the_week_that_the_rule_names() -> None:
    some = {"paperless": True, "weekdays": ["thu", "sun"]}
    week = [THURSDAY + timedelta(days=n) for n in range(7)]
    refused = [f"{day:%a}" for day in week if no_paper(met(day, paperless=some))]
    assert refused == ["Thu", "Sun"]
    assert all(no_paper(met(day, paperless=ELECTRONIC)) for day in week)
    assert all(no_paper(met(day, paperless={"paperless": True})) for day in week)
    assert no_paper(met(paperless={"paperless": False, "weekdays": ["thu"]})) is None
    assert no_paper(met()) is None


def test_papers_and_everything_by_post_are_refused_each_paper_on_its_field() -> None:
    found = met(paperless=ELECTRONIC)
    check_paper(found, "online", ())
    check_paper(found, "counter", ())
    with pytest.raises(PaperRefused):
        check_paper(found, "postal", ())
    with pytest.raises(PaperRefused) as refused:
        check_paper(found, "counter", ("don", "ban_ve"))
    reason = (
        f"theo {CITED}, ngày 04/12/2025 nơi này chỉ nhận bản điện tử;"
        " hãy nộp trực tuyến, hoặc chụp, quét giấy tờ rồi đính kèm tệp"
    )
    assert refused.value.details["reason"] == reason
    assert refused.value.details["faults"] == [
        {"field": field, "message": f"Không nhận bản giấy: {reason}."}
        for field in ("documents.don", "documents.ban_ve")
    ]
    check_paper(met(), "postal", ("don",))

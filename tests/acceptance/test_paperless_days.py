"""On paperless days no paper is received; electronic files are, over the counter too."""

from typing import Any

import pytest

from engine.accounts import Person, Post
from engine.cases.adding_files import FiledDocument
from engine.errors import PaperRefused
from tests.papers import PDF
from tests.rulebook import PROVINCES, Rulebook, at

WARD = PROVINCES["ha_tinh"]
CENTRE = f"{WARD}_ttphcc"
THURSDAYS = {"paperless": True, "weekdays": ["thu"]}
BASIS = "Quyết định 3901/QĐ-UBND ngày 01/07/2025, mục 14"
THURSDAY, FRIDAY = at("2025-12-04 09:00"), at("2025-12-05 09:00")
CLERK = Person(
    account_id="d" * 32,
    kind="officer",
    name="Trần Thị Hoa",
    username="hoa",
    province_code="ha_tinh",
    officer_id="d" * 32,
    posts=(Post(CENTRE, CENTRE, "can_bo_mot_cua", "Cán bộ một cửa"),),
)
ON_PAPER: dict[str, Any] = {
    "channel": "counter",
    "person": CLERK,
    "papers": ["ban_ve"],
    "documents": [],
}


def test_paper_is_refused_on_that_day_of_the_week_with_its_legal_basis(rulebook: Rulebook) -> None:
    rulebook.rule("ha_tinh", "paperless", THURSDAYS, unit=WARD)
    rulebook.now = THURSDAY
    with pytest.raises(PaperRefused) as refused:
        rulebook.file("ha_tinh", **ON_PAPER)
    assert f"theo {BASIS}, ngày 04/12/2025 nơi này chỉ nhận bản điện tử" in str(refused.value)
    assert refused.value.details["faults"][0]["field"] == "documents.ban_ve"
    rulebook.now = FRIDAY
    rulebook.file("ha_tinh", **ON_PAPER)


def test_what_comes_as_files_is_taken_over_the_counter(rulebook: Rulebook) -> None:
    rulebook.rule("ha_tinh", "paperless", THURSDAYS, unit=WARD)
    rulebook.now = THURSDAY
    rulebook.file("ha_tinh", channel="counter", person=CLERK)
    rulebook.file("ha_tinh", channel="online")


def test_what_comes_by_post_is_paper(rulebook: Rulebook) -> None:
    rulebook.rule("ha_tinh", "paperless", {"paperless": True})
    rulebook.now = FRIDAY
    files = [FiledDocument("ban_ve", "ban-ve.pdf", PDF)]
    with pytest.raises(PaperRefused):
        rulebook.file("ha_tinh", channel="postal", person=CLERK, documents=files)


def test_a_case_is_not_moved_to_the_post_on_such_a_day(rulebook: Rulebook) -> None:
    rulebook.rule("ha_tinh", "paperless", THURSDAYS)
    rulebook.now = THURSDAY
    case_id = rulebook.file("ha_tinh")
    rulebook.now = at("2025-12-04 10:00")
    with pytest.raises(PaperRefused):
        rulebook.switch(case_id, "postal")
    rulebook.switch(case_id, "counter")


def test_another_place_and_another_province_still_take_paper(rulebook: Rulebook) -> None:
    rulebook.rule("ha_tinh", "paperless", {"paperless": True}, unit="phuong_tran_phu")
    rulebook.now = THURSDAY
    rulebook.file("ha_tinh", **ON_PAPER)


def test_a_ward_may_take_paper_where_the_province_does_not(rulebook: Rulebook) -> None:
    rulebook.rule("ha_tinh", "paperless", {"paperless": True})
    rulebook.rule("ha_tinh", "paperless", {"paperless": False}, unit=WARD)
    rulebook.now = THURSDAY
    rulebook.file("ha_tinh", **ON_PAPER)

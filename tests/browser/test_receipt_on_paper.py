"""The receipt as it is printed: form 01 on one A4 page, nothing cut off, a QR code on it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acts import CENTRE
from tests.browser.conftest import Opening
from web.entrance.demo_path import CITIZEN
from web.frame.qr import qr

pytestmark = pytest.mark.browser

A4 = (595, 842)
"""Points, 1/72 inch."""
PRINTED_WIDTH = (210 - 24) / 25.4 * 96
"""CSS pixels between the margins of 12 mm."""


def received(opening: Opening, *, by_applicant: bool = False) -> Page:
    """The receipt of a case that was just received: the counter's, or in the applicant's account,
    where what was filed online has its code.
    """
    window = opening()
    number = window.file_flagship()
    window.sign_in(CENTRE)
    window.open_case(number)
    window.decide()
    if by_applicant:
        window.sign_in(CITIZEN)
    window.go(f"/ho-so/{number}")
    window.press(window.page.get_by_role("link", name="Giấy tiếp nhận và hẹn trả"))
    return window.page


def test_the_receipt_fits_one_a4_page_and_nothing_is_cut_off(opening: Opening) -> None:
    page = received(opening)
    printed = page.pdf(prefer_css_page_size=True)
    [box] = set(re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed))
    assert tuple(round(float(side)) for side in box) == A4
    assert len(re.findall(rb"/Type /Page\b", printed)) == 1
    page.emulate_media(media="print")
    page.set_viewport_size({"width": int(PRINTED_WIDTH), "height": 1000})
    too_wide = page.evaluate(
        "width => [...document.querySelectorAll('.a4 *')]"
        ".filter(one => one.getBoundingClientRect().right > width + 1)"
        ".map(one => one.outerHTML.slice(0, 80))",
        PRINTED_WIDTH,
    )
    assert too_wide == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PRINTED_WIDTH + 1


def test_the_receipt_says_what_form_01_asks_for(opening: Opening) -> None:
    page = received(opening)
    receipt = page.locator("article.a4")
    for words in (
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        "Số định danh: 040185012345",
        "Điện thoại: 0912345678",
        "Số lượng",
        "01 bộ",
        "Thời hạn giải quyết",
        "Nhận hồ sơ lúc",
        "Trả kết quả trước",
        "Nhận kết quả: Bản điện tử",
        "Phí, lệ phí: không thu",
        "Vào Sổ theo dõi hồ sơ, Quyển số",
        "NGƯỜI NỘP HỒ SƠ",
        "NGƯỜI TIẾP NHẬN HỒ SƠ",
    ):
        expect(receipt).to_contain_text(words)


def test_the_qr_code_leads_to_the_case_that_it_opens(opening: Opening) -> None:
    page = received(opening, by_applicant=True)
    ref, code = page.locator(".num.big").inner_text(), page.locator("#ma-bi-mat").inner_text()
    base = page.url.split("/ho-so/")[0]
    address = f"{base}/tra-cuu?ma={ref}&m={code}"
    drawn = page.locator(".qr path").last.get_attribute("d")
    assert f'd="{drawn}"' in qr(address)
    visitor = opening()
    visitor.page.goto(address)
    expect(visitor.page.locator("main")).to_contain_text("Lê Văn Thành")

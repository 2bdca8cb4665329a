"""A draft goes back and comes again: the form is filled, the reason stands at it, changes show."""

import pytest
from playwright.sync_api import expect

from tests.browser.acts import CENTRE
from tests.browser.conftest import Opening
from tests.browser.serving import Product

pytestmark = pytest.mark.browser

HEAD = ("nghe_an", "phuong_truong_vinh_vhxh", "lanh_dao_phong")
SPECIALIST = ("nghe_an", "phuong_truong_vinh_vhxh", "chuyen_vien")
WHOLE_DESK = "Cả vị trí (ai nhận trước thì làm)"
REASON = "Mức trợ cấp chưa theo bảng mức hưởng"


def test_what_was_answered_is_there_again_and_the_reviewer_sees_the_change(
    opening: Opening, product: Product
) -> None:
    window = opening()
    page, number = window.page, window.file_flagship()
    for who in (CENTRE, HEAD, SPECIALIST):
        product.clock.wait(minutes=10)
        window.sign_in(who)
        window.go(f"/ho-so/{number}")
        window.answer()
        if page.locator("#f-giao-cho").count():
            page.select_option("#f-giao-cho", label=WHOLE_DESK)
        if who == SPECIALIST:
            page.fill("#f-muc_tro_cap", "4.100.000")
        window.decide()

    product.clock.wait(minutes=10)
    window.sign_in(HEAD)
    window.go(f"/ho-so/{number}")
    found = page.get_by_role("region", name="Kết quả các bước đã làm")
    expect(found).to_contain_text("4.100.000 đồng")
    page.fill("#f-y-kien", REASON)
    window.decide("Trả lại chuyên viên…")

    product.clock.wait(minutes=10)
    window.sign_in(SPECIALIST)
    window.go(f"/ho-so/{number}")
    expect(page.locator("#tra-lai")).to_contain_text(REASON)
    expect(page.locator("#f-muc_tro_cap")).to_have_value("4.100.000")
    page.fill("#f-muc_tro_cap", "3.700.000")
    page.fill("#f-y-kien", "Đã sửa theo bảng mức hưởng.")
    window.decide()

    product.clock.wait(minutes=10)
    window.sign_in(HEAD)
    window.go(f"/ho-so/{number}")
    expect(found.locator("del")).to_contain_text("4.100.000 đồng")
    expect(found.locator("ins")).to_contain_text("3.700.000 đồng")

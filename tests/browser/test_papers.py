"""A filing that lacks a paper comes back with what was typed and sent; nothing is sent twice."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.acts import FLAGSHIP, PROOF
from tests.browser.conftest import NARROW, Opening
from web.entrance.demo_path import CITIZEN

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("script", [True, False])
def test_a_missing_paper_is_asked_for_and_the_others_are_kept(
    opening: Opening, tmp_path: Path, script: bool
) -> None:
    window = opening(width=NARROW, script=script)
    page = window.page
    window.sign_in(CITIZEN)
    window.go(FLAGSHIP)
    window.fill_flagship()
    page.get_by_label("Cho người ủy quyền cho tôi").check()
    page.fill("#f-chu_ho_so_ho_ten", "Lê Văn Đức")
    page.fill("#f-chu_ho_so_so_dinh_danh", "040085099999")
    page.fill("#f-uy_quyen_so", "12/UQ")
    page.fill("#f-uy_quyen_ngay", "01/12/2025")
    window.attach(f"f-{PROOF}", tmp_path, "quyet-dinh-cu-di.pdf")
    window.submit()

    page.get_by_role("alert").get_by_role("link", name="Còn thiếu: Giấy ủy quyền.").click()
    assert page.url.endswith("#f-giay-giay_uy_quyen")
    expect(page.get_by_label("Giữ tệp đã gửi: quyet-dinh-cu-di.pdf")).to_be_checked()
    expect(page.locator("#f-dia_chi")).to_have_value("Khối 7")
    window.attach("f-giay-giay_uy_quyen", tmp_path, "uy-quyen.pdf")
    window.submit()

    window.press(page.get_by_role("link", name="Xem lại những gì đã nộp"))
    expect(page.locator("main")).to_contain_text("quyet-dinh-cu-di.pdf")
    expect(page.locator("main")).to_contain_text("uy-quyen.pdf")


def test_a_paper_that_does_not_apply_is_not_shown(opening: Opening) -> None:
    window = opening()
    page = window.page
    window.sign_in(CITIZEN)
    window.go(FLAGSHIP)
    expect(page.get_by_label("Giấy ủy quyền")).to_be_hidden()
    page.get_by_label("Cho người ủy quyền cho tôi").check()
    expect(page.get_by_label("Giấy ủy quyền")).to_be_visible()

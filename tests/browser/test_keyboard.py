"""The queue and the case page from the keyboard alone."""

import pytest
from playwright.sync_api import expect

from tests.browser.acts import CENTRE
from tests.browser.conftest import Opening

pytestmark = pytest.mark.browser


def test_an_officer_takes_and_finishes_work_without_a_mouse(opening: Opening) -> None:
    window = opening()
    page, keys = window.page, window.page.keyboard
    numbers = [window.file_flagship(), window.file_flagship()]
    window.sign_in(CENTRE)
    window.go("/viec")

    keys.press("/")
    expect(page.locator("#q")).to_be_focused()
    keys.type("N-")
    keys.press("Escape")
    expect(page.locator("#q")).to_have_value("")
    row = page.locator(".queue tbody tr.on")
    keys.press("j")
    keys.press("j")
    keys.press("k")
    expect(row).to_have_count(1)
    while row.locator("th a").inner_text() not in numbers:  # other tests file cases without papers
        keys.press("j")
    expect(row.locator("th a")).to_be_focused()
    keys.press("Enter")
    expect(page.locator("#h-viec")).to_be_visible()
    page.wait_for_load_state()  # the keys are heard once the page's script has run
    opened = page.url

    keys.press("g")
    keys.press("d")
    expect(page.locator("#dien-bien")).to_be_focused()
    keys.press("]")
    expect(page.locator("[data-paper] summary").first).to_be_focused()
    with page.context.expect_page() as alone:
        keys.press("w")
    assert "/tep/" in alone.value.url
    alone.value.close()
    keys.press("j")
    page.wait_for_url(lambda url: url != opened)
    keys.press("k")
    page.wait_for_url(opened)
    keys.press("n")
    expect(page.get_by_role("button", name="Trả lại việc")).to_be_visible()
    keys.press("1")
    expect(page.get_by_role("button", name="Tiếp nhận đủ hồ sơ")).to_be_focused()
    keys.press("Control+Enter")
    window.press(page.get_by_role("button", name="Xác nhận: Tiếp nhận đủ hồ sơ"))
    expect(page.locator("#ket-qua")).to_contain_text("Đã xong: Tiếp nhận")
    assert len(numbers) == 2


def test_single_letters_can_be_switched_off_and_stay_off(opening: Opening) -> None:
    window = opening()
    page, keys = window.page, window.page.keyboard
    window.file_flagship()
    window.sign_in(CENTRE)
    window.go("/viec")
    keys.press("?")
    expect(page.locator("#phim-tat")).to_have_attribute("open", "")
    page.get_by_role("button", name="Tắt phím tắt một chữ").click()
    page.reload()
    keys.press("j")
    expect(page.locator(".queue tbody tr.on")).to_have_count(0)


def test_the_first_tab_stop_leads_past_the_header(opening: Opening) -> None:
    window = opening()
    window.go("/")
    window.page.keyboard.press("Tab")
    expect(window.page.get_by_role("link", name="Đến nội dung chính")).to_be_focused()
    window.page.keyboard.press("Enter")
    expect(window.page.locator("main")).to_be_focused()


def test_a_due_chip_filters_by_its_number_key(opening: Opening) -> None:
    window = opening()
    window.file_flagship()
    window.sign_in(CENTRE)
    window.go("/viec")
    window.page.keyboard.press("1")
    window.page.wait_for_url("**/viec?*han=qua*")
    expect(window.page.locator("#han [aria-current]")).to_contain_text("Quá hạn")

"""Two officers with one piece of work before them."""

import pytest
from playwright.sync_api import expect

from tests.browser.acts import CENTRE
from tests.browser.conftest import Opening
from tests.browser.serving import Product

pytestmark = pytest.mark.browser


def test_the_second_of_two_officers_is_told_who_did_the_work_and_keeps_what_was_typed(
    opening: Opening, product: Product
) -> None:
    citizen, first, second = opening(), opening(), opening()
    number = citizen.file_flagship()
    colleagues = product.everyone_at(CENTRE)
    first.sign_in_as(colleagues[0])
    second.sign_in_as(colleagues[1])
    first.open_case(number)
    second.open_case(number)
    second.page.fill("#f-y-kien", "Hồ sơ đủ, đã xem bản gốc.")

    first.decide("Tiếp nhận đủ hồ sơ")
    expect(first.page.locator("#ket-qua")).to_contain_text("Đã xong: Tiếp nhận")
    second.decide("Tiếp nhận đủ hồ sơ")

    alert = second.page.get_by_role("alert")
    expect(alert).to_contain_text(colleagues[0].name)
    expect(alert).to_be_focused()
    expect(second.page).to_have_title(f"Lỗi: {second.page.locator('h1').inner_text()} · Một cửa")
    expect(second.page.locator("main")).to_contain_text("Hồ sơ đủ, đã xem bản gốc.")


def test_a_taken_task_is_refused_to_a_colleague_in_the_queue(
    opening: Opening, product: Product
) -> None:
    citizen, first, second = opening(), opening(), opening(width=390)
    number = citizen.file_flagship()
    colleagues = product.everyone_at(CENTRE)
    first.sign_in_as(colleagues[0])
    second.sign_in_as(colleagues[1])
    first.go(f"/viec?q={number}")
    second.go(f"/viec?q={number}")

    first.press(first.page.get_by_role("button", name="Nhận việc"))
    expect(first.page.locator("#ket-qua")).to_contain_text("Bạn đã nhận việc")
    second.press(second.page.get_by_role("button", name="Nhận việc"))

    expect(second.page.get_by_role("alert")).to_contain_text(f"{colleagues[0].name} đã nhận việc")
    expect(second.page.locator(".queue")).to_contain_text(colleagues[0].name)
    first.go(f"/viec?q={number}")
    first.press(first.page.get_by_role("button", name="Trả lại"))
    first.press(first.page.get_by_role("link", name="Về danh sách việc"))
    expect(first.page.get_by_role("button", name="Nhận việc")).to_be_visible()

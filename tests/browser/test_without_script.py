"""Everything works with script switched off: links, forms and GET filters do it all."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.acts import CENTRE, FLAGSHIP
from tests.browser.conftest import NARROW, Opening
from tests.papers import PDF
from web.entrance.demo_path import CITIZEN

pytestmark = pytest.mark.browser


def test_a_citizen_files_with_mistakes_mends_them_and_files(
    opening: Opening, tmp_path: Path
) -> None:
    window = opening(width=NARROW, script=False)
    page = window.page
    window.sign_in(CITIZEN)
    window.go(FLAGSHIP)
    page.fill("#f-dia_chi", "Khối 7")
    page.fill("#f-so_thang", "hai mươi")
    page.fill("#f-tu_ngay", "31/02/1983")
    page.get_by_label("Cho người ủy quyền cho tôi").check()
    window.submit()

    assert page.title().startswith("Lỗi: ")
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("chỗ cần sửa")
    expect(page.locator("#f-dia_chi")).to_have_value("Khối 7")
    expect(page.locator("#f-so_thang")).to_have_value("hai mươi")
    expect(page.locator("#f-tu_ngay")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Cho người ủy quyền cho tôi")).to_be_checked()
    summary.get_by_role("link", name="Hãy chọn: Đối tượng").click()
    assert page.url.endswith("#f-doi_tuong")

    window.fill_flagship()
    page.get_by_label("Cho chính tôi").check()
    window.attach("f-giay-giay_to_chung_minh", tmp_path)
    window.submit()
    number = page.locator("#so-nop").inner_text()
    window.press(page.get_by_role("link", name="Xem hồ sơ đến đâu").first)
    expect(page.locator("h1")).to_have_text("Hồ sơ đã gửi, đang chờ tiếp nhận")

    window.sign_in(CENTRE)
    window.open_case(number)
    window.press(page.get_by_role("button", name="Chỉ nhận việc"))
    expect(page.get_by_role("status").last).to_contain_text("Bạn đã nhận việc")
    window.decide("Tiếp nhận đủ hồ sơ")
    expect(page.locator("#ket-qua")).to_contain_text("Người nhận tiếp")


def test_a_file_of_another_kind_is_refused_beside_its_control(
    opening: Opening, tmp_path: Path
) -> None:
    window = opening(script=False)
    page = window.page
    window.sign_in(CITIZEN)
    window.go(FLAGSHIP)
    window.fill_flagship()
    program = tmp_path / "giấy tờ.pdf"
    program.write_bytes(b"MZ not a document")
    page.set_input_files("#f-giay-giay_to_chung_minh", program)
    window.submit()
    expect(page.locator("#f-giay-giay_to_chung_minh-l")).to_contain_text("chỉ nhận PDF")
    expect(page.locator("#f-dia_chi")).to_have_value("Khối 7")


def test_an_officer_files_for_a_person_at_the_counter_and_scans_the_paper(
    opening: Opening, tmp_path: Path
) -> None:
    window = opening(script=False)
    page = window.page
    window.become(CENTRE)
    window.press(page.get_by_role("link", name="Tiếp nhận", exact=True))
    window.press(page.get_by_role("link", name="Nhận hồ sơ Trợ cấp một lần"))
    window.fill_flagship()
    page.get_by_label("Đã nhận bản giấy: Giấy tờ chứng minh thời gian tham gia").check()
    window.press(page.get_by_role("button", name="Ghi nhận hồ sơ nộp tại quầy"))
    expect(page.locator("main")).to_contain_text("Bản giấy, nhận tại quầy")
    expect(page.locator("#h-viec")).to_contain_text("Tiếp nhận")
    expect(page.locator("main")).to_contain_text("Trực tiếp")
    page.locator("[data-decision]").first.click()
    expect(page.locator("#f-giay-giay_to_chung_minh-l")).to_contain_text("Chưa số hóa")
    scan = tmp_path / "quét.pdf"
    scan.write_bytes(PDF)
    page.set_input_files("#f-giay-giay_to_chung_minh", scan)
    window.decide("Tiếp nhận đủ hồ sơ")
    expect(page.locator("#ket-qua")).to_contain_text("Người nhận tiếp")

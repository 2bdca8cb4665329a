"""The whole path: filed by a citizen, solved through three levels, returned, seen by everyone."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.acts import CENTRE, FLAGSHIP
from tests.browser.conftest import Opening
from tests.browser.serving import Product
from web.entrance.demo_path import CITIZEN

pytestmark = pytest.mark.browser

WAY = (
    (("nghe_an", "phuong_truong_vinh_vhxh", "lanh_dao_phong"), "Phân công thẩm định"),
    (("nghe_an", "phuong_truong_vinh_vhxh", "chuyen_vien"), "Thẩm định, dự thảo"),
    (("nghe_an", "phuong_truong_vinh_vhxh", "lanh_dao_phong"), "Soát dự thảo"),
    (("nghe_an", "phuong_truong_vinh", "lanh_dao_ubnd_xa"), "Ký văn bản đề nghị"),
    (("nghe_an", "phuong_truong_vinh_vp", "van_thu"), "Vào số, gửi Sở Nội vụ"),
    (("nghe_an", "ttphcc_tinh", "can_bo_mot_cua"), "Tiếp nhận, chuyển phòng"),
    (("nghe_an", "so_noi_vu_ncc", "lanh_dao_phong"), "Phân công xử lý"),
    (("nghe_an", "so_noi_vu_ncc", "chuyen_vien"), "Kiểm tra, soạn tờ trình"),
    (("nghe_an", "vp_ubnd_tinh", "chuyen_vien"), "Trình UBND tỉnh cho ý kiến"),
    (("nghe_an", "so_noi_vu_ncc", "chuyen_vien"), "Dự thảo kết quả"),
    (("nghe_an", "so_noi_vu_ncc", "lanh_dao_phong"), "Soát kết quả"),
    (("nghe_an", "so_noi_vu", "lanh_dao_so"), "Ký kết quả"),
)


def test_a_case_goes_from_filing_through_three_levels_to_its_result(
    opening: Opening, product: Product, tmp_path: Path
) -> None:
    window = opening()
    page = window.page
    window.sign_in(CITIZEN)
    window.go("/thu-tuc?q=tro cap")
    # Not a draft of it, which another test may have left.
    window.press(page.locator("a[href='/thu-tuc/nghe_an/2.002755']"))
    window.press(page.get_by_role("link", name="Nộp trực tuyến"))
    assert FLAGSHIP in page.url
    expect(page.locator("#f-nguoi_nop_ho_ten")).not_to_have_value("")
    window.fill_flagship()
    window.attach("f-giay-giay_to_chung_minh", tmp_path)
    window.submit()
    number = page.locator("#so-nop").inner_text()

    window.sign_in(CENTRE)
    window.open_case(number)
    expect(page.get_by_role("heading", name="Việc cần làm bây giờ")).to_contain_text("Tiếp nhận")
    window.decide("Tiếp nhận đủ hồ sơ")
    expect(page.locator("#ket-qua")).to_contain_text("Người nhận tiếp")
    window.go(f"/ho-so/{number}")
    code = page.locator("h1 ~ .num, .mute .num").first.inner_text()
    assert code.startswith("H41.")
    window.press(page.get_by_role("link", name="Giấy tiếp nhận và hẹn trả"))
    expect(page.locator(".a4")).to_contain_text(code)

    for (who, step), (after, _) in zip(WAY, (*WAY[1:], (CENTRE, "")), strict=True):
        product.clock.wait(minutes=10)
        window.sign_in(who)
        window.open_case(code)
        expect(page.locator("#h-viec")).to_contain_text(step)
        expect(page.locator(".draw .now").first).to_be_attached()
        window.answer(to=after)
        window.decide()
        expect(page.locator("#ket-qua")).to_contain_text(f"Đã xong: {step}")

    window.sign_in(("nghe_an", "so_noi_vu_vp", "van_thu"))
    window.open_case(code)
    window.decide("Lưu kho kết quả")
    expect(page.locator("#loi")).to_contain_text("bản điện tử của kết quả")
    window.attach("f-ket-qua", tmp_path, "quyet-dinh.pdf")
    window.decide("Lưu kho kết quả")
    expect(page.locator("#ket-qua")).to_contain_text("Vào số, lưu kho")

    window.sign_in(CENTRE)
    window.open_case(code)
    window.decide("Xác nhận đã trả kết quả")
    expect(page.locator("#ket-qua")).to_contain_text("đã kết thúc")

    window.go(f"/tra-cuu?ma={number}")
    expect(page.locator("h1")).to_have_text("Hồ sơ đã trả kết quả")
    expect(page.locator("main")).not_to_contain_text("040185012345")
    window.sign_in(CITIZEN)
    window.go(f"/ho-so/{code}")
    expect(page.locator(".list .have")).to_contain_text("quyet-dinh.pdf")
    with page.expect_download() as got:
        page.locator(".list .have a[download]").click()
    assert got.value.path().read_bytes().startswith(b"%PDF")

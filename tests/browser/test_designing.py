"""A designer's day: from a faulty drawing to a procedure whose next dossier runs on it."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from urllib.parse import urlsplit

import pytest
from flask import url_for
from playwright.sync_api import expect

from engine.store.ids import new_id
from tests.acceptance.test_designing_pages import broken
from tests.acceptance.test_fixing import BARE
from tests.acceptance.test_many_designs import LONG, procedures
from tests.acceptance.test_packages import changed, zipped
from tests.browser.acts import Window
from tests.browser.by_keys import Keys
from tests.browser.conftest import NARROW, Opening
from tests.browser.serving import Product
from tests.browser.test_accessibility import WIDTHS, faults, looked_at
from tests.town import FLAGSHIP, PROVINCE, Town
from tests.two_people import published

pytestmark = pytest.mark.browser
DESIGNER = (PROVINCE, "so_noi_vu_vp", "thiet_ke_quy_trinh")
ADMIN = (PROVINCE, "ttphcc_tinh", "quan_tri_tinh")
PAGE = f"/quy-trinh/{FLAGSHIP}"
FILES_OF_DRAFTS = frozenset({"design.one_file", "design.whole"})
"""What is downloaded."""
NO_PAGES = frozenset({"design_acts.after"})
"""What only leads to another page."""
AGAIN = frozenset({"draft with faults", "no faults", "played"})
"""States in which a page shows what it doesn't otherwise."""


def upload(window: Window, files: Mapping[str, bytes]) -> None:
    """Choose one zip of the files and send it."""
    control = window.page.locator("#tep")
    file = {"name": "goi.zip", "mimeType": "application/zip", "buffer": zipped(dict(files))}
    if isinstance(window, Keys):
        window.reach(control)
    control.set_input_files(file)  # type: ignore[arg-type]
    window.press(window.page.get_by_role("button", name=re.compile("kiểm tra$")))


def pages(window: Window) -> Iterator[str]:
    """From the faulty drawing to the proposal, a page at a time."""
    page = window.page
    window.become(DESIGNER)
    window.press(page.get_by_label("Chính").get_by_role("link", name="Quy trình"))
    yield "home"
    window.press(page.get_by_role("link", name="Trợ cấp một lần").first)
    yield "procedure without a draft"
    files = broken()
    drawing = files["process.bpmn"].replace(b'isExecutable="true"', b'isExecutable="false"')
    upload(window, files | {"process.bpmn": drawing})
    expect(page.locator("h1")).to_contain_text("lỗi")
    yield "faults"
    if not isinstance(window, Keys):
        window.go(f"{PAGE}/may-sua")
        expect(page.get_by_role("button", name=re.compile("^Sửa [0-9]+ chỗ"))).to_be_visible()
        yield "machine fixes"
        window.go(f"{PAGE}/loi?loi=2")
        yield "second fault"
    if isinstance(window, Keys):
        at = page.url
        page.keyboard.press("j")
        page.wait_for_url(lambda url: url != at)
        expect(page.locator("#hl")).to_contain_text("Lỗi 2")
    window.press(page.get_by_role("link", name="Các bản, bản nháp"))
    yield "draft with faults"
    upload(window, changed(f"Trợ cấp một lần {new_id()[-6:]}"))
    expect(page.locator("h1")).to_contain_text("không còn lỗi")
    yield "no faults"
    window.press(page.get_by_role("link", name="Quy trình là gì"))
    window.press(page.get_by_role("button", name="Tính thử"))
    yield "what it is"
    window.press(page.get_by_role("link", name="Chạy thử", exact=True))
    if not isinstance(window, Keys):
        window.press(page.get_by_role("button", name=re.compile("^Chạy [0-9]+ kịch bản")))
    yield "scenarios"
    window.press(page.get_by_role("link", name="Nộp thử từng bước"))
    window.press(page.get_by_role("button", name="Nộp thử"))
    window.press(page.get_by_role("button", name=re.compile("^Tiếp nhận đủ hồ sơ")))
    expect(page.locator("h1")).to_contain_text("Phân công thẩm định")
    yield "played"
    window.press(page.get_by_role("link", name="Đối chiếu", exact=True))
    yield "conformance"
    window.press(page.get_by_role("link", name="Công bố", exact=True))
    window.press(page.get_by_role("button", name=re.compile("^Nộp thử")))
    expect(page.locator("progress")).to_be_visible()
    yield "publish"
    window.press(page.get_by_role("button", name="Gửi duyệt"))
    yield "waiting"


def approve(window: Window) -> None:
    """As the second person, from the list of what waits."""
    page = window.page
    window.become(ADMIN)
    window.press(page.get_by_label("Chính").get_by_role("link", name="Quy trình"))
    window.press(page.get_by_role("link", name="Chờ công bố"))
    window.press(page.get_by_role("link", name=re.compile("Xem và duyệt")).first)
    window.tick(page.locator("#da-xem"))
    window.press(page.get_by_role("button", name="Duyệt công bố"))


def test_the_next_dossier_runs_on_what_a_designer_published_by_keys_alone(
    opening: Opening, town: Town
) -> None:
    before = town.case(town.file().case_id)
    window = opening(hands=Keys)
    assert list(pages(window))[-1] == "waiting"
    approve(window)
    assert town.case(town.file().case_id).package_digest != before.package_digest
    assert town.case(before.id).package_digest == before.package_digest


def of_designers(product: Product) -> frozenset[str]:
    """The pages of designers, by the route map: a new one is looked at without being named."""
    return frozenset(
        rule.endpoint
        for rule in product.app.url_map.iter_rules()
        if rule.methods
        and "GET" in rule.methods
        and product.app.view_functions[rule.endpoint].__module__.startswith("web.designer.")
    )


def endpoint(window: Window) -> str:
    """The page that is open, by the route map."""
    path = urlsplit(window.page.url).path
    return str(window.product.app.url_map.bind("").match(path)[0])


def each_page(window: Window) -> Iterator[str]:
    """Each page of designers once, some in a further state; those off the way by their address."""
    seen: set[str] = set()
    for name in pages(window):
        if (here := endpoint(window)) not in seen or name in AGAIN:
            seen.add(here)
            yield name
    for left in sorted(of_designers(window.product) - seen - FILES_OF_DRAFTS - NO_PAGES):
        with window.product.app.test_request_context():
            window.go(url_for(left, code=FLAGSHIP))
        seen.add(endpoint(window))
        yield left
    assert seen == of_designers(window.product) - FILES_OF_DRAFTS - NO_PAGES


@pytest.mark.parametrize(("widths", "whole"), WIDTHS)
def test_no_page_of_designers_has_a_fault_or_runs_off_its_side(
    opening: Opening, widths: tuple[int, ...], whole: bool
) -> None:
    window, found = opening(width=widths[-1]), []
    for number, name in enumerate(each_page(window)):
        assert window.page.locator("h1").count() == 1, name
        found += [(name, *fault) for fault in looked_at(window, number, widths, whole=whole)]
    assert found == []


def test_long_names_and_what_is_set_at_a_fault_read_on_a_phone(
    opening: Opening, town: Town
) -> None:
    with town.act() as session:
        procedures(session, 0, 30)
    published(town, changed(LONG[:190]), valid_from=date(2025, 12, 4))
    window, found = opening(width=NARROW), []
    window.sign_in(DESIGNER)
    window.go(PAGE)
    upload(window, BARE | {"procedure.toml": changed(LONG[:190])["procedure.toml"]})
    addresses = ["/quy-trinh?q=xay+dung", f"{PAGE}/so-sanh", f"{PAGE}/loi?loi=1"]
    for address in addresses:
        window.go(address)
        found += [(address, *fault) for fault in faults(window.page, ("light",))]
    window.choose(window.page.locator("[name='a-don-vi']"), "competent")
    window.choose(window.page.locator("[name='a-vi-tri']"), "van_thu")
    window.press(window.page.get_by_role("button", name="Xem sẽ đổi gì"))
    found += [("fix", *fault) for fault in faults(window.page, ("light",))]
    window.press(window.page.get_by_role("button", name="Đặt như vậy"))
    expect(window.page.locator("main")).to_contain_text("Đã đặt trên trang")
    assert found == []

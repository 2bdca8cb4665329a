"""A paper is shown beside the form of whoever judges it; a browser never runs it."""

import re

import pytest
from playwright.sync_api import Frame, expect

from tests.browser.acts import CENTRE, FLAGSHIP, PROOF, Window
from tests.browser.conftest import NARROW, Opening
from web.entrance.demo_path import CITIZEN

pytestmark = pytest.mark.browser

DAMAGED = b"%PDF-1.4\n% no page\n%%EOF\n"


def opened_case(opening: Opening) -> Window:
    """A case at its first step, opened by the officer of that desk."""
    window = opening()
    number = window.file_flagship()
    window.sign_in(CENTRE)
    window.open_case(number)
    return window


def test_a_pdf_opens_beside_the_form(opening: Opening) -> None:
    window = opened_case(opening)
    frame = window.page.locator("iframe.paper").first
    expect(frame).to_be_visible()
    form = window.page.locator("[data-decision]").first.bounding_box()
    shown = frame.bounding_box()
    assert form
    assert shown
    assert shown["x"] > form["x"] + 100
    assert shown["height"] > 300
    expect(viewer(window).locator("#pagelength")).to_have_text("1")


def viewer(window: Window) -> Frame:
    """The browser's own viewer in the frame: an extension with a page of its own."""
    for _ in range(100):
        for one in window.page.frames:
            if one.url.startswith("chrome-extension:"):
                return one
        window.page.wait_for_timeout(200)
    raise AssertionError("no viewer")


def test_a_damaged_pdf_takes_neither_the_keys_nor_the_place_on_the_page(opening: Opening) -> None:
    window = opening()
    page = window.page
    window.sign_in(CITIZEN)
    window.go(FLAGSHIP)
    window.fill_flagship()
    file = {"name": "hong.pdf", "mimeType": "application/pdf", "buffer": DAMAGED}
    page.set_input_files(f"#f-{PROOF}", file)
    window.submit()
    number = page.locator("#so-nop").inner_text()
    window.sign_in(CENTRE)
    page.set_viewport_size({"width": 1100, "height": 320})  # the frame is below what is seen
    window.open_case(number)
    page.focus("#f-y-kien")
    top = page.evaluate("scrollY")
    dialog = viewer(window).locator("dialog:modal")
    typed = ""
    while not (dialog.is_visible() and typed.count("a") > 50):
        page.keyboard.type("a", delay=20)
        typed += "a"
        assert len(typed) < 1000
    # A key pressed in the milliseconds until the form has the focus again goes to the viewer, which
    # is another process: nothing that a page may do (not even an inert frame) keeps it.
    expect(page.locator("#f-y-kien")).to_have_value(
        re.compile(rf"^a{{{len(typed) - 2},{len(typed)}}}$")
    )
    assert page.evaluate("scrollY") == top


def test_on_a_phone_a_paper_waits_for_its_press_in_a_tab_of_its_own(opening: Opening) -> None:
    window = opening(width=NARROW)
    number = window.file_flagship()
    window.sign_in(CENTRE)
    asked: list[str] = []
    window.page.on("request", lambda request: asked.append(request.url))
    window.open_case(number)
    expect(window.page.locator("iframe.paper").first).to_be_hidden()
    with window.page.context.expect_page() as tab:
        window.page.get_by_role("link", name="mở trong thẻ mới").first.click()
    assert f"/ho-so/{number}/tep/" in tab.value.url
    assert not [url for url in asked if "/tep/" in url]


def test_a_file_is_shown_by_its_bytes_and_may_do_nothing(opening: Opening) -> None:
    window = opened_case(opening)
    href = window.page.locator("iframe.paper").first.get_attribute("src")
    assert href
    answer = window.page.request.get(href)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("inline")
    assert answer.headers["x-content-type-options"] == "nosniff"
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "frame-ancestors 'self'" in policy

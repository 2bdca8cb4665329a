"""A paper is shown beside the form of whoever judges it; a browser never runs it."""

import pytest
from playwright.sync_api import expect

from tests.browser.acts import CENTRE, Window
from tests.browser.conftest import Opening

pytestmark = pytest.mark.browser


def opened_case(opening: Opening) -> Window:
    """A case at its first step, opened by the officer of that desk."""
    window = opening()
    number = window.file_flagship()
    window.become(CENTRE)
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
    # The browser's own viewer stands in the frame, an extension with a page of its own.
    for _ in range(100):
        viewers = [one for one in window.page.frames if one.url.startswith("chrome-extension:")]
        if viewers:
            break
        window.page.wait_for_timeout(200)
    assert viewers
    expect(viewers[0].locator("#pagelength")).to_have_text("1")


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

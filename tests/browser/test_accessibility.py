"""axe finds nothing on any page, at both widths, in every display; nothing runs off the side."""

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from engine.jobs.checking import check_published
from engine.store.ids import new_id
from tests.acceptance.test_packages import changed
from tests.browser.acts import CENTRE, FLAGSHIP, Window
from tests.browser.conftest import NARROW, WIDE, Opening
from tests.browser.days import ADMIN, HEAD, SPECIALIST, at, standing
from tests.town import Town
from tests.two_people import proposed

pytestmark = pytest.mark.browser

DISPLAYS = {"light": {}, "dark": {"theme": "dark"}, "high": {"theme": "high"}}
LARGE = {"size": "large"}
SHOWN_AS = """told => {
  delete document.documentElement.dataset.theme;
  delete document.documentElement.dataset.size;
  Object.assign(document.documentElement.dataset, told);
}"""
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
"""The structure of a page is the same in every display; only its colours differ."""
OPEN = ("/", "/dang-nhap", "/thu-tuc", "/thu-tuc?q=khong-co", "/thu-tuc/nghe_an/2.002755")
OPEN_TOO = ("/tra-cuu", "/tra-cuu?ma=KHONG-CO", "/dang-nhap/ma-dien-thoai", "/hop-thu", "/khong-co")


def visits(window: Window, town: Town) -> Iterator[str]:
    """Go to every page in turn, as the person it is for; the name of each."""
    for path in (*OPEN, *OPEN_TOO):
        window.go(path)
        yield path
    number = window.file_flagship()
    yield "filed"
    window.go(FLAGSHIP)
    yield "filing"
    window.submit()
    yield "filing with mistakes"
    for path in (f"/tra-cuu?ma={number}", f"/ho-so/{number}", "/ho-so-cua-toi"):
        window.go(path)
        yield path
    window.sign_in(CENTRE)
    for path in ("/viec", "/viec?ds=cho", "/tiep-nhan", "/tiep-nhan/nghe_an/2.002755"):
        window.go(path)
        yield path
    window.open_case(number)
    yield "case"
    window.press(window.page.locator("[data-decision]").first)
    yield "confirmation"
    window.press(window.page.locator("[data-confirm]"))
    yield "result of an act"
    for path, name in (("", "case after"), ("/giay-tiep-nhan", "receipt"), ("/phieu", "sheet")):
        window.go(f"/ho-so/{number}{path}")
        yield name
    yield from inside(window, town)


def inside(window: Window, town: Town) -> Iterator[str]:
    """The pages of who examines, who leads and who administers."""
    page, work, paper = window.page, at(town, "B3"), at(town, "B4")
    window.sign_in(SPECIALIST)
    window.open_case(str(work.code))
    window.comment("Đã xem bản gốc.")
    window.press(page.get_by_role("button", name="Lưu nháp"))
    yield "case with a draft"
    window.go("/viec")
    yield "queue with a draft"
    window.sign_in(HEAD)
    window.open_case(str(paper.code))
    yield "findings beside the form"
    window.go(f"/viec?ds=don-vi&q={work.code}")
    yield "queue of heads"
    window.tick(page.get_by_label(str(work.code)))
    window.press(page.get_by_role("button", name="Giao lại…"))
    yield "many tasks"
    window.choose(page.locator("select[name=colleague]"), town.officer("nam.hs").officer_id or "")
    window.write(page.locator("textarea[name=reason]"), "Nghỉ ốm từ hôm nay.")
    window.press(page.locator("button.main"))
    yield "result for many"
    for path in ("/trinh-ky", "/tra-ket-qua", "/qua-han/don-vi"):
        window.go(path)
        yield path
    standing(town, window)
    window.sign_in(ADMIN)
    window.go("/su-co")
    yield "what stands still"
    check_published(town.database, now=town.now)
    files = changed(f"Trợ cấp một lần {new_id()[-6:]}")
    waiting = f"/cho-cong-bo/{proposed(town, files).id}"
    for path in (
        "/noi-chua-nhan",
        "/don-vi-phuc-vu",
        "/cho-cong-bo",
        "/qua-han",
        "/quyen?quyen=cases.receive",
        waiting,
    ):
        window.go(path)
        yield path


AXE = Axe().axe_script
FOUND = """told => axe.run(document, {...told, resultTypes: ["violations"]})
  .then(found => found.violations)"""


def violations(page: Page, told: dict[str, Any]) -> list[dict[str, Any]]:
    """What axe finds on the page, which is given its half megabyte once; not all that passes."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found: list[dict[str, Any]] = page.evaluate(FOUND, told)
    return found


def faults(page: Page, displays: Iterable[str] = DISPLAYS) -> Iterator[tuple[str, str, str]]:
    """What axe finds in each display, and where something runs off the side."""
    for display in displays:
        told = DISPLAYS[display]
        page.evaluate(SHOWN_AS, told)
        found = violations(page, COLOURS if told else {})
        yield from ((display, one["id"], one["nodes"][0]["html"]) for one in found)
    for told in ({}, LARGE):
        page.evaluate(SHOWN_AS, told)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
            yield "large" if told else "light", "runs off its side", ""


def displays_at(width: int, page: int) -> tuple[str, ...]:
    """What every check looks at: each page as it is at one of the two widths, and every other wide
    page in one more display.
    """
    if page % 2 == (width == NARROW):
        return ("light",)
    return () if width == NARROW else (("dark", "high")[page // 2 % 2],)


def looked_at(
    window: Window, page: int, widths: Iterable[int], *, whole: bool
) -> Iterator[tuple[int, str, str, str]]:
    """What is wrong with the page that is open, at each width; it is left at the last."""
    for width in widths:
        window.page.set_viewport_size({"width": width, "height": 768})
        displays = DISPLAYS if whole else displays_at(width, page)
        yield from ((width, *fault) for fault in faults(window.page, displays))


WIDTHS = [
    pytest.param((NARROW, WIDE), False, id="both"),
    *(pytest.param((one,), True, id=str(one), marks=pytest.mark.long) for one in (WIDE, NARROW)),
]
"""Widths of one walk, and whether each page is looked at in every display."""


@pytest.mark.parametrize(("widths", "whole"), WIDTHS)
def test_no_page_has_a_fault_or_runs_off_its_side(
    opening: Opening, town: Town, widths: tuple[int, ...], whole: bool
) -> None:
    window = opening(width=widths[-1])
    found = []
    for number, name in enumerate(visits(window, town)):
        assert window.page.locator("h1").count() == 1, name
        found += [(name, *fault) for fault in looked_at(window, number, widths, whole=whole)]
    assert found == []

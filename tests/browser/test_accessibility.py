"""axe finds nothing serious on any page, at both widths, in every display."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.acts import CENTRE, FLAGSHIP, Window
from tests.browser.conftest import NARROW, WIDE, Opening

pytestmark = pytest.mark.browser

DISPLAYS = {"light": "", "dark": ".dark", "high": ".high", "large": "large."}
GRAVE = {"serious", "critical"}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
"""The structure of a page is the same in every display; only its colours differ."""
OPEN = ("/", "/dang-nhap", "/thu-tuc", "/thu-tuc?q=khong-co", "/thu-tuc/nghe_an/2.002755")
OPEN_TOO = ("/tra-cuu", "/tra-cuu?ma=KHONG-CO", "/khong-co")


def visits(window: Window) -> Iterator[str]:
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
    window.become(CENTRE)
    for path in ("/viec", "/viec?ds=cho", "/tiep-nhan", "/tiep-nhan/nghe_an/2.002755"):
        window.go(path)
        yield path
    window.open_case(number)
    yield "case"
    window.decide("Tiếp nhận đủ hồ sơ")
    yield "result of an act"
    window.go(f"/ho-so/{number}")
    yield "case after its step"
    window.go(f"/ho-so/{number}/giay-tiep-nhan")
    yield "receipt"
    window.go(f"/ho-so/{number}/phieu")
    yield "sheet"


@pytest.mark.parametrize("display", DISPLAYS)
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_no_page_has_a_grave_fault_or_runs_off_its_side(
    opening: Opening, width: int, display: str
) -> None:
    window = opening(width=width, display=DISPLAYS[display])
    axe, found = Axe(), []
    rules = None if display == "light" else COLOURS
    for name in visits(window):
        assert window.page.locator("h1").count() == 1, name
        found.extend(
            (name, fault["id"], fault["nodes"][0]["html"])
            for fault in axe.run(window.page, options=rules).response["violations"]
            if fault["impact"] in GRAVE
        )
        beyond = "document.documentElement.scrollWidth > innerWidth + 1"
        if window.page.evaluate(beyond):
            found.append((name, "runs off its side", ""))
    assert found == []

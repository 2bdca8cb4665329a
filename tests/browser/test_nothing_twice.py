"""No act unseen, none twice: double presses, the Enter key, the back button, with a real mouse."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from engine.store.cases import Case
from tests.browser.acts import CENTRE, FLAGSHIP, Window
from tests.browser.conftest import NARROW, WIDE, Opening
from tests.town import Town
from web.entrance.demo_path import CITIZEN, Desk

pytestmark = pytest.mark.browser

APART = (50, 250, 500, 800)
"""Milliseconds between the two presses of a hand that meant one."""
OFFICE: Desk = ("nghe_an", "vp_ubnd_tinh", "chuyen_vien")


def pauses(*few: int) -> Any:
    """A few of the pauses for every run, all of them for a long one."""
    whole = pytest.param(APART, marks=pytest.mark.long)
    return pytest.mark.parametrize("pauses", [few, whole], ids=["few", "all"])


def press_twice(page: Page, button: Locator, apart: int) -> None:
    """Press where the button is, and again there whatever stands there by then."""
    button.hover()  # waits until the page stands still: fonts and a paper's viewer move it
    box = button.bounding_box()
    assert box
    at = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    # The first press goes to the button wherever it is by now: a paper's viewer may still move it.
    button.click(no_wait_after=True)
    page.wait_for_timeout(apart)
    page.mouse.click(*at)
    page.wait_for_load_state()


def filed(town: Town, element: str | None = None) -> Case:
    """A case at the element, as it is."""
    case_id = town.file().case_id
    town.until(case_id, element)
    return town.case(case_id)


def events(town: Town) -> dict[str, int]:
    """How much has happened in each case."""
    with town.database.reading() as session:
        return {row.id: row.event_seq for row in session.execute(select(Case.id, Case.event_seq))}


def opened(window: Window, case: Case) -> Page:
    """The case's page."""
    window.go(f"/ho-so/{case.code or case.submission_number}?ds=vi-tri")
    return window.page


WAYS = {
    "script": (True, WIDE, (50,)),
    "no script": (False, WIDE, (250,)),
    "script, narrow": (True, NARROW, (800,)),
    "no script, narrow": (False, NARROW, (500,)),
}
"""With script or without, how wide, and the pauses of every run."""


@pytest.mark.parametrize("whole", [False, pytest.param(True, marks=pytest.mark.long)])
@pytest.mark.parametrize("way", WAYS)
def test_a_final_decision_pressed_twice_waits_for_its_confirmation(
    opening: Opening, town: Town, way: str, whole: bool
) -> None:
    script, width, few = WAYS[way]
    pauses = APART if whole else few
    window = opening(script=script, width=width)
    window.sign_in(CENTRE)
    for apart in pauses:
        case, other = filed(town, "B1"), filed(town, "B1")
        page, before = opened(window, case), events(town)
        press_twice(page, page.locator("[data-decision]").first, apart)
        expect(page.locator("h1")).to_contain_text("Xác nhận: Tiếp nhận đủ hồ sơ")
        assert events(town) == before
        button = page.locator("[data-confirm]")
        button.click(trial=True)  # it takes presses after a moment
        press_twice(page, button, apart)
        expect(page.locator("#ma")).to_be_visible()
        assert page.locator("#ma").inner_text() == town.case(case.id).code
        assert events(town)[other.id] == before[other.id]


@pauses(50)
def test_an_ordinary_decision_pressed_twice_ends_one_step_of_one_case(
    opening: Opening, town: Town, pauses: tuple[int, ...]
) -> None:
    window = opening()
    window.sign_in(("nghe_an", "phuong_truong_vinh_vhxh", "lanh_dao_phong"))
    for apart in pauses:
        case, other = filed(town, "B2"), filed(town, "B2")
        page, before = opened(window, case), events(town)
        window.answer()
        press_twice(page, page.locator("[data-decision]").first, apart)
        expect(page.locator("#ket-qua")).to_contain_text("Đã xong: Phân công thẩm định")
        assert town.task(case.id).element_id == "B3"
        assert events(town)[other.id] == before[other.id]


@pauses(500)
def test_work_taken_with_a_double_press_in_the_queue_is_not_given_back(
    opening: Opening, town: Town, pauses: tuple[int, ...]
) -> None:
    window = opening()
    window.sign_in(CENTRE)
    for apart in pauses:
        case = filed(town, "B1")
        window.go(f"/viec?q={case.submission_number}")
        page = window.page
        press_twice(page, page.get_by_role("button", name="Nhận việc"), apart)
        expect(page.locator("#ket-qua")).to_contain_text("Bạn đã nhận việc")
        assert town.task(case.id).officer_id is not None


@pauses(50)
def test_work_taken_on_its_page_with_a_double_press_is_only_taken(
    opening: Opening, town: Town, pauses: tuple[int, ...]
) -> None:
    window = opening(script=False)
    window.sign_in(CENTRE)
    for apart in pauses:
        case = filed(town, "B1")
        page = opened(window, case)
        press_twice(page, page.get_by_role("button", name="Chỉ nhận việc"), apart)
        expect(page.locator(".toast")).to_contain_text("Bạn đã nhận việc")
        expect(page.locator("#h-viec")).to_contain_text("Tiếp nhận")
        assert events(town)[case.id] == case.event_seq + 1


@pauses(500)
def test_a_filing_pressed_twice_is_one_dossier_and_shows_its_number(
    opening: Opening, town: Town, pauses: tuple[int, ...]
) -> None:
    window = opening()
    window.sign_in(CITIZEN)
    for apart in pauses:
        window.go(FLAGSHIP)
        window.fill_flagship()
        window.prove()
        before = events(town)
        press_twice(window.page, window.page.get_by_role("button", name="Nộp hồ sơ"), apart)
        expect(window.page.locator("#so-nop")).to_be_visible()
        assert len(events(town)) == len(before) + 1


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_enter_in_a_line_of_text_decides_nothing(
    opening: Opening, town: Town, script: bool
) -> None:
    case = filed(town, "B10")
    window = opening(script=script)
    window.sign_in(OFFICE)
    page, before = opened(window, case), events(town)
    page.fill("#f-so_van_ban", "812/UBND")
    page.press("#f-so_van_ban", "Enter")
    if not script:
        expect(page.locator(".toast")).to_contain_text("Đã lưu nháp")
    expect(page.locator("#f-so_van_ban")).to_have_value("812/UBND")
    assert events(town) == before


def test_back_from_what_followed_a_refused_form_leads_to_the_page_of_the_form(
    opening: Opening, town: Town
) -> None:
    window, case = opening(), filed(town, "B2")
    window.sign_in(CENTRE)
    page = opened(window, case)
    form = page.locator("form[action*='/cap-lai-ma']")
    page.locator("details", has=form).locator("> summary").click()
    window.press(form.locator("button"))
    expect(page.locator("#loi a")).to_have_count(5)
    expect(page.locator("#loi")).to_be_focused()
    for name in ("reason", "requester", "request"):
        form.locator(f"[name={name}]").fill("Đơn ngày 04/12/2025")
    window.attach_bytes(form.locator("[name=request_files]"))
    form.locator("[name=chac-chan]").check()
    window.press(form.locator("button"))
    expect(page.locator(".toast a")).to_have_text("Mở bản in")
    page.go_back()
    expect(page.locator("h1")).to_contain_text(case.applicant_name)
    expect(page.locator("#loi")).to_have_count(0)

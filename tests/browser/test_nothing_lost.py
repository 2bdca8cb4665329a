"""What is typed is kept: the browser and the server are killed, the session ends, no script."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from engine.accounts.demo import PASSWORD
from tests.browser.acts import FLAGSHIP, PROOF, Window
from tests.browser.conftest import ARGUMENTS, CHROMIUM, Opening
from web.entrance.demo_path import CITIZEN

pytestmark = pytest.mark.browser

SAVED = re.compile("Đã lưu nháp")


def free_port() -> int:
    """A port of this machine that nobody uses."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def served(var: Path, port: int) -> Iterator[None]:
    """The product in processes of its own, killed without warning at the end."""
    env = {
        **os.environ,
        "MOTCUA_MODE": "demo",
        "MOTCUA_VAR": str(var),
        "MOTCUA_PORT": str(port),
        "MOTCUA_SECRET_KEY": "s" * 32,
        "MOTCUA_AUDIT_KEY": "a" * 32,
    }
    command = [sys.executable, "-c", "from api.cli import main; main()", "serve"]
    process = subprocess.Popen(command, env=env, start_new_session=True)
    try:
        while process.poll() is None:
            with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/"):
                break
            time.sleep(0.1)
        yield
    finally:
        os.killpg(process.pid, signal.SIGKILL)  # all that it started, too
        process.wait()


def signed_in(browser: Browser, port: int, path: str) -> Page:
    """A page of the citizen, who has signed in with a password."""
    page = browser.new_context(base_url=f"http://127.0.0.1:{port}").new_page()
    page.goto(f"/dang-nhap?ve={path}")
    page.fill("#f-ten", "congdan")
    page.fill("#f-mat-khau", PASSWORD)
    page.press("#f-mat-khau", "Enter")
    page.wait_for_url(f"**{path}")
    return page


def test_what_was_typed_outlives_the_browser_and_the_server(
    chromium: Browser, tmp_path: Path, sqlite_template: Path
) -> None:
    shutil.copy(sqlite_template, tmp_path / "motcua.db")
    paper = tmp_path / "giay-to.pdf"
    paper.write_bytes(b"%PDF-1.4\n")
    port = free_port()
    browser = chromium.browser_type.launch(executable_path=CHROMIUM, args=ARGUMENTS)
    with served(tmp_path, port):
        page = signed_in(browser, port, FLAGSHIP)
        page.fill("#f-dia_chi", "Khối 7, đường Nguyễn Trãi")
        page.set_input_files(f"#f-{PROOF}", paper)
        expect(page.locator("[data-saved]")).to_have_text(SAVED)
    browser.close()  # its memory is gone with it; the server was killed before
    with served(tmp_path, port):
        page = signed_in(chromium, port, "/thu-tuc")
        expect(page.locator("#nhap")).to_contain_text("Chưa nộp")
        page.locator("#nhap a").first.click()
        expect(page.locator("#f-dia_chi")).to_have_value("Khối 7, đường Nguyễn Trãi")
        expect(page.locator("main")).to_contain_text("Giữ tệp đã gửi: giay-to.pdf")
        page.context.close()


def end_session(window: Window) -> None:
    """What twelve hours do: the cookie of the session is gone."""
    window.page.context.clear_cookies()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_full_form_sent_after_its_session_is_sent_with_one_press_more(
    opening: Opening, script: bool
) -> None:
    window = opening(script=script)
    page = window.page
    window.sign_in(CITIZEN)
    window.go(FLAGSHIP)
    window.fill_flagship()
    window.prove()
    if script:
        expect(page.locator("[data-saved]")).to_have_text(SAVED)
    end_session(window)
    window.submit()
    expect(page.locator(".lead")).to_contain_text("Phiên đăng nhập đã hết")
    name = window.product.at_desk(CITIZEN).username
    window.press(page.locator(f'button[name="vai"][value="{name}"]').first)
    expect(page.locator("#f-dia_chi")).to_have_value("Khối 7")
    expect(page.locator("main")).to_contain_text("Giữ tệp đã gửi: giay-to.pdf")
    window.submit()
    expect(page.locator("#so-nop")).to_be_visible()


def test_two_tabs_of_one_form_keep_both_and_leaving_early_asks(opening: Opening) -> None:
    window = opening()
    window.sign_in(CITIZEN)
    one, two = window.page, window.page.context.new_page()
    for page, street in ((one, "Khối 1"), (two, "Khối 2")):
        page.goto(FLAGSHIP)
        page.fill("#f-dia_chi", street)
        expect(page.locator("[data-saved]")).to_have_text(SAVED)
    for page, street in ((one, "Khối 1"), (two, "Khối 2")):
        page.reload()
        expect(page.locator("#f-dia_chi")).to_have_value(street)
    asked: list[str] = []
    one.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    one.click("#f-dia_chi")
    one.keyboard.type("1")
    one.goto("/thu-tuc")
    assert asked == ["beforeunload"]

"""A browser over the running product. A page error or a request that leaves the machine fails."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright

from api.http.parts import KEY, Parts
from tests.browser.acts import Window
from tests.browser.serving import Product, serving
from tests.town import Town

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
WIDE, NARROW = 1366, 390
PATIENCE = 20_000
"""Milliseconds for what a page is to do: machines that run tests are busy."""

OWN = {"chrome", "chrome-extension"}
"""Where the browser's own PDF viewer lies: on this machine."""

expect.set_options(timeout=PATIENCE)

Opening = Callable[..., Window]


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Product]:
    """One running product for all browser tests; each test files its own cases."""
    with serving(tmp_path_factory.mktemp("var"), sqlite_template) as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Headless Chromium, Debian's package."""
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is missing: apt-get install chromium, as .ci/run does")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def watched(context: BrowserContext) -> Iterator[Page]:
    """A page; at its end, fail on script errors, refused policies and foreign requests."""
    faults: list[str] = []

    def request_made(request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in OWN and address.hostname not in {"127.0.0.1", None}:
            faults.append(f"left the machine: {request.url}")

    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.on("pageerror", lambda error: faults.append(f"page error: {error}"))
    page.on("request", request_made)
    page.on(
        "console",
        lambda said: (
            faults.append(said.text)
            if said.type == "error" and "the server responded with a status of" not in said.text
            else None
        ),
    )
    yield page
    context.close()
    assert faults == []


@pytest.fixture
def opening(chromium: Browser, product: Product) -> Iterator[Opening]:
    """Opens a browser window of its own for a person: ``opening(width=390, script=False)``."""
    watches = []

    def opened(
        *, width: int = WIDE, script: bool = True, display: str = "", hands: type[Window] = Window
    ) -> Window:
        context = chromium.new_context(
            viewport={"width": width, "height": 768},
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            java_script_enabled=script,
            base_url=product.url,
        )
        if display:
            context.add_cookies([{"name": "hien-thi", "value": display, "url": product.url}])
        watch = watched(context)
        watches.append(watch)
        return hands(watch.__enter__(), product)

    yield opened
    for watch in watches:
        watch.__exit__(None, None, None)


@pytest.fixture
def town(product: Product) -> Town:
    """The town behind the running product."""
    parts: Parts = product.app.extensions[KEY]
    made = Town(parts.database, parts.documents)
    made.now = product.clock()
    return made

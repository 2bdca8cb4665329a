"""The pictures of the README, taken from a demonstration; ``make pictures`` takes them anew.

The day, the seed and the window are fixed, so that only what has changed on a page changes.
"""

import re
import tempfile
from datetime import datetime
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from adapters.folder.documents import FolderDocuments
from engine.demonstration.designs import bring_designs
from engine.demonstration.living import bring_to_life
from engine.store.database import Database
from tests.browser.acts import Window
from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.browser.serving import Product, serving
from tests.demonstration import shipped
from tests.town import FLAGSHIP, PROVINCE
from web.frame.wording import VIETNAM

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
NOW = datetime(2026, 1, 14, 10, 20, tzinfo=VIETNAM)
DESIGNER = (PROVINCE, "so_noi_vu_vp", "thiet_ke_quy_trinh")
ADMIN = (PROVINCE, "ttphcc_tinh", "quan_tri_tinh")
HEAD = (PROVINCE, "phuong_truong_vinh_vhxh", "lanh_dao_phong")


def main() -> None:
    """Make a demonstration, look at it, throw it away."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="motcua-pictures-") as folder:
        var = Path(folder)
        template = _demonstration(var)
        (var / "server").mkdir()
        with serving(var / "server", template, NOW) as product, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
            page = browser.new_page(
                viewport={"width": 1040, "height": 540}, locale="vi-VN", base_url=product.url
            )
            _take(page, product)
            browser.close()


def _demonstration(var: Path) -> Path:
    path = var / "demo.db"
    database = Database(f"sqlite:///{path}")
    shipped(database, NOW)
    with database.writing() as session:
        store = FolderDocuments(var / "documents")
        bring_to_life(session, store=store, crowded=(PROVINCE, FLAGSHIP), now=NOW)
        bring_designs(session, province_code=PROVINCE, now=NOW)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.dispose()
    return path


def _take(page: Page, product: Product) -> None:
    """The queue of a head of division, the first dossier in it; a designer's list and faults."""
    window = Window(page, product)
    window.become(HEAD)
    page.screenshot(path=PICTURES / "viec.png")
    window.press(page.locator("table a[href^='/ho-so/']").first)
    page.screenshot(path=PICTURES / "ho-so.png")
    window.go("/don-vi-toi")
    page.screenshot(path=PICTURES / "don-vi-toi.png")
    window.become(ADMIN)
    window.go("/quan-tri")
    page.screenshot(path=PICTURES / "quan-tri.png")
    window.go(f"/quan-tri/quy-dinh/thoi-han?tt={FLAGSHIP}")
    page.screenshot(path=PICTURES / "rut-ngan-thoi-han.png")
    window.become(DESIGNER)
    window.go("/quy-trinh")
    page.screenshot(path=PICTURES / "quy-trinh.png")
    window.press(page.get_by_role("link", name=re.compile("^Sửa [0-9]+ lỗi")))
    page.screenshot(path=PICTURES / "loi-so-do.png")
    window.become(ADMIN)
    window.go("/quy-trinh?loc=checked")
    there = page.locator("table a[href^='/quy-trinh/']").first.get_attribute("href") or ""
    window.go(f"{there}/nop-thu")
    window.press(page.get_by_role("button", name="Nộp thử"))
    window.press(page.locator("button[name=outcome]").first)
    page.screenshot(path=PICTURES / "nop-thu.png")


if __name__ == "__main__":
    main()

"""Groups, repeating rows and chained conditions on the page, with script and without."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from engine.publishing.folders import read_package_folder
from engine.publishing.publish import publish_package
from engine.store.database import Database
from tests.browser.acts import FLAGSHIP, Window
from tests.browser.conftest import WIDE, watched
from tests.browser.serving import BEGIN, Product, serving
from tests.town import FLAGSHIP_FOLDER
from web.entrance.demo_path import CITIZEN

pytestmark = pytest.mark.browser

YES_NO = [{"value": "co", "label": "Có"}, {"value": "khong", "label": "Không"}]
PARTS: list[dict[str, Any]] = [
    {"type": "radio", "key": "hoi_mot", "label": "Câu một", "values": YES_NO},
    {
        "type": "group",
        "label": "Nhóm",
        "conditional": {"hide": '=hoi_mot != "co"'},
        "components": [
            {"type": "checkbox", "key": "hoi_hai", "label": "Câu hai"},
            {
                "type": "textfield",
                "key": "hoi_ba",
                "label": "Câu ba",
                "conditional": {"hide": "=hoi_hai != true"},
            },
        ],
    },
    {
        "type": "textfield",
        "key": "hoi_bon",
        "label": "Câu bốn",
        "conditional": {"hide": "=hoi_hai != true"},
    },
    {
        "type": "dynamiclist",
        "path": "con",
        "label": "Các con",
        "components": [
            {"type": "textfield", "key": "ten", "label": "Tên con"},
            {"type": "radio", "key": "hoc", "label": "Đi học", "values": YES_NO},
            {
                "type": "textfield",
                "key": "truong",
                "label": "Trường",
                "conditional": {"hide": '=hoc != "co"'},
            },
        ],
    },
]


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Product]:
    """A product of its own, whose flagship asks these questions too."""
    var = tmp_path_factory.mktemp("forms")
    (var / "template").mkdir()
    template = Path(shutil.copy(sqlite_template, var / "template" / "t.db"))
    files = read_package_folder(FLAGSHIP_FOLDER)
    schema = json.loads(files["forms/filing.json"])
    schema["components"] += PARTS
    files = {**files, "forms/filing.json": json.dumps(schema).encode()}
    database = Database(f"sqlite:///{template}")
    with database.writing() as session:
        publish_package(
            session, province_code="nghe_an", files=files, published_by="tests", now=BEGIN
        )
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.dispose()
    with serving(var, template) as running:
        yield running


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def form(request: pytest.FixtureRequest, own: Product, chromium: Browser) -> Iterator[Page]:
    """The filing form of a signed-in citizen."""
    context = chromium.new_context(
        viewport={"width": WIDE, "height": 768},
        java_script_enabled=request.param,
        base_url=own.url,
    )
    with watched(context) as page:
        window = Window(page, own)
        window.sign_in(CITIZEN)
        window.go(FLAGSHIP)
        yield page


def test_what_hangs_on_a_hidden_question_is_hidden_with_it(
    form: Page, request: pytest.FixtureRequest
) -> None:
    scripted = "no-script" not in request.node.name
    ends = [form.locator("#f-hoi_ba"), form.locator("#f-hoi_bon")]
    if not scripted:
        for control in ends:
            expect(control).to_be_visible()
        expect(form.locator("#f-hoi_bon-g")).to_contain_text("Chỉ điền nếu đánh dấu “Câu hai”")
        return
    for control in ends:
        expect(control).to_be_hidden()
    form.get_by_label("Có", exact=True).first.check()
    form.get_by_label("Câu hai").check()
    for control in ends:
        expect(control).to_be_visible()
    form.locator("[name=hoi_mot][value=khong]").check()
    for control in ends:
        expect(control).to_be_hidden()


def test_rows_are_added_and_taken_away_and_keep_what_they_say(form: Page) -> None:
    form.fill("#f-dia_chi", "Khối 7")
    form.locator("[id='f-con.0.ten']").fill("An")
    with form.expect_navigation():
        form.get_by_role("button", name="Thêm dòng vào Các con").click()
    form.locator("[id='f-con.1.ten']").fill("Bình")
    form.locator("[name='con.1.hoc'][value=co]").check()
    expect(form.locator("[id='f-con.1.truong']")).to_be_visible()
    form.locator("[id='f-con.1.truong']").fill("Lê Lợi")
    with form.expect_navigation():
        form.get_by_role("button", name="Bỏ dòng 1 của Các con").click()
    expect(form.locator("[id='f-con.0.ten']")).to_have_value("Bình")
    expect(form.locator("[id='f-con.0.truong']")).to_have_value("Lê Lợi")
    expect(form.locator("[id='f-con.1.ten']")).to_have_count(0)
    expect(form.locator("#f-dia_chi")).to_have_value("Khối 7")

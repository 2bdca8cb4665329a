"""No page of those who administer, lead or look over shows a code of the machine to a person."""

import re
from html import unescape
from urllib.parse import urlsplit

import pytest
from flask import Flask

from tests.acceptance.test_a_commune_goes_up_in_another import carry_out, undo
from tests.acceptance.test_a_unit_is_split import LE, OTHER, split
from tests.acceptance.test_every_form_acts_once import TRIED
from tests.acceptance.test_forms_act_once import KEY
from tests.acceptance.test_tables_are_brought_in import compare
from tests.client import Api
from tests.town import CENTRE, FLAGSHIP, PROVINCE, WARD, Town

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
DONE = (
    "units_pages.done",
    "granting.given",
    "positions_pages.kept",
    "positions_pages.named",
    "moving_desk.ended",
    "fee_pages.account_kept",
    "system_tokens.proposed",
    "serving.added",
    "calendar_pages.proposed",
    "rule_forms.added",
    "reorganising.send",
    "splitting.send",
    "keeping.locked",
    "petition_desk.done",
    "review_pages.signed",
)
"""What has been done in the town before somebody looks: each leaves rows on a page."""
START = (
    "/quan-tri",
    "/quan-tri/nhat-ky",
    "/viec",
    "/quyen",
    "/quyen/vai-tro",
    "/quyen?ten=hieu.ph",
    "/quyen?ten=dung.hn",
    "/quyen?quyen=cases.list",
    f"/quan-tri/don-vi?dv={WARD}_vhxh",
    f"/quan-tri/sap-xep/{WARD}?new=xa_con_cuong&day=08/12/2025",
    "/quan-tri/giai-thich?tt=2.002755&dv=" + WARD,
    "/cho-cong-bo",
    "/tat-ca-ho-so",
    "/don-vi-toi",
)
HREF = re.compile(r'href="(/[^"#]*)')
UNSEEN = re.compile(
    r"<(script|style|svg|code|datalist|textarea|kbd|pre)\b.*?</\1>|<!--.*?-->", re.DOTALL
)
TAG = re.compile(r"<[^>]*>")
RAW = re.compile(
    r"(?<![@\w])[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b"  # a name of the machine
    r"|\{'|\b(?:None|True|False)\b"  # what Python calls it
    r"|\b\d{4}-\d\d-\d\d\b"  # a day as JSON keeps it
    r"|\b(?=[0-9a-f]*\d)[0-9a-f]{16,}\b"  # an id
)
LEFT_ALONE = re.compile(
    r"^/(static|tap-tin|dang-|tep|hien-thi|api)|\.(csv|zip|pdf|xlsx|bpmn|dmn|toml)"
)
OF_ITSELF = re.compile(r"(?:Mã|Mã định danh|Tên đăng nhập): <code>.*?</code>", re.DOTALL)
"""Fields that hold a code by their nature; whatever else stands in one's letters has no name."""
TABLES = {
    "units": (
        "Mã,Tên,Tên gọi tắt,Loại,Cấp,Mã đơn vị cấp trên,Từ ngày\n"
        f"{WARD},Phường Vinh,phường Vinh,ubnd_xa,cấp xã,ubnd_tinh,01/07/2025\n"
        f"ban_moi,Ban mới,Ban mới,ttphcc,cấp xã,{WARD},2025-12-10\n"
    ),
    "procedures": f"Mã,Mã đơn vị,Từ ngày\n{FLAGSHIP},{WARD},2025-08-01\n",
    "officers": (
        "Tên đăng nhập,Họ và tên,Mã đơn vị,Mã vị trí,Từ ngày\n"
        f"moi.tv,Trần Văn Mới,{CENTRE},can_bo_mot_cua,2025-12-10\n"
    ),
}
"""Tables that name things by code and days as programs do."""
PAGES = 40
"""Of one person in the check; all of them with ``long``."""


def visible(page: str) -> str:
    return unescape(TAG.sub(" ", UNSEEN.sub(" ", page)))


def codes_in(text: str) -> list[str]:
    """Each code once, with what stands around it."""
    words = re.sub(r"\s+", " ", text)
    return list(
        {
            one[0]: words[max(one.start() - 50, 0) : one.end() + 30] for one in RAW.finditer(words)
        }.values()
    )


def crawled(api: Api, most: int) -> dict[str, str]:
    """What each page that links lead to shows; one of each address, whatever it is asked for."""
    waiting, seen, found = list(START), set[str](), dict[str, str]()
    while waiting and len(found) < most:
        address = waiting.pop(0)
        path = address if address in START else re.sub(r"\d{5,}|[0-9a-f]{32}", "*", address)
        path = path if address in START else urlsplit(path).path
        if path in seen or LEFT_ALONE.search(address):
            continue
        seen.add(path)
        answer = api.client.get(address)
        if answer.status_code != 200 or answer.mimetype != "text/html":
            continue
        found[address] = visible(answer.text)
        waiting += [unescape(one) for one in HREF.findall(answer.text)]
    return found


@pytest.mark.parametrize(
    ("username", "most"),
    [
        ("hieu.ph", PAGES),
        ("dung.hn", PAGES // 2),
        *(pytest.param(one, 400, marks=pytest.mark.long) for one in ("hieu.ph", "kien.cv")),
        *(pytest.param(one, 400, marks=pytest.mark.long) for one in ("dung.hn", "thuy.ttb")),
    ],
)
def test_nobody_who_administers_leads_or_looks_over_reads_a_code(
    app: Flask, town: Town, username: str, most: int
) -> None:
    for endpoint in DONE:
        sheet = TRIED[endpoint](app, town)
        sheet.send(KEY.findall(unescape(sheet.look()))[0])
    pages = crawled(Api(app, f"{username}@{PROVINCE}"), most)
    raw = [f"{address}: {told}" for address, text in pages.items() for told in codes_in(text)]
    assert len(pages) > 10
    assert not raw, "\n" + "\n".join(raw)


def named(page: str) -> str:
    """What stands in rows of a page, with codes that no name stands for."""
    body = page[page.index("<tbody") : page.rindex("</tbody>")]
    shown = OF_ITSELF.sub(" ", body).replace("<code>", " ").replace("</code>", " ")
    return visible(shown)


def test_the_record_names_what_was_undone(app: Flask, town: Town) -> None:
    undo(town, carry_out(town, split(OTHER)))
    page = Api(app, f"hieu.ph@{PROVINCE}").client.get("/quan-tri/nhat-ky").text
    assert not codes_in(named(page)), LE
    assert "Ủy ban nhân dân phường Lê Lợi" in page


@pytest.mark.parametrize("table", TABLES)
def test_a_table_that_is_compared_names_what_it_says(app: Flask, town: Town, table: str) -> None:
    page = compare(Api(app, f"hieu.ph@{PROVINCE}"), table, TABLES[table]).text
    rows = re.sub(r'<th role="rowheader".*?</th>', " ", page, flags=re.DOTALL)
    assert not codes_in(named(rows))
    assert "/2025" in rows

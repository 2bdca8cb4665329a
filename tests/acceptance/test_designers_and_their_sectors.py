"""Designers are told whose sectors they have, what they may, and what is too large or too long."""

import pytest
from flask import Flask

from tests.acceptance.test_designing_pages import PAGE, posted
from tests.acceptance.test_designing_tells_right import number_of, with_manifest
from tests.acceptance.test_designs import DESIGN, ELSEWHERE, begun, sent, signed_in
from tests.acceptance.test_packages import FILES, zipped
from tests.town import FLAGSHIP, Town

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
CONTROL = "thuy.ttb"
LONG = "dài " * 9_000
NEW = {"ma": "9.900001"}


def test_a_designer_without_a_sector_is_told_who_gives_one(app: Flask) -> None:
    page = signed_in(app, ELSEWHERE).client.get("/quy-trinh").text
    assert "Chưa có lĩnh vực nào giao cho cơ quan của bạn" in page
    assert "Quản trị tỉnh giao" in page
    assert "bỏ lọc" not in page


def test_whoever_only_reads_is_told_so_and_not_of_another_agency(app: Flask) -> None:
    begun(app, FILES)
    refused = sent(signed_in(app, CONTROL), {"a.md": b"x"})
    assert refused.status_code == 403
    assert "không soạn" in refused.json["title"]
    assert "cơ quan của bạn" not in refused.json["title"]


@pytest.mark.parametrize("sector", ["Lĩnh vực bịa", "x" * 5_000])
def test_a_draft_begins_only_in_a_sector_of_the_register(app: Flask, sector: str) -> None:
    api = signed_in(app)
    page = posted(api, "/quy-trinh", {"a.md": b"x"}, **NEW, **{"linh-vuc": sector})
    assert page.status_code == 422
    assert f"danh mục của tỉnh không có lĩnh vực “{sector[:80]}”" in page.text
    files = with_manifest('sector = "Người có công"', f'sector = "{sector}"')
    files = {p: d.replace(FLAGSHIP.encode(), b"9.900001") for p, d in files.items()}
    refused = sent(api, {"goi.zip": zipped(files)}, "/designs")
    assert refused.json["code"] == "design_refused"
    chosen = sent(api, {"goi.zip": zipped(files)}, "/designs", sector="Người có công")
    assert chosen.status_code == 200
    assert api.get("/designs/9.900001").json["sector"] == "Người có công"


def test_a_draft_bears_the_beginning_of_a_name_that_is_too_long(app: Flask, town: Town) -> None:
    files = with_manifest('short_name = "Trợ cấp', f'short_name = "{LONG}Trợ cấp')
    files = {p: d.replace(FLAGSHIP.encode(), b"9.900001") for p, d in files.items()}
    api = signed_in(app)
    assert sent(api, {"goi.zip": zipped(files)}, "/designs").status_code == 200
    name = api.get("/designs/9.900001").json["name"]
    assert (len(name), name[-1]) == (200, "…")


def test_a_page_takes_no_hours_or_limit_that_the_check_refuses(app: Flask) -> None:
    api = begun(
        app, FILES | {"process.bpmn": FILES["process.bpmn"].replace(b'hours="20"', b'hours="hai"')}
    )
    number = number_of(api, "step.hours_not_a_number")
    fault = api.get(f"{DESIGN}/faults?kind=step.hours_not_a_number").json["faults"][0]["fault"]
    asked = {"viec": "hours", "tep": fault["file"], "cho": fault["element_id"], "loi": str(number)}
    page = posted(api, f"{PAGE}/dat", **asked, **{"a-gio": "99999999999", "seen": "1"})
    assert page.status_code == 422
    assert "Số giờ quá lớn: một bước nhiều nhất 20.000 giờ" in page.text

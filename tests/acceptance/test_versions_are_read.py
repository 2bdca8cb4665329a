"""Any published version is read like a draft, by designers and procedure control, page and API."""

import pytest
from flask import Flask

from tests.acceptance.test_designers_are_answered import LATER, approved
from tests.acceptance.test_designing_pages import PAGE, broken, posted
from tests.acceptance.test_designs import CONTROL, DESIGN, begun, signed_in
from tests.acceptance.test_packages import FILES
from tests.town import Town

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
WORDS = ("loi", "xem", "doi-chieu", "chay-thu", "nop-thu")
TABLE = "decision.csv"


def test_control_reads_every_page_of_a_version_without_a_draft(app: Flask) -> None:
    control = signed_in(app, CONTROL)
    history = control.client.get(PAGE).text
    for word in WORDS:
        named, bare = (control.client.get(f"{PAGE}/{word}{which}") for which in ("?ban=1", ""))
        assert (named.status_code, bare.status_code) == (200, 200), word
        for page in (named.text, bare.text):
            assert f'href="{PAGE}/xem?ban=1"' in page, word
            assert "Sửa từ bản này" not in page, word
        assert word == "nop-thu" or f'href="{PAGE}/{word}?ban=1"' in history, word
        assert control.client.get(f"{PAGE}/{word}?ban=7").status_code == 404, word
    assert "Đúng cả" in posted(control, f"{PAGE}/chay-thu?ban=1").text


def test_the_api_tells_of_a_version_beside_a_draft_that_is_another(app: Flask) -> None:
    api = begun(app, {path: data for path, data in broken().items() if path != TABLE})
    assert api.get(f"{DESIGN}/faults").json["errors"] > 0
    told = api.get(f"{DESIGN}/faults?version=1").json
    assert (told["errors"], told["revision"], told["version"]) == (0, None, 1)
    assert api.get(f"{DESIGN}/explained").json["code"] == "design_unready"
    assert [one["element_id"] for one in api.get(f"{DESIGN}/explained?version=1").json["steps"]]
    assert api.get(f"{DESIGN}/conformance").json["rows"] == []
    assert api.get(f"{DESIGN}/conformance?version=1").json["rows"]
    assert api.post(f"{DESIGN}/trial", {"version": 1}).status_code == 200
    asked = {"version": 1, "form": "tham_dinh", "answers": {"khong_co": "x"}}
    assert "khong_co" in api.post(f"{DESIGN}/form-check", asked).json["faults"]
    page = api.client.get(f"{PAGE}/xem?cua-ban=1&bieu-mau=tham_dinh&kiem-thu=1").text
    assert "Chưa được nhận" in page
    runs = api.post(f"{DESIGN}/scenarios?version=1").json["runs"]
    assert runs
    assert all(run["passed"] for run in runs)
    text = next(data.decode() for path, data in FILES.items() if path.startswith("scenarios/"))
    assert api.post(f"{DESIGN}/play", {"scenario": text, "version": 1}).status_code == 200
    assert [row["version"] for row in api.get(f"{DESIGN}/versions").json] == [1], "nothing is left"


def test_what_needs_a_draft_says_so_and_a_version_becomes_one(app: Flask) -> None:
    api = signed_in(app)
    for word in ("cong-bo", "may-sua"):
        page = api.client.get(f"{PAGE}/{word}")
        assert page.status_code == 404
        assert "Thủ tục này không có bản nháp" in page.text
        assert "Sửa từ bản này" in page.text.partition("</main>")[0].split("h-ban")[-1]
    assert api.get(f"{DESIGN}/proposal").json["code"] == "design_draftless"
    assert "Sửa từ bản này" in api.client.get(f"{PAGE}/xem?ban=1").text
    assert posted(api, f"{PAGE}/lay-ban", version="1", seen="0").status_code == 303
    assert api.get(DESIGN).json["revision"] == 1


def test_rows_that_agree_stand_on_the_diagram_and_other_faults_hide_none(app: Flask) -> None:
    page = signed_in(app).client.get(f"{PAGE}/doi-chieu?ban=1").text
    assert 'class="pin same"' in page
    assert "Khớp quyết định" in page
    api = begun(app, broken())
    page = api.client.get(f"{PAGE}/doi-chieu").text
    assert 'class="pin same"' in page
    assert 'class="pin chg"' in page
    assert "lỗi khác,</b>" in page
    errors = api.get(f"{DESIGN}/faults").json["errors"]
    ready = api.get(f"{DESIGN}/proposal").json
    assert ready["errors"] == errors
    assert 0 < ready["missing"] < errors
    for word in ("loi", "cong-bo"):
        told = f"{errors} lỗi, trong đó {errors - ready['missing']} dòng khác quyết định"
        assert told in api.client.get(f"{PAGE}/{word}").text, word


def test_every_version_that_is_to_come_is_in_the_list(app: Flask, town: Town) -> None:
    days = (LATER, LATER.replace(day=LATER.day + 5))
    approved(town, *days)
    page = signed_in(app).client.get("/quy-trinh?q=tro+cap").text
    for number, day in enumerate(days, start=2):
        assert f"Bản {number} từ <" in page or f"Bản {number} từ {day:%d/%m/%Y}" in page

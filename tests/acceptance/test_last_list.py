"""Designers read what the last accepted list of procedures changed, and whom it touches."""

import pytest
from flask import Flask

from tests.acceptance.test_designs import CONTROL, ELSEWHERE, signed_in
from tests.acceptance.test_the_list_of_procedures import HEAD, accept, compare
from tests.town import FLAGSHIP, Town

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
NAME = "Trợ cấp một lần theo Quyết định số 62/2011/QĐ-TTg"
BIRTH = "1.001193,Đăng ký khai sinh,Hộ tịch,Cấp xã,Toàn trình\n"


def accepted(town: Town, text: str) -> None:
    accept(town.database, compare(town.database, HEAD + text))


def told(app: Flask, name: str = CONTROL) -> dict[str, object]:
    last = signed_in(app, name).get("/designs/national-list").json["last"]
    return {one["code"]: (one["kind"], one["matches"]) for one in last["changes"]}


def test_before_any_list_nothing_is_told(app: Flask) -> None:
    api = signed_in(app)
    assert api.get("/designs/national-list").json["last"] is None
    assert "Danh mục nhận lần cuối" not in api.client.get("/quy-trinh").text


def test_a_renamed_procedure_no_longer_matches_its_package_a_new_one_has_none(
    town: Town, app: Flask
) -> None:
    accepted(town, f"{FLAGSHIP},Trợ cấp một lần (đổi tên),Người có công,Cấp xã,Một phần\n{BIRTH}")
    assert told(app) == {FLAGSHIP: ("changed", False), "1.001193": ("new", None)}
    page = signed_in(app, CONTROL).client.get("/quy-trinh").text
    assert "1 thủ tục mới, 1 đổi, 0 bãi bỏ" in page
    assert "1 quy trình đang chạy không còn khớp" in page
    assert f"Tên TTHC trong gói: {NAME}" in page


def test_what_the_package_says_too_still_matches_and_what_is_gone_does_not(
    town: Town, app: Flask
) -> None:
    accepted(town, f"{FLAGSHIP},{NAME},Người có công,Cấp xã,Toàn trình\n{BIRTH}")
    first = told(app)[FLAGSHIP]
    accepted(town, BIRTH)
    assert (first, told(app)) == (("changed", True), {FLAGSHIP: ("gone", False)})
    assert "bãi bỏ từ 01/01/2026" in signed_in(app, CONTROL).client.get("/quy-trinh").text.lower()


def test_of_other_sectors_nothing_is_told(town: Town, app: Flask) -> None:
    accepted(town, f"{FLAGSHIP},Khác,Người có công,Cấp xã,Một phần\n")
    assert told(app, ELSEWHERE) == {}

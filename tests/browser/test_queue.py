"""The queue's pages and filters over HTTP."""

import re
from io import BytesIO

import pytest
from flask.testing import FlaskClient

from engine.accounts.demo import PASSWORD
from tests.browser.acts import ANSWERED, FLAGSHIP, PROOF
from tests.browser.serving import Product
from tests.papers import PDF
from web.entrance.demo_path import CITIZEN, Desk
from web.officer.queue import PAGE

CENTRE: Desk = ("nghe_an", "xa_con_cuong_ttphcc", "can_bo_mot_cua")


def token(client: FlaskClient) -> str:
    """The token that the forms of a page carry."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/tra-cuu").text)
    assert found
    return found[1]


def signed_in(product: Product, desk: Desk) -> FlaskClient:
    """A client in the role of the first demo person of a desk."""
    client = product.app.test_client()
    form = {
        "ten": product.at_desk(desk).username,
        "mat-khau": PASSWORD,
        "csrf_token": token(client),
    }
    assert client.post("/dang-nhap", data=form).status_code == 303
    return client


@pytest.fixture(scope="session")
def officer(product: Product) -> FlaskClient:
    """An officer with one case more at their desk than a page holds.

    Of the session, as the product is: made twice, it would file everything twice.
    """
    citizen = signed_in(product, CITIZEN)
    form = {**ANSWERED, "xa": "xa_con_cuong", "csrf_token": token(citizen)}
    for number in range(PAGE + 1):
        proof = {PROOF: (BytesIO(PDF), "giay-to.pdf")}
        named = {**form, **proof, "nguoi_nop_ho_ten": f"Vi Văn {number:02d}"}
        assert citizen.post(FLAGSHIP, data=named).status_code == 303
    return signed_in(product, CENTRE)


def rows(page: str) -> list[str]:
    """The cases that a queue page shows."""
    return re.findall(r'<a href="/ho-so/([^?"]+)', page)


def test_a_page_ends_and_the_next_goes_on_without_losing_or_repeating(
    officer: FlaskClient,
) -> None:
    first = officer.get("/viec").text
    following = re.search(r'href="([^"]+)">Hồ sơ sau', first)
    assert following
    second = officer.get(following[1].replace("&amp;", "&")).text
    assert len(rows(first)) == PAGE
    assert len(rows(second)) == 1
    assert not set(rows(first)) & set(rows(second))
    assert "Về đầu danh sách" in second
    assert f"{PAGE} trong {PAGE + 1} hồ sơ" in first


def test_names_are_searched_and_nothing_found_says_what_to_do(officer: FlaskClient) -> None:
    assert len(rows(officer.get("/viec?q=Vi Văn 07").text)) == 1
    nothing = officer.get("/viec?q=Không Ai").text
    assert "Không có hồ sơ nào khớp" in nothing
    assert "Bỏ lọc, xem tất cả" in nothing


def test_a_case_opened_from_a_list_knows_its_neighbours(officer: FlaskClient) -> None:
    refs = rows(officer.get("/viec").text)
    page = officer.get(f"/ho-so/{refs[1]}?ds=vi-tri").text
    assert f"hồ sơ 2 trong {PAGE + 1}" in page
    assert re.search(rf'href="/ho-so/{refs[0]}[^"]*" data-before', page)
    assert re.search(rf'href="/ho-so/{refs[2]}[^"]*" data-after', page)


def test_unknown_filters_are_refused_without_rows(officer: FlaskClient) -> None:
    answer = officer.get("/viec?ds=khac&han=khac")
    assert answer.status_code == 422
    assert rows(answer.text) == []


@pytest.mark.parametrize("address", ["/viec?ds=toi", "/viec?ds=xong"])
def test_empty_tabs_explain(officer: FlaskClient, address: str) -> None:
    answer = officer.get(address)
    assert answer.status_code == 200
    assert rows(answer.text) or 'class="empty"' in answer.text


def test_a_spoiled_place_in_the_list_is_refused_with_words(officer: FlaskClient) -> None:
    answer = officer.get("/viec?tu=khong-phai")
    assert answer.status_code == 422
    assert "<h1>" in answer.text

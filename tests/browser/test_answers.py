"""What the pages answer over HTTP, without a browser."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from api.app import create_app
from engine.accounts.demo import PASSWORD
from engine.store.database import Database
from engine.store.upgrade import upgrade
from tests.browser.acts import CENTRE
from tests.browser.serving import Product
from tests.conftest import settings_for
from web.entrance.demo_path import CITIZEN, Desk


@pytest.fixture
def client(product: Product) -> FlaskClient:
    """A visitor."""
    return product.app.test_client()


@pytest.fixture
def production(tmp_path: Path) -> Iterator[FlaskClient]:
    """A visitor of an installation in production mode."""
    database = Database(f"sqlite:///{tmp_path / 'motcua.db'}")
    upgrade(database)
    yield create_app(settings_for(tmp_path, mode="production"), database).test_client()
    database.dispose()


def token(client: FlaskClient) -> str:
    """The token that a page's forms carry."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/dang-nhap").text)
    assert found
    return found[1]


def sign_in(client: FlaskClient, product: Product, desk: Desk) -> None:
    """Step into a demo role."""
    form = {"vai": product.at_desk(desk).username, "csrf_token": token(client)}
    assert client.post("/vai", data=form).status_code == 303


@pytest.mark.parametrize("path", ["/", "/dang-nhap", "/thu-tuc", "/tra-cuu", "/khong-co"])
def test_every_page_forbids_foreign_and_inline_script_and_style(
    client: FlaskClient, path: str
) -> None:
    answer = client.get(path)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert not re.search(r"<[^>]+\s(style|on\w+)=", answer.text)


def test_static_files_are_kept_for_good_and_found_by_their_content(client: FlaskClient) -> None:
    address = re.search(r'href="(/tinh/\w+/components\.css)"', client.get("/").text)
    assert address
    kept = client.get(address[1], headers={"Accept-Encoding": "gzip"})
    assert kept.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert kept.headers["Content-Encoding"] == "gzip"
    assert len(kept.data) < 6000
    older = client.get("/tinh/000000000000/components.css")
    assert older.status_code == 200
    assert older.headers["Cache-Control"] == "no-cache"
    assert client.get("/tinh/000000000000/../forms.py").status_code == 404


def test_pages_are_sent_compressed_and_of_another_length_each_time(client: FlaskClient) -> None:
    answers = [client.get("/", headers={"Accept-Encoding": "gzip"}) for _ in range(8)]
    assert {answer.headers["Content-Encoding"] for answer in answers} == {"gzip"}
    assert len({len(answer.data) for answer in answers}) > 1
    plain = client.get("/")
    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(answers[0].data).startswith(plain.data[:100])


def test_a_form_sent_without_its_token_is_refused_with_what_to_do(
    client: FlaskClient, product: Product
) -> None:
    answer = client.post("/vai", data={"vai": product.at_desk(CENTRE).username})
    assert answer.status_code == 403
    assert "<h1>" in answer.text
    assert "tải lại" in answer.text


def test_a_visitor_is_asked_to_sign_in_and_comes_back(
    client: FlaskClient, product: Product
) -> None:
    asked = client.get("/viec?han=qua")
    assert asked.status_code == 303
    assert asked.headers["Location"] == "/dang-nhap?ve=/viec?han%3Dqua"
    form = {
        "ten": product.at_desk(CENTRE).username,
        "mat-khau": PASSWORD,
        "ve": "/viec?han=qua",
        "csrf_token": token(client),
    }
    assert client.post("/dang-nhap", data=form).headers["Location"] == "/viec?han=qua"


def test_a_wrong_password_keeps_the_user_name_and_says_so(client: FlaskClient) -> None:
    form = {"ten": "ai.do", "mat-khau": "sai", "csrf_token": token(client)}
    answer = client.post("/dang-nhap", data=form)
    assert answer.status_code == 403
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng" in answer.text
    assert 'value="ai.do"' in answer.text
    assert "<title>Lỗi: " in answer.text


@pytest.mark.parametrize("elsewhere", ["https://example.vn/", "//example.vn", "/\\example.vn"])
def test_no_form_sends_people_to_another_site(client: FlaskClient, elsewhere: str) -> None:
    form = {"co-chu": "lon", "ve": elsewhere, "csrf_token": token(client)}
    assert client.post("/hien-thi", data=form).headers["Location"] == "/"


def test_the_display_is_kept_in_a_cookie(client: FlaskClient) -> None:
    form = {"co-chu": "lon", "ve": "/thu-tuc", "csrf_token": token(client)}
    client.post("/hien-thi", data=form)
    client.post("/hien-thi", data={"nen": "cao", "csrf_token": token(client)})
    assert 'data-theme="high" data-size="large"' in client.get("/thu-tuc").text


def test_a_citizen_on_an_officers_page_is_told_whose_it_is(
    client: FlaskClient, product: Product
) -> None:
    sign_in(client, product, CITIZEN)
    answer = client.get("/viec")
    assert answer.status_code == 403
    assert "Trang này dành cho vai khác" in answer.text


def test_an_officer_without_a_counter_cannot_file_for_others(
    client: FlaskClient, product: Product
) -> None:
    sign_in(client, product, ("nghe_an", "so_noi_vu", "lanh_dao_so"))
    assert client.get("/tiep-nhan").status_code == 403
    assert "/tiep-nhan" not in client.get("/viec").text


@pytest.mark.parametrize(
    "path", ["/khong-co", "/ho-so/KHONG-CO", "/thu-tuc/nghe_an/0", "/thu-tuc/khong/0"]
)
def test_what_is_not_there_is_said_in_vietnamese_on_a_page(
    client: FlaskClient, product: Product, path: str
) -> None:
    sign_in(client, product, CENTRE)
    answer = client.get(path)
    assert answer.status_code == 404
    assert "Không tìm thấy" in answer.text
    assert "Về việc của tôi" in answer.text


def test_the_api_answers_in_its_own_format_under_the_pages(client: FlaskClient) -> None:
    assert client.get("/api/v1/khong-co").content_type == "application/problem+json"


def test_production_has_a_citizens_home_and_no_roles(production: FlaskClient) -> None:
    home = production.get("/")
    assert "Bạn cần làm giấy tờ gì?" in home.text
    assert "chạy thử" not in home.text
    answer = production.post("/vai", data={"vai": "congdan", "csrf_token": token(production)})
    assert answer.status_code == 403

"""The start page of the demonstration: a card for each kind of user, no dead button."""

import re
from html import unescape

import pytest
from flask import Flask

from engine.accounts.demo import PASSWORD
from tests.client import Api

PERSONAS = {
    "Người dân": "/thu-tuc",
    "Cán bộ một cửa": "/viec",
    "Chuyên viên": "/viec",
    "Lãnh đạo phòng": "/viec",
    "Lãnh đạo phường": "/trinh-ky",
    "Trả kết quả tập trung": "/tra-ket-qua",
    "Cơ quan kỹ thuật": "/qua-han/nguyen-nhan",
    "Người thiết kế quy trình": "/quy-trinh",
    "Quản trị tỉnh": "/su-co",
    "Người vận hành": "/tra-cuu",
}
CARD = re.compile(r'<section class="card stack t"><h3>.*?</svg> ([^<]+)</h3>(.*?)</section>')


def cards(app: Flask) -> dict[str, str]:
    """The cards of the page by their titles."""
    page = unescape(Api(app).client.get("/").text)
    return dict(CARD.findall(page.replace("\n", " ")))


def test_every_persona_has_a_card_with_one_button(app: Flask) -> None:
    found = cards(app)
    assert list(found) == list(PERSONAS)
    for title, card in found.items():
        assert card.count('class="btn') == 1, title


@pytest.mark.parametrize("title", PERSONAS)
def test_the_button_of_a_card_leads_to_a_page_that_is_there(app: Flask, title: str) -> None:
    person, card = Api(app), cards(app)[title]
    address = PERSONAS[title]
    if username := re.search(r'name="vai" value="([^"]+)"', card):
        form = {"vai": username[1], "ve": address, "csrf_token": person.token}
        answer = person.client.post("/vai", data=form)
        assert (answer.status_code, answer.location) == (303, address)
        assert f'name="ve" value="{address}"' in card
    else:
        assert f'href="{address}"' in card
    assert person.client.get(address).status_code == 200


def test_any_other_role_is_found_by_name_post_or_unit(app: Flask) -> None:
    client = Api(app).client
    everyone = client.get("/").text.partition("tat-ca")[2]
    found = client.get("/?tim=van thu truong vinh").text.partition("tat-ca")[2]
    assert found.startswith('" open')
    assert "van.ltt@nghe_an" in found
    assert 0 < found.count('name="vai"') < everyone.count('name="vai"')
    assert "Không có vai nào khớp" in client.get("/?tim=khong ai").text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_handles_no_step_begins_where_their_work_is(app: Flask) -> None:
    """Administrators, procedure control and designers signed in to an empty queue."""
    begins = {
        "quan.dm": "/quan-tri",
        "kien.cv": "/quan-tri",
        "thuy.ttb": "/quan-tri",
        "linh.ntk": "/quy-trinh",
        "bao.pq": "/viec",
        "dung.hn": "/viec",
    }
    for username, address in begins.items():
        person = Api(app)
        form = {"ten": f"{username}@nghe_an", "mat-khau": PASSWORD, "csrf_token": person.token}
        assert person.client.post("/dang-nhap", data=form).location == address, username

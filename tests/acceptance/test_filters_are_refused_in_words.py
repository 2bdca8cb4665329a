"""A list that is asked for what there isn't says so: never everything, never nothing at all."""

import re
from pathlib import Path

import pytest
from flask import Flask

import web
from engine.typed.folding import LONGEST_SEARCH
from tests.client import Api
from tests.town import PROVINCE, Town

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ADDRESSES = (
    *("/tat-ca-ho-so?dv=nope", "/tat-ca-ho-so?thu-tuc=zz", "/tat-ca-ho-so.csv?dv=nope"),
    *("/tat-ca-ho-so?gd=zz", "/tat-ca-ho-so?trang-thai=zz", "/tat-ca-ho-so?tu-ngay=zz"),
    *("/qua-han?loc=zz", "/qua-han?dv=nope", "/qua-han/nguyen-nhan?tt=zz"),
    *("/tra-ket-qua?loc=zz", "/tra-ket-qua?dv=nope", "/viec?ds=zz", "/viec?han=zz"),
    *("/quan-tri/quy-dinh?loc=zz", "/quan-tri/quy-dinh?loai=zz", "/quan-tri/quy-dinh?tt=zz"),
    *("/quan-tri/quy-dinh?dv=nope", "/quan-tri/don-vi?ngay=zz", "/quan-tri/danh-muc?sau=zz"),
    *("/tai-khoan?loc=zz", "/tai-khoan?dv=nope", "/vi-tri-trong?dv=nope", "/su-co?loc=zz"),
    *("/noi-chua-nhan?tt=zz", "/dang-nhap/nhat-ky?loai=zz", "/quyen?ten=hieu.ph&ngay=zz"),
    "/quy-trinh?loc=zz",
    "/quy-trinh?trang=zz",
)


def test_a_filter_with_a_value_that_there_is_not_is_refused_with_no_rows(
    app: Flask, town: Town
) -> None:
    ref = town.case(town.file().case_id).submission_number
    names = ("quan.dm", "dung.hn", "linh.ntk")
    people = [Api(app, f"{one}@{PROVINCE}").client for one in names]
    for address in ADDRESSES:
        answers = (one.get(address) for one in people)
        told = next(one for one in answers if one.status_code not in (403, 404))
        assert told.status_code == 422, (address, told.status_code)
        assert any(word in told.text for word in ("zz", "nope")), address
        assert ref not in told.text, address


SEARCHES = (
    *("/viec?q=", "/tat-ca-ho-so?q=", "/tra-ket-qua?q=", "/tiep-nhan?q=", "/quan-tri/phi?q="),
    *("/quan-tri/danh-muc?q=", "/quan-tri/don-vi?q=", "/tai-khoan?q=", "/huong-dan/phieu?q="),
    *("/quy-trinh?q=", "/thu-tuc?q=", "/?tim="),
)
OVER_THE_API = ("/queue?q=", "/all-cases?q=", "/results?q=", "/procedures?q=", "/collected-fees?q=")


def test_a_search_is_as_long_as_its_box_takes_and_no_longer(app: Flask, town: Town) -> None:
    people = [Api(app, f"{one}@{PROVINCE}") for one in ("quan.dm", "dung.hn", "bao.pq")]
    people.append(Api(app))
    for address in SEARCHES:
        for words, status in (("ắ" * LONGEST_SEARCH, 200), ("ắ" * (LONGEST_SEARCH + 1), 422)):
            told = [one.client.get(address + words) for one in people]
            found = [one for one in told if one.status_code in (200, 422)]
            assert {one.status_code for one in found} == {status}, (address, status)
        assert f"nhiều nhất {LONGEST_SEARCH} ký tự" in found[0].text, address
    for path in OVER_THE_API:
        known = path.replace("/coll", f"/catalogue/{PROVINCE}/coll") + "a" * (LONGEST_SEARCH + 1)
        codes = {one.get(known).json["code"] for one in people[:3]}
        assert "search_too_long" in codes, (path, codes)
    pages = Path(web.__file__).parent / "templates"
    boxes = [
        box
        for page in pages.rglob("*.html")
        for box in re.findall(r'<input [^>]*name="(?:q|tim)"[^>]*>', page.read_text())
    ]
    assert len(boxes) > 10
    assert [one for one in boxes if "LONGEST_SEARCH" not in one] == []

"""A unit works by a calendar of its own; the whole configuration is taken along from a page."""

import io
import re
import zipfile

import pytest
from flask import Flask

from engine.configuration.held import WORDS
from engine.configuration.sections import SECTIONS
from engine.organisation.tree import setting_of
from tests.acceptance.test_rules_on_pages import send
from tests.client import Api
from tests.town import PROVINCE, WARD, Town

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PAGE = "/quan-tri/lich"


def test_a_calendar_is_begun_chosen_and_its_days_stand_beside_the_provinces(
    app: Flask, town: Town
) -> None:
    admin, second = Api(app, "hieu.ph@nghe_an"), Api(app, "quan.dm@nghe_an")
    assert send(admin, f"{PAGE}/moi", ten="Lịch Trường Vinh", code="tv").status_code == 303
    assert send(admin, f"{PAGE}/don-vi", lich="tv", unit=WARD).status_code == 303
    page = admin.client.get(f"{PAGE}?lich=tv&nam=2025").text
    assert "Năm 2025 lịch này như lịch chung" in page
    day = {"lich": "tv", "day": "12/12/2025", "becomes": "off", "basis": "TB 12/TB-UBND"}
    where = send(admin, f"{PAGE}/gui", **day).location
    seen = re.findall(r'name="seen" value="(\w+)"', second.client.get(where).text)[0]
    assert send(second, f"{where}/duyet", seen=seen, **{"da-xem": "1"}).status_code == 303
    shown = admin.client.get(f"{PAGE}?lich=tv&nam=2025").text
    assert "<b>12/12/2025</b> nghỉ" in shown
    with town.database.reading() as session:
        setting = setting_of(session, PROVINCE)
    off = town.now.date().replace(day=12)
    assert not setting.calendar_of(f"{WARD}_vhxh").day(off).shifts
    assert setting.calendar.day(off).shifts
    assert send(admin, f"{PAGE}/don-vi", lich="tv", unit=WARD, thoi="1").status_code == 303
    assert "Chưa đơn vị nào" not in admin.client.get(f"{PAGE}?lich=tv").text
    waits = "Làm việc theo lịch “Giờ hành chính” thay cho “Lịch Trường Vinh”"
    page = second.client.get("/quyen").text
    assert waits in page
    assert waits in admin.client.get(f"/quan-tri/don-vi?dv={WARD}").text
    (where,) = re.findall(r'action="([^"]+/xac-nhan)"', page)
    (seen,) = re.findall(r'name="seen" value="(\w+)"', page)
    assert send(second, where, seen=seen).status_code == 303
    assert "Chưa đơn vị nào" in admin.client.get(f"{PAGE}?lich=tv").text


def test_a_calendar_that_is_there_or_has_no_name_is_not_begun(app: Flask, town: Town) -> None:
    admin = Api(app, "hieu.ph@nghe_an")
    wrong = send(admin, f"{PAGE}/moi", ten="", code="hanh_chinh")
    assert wrong.status_code == 422
    assert "Đã có lịch mã hanh_chinh" in wrong.text
    assert "Hãy ghi tên lịch" in wrong.text


def test_the_configuration_says_what_it_holds_and_is_taken_as_one_file(
    app: Flask, town: Town
) -> None:
    assert {one.path for one in SECTIONS} <= WORDS.keys()
    admin, clerk = Api(app, "hieu.ph@nghe_an"), Api(app, "kien.cv@nghe_an")
    assert "Cả cấu hình" in admin.client.get("/quan-tri/danh-muc").text
    assert "organisation/units.csv" in admin.client.get("/quan-tri/cau-hinh").text
    zipped = admin.client.get("/quan-tri/cau-hinh.zip")
    assert "organisation/units.csv" in zipfile.ZipFile(io.BytesIO(zipped.data)).namelist()
    assert "Cả cấu hình" not in clerk.client.get("/quan-tri/danh-muc").text
    assert clerk.client.get("/quan-tri/cau-hinh.zip").status_code in (403, 404)

"""What designers ask for is what they get: what there isn't is said, nothing else comes instead."""

import re
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from engine.store.catalogue import Package, PackageFile
from tests.acceptance.test_designing_pages import PAGE, posted
from tests.acceptance.test_designs import DESIGN, begun, signed_in
from tests.acceptance.test_packages import FILES
from tests.acceptance.test_two_people_publish import LATER
from tests.town import FLAGSHIP, PROVINCE, Town

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

UNREADABLE = ("goi.zip?lan=abc", "goi.zip?ban=x", "loi?trang=zz", "loi?loi=x", "xem?trang=-1")
UNKNOWN = (
    *("goi.zip?lan=0", "goi.zip?lan=9", "goi.zip?ban=9", "tep?ten=process.bpmn&lan=0"),
    *("so-sanh?ban=9", "so-sanh?ban=1&voi=9", "so-sanh?ban=9&voi=9"),
    *("loi?loai=zz", "loi?trang=99", "loi?loi=9999", "may-sua?trang=9", "xem?trang=9"),
    "xem?noi-lam=khong_co",
)


def test_numbers_and_filters_that_name_nothing_are_refused_in_words(app: Flask) -> None:
    api = begun(app, FILES)
    for address in UNREADABLE:
        answer = api.client.get(f"{PAGE}/{address}")
        assert (answer.status_code, "không phải số" in answer.text) == (422, True), address
    for address in UNKNOWN:
        answer = api.client.get(f"{PAGE}/{address}")
        assert (answer.status_code, "Không tìm thấy" in answer.text) == (404, True), address
    for address in ("linh-vuc=zz", "cap=zz", "nguoi-sua=zz", "trang=99"):
        assert api.client.get(f"/quy-trinh?{address}").status_code == 404, address


def test_the_api_refuses_them_as_the_pages_do(app: Flask) -> None:
    api = begun(app, FILES)
    asked = ("archive?revision=0", "faults?kind=zz", "faults?page=99", "explained?place=x")
    for address in (
        *(f"{DESIGN}/{one}" for one in asked),
        "/designs?sector=zz",
        "/designs?page=99",
    ):
        assert api.get(address).json["code"] == "design_not_found", address
    assert api.get(f"{DESIGN}/faults?kind=field.missing").json["faults"] == []


def test_scenarios_are_not_run_from_one_that_there_is_not(app: Flask) -> None:
    api = begun(app, FILES)
    for first, status in (("x", 422), ("99", 404)):
        answer = posted(api, f"{PAGE}/chay-thu", **{"kich-ban-dau": first})
        assert answer.status_code == status


@pytest.mark.parametrize("word", ["bo-tep", "gui-duyet", "thu-hoi", "tep"])
def test_the_address_of_a_refused_act_leads_to_a_page(app: Flask, word: str) -> None:
    answer = begun(app, FILES).client.get(f"{PAGE}/{word}", follow_redirects=True)
    assert answer.status_code == 200
    assert "chưa được ghi" not in answer.text


def test_an_unknown_address_does_not_say_that_something_was_sent(app: Flask) -> None:
    api = begun(app, FILES)
    for address in (f"{PAGE}/khongco", "/dang-xuat"):
        answer = api.client.get(address)
        assert "chưa được ghi" not in answer.text, address
        assert "Không tìm thấy trang này" in answer.text


def approved(town: Town, *days: date) -> None:
    """Versions after the first, each approved for its day."""
    with town.act() as session:
        row = session.scalars(select(Package).where(Package.procedure_code == FLAGSHIP)).one()
        told = {"procedure_code": FLAGSHIP, "published_by": "x", "diagram": row.diagram}
        for number, day in enumerate(days, start=2):
            key = {"province_code": PROVINCE, "digest": f"{number:064x}"}
            when = {"valid_from": day, "published_at": row.published_at}
            session.add(Package(**key, **told, **when, version=number))
            session.flush()
            content = FILES["procedure.toml"]
            session.add(PackageFile(**key, path="procedure.toml", content=content))


def test_a_version_that_another_of_the_day_covers_says_so(town: Town, app: Flask) -> None:
    approved(town, LATER, LATER)
    api = signed_in(app)
    rows = {row["version"]: row for row in api.get(f"{DESIGN}/versions").json}
    assert [rows[one]["state"] for one in (1, 2, 3)] == ["now", "covered", "later"]
    assert (rows[2]["covered_by"], rows[3]["covered_by"]) == (3, None)
    page = api.client.get(PAGE).text
    assert "bị bản 3 cùng ngày thay, không hồ sơ nào theo" in page
    assert "Rút bản 2" not in page


def test_differences_are_those_of_the_day_that_is_typed(town: Town, app: Flask) -> None:
    approved(town, LATER)
    dated = b"valid_from = 2025-12-15\n" + FILES["procedure.toml"]
    api = begun(app, FILES | {"procedure.toml": dated})
    sent = {"seen": "0", "basis": "", "valid_from": "08/12/2025"}
    page = posted(api, f"{PAGE}/gui-duyet", **sent)
    assert page.status_code == 409
    assert 'name="valid_from" value="08/12/2025"' in page.text
    assert "bản áp dụng từ 10/12/2025" in page.text
    assert api.get(f"{DESIGN}/proposal?day=2025-12-08").json["day"] == "2025-12-08"


def test_a_value_of_a_play_that_is_none_is_named_with_what_is_wanted(app: Flask) -> None:
    api = begun(app, FILES)
    text = next(data.decode() for path, data in FILES.items() if path.startswith("scenarios/"))
    text += '\n[[step]]\nelement = "B1"\nvalues = { tien = 1e400, chu = ["a", "b\\u0001"] }\n'
    answer = api.post(f"{DESIGN}/play", {"scenario": text})
    assert answer.status_code == 422
    assert re.search(r"values\.tien là một số vô hạn", answer.json["details"]["reason"])
    assert "một số hữu hạn" in answer.json["details"]["reason"]


def test_3000_steps_are_paged_beside_their_drawing(app: Flask) -> None:
    drawing = FILES["process.bpmn"]
    tag = re.search(rb"<(\w*:?)userTask", drawing)
    assert tag
    more = b"".join(b'<%suserTask id="T%d"/>' % (tag[1], at) for at in range(235))
    end = b"</%sprocess>" % tag[1]
    api = begun(app, FILES | {"process.bpmn": drawing.replace(end, more + end)})
    page = api.client.get(f"{PAGE}/xem?trang=2").text
    assert "250 bước" in page
    assert "Trang 2 trong 3" in page
    assert page.count('data-l="Làn, cấp"') == 100

"""Procedure control reads all catalogues, processes and fees on its own; changes none (R-71)."""

import pytest
from flask import Flask

from engine.catalogue.registers import REGISTERS
from engine.organisation.changes import Change, write_down
from engine.store.access import AccessGrant
from tests.acceptance.test_who_files import ANSWERS, FILES, MAI
from tests.client import Api
from tests.papers import AUTHORISED
from tests.shipped import publish
from tests.town import PROVINCE, WARD, Town

CONTROL = "thuy.ttb@nghe_an"
OF_CASES = ("halts", "filers", "ratings", "late", "late/causes", "late/units")
OF_PROVINCE = (
    *("organisation/{}/units", "organisation/{}/posts", "organisation/{}/vacancies"),
    *("organisation/{}/changes", "organisation/{}/calendars", "organisation/{}/substitutions"),
    *("catalogue/{}/reviews", "provinces/{}/rules", "organisation/{}/closed-services"),
    *("proposals", "designs", "access/{}/who?right=rules.keep"),
)
PAGES = (
    *("/quan-tri", "/quan-tri/con-thieu", "/quan-tri/quy-dinh", "/quan-tri/giai-thich"),
    *("/quan-tri/phi", "/quan-tri/phi/tai-khoan", "/quan-tri/don-vi", "/quan-tri/lich"),
    *("/quan-tri/ra-soat", f"/quan-tri/ra-soat/{WARD}"),
    *("/tat-ca-ho-so", "/qua-han", "/qua-han/nguyen-nhan", "/qua-han/don-vi", "/giam-sat"),
    *("/giam-sat/tu-choi",),
    *("/danh-gia", "/ai-nop-ho-so", "/quyen", "/vi-tri-trong", "/noi-chua-nhan"),
    *("/quan-tri/chuc-danh", "/quan-tri/dau-moi", "/quan-tri/nhat-ky"),
    *("/don-vi-phuc-vu", "/quy-trinh", "/cho-cong-bo", "/quyen/vai-tro"),
    *(f"/quan-tri/danh-muc/{name}" for name in REGISTERS),
)
NOT_THEIRS = ("/he-thong-ngoai", "/tai-khoan", "/tai-khoan/quan.dm", "/dang-nhap/nhat-ky", "/su-co")
"""Accounts, keys, sign-ins and dossiers that stand still are no catalogue, process or fee."""


@pytest.mark.long_on_postgres
def test_procedure_control_opens_every_page_and_finds_no_form_that_changes(
    app: Flask, town: Town
) -> None:
    publish(town, "giay_phep_nha_o")
    control = Api(app, CONTROL)
    for address in PAGES:
        answer = control.client.get(address)
        assert answer.status_code == 200, address
        main = answer.text.split("<main")[1].split("</main>")[0]
        assert 'method="post"' not in main, address
    home = control.client.get("/quan-tri").text
    assert "Rút ngắn thời hạn" not in home
    for address in ("/quan-tri/phi", "/quan-tri/danh-muc", "/quan-tri/ra-soat", "/quan-tri/lich"):
        assert f'href="{address}"' in home
    for address in ("/quan-tri/nhap", *NOT_THEIRS):
        assert control.client.get(address).status_code in (403, 404), address
        assert f'href="{address}"' not in home, address


def test_procedure_control_reads_the_same_over_the_api(app: Flask) -> None:
    control = Api(app, CONTROL)
    paths = [f"oversight/{one}" for one in OF_CASES] + [one.format(PROVINCE) for one in OF_PROVINCE]
    answers = {path: control.get(f"/{path}").status_code for path in paths}
    assert answers == dict.fromkeys(paths, 200)


@pytest.mark.long_on_postgres
def test_who_looks_over_without_reading_is_told_of_no_person(app: Flask, town: Town) -> None:
    town.file(person=MAI, answers=ANSWERS, documents=FILES, authorisation=AUTHORISED)
    people = ("Lê Văn Thành", "Lê Thị Mai")
    for who, told in ((CONTROL, False), ("quan.dm@nghe_an", False), ("dung.hn@nghe_an", True)):
        person = Api(app, who)
        page = person.client.get("/ai-nop-ho-so?ds=represented&ngay=1/12/2025").text
        (row,) = person.get("/oversight/filers?which=represented&since=2025-12-01").json["rows"]
        assert row["may_read"] is told, who
        assert [name in page for name in people] == [told, told], who
        assert "Giấy ủy quyền số 12/UQ" in row["words"]
        assert ("Mai" in row["words"], row["applicant_name"] is None) == (told, not told)


def test_an_auditor_reads_the_changes_of_the_units_in_their_reach_and_no_others(
    app: Flask, town: Town
) -> None:
    given = {"province_code": PROVINCE, "id": "a" * 32, "role": "auditor", "basis": "1/QĐ"}
    told = [
        ("appointments", "1", {"unit_code": f"{WARD}_kt", "title": "Của phường"}),
        ("units", WARD, {"code": WARD, "name": "Của phường"}),
        ("appointments", "2", {"unit_code": "so_noi_vu", "title": "Của sở"}),
        ("positions", "chuyen_vien", {"code": "chuyen_vien", "title": "Của tỉnh"}),
    ]
    with town.act() as session:
        officer = town.officer("phuoc.hh").officer_id
        day = town.now.date()
        session.add(AccessGrant(**given, officer_id=officer, unit_code=WARD, valid_from=day))
        write_down(
            session,
            province_code=PROVINCE,
            account_id=None,
            name="motcua",
            changes=[
                *(Change("changed", *row[:2], row[2], {**row[2], "x": 1}) for row in told),
                Change("removed", "focal_persons", "3", {"unit_code": WARD, "duty": "x"}, None),
            ],
            now=town.now,
        )
    auditor, control = Api(app, "phuoc.hh@nghe_an"), Api(app, CONTROL)
    read = auditor.get(f"/organisation/{PROVINCE}/changes").json
    assert [(one["subject"], one["subject_key"]) for one in read] == [
        *(("focal_persons", "3"), ("units", WARD), ("appointments", "1"))
    ]
    assert len(control.get(f"/organisation/{PROVINCE}/changes").json) >= len(told) + 1
    page = auditor.client.get("/quan-tri/nhat-ky")
    assert "của các đơn vị trong phạm vi bạn được giao" in page.text
    assert ("Của phường" in page.text, "Của sở" in page.text) == (True, False)
    refused = Api(app, "kien.cv@nghe_an").get(f"/organisation/{PROVINCE}/changes")
    assert (refused.status_code, refused.json["code"]) == (403, "not_administrator")

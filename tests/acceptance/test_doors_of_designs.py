"""What comes to the doors of designing: codes, numbers, versions that nothing can be named by."""

import io
import re
from typing import Any
from urllib.parse import unquote

import pytest
from flask import Flask

from engine.publishing.archive import read_archive
from tests.acceptance.test_designing_pages import PAGE, broken, posted
from tests.acceptance.test_designs import CONTROL, DESIGN, ELSEWHERE, begun, sent, signed_in
from tests.acceptance.test_packages import FILES, changed
from tests.client import Api
from tests.town import FLAGSHIP, Town

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SECOND = "quan.dm"
HUGE = 99_999_999_999_999_999_999


def test_a_code_that_no_address_can_name_begins_no_draft(app: Flask) -> None:
    api = signed_in(app)
    files = {"them.csv": b"x\n"}
    for code in ("a/b", "../x", "..", "<b>", "9.1 0", "%2e%2e", "9.1?x", "mã"):
        refused = posted(api, "/quy-trinh", files, **{"ma": code, "linh-vuc": "Bảo trợ xã hội"})
        assert refused.status_code == 422, code
        assert "chỉ được gồm chữ không dấu" in refused.text
    manifest = changed()["procedure.toml"].replace(b'code = "', b'code = "a/')
    told = sent(api, {"procedure.toml": manifest}, "/designs").json
    assert told["code"] == "design_refused"
    assert not [row for row in api.get("/designs").json["rows"] if row["draft"]]


def test_numbers_too_large_for_any_database_are_refused(app: Flask) -> None:
    api = begun(app, FILES)
    for door, body in (("take", "version"), ("restore", "number"), ("mend", "seen")):
        assert api.post(f"{DESIGN}/{door}", {body: HUGE}).status_code == 422
    for query in (
        f"file?path=x&revision={HUGE}",
        f"archive?revision={HUGE}",
        f"faults?page={HUGE}",
    ):
        assert api.get(f"{DESIGN}/{query}").status_code == 422


def test_every_number_that_the_api_takes_is_bounded(app: Flask) -> None:
    told = signed_in(app).get("/openapi.json").json
    free: list[str] = []

    def follow(at: str, schema: dict[str, Any], seen: frozenset[str] = frozenset()) -> None:
        if not schema:
            return
        name = schema.get("$ref", "").rpartition("/")[2]
        if name and name not in seen:
            follow(at, told["components"]["schemas"][name], seen | {name})
        kind = schema.get("type", "")
        if "integer" in kind and "maximum" not in schema and "enum" not in schema:
            free.append(at)
        inner = [*schema.get("properties", {}).items(), ("items", schema.get("items", {}))]
        for key, one in [*inner, *(("", one) for one in schema.get("allOf", ()))]:
            follow(f"{at} {key}", one, seen)

    for path, doors in told["paths"].items():
        for method, door in ((k, v) for k, v in doors.items() if isinstance(v, dict)):
            for one in door.get("parameters", ()):
                follow(f"{method} {path} {one.get('name')}", one.get("schema", {}))
            for kind in door.get("requestBody", {}).get("content", {}).values():
                follow(f"{method} {path}", kind["schema"])
    assert free == []


def test_a_published_version_comes_as_it_was(app: Flask) -> None:
    api = begun(app, FILES | {"them.csv": b"x\n"})
    assert read_archive(api.get(f"{DESIGN}/archive?version=1").data) == FILES
    assert "them.csv" in read_archive(api.get(f"{DESIGN}/archive?revision=1").data)
    assert api.get(f"{DESIGN}/archive?version=7").status_code == 404
    assert api.get(f"{DESIGN}/archive?version=1&revision=1").status_code == 422
    assert api.client.get(f"{PAGE}/goi.zip?ban=1").status_code == 200


def sent_for_approval(api: Api) -> str:
    """The draft of the flagship, proposed; where its proposal is shown."""
    answer = api.post(f"{DESIGN}/propose", {"seen": api.get(DESIGN).json["revision"]})
    assert answer.status_code == 200, answer.text
    return f"/cho-cong-bo/{answer.json['id']}"


def test_procedure_control_reads_what_waits_and_is_offered_nothing(app: Flask) -> None:
    api = begun(app, broken())
    control = signed_in(app, CONTROL)
    for address in ("/quy-trinh", PAGE, f"{PAGE}/loi", f"{PAGE}/cong-bo", f"{PAGE}/doi-chieu"):
        page = control.client.get(address)
        assert page.status_code == 200, address
        assert "Xem và sửa" not in page.text
        assert "Để máy sửa" not in page.text
        assert not re.search(r">(Sửa \d+ lỗi|Gửi duyệt)<", page.text), address
    begun(app, changed("Khác"))
    shown = sent_for_approval(api)
    assert shown in control.client.get("/cho-cong-bo").text
    page = control.client.get(shown).text
    assert "Duyệt công bố" not in page
    assert "Rút đề nghị" not in page
    assert control.get(f"{DESIGN}/proposal").json["sent"] is True
    assert [row["acts"] for row in control.get("/proposals").json] == [[]]
    assert posted(control, f"{shown}/tra-lai", remark="Không").status_code == 403
    assert signed_in(app, ELSEWHERE).client.get(shown).status_code == 404


def test_the_same_files_are_not_offered_for_sending_twice(app: Flask) -> None:
    api = begun(app, changed("Khác"))
    assert "Gửi duyệt</button>" in api.client.get(f"{PAGE}/cong-bo").text
    sent_for_approval(api)
    page = api.client.get(f"{PAGE}/cong-bo").text
    assert "đang chờ duyệt</h1>" in page
    assert "Gửi duyệt</button>" not in page
    assert "Công bố…" not in api.client.get(PAGE).text
    begun(app, changed("Khác nữa"))
    assert "Gửi duyệt</button>" in api.client.get(f"{PAGE}/cong-bo").text
    assert "Gửi đề nghị thu hồi</button>" in api.client.get(PAGE).text
    end = {"procedure_code": FLAGSHIP, "basis": "Quyết định 15/QĐ-UBND"}
    assert api.post("/proposals/retirements", end).status_code == 200
    assert "Gửi đề nghị thu hồi</button>" not in api.client.get(PAGE).text


def test_what_was_sent_back_is_told_until_it_is_made_anew(app: Flask, town: Town) -> None:
    api, second = begun(app, changed("Khác")), signed_in(app, SECOND)
    shown = sent_for_approval(api)
    assert posted(second, f"{shown}/tra-lai", remark="Tên chưa đúng").status_code == 303
    assert "Tên chưa đúng" in api.client.get(PAGE).text
    town.wait(hours=1)
    begun(app, changed("Khác nữa"))
    shown = sent_for_approval(api)
    assert "Tên chưa đúng" not in api.client.get(PAGE).text
    assert posted(api, f"{shown}/rut").status_code == 303
    assert "Tên chưa đúng" not in api.client.get(PAGE).text


def test_what_was_not_compared_is_not_said_to_be_the_same(app: Flask) -> None:
    page = begun(app, broken()).client.get(f"{PAGE}/cong-bo").text
    assert "decision.csv" not in page
    assert "0 chỗ khác" not in page
    assert "dòng khác quyết định mà chưa có lý do" in page  # what can be compared is


@pytest.mark.parametrize("size", [10, 91_000])
def test_who_sends_files_after_the_session_ended_is_asked_to_sign_in(app: Flask, size: int) -> None:
    visitor = Api(app)
    form = {"csrf_token": "x", "package": (io.BytesIO(b"x" * size), "to.bpmn")}
    referer = {"Referer": f"http://localhost{PAGE}"}
    answer = visitor.client.post(f"{PAGE}/tep", data=form, headers=referer)
    assert answer.status_code == 303
    assert f"ve={PAGE}" in unquote(answer.location)
    assert "Phiên đăng nhập đã hết" in visitor.client.get(answer.location).text


def test_a_draft_is_thrown_away_and_can_be_taken_back(app: Flask) -> None:
    api = begun(app, broken())
    assert posted(signed_in(app, CONTROL), f"{PAGE}/bo-nhap").status_code == 403
    assert posted(api, f"{PAGE}/bo-nhap", seen="1").location == PAGE
    assert not [row for row in api.get("/designs").json["rows"] if row["draft"]]
    page = api.client.get(PAGE).text
    assert "Bắt đầu bản nháp" in page
    assert "bỏ cả bản nháp" in page
    assert api.post(f"{DESIGN}/restore", {"number": 1, "seen": 2}).json["revision"] == 3
    assert api.post(f"{DESIGN}/drop", {"seen": 3}).json["removed"] == sorted(FILES)

"""Whatever comes from outside is answered: read as it is meant, or refused with a code and a word.

Who may come in is asked before what they bring is read.
"""

import base64
import io
import json
import re
import threading
import zipfile
from typing import Any

import pytest
from flask import Flask
from openpyxl import Workbook

from api.app import BLUEPRINTS
from api.http.bodies import MOST_FIELDS, MOST_VALUES
from api.http.doors import SMALL, WITHOUT_FILES, open_door
from api.http.problems import MOST_TOLD
from engine.catalogue.registers import REGISTERS
from engine.errors import SheetUnreadable
from engine.organisation.sheets import read_sheet
from tests.acceptance.test_the_api import RECEIVER, filing
from tests.client import Api
from tests.town import CENTRE, PROVINCE, WARD, Town

JSON = "application/json"
TOO_DEEP = "[" * 1000 + "]" * 1000
BODIES: dict[str, tuple[str | bytes, str, int]] = {
    "lists within lists": (TOO_DEEP, JSON, 422),
    "objects within objects": ('{"a":' * 100_000 + "1" + "}" * 100_000, JSON, 422),
    "a number of 5,000 digits": (f'{{"channel": {"9" * 5000}}}', JSON, 422),
    "a number beyond all numbers": ('{"answers": {"a": 1e999}}', JSON, 422),
    "no number": ('{"answers": {"a": NaN}}', JSON, 422),
    "half an object": ("{", JSON, 422),
    "bytes that are no UTF-8": (b'{"channel": "\xff"}', JSON, 422),
    "UTF-16": (json.dumps(filing()).encode("utf-16"), JSON, 422),
    "another charset": (json.dumps(filing()), f"{JSON}; charset=windows-1258", 415),
    "an unknown charset": (json.dumps(filing()), f"{JSON}; charset=foo", 415),
    "another kind": (json.dumps(filing()), "text/plain", 415),
    "a form": (b"channel=online", "application/x-www-form-urlencoded", 422),
    "the character NUL": ('{"channel": "\\u0000"}', JSON, 400),
    "half a character": ('{"\\ud83d": 1}', JSON, 400),
    "nothing": ("", JSON, 422),
    "a list for an object": ("[]", JSON, 422),
    "null": ("null", JSON, 422),
}


ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""What the gate refuses never comes to the database, of whatever kind it is."""


@pytest.fixture
def strict(app: Flask) -> Flask:
    """The application as it runs: what nobody catches is a 500."""
    app.testing = False
    return app


def sent(client: Api, path: str, body: str | bytes, kind: str = JSON, **headers: str) -> Any:
    told = {"X-CSRF-Token": client.token, "Content-Type": kind, **headers}
    return client.client.post(f"/api/v1{path}", data=body, headers=told)


@ONE
def test_a_body_that_cant_be_read_is_refused_with_a_code(strict: Flask) -> None:
    citizen = Api(strict, "congdan")
    got = {name: sent(citizen, "/cases", *tried[:2]) for name, tried in BODIES.items()}
    assert {name: one.status_code for name, one in got.items()} == {
        name: status for name, (_, _, status) in BODIES.items()
    }
    assert all(one.json["code"] and one.json["title"] for one in got.values())


@ONE
def test_who_is_not_signed_in_or_is_somebody_else_is_told_so_before_a_body_is_read(
    strict: Flask,
) -> None:
    visitor, citizen = Api(strict), Api(strict, "congdan")
    changing = [
        rule
        for rule in strict.url_map.iter_rules()
        if rule.rule.startswith("/api/v1") and "POST" in (rule.methods or ())
    ]
    doors = {one.name: getattr(one, "door", open_door) for one in BLUEPRINTS}
    guarded = [rule for rule in changing if doors[rule.endpoint.split(".")[0]] is not open_door]
    assert len(guarded) > len(changing) / 2
    for rule in guarded:
        path = rule.rule.removeprefix("/api/v1").replace("<", "").replace(">", "")
        assert sent(visitor, path, TOO_DEEP).status_code == 401, rule
        if not rule.endpoint.startswith(("cases.", "drafts.", "own_acts.")):
            assert sent(citizen, path, TOO_DEEP).status_code == 403, rule


PLAN: dict[str, Any] = {"old": "xa_con_cuong", "new": WARD, "day": "2027-01-04", "choices": {}}
DAY: dict[str, Any] = {"calendar": "nghe_an", "day": "2027-01-04", "becomes": "off", "name": "lễ"}


@ONE
def test_a_plan_with_a_sign_that_nobody_can_see_is_refused_in_words(strict: Flask) -> None:
    admin = Api(strict, "quan.dm@nghe_an")
    for sign in ("\x1b", "\x8c", "\u202e", "\u2028"):
        bad = f"a{sign}a"
        for path, body in (
            *(("reorganisations", {**PLAN, field: bad}) for field in ("old", "new")),
            ("reorganisations", {**PLAN, "choices": {bad: WARD}}),
            ("reorganisations", {**PLAN, "choices": {WARD: bad}}),
            ("reorganisations", {**PLAN, "parts": [{"code": "x", "name": bad}]}),
            *(("calendar-days", {**DAY, field: bad}) for field in ("calendar", "name")),
        ):
            for door, more in (("/dry-run", {}), ("", {"basis": "1/NQ-HĐND"})):
                got = admin.post(f"/proposals/{path}{door}", {**body, **more})
                told = (got.status_code, got.json["code"])
                assert told == (422, "text_unreadable"), (path, door, body, got.text)


@ONE
def test_who_administers_nothing_is_told_so_before_a_body_is_read(strict: Flask) -> None:
    refused = sent(Api(strict, RECEIVER), "/organisation/nghe_an/posts", TOO_DEEP)
    assert (refused.status_code, refused.json["code"]) == (403, "not_administrator")


@ONE
def test_a_visitor_brings_little(strict: Flask) -> None:
    visitor = Api(strict)
    big = json.dumps({"username": "congdan", "password": "x" * SMALL})
    assert sent(visitor, "/session", big).status_code == 413
    form = {"csrf_token": visitor.token, "ten": "congdan", "mat-khau": "x" * SMALL}
    assert visitor.client.post("/dang-nhap", data=form).status_code == 413


@ONE
def test_a_body_of_too_many_values_is_not_built(strict: Flask) -> None:
    citizen = Api(strict, "congdan")
    texts = '{"a":"\\"' + ",:[{" * MOST_VALUES + '"}'
    for body, refused in (
        ("[" + "0," * MOST_VALUES + "0]", True),
        ("{" + '"a\\"":0,' * MOST_VALUES + '"b":0}', True),
        (f"[{texts}, " + "[]," * MOST_VALUES + "0]", True),
        (f"[{texts}, " + "0," * (MOST_VALUES - 100) + "0]", False),
    ):
        told = sent(citizen, "/cases", body).json
        assert (told["code"] == "body_unreadable" and "20.000 giá trị" in told["title"]) is refused


@ONE
def test_an_operation_without_files_takes_no_body_as_large_as_files(strict: Flask) -> None:
    admin = Api(strict, "quan.dm@nghe_an")
    large = json.dumps({"name": "a.csv", "content": "=" * WITHOUT_FILES})
    answers = {
        path: sent(admin, f"/organisation/nghe_an/{path}", large).status_code
        for path in ("posts", "units", "posts/import")
    }
    assert answers == {"posts": 413, "units": 413, "posts/import": 422}


@ONE
def test_of_many_errors_the_first_are_told_and_how_many_more_there_are(strict: Flask) -> None:
    body = {"kind": "filing", "target": "a", "title": "a", "answers": {"a": [0] * 300, "b": [0]}}
    citizen = Api(strict, "congdan")
    refused = citizen.client.put(
        f"/api/v1/drafts/{'a' * 32}", json=body, headers={"X-CSRF-Token": citizen.token}
    )
    assert (refused.status_code, refused.json["code"]) == (422, "request_invalid")
    details = refused.json["details"]
    assert len(details["errors"]["json"]["answers"]["a"]["value"]) == MOST_TOLD
    assert (details["more"], "Và 251 lỗi nữa." in refused.json["title"]) == (251, True)


@ONE
def test_a_form_of_thousands_of_fields_is_not_read(strict: Flask) -> None:
    citizen = Api(strict, "congdan")
    kind = "application/x-www-form-urlencoded"
    for fields, status in ((MOST_FIELDS - 10, 403), (MOST_FIELDS, 413)):
        form = "&".join(["a="] * fields) + "&b="
        told = citizen.client.post("/dang-xuat", data=form, content_type=kind)
        assert told.status_code == status


@ONE
class Endless(io.RawIOBase):
    """A body that does not end; ``given``: how much of it was read."""

    given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self.given += len(buffer)
        buffer[:] = b"x" * len(buffer)
        return len(buffer)


@ONE
@pytest.mark.parametrize("address", ["/dang-nhap", "/tra-cuu", "/api/v1/session", "/khong-co"])
def test_a_body_without_a_length_is_read_no_further_than_it_may_be(
    strict: Flask, address: str
) -> None:
    body, api = Endless(), address.startswith("/api/")
    answer = strict.test_client().post(
        address,
        headers={"Transfer-Encoding": "chunked"},
        content_type="application/json" if api else "application/x-www-form-urlencoded",
        environ_overrides={"wsgi.input": body, "wsgi.input_terminated": True},
    )
    assert answer.status_code in (403, 404, 413)
    assert body.given <= 2 * SMALL


def test_a_file_that_is_no_base64_is_refused_everywhere(strict: Flask) -> None:
    citizen, admin = Api(strict, "congdan"), Api(strict, "quan.dm@nghe_an")
    for content in ("ệ", "a", "a===", "\x7f", "=", "YQ==\n"):
        body, table = filing(), {"name": "a.csv", "content": content}
        body["documents"][0]["content"] = content
        assert citizen.post("/cases", body).json["code"] == "file_refused"
        for path in (
            "/organisation/nghe_an/posts/import",
            "/catalogue/nghe_an/procedure-lists",
        ):
            assert admin.post(path, table).json["code"] == "file_refused"
        whole = {"content": content}
        assert admin.post("/configuration/nghe_an/compare", whole).json["code"] == "file_refused"


@ONE
def test_a_file_name_is_one_line_of_text(strict: Flask) -> None:
    citizen = Api(strict, "congdan")
    for name in ["a\nb.pdf", "a\r\nSet-Cookie: b.pdf", "\u202efdp.exe", "\x07"]:
        body = filing()
        body["documents"][0]["name"] = name
        refused = citizen.post("/cases", body)
        assert (refused.status_code, refused.json["code"]) == (422, "file_refused")


@ONE
def test_a_return_address_that_no_header_holds_leads_home(strict: Flask) -> None:
    visitor = Api(strict)
    for back in ["/a\r\nX: y", "/a\nb", "/\x85", "//[", "/\u2028", "http://[", "x"]:
        form = {"csrf_token": visitor.token, "ve": back}
        answer = visitor.client.post("/hien-thi", data=form, headers={"Referer": "http://[x"})
        assert (answer.status_code, answer.headers["Location"]) == (303, "/")


@ONE
def test_a_place_at_the_end_of_time_is_no_place_in_a_list(strict: Flask) -> None:
    officer = Api(strict, RECEIVER)
    for year in ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"]:
        for place in ([None, year, "a"], [year, year, "a"]):
            cursor = base64.urlsafe_b64encode(json.dumps(place).encode()).decode()
            refused = officer.get(f"/queue?cursor={cursor}")
            assert (refused.status_code, refused.json["code"]) == (422, "cursor_invalid")


@ONE
def test_a_day_of_another_age_is_refused_in_a_query(strict: Flask) -> None:
    officer = Api(strict, RECEIVER)
    for path in [
        "/organisation/nghe_an/units?day=0001-01-01",
        "/organisation/nghe_an/posts?day=9999-12-31",
        f"/provinces/nghe_an/rules-explained?procedure=a&unit={WARD}&day=0001-01-01",
        f"/provinces/nghe_an/rules-explained?procedure=a&unit={CENTRE}&known_at=0001-01-01T00:00Z",
        f"/queue?limit={'9' * 5000}",
    ]:
        refused = officer.get(path)
        assert (refused.status_code, refused.json["code"]) == (422, "request_invalid")


@ONE
def test_a_key_is_refused_and_never_cut(strict: Flask) -> None:
    citizen = Api(strict, "congdan")
    for key in ("k" * 201, "", "khóa", "a b"):
        refused = sent(citizen, "/cases", json.dumps(filing()), **{"Idempotency-Key": key})
        assert (refused.status_code, refused.json["code"]) == (422, "idempotency_key_refused")
    longest = {"Idempotency-Key": "k" * 200}
    assert citizen.post("/cases", filing(), **longest).status_code == 200


def test_one_key_sent_by_many_at_once_files_once(strict: Flask) -> None:
    citizen = Api(strict, "congdan")
    clients, answers = [citizen.client] + [strict.test_client() for _ in range(15)], []
    cookie = citizen.client.get_cookie("motcua")
    assert cookie is not None
    start = threading.Barrier(len(clients))

    def file(client: Any) -> None:
        client.set_cookie("motcua", cookie.value)
        headers = {"X-CSRF-Token": citizen.token, "Idempotency-Key": "k"}
        start.wait()
        answers.append(client.post("/api/v1/cases", json=filing(), headers=headers))

    threads = [threading.Thread(target=file, args=(one,)) for one in clients]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert {one.status_code for one in answers} == {200}
    assert len({one.json["case_id"] for one in answers}) == 1


def workbook(member: str, content: bytes) -> bytes:
    """A good workbook with one member of its zip changed."""
    book, made, out = Workbook(), io.BytesIO(), io.BytesIO()
    book.active.append(["Mã"])
    book.save(made)
    with zipfile.ZipFile(made) as good, zipfile.ZipFile(out, "w") as bad:
        for name in good.namelist():
            bad.writestr(name, content if name == member else good.read(name))
    return out.getvalue()


DTD = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><a>&d;</a>'


@pytest.mark.filterwarnings("ignore:Workbook contains no stylesheet")
def test_a_hostile_workbook_raises_nothing_but_its_refusal() -> None:
    members = ("workbook.xml", "worksheets/sheet1.xml", "styles.xml", "_rels/workbook.xml.rels")
    refused = 0
    for member in members:
        for content in (DTD, b"", b"<a", b"\xff\xfe", b"<a/>"):
            book = workbook(f"xl/{member}", content)
            try:
                read_sheet(book, name="a.xlsx", headings={"a": ["Mã"]}, required=["a"])
            except SheetUnreadable:
                refused += 1
    assert refused >= 15


@ONE
def test_every_operation_tells_its_errors_as_problem_details(app: Flask) -> None:
    told = app.test_client().get("/api/v1/openapi.json").json
    assert told is not None
    for path, item in told["paths"].items():
        for method, operation in item.items():
            if method == "parameters":
                continue
            errors = {k: v for k, v in operation["responses"].items() if k != "200"}
            assert {"400", "503", "default"} <= set(errors), (method, path)
            for answer in errors.values():
                name = answer["$ref"].rpartition("/")[2]
                assert list(told["components"]["responses"][name]["content"]) == [
                    "application/problem+json"
                ]


def described(app: Flask) -> Any:
    """Each operation of the API's description: address, verb, and what is told of it."""
    spec = app.test_client().get("/api/v1/openapi.json").json
    assert spec is not None
    for path, item in spec["paths"].items():
        for verb in {"get", "post", "put"} & item.keys():
            yield path.removeprefix("/api/v1"), verb, item[verb], spec["components"]


ODD = ("x", "31/12/2026", "-1", "9" * 30, "1e9", "maybe", '{"a":1}', '{"a":null}', "[1]", "NaN")


@ONE
def test_a_field_of_a_form_beside_files_is_refused_at_its_name(strict: Flask) -> None:
    admin, told = Api(strict, "quan.dm@nghe_an"), {}
    for path, _, operation, parts in described(strict):
        content = operation.get("requestBody", {}).get("content", {})
        if "multipart/form-data" not in content:
            continue
        name = content["multipart/form-data"]["schema"]["$ref"].rpartition("/")[2]
        for field, kind in parts["schemas"][name]["properties"].items():
            for odd in ODD if kind.get("type") != "array" else ():
                form = {field: odd, "package": (io.BytesIO(b"a=1"), "m.toml")}
                headers = {"X-CSRF-Token": admin.token}
                url = "/api/v1" + path.replace("{code}", "2.000635")
                got = admin.client.post(url, data=form, headers=headers)
                assert got.status_code in (200, 404, 422), (path, field, odd, got.text)
                if got.json.get("code") == "request_invalid":
                    told.setdefault(f"{path} {field}", got.json["details"]["errors"])
    for at in (
        *("/proposals/packages valid_from", "/proposals/packages reasons"),
        *("/designs seen", "/designs alone", "/designs/{code}/files seen"),
    ):
        assert list(told[at]["form"]) == [at.rpartition(" ")[2]]
    day = ["Phải là ngày có thật, viết dạng 2026-12-31."]
    assert told["/proposals/packages valid_from"]["form"]["valid_from"] == day


@ONE
def test_no_word_of_a_query_breaks_a_list(strict: Flask, town: Town) -> None:
    """Whatever a parameter is asked for, of every register as well."""
    officer = Api(strict, "quan.dm@nghe_an")
    names = {"province_code": PROVINCE, "code": "2.000635", "ref": "H-0", "unit_code": WARD}
    broken, asked = [], 0
    for path, verb, operation, _ in described(strict):
        given = [one["name"] for one in operation.get("parameters", []) if one["in"] == "query"]
        for register in REGISTERS if "{register_name}" in path else ("procedures",):
            known = {**names, "register_name": register}
            url = re.sub(r"{(\w+)}", lambda found, known=known: known.get(found[1], "0" * 32), path)
            for name in given if verb == "get" else ():
                for odd in ("x", "31/12/2026", "9" * 30):
                    got = officer.client.get(f"/api/v1{url}", query_string={name: odd})
                    asked += 1
                    broken += [(url, name, odd)] if got.status_code >= 500 else []
    assert asked > 100
    assert not broken
    sectors = officer.get("/catalogue/nghe_an/registers/sectors?procedure_code=2.000635")
    assert (sectors.status_code, sectors.json["code"]) == (422, "register_not_by_procedure")

"""What comes to the doors of designing: codes, numbers, versions that nothing can be named by."""

from typing import Any

import pytest
from flask import Flask

from engine.publishing.archive import read_archive
from tests.acceptance.test_designing_pages import PAGE, posted
from tests.acceptance.test_designs import DESIGN, begun, sent, signed_in
from tests.acceptance.test_packages import FILES, changed

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
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

"""Whatever the table of constructs lets into a form is filed and reads back equal, both ways."""

import base64
import json
import re
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from engine.accounts.demo import PASSWORD
from engine.catalogue.components import components
from engine.catalogue.forms.constructs import CONSTRUCTS, Construct
from engine.catalogue.manifest_file import read_manifest
from engine.store.cases import Case, Dossier
from tests.acceptance.test_packages import FILES
from tests.client import Api
from tests.papers import PDF
from tests.town import CENTRE, FLAGSHIP, MAIN_PATH, PROVINCE, Town
from tests.two_people import published
from web.forms.places import FILING
from web.forms.uploads import paper_field

ASKING = [row for row in CONSTRUCTS.values() if row.role in ("asks", "repeats")]
MANIFEST = read_manifest(FILES["procedure.toml"]).manifest
assert MANIFEST is not None
OWED = [one.asked.code for one in components(MANIFEST) if one.owed(MAIN_PATH.answers)]


ADDRESS = f"/nop/{PROVINCE}/{FLAGSHIP}"


def token_in(client: FlaskClient, path: str) -> str:
    found = re.search(r'csrf_token" value="([^"]+)"', client.get(path).text)
    assert found
    return found[1]


def citizen_of(app: Flask) -> FlaskClient:
    client = app.test_client()
    known = {"ten": "congdan", "mat-khau": PASSWORD, "csrf_token": token_in(client, "/tra-cuu")}
    assert client.post("/dang-nhap", data=known).status_code == 303
    return client


def key_of(row: Construct) -> str:
    return "hoi_" + re.sub(r"\W", "_", row.type)


def question(row: Construct) -> dict[str, Any]:
    """A required question of this construct, as form-js writes it."""
    kind, _, subtype = row.type.partition("/")
    asked: dict[str, Any] = {"type": kind, "label": f"Hỏi {row.type}", "key": key_of(row)}
    if subtype:
        asked = {
            "type": kind,
            "subtype": subtype,
            "dateLabel": f"Hỏi {row.type}",
            "key": key_of(row),
        }
    if row.control in ("choice", "select", "checks"):
        asked["values"] = [{"value": 2, "label": "Hai"}, {"value": 3, "label": "Ba"}]
    if row.role == "repeats":
        inner = {"type": "textfield", "key": "ten", "label": "Tên", "validate": {"required": True}}
        return {"type": kind, "path": key_of(row), "label": "Các dòng", "components": [inner]}
    return asked | {"validate": {"required": True}}


def with_every_construct() -> dict[str, bytes]:
    schema = json.loads(FILES["forms/filing.json"])
    schema["components"] += [
        *(question(row) for row in ASKING),
        *({"type": kind, "text": "Lời dặn"} for kind in ("text",)),
        {"type": "separator"},
        {"type": "group", "label": "Nhóm", "components": []},
    ]
    # The shipped scenarios answer another form; samples then stand for them.
    files = {path: content for path, content in FILES.items() if not path.startswith("scenarios/")}
    return {**files, "forms/filing.json": json.dumps(schema, ensure_ascii=False).encode()}


def kept(town: Town, number: str) -> Mapping[str, object]:
    query = select(Dossier.answers).join(Case, Case.id == Dossier.case_id)
    with town.database.reading() as session:
        return session.scalars(query.where(Case.submission_number == number)).one()


def assert_kept_and_shown(town: Town, client: Any, number: str) -> None:
    answers = kept(town, number)
    assert {key_of(row): answers.get(key_of(row)) for row in ASKING} == {
        key_of(row): row.example for row in ASKING
    }
    shown = client.get(f"/api/v1/cases/{number}").json["answers"]
    by_key = {one["key"]: one["value"] for one in shown}
    assert {row.type: by_key[key_of(row)] for row in ASKING} == {
        row.type: row.shown for row in ASKING
    }


def test_every_construct_is_sent_over_the_api_and_reads_back_equal(app: Flask, town: Town) -> None:
    published(town, with_every_construct())
    api = Api(app, "congdan")
    pdf = base64.b64encode(PDF).decode()
    by_files = [key_of(row) for row in ASKING if row.control == "file"]
    body = {
        "province_code": PROVINCE,
        "procedure_code": FLAGSHIP,
        "channel": "online",
        "receiving_unit": CENTRE,
        "returning_unit": CENTRE,
        "answers": dict(MAIN_PATH.answers)
        | {key_of(row): row.example for row in ASKING if row.control != "file"},
        "documents": [
            {"component": code, "name": "don.pdf", "content": pdf} for code in [*OWED, *by_files]
        ],
    }
    done = api.post("/cases", body)
    assert done.status_code == 200, done.json
    assert_kept_and_shown(town, api.client, done.json["submission_number"])
    missing = api.post("/cases", {**body, "documents": body["documents"][: len(OWED)]})
    assert [one["field"] for one in missing.json["details"]["faults"]] == by_files


def typed(value: object) -> object:
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return "/".join(reversed(value.split("-")))
    if isinstance(value, bool):
        return "on" if value else ""
    return value if isinstance(value, list | str) else str(value).replace(".", ",")


def test_every_construct_is_typed_into_the_page_and_reads_back_equal(
    app: Flask, town: Town
) -> None:
    published(town, with_every_construct())
    client = citizen_of(app)
    page = client.get(ADDRESS).text
    form: dict[str, Any] = {key: typed(value) for key, value in MAIN_PATH.answers.items()}
    for row in ASKING:
        if row.role == "repeats":
            form |= {
                key_of(row): "2",
                f"{key_of(row)}.0.ten": row.typed,
                f"{key_of(row)}.1.ten": "",
            }
        elif row.control != "file":
            form[key_of(row)] = row.typed
    form |= {FILING: CENTRE, "csrf_token": token_in(client, ADDRESS)}
    files = {paper_field(code): (BytesIO(PDF), "don.pdf") for code in [*OWED, "hoi_filepicker"]}
    for name in re.findall(r'name="(hoi_\w+|giay-hoi_\w+)"', page):
        assert name.removeprefix("giay-") in {key_of(row) for row in ASKING}
    done = client.post(ADDRESS, data={**form, **files})
    assert done.status_code == 303, re.findall(r'<a href="#f-[^>]*>([^<]*)', done.text)
    assert_kept_and_shown(town, client, done.headers["Location"].rsplit("/", 1)[-1])


@pytest.mark.parametrize("button", ["dong-them", "dong-bo"])
def test_a_row_more_or_less_files_nothing_and_loses_nothing(
    app: Flask, town: Town, button: str
) -> None:
    published(town, with_every_construct())
    client = citizen_of(app)
    form = {
        "csrf_token": token_in(client, ADDRESS),
        "hoi_dynamiclist": "1",
        "hoi_dynamiclist.0.ten": "An",
        "hoi_textfield": "đã gõ",
        "giay-hoi_filepicker": (BytesIO(PDF), "don.pdf"),
        button: "hoi_dynamiclist" if button == "dong-them" else "hoi_dynamiclist.0",
    }
    answer = client.post(ADDRESS, data=form)
    assert answer.status_code == 200
    assert 'value="đã gõ"' in answer.text
    assert "Giữ tệp đã gửi: don.pdf" in answer.text
    assert ('name="hoi_dynamiclist.1.ten"' in answer.text) == (button == "dong-them")
    assert ('value="An"' in answer.text) == (button == "dong-them")
    with town.database.reading() as session:
        assert session.scalars(select(Case)).all() == []

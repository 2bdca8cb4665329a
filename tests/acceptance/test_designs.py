"""A draft of a procedure: files in and out byte for byte, every change with its name, by sector."""

import io
import zipfile
from typing import Any

import pytest
from flask import Flask

from tests.acceptance.test_packages import FILES, changed, zipped
from tests.client import Api
from tests.town import FLAGSHIP, PROVINCE, Town

pytestmark = pytest.mark.long_on_postgres

ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
DESIGN = f"/designs/{FLAGSHIP}"
DESIGNER, OTHER, CONTROL, ELSEWHERE = "huy.tq", "hieu.ph", "anh.ld", "linh.ntk"


def zipped_tight(data: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("to.bpmn", data)
    return packed.getvalue()


def signed_in(app: Flask, name: str = DESIGNER) -> Api:
    return Api(app, f"{name}@{PROVINCE}")


def sent(api: Api, files: dict[str, bytes], path: str = f"{DESIGN}/files", **form: Any) -> Any:
    """The files as a form sends them, each under its own name."""
    parts = [(io.BytesIO(data), name) for name, data in files.items()]
    return api.client.post(
        f"/api/v1{path}",
        data={"package": parts, **form},
        headers={"X-CSRF-Token": api.token},
    )


def begun(app: Flask, files: dict[str, bytes], name: str = DESIGNER) -> Api:
    """A draft of the flagship with these files."""
    api = signed_in(app, name)
    answer = sent(api, {"goi.zip": zipped(files)}, alone="true")
    assert answer.status_code == 200, answer.text
    return api


def test_files_are_added_replaced_removed_and_come_back_byte_for_byte(app: Flask) -> None:
    api = begun(app, FILES)
    form, note = b'{"components": [ ]}\r\n', b"\xef\xbb\xbfx,y\n"
    told = sent(api, {"tham_dinh.json": form, "them.csv": note}).json
    assert (told["added"], told["replaced"], told["removed"]) == (
        ["them.csv"],
        ["forms/tham_dinh.json"],
        [],
    )
    assert api.get(f"{DESIGN}/file?path=forms/tham_dinh.json").data == form
    assert api.get(f"{DESIGN}/file?path=them.csv").data == note
    gone = api.post(f"{DESIGN}/remove", {"path": "them.csv", "seen": 2}).json
    assert (gone["revision"], gone["removed"]) == (3, ["them.csv"])
    assert api.get(f"{DESIGN}/file?path=them.csv").status_code == 404
    assert api.get(f"{DESIGN}/file?path=them.csv&revision=2").data == note
    files = {one["path"] for one in api.get(DESIGN).json["files"]}
    assert files == set(FILES)


@ONE
def test_files_in_other_encodings_are_read_as_they_say_and_kept_as_they_came(app: Flask) -> None:
    few = {path: data for path, data in FILES.items() if "scenarios/" not in path}
    main = "scenarios/1_duong_chinh.toml"
    written = few | {main: FILES[main]}
    for path, data in written.items():
        text = data.decode()
        if path.endswith((".bpmn", ".dmn")):
            text = text.replace('encoding="UTF-8"', 'encoding="UTF-16"')
        written[path] = (
            text.replace(",", "\t").encode("utf-16") if ".csv" in path else (text.encode("utf-16"))
        )
    api = begun(app, written)
    faults = api.get(f"{DESIGN}/faults").json
    assert (faults["errors"], faults["faults"][:1]) == (0, [])
    assert api.client.get(f"/quy-trinh/{FLAGSHIP}/xem").text.count("<svg") > 1
    (run,) = api.post(f"{DESIGN}/scenarios").json["runs"]
    assert run["passed"], run
    for path, data in written.items():
        back = api.client.get(f"/api/v1{DESIGN}/file", query_string={"path": path}).data
        assert back == data, path


def test_colleagues_see_one_draft_and_who_changed_what(app: Flask) -> None:
    begun(app, FILES)
    other = signed_in(app, OTHER)
    mine = changed()["procedure.toml"]
    assert sent(other, {"procedure.toml": mine}, seen=1).json["overtaken"] is None
    late = sent(signed_in(app), {"procedure.toml": changed("Khác")["procedure.toml"]}, seen=1)
    assert late.json["overtaken"] == other.get("/session").json["name"]
    rows = other.get(DESIGN).json["changes"]
    assert [(row["number"], row["kind"], row["replaced"]) for row in rows] == [
        (3, "uploaded", ["procedure.toml"]),
        (2, "uploaded", ["procedure.toml"]),
        (1, "uploaded", []),
    ]
    assert rows[0]["made_by_name"] != rows[1]["made_by_name"]
    back = other.post(f"{DESIGN}/restore", {"number": 2, "seen": 3}).json
    assert back["revision"] == 4
    assert other.get(f"{DESIGN}/file?path=procedure.toml").data == mine


@ONE
def test_the_same_files_again_are_no_change(app: Flask) -> None:
    api = begun(app, FILES)
    assert sent(api, {"procedure.toml": FILES["procedure.toml"]}).json["revision"] == 1
    assert len(api.get(DESIGN).json["changes"]) == 1


@ONE
@pytest.mark.parametrize(
    ("files", "code", "words"),
    [
        ({}, "upload_refused", "hãy chọn một tệp zip"),
        ({"anh.png": b"x"}, "upload_refused", "anh.png"),
        ({"goi.zip": b"PK no zip"}, "archive_refused", "không phải tệp zip"),
        ({"bom.zip": zipped_tight(b" " * 2**20)}, "archive_refused", "quá 200 lần"),
    ],
)
def test_a_bad_upload_is_refused_with_words_and_nothing_is_lost(
    app: Flask, files: dict[str, bytes], code: str, words: str
) -> None:
    api = begun(app, FILES)
    answer = sent(api, files)
    assert answer.status_code == 422
    assert answer.json["code"] == code
    assert words in answer.json["title"]
    assert api.get(DESIGN).json["revision"] == 1


@ONE
def test_a_draft_never_has_more_files_than_a_package_may(app: Flask) -> None:
    api = begun(app, FILES)
    more = {f"{at}.md": b"x" for at in range(499)}
    answer = sent(api, {"goi.zip": zipped(more)})
    assert answer.json["code"] == "design_refused"
    assert "tối đa 500" in answer.json["title"]


@ONE
def test_a_procedure_that_nobody_knows_yet_takes_code_and_sector_from_its_manifest(
    app: Flask,
) -> None:
    api = signed_in(app)
    new = FILES["procedure.toml"].replace(FLAGSHIP.encode(), b"9.000001")
    told = sent(api, {"procedure.toml": new}, "/designs").json
    assert told["procedure_code"] == "9.000001"
    assert told["errors"] > 0
    rows = api.get("/designs?search=9.000001").json["rows"]
    assert [(row["code"], row["draft"]["state"], row["version"]) for row in rows] == [
        ("9.000001", "faults", None)
    ]
    lost = sent(api, {"process.bpmn": b"<a/>"}, "/designs").json
    assert lost["code"] == "design_refused"


@ONE
def test_designers_keep_to_their_sectors_and_control_only_reads(app: Flask) -> None:
    begun(app, FILES)
    elsewhere, control = signed_in(app, ELSEWHERE), signed_in(app, CONTROL)
    assert elsewhere.get(DESIGN).status_code == 404
    assert sent(elsewhere, {"procedure.toml": b"code = 1"}).status_code == 404
    assert elsewhere.get("/designs").json["total"] == 0
    assert control.get(DESIGN).json["revision"] == 1
    assert control.get(f"{DESIGN}/faults").status_code == 200
    for path, body in (
        ("remove", {"path": "process.bpmn", "seen": 1}),
        ("mend", {"seen": 1}),
    ):
        assert control.post(f"{DESIGN}/{path}", body).json["code"] == "may_not_publish"
    assert sent(control, {"procedure.toml": b""}).json["code"] == "may_not_publish"
    assert signed_in(app, "bao.pq").get("/designs").status_code == 403
    assert Api(app, "congdan").get("/designs").status_code == 403


@ONE
def test_a_draft_of_one_procedure_with_the_code_of_another_is_no_version(app: Flask) -> None:
    api = begun(app, FILES)
    sent(api, {"procedure.toml": FILES["procedure.toml"].replace(FLAGSHIP.encode(), b"1.1")})
    kinds = {row["code"] for row in api.get(f"{DESIGN}/faults").json["kinds"]}
    assert "package.other_procedure" in kinds


@ONE
def test_a_draft_may_begin_with_a_version_that_runs(app: Flask, town: Town) -> None:
    api = signed_in(app)
    assert api.post(f"{DESIGN}/take", {"version": 1, "seen": 0}).json["errors"] == 0
    assert {one["path"] for one in api.get(DESIGN).json["files"]} == set(FILES)
    (row,) = api.get(f"/designs?search={FLAGSHIP}").json["rows"]
    assert row["draft"] is None  # it is the version still
    assert row["version"]["number"] == 1

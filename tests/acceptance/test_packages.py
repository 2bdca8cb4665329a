"""A designer uploads a package: every fault at once, taken from a date, never changed."""

import io
import zipfile
from base64 import b64decode
from datetime import date
from typing import Any

import pytest
from flask import Flask

from engine.errors import PackageKnown, PackageRefused
from engine.publishing.archive import read_archive
from engine.publishing.folders import read_package_folder
from tests.acceptance.test_the_api import Api
from tests.town import FLAGSHIP_FOLDER, Town
from tests.two_people import proposed, published

FILES = read_package_folder(FLAGSHIP_FOLDER)


def changed(name: str = "Trợ cấp một lần, bản sửa") -> dict[str, bytes]:
    manifest = FILES["procedure.toml"].decode()
    old = 'short_name = "Trợ cấp một lần"'
    assert old in manifest
    return FILES | {"procedure.toml": manifest.replace(old, f'short_name = "{name}"').encode()}


def zipped(files: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return data.getvalue()


def upload(api: Api, path: str, content: bytes, **form: str) -> Any:
    return api.client.post(
        f"/api/v1{path}",
        data={"package": (io.BytesIO(content), "goi.zip"), **form},
        headers={"X-CSRF-Token": api.token},
    )


def test_a_new_version_is_for_later_cases_and_running_ones_keep_theirs(town: Town) -> None:
    before = town.file()
    done = published(town, changed(), valid_from=date(2025, 12, 4))
    after = town.file()
    assert (done.version, done.state) == (2, "approved")
    assert town.case(after.case_id).package_digest == done.digest
    assert town.case(before.case_id).package_digest != done.digest
    town.until(before.case_id, None)
    town.until(after.case_id, None)


def test_a_version_of_a_later_date_waits_for_its_day(town: Town) -> None:
    done = published(town, changed(), valid_from=date(2025, 12, 10))
    assert town.case(town.file().case_id).package_digest != done.digest
    town.wait(days=6)
    assert town.case(town.file().case_id).package_digest == done.digest


def test_files_that_are_published_are_not_proposed_again(town: Town) -> None:
    with pytest.raises(PackageKnown, match="đã là bản 1"):
        proposed(town, FILES)


def test_every_fault_of_every_file_comes_in_one_answer(town: Town) -> None:
    broken = changed()
    broken["process.bpmn"] = broken["process.bpmn"].replace(b'hours="20"', b'hours="hai"')
    broken["forms/tham_dinh.json"] = b"{"
    broken["procedure.toml"] += b'\n[roles.other]\nunit = "khong_co"\n'
    with pytest.raises(PackageRefused) as refused:
        proposed(town, broken)
    files = {one.file for one in refused.value.details["faults"]}  # type: ignore[attr-defined]
    assert files >= {"process.bpmn", "forms/tham_dinh.json", "procedure.toml"}


def test_hostile_xml_is_refused_and_never_read_further(town: Town) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    with pytest.raises(PackageRefused) as refused:
        proposed(town, changed() | {"process.bpmn": bomb})
    assert any("DTD" in one.message or "DOCTYPE" in one.message for one in _faults(refused.value))


def test_the_api_checks_a_zip_and_tells_whether_it_can_be_published(app: Flask) -> None:
    clerk = upload(Api(app, "bao.pq@nghe_an"), "/packages/check", zipped(changed()))
    assert (clerk.status_code, clerk.json["code"]) == (403, "may_not_publish")
    officer = Api(app, "linh.ntk@nghe_an")
    answer = upload(officer, "/packages/check", zipped(changed())).json
    assert answer["publishable"] is True
    broken = changed() | {"process.bpmn": b"<not-bpmn/>"}
    answer = upload(officer, "/packages/check", zipped(broken)).json
    assert answer["publishable"] is False
    assert {"file", "line", "code", "severity", "message"} <= set(answer["faults"][0])


def test_the_api_takes_files_of_other_editors_and_tells_what_it_changed(app: Flask) -> None:
    officer = Api(app, "linh.ntk@nghe_an")
    plain = changed() | {"process.bpmn": changed()["process.bpmn"].replace(b"userTask", b"task")}
    answer = upload(officer, "/packages/import", zipped(plain)).json
    assert {one["code"] for one in answer["changes"]} == {"import.task"}
    files = read_archive(b64decode(answer["package"]))
    assert b"userTask" in files["process.bpmn"]
    assert files.keys() == plain.keys()


def test_the_api_refuses_a_zip_that_plays_tricks(app: Flask) -> None:
    tricky = zipped({"../../etc/cron.d/x.toml": b"a = 1"})
    refused = upload(Api(app, "linh.ntk@nghe_an"), "/packages/check", tricky)
    assert (refused.status_code, refused.json["code"]) == (422, "archive_refused")


def _faults(refused: PackageRefused) -> list[Any]:
    return list(refused.details["faults"])  # type: ignore[call-overload]

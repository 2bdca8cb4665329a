"""What runs is what was checked: one reading, for the check, publication, pages and clocks."""

import random
import tomllib

import pytest
from flask import Flask
from sqlalchemy import text

from engine.catalogue import manifest_file
from engine.catalogue.manifest_file import MANIFEST
from engine.catalogue.packages import digest_of
from engine.errors import PackageRefused
from engine.publishing.diagnose import diagnose
from engine.publishing.folders import read_package_folder
from engine.publishing.publish import publish_package
from tests.played import scenarios
from tests.shipped import FOLDERS, file, publish
from tests.town import FLAGSHIP, PROVINCE, Town
from tests.unit.diagnosis.manifest_changes import changes_of

MARRIAGE = "1.004873"
FOLDER = "xac_nhan_hon_nhan"
FILES = read_package_folder(FOLDERS / FOLDER)
PAGE = f"/thu-tuc/{PROVINCE}/{MARRIAGE}"


def marked(files: dict[str, bytes]) -> dict[str, bytes]:
    """The files as Notepad saves them."""
    return {path: b"\xef\xbb\xbf" + content for path, content in files.items()}


def test_files_saved_by_notepad_are_published_shown_and_filed(town: Town, app: Flask) -> None:
    scenario = publish(town, FOLDER, marked(FILES))
    client = app.test_client()
    assert client.get(PAGE).status_code == 200
    assert client.get(f"/api/v1/procedures/{PROVINCE}/{MARRIAGE}").status_code == 200
    assert town.case(file(town, MARRIAGE, scenario)).procedure_code == MARRIAGE


def test_a_form_with_a_number_that_is_none_is_not_published(town: Town) -> None:
    form = FILES["forms/filing.json"].replace(b'"required": true', b'"required": NaN', 1)
    assert form != FILES["forms/filing.json"]
    with pytest.raises(PackageRefused) as refused:
        publish(town, FOLDER, {"forms/filing.json": form})
    errors = [one for one in refused.value.details["faults"] if one.severity == "error"]
    assert [one.code for one in errors] == ["form.syntax"]


def test_an_upload_reads_its_manifest_once(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[bytes] = []
    reader = manifest_file.read_toml

    def counted(content: bytes, **options: int) -> object:
        read.append(content)
        return reader(content, **options)

    monkeypatch.setattr(manifest_file, "read_toml", counted)
    publish(town, FOLDER)
    assert read == [FILES[MANIFEST]]


def older(town: Town, **changes: tuple[bytes, bytes]) -> None:
    """A package as an earlier version of the product took it, without today's checks."""
    publish(town, FOLDER)
    files = dict(FILES)
    for path, content in FILES.items():
        old, new = changes.get(path.rpartition("/")[2].replace(".", "_"), (b"", b""))
        assert old in content
        files[path] = content.replace(old, new, 1) if old else content
    digest = digest_of(files)
    with town.act() as session:
        session.execute(
            text(
                "INSERT INTO packages SELECT province_code, :new, procedure_code, version + 1,"
                " diagram, valid_from, published_at, published_by, retired_from FROM packages"
                " WHERE procedure_code = :code"
            ),
            {"new": digest, "code": MARRIAGE},
        )
        for path, content in files.items():
            session.execute(
                text("INSERT INTO package_files VALUES (:province, :digest, :path, :content)"),
                {"province": PROVINCE, "digest": digest, "path": path, "content": content},
            )


HUGE = (b"amount = 3\n", b"amount = 3_000_000\n")


def test_a_package_that_can_not_be_read_takes_no_list_with_it(town: Town, app: Flask) -> None:
    older(town, procedure_toml=HUGE)
    client = app.test_client()
    listed = client.get("/thu-tuc")
    assert listed.status_code == 200
    assert "Trợ cấp một lần" in listed.text
    assert MARRIAGE not in listed.text
    assert client.get(PAGE).status_code == 409


def test_a_form_that_can_not_be_read_is_told_on_its_own_page_only(town: Town, app: Flask) -> None:
    older(town, filing_json=(b'"required": true', b'"required": NaN'))
    client = app.test_client()
    assert client.get("/thu-tuc").status_code == 200
    assert client.get(PAGE).status_code == 409
    assert client.get(PAGE.replace(MARRIAGE, FLAGSHIP)).status_code == 200


SAMPLE = ["tro_cap_mot_lan", "bien_dong_dat_dai", "chung_thuc_ban_sao"]


@pytest.mark.parametrize("folder", SAMPLE)
def test_what_passes_the_check_is_published_and_filed(town: Town, folder: str) -> None:
    files = read_package_folder(FOLDERS / folder)
    changes = list(changes_of(tomllib.loads(files[MANIFEST].decode())))
    random.Random(folder).shuffle(changes)
    with town.database.reading() as session:
        publishable = (
            one
            for one in changes
            if diagnose(session, PROVINCE, files | {MANIFEST: one.text}).publishable
        )
        change = next(publishable)
    with town.act() as session:
        done = publish_package(
            session,
            province_code=PROVINCE,
            files=files | {MANIFEST: change.text},
            published_by="tests",
            now=town.now,
            valid_from=town.now.date(),
        )
    case = town.case(file(town, done.procedure_code, scenarios(files)[0]))
    assert case.package_digest == done.digest

"""Headers, exports, limits of files, file modes: nobody is told or can take more than they need."""

import base64
import csv
import io
import stat
import zipfile
from pathlib import Path

import pytest
from flask import Flask
from openpyxl import Workbook
from sqlalchemy import update

from api.app import create_app
from engine.cases.adding_files import MOST_OF_CASE, MOST_OF_COMPONENT
from engine.organisation.sheets import read_sheet
from engine.store.accounts import Account
from engine.store.database import Database
from engine.store.organisation import Officer
from engine.typed.spreadsheets import neutral, restored
from tests.acceptance.test_the_api import RECEIVER, filing, paper
from tests.client import Api
from tests.conftest import settings_for
from tests.town import PDF, Town

ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ADMIN, STRANGER = "quan.dm@nghe_an", "nga.ptt@nghe_an"
FORMULAS = ("=cmd|' /C calc'!A0", "+84912", "-1+1", "@SUM(1)", "\\=x", "\\", "'=x", "'a")


@ONE
def test_no_cache_keeps_what_was_shown_behind_the_sign_in(app: Flask, town: Town) -> None:
    citizen = Api(app, "congdan")
    ref = citizen.post("/cases", filing()).json["submission_number"]
    document = citizen.get(f"/cases/{ref}").json["documents"][0]["id"]
    for path in ("/session", f"/cases/{ref}", f"/cases/{ref}/documents/{document}", "/nowhere"):
        assert citizen.get(path).headers["Cache-Control"] == "no-store", path


@ONE
def test_in_production_browsers_come_by_tls_only(town: Town, tmp_path: Path) -> None:
    with town.act() as session:
        session.execute(update(Account).values(demo=False))
    real = create_app(settings_for(tmp_path, mode="production"), town.database)
    answer = real.test_client().get("/api/v1/csrf", base_url="https://motcua.vn")
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-motcua=")
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie


@ONE
def test_an_officer_named_like_a_formula_leaves_and_comes_back_as_text(
    app: Flask, town: Town
) -> None:
    with town.act() as session:
        session.execute(
            update(Officer).where(Officer.username == "bao.pq").values(full_name=FORMULAS[0])
        )
    admin = Api(app, ADMIN)
    whole = admin.get("/configuration/nghe_an").data
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        tables = [archive.read(one).decode() for one in archive.namelist() if one.endswith("csv")]
    cells = [cell for table in tables for row in csv.reader(io.StringIO(table)) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]
    assert "\\" + FORMULAS[0] in cells
    sent = {"content": base64.b64encode(whole).decode()}
    assert admin.post("/configuration/nghe_an/compare", sent).json == {"differences": []}


def test_tables_from_outside_are_read_as_what_they_stand_for() -> None:
    book, made = Workbook(), io.BytesIO()
    book.active.append(["Tên"])
    for text in FORMULAS[:4]:
        book.active.append([neutral(text)])
        book.active.append([f"'{text}"])
    book.save(made)
    rows = read_sheet(made.getvalue(), name="a", headings={"name": ["Tên"]}, required=["name"])
    assert [row.cells["name"] for row in rows] == [one for one in FORMULAS[:4] for _ in range(2)]
    assert [restored(one) for one in ("'a", "\\a", "a")] == ["'a", "\\a", "a"]


@ONE
def test_a_filing_takes_files_for_what_is_asked_and_not_without_end(app: Flask) -> None:
    citizen, body = Api(app, "congdan"), filing()
    unknown = citizen.post("/cases", {**body, "documents": [paper("khong_co")]})
    assert (unknown.status_code, unknown.json["code"]) == (422, "component_unknown")
    stack = [paper("giay_to_chung_minh") for _ in range(MOST_OF_COMPONENT + 1)]
    refused = citizen.post("/cases", {**body, "documents": stack})
    assert (refused.status_code, refused.json["code"]) == (422, "too_many_files")
    assert MOST_OF_COMPONENT <= MOST_OF_CASE
    assert Api(app, RECEIVER).get("/queue").json["tab_counts"]["unit"] == 0


@ONE
def test_rules_of_a_case_are_not_found_where_its_file_is_not(app: Flask, town: Town) -> None:
    ref = town.file().submission_number
    path = f"/provinces/nghe_an/cases/{ref}/rules"
    assert Api(app, RECEIVER).get(path).status_code == 200
    stranger = Api(app, STRANGER)
    assert stranger.get(f"/cases/{ref}").status_code == 404
    assert (stranger.get(path).status_code, stranger.get(path).json["code"]) == (
        404,
        "case_not_found",
    )


@ONE
def test_telephones_of_officers_are_for_their_colleagues(app: Flask, town: Town) -> None:
    with town.act() as session:
        session.execute(update(Officer).values(phone="0912345678", email="a@b.vn"))

    def told(username: str) -> set[str]:
        rows = Api(app, username).get("/organisation/nghe_an/posts").json
        return {row["unit_code"] for row in rows if row["phone"] or row["email"]}

    assert all(unit.startswith("so_noi_vu") for unit in told(STRANGER))
    assert told(STRANGER) < told(ADMIN)


def test_nobody_else_on_the_machine_reads_the_database_or_the_files(
    town: Town, tmp_path: Path
) -> None:
    digest = town.documents.put(PDF)
    database = Database(f"sqlite:///{tmp_path}/var/motcua.db")
    with database.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE a (b)")
    folder = tmp_path / "documents"
    kept = [folder, folder / digest[:2], folder / digest[:2] / digest[2:4], tmp_path / "var"]
    assert {stat.S_IMODE(one.stat().st_mode) for one in kept} == {0o700}
    files = [kept[2] / digest, *(tmp_path / "var").iterdir()]
    assert {stat.S_IMODE(one.stat().st_mode) for one in files} == {0o600}
    database.dispose()

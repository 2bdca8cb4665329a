"""A version approved for a later day is taken back before that day, by two people."""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask

from api.cli import motcua
from engine.errors import NothingToPublish, RetiredOnItsDay
from engine.proposing.propose import propose_retirement
from engine.store.cases import Case
from tests.acceptance.test_designs import OTHER, begun, signed_in
from tests.acceptance.test_packages import FILES, changed
from tests.acceptance.test_the_api import Api
from tests.acceptance.test_two_people_publish import LATER, TODAY, in_force
from tests.town import FLAGSHIP, PROVINCE, Town
from tests.two_people import MAKER, approved, published

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PAGE = f"/quy-trinh/{FLAGSHIP}"
VERSIONS = f"/designs/{FLAGSHIP}/versions"


def taken_back(town: Town, version: int = 2, **told: Any) -> Any:
    given = {"who": MAKER, "procedure_code": FLAGSHIP, "basis": "QĐ 12/QĐ-UBND", "now": town.now}
    with town.act() as session:
        return propose_retirement(session, version=version, **given, **told)


def digest_of(town: Town, case_id: str) -> str:
    with town.database.reading() as session:
        return session.get_one(Case, (PROVINCE, case_id)).package_digest


def states(api: Api) -> list[tuple[int, str]]:
    return [(row["version"], row["state"]) for row in api.get(VERSIONS).json]


def test_a_version_taken_back_before_its_day_is_taken_by_no_dossier(town: Town, app: Flask) -> None:
    first = in_force(town, TODAY)
    second = published(town, changed(), valid_from=LATER)
    early = town.file().case_id
    row = taken_back(town)
    assert row.wished_from == LATER
    assert in_force(town, LATER) == second.digest, "one person alone takes nothing back"
    between = town.file().case_id
    approved(town, row)
    town.wait(days=7)
    assert town.now.date() > LATER
    assert {digest_of(town, one) for one in (early, between, town.file().case_id)} == {first}
    assert states(signed_in(app)) == [(2, "taken_back"), (1, "now")]


def test_approved_after_its_day_it_is_retired_and_its_dossiers_keep_it(
    town: Town, app: Flask
) -> None:
    second = published(town, changed(), valid_from=LATER)
    row = taken_back(town)
    town.wait(days=7)
    filed = town.file().case_id
    approved(town, row)
    assert digest_of(town, filed) == second.digest != digest_of(town, town.file().case_id)
    assert states(signed_in(app))[0] == (2, "retired")


def test_what_was_taken_back_may_be_approved_for_another_day(town: Town, app: Flask) -> None:
    second = published(town, changed(), valid_from=LATER)
    approved(town, taken_back(town))
    with pytest.raises(NothingToPublish, match="bản 2 đã được rút"):
        taken_back(town)
    again = published(town, changed(), valid_from=date(2025, 12, 15))
    assert (again.version, again.digest) == (2, second.digest)
    assert in_force(town, date(2025, 12, 14)) != second.digest == in_force(town, again.valid_from)
    assert states(signed_in(app)) == [(2, "later"), (1, "now")]


def test_a_version_taken_back_before_its_day_is_approved_for_no_later_day(town: Town) -> None:
    published(town, changed(), valid_from=LATER)
    row = taken_back(town)
    with pytest.raises(RetiredOnItsDay):
        approved(town, row, valid_from=LATER + timedelta(days=2))
    assert approved(town, row).valid_from == LATER


def test_the_files_of_an_older_version_apply_again_as_a_new_one(town: Town, app: Flask) -> None:
    first, second = in_force(town, TODAY), published(town, changed(), valid_from=TODAY)
    api = signed_in(app)
    begun(app, FILES)
    page = api.client.get(f"{PAGE}/cong-bo").text
    assert "Các tệp này đúng là bản 1, nay không áp dụng" in page
    manifest = FILES["procedure.toml"] + "# Quay về bản 1 theo QĐ 12\n".encode()
    again = published(town, FILES | {"procedure.toml": manifest}, valid_from=TODAY)
    assert (again.version, second.version) == (3, 2)
    assert in_force(town, TODAY) == again.digest != first


def test_a_version_is_taken_back_from_no_day_before_its_first(town: Town) -> None:
    published(town, changed(), valid_from=LATER)
    with pytest.raises(NothingToPublish, match="bản 2 áp dụng từ thứ Tư 10/12"):
        taken_back(town, valid_from=TODAY)
    with pytest.raises(NothingToPublish, match="không có bản 9"):
        taken_back(town, 9)


def test_pages_ask_for_it_tell_its_approver_and_keep_it_in_the_history(
    town: Town, app: Flask
) -> None:
    published(town, changed(), valid_from=LATER)
    api = signed_in(app)
    assert "Rút bản 2 trước ngày 10/12/2025…" in api.client.get(PAGE).text
    token = {"csrf_token": api.token, "version": "2"}
    refused = api.client.post(f"{PAGE}/thu-hoi", data={**token, "note": "Chờ hướng dẫn"})
    assert refused.status_code == 422
    assert "Chờ hướng dẫn" in refused.text
    sent = api.client.post(f"{PAGE}/thu-hoi", data={**token, "basis": "QĐ 12/QĐ-UBND"})
    assert sent.status_code == 303
    assert "Đề nghị rút bản 2 trước ngày áp dụng đang chờ duyệt" in api.client.get(PAGE).text
    approver = signed_in(app, OTHER)
    (row,) = approver.get("/proposals?state=proposed").json
    where = f"/cho-cong-bo/{row['id']}"
    page = approver.client.get(where).text
    assert "Rút bản 2 trước ngày áp dụng: " in page
    assert "rút thì không hồ sơ nào theo bản ấy" in page
    seen = approver.get(f"/proposals/{row['id']}").json["seen"]
    told = {"csrf_token": approver.token, "seen": seen, "da-xem": "1"}
    assert approver.client.post(f"{where}/duyet", data=told).status_code == 303
    page = api.client.get(PAGE).text
    assert "Đã rút trước ngày áp dụng" in page
    assert "theo QĐ 12/QĐ-UBND" in page


def test_a_version_that_comes_back_is_told_with_all_its_days(town: Town, app: Flask) -> None:
    published(town, changed(), valid_from=LATER)
    api = signed_in(app)
    page = api.client.get(PAGE).text
    assert "Thu hồi bản 1, ngừng nhận hồ sơ mới…" in page
    assert "đến 09/12/2025 không nhận hồ sơ mới" in page
    assert "hồ sơ nộp từ 10/12/2025 theo bản 1." in page
    with pytest.raises(NothingToPublish, match="bản 1 không phải bản áp dụng vào"):
        taken_back(town, 1, valid_from=date(2025, 12, 15))
    approved(town, taken_back(town, valid_from=date(2025, 12, 15)))
    told = {row["version"]: row["periods"] for row in api.get(VERSIONS).json}
    days = {key: [(one["first"], one["last"]) for one in told[key]] for key in told}
    assert days[2] == [("2025-12-10", "2025-12-14")]
    assert [last for _, last in days[1]] == ["2025-12-09", None]
    assert "<br>lại từ <time>15/12/2025</time>" in api.client.get(PAGE).text
    town.wait(days=8)
    assert states(signed_in(app)) == [(2, "now"), (1, "again")]
    home = signed_in(app).client.get(f"/quy-trinh?q={FLAGSHIP}").text
    assert "Bản 1 từ 15/12/2025" in home


def test_a_version_replaced_on_its_own_first_day_is_told_with_its_hours(
    town: Town, app: Flask
) -> None:
    """Page and API say that dossiers of a part of the day took it."""
    published(town, changed(), valid_from=LATER)
    town.wait(days=7)
    assert town.now.date() == LATER + timedelta(days=1)
    second = published(town, changed("Bản hai"), valid_from=town.now.date())
    filed = town.file().case_id
    town.wait(hours=1)
    published(town, changed("Bản ba"), valid_from=town.now.date())
    assert digest_of(town, filed) == second.digest
    api = signed_in(app)
    (told,) = next(row["periods"] for row in api.get(VERSIONS).json if row["version"] == 3)
    day = town.now.date()
    assert (told["first"], told["last"]) == (day.isoformat(), day.isoformat())
    assert told["since"] < told["until"]
    words = f" <time>{day:%d/%m/%Y}</time>"
    assert re.search(rf"từ [0-9:]+{words} đến [0-9:]+{words}", api.client.get(PAGE).text)


def test_the_command_line_takes_a_later_version_back(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(town, FILES | changed(), valid_from=LATER)
    url = town.database.url.render_as_string(hide_password=False)
    for name, value in {"MODE": "demo", "VAR": str(tmp_path / "var"), "DATABASE": url}.items():
        monkeypatch.setenv(f"MOTCUA_{name}", value)
    monkeypatch.setattr("api.cli.proposals.wall_clock", lambda: town.now)
    told = ["proposals", "retire", PROVINCE, FLAGSHIP, "--basis", "QĐ 1", "--version", "2"]
    done = CliRunner().invoke(motcua, told)
    assert (done.exit_code, "chờ duyệt" in done.output) == (0, True), done.output


def test_a_retirement_of_a_foreign_sector_is_not_found_like_one_that_there_is_not(
    app: Flask,
) -> None:
    api = signed_in(app)
    for code in ("1.000656", "9.999999"):
        told = api.post("/proposals/retirements", {"procedure_code": code, "basis": "QĐ 1/QĐ"})
        assert (told.status_code, told.json["code"]) == (404, "design_not_found")

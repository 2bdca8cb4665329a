"""A province's configuration goes out as text files and comes back exactly, on both databases."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from adapters.folder.documents import FolderDocuments
from api.cli import motcua
from engine.access import operator
from engine.administration.people.granting import GrantEntry, grant_role
from engine.administration.people.substitutes import StandIn, stand_in
from engine.configuration import (
    configuration,
    differences,
    import_configuration,
    read_folder,
    write_folder,
)
from engine.errors import CheckedByMaker, ConfigurationFaulty, ConfigurationKept, RulesKept
from engine.organisation.tree import setting_of
from engine.store.catalogue import LegalBasis, ProcedureFee
from engine.store.database import Database
from engine.store.organisation import ConfigurationChange, FocalPerson, Officer
from engine.store.proposals import Proposal
from engine.store.upgrade import upgrade
from tests.rulebook import Rulebook, basis
from tests.town import FLAGSHIP, PROVINCE, WARD, Town
from tests.two_people import CHECKER, approve_seen

NOW = datetime(2025, 12, 4, 2, 15, tzinfo=UTC)
Files = dict[str, bytes]


@pytest.fixture
def lived_in(database: Database, documents: FolderDocuments) -> Database:
    """A province in which administrators have already set this and that."""
    book = Rulebook(database, documents)
    book.now = datetime(2025, 12, 4, 1, 0, tzinfo=UTC)
    book.rule(PROVINCE, "step_hours", {"hours": 2}, element="B4", procedure=FLAGSHIP)
    with database.writing() as session:
        entry = StandIn(
            unit_code=f"{WARD}_vhxh",
            position_code="lanh_dao_phong",
            officer="hung.nt",
            absent="hanh.tt",
            manner="TUQ",
            valid_from=date(2025, 12, 4),
            valid_to=date(2025, 12, 6),
            basis='Giấy phân công "số 12",\ndòng hai',
            sector="Người có công",
        )
        stand_in(session, admin=operator(PROVINCE), entry=entry, now=NOW)
        role = GrantEntry("hung.nt", "auditor", WARD, date(2025, 12, 4), "7/QĐ-UBND")
        grant_role(session, admin=operator(PROVINCE), entry=role, now=NOW)
        officer = session.query(Officer).filter_by(username="hung.nt").one()
        session.add(
            FocalPerson(
                province_code=PROVINCE,
                unit_code=WARD,
                officer_id=officer.id,
                duty="tthc",
                valid_from=date(2025, 7, 1),
            )
        )
        session.add(
            LegalBasis(
                province_code=PROVINCE,
                number="06/2025/NQ-HĐND",
                kind="Nghị quyết",
                title="\\ và “”",
                issuer="HĐND tỉnh",
                issued_on=date(2025, 7, 11),
                address="",
            )
        )
        session.flush()
        session.add(
            ProcedureFee(
                province_code=PROVINCE,
                procedure_code=FLAGSHIP,
                code="phi",
                valid_from=date(2025, 7, 21),
                name="Phí",
                kind="phi",
                amount=0,
                legal_basis="06/2025/NQ-HĐND",
            )
        )
    return database


def exported(database: Database) -> Files:
    with database.reading() as session:
        return configuration(session, PROVINCE)


def imported(database: Database, files: Files) -> int:
    with database.writing() as session:
        found = import_configuration(
            session, admin=operator(PROVINCE), files=files, folder="thu-muc", now=NOW
        )
    return len(found)


def rule_of(files: Files) -> str:
    """The id of the rule that the province has."""
    return re.findall("[0-9a-f]{32}", files["rules/rules.csv"].decode())[0]


def changed(files: Files, path: str, old: str, new: str) -> Files:
    text = files[path].decode()
    assert old in text
    return {**files, path: text.replace(old, new, 1).encode()}


@pytest.mark.parametrize("target", ["sqlite", "postgres"])
def test_export_import_into_nothing_export_gives_the_same_bytes(
    lived_in: Database,
    make_empty_database: Callable[[str], Database],
    tmp_path: Path,
    target: str,
) -> None:
    write_folder(tmp_path / "first", exported(lived_in))
    other = make_empty_database(target)
    upgrade(other)
    files = read_folder(tmp_path / "first")
    assert imported(other, files) > 0
    assert exported(other) == files
    assert differences(exported(other), files) == ()


def test_the_commands_end_with_0_when_nothing_differs_and_with_1_and_a_line_when_something_does(
    lived_in: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = lived_in.url.render_as_string(hide_password=False)
    for name, value in {"MODE": "demo", "VAR": str(tmp_path / "var"), "DATABASE": url}.items():
        monkeypatch.setenv(f"MOTCUA_{name}", value)
    folder = tmp_path / "out"

    def run(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(motcua, ["config", *words])
        return done.exit_code, done.output

    assert run("export", PROVINCE, str(folder))[0] == 0
    assert run("diff", str(folder)) == (0, f"{PROVINCE}: 0 chỗ khác\n")
    path = folder / "organisation" / "positions.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Văn thư", "Lưu trữ"), "utf-8")
    code, words = run("diff", str(folder))
    assert code == 1
    assert "positions.csv: khác van_thu, title: “Văn thư” → “Lưu trữ”" in words
    assert run("import", str(folder))[0] == 1  # by which paper?
    code, words = run("import", str(folder), "--basis", "QĐ 12/QĐ-UBND")
    assert (code, "đã gửi đề nghị" in words, run("diff", str(folder))[0]) == (0, True, 1)
    with lived_in.writing() as session:
        row = session.scalars(select(Proposal)).one()
        approve_seen(session, CHECKER, row, None, NOW)
    assert run("diff", str(folder))[0] == 0
    assert "giống hệt đang dùng" in run("import", str(folder))[1]


def test_a_case_can_be_filed_where_the_configuration_came_to(
    lived_in: Database, make_empty_database: Callable[[str], Database], town: Town
) -> None:
    other = make_empty_database("sqlite")
    upgrade(other)
    imported(other, exported(lived_in))
    elsewhere = Town(other, town.documents)
    case_id = elsewhere.file().case_id
    elsewhere.until(case_id, "B4")
    assert elsewhere.task(case_id).hours == 2  # four in the package: the local rule came along
    elsewhere.end(elsewhere.task(case_id), person=elsewhere.officer("hung.nt"))


def test_importing_the_same_again_changes_nothing_and_keeps_the_epoch(lived_in: Database) -> None:
    files = exported(lived_in)
    with lived_in.reading() as session:
        before = setting_of(session, PROVINCE).epoch
    assert imported(lived_in, files) == 0
    with lived_in.reading() as session:
        assert setting_of(session, PROVINCE).epoch == before


def test_a_change_made_in_the_folder_shows_as_one_line_and_then_holds(lived_in: Database) -> None:
    files = exported(lived_in)
    wanted = changed(files, "organisation/positions.csv", "Văn thư", "Văn thư lưu trữ")
    words = [difference.words for difference in differences(files, wanted)]
    assert len(words) == 1
    assert "van_thu, title: “Văn thư” → “Văn thư lưu trữ”" in words[0]
    imported(lived_in, wanted)
    with lived_in.reading() as session:
        assert setting_of(session, PROVINCE).positions["van_thu"] == "Văn thư lưu trữ"
        noted = session.query(ConfigurationChange).filter_by(kind="imported").one()
    assert noted.after == {"count": 1, "words": words}


def test_a_substitution_to_come_that_is_left_out_of_the_folder_is_gone(lived_in: Database) -> None:
    files = exported(lived_in)
    path = "organisation/substitutions.csv"
    later = files[path].splitlines(keepends=True)[-2:]
    assert later[0].count(b"2025-12-04") == 1
    to_come = b"".join(later).replace(b"2025-12-04", b"2025-12-05")
    assert imported(lived_in, {**files, path: files[path] + to_come}) == 1
    assert imported(lived_in, files) == 1
    assert exported(lived_in)[path] == files[path]


def test_a_unit_left_out_of_the_folder_is_not_deleted(lived_in: Database) -> None:
    files = exported(lived_in)
    lines = files["organisation/units.csv"].splitlines(keepends=True)
    rest = b"".join(line for line in lines if not line.startswith(b"xa_lam_thanh_kt,"))
    with pytest.raises(ConfigurationKept, match="xa_lam_thanh_kt"):
        imported(lived_in, {**files, "organisation/units.csv": rest})


def test_every_fault_of_a_folder_is_told_with_its_place(lived_in: Database) -> None:
    files = exported(lived_in)
    broken = changed(files, "organisation/appointments.csv", "2025-07-01", "01/07/2025")
    broken = changed(broken, "organisation/focal_persons.csv", "hung.nt", "khong.co")
    broken["ghi-chu.txt"] = b"?"
    with pytest.raises(ConfigurationFaulty) as refused:
        imported(lived_in, broken)
    faults = refused.value.details["faults"]
    assert isinstance(faults, list)
    assert [fault.split(":")[0].split(",")[0] for fault in faults] == [
        "organisation/appointments.csv dòng 2",
        "organisation/focal_persons.csv dòng 2",
        "ghi-chu.txt",
    ]


def test_a_package_whose_files_were_touched_is_refused(lived_in: Database) -> None:
    files = exported(lived_in)
    path = next(path for path in files if path.endswith("process.bpmn"))
    with pytest.raises(ConfigurationFaulty, match="không khớp mã băm"):
        imported(lived_in, {**files, path: files[path] + b"\n"})


def test_a_folder_of_other_things_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "quan-trong.txt").write_text("đừng xóa", encoding="utf-8")
    with pytest.raises(ConfigurationFaulty, match="quan-trong"):
        write_folder(tmp_path, {"province.json": b"{}"})


def test_files_that_left_the_configuration_leave_the_folder(tmp_path: Path) -> None:
    write_folder(tmp_path, {"province.json": b"{}", "packages/x/process.bpmn": b"<a/>"})
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "HEAD").write_text("ref", encoding="utf-8")
    (tmp_path / "README.md").write_text("của tỉnh", encoding="utf-8")
    write_folder(tmp_path, {"province.json": b"{}"})
    assert read_folder(tmp_path) == {"province.json": b"{}"}
    assert not (tmp_path / "packages").exists()
    assert (tmp_path / ".git" / "HEAD").exists()
    assert (tmp_path / "README.md").exists()


def test_an_import_never_rewrites_a_rule_on_record(lived_in: Database) -> None:
    files = exported(lived_in)
    for path, old, new in (
        ("rules/periods.csv", "hours", "giờ"),
        ("rules/rules.csv", "approved", "draft"),
        ("rules/events.csv", "rule_approved", "rule_drafted"),
    ):
        with pytest.raises(RulesKept, match=path):
            imported(lived_in, changed(files, path, old, new))
    assert exported(lived_in) == files


def test_an_end_that_waits_leaves_with_its_rule_and_no_import_makes_or_approves_one(
    lived_in: Database,
    documents: FolderDocuments,
    make_empty_database: Callable[[str], Database],
) -> None:
    without = exported(lived_in)
    book = Rulebook(lived_in, documents)
    book.now = NOW
    cited = basis("12/QĐ-UBND")
    book.propose_end(rule_of(without), date(2026, 1, 1), PROVINCE, basis=cited)
    files = exported(lived_in)
    assert "Nghị quyết mới" in files["rules/rules.csv"].decode()
    ended = changed(files, "rules/rules.csv", "approved", "ended")
    for changes in (without, ended):
        with pytest.raises((RulesKept, ConfigurationKept)):
            imported(lived_in, changes)
    other = make_empty_database("sqlite")
    upgrade(other)
    imported(other, files)
    assert exported(other) == files
    there = Rulebook(other, documents)
    there.now = NOW
    with pytest.raises(CheckedByMaker):
        there.approve_end(rule_of(files), PROVINCE, there.maker[PROVINCE])
    assert there.approve_end(rule_of(files), PROVINCE).state == "ended_early"


def test_no_rule_comes_in_past_its_checker_over_the_api(lived_in: Database) -> None:
    files = exported(lived_in)
    more = {**files}
    for path in ("rules/rules.csv", "rules/periods.csv", "rules/events.csv"):
        heading, *rows = files[path].decode().splitlines(keepends=True)
        rule_id = rule_of(files)
        copies = [row.replace(rule_id, "f" * 32).replace("B4", "B9") for row in rows]
        more[path] = "".join([heading, *sorted([*rows, *copies])]).encode()
    alone = replace(operator(PROVINCE), account_id="a" * 32)
    given: dict[str, Any] = {"files": more, "folder": "f", "now": datetime(2025, 12, 5, tzinfo=UTC)}
    given["proposed_by"] = "b" * 32
    with pytest.raises(RulesKept), lived_in.writing() as session:
        import_configuration(session, admin=alone, **given)
    assert imported(lived_in, more) > 0


def edited_by_hand(content: bytes) -> bytes:
    """As a spreadsheet saves it: another order, its own line ends, a mark, an empty line."""
    heading, *rows = content.splitlines()
    return b"\xef\xbb\xbf" + b"\r\n".join([heading, *reversed(rows), b"", b""])


def test_a_table_saved_by_a_spreadsheet_is_the_same_table(lived_in: Database) -> None:
    files = exported(lived_in)
    path = "organisation/units.csv"
    by_hand = {**files, path: edited_by_hand(files[path])}
    assert differences(files, by_hand) == ()
    assert imported(lived_in, by_hand) == 0
    renamed = {**by_hand, path: by_hand[path].replace("Sở Xây dựng".encode(), b"SXD")}
    assert imported(lived_in, renamed) > 0
    assert differences(exported(lived_in), renamed) == ()
    first = by_hand[path].splitlines(keepends=True)[1]
    twice = {**by_hand, path: by_hand[path] + first}
    assert differences(files, twice) != ()


SECTORS, BASES = "catalogue/sectors.csv", "catalogue/legal_bases.csv"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ((SECTORS, "Xây dựng", "Xây\0"), "có ký tự không dùng được"),
        ((BASES, "06/2025/NQ-HĐND", "06/2025/" + "N" * 99), "dài quá 64 ký tự"),
        ((BASES, "2026-08-15,2027-03-01", "2026-08-15,2020-03-01"), "valid_to trước valid_from"),
        (("organisation/units.csv", ",commune,", ",lang,"), "cột level: chỉ nhận commune"),
        (("organisation/substitutions.csv", ",TUQ,", ",XX,"), "cột manner: chỉ nhận KT"),
        (("catalogue/procedures.csv", ",commune,", ",lang,"), "cột level: chỉ nhận commune"),
        (("catalogue/procedure_fees.csv", ",Phí,phi,", ",Phí,vang,"), None),
        (("catalogue/procedure_fees.csv", ",0,", ",99999999999,"), "không đọc được"),
        (("packages/packages.csv", "00:00:00Z", "00:00:00"), "không đọc được"),
    ],
)
def test_a_value_that_the_province_can_not_have_is_refused_with_its_place(
    lived_in: Database, change: tuple[str, str, str], message: str | None
) -> None:
    files = exported(lived_in)
    with pytest.raises(ConfigurationFaulty) as refused:
        imported(lived_in, changed(files, *change))
    (fault,) = refused.value.details["faults"]  # type: ignore[misc]
    assert change[0] in fault
    assert (message or "cột kind: chỉ nhận phi, le_phi") in fault
    assert exported(lived_in) == files


def test_a_cell_too_long_to_read_is_a_difference_not_a_crash(lived_in: Database) -> None:
    files = exported(lived_in)
    huge = changed(files, SECTORS, "Xây dựng", "x" * 200_000)
    assert [d.words for d in differences(files, huge)] == [f"{SECTORS}: khác"]

"""The list of procedures is compared first and applied only when accepted; never overwritten."""

import io
import time
from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest
from openpyxl import Workbook
from sqlalchemy import select

from engine.access import Administrator, operator
from engine.administration.registers.keep_registers import put_entry, read_register, remove_entry
from engine.administration.registers.procedure_list import Comparison, accept_list, compare_list
from engine.catalogue.procedure_sheet import procedure_sheet
from engine.catalogue.registers import REGISTERS, entries
from engine.errors import (
    CatalogueMoved,
    EntryInvalid,
    ImportDone,
    ListFaulty,
    OutsideYourUnits,
    ProcedureNotFound,
    ProvinceAdminOnly,
)
from engine.store.catalogue import Procedure
from engine.store.database import Database
from tests.acceptance.test_packages import FILES
from tests.rulebook import admin as admin_of
from tests.town import FLAGSHIP, PROVINCE, Town
from tests.two_people import published

NOW = datetime(2025, 12, 4, 2, 15, tzinfo=UTC)
DAY = date(2025, 12, 4)
ADMIN = operator(PROVINCE)
HEAD = "Mã TTHC,Tên TTHC,Lĩnh vực,Cấp thực hiện,Mức độ DVC\n"
FLAGSHIP_LINE = (
    f"{FLAGSHIP},Trợ cấp một lần theo Quyết định số 62/2011/QĐ-TTg,Người có công,Cấp xã,Một phần\n"
)


def compare(database: Database, text: str, *, complete: bool = True) -> Comparison:
    with database.writing() as session:
        return compare_list(
            session,
            admin=ADMIN,
            sheet=procedure_sheet(text.encode(), name="danh-muc.csv"),
            file_name="danh-muc.csv",
            complete=complete,
            effective=date(2026, 1, 1),
            now=NOW,
        )


def accept(database: Database, comparison: Comparison) -> Comparison:
    with database.writing() as session:
        return accept_list(session, admin=ADMIN, import_id=comparison.import_id, now=NOW)


def procedure(database: Database, code: str) -> Procedure | None:
    with database.reading() as session:
        return session.get(Procedure, (PROVINCE, code))


def test_the_comparison_shows_each_field_and_changes_nothing(database: Database) -> None:
    text = HEAD + FLAGSHIP_LINE + "1.001193,Đăng ký khai sinh,Hộ tịch,Cấp xã,Toàn trình\n"
    found = compare(database, text)
    assert [(c.kind, c.code, c.published) for c in found.changes] == [
        ("new", "1.001193", False),
        ("changed", FLAGSHIP, True),
    ]
    fields = [(f.field, f.before, f.after) for f in found.changes[1].fields]
    assert fields == [("online_level", None, "partial")]
    assert procedure(database, "1.001193") is None


def test_an_accepted_list_is_applied_as_shown_once(database: Database) -> None:
    found = compare(database, HEAD + FLAGSHIP_LINE)
    accept(database, found)
    kept = procedure(database, FLAGSHIP)
    assert kept is not None
    assert (kept.online_level, kept.short_name) == ("partial", "Trợ cấp một lần")
    with pytest.raises(ImportDone):
        accept(database, found)
    assert compare(database, HEAD + FLAGSHIP_LINE).changes == ()


def test_what_the_list_lacks_ends_on_the_day_and_keeps_its_row(database: Database) -> None:
    text = HEAD + "1.001193,Đăng ký khai sinh,Hộ tịch,Cấp xã,Toàn trình\n"
    assert [c.kind for c in compare(database, text, complete=False).changes] == ["new"]
    found = compare(database, text)
    assert [(c.kind, c.published) for c in found.changes] == [("new", False), ("gone", True)]
    accept(database, found)
    gone = procedure(database, FLAGSHIP)
    assert gone is not None
    assert gone.valid_to == date(2026, 1, 1)


def test_an_abolished_procedure_takes_no_new_cases_and_running_ones_go_on(town: Town) -> None:
    running = town.file().case_id
    text = HEAD + "1.001193,Đăng ký khai sinh,Hộ tịch,Cấp xã,Toàn trình\n"
    accept(town.database, compare(town.database, text))
    town.now = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)
    with pytest.raises(ProcedureNotFound):
        town.file()
    town.until(running, "B2")
    assert town.task(running).element_id == "B2"


def test_a_comparison_is_not_applied_to_a_catalogue_that_moved(database: Database) -> None:
    found = compare(database, HEAD + FLAGSHIP_LINE)
    with database.writing() as session:
        put_entry(
            session,
            admin=ADMIN,
            register_name="procedures",
            values={"code": FLAGSHIP, "online_level": "none"},
            now=NOW,
        )
    with pytest.raises(CatalogueMoved):
        accept(database, found)
    kept = procedure(database, FLAGSHIP)
    assert kept is not None
    assert kept.online_level == "none"


def test_every_faulty_row_of_a_list_is_told(database: Database) -> None:
    text = HEAD + FLAGSHIP_LINE * 2 + "x y,Tên,,Cấp sao Hỏa,Toàn trình\n"
    with pytest.raises(ListFaulty) as refused:
        compare(database, text)
    assert refused.value.details["faults"] == [
        f"Dòng 3: mã {FLAGSHIP} đã có ở dòng 2.",
        "Dòng 4: “x y” không phải giá trị của “Mã TTHC”.",
        "Dòng 4: thiếu “Lĩnh vực”.",
        "Dòng 4: “Cấp sao Hỏa” không phải giá trị của “Cấp thực hiện”.",
    ]


def test_2300_procedures_from_a_workbook(database: Database) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(HEAD.strip().split(","))
    for number in range(2300):
        sheet.append(
            [
                f"9.{number:06}",
                f"Thủ tục số {number}",
                f"Lĩnh vực {number % 90}",
                "Cấp tỉnh",
                "Toàn trình" if number % 2 else "Một phần",
            ]
        )
    content = io.BytesIO()
    book.save(content)
    began = time.perf_counter()
    with database.writing() as session:
        found = compare_list(
            session,
            admin=ADMIN,
            sheet=procedure_sheet(content.getvalue(), name="danh-muc.xlsx"),
            file_name="danh-muc.xlsx",
            complete=False,
            effective=date(2026, 1, 1),
            now=NOW,
        )
    accept(database, found)
    seconds = round(time.perf_counter() - began, 2)
    print(f"2300 procedures compared and applied in {seconds} s")  # noqa: T201 - the figure
    with database.reading() as session:
        codes = session.scalars(select(Procedure.code).where(Procedure.level == "department"))
        assert len(codes.all()) == 2300


def test_registers_refuse_what_does_not_fit_field_by_field(database: Database) -> None:
    values = {
        "procedure_code": "khong.co",
        "code": "phi",
        "valid_from": "2025-07-21",
        "valid_to": "2025-07-01",
        "name": "Phí",
        "kind": "thue",
        "amount": 5000,
        "legal_basis": "chưa có",
    }
    with pytest.raises(EntryInvalid) as refused, database.writing() as session:
        put_entry(session, admin=ADMIN, register_name="fees", values=values, now=NOW)
    faults = refused.value.details["faults"]
    assert isinstance(faults, list)
    assert {f["field"] for f in faults} == {"procedure_code", "valid_to", "kind", "legal_basis"}
    with (
        pytest.raises(EntryInvalid, match=r"Mức thu \(đồng\): phải là số nguyên"),
        database.writing() as session,
    ):
        put_entry(
            session,
            admin=ADMIN,
            register_name="fees",
            values={**values, "amount": "nhiều"},
            now=NOW,
        )


def test_a_fee_with_its_legal_basis_is_kept_and_taken_away(database: Database) -> None:
    basis = {
        "number": "06/2025/NQ-HĐND",
        "kind": "Nghị quyết",
        "title": "Mức thu phí, lệ phí",
        "issuer": "HĐND tỉnh Nghệ An",
        "issued_on": "2025-07-11",
    }
    fee = {
        "procedure_code": FLAGSHIP,
        "code": "le_phi",
        "valid_from": "2025-07-21",
        "name": "Lệ phí",
        "kind": "le_phi",
        "channel": "online",
        "amount": 0,
        "legal_basis": "06/2025/NQ-HĐND",
    }
    with database.writing() as session:
        put_entry(session, admin=ADMIN, register_name="legal-bases", values=basis, now=NOW)
        put_entry(session, admin=ADMIN, register_name="fees", values=fee, now=NOW)
    with database.reading() as session:
        found = entries(session, PROVINCE, REGISTERS["fees"], procedure_code=FLAGSHIP)
    assert found == [{**fee, "valid_to": None}]
    with database.writing() as session:
        remove_entry(session, admin=ADMIN, register_name="fees", key=fee, now=NOW)
    with database.reading() as session:
        assert entries(session, PROVINCE, REGISTERS["fees"]) == []


def test_an_agency_keeps_its_own_procedures_and_no_others(town: Town) -> None:
    agency = admin_of(PROVINCE, "Quản trị Sở Nội vụ", "so_noi_vu")

    def note(admin: Administrator, **values: object) -> None:
        with town.act() as session:
            put_entry(
                session,
                admin=admin,
                register_name="procedures",
                values={"code": FLAGSHIP, **values},
                now=town.now,
            )

    with pytest.raises(ProvinceAdminOnly):
        note(agency, online_level="full")
    note(ADMIN, unit_code="so_noi_vu")
    note(agency, online_level="full")
    with pytest.raises(OutsideYourUnits):
        note(agency, unit_code="so_tu_phap")
    with pytest.raises(ProvinceAdminOnly):
        compare_as(town, agency)


def compare_as(town: Town, admin: Administrator) -> None:
    with town.act() as session:
        compare_list(
            session,
            admin=admin,
            sheet=procedure_sheet((HEAD + FLAGSHIP_LINE).encode(), name="a.csv"),
            file_name="a.csv",
            complete=True,
            effective=date(2026, 1, 1),
            now=town.now,
        )


def register_on(town: Town, day: date) -> Mapping[str, object]:
    with town.database.reading() as session:
        page = read_register(
            session,
            person=town.officer("quan.dm"),
            province_code=PROVINCE,
            register_name="procedures",
            day=day,
        )
    return page.entries[0]


def test_what_the_package_says_of_its_procedure_follows_the_version_in_force(town: Town) -> None:
    before = register_on(town, DAY)
    assert (before["level"], before["takes_fee"]) == ("commune", False)
    assert before["decision"] == "3854/QĐ-UBND ngày 26/11/2025"
    text = FILES["procedure.toml"].replace(b'"3854/Q', b'"9/Q', 1)
    published(town, FILES | {"procedure.toml": text}, date(2025, 12, 10))
    assert register_on(town, DAY) == before
    after = register_on(town, date(2025, 12, 10))
    assert (after["decision"], after["valid_from"]) == ("9/QĐ-UBND ngày 26/11/2025", "2025-12-10")


def test_nobody_types_what_the_package_says(database: Database) -> None:
    given = {"admin": ADMIN, "register_name": "procedures", "now": NOW}
    with pytest.raises(EntryInvalid, match="gói đang công bố"), database.writing() as session:
        put_entry(session, values={"code": FLAGSHIP, "level": "province"}, **given)  # type: ignore[arg-type]
    with database.writing() as session:
        put_entry(session, values={"code": FLAGSHIP, "level": "commune"}, **given)  # type: ignore[arg-type]


def test_a_list_that_says_otherwise_is_shown_and_not_applied(database: Database) -> None:
    found = compare(database, HEAD + FLAGSHIP_LINE.replace("Cấp xã", "UBND tỉnh"))
    fields = [(one.field, one.published) for one in found.changes[0].fields]
    assert fields == [("level", True), ("online_level", False)]
    accept(database, found)
    kept = procedure(database, FLAGSHIP)
    assert kept is not None
    assert (kept.level, kept.online_level) == ("commune", "partial")

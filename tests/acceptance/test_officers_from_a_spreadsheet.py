"""A list of officers comes as XLSX: tried, applied, every row told."""

import io
from datetime import UTC, date, datetime

import pytest
from openpyxl import Workbook
from sqlalchemy import func, select

from engine.administration.people.officer_list import ListReport, import_officers, officer_sheet
from engine.administration.people.vacancies import vacancies, without_account
from engine.errors import SheetUnreadable
from engine.store.organisation import Appointment, ConfigurationChange, Officer
from tests.town import WARD, Town

WARD_ADMIN, PROVINCE_ADMIN = "kien.cv", "quan.dm"
HEADINGS = ("Tên đăng nhập", "Họ và tên", "Danh xưng", "Đơn vị", "Vị trí", "Từ ngày", "Ghi chú")
EMPTY = "xa_lam_thanh"


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(("DANH SÁCH CÁN BỘ",))
    sheet.append(HEADINGS)
    for row in rows:
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    book.close()
    return content.getvalue()


def import_as(town: Town, admin: str, content: bytes, *, apply: bool) -> ListReport:
    with town.act() as session:
        return import_officers(
            session,
            admin=town.administrator(admin),
            sheet=officer_sheet(content, name="can-bo.xlsx"),
            apply=apply,
            now=town.now,
        )


def count(town: Town, table: type[Officer] | type[Appointment] | type[ConfigurationChange]) -> int:
    with town.database.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


GOOD = ("van.tt", "Trần Thị Vân", "Chị", f"{WARD}_kt", "Chuyên viên", date(2025, 12, 1))


def test_a_trial_tells_what_would_happen_and_changes_nothing(town: Town) -> None:
    before = count(town, Officer), count(town, Appointment), count(town, ConfigurationChange)
    report = import_as(town, WARD_ADMIN, workbook(GOOD), apply=False)
    assert (report.applied, report.new, report.errors) == (False, 1, 0)
    assert report.unread == ("Ghi chú",), "what is not kept is told"
    after = count(town, Officer), count(town, Appointment), count(town, ConfigurationChange)
    assert after == before


def test_applied_officers_hold_their_posts_and_a_second_time_changes_nothing(town: Town) -> None:
    report = import_as(town, WARD_ADMIN, workbook(GOOD), apply=True)
    assert (report.new, report.errors) == (1, 0)
    posts = town.officer("van.tt").posts
    assert [(post.unit_code, post.position_code) for post in posts] == [
        (f"{WARD}_kt", "chuyen_vien")
    ]
    changes = count(town, ConfigurationChange)
    again = import_as(town, WARD_ADMIN, workbook(GOOD), apply=True)
    assert (again.new, again.changed, again.same) == (0, 0, 1)
    assert count(town, ConfigurationChange) == changes


def test_a_bad_row_says_why_in_its_own_words_and_the_others_are_kept(town: Town) -> None:
    report = import_as(
        town,
        WARD_ADMIN,
        workbook(
            GOOD,
            ("Vân Trần", "Trần Vân", None, f"{WARD}_kt", "chuyen_vien", "hôm qua"),
            ("an.lv", None, None, f"{WARD}_kt", "chuyen_vien", None),
            ("binh.nv", "Nguyễn Văn Bình", None, "so_noi_vu_ncc", "chuyen_vien", None),
            ("chi.nt", "Nguyễn Thị Chi", "cô", "không có", "Chuyên viên", None),
            ("dao.nt", "Nguyễn Thị Đào", None, f"{WARD}_kt", "lanh_dao_so", None),
            GOOD,
            ("van.tt", "Trần Thị Vân Anh", None, f"{WARD}_vhxh", "chuyen_vien", None),
            ("em.nt", "Nguyễn Thị Em", None, f"{WARD}_vp", "quan_tri_don_vi", None),
        ),
        apply=True,
    )
    told = {row.number: " ".join(row.messages) for row in report.rows}
    assert list(told) == [3, 4, 5, 6, 7, 8, 9, 10, 11]
    assert told[3] == ""
    assert "không phải ngày" in told[4]
    assert "Tên đăng nhập chỉ gồm" in told[4]
    assert told[5] == "Thiếu cột “Họ và tên”."
    assert "không thuộc phạm vi quản trị của bạn" in told[6]
    assert "Không có đơn vị không có" in told[7]
    assert "Danh xưng" in told[7]
    assert "không có vị trí Lãnh đạo Sở" in told[8]
    assert told[9] == "Trùng với dòng 3."
    assert "dòng 3 là của Trần Thị Vân" in told[10]
    assert "Chỉ quản trị cấp tỉnh giao được quyền quản trị" in told[11]
    assert (report.new, report.errors) == (1, 8)
    assert town.officer("van.tt").name == "Trần Thị Vân"


def test_an_officer_of_another_agency_is_brought_in_by_the_province_alone(town: Town) -> None:
    with town.database.reading() as session:
        other = session.scalars(
            select(Officer)
            .join(Appointment, Appointment.officer_id == Officer.id)
            .where(Appointment.unit_code == "so_noi_vu_ncc")
            .limit(1)
        ).one()
    row = (other.username, "Tên Khác", None, f"{WARD}_kt", "chuyen_vien", date(2025, 12, 1))
    report = import_as(town, WARD_ADMIN, workbook(row), apply=True)
    assert "của đơn vị khác" in report.rows[0].messages[0]
    row = (other.username, other.full_name, *row[2:])
    report = import_as(town, WARD_ADMIN, workbook(row), apply=True)
    assert "hãy nhờ quản trị cấp tỉnh giao" in report.rows[0].messages[0]
    assert import_as(town, "quan.dm", workbook(row), apply=True).errors == 0


def test_a_file_without_the_columns_is_refused_by_their_names(town: Town) -> None:
    content = "Tên,Tuổi\nAn,30\n".encode()
    with pytest.raises(SheetUnreadable, match="“Tên đăng nhập”, “Họ và tên”, “Đơn vị”, “Vị trí”"):
        import_as(town, WARD_ADMIN, content, apply=False)


def test_a_damaged_workbook_is_refused(town: Town) -> None:
    with pytest.raises(SheetUnreadable, match="không phải tệp XLSX"):
        import_as(town, WARD_ADMIN, workbook(GOOD)[:-200], apply=False)


def test_the_report_of_empty_desks_shrinks_as_people_come(town: Town) -> None:
    def empty(admin: str) -> set[tuple[str, str | None]]:
        with town.database.reading() as session:
            found = vacancies(session, admin=town.administrator(admin), day=date(2025, 12, 4))
        return {(v.unit_code, v.position_code) for v in found}

    assert empty(WARD_ADMIN) == set()
    before = empty(PROVINCE_ADMIN)
    assert (f"{EMPTY}_vhxh", "chuyen_vien") in before
    row = ("moi.nv", "Nguyễn Văn Mới", None, f"{EMPTY}_vhxh", "chuyen_vien", date(2025, 12, 1))
    import_as(town, PROVINCE_ADMIN, workbook(row), apply=True)
    assert before - empty(PROVINCE_ADMIN) == {(f"{EMPTY}_vhxh", "chuyen_vien")}


def test_officers_who_can_not_sign_in_are_listed_for_their_own_administrator(town: Town) -> None:
    import_as(town, WARD_ADMIN, workbook(GOOD), apply=True)
    with town.database.reading() as session:
        admin = town.administrator(WARD_ADMIN)
        found = without_account(session, admin=admin, day=date(2025, 12, 4))
    assert ("van.tt", f"{WARD}_kt") in {(row.username, row.unit_code) for row in found}
    assert all(row.unit_code.startswith(WARD) for row in found)


def test_a_slip_in_a_user_name_shows_whom_the_row_would_rename(town: Town) -> None:
    slip = ("hung.nt", "Trần Thị Vân", "Chị", f"{WARD}_kt", "Chuyên viên", date(2025, 12, 1))
    report = import_as(town, PROVINCE_ADMIN, workbook(slip), apply=False)
    known = town.officer("hung.nt")
    (row,) = report.rows
    assert f"Đổi họ và tên: {known.name} → Trần Thị Vân." in row.messages


def test_a_post_without_a_first_day_begins_on_the_local_day(town: Town) -> None:
    town.now = datetime(2025, 12, 4, 18, 0, tzinfo=UTC)  # already the 5th in Việt Nam
    without = (*GOOD[:5], None)
    import_as(town, WARD_ADMIN, workbook(without), apply=True)
    with town.database.reading() as session:
        begins = session.scalars(
            select(Appointment.valid_from)
            .join(Officer, Officer.id == Appointment.officer_id)
            .where(Officer.username == "van.tt")
        ).one()
    assert begins == date(2025, 12, 5)


@pytest.mark.parametrize(
    ("cell", "reason"), [("V\0ân", "ký tự không dùng được"), ("x" * 200_000, "ô quá dài")]
)
def test_a_table_with_a_cell_that_no_one_typed_is_refused(
    town: Town, cell: str, reason: str
) -> None:
    content = f"Tên đăng nhập,Họ và tên,Đơn vị,Vị trí\nvan.tt,{cell},{WARD},chuyen_vien\n"
    with pytest.raises(SheetUnreadable, match=reason):
        import_as(town, WARD_ADMIN, content.encode(), apply=False)


def test_a_row_without_a_day_is_the_post_that_is_held_and_no_second_one(town: Town) -> None:
    import_as(town, WARD_ADMIN, workbook(GOOD), apply=True)
    (same,) = import_as(town, WARD_ADMIN, workbook((*GOOD[:5], None)), apply=True).rows
    assert same.state == "same"
    (twice,) = import_as(
        town, WARD_ADMIN, workbook((*GOOD[:5], date(2025, 12, 9))), apply=True
    ).rows
    assert twice.messages == ("Người này đã giữ vị trí ấy từ ngày 01/12/2025.",)
    assert len(town.officer("van.tt").posts) == 1


def test_a_row_tells_all_that_is_wrong_with_it_at_once(town: Town) -> None:
    row = ("van.tt", "Trần Thị Vân", "Chị", "không có", "Chuyên viên", "31/31/2025", "12")
    heads = (*HEADINGS[:6], "Điện thoại")
    text = "\n".join(";".join(map(str, one)) for one in (heads, row))
    (told,) = import_as(town, WARD_ADMIN, text.encode(), apply=False).rows
    said = " ".join(told.messages)
    assert [one for one in ("31/31/2025", "“12”", "không có") if one not in said] == []


def test_a_table_as_excel_saves_it_is_read_or_tells_the_way_out(town: Town) -> None:
    heads = (*HEADINGS[:6], "Điện thoại")
    row = ("van.tt", "Trần Thị Vân", "Chị", f"{WARD}_kt", "Chuyên viên", "1/12/2025", "912345678")
    text = "\n".join("\t".join(one) for one in (heads, row))
    assert import_as(town, WARD_ADMIN, text.encode("utf-16"), apply=True).errors == 0
    with town.database.reading() as session:
        found = session.scalars(select(Officer).where(Officer.username == "van.tt")).one()
        assert found.phone == "0912345678"
    for content in (text.encode("cp1258", "replace"), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 9):
        with pytest.raises(SheetUnreadable, match="lưu lại thành XLSX"):
            import_as(town, WARD_ADMIN, content, apply=False)

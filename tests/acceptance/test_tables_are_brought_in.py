"""Tables of the configuration are brought in by page: compared first, then written as shown."""

import base64
import io
import re
import threading
from html import unescape
from time import sleep
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from api.http import idempotency
from engine.administration.importing import comparing
from engine.administration.importing.compared import Brought
from engine.administration.importing.comparing import compare_table, parts_to_write, write_part
from engine.administration.importing.ways import sheet_of
from engine.administration.people import officer_list
from engine.errors import CatalogueMoved, SheetUnreadable
from engine.files.limits import SHEET
from engine.store.catalogue import Procedure
from engine.store.jobs import IdempotencyKey
from engine.store.organisation import ConfigurationChange, Officer, Unit
from engine.store.rules import Area, AreaUnit, BeneficiaryAccount
from tests.acceptance.test_rules_on_pages import MAKER, send
from tests.client import Api
from tests.town import PROVINCE, WARD, Town
from web.forms.form_key import FIELD

pytestmark = pytest.mark.long_on_postgres

OFFICER, WARD_ADMIN = "bao.pq@nghe_an", "kien.cv@nghe_an"
PAGE = "/quan-tri/nhap"
HIDDEN = re.compile(r'<input type="hidden" name="(bang|giu|seen|du|ngay-het)" value="([^"]*)"')
CHOSEN = re.compile(r'name="chon" value="([^"]*)" checked')


def sheet(text: str, name: str = "bang.csv") -> tuple[io.BytesIO, str]:
    return io.BytesIO(text.encode()), name


def compare(api: Api, table: str, text: str, **more: str) -> Any:
    return send(api, PAGE, bang=table, tep=sheet(text), **more)


def write(api: Api, page: str, chosen: list[str] | None = None) -> Any:
    told: dict[str, Any] = {name: unescape(value) for name, value in HIDDEN.findall(page)}
    rows = [unescape(one) for one in CHOSEN.findall(page)]
    return send(api, f"{PAGE}/ghi", **told, chon=rows if chosen is None else chosen)


def count(town: Town, entity: Any, *where: Any) -> int:
    with town.database.reading() as session:
        return session.scalar(select(func.count()).select_from(entity).where(*where)) or 0


def test_accounts_are_compared_row_by_row_and_only_chosen_ones_are_written(
    app: Flask, town: Town
) -> None:
    admin = Api(app, MAKER)
    text = (
        "Đơn vị,Loại,Từ ngày,Kho bạc\\, ngân hàng,Số tài khoản,Tên tài khoản,Người giữ\n"
        f"{WARD},phí và lệ phí,01/07/2025,Kho bạc KV I,3511.1,UBND phường\n"
        "xa_na_ngoi,lệ phí,01/12/2025,Kho bạc KV I,3511.2,UBND xã\n"
        "xa_khong_co,lệ phí,01/12/2025,Kho bạc KV I,3511.3,UBND xã\n"
        "xa_keng_du,lệ phí,31/02/2025,Kho bạc KV I,3511.4,UBND xã\n"
    ).replace("Kho bạc\\, ngân hàng", '"Kho bạc, ngân hàng"')
    page = compare(admin, "beneficiary-accounts", text).text
    assert "Thêm 1" in page
    assert "Đổi 1" in page
    assert "Sai 2" in page
    assert "Cột không đọc:</b> Người giữ." in page
    assert "<ins>3511.1</ins>" in page
    assert "Không có đơn vị xa_khong_co" in page
    assert "chỗ cần sửa" not in page
    assert "Từ ngày (31/02/2025):" in page
    assert "<code>xa_keng_du / lệ phí</code>" in page
    wrong = compare(
        admin, "beneficiary-accounts", text[: text.index(WARD)] + text[text.index("xa_khong_co") :]
    ).text
    assert ("2 dòng sai</h1>" in wrong, ">Chọn</th>" in wrong) == (True, False)
    picture = send(
        admin, PAGE, bang="areas", tep=(io.BytesIO(b"\x89PNG\r\n\x1a\n\xff"), "anh.xlsx")
    )
    assert "không phải tệp XLSX dù tên ghi .xlsx" in picture.text
    mine = BeneficiaryAccount.number.like("3511.%")
    assert count(town, BeneficiaryAccount, mine) == 0
    (_, new) = sorted(CHOSEN.findall(page))
    assert write(admin, page, [unescape(new)]).status_code == 303
    assert count(town, BeneficiaryAccount, mine) == 1
    assert write(admin, page, [unescape(new)]).status_code == 409  # something else is there now


def test_a_unit_admin_brings_in_what_is_the_units_and_nothing_else(app: Flask, town: Town) -> None:
    ward = Api(app, WARD_ADMIN)
    text = (
        "unit_code,kind,valid_from,bank,number,name\n"
        f"{WARD},le_phi,2025-12-01,KB,1,A\nxa_na_ngoi,le_phi,2025-12-01,KB,2,B\n"
    )
    page = compare(ward, "beneficiary-accounts", text).text
    assert "Thêm 1" in page
    assert "Sai 1" in page
    assert write(ward, page).status_code == 303
    assert compare(ward, "areas", "Mã,Tên\nvung_cao,Vùng cao\n").text.count("Sai 1") == 1
    officer = Api(app, OFFICER)
    assert officer.client.get(PAGE).status_code == 403
    assert compare(officer, "areas", "Mã,Tên\na,b\n").status_code == 403


def test_a_complete_file_takes_away_only_what_was_ticked(app: Flask, town: Town) -> None:
    admin = Api(app, MAKER)
    assert write(admin, compare(admin, "areas", "Mã,Tên\nven_bien,Ven biển\n").text).status_code
    assert count(town, Area, Area.code == "ven_bien") == 1
    both = f"Mã khu vực,Mã đơn vị\nven_bien,{WARD}\nven_bien,xa_na_ngoi\n"
    assert write(admin, compare(admin, "area-units", both).text).status_code == 303
    ours = AreaUnit.area_code == "ven_bien"
    page = compare(admin, "area-units", f"Mã khu vực,Mã đơn vị\nven_bien,{WARD}\n", du="1").text
    assert "Tệp không có" in page
    assert write(admin, page, [""]).status_code == 422
    assert count(town, AreaUnit, ours) == 2
    gone = unescape(re.search(r'name="chon" value="(ven_bien / xa_na_ngoi)"', page)[1])  # type: ignore[index]
    assert write(admin, page, [gone]).status_code == 303
    assert count(town, AreaUnit, ours) == 1


def test_units_that_stand_below_one_another_come_in_together(app: Flask, town: Town) -> None:
    admin = Api(app, MAKER)
    before = count(town, Unit)
    text = (
        "Mã,Tên,Tên gọi tắt,Loại,Cấp thực hiện,Từ ngày,Mã đơn vị cấp trên\n"
        "so_moi,Sở Mới,Sở Mới,so,sở ngành,01/01/2026,ubnd_tinh\n"
        "so_moi_vp,Văn phòng Sở Mới,văn phòng,van_phong,sở ngành,01/01/2026,so_moi\n"
    )
    with town.database.reading() as session:
        top = session.scalars(
            select(Unit.code).where(Unit.province_code == PROVINCE, Unit.parent_code.is_(None))
        ).first()
    page = compare(admin, "units", text.replace("ubnd_tinh", str(top))).text
    assert "Thêm 2" in page, page
    assert count(town, Unit) == before
    assert write(admin, page).status_code == 303
    assert count(town, Unit) == before + 2


def test_lists_of_officers_and_procedures_come_in_by_their_own_acts(app: Flask, town: Town) -> None:
    admin = Api(app, MAKER)
    people = f"Tên đăng nhập,Họ và tên,Đơn vị,Vị trí\nmoi.tt,Trần Thị Mới,{WARD}_vhxh,chuyen_vien\n"
    page = compare(admin, "officers", people + ",Không Tên,,\n").text
    assert "Thêm 1" in page
    assert "Sai 1" in page
    assert write(admin, page).status_code == 303
    assert count(town, Officer, Officer.username == "moi.tt") == 1
    lists = "Mã TTHC,Tên TTHC,Lĩnh vực,Cấp thực hiện\n9.999999,Thủ tục mới,Hộ tịch,Cấp xã\n"
    page = compare(admin, "procedure-list", lists).text
    assert "9.999999 Thủ tục mới" in page
    assert write(admin, page).status_code == 303
    assert count(town, Procedure, Procedure.code == "9.999999") == 1
    bad = compare(admin, "procedure-list", lists.replace("Cấp xã", "Cấp thôn"))
    assert bad.status_code == 422
    assert "Dòng 2: “Cấp thôn” không phải giá trị của “Cấp thực hiện”" in bad.text


def test_a_register_that_was_downloaded_is_the_same_when_it_comes_back(
    app: Flask, town: Town
) -> None:
    admin, officer = Api(app, MAKER), Api(app, OFFICER)
    changes = count(town, ConfigurationChange)
    for name in ("procedures", "beneficiary-accounts", "legal-bases", "sectors", "documents"):
        table = officer.client.get(f"/quan-tri/danh-muc/{name}.csv")
        page = compare(admin, name, table.text).text
        assert "Tệp giống hệt đang dùng" in page or "chưa có dòng nào" in page, name
    shown = officer.client.get("/quan-tri/danh-muc/procedures").text
    assert "Nhập từ tệp" not in shown
    assert "Mã" in shown
    assert count(town, ConfigurationChange) == changes


def test_the_api_compares_and_writes_the_same(app: Flask, town: Town) -> None:
    admin = Api(app, MAKER)
    body = {"name": "a.csv", "content": base64.b64encode("Mã,Tên\nn,Núi\n".encode()).decode()}
    address = f"/catalogue/{PROVINCE}/tables/areas"
    found = admin.post(f"{address}/compare", body).json
    assert (found["new"], found["rows"][0]["key"]) == (1, "n")
    sent = {**body, "seen": found["seen"], "chosen": ["n"]}
    assert admin.post(f"{address}/write", sent).json == {"count": 1}
    assert count(town, Area, Area.code == "n") == 1
    assert admin.post(f"/catalogue/{PROVINCE}/tables/cases/compare", body).status_code == 404


def test_of_many_wrong_rows_some_are_told_and_the_others_counted(app: Flask, town: Town) -> None:
    admin = Api(app, MAKER)
    text = "Mã,Tên\n" + "n,Núi\n" * 450
    body = {"name": "a.csv", "content": base64.b64encode(text.encode()).decode()}
    found = admin.post(f"/catalogue/{PROVINCE}/tables/areas/compare", body).json
    assert (found["new"], found["errors"], found["unshown"], len(found["rows"])) == (
        1,
        449,
        49,
        401,
    )
    assert "Và 49 dòng sai nữa" in (page := compare(admin, "areas", text).text)
    assert "450 dòng khác" in page
    rows = "".join(f"x{n},Thủ tục,Hộ tịch,Cấp xã,\n" for n in range(60))
    headings = "Mã TTHC,Tên TTHC,Lĩnh vực,Cấp thực hiện,Từ ngày\n"
    page = compare(admin, "procedure-list", headings + rows).text
    assert "Và 10 lỗi nữa" in page
    assert page.count("<li>Dòng ") == 50


def test_a_table_that_would_lose_cells_is_refused_with_its_line(app: Flask, town: Town) -> None:
    admin = Api(app, MAKER)
    twice = compare(admin, "sectors", "Mã,Tên,Tên\nx_moi,Một,Hai\n")
    assert (twice.status_code, "dòng 1 có hai cột “Tên”" in twice.text) == (422, True)
    rows = 'Mã,Tên\nx_moi,"Một\ny_moi,Hai\nz_moi,Ba\n'
    for text in (rows, rows.replace("Hai", '"Hai"')):
        refused = compare(admin, "sectors", text)
        assert "dòng 2: dấu nháy kép mở mà không đóng" in refused.text


def test_only_tables_that_somebody_may_write_are_offered(app: Flask, town: Town) -> None:
    offered = re.findall(r'<option value="([a-z-]+)"', Api(app, WARD_ADMIN).client.get(PAGE).text)
    assert offered == ["officers", "units", "beneficiary-accounts"]
    assert "sectors" in Api(app, MAKER).client.get(PAGE).text
    page = Api(app, WARD_ADMIN).client.get("/quan-tri/danh-muc/sectors").text
    assert "Nhập từ tệp" not in page


def test_rows_that_stay_are_told_so_and_nothing_is_offered_to_write(app: Flask, town: Town) -> None:
    admin = Api(app, MAKER)
    sectors = admin.client.get("/quan-tri/danh-muc/sectors.csv").text.splitlines()
    page = compare(admin, "sectors", "\n".join(sectors[:-1]), du="1").text
    assert "bảng này không bỏ dòng, dòng vẫn giữ như đang dùng" in page
    assert "Ghi các dòng đã chọn" not in page
    rows = "Mã TTHC,Tên TTHC,Lĩnh vực,Cấp thực hiện,Từ ngày\n9.999999,Thủ tục,Hộ tịch,Cấp xã,"
    page = compare(admin, "procedure-list", f"{rows}26/11/2026\n", du="1").text
    assert "Hết hiệu lực" in page
    assert not re.search(r"<ins>[^<]*20\d\d-\d\d-\d\d", page)


def test_a_table_is_not_chosen_anew_after_a_refusal(app: Flask, town: Town) -> None:
    admin = Api(app, MAKER)
    text = "Mã,Tên\nkhu_moi,Khu mới\n"
    refused = compare(admin, "areas", text, **{"ngay-het": "35/12/2025"})
    assert refused.status_code == 422
    assert "Giữ tệp đã gửi: bang.csv" in refused.text
    note = re.findall(r'name="giu" value="([^"]+)" checked', refused.text)[0]
    assert "Thêm 1" in send(admin, PAGE, bang="areas", giu=unescape(note)).text
    other = Api(app, "hieu.ph@nghe_an")
    assert "Hãy chọn tệp" in send(other, PAGE, bang="areas", giu=unescape(note)).text


TRIED = {
    "units": "Mã,Tên,Tên gọi tắt,Loại,Cấp thực hiện,Từ ngày,Mã đơn vị cấp trên\n"
    "so_moi,Sở Mới,Sở Mới,so,sở ngành,01/01/2026,TOP\n"
    "so_moi_vp,Văn phòng Sở Mới,văn phòng,van_phong,sở ngành,01/01/2026,so_moi\n",
    "areas": "Mã,Tên\nven_bien,Ven biển\n",
    "beneficiary-accounts": "unit_code,kind,valid_from,bank,number,name\n"
    f"{WARD},le_phi,2025-12-01,KB,1,A\n",
    "officers": "Tên đăng nhập,Họ và tên,Đơn vị,Vị trí\n"
    f"van.tt,Trần Thị Vân,{WARD}_kt,Chuyên viên\n",
    "procedure-list": "Mã TTHC,Tên TTHC,Lĩnh vực,Cấp thực hiện\n9.000001,Thử,Hộ tịch,Xã\n",
}
"""Tables with one or two rows that are new."""


@pytest.mark.parametrize("table", TRIED)
def test_who_compares_waits_for_no_writer_and_leaves_nothing(town: Town, table: str) -> None:
    with town.database.reading() as session:
        before = told_of_province(session)
        below = Unit.province_code == PROVINCE, Unit.parent_code.is_(None)
        top = str(session.scalars(select(Unit.code).where(*below)).first())
    text = TRIED[table].replace("TOP", top)
    brought = Brought(table, sheet_of(table, text.encode(), name="bang.csv"))
    with town.database.writing() as busy:  # on SQLite nobody else can write meanwhile
        busy.execute(update(Area).values(name=Area.name))
        admin = town.administrator("quan.dm")
        with town.database.trying(PROVINCE) as session:
            found = compare_table(session, admin=admin, brought=brought, now=town.now)
    assert (found.new, found.errors) == (len(brought.sheet), 0), found.rows
    with town.database.reading() as session:
        assert told_of_province(session) == before


@pytest.mark.parametrize("table", ["areas", "officers"])
def test_a_table_that_changes_too_much_is_refused_in_words(
    town: Town, monkeypatch: pytest.MonkeyPatch, table: str
) -> None:
    for module in (officer_list, comparing):
        monkeypatch.setattr(module, "SHEET", SHEET._replace(tried=0))
    brought = Brought(table, sheet_of(table, TRIED[table].encode(), name="bang.csv"))
    told: dict[str, Any] = {"admin": town.administrator("quan.dm"), "now": town.now}
    with (
        town.database.trying(PROVINCE) as session,
        pytest.raises(SheetUnreadable, match="chia làm nhiều tệp"),
    ):
        compare_table(session, brought=brought, **told)


def told_of_province(session: Session) -> list[int]:
    counted = (Unit, Officer, Area, BeneficiaryAccount, Procedure, ConfigurationChange)
    return [session.scalar(select(func.count()).select_from(one)) or 0 for one in counted]


def test_a_long_list_is_written_in_parts(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(officer_list, "PART", 2)
    rows = "".join(f"van.t{n},Trần Thị Vân,{WARD}_kt,Chuyên viên\n" for n in range(5))
    text = TRIED["officers"].partition("\n")[0] + "\n" + rows
    brought = Brought("officers", sheet_of("officers", text.encode(), name="bang.csv"))
    told: dict[str, Any] = {"admin": town.administrator("quan.dm"), "now": town.now}
    with town.database.trying(PROVINCE) as session:
        seen = compare_table(session, brought=brought, **told).seen
        parts = parts_to_write(session, brought=brought, chosen=(), seen=seen, **told)
    assert [len(part.brought.sheet) for part in parts] == [2, 2, 1]
    for part in parts:
        with town.act() as session:
            assert write_part(session, part=part, **told) == len(part.brought.sheet)
    with town.act() as session, pytest.raises(CatalogueMoved):
        write_part(session, part=parts[0], **told)  # it was compared with what was before
    assert count(town, Officer, Officer.full_name == "Trần Thị Vân") == 5


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_presses_again_while_it_is_written_gets_the_answer_of_the_first(
    app: Flask, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(officer_list, "PART", 1)
    monkeypatch.setattr(idempotency, "_TURN_SECONDS", 0.3)
    admin, answers = Api(app, MAKER), dict[str, Any]()
    head = TRIED["officers"].partition("\n")[0]
    rows = "".join(f"van.t{n},Trần Thị Vân,{WARD}_kt,Chuyên viên\n" for n in range(4))
    page = compare(admin, "officers", f"{head}\n{rows}").text
    told: dict[str, Any] = {name: unescape(value) for name, value in HIDDEN.findall(page)}
    told |= {
        FIELD: re.findall(rf'name="{FIELD}" value="([^"]+)"', page)[0],
        "csrf_token": admin.token,
    }
    cookie = admin.client.get_cookie("motcua")
    assert cookie is not None

    def press(name: str) -> None:
        client = app.test_client()
        client.set_cookie("motcua", cookie.value)
        answers[name] = client.post(f"{PAGE}/ghi", data=told)

    first = threading.Thread(target=press, args=("first",))
    first.start()
    while first.is_alive() and not count(town, IdempotencyKey, IdempotencyKey.status == 102):
        sleep(0.02)
    monkeypatch.setattr(idempotency, "WAITS_SECONDS", 0.0)
    press("impatient")
    monkeypatch.setattr(idempotency, "WAITS_SECONDS", 30.0)
    press("patient")
    first.join()
    assert [answers[one].status_code for one in ("first", "patient", "impatient")] == [
        303,
        303,
        503,
    ]
    assert "vẫn đang được ghi" in answers["impatient"].text
    assert "Giữ tệp đã gửi: bang.csv" in answers["impatient"].text
    assert count(town, Officer, Officer.full_name == "Trần Thị Vân") == 4


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_died_or_was_refused_in_the_middle_keeps_nobody_from_sending_it_again(
    app: Flask, town: Town
) -> None:
    admin = Api(app, MAKER)
    body = {"name": "a.csv", "content": base64.b64encode("Mã,Tên\nn,Núi\n".encode()).decode()}
    address, key = f"/catalogue/{PROVINCE}/tables/areas", {"Idempotency-Key": "k"}
    seen = admin.post(f"{address}/compare", body).json["seen"]
    sent = {**body, "seen": "0" * 64, "chosen": ["n"]}
    assert admin.post(f"{address}/write", sent, **key).status_code == 409
    assert count(town, IdempotencyKey, IdempotencyKey.key == "k") == 0
    sent["seen"] = seen
    assert admin.post(f"{address}/write", sent, **key).json == {"count": 1}
    left = {"status": 102, "answer": {}, "created_at": town.now - idempotency.GIVEN_UP * 2}
    with town.act() as session:
        session.execute(update(IdempotencyKey).values(**left))
    again = admin.post(f"{address}/write", sent, **key)
    assert (again.status_code, again.json["code"]) == (409, "catalogue_moved")
    assert count(town, IdempotencyKey, IdempotencyKey.key == "k") == 0

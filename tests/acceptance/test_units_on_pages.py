"""The administrators' page of units: who holds what, appointed, ended, stood in for."""

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from flask import Flask

from engine.administration.people.changes_told import SUBJECTS
from engine.store.access import AccessGrant, SystemToken
from engine.store.organisation import (
    Appointment,
    DeskMove,
    Officer,
    Position,
    Substitution,
    Unit,
    UnitSuccession,
)
from tests.acceptance.test_rules_on_pages import send as send_to
from tests.client import Api
from tests.town import PROVINCE, WARD, Town

pytestmark = pytest.mark.long_on_postgres

ADMIN, SECOND, WARD_ADMIN = f"quan.dm@{PROVINCE}", f"hieu.ph@{PROVINCE}", f"kien.cv@{PROVINCE}"
DIVISION = "phuong_truong_vinh_vhxh"
PAGE = "/quan-tri/don-vi"


def send(admin: Api, path: str, **sent: Any) -> Any:
    return admin.client.post(f"{PAGE}/{path}", data={"csrf_token": admin.token, **sent})


NEW = {
    "position": "chuyen_vien",
    "username": "moi.nv",
    "full_name": "Nguyễn Văn Mới",
    "valid_from": "05/12/2025",
}


def test_somebody_is_appointed_found_and_leaves(app: Flask, town: Town) -> None:
    ward = Api(app, WARD_ADMIN)
    assert send(ward, f"{DIVISION}/cu", **NEW).status_code == 303
    page = ward.client.get(f"{PAGE}?dv={DIVISION}&ngay=06/12/2025").text
    assert "Nguyễn Văn Mới" in page
    assert "Nguyễn Văn Mới" not in ward.client.get(f"{PAGE}?dv={DIVISION}&ngay=4/12/2025").text
    assert "Nguyễn Văn Mới" in ward.client.get(f"{PAGE}?q=van+moi&ngay=06/12/2025").text
    left = {"username": "moi.nv", "position": "chuyen_vien", "ends": "10/12/2025"}
    assert send(ward, f"{DIVISION}/thoi", **left).status_code == 303
    assert "Nguyễn Văn Mới" not in ward.client.get(f"{PAGE}?dv={DIVISION}&ngay=11/12/2025").text


def test_a_post_that_signs_waits_for_a_second_person(app: Flask, town: Town) -> None:
    admin = Api(app, ADMIN)
    head = {**NEW, "position": "lanh_dao_phong", "basis": "QĐ 5/QĐ-UBND ngày 01/12/2025"}
    page = admin.client.get(send(admin, f"{DIVISION}/cu", **head).location).text
    assert "người thứ hai xác nhận" in page
    assert "1 vị trí, vai trò chờ người thứ hai" in Api(app, SECOND).client.get("/quan-tri").text


def test_what_was_typed_comes_back_with_every_fault(app: Flask, town: Town) -> None:
    admin = Api(app, ADMIN)
    refused = send(admin, f"{DIVISION}/cu", **{**NEW, "full_name": "", "valid_from": "32/12/2025"})
    assert refused.status_code == 422
    assert 'value="moi.nv"' in refused.text
    assert "Từ ngày" in refused.text
    stand_in = {"position": "lanh_dao_phong", "officer": "khong.co", "manner": "KT"}
    dated = {"valid_from": "05/12/2025", "valid_to": "09/12/2025", "basis": "TB 3"}
    refused = send(admin, f"{DIVISION}/thay", **stand_in, **dated)
    assert "Tỉnh không có cán bộ khong.co" in refused.text
    town.file()
    ended = send(admin, f"{WARD}/ket-thuc", ends="01/01/2026").text
    assert ended.count("đơn vị trực thuộc:") == 1
    assert ended.count("hồ sơ chưa xong") == 1
    reasons = ended.partition("Chưa kết thúc được đơn vị</h2>")[2].partition("</ul>")[0]
    assert re.findall(r'<a href="([^"]+)">', reasons)[0].startswith(f"{PAGE}?dv={WARD}_")
    assert '<nav aria-label="Cây đơn vị" class="folded">' in ended


def test_a_ward_keeps_itself_and_reads_the_others(app: Flask, town: Town) -> None:
    ward = Api(app, WARD_ADMIN)
    assert send(ward, "so_noi_vu/cu", **NEW).status_code == 403
    assert "Cử người giữ chức danh" not in ward.client.get(f"{PAGE}?dv=so_noi_vu").text
    assert "Cử người giữ chức danh" in ward.client.get(f"{PAGE}?dv={DIVISION}").text
    officer = Api(app, f"bao.pq@{PROVINCE}")
    assert officer.client.get(PAGE).status_code == 200
    assert send(officer, f"{DIVISION}/cu", **NEW).status_code == 403


def test_the_year_of_a_calendar_tells_holidays(app: Flask, town: Town) -> None:
    page = Api(app, ADMIN).client.get("/quan-tri/lich?nam=2026").text
    assert "Lịch làm việc năm 2026" in page
    assert "Tháng 12" in page
    assert 'class="hol"' in page


def test_a_telephone_or_a_day_that_can_not_be_is_told_in_words(app: Flask, town: Town) -> None:
    admin = Api(app, ADMIN)
    refused = send(admin, f"{DIVISION}/cu", **NEW, phone="091234567")
    assert (refused.status_code, 'value="moi.nv"' in refused.text) == (422, True)
    before = admin.client.get(f"{PAGE}?ngay=30/6/1925")
    assert (before.status_code, "chưa có đơn vị nào" in before.text) == (200, True)
    assert admin.client.get(f"/quan-tri/lich?nam={'9' * 5000}").status_code == 404


def test_the_kind_of_a_unit_is_one_of_those_known(app: Flask, town: Town) -> None:
    admin = Api(app, ADMIN)
    assert (
        '<option value="ttphcc">Trung tâm Phục vụ hành chính công'
        in admin.client.get(f"{PAGE}?dv={WARD}").text
    )
    new = {"new_code": "to_moi", "full_name": "Tổ mới", "short_name": "Tổ mới"}
    told = {**new, "level": "commune", "valid_from": "05/12/2025"}
    refused = send(admin, f"{WARD}/them", **told, kind="ttpvhcc")
    assert "Tỉnh chưa có loại đơn vị “ttpvhcc”" in refused.text
    assert "Hãy chọn loại đơn vị." in send(admin, f"{WARD}/them", **told, kind="").text
    assert send(admin, f"{WARD}/them", **told, kind="van_phong").status_code == 303


def test_a_unit_that_has_not_begun_is_taken_back_unless_something_names_it(
    app: Flask, town: Town
) -> None:
    admin, day = Api(app, ADMIN), "20/12/2025"
    new = {"full_name": "Tổ mới", "short_name": "Tổ mới", "kind": "van_phong", "level": "commune"}
    for code in ("to_moi", "to_khac"):
        told = {**new, "new_code": code, "valid_from": day}
        assert send(admin, f"{WARD}/them", **told).status_code == 303
    name = {"name": "Tổ hai", "short_name": "Tổ hai", "day": "25/12/2025", "basis": "QĐ 5"}
    assert send(admin, "to_khac/doi-ten", **name).status_code == 303
    above = admin.client.get(f"{PAGE}?dv={WARD}").text
    assert "Tổ mới, từ 20/12/2025</a>" in above  # in the tree
    assert "Tổ mới</a>, từ 20/12/2025" in above  # and at the unit itself
    page = admin.client.get(f"{PAGE}?dv=to_moi").text
    assert "ghi ngày bắt đầu hay sớm hơn thì bỏ hẳn" in page
    assert 'name="ngay" class="d" value="20/12/2025"' in page
    tree = page.partition('<nav aria-label="Cây đơn vị"')[2].partition("</nav>")[0]
    links = re.findall(r'<a href="([^"]+)"', tree)
    assert links
    assert all(one.endswith("&amp;ngay=20/12/2025") for one in links)
    answer = send(admin, "to_moi/ket-thuc", ends=day)
    assert "Đã bỏ đơn vị chưa bắt đầu." in admin.client.get(answer.location).text
    assert admin.client.get(f"{PAGE}?dv=to_moi").status_code == 404
    refused = send(admin, "to_khac/ket-thuc", ends=day)
    assert (refused.status_code, "đã có: việc đổi tên đơn vị" in refused.text) == (422, True)


def test_a_post_is_held_once_and_the_row_that_was_clicked_ends(app: Flask, town: Town) -> None:
    ward = Api(app, WARD_ADMIN)
    first = {**NEW, "valid_to": "10/12/2025"}
    assert send(ward, f"{DIVISION}/cu", **first).status_code == 303
    refused = send(ward, f"{DIVISION}/cu", **{**NEW, "valid_from": "08/12/2025"})
    assert "đã giữ vị trí ấy từ ngày 05/12/2025 đến trước 10/12/2025" in refused.text
    assert send(ward, f"{DIVISION}/cu", **{**NEW, "valid_from": "20/12/2025"}).status_code == 303
    left = {"username": "moi.nv", "position": "chuyen_vien", "ends": "07/12/2025"}
    assert send(ward, f"{DIVISION}/thoi", **left, since="2025-12-05").status_code == 303
    rows = ward.get(f"/organisation/{PROVINCE}/posts?day=2025-12-06&unit_code={DIVISION}").json
    assert [one["valid_to"] for one in rows if one["username"] == "moi.nv"] == ["2025-12-07"]
    assert "Nguyễn Văn Mới" in ward.client.get(f"{PAGE}?dv={DIVISION}&ngay=21/12/2025").text


def test_a_unit_stands_below_its_parent_and_keeps_its_name(app: Flask, town: Town) -> None:
    ward = Api(app, WARD_ADMIN)
    told = {"new_code": "so_gia", "full_name": "Sở Giả", "short_name": "Sở Giả"}
    dated = {**told, "valid_from": "05/12/2025"}
    high = send(ward, f"{WARD}/them", **dated, kind="van_phong", level="province")
    assert "không cao hơn: cấp xã" in high.text
    for kind in ("so", "ubnd_xa"):
        refused = send(ward, f"{WARD}/them", **dated, kind=kind, level="commune")
        assert f"không có đơn vị trực thuộc loại “{kind}”" in unescape(refused.text)
    (known,) = (
        one for one in ward.get(f"/organisation/{PROVINCE}/units").json if one["code"] == DIVISION
    )
    entry = {key: known[key] for key in ("code", "short_name", "kind", "level", "parent_code")}
    entry |= {"name": "Phòng Khác", "valid_from": known["valid_from"]}
    refused = ward.post(f"/organisation/{PROVINCE}/units", entry)
    assert "chỉ đổi từ một ngày" in str(refused.json)


def test_the_end_of_a_unit_is_offered_to_who_keeps_the_one_above(app: Flask, town: Town) -> None:
    ward = Api(app, WARD_ADMIN)
    assert "Kết thúc đơn vị" in ward.client.get(f"{PAGE}?dv={DIVISION}").text
    assert "Kết thúc đơn vị" not in ward.client.get(f"{PAGE}?dv={WARD}").text
    assert "Kết thúc đơn vị" in Api(app, ADMIN).client.get(f"{PAGE}?dv={WARD}").text


def test_a_unit_does_not_end_under_a_post_that_waits(app: Flask, town: Town) -> None:
    admin = Api(app, ADMIN)
    head = {**NEW, "position": "lanh_dao_phong", "basis": "QĐ 5/QĐ-UBND ngày 01/12/2025"}
    assert send(admin, f"{DIVISION}/cu", **head).status_code == 303
    town.until(town.file().case_id, "B3")
    refused = send(admin, f"{DIVISION}/ket-thuc", ends="01/06/2026")
    assert "chờ người thứ hai" in refused.text
    assert "còn 1 hồ sơ chưa xong" in refused.text, "all that stands in the way in one wave"


def test_positions_and_focal_persons_are_kept_on_pages_and_written_down(
    app: Flask, town: Town
) -> None:
    admin = Api(app, "quan.dm@nghe_an")
    told = {"code": "thu_ky", "title": "Thư ký", "kind": ["van_phong"]}
    assert send_to(admin, "/quan-tri/chuc-danh", **told).status_code == 303
    assert "Thư ký" in admin.client.get("/quan-tri/chuc-danh").text
    refused = send_to(admin, "/quan-tri/chuc-danh", code="Thư Ký", title="Thư ký hai")
    assert (refused.status_code, 'value="Thư ký hai"' in refused.text) == (422, True)
    asked = {"unit": WARD, "duty": "tthc", "username": "hanh.tt"}
    wrong = send_to(admin, "/quan-tri/dau-moi", **asked, valid_from="32/12/2025")
    assert (wrong.status_code, 'value="hanh.tt"' in wrong.text) == (422, True)
    assert send_to(admin, "/quan-tri/dau-moi", **asked, valid_from="01/12/2025").status_code == 303
    assert "Trần Thị Hạnh" in admin.client.get("/quan-tri/dau-moi").text
    record = admin.client.get("/quan-tri/nhat-ky").text
    assert ("Thư ký" in record, "đầu mối" in record) == (True, True)
    assert send_to(Api(app, "bao.pq@nghe_an"), "/quan-tri/chuc-danh", **told).status_code == 403


def test_an_end_in_the_past_is_refused_on_its_field(app: Flask, town: Town) -> None:
    ward = Api(app, WARD_ADMIN)
    left = {"username": "nam.hs", "position": "chuyen_vien", "ends": "1/10/2025"}
    refused = send(ward, f"{DIVISION}/thoi", **left)
    assert refused.status_code == 422
    assert 'href="#ends">Chỉ kết thúc từ hôm nay trở đi' in refused.text
    assert refused.text.count('id="ends"') == 1


def test_nobody_is_offered_to_change_their_own_post_or_one_that_is_not_theirs_to_give(
    app: Flask, town: Town
) -> None:
    ward = Api(app, WARD_ADMIN)
    own = ward.client.get(f"{PAGE}?dv={WARD}_vp").text
    assert "kien.cv" in own
    assert "/quan_tri_don_vi/kien.cv" not in own
    assert "/van_thu/" in own
    assert 'value="quan_tri_don_vi"' not in own
    assert 'value="quan_tri_don_vi"' in Api(app, ADMIN).client.get(f"{PAGE}?dv={WARD}_vp").text


def test_an_ended_unit_is_shown_as_it_was_and_an_unknown_one_is_not_found(
    app: Flask, town: Town
) -> None:
    admin = Api(app, ADMIN)
    new = {"new_code": "to_cu", "full_name": "Tổ cũ", "short_name": "Tổ cũ", "kind": "phong_vhxh"}
    kind = re.search(r'<option value="(\w*phong\w*)"', admin.client.get(f"{PAGE}?dv={WARD}").text)
    told = {**new, "kind": kind[1] if kind else "", "level": "commune", "valid_from": "01/12/2025"}
    assert send(admin, f"{WARD}/them", **told).status_code == 303
    assert send(admin, "to_cu/ket-thuc", ends="04/12/2025").status_code == 303
    ended = admin.client.get(f"{PAGE}?dv=to_cu").text
    assert "Tổ cũ kết thúc từ 04/12/2025. Đây là cơ cấu ngày 03/12/2025." in ended
    assert "Cử người giữ chức danh" not in ended
    assert "Không đơn vị nào nhận" in ended
    took = {"old_code": "to_cu", "new_code": DIVISION, "basis": "QĐ 9/QĐ-UBND", "share": None}
    with town.act() as session:
        session.add(UnitSuccession(province_code=PROVINCE, day=date(2025, 12, 4), **took))
    assert "</a>, từ 04/12/2025, theo QĐ 9/QĐ-UBND" in admin.client.get(f"{PAGE}?dv=to_cu").text
    assert "Tổ cũ, kết thúc từ 04/12/2025" in admin.client.get(f"{PAGE}?q=to+cu").text
    assert admin.client.get(f"{PAGE}?dv=khong_co").status_code == 404


def test_a_day_left_out_hides_no_other_fault(app: Flask, town: Town) -> None:
    admin = Api(app, ADMIN)
    refused = send(admin, f"{DIVISION}/thay", manner="KT")
    assert '<option value="TUQ">TUQ. thừa ủy quyền<' in refused.text
    assert "Hãy ghi cán bộ: họ tên hoặc tên đăng nhập" in refused.text
    assert "Hãy ghi văn bản phân công" in refused.text
    asked = send_to(admin, "/quan-tri/dau-moi", unit=WARD)
    assert "Hãy ghi cán bộ: họ tên hoặc tên đăng nhập" in asked.text
    paid = send_to(admin, "/quan-tri/phi/tai-khoan", unit_code=WARD)
    assert "Hãy ghi số tài khoản" in paid.text


def test_what_the_address_names_wrongly_is_not_taken_for_something_else(
    app: Flask, town: Town
) -> None:
    page = Api(app, ADMIN).client
    assert [page.get(f"/quan-tri/lich?{one}").status_code for one in ("lich=zz", "nam=1800")] == [
        404,
        404,
    ]
    assert page.get("/quan-tri/lich?nam=2026").status_code == 200
    head = Api(app, f"dung.hn@{PROVINCE}").client
    assert head.get("/tat-ca-ho-so?gd=zz").status_code == 422
    for slip in ("tat-ca-ho-so?tre=zz", "tat-ca-ho-so?tu-ngay=32/1", "ai-nop-ho-so?ngay=32/1"):
        refused = head.get(f"/{slip}")
        assert (refused.status_code, "<table" in refused.text) == (422, False), slip
    assert head.get("/tat-ca-ho-so.csv?gd=zz").status_code == 422


def test_the_record_says_names_and_fields_in_words(app: Flask, town: Town) -> None:
    admin = Api(app, ADMIN)
    assert send(admin, f"{DIVISION}/cu", **NEW).status_code == 303
    page = unescape(admin.client.get("/quan-tri/nhat-ky").text)
    assert "Thêm vị trí của cán bộ" in page
    assert "Nguyễn Văn Mới, Chuyên viên" in page
    assert "05/12/2025" in page
    for raw in ("appointments", "officer_id", "{'", "True", DIVISION):
        assert raw not in page


def test_every_thing_of_the_record_has_a_name() -> None:
    configured = {one.__tablename__ for one in (Unit, Officer, Position, Appointment, Substitution)}
    configured |= {DeskMove.__tablename__, AccessGrant.__tablename__, SystemToken.__tablename__}
    assert configured <= SUBJECTS.keys()

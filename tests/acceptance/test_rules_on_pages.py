"""The administrators' pages: a limit is cut with its steps' hours, another person approves."""

import io
import re
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from engine.catalogue.rules.kinds import KINDS
from engine.catalogue.rules.kinds.base import ValueReader
from engine.organisation.changes import raise_epoch
from engine.store.organisation import Unit, UnitSuccession
from engine.store.rules import LocalRule, RulePeriod
from tests.client import Api
from tests.town import FLAGSHIP, PROVINCE, WARD, Town

pytestmark = pytest.mark.long_on_postgres

MAKER, CHECKER, WARD_ADMIN, OFFICER = (
    "quan.dm@nghe_an",
    "hieu.ph@nghe_an",
    "kien.cv@nghe_an",
    "bao.pq@nghe_an",
)
PERMIT = FLAGSHIP
PAGES = "/quan-tri/quy-dinh"
BASIS = {
    "basis.kind": "Quyết định",
    "basis.number": "3901/QĐ-UBND",
    "basis.date": "02/12/2025",
    "basis.article": "Điều 1, mục 14",
    "valid_from": "15/12/2025",
}
CUT = {"procedure": PERMIT, "value.amount": "5", "value.unit": "working_days", **BASIS}


def send(officer: Api, path: str, **sent: Any) -> Any:
    return officer.client.post(path, data={"csrf_token": officer.token, **sent})


def approve(officer: Api, path: str) -> Any:
    """What is shown on the page is approved, as its form says."""
    shown = re.search(
        r'name="seen" value="(\w+)"', officer.client.get(path.rpartition("/")[0]).text
    )
    return send(officer, path, seen=shown[1] if shown else "")


def paper() -> tuple[io.BytesIO, str]:
    return io.BytesIO(b"%PDF-1.7\n%%EOF\n"), "QD-3901.pdf"


def rules(town: Town, *states: str) -> list[LocalRule]:
    query = select(LocalRule).where(LocalRule.state.in_(states))
    with town.database.reading() as session:
        return list(session.scalars(query))


def test_a_limit_is_cut_with_its_steps_and_another_person_approves(app: Flask, town: Town) -> None:
    maker, checker = Api(app, MAKER), Api(app, CHECKER)
    assert "96 giờ làm việc" in maker.client.get(f"{PAGES}/thoi-han?tt={PERMIT}").text
    drafted = send(maker, f"{PAGES}/thoi-han", **CUT, **{"van-ban": paper()})
    assert drafted.status_code == 303
    page = maker.client.get(drafted.location).text
    assert "5 ngày làm việc" in page
    assert "Gửi người duyệt" in page
    assert "Duyệt quy định" not in page
    assert send(maker, f"{drafted.location}/gui").status_code == 303
    assert approve(maker, f"{drafted.location}/duyet").status_code == 403
    assert "Chờ bạn duyệt" in checker.client.get("/quan-tri").text
    assert approve(checker, f"{drafted.location}/duyet").status_code == 303
    (limit,) = [one for one in rules(town, "approved") if one.kind == "time_limit"]
    assert limit.valid_from == date(2025, 12, 15)
    hours = [one for one in rules(town, "approved") if one.kind == "step_hours"]
    assert {one.decision for one in hours} == {limit.decision}
    explained = maker.client.get(f"/quan-tri/giai-thich?tt={PERMIT}&dv={WARD}&ngay=16/12/2025").text
    assert "5 ngày làm việc (cam kết)" in explained
    assert "Được dùng" in explained
    printed = maker.client.get(f"{drafted.location}/in").text
    told = ("3901/QĐ-UBND", "Điều", "QD-3901.pdf", "5 ngày làm việc", "từ 15/12/2025")
    assert [one for one in told if one not in printed] == []
    assert limit.made_by_name in printed
    assert limit.checked_by_name in printed


def test_a_whole_decision_is_tried_and_applied_to_running_cases_at_once(
    app: Flask, town: Town
) -> None:
    maker, checker = Api(app, MAKER), Api(app, CHECKER)
    town.until(town.file().case_id, "B3")
    cut = {**CUT, "valid_from": "4/12/2025", "value.amount": "11"}
    drafted = send(maker, f"{PAGES}/thoi-han", **cut, **{"van-ban": paper()})
    send(maker, f"{drafted.location}/gui")
    assert approve(checker, f"{drafted.location}/duyet").status_code == 303
    page = checker.client.get(drafted.location).text
    count = len(rules(town, "approved"))
    assert f"Chạy thử cả {count} quy định trên hồ sơ đang xử lý" in page
    tried = checker.client.get(f"{drafted.location}?thu=1").text
    assert "Hồ sơ đang xử lý: 1 hồ sơ" in tried
    assert tried.count("1 đổi") == count - 2  # B1 and B2 are behind it
    digest = re.search(r'name="digest" value="(\w+)"', tried)
    assert digest
    done = send(checker, f"{drafted.location}/ap-dung", digest=digest[1])
    told = checker.client.get(done.location).text
    assert f"cho 1 hồ sơ đang xử lý, {count - 2} trong {count} quy định có thay đổi" in told


def test_what_was_typed_and_the_file_stay_when_something_must_be_mended(
    app: Flask, town: Town
) -> None:
    maker = Api(app, MAKER)
    told = {**CUT, "basis.number": "", "valid_from": "35/12/2025"}
    refused = send(maker, f"{PAGES}/thoi-han", **told, **{"van-ban": paper()})
    assert refused.status_code == 422
    assert "Từ ngày" in refused.text
    assert 'value="35/12/2025"' in refused.text
    assert "Giữ tệp đã gửi: QD-3901.pdf" in refused.text
    told = {**CUT, "basis.number": ""}
    refused = send(maker, f"{PAGES}/thoi-han", **told, **{"van-ban": paper()})
    assert "Số, ký hiệu: hãy điền căn cứ pháp lý" in refused.text
    assert rules(town, "draft") == []


def test_a_draft_without_its_document_is_not_sent_and_says_so(app: Flask, town: Town) -> None:
    maker = Api(app, MAKER)
    drafted = send(maker, f"{PAGES}/thoi-han", **CUT)
    refused = send(maker, f"{drafted.location}/gui")
    assert refused.status_code == 422
    assert "đính kèm văn bản căn cứ" in refused.text
    assert send(maker, f"{drafted.location}/bo").status_code == 303
    assert rules(town, "draft", "submitted") == []


def test_a_ward_rules_for_itself_and_nobody_else(app: Flask, town: Town) -> None:
    ward = Api(app, WARD_ADMIN)
    assert send(ward, f"{PAGES}/thoi-han", **CUT).status_code == 403
    elsewhere = send(ward, f"{PAGES}/thoi-han", **CUT, unit="xa_con_cuong")
    assert elsewhere.status_code == 403
    assert send(ward, f"{PAGES}/thoi-han", **CUT, unit=WARD).status_code == 303
    officer = Api(app, OFFICER)
    (first,) = [one for one in rules(town, "draft") if one.kind == "time_limit"]
    shown = officer.client.get(f"{PAGES}/{first.id}").text
    assert "Gửi người duyệt" not in shown
    assert officer.client.get(f"{PAGES}/thoi-han").status_code == 403
    assert officer.client.get("/quan-tri").status_code == 403


def test_any_kind_is_entered_by_its_fields(app: Flask, town: Town) -> None:
    maker = Api(app, MAKER)
    told = {"loai": "fee_exemption", "value.channel": "online", "value.rate": "0", **BASIS}
    free = send(maker, f"{PAGES}/moi", **told)
    assert free.status_code == 303
    assert "miễn khi nộp trực tuyến" in maker.client.get(free.location).text
    law = "15 ngày, nhắc trước 5, 1 ngày, Nghị định 118/2025/NĐ-CP, Điều 19.5"
    told = {"loai": "supplement_days", "value.days": "9", "value.warn_before": "2", **BASIS}
    for scope, before in (({}, f"{law}, trừ nơi"), ({"procedure": PERMIT}, f"{law}</del>")):
        made = send(maker, f"{PAGES}/moi", **told, **scope)
        assert before in maker.client.get(made.location).text, "what holds before a first rule"
    told = {"loai": "paperless", "value.paperless": "co", "value.weekdays": ["thu"], **BASIS}
    assert send(maker, f"{PAGES}/moi", **told).status_code == 303
    told = {"loai": "reminder_steps", "value.hours_before": "16, 8", **BASIS}
    assert send(maker, f"{PAGES}/moi", **told).status_code == 303
    values = {one.kind: one.value for one in rules(town, "draft")}
    assert values["paperless"] == {"paperless": True, "weekdays": ["thu"]}
    assert values["reminder_steps"] == {"hours_before": [16, 8]}
    told = {"loai": "reminder_steps", "value.hours_before": "mười sáu", **BASIS}
    refused = send(maker, f"{PAGES}/moi", **told)
    assert "Nhắc trước hạn: hãy ghi số giờ" in refused.text
    assert "mười sáu" in refused.text


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_the_fields_of_a_kind_are_what_it_reads(kind: Any) -> None:
    class Asked(dict[str, Any]):
        def get(self, name: str, default: Any = None) -> Any:
            read.add(name)
            return default

        def __contains__(self, name: object) -> bool:
            read.add(str(name))
            return False

    read: set[str] = set()
    kind.read(ValueReader(Asked()))
    fields = {one.name for one in kind.fields}
    assert read <= fields
    holder_or_place = {"unit", "address"}  # read only beside another answer
    assert fields - read <= holder_or_place | {"warn_before", "hours_after"}


def test_a_rule_that_ends_without_one_that_follows_is_told(app: Flask, town: Town) -> None:
    maker, checker = Api(app, MAKER), Api(app, CHECKER)
    told = {"loai": "fee_exemption", "value.rate": "50", **BASIS, "valid_from": "03/12/2025"}
    told |= {"valid_to": "31/12/2025", "van-ban": paper()}
    drafted = send(maker, f"{PAGES}/moi", **told)
    send(maker, f"{drafted.location}/gui")
    approve(checker, f"{drafted.location}/duyet")
    home = maker.client.get("/quan-tri").text
    assert "1 quy định sắp hết, chưa có bản thay" in home
    assert "mọi thủ tục, cả tỉnh: hết 31/12/2025" in home
    ward = Api(app, WARD_ADMIN).client.get("/quan-tri")  # whoever can't rule there isn't asked to
    assert (ward.status_code, "quy định sắp hết, chưa" in ward.text) == (200, False)
    listed = maker.client.get(f"{PAGES}?loc=ending").text
    assert "Miễn, giảm phí, lệ phí" in listed
    told = {**BASIS, "basis.number": "4120/QĐ-UBND", "ends": "20/12/2025", "reason": "Bãi bỏ"}
    assert send(maker, f"{drafted.location}/ket-thuc", **told).status_code == 303
    assert approve(checker, f"{drafted.location}/duyet-ket-thuc").status_code == 303
    cited = "Quyết định 4120/QĐ-UBND ngày 02/12/2025, Điều 1, mục 14"
    for page, times in ((drafted.location, 3), (f"{drafted.location}/in", 3)):
        text = maker.client.get(page).text  # of the rule itself, and of both acts in its log
        assert text.count(cited) == times, page
        assert "20/12/2025" in text
    (ended,) = rules(town, "ended")
    view = maker.get(f"/provinces/{PROVINCE}/rules/{ended.id}").json
    assert view["early_end"] == {"ends": "2025-12-20", "reason": "Bãi bỏ", "basis": cited}
    with town.database.reading() as session:
        open_ends = session.scalars(
            select(RulePeriod.valid_to).where(
                RulePeriod.province_code == PROVINCE, RulePeriod.until_epoch.is_(None)
            )
        ).all()
    assert open_ends == [date(2025, 12, 20)]


def test_a_draft_is_changed_by_typing_over_it(app: Flask, town: Town) -> None:
    maker = Api(app, MAKER)
    first = send(maker, f"{PAGES}/thoi-han", **CUT, **{"van-ban": paper()}).location
    rule_id = first.rpartition("/")[2]
    again = maker.client.get(f"{PAGES}/thoi-han?sua={rule_id}").text
    assert 'value="3901/QĐ-UBND"' in again
    told = {**CUT, "value.amount": "6", "sua": rule_id}
    assert send(maker, f"{PAGES}/thoi-han", **told).location == first
    assert "6 ngày làm việc" in maker.client.get(first).text
    assert send(maker, f"{first}/gui").status_code == 303
    told = {"loai": "reminder_steps", "value.hours_before": "16, 8", **BASIS}
    other = send(maker, f"{PAGES}/moi", **told).location.rpartition("/")[2]
    again = maker.client.get(f"{PAGES}/moi?sua={other}").text
    assert 'value="16, 8"' in again
    told |= {"value.hours_before": "8", "sua": other}
    assert send(maker, f"{PAGES}/moi", **told).location.endswith(other)


def approved(maker: Api, checker: Api, **told: Any) -> str:
    where = send(maker, f"{PAGES}/thoi-han", **{**CUT, **told}, **{"van-ban": paper()}).location
    send(maker, f"{where}/gui")
    assert approve(checker, f"{where}/duyet").status_code == 303
    return str(where)


def test_a_decision_ends_with_all_of_its_rules(app: Flask, town: Town) -> None:
    maker, checker = Api(app, MAKER), Api(app, CHECKER)
    where = approved(maker, checker)
    half = send(
        maker,
        f"{where}/ket-thuc",
        **{"basis.kind": "Nghị quyết", "basis.number": "12/NQ-HĐND"},
    )
    assert (half.status_code, "Còn 4 chỗ cần sửa" in half.text) == (422, True)
    assert 'value="12/NQ-HĐND"' in half.text
    cited = {"basis.kind": "Nghị quyết", "basis.number": "12/NQ-HĐND", "basis.article": "Điều 2"}
    cited["basis.date"] = "01/12/2025"
    send(maker, f"{where}/ket-thuc", ends="20/12/2025", reason="Nghị quyết mới", **cited)
    told = "Nghị quyết mới (Nghị quyết 12/NQ-HĐND ngày 01/12/2025, Điều 2)"
    assert told in checker.client.get(where).text
    assert {one.end_day for one in rules(town, "approved")} == {date(2025, 12, 20)}
    assert approve(checker, f"{where}/duyet-ket-thuc").status_code == 303
    assert rules(town, "approved") == []
    told = maker.client.get(f"/quan-tri/giai-thich?tt={PERMIT}&dv={WARD}&ngay=22/12/2025").text
    assert "Được dùng" not in told


def test_a_cut_is_no_longer_than_what_applies_and_a_fault_of_all_is_told_once(
    app: Flask, town: Town
) -> None:
    maker = Api(app, MAKER)
    longer = send(maker, f"{PAGES}/thoi-han", **{**CUT, "value.amount": "20"})
    assert longer.status_code == 422
    assert "không được dài hơn thời hạn đang áp dụng (96 giờ làm việc" in longer.text
    early = send(maker, f"{PAGES}/thoi-han", **{**CUT, "valid_from": "01/01/2020"}).text
    assert "Còn 1 chỗ cần sửa" in early


def test_a_procedure_is_found_by_its_name_and_a_ward_rules_for_itself_first(
    app: Flask, town: Town
) -> None:
    ward = Api(app, WARD_ADMIN)
    page = ward.client.get(f"{PAGES}/thoi-han?tt=tro+cap+mot+lan").text
    assert "96 giờ làm việc" in page
    assert f'<option value="{WARD}" selected>' in page
    assert "chưa công bố thủ tục" in ward.client.get(f"{PAGES}/thoi-han?tt=bay lên").text


def test_a_promise_longer_than_the_province_cut_is_told_to_maker_and_approver(
    app: Flask, town: Town
) -> None:
    maker, checker = Api(app, MAKER), Api(app, CHECKER)
    cut = send(maker, f"{PAGES}/thoi-han", **CUT, **{"van-ban": paper()}).location
    assert "dài hơn thời hạn đang áp dụng" not in maker.client.get(cut).text
    send(maker, f"{cut}/gui")
    assert approve(checker, f"{cut}/duyet").status_code == 303
    longer = {"loai": "time_limit", "value.clock": "committed", "unit": WARD, "value.amount": "7"}
    drafted = send(maker, f"{PAGES}/moi", **{**CUT, **longer}, **{"van-ban": paper()})
    assert drafted.status_code == 303, drafted.text
    told = "Cam kết 7 ngày làm việc dài hơn thời hạn đang áp dụng ở đó: 5 ngày làm việc"
    assert told in maker.client.get(drafted.location).text
    send(maker, f"{drafted.location}/gui")
    assert told in checker.client.get(drafted.location).text


def test_a_rule_says_titles_and_no_codes(app: Flask, town: Town) -> None:
    maker = Api(app, MAKER)
    desk = {"value.unit": "competent", "value.division": "kinh_te", "value.position": "chuyen_vien"}
    told = {**CUT, **desk, "loai": "assignment", "element": "tham_dinh"}
    form = maker.client.get(f"{PAGES}/moi?loai=assignment&tt={PERMIT}").text
    element = re.findall(r'<option value="(\w+)"', form.partition('id="element"')[2])[1]
    drafted = send(maker, f"{PAGES}/moi", **{**told, "element": element}, **{"van-ban": paper()})
    page = maker.client.get(drafted.location).text
    assert "Chuyên viên của cơ quan giải quyết, Phòng Kinh tế" in page


def test_explaining_tells_what_the_package_says_and_asks_for_a_place(
    app: Flask, town: Town
) -> None:
    maker = Api(app, MAKER)
    page = maker.client.get(f"/quan-tri/giai-thich?tt={PERMIT}&dv={WARD}&ngay=10/12/2025").text
    assert "Thời hạn: " in page
    assert "giờ làm việc" in page
    lost = maker.client.get(f"/quan-tri/giai-thich?tt={PERMIT}")
    assert (lost.status_code, "Hãy chọn nơi giải quyết" in lost.text) == (422, True)
    lost = maker.client.get(f"/quan-tri/giai-thich?tt={PERMIT}&ngay=32/1&biet-ngay=31/12/2030")
    assert (lost.status_code, "Còn 3 chỗ cần sửa" in lost.text) == (422, True)


def test_what_was_known_on_a_day_before_is_explained_as_the_api_tells_it(
    app: Flask, town: Town
) -> None:
    maker = Api(app, MAKER)
    town.wait(days=1)
    approved(maker, Api(app, CHECKER))
    asked = f"/quan-tri/giai-thich?tt={PERMIT}&dv={WARD}&ngay=22/12/2025&biet-ngay="
    api = f"/provinces/{PROVINCE}/rules-explained?procedure={PERMIT}&unit={WARD}&day=2025-12-22"
    for known, found in (("04/12/2025", False), ("05/12/2025", True), ("", True)):
        page = maker.client.get(asked + known).text
        assert ("Được dùng" in page, "Thời hạn: 5 ngày làm việc" in page) == (found, found), known
        assert (f"Theo điều đã biết đến hết ngày {known}<" in page) == bool(known)
        at = f"&known_at=2025-12-{known[:2]}T23:59:59%2B07:00" if known else ""
        assert bool(maker.get(api + at).json["values"]) == found


def test_a_limit_tells_every_fault_at_once_and_each_of_them_once(app: Flask, town: Town) -> None:
    maker = Api(app, MAKER)
    empty = send(maker, f"{PAGES}/thoi-han", procedure=PERMIT)
    for told in (
        "Từ ngày: hãy ghi",
        "Ngày ký văn bản: hãy ghi",
        "Số, ký hiệu: hãy",
        "Thời hạn mới",
    ):
        assert told in empty.text
    below = send(maker, f"{PAGES}/thoi-han", **{**CUT, "value.amount": "-3"})
    assert "Thời hạn mới: phải lớn hơn 0.<" in below.text
    hours = {"gio.B1": "500", "value.amount": "9"}
    long = send(maker, f"{PAGES}/thoi-han", **{**CUT, **hours}).text
    assert "Còn 1 chỗ cần sửa" in long
    assert "Tổng thời gian các bước" in long
    unreadable = send(maker, f"{PAGES}/thoi-han", **{**CUT, "gio.B1": "x"}).text
    assert "Tổng thời gian các bước" not in unreadable
    assert ('id="gio-B1-l"' in unreadable, 'href="#gio-B1"' in unreadable) == (True, True)
    assert 'inputmode="decimal"' in unreadable


def test_a_lock_is_set_shown_and_outlives_a_change_of_its_draft(app: Flask, town: Town) -> None:
    maker, unit = Api(app, MAKER), Api(app, WARD_ADMIN)
    told = {"loai": "fee_exemption", "value.rate": "50", **BASIS, "van-ban": paper()}
    where = send(maker, f"{PAGES}/moi", **told, **{"khoa-don-vi": "1"}).location
    locked = "Đơn vị không đặt khác được"
    assert locked in maker.client.get(where).text
    assert locked in maker.client.get(f"{where}/in").text
    rule_id = where.rpartition("/")[2]
    assert 'value="1" checked' in maker.client.get(f"{PAGES}/moi?sua={rule_id}").text
    assert 'name="khoa-don-vi"' not in unit.client.get(f"{PAGES}/moi?loai=fee_exemption").text
    told = {**told, "van-ban": paper(), "sua": rule_id}
    assert send(maker, f"{PAGES}/moi", **told).status_code == 303  # unticked: no lock any more
    assert locked not in maker.client.get(where).text
    body = {"kind": "fee_exemption", "value": {"rate": "50"}, "valid_from": "2025-12-15"}
    body["basis"] = {"kind": "Nghị quyết", "number": "1/NQ", "date": "2025-12-02", "article": "1"}
    body["lock"] = {"least": {"rate": "20"}}
    made = maker.post(f"/provinces/{PROVINCE}/rules", body)
    assert made.status_code == 200, made.json
    bound = "Đơn vị chỉ đặt được từ "
    assert bound in maker.client.get(f"{PAGES}/{made.json['id']}").text
    again = {**told, "van-ban": paper(), "sua": made.json["id"], "value.rate": "40"}
    assert send(maker, f"{PAGES}/moi", **again).status_code == 303
    assert bound in maker.client.get(f"{PAGES}/{made.json['id']}").text


def test_a_rule_of_where_a_dossier_is_filed_is_explained_there(app: Flask, town: Town) -> None:
    maker, centre = Api(app, MAKER), f"{WARD}_ttphcc"
    told = {"loai": "paperless", "value.paperless": "co", "unit": centre, **BASIS}
    where = send(maker, f"{PAGES}/moi", **told, **{"van-ban": paper()}).location
    send(maker, f"{where}/gui")
    assert approve(Api(app, CHECKER), f"{where}/duyet").status_code == 303
    asked = f"/quan-tri/giai-thich?tt={PERMIT}&dv={WARD}&ngay=16/12/2025&noi-nop="
    offered = maker.client.get(f"{PAGES}?dv={centre}&loai=paperless").text
    assert f'<option value="{centre}" selected>' in offered
    assert f'<option value="{WARD}">' not in offered  # no rule is about it
    assert "Không có quy định nào như vậy" not in offered
    for filed_at, found in (("", False), (centre, True)):
        assert ("Được dùng" in maker.client.get(asked + filed_at).text) == found, filed_at
    assert maker.client.get(f"{asked}khong_co").status_code == 404


def test_a_decision_is_found_by_each_of_its_rules_and_counted_so(app: Flask, town: Town) -> None:
    """The list shows a decision once, by its first rule; a filter asks for any of them."""
    maker = Api(app, MAKER)
    send(maker, f"{PAGES}/thoi-han", **CUT)
    for asked, found in (("step_hours", True), ("time_limit", True), ("paperless", False)):
        page = maker.client.get(f"{PAGES}?loc=draft&loai={asked}").text
        assert ("Không có quy định nào như vậy" in page) != found, asked
        chips = re.search("<nav class=.chips.*?</nav>", page, re.DOTALL)
        assert chips is not None
        counted = re.search(r"Bản nháp.{0,20}<span class=.n.>(\d+)", chips[0])
        assert (counted and counted[1]) == ("1" if found else "0"), chips[0]
    named = maker.client.get(f"{PAGES}?loc=draft&tt=tro+cap+mot+lan").text
    assert "5 ngày làm việc" in named
    lost = maker.client.get(f"{PAGES}?loc=draft&so=3901&tt=bay+lên")
    assert lost.status_code == 422
    assert re.search(r'id="tt-l">.{0,900}Không có thủ tục “bay lên”', lost.text, re.DOTALL)
    assert 'value="bay lên" autocomplete="off"' in lost.text
    assert f'href="{PAGES}?loc=draft&amp;so=3901"' in lost.text  # the other filters stay
    assert "5 ngày làm việc" not in lost.text


def test_a_draft_without_its_document_offers_to_attach_it(app: Flask, town: Town) -> None:
    maker = Api(app, MAKER)
    drafted = send(maker, f"{PAGES}/thoi-han", **CUT)
    page = maker.client.get(drafted.location).text
    assert "Đính kèm văn bản căn cứ" in page
    assert f"{drafted.location}/gui" not in page


def test_a_refused_role_tells_all_its_faults(app: Flask, town: Town) -> None:
    refused = send(Api(app, MAKER), "/quyen/vai-tro", unit=WARD, role="auditor").text
    assert "Hãy ghi cán bộ: họ tên hoặc tên đăng nhập." in refused
    assert "văn bản giao" in refused


def test_hours_are_said_once_and_a_unit_of_another_day_says_who_has_its_work(
    app: Flask, town: Town
) -> None:
    maker, asked = Api(app, MAKER), f"/quan-tri/giai-thich?tt={PERMIT}&dv="
    page = maker.client.get(f"{asked}{WARD}&ngay=10/12/2025").text
    assert "giờ làm việc giờ làm việc" not in page
    with town.act() as session:
        took = {"old_code": WARD, "new_code": "xa_con_cuong", "basis": "NQ 16/NQ-HĐND"}
        session.get_one(Unit, (PROVINCE, WARD)).valid_to = date(2025, 12, 20)
        session.add(UnitSuccession(province_code=PROVINCE, day=date(2025, 12, 20), **took))
        raise_epoch(session, PROVINCE)
    gone = maker.client.get(f"{asked}{WARD}&ngay=22/12/2025")
    assert (gone.status_code, "đã kết thúc từ 20/12/2025" in gone.text) == (422, True)
    assert "do Ủy ban nhân dân xã Con Cuông nhận" in gone.text
    before = maker.client.get(f"{asked}{WARD}&ngay=01/01/2025").text
    assert "Ngày 01/01/2025 không có" in before


def test_a_unit_beside_a_competence_of_the_communes_is_a_fault(app: Flask, town: Town) -> None:
    told = {"loai": "competence", "procedure": PERMIT, "value.holder": "commune", **BASIS}
    told |= {"value.mode": "delegated", "value.unit": "so_xay_dung"}
    refused = send(Api(app, MAKER), f"{PAGES}/moi", **told)
    assert refused.status_code == 422
    assert "bỏ trống đơn vị giải quyết" in refused.text
    assert not rules(town, "draft")

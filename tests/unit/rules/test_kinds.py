"""Every kind of rule reads its own values, says them in words and refuses what is no value."""

from pathlib import Path
from typing import Any

import pytest

from engine.catalogue.rules.kinds import KINDS
from engine.catalogue.rules.kinds.base import ValueReader

GOOD: dict[str, tuple[dict[str, Any], str]] = {
    "time_limit": (
        {"clock": "committed", "amount": 9, "unit": "working_days"},
        "9 ngày làm việc (cam kết)",
    ),
    "step_hours": ({"hours": 12}, "12 giờ làm việc"),
    "step_skipped": ({"skip": True}, "bỏ qua bước"),
    "assignment": (
        {"unit": "competent", "division": "kinh_te", "position": "chuyen_vien"},
        "chuyen_vien của competent, kinh_te",
    ),
    "competence": (
        {"holder": "commune", "mode": "delegation"},
        "UBND xã, phường nơi có hồ sơ giải quyết (phân cấp)",
    ),
    "fee_amount": ({"item": "le_phi", "amount": 75000}, "75.000 đồng (lệ phí)"),
    "fee_exemption": (
        {"channel": "online", "subject": None, "rate": 0},
        "miễn khi nộp trực tuyến",
    ),
    "channels": (
        {"channels": ["counter", "online"], "online_level": "full"},
        "nộp trực tuyến, trực tiếp; toàn trình",
    ),
    "filing_place": (
        {"place": "national_portal", "address": "https://dichvucong.gov.vn"},
        "nộp tại Cổng dịch vụ công quốc gia",
    ),
    "paperless": (
        {"paperless": True, "weekdays": ["fri", "thu"]},
        "chỉ nhận bản điện tử vào thứ Năm, thứ Sáu",
    ),
    "cut_off": ({"hour": "15:00"}, "nhận sau 15:00 tính từ ngày làm việc tiếp theo"),
    "signs_apart": ({"apart": True}, "người đã làm bước trước không ký"),
    "answer_hours": ({"hours": 4}, "trả lời trong 4 giờ làm việc"),
    "supplement_days": ({"days": 15, "warn_before": [1, 5]}, "15 ngày, nhắc trước 5, 1 ngày"),
    "supplement_days_before": ({"days": 30}, "30 ngày"),
    "extension_notice_days": ({"days": 1}, "trước hạn 1 ngày"),
    "extension_most_days": ({"days": 30}, "nhiều nhất 30 ngày từ ngày hẹn trả"),
    "unpaid_days": ({"days": 10}, "10 ngày"),
    "supplement_ask_days": ({"days": 3}, "3 ngày làm việc"),
    "cause_objection_days": ({"days": 2}, "2 ngày làm việc từ khi không được xác nhận"),
    "correction_days": ({"days": 2}, "2 ngày làm việc"),
    "rating_change_days": ({"days": 5}, "5 ngày làm việc từ khi đánh giá"),
    "result_wait_days": ({"days": 90}, "90 ngày từ khi có kết quả, rồi đưa vào lưu trữ"),
    "outage": (
        {
            "from_day": "2025-12-03",
            "from_hour": "08:00",
            "until_day": "2025-12-03",
            "until_hour": "15:30",
            "what": "Mất đường truyền",
        },
        "từ 08:00 thứ Tư 03/12/2025 đến 15:30 thứ Tư 03/12/2025: Mất đường truyền",
    ),
    "repair_confirmation": (
        {"role": "unit_admin"},
        "quản trị đơn vị giải quyết xác nhận mọi giá trị được ghi khi sửa hồ sơ",
    ),
    "reminder_steps": (
        {"hours_before": [8, 16], "hours_after": [1]},
        "nhắc trước hạn 16, 8 giờ làm việc, nhắc cả lãnh đạo sau hạn 1 giờ làm việc",
    ),
    "paper_ground": (
        {"code": "ban_goc", "ground": "luật quy định nộp bản gốc"},
        "luật quy định nộp bản gốc",
    ),
    "no_slip": ({"no_slip": True}, "trả ngay, không giấy hẹn"),
    "printed_forms": ({"set": "tt03_2025"}, "bộ mẫu tt03_2025"),
    "handling_system": ({"home": "both"}, "xử lý trên cả hai hệ thống"),
    "document_replaced": (
        {"document": "can_cuoc", "source": "dan_cu"},
        "giấy tờ can_cuoc lấy từ dan_cu",
    ),
}
BAD = [
    ("time_limit", {"clock": "committed", "amount": "chín", "unit": "working_days"}, "amount"),
    ("time_limit", {"clock": "committed", "amount": 1.5, "unit": "calendar_days"}, "amount"),
    ("time_limit", {"clock": "hôm nay", "amount": 1, "unit": "working_days"}, "clock"),
    ("time_limit", {"clock": "committed", "amount": 0, "unit": "working_days"}, "amount"),
    ("step_hours", {}, "hours"),
    ("step_hours", {"hours": -1}, "hours"),
    ("step_skipped", {"skip": "có"}, "skip"),
    ("assignment", {"unit": "competent"}, "position"),
    ("competence", {"holder": "unit", "mode": "own"}, "unit"),
    ("fee_amount", {"item": "le_phi", "amount": 0.5}, "amount"),
    ("fee_amount", {"item": "le_phi", "amount": 1, "added": "có"}, "added"),
    ("fee_exemption", {"rate": 101}, "rate"),
    ("fee_exemption", {"rate": 0, "subject": "nguoi_quen"}, "subject"),
    ("channels", {"channels": ["online"], "online_level": "none"}, "online_level"),
    ("channels", {"channels": [], "online_level": "none"}, "channels"),
    ("channels", {"channels": [{}], "online_level": "none"}, "channels"),
    ("filing_place", {"place": "national_portal", "address": "http://x"}, "address"),
    ("paperless", {"paperless": True, "weekdays": []}, "weekdays"),
    ("paperless", {"paperless": True, "weekdays": ["thứ Năm"]}, "weekdays"),
    *(
        ("cut_off", {"hour": hour}, "hour")
        for hour in ("25:00", "15", "1500", "15:00:45", "15:00+09:00")
    ),
    ("answer_hours", {"hours": 0}, "hours"),
    ("signs_apart", {"apart": "có"}, "apart"),
    ("supplement_days", {"days": 0}, "days"),
    ("supplement_days", {"days": 15.5}, "days"),
    ("supplement_days", {"days": 15, "warn_before": [15]}, "warn_before"),
    ("supplement_days", {"days": 15, "warn_before": "5"}, "warn_before"),
    ("supplement_ask_days", {"days": 0}, "days"),
    ("reminder_steps", {"hours_before": []}, "hours_before"),
    ("handling_system", {"home": "xã"}, "home"),
    ("outage", {**GOOD["outage"][0], "from_hour": "25:00"}, "from_hour"),
    ("outage", {**GOOD["outage"][0], "until_day": "31/02/2025"}, "until_day"),
    ("outage", {**GOOD["outage"][0], "until_day": "2/12/2025"}, "until_hour"),
]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_kind_reads_its_values_and_says_them_in_words(kind: str) -> None:
    given, words = GOOD[kind]
    reader = ValueReader(given)
    value = KINDS[kind].read(reader)
    assert reader.faults == []
    assert KINDS[kind].words(value) == words


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_reading_a_clean_value_again_changes_nothing(kind: str) -> None:
    value = KINDS[kind].read(ValueReader(GOOD[kind][0]))
    again = ValueReader(value)
    assert KINDS[kind].read(again) == value
    assert again.faults == []


@pytest.mark.parametrize(("kind", "given", "field"), BAD)
def test_what_is_no_value_is_refused_on_its_field_in_vietnamese(
    kind: str, given: dict[str, Any], field: str
) -> None:
    reader = ValueReader(given)
    KINDS[kind].read(reader)
    assert [fault.field for fault in reader.faults] == [f"value.{field}"]
    assert not reader.faults[0].message.isascii()


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_an_empty_value_is_refused(kind: str) -> None:
    reader = ValueReader({})
    KINDS[kind].read(reader)
    assert reader.faults


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_is_documented_with_the_moment_at_which_cases_take_it(kind: str) -> None:
    page = Path(__file__).parents[3] / "docs" / "reference" / "rules.md"
    lines = page.read_text(encoding="utf-8").splitlines()
    (row,) = [line for line in lines if line.startswith(f"| `{kind}`")]
    moment, running = (cell.strip() for cell in row.split("|")[-3:-1])
    assert moment == KINDS[kind].moment
    assert (running == "yes") == KINDS[kind].may_reach_running

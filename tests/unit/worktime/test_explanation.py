"""Why a limit ends when it does, as data and in Vietnamese."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest

from engine.worktime import (
    ZONE,
    Calendar,
    DatedDay,
    DayKind,
    Half,
    HoursInForce,
    Shift,
    Span,
    StartReason,
    StartRule,
    Unit,
    WeekHours,
    between,
    default_calendar,
    explain,
    sentences,
    vietnam_days,
    worked_days,
)
from engine.worktime.errors import NotCounted
from engine.worktime.sentences import skipped_sentence
from engine.worktime.vietnam import OFFICE_DAY, OFFICE_WEEK

CALENDAR = default_calendar()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def told(start: str, amount: str, unit: Unit, *, calendar: Calendar = CALENDAR, **rules):
    return explain(calendar, at(start), Span(Decimal(amount), unit), **rules)


def text(start: str, amount: str, unit: Unit, **rules) -> str:
    return "\n".join(sentences(told(start, amount, unit, **rules)))


def test_the_mock_up_is_told_sentence_by_sentence():
    explanation = told("2025-12-04 09:15", "96", Unit.WORKING_HOURS)
    assert sentences(
        explanation,
        event="Tiếp nhận đủ",
        start_basis="NĐ 118, Điều 17",
        span_basis="QĐ 3854/QĐ-UBND ngày 26/11/2025",
    ) == (
        "Tiếp nhận đủ lúc 09:15 thứ Năm 04/12/2025; đồng hồ chạy từ lúc này (NĐ 118, Điều 17).",
        "Thời hạn 96 giờ làm việc = 12 ngày làm việc (QĐ 3854/QĐ-UBND ngày 26/11/2025).",
        "Giờ làm việc: 07:30–11:30, 13:30–17:30.",
        "Không tính thứ Bảy, Chủ nhật 06–07, 13–14 và 20–21/12. Không có ngày lễ trong khoảng này.",
        "Hạn là 09:15 thứ Hai 22/12/2025.",
    )


def test_every_day_is_accounted_for_as_data():
    explanation = told("2025-12-04 09:15", "96", Unit.WORKING_HOURS)
    assert explanation.due == at("2025-12-22 09:15")
    assert [count.day.date.day for count in explanation.skipped] == [6, 7, 13, 14, 20, 21]
    assert {count.day.kind for count in explanation.skipped} == {DayKind.REST}
    counted = [count.counted for count in explanation.counted]
    assert counted[0] == timedelta(hours=6, minutes=15)
    assert counted[1:-1] == [timedelta(hours=8)] * 11
    assert counted[-1] == timedelta(hours=1, minutes=45)


def test_holidays_swapped_days_and_made_up_days_are_named():
    words = text("2025-12-30 09:15", "72", Unit.WORKING_HOURS)
    assert "Không tính thứ Bảy, Chủ nhật 03–04 và 11/01." in words
    assert "Không tính ngày nghỉ lễ Tết Dương lịch (01/01)." in words
    assert "Không tính ngày nghỉ hoán đổi Tết Dương lịch (02/01)." in words
    assert "Có tính ngày làm bù Tết Dương lịch (10/01)." in words
    assert "Không có ngày lễ" not in words


def test_a_day_off_in_place_of_a_holiday_is_named():
    words = text("2026-04-24 09:15", "16", Unit.WORKING_HOURS)
    assert "Không tính ngày nghỉ lễ Giỗ Tổ Hùng Vương (26/04)." in words
    assert "Không tính ngày nghỉ bù Giỗ Tổ Hùng Vương (27/04)." in words


def test_what_is_uncertain_is_said():
    explanation = told("2026-11-23 07:30", "16", Unit.WORKING_HOURS)
    assert [day.date for day in explanation.uncertain] == [date(2026, 11, 24)]
    words = "\n".join(sentences(explanation))
    assert "Ngày Văn hóa Việt Nam (24/11) chưa chắc chắn: Nghị quyết 80-NQ/TW" in words
    assert "Hạn có thể thay đổi." in words


@pytest.mark.parametrize(
    ("start", "rules", "reasons", "words"),
    [
        ("2025-12-05 09:15", {}, (), "lúc 09:15 thứ Sáu 05/12/2025; đồng hồ chạy từ lúc này."),
        (
            "2025-12-03 21:40",
            {},
            (StartReason.OUTSIDE_HOURS,),
            "thứ Tư 03/12/2025, ngoài giờ làm việc; đồng hồ chạy từ 07:30 thứ Năm 04/12/2025.",
        ),
        (
            "2025-12-05 11:30",
            {},
            (StartReason.OUTSIDE_HOURS,),
            "ngoài giờ làm việc; đồng hồ chạy từ 13:30 thứ Sáu 05/12/2025.",
        ),
        (
            "2025-12-05 17:30",
            {},
            (StartReason.OUTSIDE_HOURS,),
            "ngoài giờ làm việc; đồng hồ chạy từ 07:30 thứ Hai 08/12/2025.",
        ),
        (
            "2025-12-05 15:01",
            {"cut_off": time(15)},
            (StartReason.AFTER_CUT_OFF,),
            "sau 15:00 nên coi như vào đầu giờ ngày làm việc tiếp theo; đồng hồ chạy từ 07:30",
        ),
        (
            "2025-12-05 09:15",
            {"start_rule": StartRule.NEXT_WORKING_DAY},
            (StartReason.NEXT_WORKING_DAY,),
            "tính từ ngày làm việc tiếp theo; đồng hồ chạy từ 07:30 thứ Hai 08/12/2025.",
        ),
    ],
)
def test_why_the_clock_does_not_start_at_once_is_told(start, rules, reasons, words):
    explanation = told(start, "8", Unit.WORKING_HOURS, **rules)
    assert explanation.start_reasons == reasons
    assert words in sentences(explanation)[0]


def test_a_moved_calendar_deadline_tells_the_law():
    explanation = told("2025-12-05 15:15", "15", Unit.CALENDAR_DAYS)
    assert explanation.moved_from == date(2025, 12, 20)
    assert len(explanation.counted) == 15
    assert [count.day.date.day for count in explanation.skipped] == [5, 21, 22]
    words = sentences(explanation)
    assert words[0] == (
        "Bắt đầu tính lúc 15:15 thứ Sáu 05/12/2025, không tính ngày đầu tiên "
        "(Bộ luật Dân sự 2015, Điều 147 khoản 2); ngày đầu tiên được tính là thứ Bảy 06/12/2025."
    )
    assert words[-2] == (
        "Ngày cuối cùng là thứ Bảy 20/12/2025, không phải ngày làm việc, nên hạn chuyển sang ngày "
        "làm việc tiếp theo (Bộ luật Dân sự 2015, Điều 148 khoản 5)."
    )
    assert words[-1] == "Hạn là hết ngày thứ Hai 22/12/2025."


def test_a_calendar_deadline_on_a_working_day_stays():
    assert told("2025-12-01 15:15", "15", Unit.CALENDAR_DAYS).moved_from is None
    assert "chuyển sang" not in text("2025-12-01 15:15", "15", Unit.CALENDAR_DAYS)


def test_clock_hours_count_the_night():
    explanation = told("2025-12-05 23:00", "2", Unit.CLOCK_HOURS)
    assert [count.counted for count in explanation.days] == [timedelta(hours=1)] * 2
    assert "Tính theo giờ liên tục" in "\n".join(sentences(explanation))


def test_half_days_closures_and_seasons_are_told():
    summer = WeekHours(((Shift(420, 660), Shift(810, 1050)),) * 5 + ((Shift(420, 660),), ()))
    hours = (HoursInForce(OFFICE_WEEK), HoursInForce(summer, "mùa hè", yearly=((4, 16), (10, 15))))
    days = (
        DatedDay(date(2026, 4, 14), DayKind.HALF_DAY, "Hội nghị", half=Half.MORNING),
        DatedDay(date(2026, 4, 15), DayKind.CLOSURE, "mất điện"),
        DatedDay(date(2026, 4, 17), DayKind.CLOSURE, "họp", hours=(Shift(420, 540),)),
    )
    calendar = Calendar("phường", hours, days, vietnam_days)
    words = text("2026-04-13 07:30", "40", Unit.WORKING_HOURS, calendar=calendar)
    assert "Giờ làm việc: 07:30–11:30, 13:30–17:30. Giờ làm việc mùa hè: " in words
    assert "thứ Bảy 07:00–11:00" in words
    assert "Không tính Chủ nhật 19/04." in words
    assert "Không tính ngày đơn vị nghỉ: mất điện (15/04)." in words
    assert "Thứ Ba 14/04/2026 làm việc 07:30–11:30 (Hội nghị)." in words
    assert "Thứ Sáu 17/04/2026 làm việc 07:00–09:00 (họp)." in words


def test_a_half_day_on_a_weekly_rest_day_is_told_as_one():
    calendar = Calendar(
        "x",
        (HoursInForce(OFFICE_WEEK),),
        (DatedDay(date(2026, 3, 7), DayKind.HALF_DAY, half=Half.MORNING),),
    )
    words = text("2026-03-06 07:30", "12", Unit.WORKING_HOURS, calendar=calendar)
    assert "Không tính thứ Bảy, Chủ nhật 07–08/03." in words


def test_a_limit_of_nothing_ends_where_it_begins():
    explanation = told("2025-12-05 11:30", "0", Unit.WORKING_HOURS)
    assert explanation.begins == explanation.due == at("2025-12-05 11:30")
    assert explanation.start_reasons == ()


def test_a_step_that_is_not_counted_has_nothing_to_explain():
    with pytest.raises(NotCounted):
        told("2025-12-05 11:30", "0", Unit.NOT_COUNTED)


def test_the_days_of_a_clock_that_ran_are_counted_one_by_one():
    start, end = at("2025-12-05 16:30"), at("2025-12-09 09:00")
    counts = worked_days(CALENDAR, start, end)
    assert [count.counted.total_seconds() / 3600 for count in counts] == [1, 0, 0, 8, 1.5]
    assert sum((c.counted for c in counts), timedelta()) == between(CALENDAR, start, end)
    assert skipped_sentence(counts) == (
        "Không tính thứ Bảy, Chủ nhật 06–07/12. Không có ngày lễ trong khoảng này."
    )
    assert counts[0].day.shifts == OFFICE_DAY

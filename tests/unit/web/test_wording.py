"""Dates, lengths, money and sizes as people read them."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from engine.cases.act.moved import Moved, NextTask
from engine.typed.numbers import number_written, size_written
from web.frame import wording

AT = datetime(2025, 12, 22, 2, 15, tzinfo=UTC)
NOW = datetime(2025, 12, 9, 3, 40, tzinfo=UTC)


def test_an_instant_is_said_on_the_clock_of_viet_nam() -> None:
    assert wording.citizen_time(AT) == "09 giờ 15, thứ Hai 22/12/2025"
    assert wording.officer_time(AT, NOW) == "09:15 22/12"
    assert wording.officer_time(AT, NOW.replace(year=2026)) == "09:15 22/12/2025"
    assert wording.officer_day(AT) == "09:15 thứ Hai 22/12/2025"
    assert wording.printed_time(AT) == "09 giờ 15 phút, ngày 22 tháng 12 năm 2025"
    assert wording.event_time(AT, AT) == "09:15 hôm nay"
    assert wording.event_time(AT, NOW) == "09:15 thứ Hai 22/12"


def test_midnight_in_viet_nam_is_the_next_day() -> None:
    late = datetime(2025, 12, 21, 17, 30, tzinfo=UTC)
    assert wording.weekday(late) == "thứ Hai"
    assert wording.clock(late) == "00:30"


@pytest.mark.parametrize(
    ("value", "words"),
    [(1250000, "1.250.000"), (Decimal("0.50"), "0,5"), (Decimal(100), "100"), (0, "0")],
)
def test_numbers_have_dots_for_thousands_and_a_comma_for_decimals(value, words) -> None:
    assert number_written(value) == words


def test_lengths_name_their_unit() -> None:
    assert wording.working_hours(Decimal(20)) == "20 giờ làm việc"
    assert wording.working_hours(None) == "không tính thời gian"
    assert wording.working_days(Decimal(96)) == "12 ngày làm việc"
    assert wording.working_days(Decimal(20)) == "20 giờ làm việc"


def test_sizes_are_in_kilobytes_or_megabytes() -> None:
    assert size_written(300) == "1 kB"
    assert size_written(3_250_000) == "3,1 MB"


def test_a_finished_step_tells_who_is_next_and_by_when() -> None:
    following = NextTask("B4", "Soát", "Phòng VH-XH", "Lãnh đạo phòng", AT)
    moved = Moved("1", "H41-1", 4, "Thẩm định", (following,), "Trình lãnh đạo phòng")
    assert wording.moved_words(moved, NOW) == (
        "Đã xong: Thẩm định. Bạn đã chọn “Trình lãnh đạo phòng”. "
        "Người nhận tiếp: Lãnh đạo phòng, Phòng VH-XH, trước 09:15 thứ Hai 22/12."
    )
    over = Moved("1", "H41-1", 10, "Trả kết quả", ())
    assert wording.moved_words(over, NOW) == "Đã xong: Trả kết quả. Hồ sơ H41-1 đã kết thúc."

"""Vietnamese wording of times."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from engine.worktime import ZONE, Span, Unit
from engine.worktime.wording import (
    amount_text,
    dates_text,
    due_text,
    instant_text,
    length_text,
    listed,
    span_text,
    spoken_instant_text,
)


def dates(*texts: str) -> list[date]:
    return [date.fromisoformat(text) for text in texts]


def test_an_instant_is_written_on_the_clock_of_vietnam_whatever_its_zone():
    assert instant_text(datetime(2025, 12, 22, 2, 15, tzinfo=UTC)) == "09:15 thứ Hai 22/12/2025"
    assert instant_text(datetime(2025, 12, 20, 20, tzinfo=UTC)) == "03:00 Chủ nhật 21/12/2025"


def test_letters_to_citizens_speak_the_hour():
    spoken = spoken_instant_text(datetime(2025, 12, 22, 9, 15, tzinfo=ZONE))
    assert spoken == "09 giờ 15, thứ Hai 22/12/2025"


def test_a_naive_instant_is_refused():
    with pytest.raises(ValueError, match="needs a zone"):
        instant_text(datetime(2025, 12, 22))  # noqa: DTZ001 - the point of the test


def test_a_limit_to_the_end_of_a_day_is_written_as_such():
    assert (
        due_text(datetime(2025, 12, 22, 23, 59, 59, tzinfo=ZONE)) == "hết ngày thứ Hai 22/12/2025"
    )
    assert due_text(datetime(2025, 12, 22, 17, 30, tzinfo=ZONE)) == "17:30 thứ Hai 22/12/2025"


@pytest.mark.parametrize(
    ("found", "written"),
    [
        (dates("2025-12-06"), "06/12"),
        (dates("2025-12-06", "2025-12-07"), "06–07/12"),
        (
            dates("2025-11-29", "2025-11-30", "2025-12-06", "2025-12-07", "2025-12-13"),
            "29–30/11, 06–07 và 13/12",
        ),
        (dates("2025-11-30", "2025-12-01"), "30/11–01/12"),
        (dates("2025-11-30", "2025-12-01", "2025-12-06"), "30/11–01/12 và 06/12"),
        (dates("2025-12-28", "2026-01-03", "2026-01-04"), "28/12/2025 và 03–04/01/2026"),
        (dates("2025-12-31", "2026-01-01"), "31/12/2025–01/01/2026"),
        ([], ""),
    ],
)
def test_dates_in_a_row_are_drawn_together(found, written):
    assert dates_text(found) == written


@pytest.mark.parametrize(
    ("amount", "unit", "written"),
    [
        ("96", Unit.WORKING_HOURS, "96 giờ làm việc = 12 ngày làm việc"),
        ("4", Unit.WORKING_HOURS, "4 giờ làm việc"),
        ("20", Unit.WORKING_HOURS, "20 giờ làm việc = 2,5 ngày làm việc"),
        ("8.5", Unit.WORKING_HOURS, "8,5 giờ làm việc"),
        ("0.5", Unit.WORKING_DAYS, "0,5 ngày làm việc = 4 giờ làm việc"),
        ("15", Unit.CALENDAR_DAYS, "15 ngày"),
        ("2", Unit.CLOCK_HOURS, "2 giờ"),
        ("0", Unit.NOT_COUNTED, "không tính thời gian"),
    ],
)
def test_a_limit_is_written_in_its_unit(amount, unit, written):
    assert span_text(Span(Decimal(amount), unit)) == written


def test_numbers_have_vietnamese_marks():
    assert amount_text(Decimal("1200.50")) == "1.200,5"
    assert amount_text(Decimal("96.0")) == "96"


@pytest.mark.parametrize(
    ("length", "written"),
    [
        (timedelta(hours=7, minutes=30), "7 giờ 30 phút"),
        (timedelta(hours=26), "26 giờ"),
        (timedelta(minutes=-5), "5 phút"),
        (timedelta(seconds=30), "0 phút"),
    ],
)
def test_a_length_is_written_in_hours_and_minutes(length, written):
    assert length_text(length) == written


def test_one_two_and_three_things_are_listed():
    assert listed(["a"]) == "a"
    assert listed(["a", "b"]) == "a và b"
    assert listed(["a", "b", "c"]) == "a, b và c"

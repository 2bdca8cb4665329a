"""How urgent a due time is, and the words for it."""

from datetime import datetime, timedelta

import pytest

from engine.deadlines import soon_until, urgency_of
from engine.worktime import ZONE, default_calendar

CALENDAR = default_calendar()
MORNING = "2025-12-04 07:30"  # a Thursday
MOMENT = timedelta(microseconds=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def told(due_at: str, now: str = MORNING) -> tuple[str, str]:
    return urgency_of(CALENDAR, at(due_at), at(now))


def test_what_is_not_counted_is_not_urgent() -> None:
    assert urgency_of(CALENDAR, None, at(MORNING)) == ("none", "không tính thời gian")


def test_what_is_due_now_is_due_today_and_a_moment_later_it_is_late() -> None:
    now = at("2025-12-04 10:00")
    assert urgency_of(CALENDAR, now, now) == ("today", "hạn hôm nay")
    assert urgency_of(CALENDAR, now, now + MOMENT) == ("late", "1 phút")


def test_today_is_the_day_in_viet_nam_and_ends_at_its_midnight() -> None:
    assert told("2025-12-04 23:59:59") == ("today", "hạn hôm nay")
    assert told("2025-12-05 00:00") == ("soon", "còn 1 ngày làm việc")
    # 06:59 here is still the day before in UTC.
    assert told("2025-12-04 17:30", now="2025-12-04 06:59") == ("today", "hạn hôm nay")
    assert told("2025-12-05 06:59", now="2025-12-04 17:30") == ("soon", "còn 1 phút")


def test_soon_is_the_next_two_working_days_their_last_moment_included() -> None:
    last = soon_until(CALENDAR, at(MORNING))
    assert last == at("2025-12-05 17:30")
    assert urgency_of(CALENDAR, last, at(MORNING)) == ("soon", "còn 2 ngày làm việc")
    assert urgency_of(CALENDAR, last + MOMENT, at(MORNING)) == ("ok", "còn 2 ngày làm việc")


def test_soon_leaves_out_the_weekend() -> None:
    assert soon_until(CALENDAR, at("2025-12-05 08:00")) == at("2025-12-09 08:00")


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ("2025-12-04 10:00:59", "1 phút"),
        ("2025-12-04 10:01", "1 phút"),
        ("2025-12-04 10:02", "2 phút"),
        ("2025-12-04 10:59", "59 phút"),
        ("2025-12-04 11:00", "1 giờ làm việc"),
        ("2025-12-04 13:30", "1 giờ làm việc"),  # it was noon in between
        ("2025-12-04 14:30", "2 giờ làm việc"),
        ("2025-12-05 09:59", "7 giờ làm việc"),
        ("2025-12-05 10:00", "1 ngày làm việc"),
        ("2025-12-08 10:00", "2 ngày làm việc"),
    ],
)
def test_how_late_is_said_in_whole_minutes_hours_or_days_of_work(now: str, words: str) -> None:
    assert told("2025-12-04 10:00", now) == ("late", words)

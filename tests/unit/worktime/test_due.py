"""Due dates on the usual office calendar."""

from datetime import datetime, time, timedelta
from decimal import Decimal

import pytest

from engine.worktime import (
    ZONE,
    DayEnd,
    Span,
    StartRule,
    Unit,
    between,
    default_calendar,
    due,
    subtract,
)
from engine.worktime.errors import NotCounted, OutsideYears, SpanInvalid

CALENDAR = default_calendar()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def hours(amount: str) -> Span:
    return Span(Decimal(amount), Unit.WORKING_HOURS)


def days(amount: str) -> Span:
    return Span(Decimal(amount), Unit.WORKING_DAYS)


def test_twelve_working_days_received_on_a_thursday_end_on_the_monday_of_the_mock_up():
    """Time point 1: twelve working days are 96 hours."""
    start = at("2025-12-04 09:15")
    assert due(CALENDAR, start, hours("96")) == at("2025-12-22 09:15")
    assert due(CALENDAR, start, days("12")) == at("2025-12-22 09:15")


@pytest.mark.parametrize(
    ("start", "amount", "end"),
    [
        ("2025-12-04 07:30", "4", "2025-12-04 11:30"),
        ("2025-12-04 07:30", "8", "2025-12-04 17:30"),
        ("2025-12-04 11:00", "1", "2025-12-04 14:00"),
        ("2025-12-04 12:00", "0.5", "2025-12-04 14:00"),
        ("2025-12-05 17:00", "1", "2025-12-08 08:00"),
        ("2025-12-03 21:40", "8", "2025-12-04 17:30"),
        ("2025-12-06 10:00", "0", "2025-12-08 07:30"),
        ("2025-12-31 17:00", "1", "2026-01-05 08:00"),
    ],
)
def test_working_hours_run_only_while_the_office_is_open(start, amount, end):
    assert due(CALENDAR, at(start), hours(amount)) == at(end)


def test_a_made_up_saturday_is_counted_with_the_hours_of_the_friday_it_replaces():
    assert due(CALENDAR, at("2026-01-09 17:00"), hours("1")) == at("2026-01-10 08:00")


def test_after_the_cut_off_a_dossier_counts_as_received_the_next_working_morning():
    at_cut_off = due(CALENDAR, at("2025-12-05 15:00"), hours("1"), cut_off=time(15))
    after = due(CALENDAR, at("2025-12-05 15:00:01"), hours("1"), cut_off=time(15))
    assert at_cut_off == at("2025-12-05 16:00")
    assert after == at("2025-12-08 08:30")


def test_a_limit_may_run_from_the_next_working_day():
    rule = StartRule.NEXT_WORKING_DAY
    assert due(CALENDAR, at("2025-12-05 08:00"), days("1"), start_rule=rule) == at(
        "2025-12-08 17:30"
    )


def test_calendar_days_leave_out_the_first_day_and_end_at_midnight_of_the_last():
    span = Span(Decimal(15), Unit.CALENDAR_DAYS)
    assert due(CALENDAR, at("2025-12-01 09:15"), span) == at("2025-12-16 23:59:59")
    assert due(CALENDAR, at("2025-12-01 09:15"), span, day_end=DayEnd.CLOSE) == at(
        "2025-12-16 17:30"
    )


def test_calendar_days_that_end_on_a_day_off_move_to_the_next_working_day():
    """Time point 5: art. 148.5 of the Civil Code."""
    span = Span(Decimal(15), Unit.CALENDAR_DAYS)
    assert due(CALENDAR, at("2025-12-05 09:15"), span) == at("2025-12-22 23:59:59")
    # Thursday 01/01 is a holiday, Friday swapped off, then the weekend.
    assert due(CALENDAR, at("2025-12-17 09:15"), span) == at("2026-01-05 23:59:59")


def test_calendar_days_from_the_next_working_day_count_that_day():
    span = Span(Decimal(3), Unit.CALENDAR_DAYS)
    rule = StartRule.NEXT_WORKING_DAY
    assert (
        due(CALENDAR, at("2025-12-05 09:15"), span, start_rule=rule).date()
        == at("2025-12-10").date()
    )


def test_clock_hours_run_through_the_night():
    """Time point 5: hours that have no “làm việc” in the text."""
    assert due(CALENDAR, at("2025-12-05 23:00"), Span(Decimal(2), Unit.CLOCK_HOURS)) == at(
        "2025-12-06 01:00"
    )


def test_a_step_that_is_not_counted_has_no_due_date():
    with pytest.raises(NotCounted):
        due(CALENDAR, at("2025-12-05 09:00"), Span(Decimal(0), Unit.NOT_COUNTED))


def test_a_naive_start_is_refused():
    with pytest.raises(ValueError, match="needs a zone"):
        due(CALENDAR, datetime(2025, 12, 5, 9), hours("1"))  # noqa: DTZ001 - the point of the test


def test_years_no_calendar_covers_are_refused():
    with pytest.raises(OutsideYears):
        due(CALENDAR, at("1989-12-31 09:00"), hours("1"))


@pytest.mark.parametrize("amount", ["-1", "NaN", "Infinity", "1000001"])
def test_an_amount_that_makes_no_sense_is_refused(amount):
    with pytest.raises(SpanInvalid):
        hours(amount)


def test_half_a_calendar_day_is_refused():
    with pytest.raises(SpanInvalid):
        Span(Decimal("1.5"), Unit.CALENDAR_DAYS)


def test_hours_that_are_no_whole_seconds_are_refused():
    with pytest.raises(SpanInvalid):
        due(CALENDAR, at("2025-12-05 09:00"), hours("0.0001"))


def test_between_counts_working_time_and_turns_negative_backwards():
    friday, monday = at("2025-12-05 16:30"), at("2025-12-08 08:30")
    assert between(CALENDAR, friday, monday) == timedelta(hours=2)
    assert between(CALENDAR, monday, friday) == -timedelta(hours=2)


def test_between_over_new_year_leaves_out_the_days_off():
    assert between(CALENDAR, at("2025-12-31 13:30"), at("2026-01-05 09:30")) == timedelta(hours=6)


def test_two_working_days_before_a_due_date():
    assert subtract(CALENDAR, at("2025-12-22 09:15"), days("2")) == at("2025-12-18 09:15")
    assert subtract(CALENDAR, at("2025-12-22 07:30"), hours("1")) == at("2025-12-19 16:30")
    assert subtract(CALENDAR, at("2025-12-22 13:30"), hours("0")) == at("2025-12-22 13:30")
    assert subtract(CALENDAR, at("2025-12-21 13:30"), hours("0")) == at("2025-12-19 17:30")


def test_a_cut_off_hour_has_no_zone():
    with pytest.raises(ValueError, match="a clock time of a calendar has no zone"):
        due(CALENDAR, at("2025-12-04 09:15"), hours("1"), cut_off=time(15, tzinfo=ZONE))

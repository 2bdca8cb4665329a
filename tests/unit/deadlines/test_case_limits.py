"""When a case is due: the same day, after the cut-off hour, after it stood still."""

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

import pytest

from engine.catalogue.rules.taken import Taken
from engine.deadlines import answer_due, case_due, resumed_due, step_due
from engine.worktime import ZONE, Span, Unit, default_calendar, due

CALENDAR = default_calendar()
ONE_DAY = Span(Decimal(1), Unit.WORKING_DAYS)
EIGHT_DAYS = Span(Decimal(8), Unit.WORKING_DAYS)
FIFTEEN = time(15)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ("2025-12-04 07:30", "2025-12-04 17:30"),  # Thursday
        ("2025-12-04 15:00", "2025-12-04 17:30"),
        ("2025-12-04 15:01", "2025-12-05 17:30"),
        ("2025-12-05 16:00", "2025-12-08 17:30"),  # Friday afternoon: Monday
        ("2025-12-06 09:00", "2025-12-08 17:30"),  # Saturday: Monday
        ("2025-12-31 15:30", "2026-01-05 17:30"),  # 1 January and the day swapped for it are off
    ],
)
def test_the_same_day_or_after_three_o_clock_the_next_working_day(
    received: str, expected: str
) -> None:
    """Time point 3: what is due the same day."""
    assert case_due(CALENDAR, at(received), ONE_DAY, cut_off=FIFTEEN, same_day=True) == at(expected)


def test_the_same_day_without_a_cut_off_ends_with_the_next_day_that_still_has_work() -> None:
    """Time point 3: no hour is a constant; a package without one has none."""
    assert case_due(CALENDAR, at("2025-12-04 17:00"), ONE_DAY, same_day=True) == at(
        "2025-12-04 17:30"
    )
    assert case_due(CALENDAR, at("2025-12-04 17:30"), ONE_DAY, same_day=True) == at(
        "2025-12-05 17:30"
    )


def test_a_limit_in_days_that_comes_in_after_the_cut_off_counts_from_the_next_morning() -> None:
    assert case_due(CALENDAR, at("2025-12-04 15:30"), ONE_DAY, cut_off=FIFTEEN) == at(
        "2025-12-05 17:30"
    )


def test_a_pause_gives_back_exactly_what_was_left_hour_by_hour() -> None:
    received = at("2025-12-04 09:15")
    first = case_due(CALENDAR, received, EIGHT_DAYS)
    assert first == at("2025-12-16 09:15")
    # 19 of 64 hours are used when it stops on Monday at 14:15; it goes on two weeks later at 08:00.
    stopped, resumed = at("2025-12-08 14:15"), at("2025-12-22 08:00")
    again = resumed_due(CALENDAR, first, Unit.WORKING_DAYS, stopped_at=stopped, resumed_at=resumed)
    used = Span(Decimal(19), Unit.WORKING_HOURS)
    assert due(CALENDAR, received, used) == stopped
    assert again == due(CALENDAR, resumed, Span(Decimal(45), Unit.WORKING_HOURS))
    assert again == at("2025-12-29 15:00")


def test_a_pause_of_days_of_the_calendar_moves_the_day_and_leaves_a_day_off() -> None:
    first = case_due(CALENDAR, at("2025-12-01 09:00"), Span(Decimal(10), Unit.CALENDAR_DAYS))
    assert first is not None
    moved = resumed_due(
        CALENDAR,
        first,
        Unit.CALENDAR_DAYS,
        stopped_at=at("2025-12-04 10:00"),
        resumed_at=at("2025-12-06 10:00"),
    )
    assert (first.date().isoformat(), moved.date().isoformat()) == ("2025-12-11", "2025-12-15")


def test_hours_of_the_clock_run_on_for_as_long_as_they_stood() -> None:
    moved = resumed_due(
        CALENDAR,
        at("2025-12-05 09:00"),
        Unit.CLOCK_HOURS,
        stopped_at=at("2025-12-04 10:00"),
        resumed_at=at("2025-12-04 12:30"),
    )
    assert moved == at("2025-12-05 11:30")


def test_a_pause_does_not_excuse_what_was_late_before_it() -> None:
    late = at("2025-12-04 09:00")
    assert late == resumed_due(
        CALENDAR,
        late,
        Unit.WORKING_DAYS,
        stopped_at=at("2025-12-04 10:00"),
        resumed_at=at("2025-12-09 10:00"),
    )


@pytest.mark.parametrize("unit", [Unit.WORKING_DAYS, Unit.CALENDAR_DAYS, Unit.CLOCK_HOURS])
def test_what_ran_out_at_the_very_moment_it_stopped_is_given_nothing_more(unit: Unit) -> None:
    stopped, moment = at("2025-12-04 10:00"), timedelta(microseconds=1)
    resumed = at("2025-12-09 10:00")
    given = {"stopped_at": stopped, "resumed_at": resumed}
    assert resumed_due(CALENDAR, stopped, unit, **given) == stopped
    assert resumed_due(CALENDAR, stopped + moment, unit, **given) >= resumed


def test_who_counts_by_the_minutes_on_the_slip_comes_to_the_same_due_time() -> None:
    """24 working hours from 07:30 on a Monday are Monday, Tuesday and Wednesday."""
    monday = at("2026-11-30 07:30") + timedelta(seconds=3, microseconds=443)
    three_days = Span(Decimal(3), Unit.WORKING_DAYS)
    assert case_due(CALENDAR, monday, three_days) == at("2026-12-02 17:30")
    assert step_due(CALENDAR, at("2026-11-27 15:30:00.6"), Decimal(2)) == at("2026-11-27 17:30")
    # Resumed at the minute at which work ended: nothing of the time is lost or won by seconds.
    given = {"stopped_at": at("2026-12-01 10:00:59"), "resumed_at": at("2026-12-01 10:05:01")}
    assert resumed_due(CALENDAR, at("2026-12-02 17:00"), Unit.WORKING_DAYS, **given) == at(
        "2026-12-02 17:05"
    )


def test_a_case_whose_limit_is_not_counted_has_no_due_time() -> None:
    received = at("2025-12-04 09:00")
    not_counted = Span(Decimal(0), Unit.NOT_COUNTED)
    assert case_due(CALENDAR, received, not_counted) is None
    # "The same day" holds whatever the limit.
    assert case_due(CALENDAR, received, not_counted, same_day=True) == at("2025-12-04 17:30")


def test_the_same_day_ends_with_the_work_of_a_made_up_saturday() -> None:
    # 10 January 2026 is worked in place of 2 January.
    assert case_due(CALENDAR, at("2026-01-10 16:00"), ONE_DAY, same_day=True) == at(
        "2026-01-10 17:30"
    )
    assert case_due(CALENDAR, at("2026-01-09 17:30"), ONE_DAY, same_day=True) == at(
        "2026-01-10 17:30"
    )


def test_a_pause_over_midnight_here_is_a_day_though_it_is_none_in_utc() -> None:
    first = case_due(CALENDAR, at("2025-12-01 09:00"), Span(Decimal(8), Unit.CALENDAR_DAYS))
    assert first == at("2025-12-09 23:59:59")
    moved = resumed_due(
        CALENDAR,
        first,
        Unit.CALENDAR_DAYS,
        stopped_at=at("2025-12-02 23:59").astimezone(UTC),
        resumed_at=at("2025-12-03 00:01").astimezone(UTC),
    )
    assert moved == at("2025-12-10 23:59:59")


def test_the_applicant_has_an_answer_within_eight_working_hours() -> None:
    """Decree 118/2025 art. 17.2; a sector law may say another term."""
    came = at("2025-12-04 09:15")
    assert answer_due(CALENDAR, Taken(), came) == at("2025-12-05 09:15")
    other = Taken({"answer_hours": {"": {"value": {"hours": 4}, "rule": "r", "basis": "Luật"}}})
    assert answer_due(CALENDAR, other, came) == at("2025-12-04 15:15")
    assert answer_due(CALENDAR, Taken(), at("2025-06-30 09:15")) is None  # before the decree


def test_a_step_is_due_after_its_working_hours_and_one_of_none_is_not_counted() -> None:
    """Time point 1: parts of a day, 0 hours and “không tính thời gian”."""
    begins = at("2025-12-04 16:00")
    assert step_due(CALENDAR, begins, Decimal(4)) == at("2025-12-05 10:00")
    assert step_due(CALENDAR, begins, Decimal("0.5")) == at("2025-12-04 16:30")
    assert step_due(CALENDAR, begins, Decimal(0)) is None
    assert step_due(CALENDAR, begins, None) is None

"""What a calendar says of a day."""

from datetime import date, datetime
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
    Unit,
    WeekHours,
    due,
    subtract,
    vietnam_days,
)
from engine.worktime.calendars import no_national_days
from engine.worktime.errors import NeverOpens
from engine.worktime.vietnam import OFFICE_DAY, OFFICE_WEEK

SUMMER_DAY = (Shift(420, 660), Shift(810, 1050))
SUMMER_WEEK = WeekHours((SUMMER_DAY,) * 5 + ((), ()))
OFFICE = HoursInForce(OFFICE_WEEK)


def calendar(*days: DatedDay, hours=(OFFICE,), national=vietnam_days) -> Calendar:
    return Calendar("thử", hours, days, national)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def hours(amount: int) -> Span:
    return Span(Decimal(amount), Unit.WORKING_HOURS)


def test_a_season_comes_back_every_year_with_its_own_hours():
    summer = HoursInForce(SUMMER_WEEK, "mùa hè", yearly=((4, 16), (10, 15)))
    seasonal = calendar(hours=(OFFICE, summer))
    for year in (2025, 2031):
        assert seasonal.day(date(year, 7, 15)).shifts in (SUMMER_DAY, ())
        assert seasonal.year(year).days[0].hours_name == ""
    assert seasonal.day(date(2025, 4, 15)).shifts == OFFICE_DAY
    assert seasonal.day(date(2025, 4, 16)).shifts == SUMMER_DAY
    assert seasonal.day(date(2025, 10, 15)).shifts == SUMMER_DAY
    assert seasonal.day(date(2025, 10, 16)).shifts == OFFICE_DAY


def test_a_season_may_run_over_new_year():
    winter = HoursInForce(SUMMER_WEEK, "mùa đông", yearly=((12, 1), (2, 28)))
    seasonal = calendar(hours=(OFFICE, winter))
    assert seasonal.day(date(2025, 12, 31)).shifts == SUMMER_DAY
    assert seasonal.day(date(2026, 1, 5)).shifts == SUMMER_DAY
    assert seasonal.day(date(2026, 3, 2)).shifts == OFFICE_DAY


def test_new_hours_hold_from_their_date_only():
    """Time point 8: hours differ by season and by date."""
    new = HoursInForce(SUMMER_WEEK, since=date(2026, 7, 1), until=date(2026, 12, 31))
    dated = calendar(hours=(OFFICE, new))
    assert dated.day(date(2026, 6, 30)).shifts == OFFICE_DAY
    assert dated.day(date(2026, 7, 1)).shifts == SUMMER_DAY
    assert dated.day(date(2027, 1, 4)).shifts == OFFICE_DAY


def test_a_half_day_keeps_only_its_half():
    morning = DatedDay(date(2026, 3, 6), DayKind.HALF_DAY, half=Half.MORNING)
    afternoon = DatedDay(date(2026, 3, 5), DayKind.HALF_DAY, half=Half.AFTERNOON)
    halves = calendar(morning, afternoon)
    assert halves.day(morning.date).shifts == OFFICE_DAY[:1]
    assert halves.day(afternoon.date).shifts == OFFICE_DAY[1:]
    assert due(halves, at("2026-03-05 07:30"), hours(8)) == at("2026-03-06 11:30")


def test_a_shift_over_noon_is_cut_at_noon_on_a_half_day():
    through = HoursInForce(WeekHours(((Shift(480, 900),),) * 7))
    day = date(2026, 3, 5)
    for half, shift in ((Half.MORNING, Shift(480, 720)), (Half.AFTERNOON, Shift(720, 900))):
        halves = calendar(DatedDay(day, DayKind.HALF_DAY, half=half), hours=(through,))
        assert halves.day(day).shifts == (shift,)


def test_the_own_days_of_a_unit_win_over_national_ones_and_the_last_of_a_date_wins():
    day = date(2026, 9, 2)
    open_anyway = DatedDay(day, DayKind.SPECIAL, "Trực", hours=(Shift(480, 660),))
    assert calendar().day(day).shifts == ()
    assert calendar(open_anyway).day(day).shifts == (Shift(480, 660),)
    closed = DatedDay(day, DayKind.CLOSURE, "Nghỉ")
    assert calendar(open_anyway, closed).day(day).kind is DayKind.CLOSURE


def test_a_unit_may_cancel_a_national_swap():
    cancelled = calendar(
        DatedDay(date(2026, 1, 2), DayKind.SPECIAL), DatedDay(date(2026, 1, 10), DayKind.REST)
    )
    assert cancelled.day(date(2026, 1, 2)).shifts == OFFICE_DAY
    assert cancelled.day(date(2026, 1, 10)).shifts == ()


def test_a_closure_may_leave_some_hours():
    part = DatedDay(date(2026, 3, 5), DayKind.CLOSURE, "Mất điện", hours=(Shift(450, 570),))
    assert due(calendar(part), at("2026-03-05 07:30"), hours(3)) == at("2026-03-06 08:30")


def test_made_up_days_have_the_hours_of_the_weekday_they_replace():
    short_friday = WeekHours((OFFICE_DAY,) * 4 + (OFFICE_DAY[:1], (), ()))
    made_up = calendar(hours=(HoursInForce(short_friday),)).day(date(2026, 1, 10))
    assert made_up.kind is DayKind.SWAPPED_ON
    assert made_up.shifts == OFFICE_DAY[:1]


def test_a_day_without_hours_in_force_is_a_rest_day():
    later = HoursInForce(OFFICE_WEEK, since=date(2026, 1, 1))
    assert calendar(hours=(later,)).day(date(2025, 12, 31)).kind is DayKind.REST


@pytest.mark.parametrize("count", [due, subtract])
@pytest.mark.parametrize("amount", [0, 1])
def test_a_calendar_that_never_opens_is_told_instead_of_searched_for_ever(count, amount):
    closed = calendar(hours=(), national=no_national_days)
    with pytest.raises(NeverOpens):
        count(closed, at("2026-03-05 08:00"), hours(amount))


def test_calendar_days_on_a_calendar_that_never_opens_are_told_too():
    closed = calendar(hours=(), national=no_national_days)
    with pytest.raises(NeverOpens):
        due(closed, at("2026-03-05 08:00"), Span(Decimal(3), Unit.CALENDAR_DAYS))


def test_calendars_of_the_same_data_are_equal_whether_laid_out_or_not():
    one, other = calendar(), calendar()
    one.year(2026)
    assert one == other
    assert hash(one) == hash(other)


def test_round_the_clock_hours_reach_from_midnight_to_midnight():
    always = calendar(
        hours=(HoursInForce(WeekHours(((Shift(0, 1440),),) * 7)),), national=no_national_days
    )
    assert due(always, at("2025-12-31 20:00"), hours(30)) == at("2026-01-02 02:00")
    assert due(always, at("2025-12-31 20:00"), hours(4)) == at("2026-01-01 00:00")
    assert subtract(always, at("2026-01-01 02:00"), hours(2)) == at("2026-01-01 00:00")


@pytest.mark.parametrize(("start", "end"), [(600, 600), (700, 600), (-1, 60), (0, 1441)])
def test_a_shift_must_lie_within_one_day(start, end):
    with pytest.raises(ValueError, match="not a shift"):
        Shift(start, end)


def test_shifts_of_a_day_may_not_overlap():
    with pytest.raises(ValueError, match="overlap"):
        WeekHours(((Shift(0, 100), Shift(90, 200)),) + ((),) * 6)


def test_a_week_has_seven_days():
    with pytest.raises(ValueError, match="seven"):
        WeekHours(((),) * 5)


def test_a_working_day_may_stand_for_other_hours_than_eight():
    """Time point 8: a calendar says what a working day is worth."""
    short = Calendar("7,5 giờ", (OFFICE,), day_hours=Decimal("7.5"))
    span = Span(Decimal(2), Unit.WORKING_DAYS)
    assert due(short, at("2026-03-02 07:30"), span) == at("2026-03-03 16:30")


def test_work_until_midnight_ends_in_working_time_even_when_the_next_day_is_off():
    late = HoursInForce(WeekHours(((Shift(1200, 1440),),) + ((),) * 6))
    calendar = Calendar("đêm", (late,))
    midnight = due(calendar, at("2026-03-02 20:00"), hours(4))
    assert midnight == at("2026-03-03 00:00")
    assert due(calendar, midnight, hours(0)) == midnight
    assert due(calendar, at("1990-01-01 00:00"), hours(0)) == at("1990-01-01 20:00")

"""The national days, year by year, and the package they are checked against."""

from datetime import date

import pytest

from engine.worktime import DayKind, default_calendar, vietnam_days
from engine.worktime.vietnam import package_days
from engine.worktime.vietnam_days import COMMITTED

OFF = {DayKind.HOLIDAY, DayKind.OBSERVED, DayKind.SWAPPED_OFF}

# What the package has too much or too little of, read from the announcements. A line that no longer
# holds after an upgrade of the package fails the test: look at it, then correct the line.
PACKAGE_LACKS = {2025: set(), 2026: {date(2026, 1, 2), date(2026, 1, 10)}, 2027: set()}
PACKAGE_INVENTS = {2025: {date(2025, 2, 1)}, 2026: set(), 2027: set()}


@pytest.mark.parametrize("year", sorted(COMMITTED))
def test_the_package_differs_from_the_committed_table_only_where_we_know(year):
    ours = {day.date: day.kind in OFF for day in COMMITTED[year]}
    theirs = {day.date: day.kind in OFF for day in package_days(year)}
    assert {day for day in ours if ours[day] != theirs.get(day)} == PACKAGE_LACKS[year]
    assert theirs.keys() - ours.keys() == PACKAGE_INVENTS[year]


@pytest.mark.parametrize("year", [2010, 2014, 2019, 2024, *COMMITTED, 2028, 2040])
def test_the_days_of_a_year_lie_in_that_year_and_each_is_given_once(year):
    for days in (vietnam_days(year), package_days(year)):
        dates = [day.date for day in days]
        assert {day.year for day in dates} == {year}
        assert len(set(dates)) == len(dates)


def test_the_committed_table_wins_over_the_package():
    assert vietnam_days(2026) is COMMITTED[2026]
    assert default_calendar().day(date(2026, 1, 2)).kind is DayKind.SWAPPED_OFF


@pytest.mark.parametrize("year", sorted(COMMITTED))
def test_every_committed_day_names_its_basis(year):
    assert all(day.name and day.basis for day in COMMITTED[year])


@pytest.mark.parametrize("year", sorted(COMMITTED))
def test_swapped_days_come_in_pairs_of_a_weekday_off_and_a_weekend_day_worked(year):
    """Time point 7: what the government swaps."""
    swapped = [day for day in COMMITTED[year] if day.paired]
    kinds = {day.date: day.kind for day in swapped}
    for day in swapped:
        on = day.kind is DayKind.SWAPPED_ON
        assert kinds[day.paired] is (DayKind.SWAPPED_OFF if on else DayKind.SWAPPED_ON)
        assert (day.date.weekday() >= 5) is on


def test_a_holiday_on_a_weekly_rest_day_is_given_back_on_the_next_working_day():
    for days in COMMITTED.values():
        off = {day.date for day in days if day.kind in OFF}
        lost = [d for d in days if d.kind is DayKind.HOLIDAY and d.date.weekday() >= 5]
        observed = [d for d in days if d.kind is DayKind.OBSERVED]
        assert len(lost) == len(observed)
        assert all(day.date in off and day.date.weekday() < 5 for day in observed)


@pytest.mark.parametrize(
    ("year", "working_days"),
    [(2025, 365 - 104 - 11), (2026, 365 - 104 - 12), (2027, 365 - 104 - 12)],
)
def test_a_year_has_as_many_working_days_as_the_labour_code_leaves(year, working_days):
    """Time point 7: the days of art. 112 of the Labour Code."""
    days = default_calendar().year(year).days
    assert sum(1 for day in days if day.worked) == working_days


def test_tet_of_2026_is_off_from_monday_to_friday():
    off = [date(2026, 2, n) for n in range(14, 23)]
    assert not any(default_calendar().day(day).worked for day in off)
    assert default_calendar().day(date(2026, 2, 13)).worked
    assert default_calendar().day(date(2026, 2, 23)).worked


def test_what_no_announcement_confirms_is_marked():
    """Time point 7: 24/11 among them."""
    calendar = default_calendar()
    assert not calendar.day(date(2026, 11, 24)).certain
    assert not calendar.day(date(2027, 9, 3)).certain
    assert calendar.day(date(2026, 9, 2)).certain
    assert not any(day.certain for day in vietnam_days(2030))


def test_default_calendars_of_one_name_share_their_laid_out_years():
    assert default_calendar("A") is default_calendar("A")
    assert hash(default_calendar("A")) != hash(default_calendar("B"))


def test_days_of_the_package_have_plain_names():
    days = {day.date: day for day in package_days(2024)}
    assert days[date(2024, 4, 29)].kind is DayKind.SWAPPED_OFF
    assert days[date(2024, 5, 4)].kind is DayKind.SWAPPED_ON
    observed = {day.date: day for day in package_days(2028)}[date(2028, 1, 3)]
    assert (observed.kind, observed.name) == (DayKind.OBSERVED, "Tết Dương lịch")
    assert not any("(" in day.name for day in package_days(2024))

"""Laws of working-time arithmetic on random calendars."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

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
    between,
    due,
    explain,
    subtract,
    vietnam_days,
)

FIRST, LAST = date(2025, 11, 20), date(2026, 3, 10)
MINUTE = timedelta(minutes=1)
NOON = 720
DATED = (DayKind.CLOSURE, DayKind.HALF_DAY, DayKind.SPECIAL, DayKind.SWAPPED_ON)
BEGINNING = datetime(2025, 11, 20, tzinfo=ZONE)
RANGE = timedelta(days=35) // timedelta(microseconds=1)


@dataclass(frozen=True)
class Made:
    """A random calendar and the facts it was made from, for a reference that shares no code."""

    calendar: Calendar
    week: tuple[tuple[tuple[int, int], ...], ...]
    winter: tuple[tuple[tuple[int, int], ...], ...] | None
    dated: tuple[DatedDay, ...]
    national: bool

    def shifts(self, day: date) -> list[tuple[int, int]]:
        cold = (day.month, day.day) >= (12, 10) or (day.month, day.day) <= (1, 20)
        week = self.winter if self.winter and cold else self.week
        found = None
        for dated in (*(vietnam_days(day.year) if self.national else ()), *self.dated):
            found = dated if dated.date == day else found
        if found is None or found.kind is DayKind.SPECIAL:
            return list(week[day.weekday()])
        if found.kind is DayKind.HALF_DAY:
            sides = [(a, min(b, NOON)) for a, b in week[day.weekday()]]
            if found.half is Half.AFTERNOON:
                sides = [(max(a, NOON), b) for a, b in week[day.weekday()]]
            return [(a, b) for a, b in sides if a < b]
        return list(week[found.paired.weekday()]) if found.kind is DayKind.SWAPPED_ON else []

    def minutes(self, first: datetime) -> list[datetime]:
        """The beginnings of all working minutes from the day of ``first`` on, in order."""
        found, day = [], first.date()
        while day <= LAST:
            midnight = datetime(day.year, day.month, day.day, tzinfo=ZONE)
            found += [midnight + m * MINUTE for a, b in self.shifts(day) for m in range(a, b)]
            day += timedelta(days=1)
        return found


@st.composite
def days_of_shifts(draw, *, always_open):
    marks = sorted(draw(st.lists(st.integers(0, 1440), max_size=6, unique=True)))
    shifts = tuple(zip(marks[: len(marks) // 2 * 2 : 2], marks[1::2], strict=True))
    return shifts or ((450, 690),) if always_open else shifts


@st.composite
def weeks(draw):
    """Any seven days, of which Tuesday works, so that counting ends within the test's months."""
    return tuple(draw(days_of_shifts(always_open=weekday == 1)) for weekday in range(7))


def as_hours(week) -> WeekHours:
    return WeekHours(tuple(tuple(Shift(a, b) for a, b in shifts) for shifts in week))


@st.composite
def dated_days(draw):
    day = draw(st.dates(FIRST, LAST))
    kind = draw(st.sampled_from(DATED))
    half = draw(st.sampled_from(Half)) if kind is DayKind.HALF_DAY else None
    paired = draw(st.dates(FIRST, LAST)) if kind is DayKind.SWAPPED_ON else None
    return DatedDay(day, kind, half=half, paired=paired)


@st.composite
def made_calendars(draw):
    week, winter = draw(weeks()), draw(st.none() | weeks())
    dated, national = tuple(draw(st.lists(dated_days(), max_size=6))), draw(st.booleans())
    hours = [HoursInForce(as_hours(week))]
    if winter:
        hours.append(HoursInForce(as_hours(winter), yearly=((12, 10), (1, 20))))
    keywords = {"national": vietnam_days} if national else {}
    return Made(Calendar("thử", tuple(hours), dated, **keywords), week, winter, dated, national)


calendars = made_calendars().map(lambda made: made.calendar)
instants = st.integers(0, RANGE).map(lambda n: BEGINNING + timedelta(microseconds=n))
whole_minutes = instants.map(lambda instant: instant.replace(second=0, microsecond=0))
quarters = st.integers(0, 100).map(lambda n: Decimal(n) / 4)


def hours(amount: Decimal) -> Span:
    return Span(amount, Unit.WORKING_HOURS)


def ends_at_midnight(calendar: Calendar, end: datetime) -> bool:
    """A shift until 24:00 ends at the first moment of the next date."""
    shifts = calendar.day(end.date() - timedelta(days=1)).shifts
    return end.hour == end.minute == 0 and bool(shifts) and shifts[-1].end == 1440


def length(amount: Decimal) -> timedelta:
    return timedelta(minutes=int(amount * 60))


@given(calendars, whole_minutes, quarters)
def test_adding_an_amount_then_measuring_gives_the_amount(calendar, start, amount):
    assert between(calendar, start, due(calendar, start, hours(amount))) == length(amount)


@given(calendars, instants, quarters)
def test_subtracting_an_amount_then_measuring_gives_the_amount(calendar, end, amount):
    assert between(calendar, subtract(calendar, end, hours(amount)), end) == length(amount)


@given(calendars, instants, quarters)
def test_a_limit_runs_from_the_minute_of_its_cause(calendar, start, amount):
    minute = start.replace(second=0, microsecond=0)
    assert due(calendar, start, hours(amount)) == due(calendar, minute, hours(amount))


@given(calendars, whole_minutes, quarters)
def test_a_due_date_never_lies_outside_working_time_nor_before_its_start(calendar, start, amount):
    end = due(calendar, start, hours(amount))
    midnight = end.replace(hour=0, minute=0, second=0, microsecond=0)
    shifts = calendar.day(end.date()).shifts
    worked = [(midnight + s.start * MINUTE, midnight + s.end * MINUTE) for s in shifts]
    assert any(first <= end <= last for first, last in worked) or ends_at_midnight(calendar, end)
    assert end >= start


@given(calendars, instants, instants, quarters, quarters)
def test_a_later_start_or_a_longer_limit_never_ends_earlier(calendar, one, other, less, more):
    (first, second), (short, long) = sorted((one, other)), sorted((less, more))
    assert due(calendar, first, hours(short)) <= due(calendar, second, hours(short))
    assert due(calendar, first, hours(short)) <= due(calendar, first, hours(long))


@given(calendars, instants, quarters, quarters)
def test_counting_in_two_parts_ends_where_counting_at_once_does(calendar, start, one, other):
    half_way = due(calendar, start, hours(one))
    assert due(calendar, half_way, hours(other)) == due(calendar, start, hours(one + other))


@given(calendars, instants, instants, instants)
def test_working_time_adds_up_over_any_moment_in_between(calendar, one, two, three):
    parts = between(calendar, one, two) + between(calendar, two, three)
    assert parts == between(calendar, one, three)


@given(calendars, whole_minutes, quarters)
def test_an_explanation_counts_exactly_the_limit(calendar, start, amount):
    told = explain(calendar, start, hours(amount))
    assert sum((count.counted for count in told.days), timedelta()) == length(amount)
    assert told.due == due(calendar, start, hours(amount))
    assert between(calendar, start, told.begins) == timedelta(0)


@settings(max_examples=60)
@given(made_calendars(), whole_minutes, st.integers(1, 40))
def test_counting_equals_a_reference_that_walks_minute_by_minute(made, start, quarters_of_hours):
    working = [minute for minute in made.minutes(start) if minute >= start]
    amount = Decimal(quarters_of_hours) / 4
    minutes = 15 * quarters_of_hours
    end = working[minutes - 1] + MINUTE
    assert due(made.calendar, start, hours(amount)) == end
    assert between(made.calendar, start, end) == minutes * MINUTE


@settings(max_examples=60)
@given(made_calendars(), whole_minutes, whole_minutes)
def test_measuring_equals_a_reference_that_walks_minute_by_minute(made, one, other):
    first, last = sorted((one, other))
    working = [minute for minute in made.minutes(first) if first <= minute < last]
    assert between(made.calendar, first, last) == len(working) * MINUTE


@given(calendars, instants, st.integers(0, 60))
def test_calendar_days_end_on_a_working_day_no_earlier_than_their_last_day(calendar, start, days):
    end = due(calendar, start, Span(Decimal(days), Unit.CALENDAR_DAYS))
    nominal = start.date() + timedelta(days=days)
    assert calendar.day(end.date()).worked
    assert end.date() >= nominal
    between_them = ((nominal + timedelta(days=n)) for n in range((end.date() - nominal).days))
    assert not any(calendar.day(day).worked for day in between_them)

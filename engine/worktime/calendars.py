"""The working calendar of a unit.

A calendar is a value: weekly hours with their seasons, national days by year, and the unit's own
dated days, the later always winning over the earlier. Each year is laid out once, with the working
time that lies before each of its days, so that counting is a look-up and a bisection.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import accumulate

from engine.worktime.days import DatedDay, Day, DayKind, Half
from engine.worktime.hours import DayHours, HoursInForce, WeekHours, afternoon, morning
from engine.worktime.instants import ONE_DAY, check_year

NationalDays = Callable[[int], tuple[DatedDay, ...]]
"""The national days of a year; a function of a module, so that calendars stay comparable."""

DAYS_OFF = frozenset(
    {DayKind.HOLIDAY, DayKind.OBSERVED, DayKind.SWAPPED_OFF, DayKind.CLOSURE, DayKind.REST}
)


def no_national_days(year: int) -> tuple[DatedDay, ...]:  # noqa: ARG001 - one signature for all
    """National days of a calendar that keeps none."""
    return ()


@dataclass(frozen=True, slots=True)
class YearLayout:
    """A year of a calendar: its days, and the microseconds worked before each of them."""

    days: tuple[Day, ...]
    before: tuple[int, ...]
    """One more entry than days: ``before[n]`` is worked before day n, the last is the year's."""

    @property
    def total(self) -> int:
        """Microseconds worked in the year."""
        return self.before[-1]


@dataclass(frozen=True)
class Calendar:
    """When a unit works.

    ``hours``: weeks of hours; of those in force on a day the last wins, and without one the day is
    not worked. ``national``: holidays and swapped days of a year. ``days``: the unit's own dated
    days; they win over national ones, and the last of one date wins.
    ``day_hours``: working hours that one "ngày làm việc" stands for when a limit is given in
    working days; 8 in internal procedures, whatever the unit's own day is.
    """

    name: str
    hours: tuple[HoursInForce, ...]
    days: tuple[DatedDay, ...] = ()
    national: NationalDays = no_national_days
    day_hours: Decimal = Decimal(8)
    _years: dict[int, YearLayout] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    placed: dict[datetime, tuple[int, int]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """Instants that were asked for: their year, and the microseconds worked in it before them."""

    def year(self, year: int) -> YearLayout:
        """A year laid out. Raises OutsideYears."""
        layout = self._years.get(year)
        if layout is None:
            layout = self._years[year] = self._lay_out(year)
        return layout

    def day(self, day: date) -> Day:
        """What this calendar says of a date. Raises OutsideYears."""
        return self.year(day.year).days[day.timetuple().tm_yday - 1]

    def next_working_day(self, after: date) -> Day:
        """The first day after that date which is worked at all. Raises OutsideYears."""
        day = self.day(after + ONE_DAY)
        while not day.worked:
            day = self.day(day.date + ONE_DAY)
        return day

    def previous_working_day(self, before: date) -> Day:
        """The last day before that date which is worked at all. Raises OutsideYears."""
        day = self.day(before - ONE_DAY)
        while not day.worked:
            day = self.day(day.date - ONE_DAY)
        return day

    def _lay_out(self, year: int) -> YearLayout:
        check_year(year)
        dated = {day.date: day for day in self.national(year)}
        dated |= {day.date: day for day in self.days}
        first = date(year, 1, 1)
        length = (date(year + 1, 1, 1) - first).days
        dates = (first + timedelta(days=n) for n in range(length))
        days = tuple(self._resolve(day, dated.get(day)) for day in dates)
        return YearLayout(days, tuple(accumulate((d.worked for d in days), initial=0)))

    def _resolve(self, day: date, dated: DatedDay | None) -> Day:
        week, hours_name = self._week(day)
        weekly = week.days[day.weekday()] if week else ()
        if dated is None:
            kind = DayKind.WORKING if weekly else DayKind.REST
            return Day(day, kind, weekly, hours_name=hours_name)
        shifts = dated.hours if dated.hours is not None else _implied(dated, week, weekly)
        return Day(day, dated.kind, shifts, dated.name, dated.basis, dated.certain, hours_name)

    def _week(self, day: date) -> tuple[WeekHours | None, str]:
        for rule in reversed(self.hours):
            if rule.covers(day):
                return rule.week, rule.name
        return None, ""


def _implied(dated: DatedDay, week: WeekHours | None, weekly: DayHours) -> DayHours:
    """The hours of a dated day that doesn't state them."""
    if dated.kind in DAYS_OFF:
        return ()
    if dated.kind is DayKind.HALF_DAY:
        return afternoon(weekly) if dated.half is Half.AFTERNOON else morning(weekly)
    if dated.kind is DayKind.SWAPPED_ON and week and dated.paired:
        return week.days[dated.paired.weekday()]
    return weekly

"""Opening hours: shifts of a day, a week of them, and the dates on which a week is in force."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

MINUTES_OF_DAY: Final = 24 * 60
NOON: Final = 12 * 60
DAYS_OF_WEEK: Final = 7


@dataclass(frozen=True, slots=True, order=True)
class Shift:
    """Part of a day that is worked, in minutes since midnight; ``end`` may be 1440 (24:00).

    Raises ValueError unless 0 <= start < end <= 1440.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end <= MINUTES_OF_DAY:
            raise ValueError(f"not a shift within one day: {self.start}–{self.end}")


DayHours = tuple[Shift, ...]


def check_day(shifts: DayHours) -> None:
    """Raises ValueError when the shifts of a day overlap, touch out of order, or aren't sorted."""
    for earlier, later in pairwise(shifts):
        if later.start < earlier.end:
            raise ValueError(f"shifts overlap or aren't in order: {earlier}, {later}")


@dataclass(frozen=True, slots=True)
class WeekHours:
    """The hours of each weekday, Monday first. Raises ValueError unless there are seven."""

    days: tuple[DayHours, ...]

    def __post_init__(self) -> None:
        if len(self.days) != DAYS_OF_WEEK:
            raise ValueError("a week has seven days")
        for shifts in self.days:
            check_day(shifts)


def morning(shifts: DayHours) -> DayHours:
    """What of a day's hours lies before noon."""
    return tuple(Shift(s.start, min(s.end, NOON)) for s in shifts if s.start < NOON)


def afternoon(shifts: DayHours) -> DayHours:
    """What of a day's hours lies after noon."""
    return tuple(Shift(max(s.start, NOON), s.end) for s in shifts if s.end > NOON)


MonthDay = tuple[int, int]


@dataclass(frozen=True, slots=True)
class HoursInForce:
    """A week of hours and when it is in force.

    ``since`` and ``until`` (inclusive, open when None) bound it once; ``yearly`` makes it a season
    that comes back every year from one (month, day) to another, inclusive, over the new year when
    the first lies after the second.
    """

    week: WeekHours
    name: str = ""
    since: date | None = None
    until: date | None = None
    yearly: tuple[MonthDay, MonthDay] | None = None

    def covers(self, day: date) -> bool:
        """Whether this week of hours is in force on that day."""
        if (self.since and day < self.since) or (self.until and day > self.until):
            return False
        if self.yearly is None:
            return True
        first, last = self.yearly
        today = (day.month, day.day)
        return first <= today <= last if first <= last else today >= first or today <= last

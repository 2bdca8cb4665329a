"""Days: what kind of day a date is, its hours, and the dated exceptions to the weekly hours."""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from engine.worktime.hours import DayHours, check_day
from engine.worktime.instants import MINUTE


class DayKind(StrEnum):
    """Why a day is worked or not."""

    WORKING = "working"
    REST = "rest"
    """A weekday without hours, such as Sunday."""
    HOLIDAY = "holiday"
    """Ngày lễ, Tết."""
    OBSERVED = "observed"
    """Nghỉ bù: off in place of a holiday that fell on a weekly rest day."""
    SWAPPED_OFF = "swapped_off"
    """Nghỉ hoán đổi: off in exchange for a rest day that is worked."""
    SWAPPED_ON = "swapped_on"
    """Làm bù: a rest day that is worked."""
    HALF_DAY = "half_day"
    CLOSURE = "closure"
    """The unit is closed, all day or outside the hours given."""
    SPECIAL = "special"
    """Worked, at hours of its own; also cancels a national day off for a unit."""


class Half(StrEnum):
    """Which half of a half day is worked; the day is cut at noon."""

    MORNING = "morning"
    AFTERNOON = "afternoon"


@dataclass(frozen=True, slots=True)
class DatedDay:
    """An exception to the weekly hours on one date.

    ``hours`` are the hours worked in spite of it; None leaves them to the kind: none on a day off,
    the weekly hours on a worked day, half of them on a half day (``half`` says which).
    ``paired`` is the other day of a swap: a made-up day (làm bù) has the hours of the weekday that
    it replaces. ``basis`` names the document; ``certain`` is False while that document is awaited.
    """

    date: dt.date
    kind: DayKind
    name: str = ""
    basis: str = ""
    certain: bool = True
    hours: DayHours | None = None
    half: Half | None = None
    paired: dt.date | None = None

    def __post_init__(self) -> None:
        if self.hours is not None:
            check_day(self.hours)


@dataclass(frozen=True, slots=True)
class Day:
    """A date as a calendar sees it: its kind, its hours and where they come from."""

    date: dt.date
    kind: DayKind
    shifts: DayHours
    name: str = ""
    basis: str = ""
    certain: bool = True
    hours_name: str = ""
    """Name of the season whose hours apply, when it has one."""
    spans: tuple[tuple[int, int], ...] = field(init=False, repr=False, compare=False)
    """The shifts in microseconds since midnight."""
    worked: int = field(init=False, repr=False, compare=False)
    """Microseconds worked in the whole day."""

    def __post_init__(self) -> None:
        spans = tuple((s.start * MINUTE, s.end * MINUTE) for s in self.shifts)
        object.__setattr__(self, "spans", spans)
        object.__setattr__(self, "worked", sum(end - start for start, end in spans))

    def worked_until(self, moment: int) -> int:
        """Microseconds worked before a moment of the day, itself in microseconds since midnight."""
        worked = 0
        for start, end in self.spans:
            if moment <= start:
                break
            worked += min(moment, end) - start
        return worked

    def first_moment_of(self, worked: int) -> int:
        """The earliest moment by which so much of the day (more than nothing) has been worked."""
        for start, end in self.spans:
            if worked <= end - start:
                return start + worked
            worked -= end - start
        raise ValueError("more than the day's hours")

    def last_moment_of(self, worked: int) -> int:
        """The latest moment by which no more of the day than that (less than all) was worked."""
        for start, end in self.spans:
            if worked < end - start:
                return start + worked
            worked -= end - start
        raise ValueError("not less than the day's hours")

"""Instants on the clock of Việt Nam, as a day and the microseconds since its midnight.

Việt Nam keeps UTC+7 all year, so from ``FIRST_YEAR`` on a local day is always 24 hours and local
arithmetic is exact.
"""

from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from engine.worktime.errors import OutsideYears

ZONE: Final = ZoneInfo("Asia/Ho_Chi_Minh")
FIRST_YEAR: Final = 1990
LAST_YEAR: Final = 2099
MICROSECOND: Final = timedelta(microseconds=1)
SECOND: Final = 1_000_000
MINUTE: Final = 60 * SECOND
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR
ONE_DAY: Final = timedelta(days=1)


def localised(instant: datetime) -> datetime:
    """The same instant on the clock of Việt Nam.

    Raises ValueError for a naive datetime: guessing its zone would move deadlines silently.
    Raises OutsideYears before FIRST_YEAR or after LAST_YEAR.
    """
    if instant.tzinfo is None:
        raise ValueError(f"an instant needs a zone: {instant!r}")
    local = instant.astimezone(ZONE)
    if not FIRST_YEAR <= local.year <= LAST_YEAR:
        check_year(local.year)
    return local


def to_the_minute(instant: datetime) -> datetime:
    """The minute that the instant lies in: clocks start there, so that who reads the minute on a
    slip counts the same due time.
    """
    return instant.replace(second=0, microsecond=0)


def check_year(year: int) -> None:
    """Raises OutsideYears for a year that calendars don't cover."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise OutsideYears(first=FIRST_YEAR, last=LAST_YEAR, year=year)


def since_midnight(local: datetime) -> int:
    """Microseconds since midnight of a local instant or clock time."""
    seconds = local.hour * 3600 + local.minute * 60 + local.second
    return seconds * SECOND + local.microsecond


def at(day: date, microseconds: int) -> datetime:
    """The instant so many microseconds after midnight of a local day."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=ZONE)
    return midnight + timedelta(microseconds=microseconds)


def as_microseconds(length: timedelta) -> int:
    """A length of time as a whole number of microseconds."""
    return length // MICROSECOND


def clock_microseconds(clock: time) -> int:
    """Microseconds since midnight of a clock time.

    Raises ValueError when the clock time carries a zone: calendars are always local.
    """
    if clock.tzinfo is not None:
        raise ValueError("a clock time of a calendar has no zone")
    seconds = clock.hour * 3600 + clock.minute * 60 + clock.second
    return seconds * SECOND + clock.microsecond

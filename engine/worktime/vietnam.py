"""The national days of Việt Nam, and the calendar of an office that keeps the usual hours."""

from datetime import date
from functools import cache
from typing import Final

from holidays import country_holidays

from engine.worktime.calendars import Calendar
from engine.worktime.days import DatedDay, DayKind
from engine.worktime.hours import HoursInForce, Shift, WeekHours
from engine.worktime.vietnam_days import COMMITTED

PACKAGE_BASIS: Final = "Tính theo Bộ luật Lao động 2019, chưa đối chiếu thông báo của năm"
_OBSERVED = " (nghỉ bù)"
_SWAPPED = "Ngày nghỉ (thay cho ngày "

OFFICE_DAY: Final = (Shift(7 * 60 + 30, 11 * 60 + 30), Shift(13 * 60 + 30, 17 * 60 + 30))
OFFICE_WEEK: Final = WeekHours((OFFICE_DAY,) * 5 + ((), ()))


@cache
def vietnam_days(year: int) -> tuple[DatedDay, ...]:
    """The national days of a year: the committed table, else the ``holidays`` package.

    Days of the package are marked uncertain: what a year's announcement chooses isn't computable.
    """
    committed = COMMITTED.get(year)
    return committed if committed is not None else package_days(year)


def package_days(year: int) -> tuple[DatedDay, ...]:
    """What the ``holidays`` package says of a year, with only that year's days.

    Its list of working weekend days leaks other years (2014, 2019), so it is cut to the year.
    """
    package = country_holidays("VN", years=year, language="vi")
    off = [
        DatedDay(day, _kind(name), _plain(name), PACKAGE_BASIS, certain=False)
        for day, name in sorted(package.items())
        if day.year == year
    ]
    on = [
        DatedDay(day, DayKind.SWAPPED_ON, "", PACKAGE_BASIS, certain=False, paired=_monday(day))
        for day in sorted(package.weekend_workdays)
        if day.year == year
    ]
    return tuple(off + on)


@cache
def default_calendar(name: str = "Giờ hành chính") -> Calendar:
    """Monday to Friday 07:30–11:30 and 13:30–17:30 (8 hours), with the national days of Việt Nam.

    The same value for the same name, so that the years it has laid out are shared.
    """
    return Calendar(name=name, hours=(HoursInForce(OFFICE_WEEK),), national=vietnam_days)


def _kind(name: str) -> DayKind:
    if name.startswith(_SWAPPED):
        return DayKind.SWAPPED_OFF
    return DayKind.OBSERVED if _OBSERVED in name else DayKind.HOLIDAY


def _plain(name: str) -> str:
    """The holiday's own name; a swapped day has none in the package."""
    return "" if name.startswith(_SWAPPED) else name.replace(_OBSERVED, "")


def _monday(day: date) -> date:
    """The weekday whose hours a made-up day has: the package doesn't say which day it replaces."""
    return date.fromordinal(day.toordinal() - day.weekday())

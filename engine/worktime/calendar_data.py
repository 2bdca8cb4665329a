"""Calendars as plain data: what a province ships in TOML or an administrator edits.

Every fault is reported at once, in Vietnamese, with the place of it. The keys are described in
``docs/reference/worktime.md``.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Final

from engine.worktime.calendars import Calendar, NationalDays, no_national_days
from engine.worktime.data_reading import Faults, Reader
from engine.worktime.days import DatedDay, DayKind, Half
from engine.worktime.errors import CalendarInvalid
from engine.worktime.hours import DayHours, HoursInForce, WeekHours
from engine.worktime.instants import ONE_DAY
from engine.worktime.vietnam import vietnam_days

WEEKDAY_KEYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NATIONAL: Final[Mapping[str, NationalDays]] = {"VN": vietnam_days, "none": no_national_days}
OWN_KEYS: Final = ("holidays", "day_hours", "weekly", "periods", "days", "swaps")
KEPT_ELSEWHERE: Final = ("code", "valid_from", "valid_to", "source", "note")
"""Facts about a calendar that its owner reads: which of several holds, and where it comes from."""
DATED_KINDS: Final = {
    str(kind): kind
    for kind in (
        DayKind.HOLIDAY,
        DayKind.OBSERVED,
        DayKind.HALF_DAY,
        DayKind.CLOSURE,
        DayKind.SPECIAL,
    )
}
HALVES: Final = {str(half): half for half in Half}
LONGEST_RUN: Final = 366
LONGEST_DAY: Final = Decimal(24)


def calendar_from_data(data: Mapping[str, object], base: Calendar | None = None) -> Calendar:
    """A calendar from plain data, as ``tomllib`` or ``json`` give it.

    With ``base`` (a province's calendar for a unit's data) what the data leave out is the base's,
    and their periods and days are laid over it. Raises CalendarInvalid with every fault found.
    """
    faults: Faults = []
    reader = Reader(data, "", faults)
    reader.only(("name", *OWN_KEYS, *KEPT_ELSEWHERE))
    name = reader.text("name", base.name if base else None)
    hours = [*(base.hours if base else ()), *_hours(reader, required=base is None)]
    days = _days(reader)
    national = base.national if base else vietnam_days
    if "holidays" in data:
        national = reader.choice("holidays", NATIONAL, national)
    day_hours = reader.number("day_hours", base.day_hours if base else Decimal(8))
    if not 0 < day_hours <= LONGEST_DAY:
        reader.fault("day_hours", "cần một số giờ lớn hơn 0 và không quá 24")
    _check_repeats(days, reader)
    if not any(shifts for rule in hours for shifts in rule.week.days) and not faults:
        reader.fault("weekly", "lịch không có giờ làm việc nào")
    if faults:
        raise CalendarInvalid(tuple(faults))
    dated = (*(base.days if base else ()), *days)
    return _shared(Calendar(name, tuple(hours), dated, national, day_hours))


@lru_cache(maxsize=1024)
def _shared(calendar: Calendar) -> Calendar:
    """The first calendar equal to this one, so that the years it has laid out are used again."""
    return calendar


def _hours(reader: Reader, *, required: bool) -> list[HoursInForce]:
    rules = []
    if required or "weekly" in reader.data:
        rules.append(HoursInForce(_week(reader.table("weekly"))))
    return [*rules, *(_period(period) for period in reader.tables("periods"))]


def _week(reader: Reader) -> WeekHours:
    reader.only(("weekdays", *WEEKDAY_KEYS))
    usual: DayHours = reader.shifts("weekdays") or ()
    weekdays, weekend = WEEKDAY_KEYS[:5], WEEKDAY_KEYS[5:]
    days = [reader.shifts(key) if key in reader.data else usual for key in weekdays]
    days += [reader.shifts(key) for key in weekend]
    return WeekHours(tuple(shifts or () for shifts in days))


def _period(reader: Reader) -> HoursInForce:
    reader.only(("name", "since", "until", "yearly", "weekly", "source", "note"))
    since, until = reader.optional_day("since"), reader.optional_day("until")
    yearly = reader.yearly("yearly")
    if since is None and until is None and yearly is None:
        reader.fault("", "cần “since”, “until” hoặc “yearly”")
    if since and until and until < since:
        reader.fault("until", "trước ngày bắt đầu")
    return HoursInForce(
        _week(reader.table("weekly")), reader.text("name", ""), since, until, yearly
    )


def _days(reader: Reader) -> list[DatedDay]:
    days = [day for table in reader.tables("days") for day in _dated(table)]
    return days + [day for table in reader.tables("swaps") for day in _swap(table)]


def _dated(reader: Reader) -> Sequence[DatedDay]:
    reader.only(
        ("kind", "date", "from", "to", "name", "basis", "certain", "hours", "half", "source")
    )
    kind = reader.choice("kind", DATED_KINDS, DayKind.CLOSURE)
    if "date" in reader.data:
        first = last = reader.day("date")
    else:
        first, last = reader.day("from"), reader.day("to")
    half = reader.choice("half", HALVES, Half.MORNING) if "half" in reader.data else None
    hours = reader.shifts("hours")
    name, basis = reader.text("name", ""), reader.text("basis", "")
    certain = reader.flag("certain", default=True)
    if kind is DayKind.HALF_DAY and half is None and not hours:
        reader.fault("", "ngày nửa buổi cần “half” hoặc “hours”")
    if first is None or last is None:
        return ()
    if not 0 <= (last - first).days < LONGEST_RUN:
        reader.fault("to", f"phải từ ngày đầu trở đi và không quá {LONGEST_RUN} ngày")
        return ()
    dates = (first + n * ONE_DAY for n in range((last - first).days + 1))
    return [DatedDay(day, kind, name, basis, certain, hours, half) for day in dates]


def _swap(reader: Reader) -> Sequence[DatedDay]:
    reader.only(("off", "on", "name", "basis", "certain", "source"))
    off, on = reader.day("off"), reader.day("on")
    name, basis = reader.text("name", ""), reader.text("basis", "")
    certain = reader.flag("certain", default=True)
    if off is None or on is None:
        return ()
    if off == on:
        reader.fault("on", "ngày làm bù trùng ngày nghỉ")
        return ()
    return (
        DatedDay(off, DayKind.SWAPPED_OFF, name, basis, certain, paired=on),
        DatedDay(on, DayKind.SWAPPED_ON, name, basis, certain, paired=off),
    )


def _check_repeats(days: Sequence[DatedDay], reader: Reader) -> None:
    seen = set()
    for day in days:
        if day.date in seen:
            reader.fault("days", f"ngày {day.date:%d/%m/%Y} được khai hai lần")
        seen.add(day.date)

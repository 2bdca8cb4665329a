"""Dates, times and durations from their text (XML Schema forms, and ``@Zone/Name`` of FEEL)."""

import datetime as dt
import re
from decimal import Decimal
from functools import cache, lru_cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from engine.feel.values import Value, YearsMonths

_DATE: Final = r"(-?(?:[1-9]\d{4,8}|\d{4}))-(\d\d)-(\d\d)"
_ZONE_NAME: Final = r"[A-Za-z0-9_+\-]+(?:/[A-Za-z0-9_+\-]+)*"
_ZONE: Final = rf"(?:(Z)|([+-]\d\d:\d\d(?::\d\d)?)|@({_ZONE_NAME}))?"
_TIME: Final = r"(\d\d):(\d\d):(\d\d)(\.\d+)?" + _ZONE
_DATE_RE: Final = re.compile(_DATE + r"\Z", re.ASCII)
_TIME_RE: Final = re.compile("T?" + _TIME + r"\Z", re.ASCII)
_DATE_TIME_RE: Final = re.compile(_DATE + "T" + _TIME + r"\Z", re.ASCII)
_DURATION_RE: Final = re.compile(
    r"(-)?P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?"
    r"(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d*)?)S)?)?(?<![PT])\Z",
    re.ASCII,
)
_MAX_DURATION_TEXT: Final = 100
_MAX_MOMENT_TEXT: Final = 200
_MAX_OFFSET_HOURS: Final = 18
_MINUTES: Final = 60
_END_OF_DAY: Final = 24


@lru_cache(1024)
def zone(name: str) -> dt.tzinfo | None:
    """The time zone of that IANA name; None when there is none."""
    # Asked for a name that there is not, ZoneInfo looks through many folders.
    return ZoneInfo(name) if name in _zone_names() else None


@cache
def _zone_names() -> frozenset[str]:
    return frozenset(available_timezones())


def offset_zone(offset: dt.timedelta) -> dt.tzinfo | None:
    """The zone of a fixed offset; None when it is a day or more."""
    if abs(offset) >= dt.timedelta(days=1):
        return None
    return dt.timezone(offset) if offset else dt.UTC


def _zone_of(zulu: str | None, offset: str | None, name: str | None) -> dt.tzinfo | None:
    """The zone that a literal names; raises ValueError when there is no such zone."""
    if zulu:
        return dt.UTC
    if offset:
        hours, minutes, *seconds = (int(part) for part in offset[1:].split(":"))
        if hours > _MAX_OFFSET_HOURS or minutes >= _MINUTES or any(s >= _MINUTES for s in seconds):
            raise ValueError("offset")
        span = dt.timedelta(hours=hours, minutes=minutes, seconds=sum(seconds))
        return dt.timezone(-span if offset[0] == "-" else span)
    if name:
        found = zone(name)
        if found is None:
            raise ValueError("zone")
        return found
    return None


def _microseconds(fraction: str | None) -> int:
    return int(fraction[1:7].ljust(6, "0")) if fraction else 0


def parse_date(text: str) -> dt.date | None:
    """``2026-01-31``; None when it is no date or its year is outside 1 to 9999."""
    found = _DATE_RE.match(text) if len(text) <= _MAX_MOMENT_TEXT else None
    if not found:
        return None
    try:
        return dt.date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def parse_time(text: str) -> dt.time | None:
    """``09:30:00``, ``09:30:00+07:00``, ``09:30:00@Asia/Ho_Chi_Minh``; digits after the sixth
    fall."""
    found = _TIME_RE.match(text) if len(text) <= _MAX_MOMENT_TEXT else None
    if not found:
        return None
    try:
        return dt.time(
            int(found[1]),
            int(found[2]),
            int(found[3]),
            _microseconds(found[4]),
            tzinfo=_zone_of(found[5], found[6], found[7]),
        )
    except ValueError:
        return None


def parse_date_time(text: str) -> dt.datetime | None:
    """A date and a time joined by ``T``, or a date alone (its midnight, local)."""
    found = _DATE_TIME_RE.match(text) if len(text) <= _MAX_MOMENT_TEXT else None
    if not found:
        day = parse_date(text)
        return dt.datetime.combine(day, dt.time()) if day else None
    hour, minute, second = int(found[4]), int(found[5]), int(found[6])
    next_day = hour == _END_OF_DAY and not minute and not second
    try:
        moment = dt.datetime(
            int(found[1]),
            int(found[2]),
            int(found[3]),
            0 if next_day else hour,
            minute,
            second,
            _microseconds(found[7]),
            tzinfo=_zone_of(found[8], found[9], found[10]),
        )
        return moment + dt.timedelta(days=1) if next_day else moment
    except (ValueError, OverflowError):
        return None


def parse_duration(text: str) -> dt.timedelta | YearsMonths | None:
    """``P1Y2M`` or ``P3DT4H``; years and months don't mix with days and times."""
    found = _DURATION_RE.match(text) if len(text) <= _MAX_DURATION_TEXT else None
    if not found:
        return None
    years, months, days, hours, minutes, seconds = found.group(2, 3, 4, 5, 6, 7)
    sign = -1 if found[1] else 1
    if years or months:
        if days or hours or minutes or seconds:
            return None
        return YearsMonths(sign * (int(years or 0) * 12 + int(months or 0)))
    try:
        return sign * dt.timedelta(
            days=int(days or 0),
            hours=int(hours or 0),
            minutes=int(minutes or 0),
            microseconds=int(Decimal(seconds or 0) * 1_000_000),
        )
    except OverflowError:
        return None


def parse_at_literal(text: str) -> Value:
    """The value of ``@"…"``: a date, date and time, time or duration; None when it is none of
    them."""
    for parse in (parse_date, parse_date_time, parse_time, parse_duration):
        value = parse(text)
        if value is not None:
            return value
    return None

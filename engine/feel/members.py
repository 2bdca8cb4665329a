"""``value.name``: entries of contexts and the parts of dates, times, durations and ranges
(DMN 1.5, table 65). Data are never asked for Python attributes: the names are listed here."""

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from engine.feel.limits import Run
from engine.feel.values import (
    CONTEXT,
    DATE,
    DATE_TIME,
    DAYS,
    DECIMAL128,
    LIST,
    MONTHS,
    RANGE,
    TIME,
    Value,
    YearsMonths,
    kind,
    normalise,
)

_SOME_DAY: Final = dt.datetime(2020, 1, 1)  # noqa: DTZ001 - zones of plain times need some day
_ZERO: Final = dt.timedelta(0)


def _signed(duration: dt.timedelta, number: int) -> Decimal:
    return Decimal(-number if duration < _ZERO else number)


def _seconds(duration: dt.timedelta) -> Decimal:
    span = abs(duration)
    micros = Decimal(span.seconds % 60 * 1_000_000 + span.microseconds)
    seconds = DECIMAL128.divide(micros, Decimal(1_000_000))
    return -seconds if duration < _ZERO else seconds


def _month_part(duration: YearsMonths, part: int) -> Decimal:
    return Decimal(-part if duration.months < 0 else part)


def _offset(value: dt.time | dt.datetime) -> dt.timedelta | None:
    if value.tzinfo is None:
        return None
    offset = value.utcoffset()
    return value.tzinfo.utcoffset(_SOME_DAY) if offset is None else offset


def _zone_name(value: dt.time | dt.datetime) -> str | None:
    return value.tzinfo.key if isinstance(value.tzinfo, ZoneInfo) else None


_DAY_PARTS: Final[Mapping[str, Callable[[Value], Value]]] = {
    "year": lambda v: Decimal(v.year),
    "month": lambda v: Decimal(v.month),
    "day": lambda v: Decimal(v.day),
    "weekday": lambda v: Decimal(v.isoweekday()),
}
_CLOCK_PARTS: Final[Mapping[str, Callable[[Value], Value]]] = {
    "hour": lambda v: Decimal(v.hour),
    "minute": lambda v: Decimal(v.minute),
    "second": lambda v: Decimal(v.second),
    "time offset": _offset,
    "timezone": _zone_name,
}
PARTS: Final[Mapping[str, Mapping[str, Callable[[Value], Value]]]] = {
    DATE: {
        **_DAY_PARTS,
        "hour": lambda _: Decimal(0),
        "minute": lambda _: Decimal(0),
        "second": lambda _: Decimal(0),
        "time offset": lambda _: _ZERO,
    },
    TIME: _CLOCK_PARTS,
    DATE_TIME: {**_DAY_PARTS, **_CLOCK_PARTS},
    DAYS: {
        "days": lambda v: _signed(v, abs(v).days),
        "hours": lambda v: _signed(v, abs(v).seconds // 3600),
        "minutes": lambda v: _signed(v, abs(v).seconds % 3600 // 60),
        "seconds": _seconds,
    },
    MONTHS: {
        "years": lambda v: _month_part(v, abs(v.months) // 12),
        "months": lambda v: _month_part(v, abs(v.months) % 12),
    },
    RANGE: {
        "start": lambda v: v.low,
        "end": lambda v: v.high,
        "start included": lambda v: v.low_included,
        "end included": lambda v: v.high_included,
    },
}
"""Which parts a value of each kind has."""


def member(value: Value, name: str, run: Run) -> Value:
    """``value.name``; of a list, the list of its elements' members. None when there is none."""
    value_kind = kind(value)
    if value_kind == CONTEXT:
        if name not in value:
            run.note(f"không có mục “{name}”")
            return None
        return normalise(value[name], run)
    if value_kind == LIST:
        run.spend(2 + 3 * len(value))
        return [member(normalise(item, run), name, run) for item in value]
    part = PARTS.get(value_kind, {}).get(name)
    if part is None:
        if value is not None:
            run.note(f"{value_kind} không có phần “{name}”")
        return None
    return part(value)

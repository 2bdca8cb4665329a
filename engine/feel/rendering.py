"""Values as text: what FEEL's ``string()`` gives."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from engine.feel.limits import ITEMS_PER_UNIT, Run
from engine.feel.values import Builtin, Function, Range, Value, YearsMonths, normalise

_PLAIN_KEY: Final = re.compile(r"[\w ]+\Z")
_MICRO: Final = dt.timedelta(microseconds=1)


def to_text(value: Value, run: Run) -> str | None:
    """The text of a value; null has none. Strings stand bare, inside lists and contexts quoted."""
    if value is None:
        return None
    if type(value) is str:
        return value
    return _text(normalise(value, run), run)


def _text(value: Value, run: Run) -> str:
    run.spend(6)
    if type(value) is Decimal and abs(value.adjusted()) > ITEMS_PER_UNIT:
        run.spend_on(abs(value.adjusted()))
    if type(value) is str:
        run.spend_on(len(value))
    simple = _SIMPLE.get(type(value))
    if simple is not None:
        return simple(value)
    if isinstance(value, list):
        return _sized("[" + ", ".join(_text(normalise(x, run), run) for x in value) + "]", run)
    if isinstance(value, dict):
        entries = (f"{_key(k)}: {_text(normalise(x, run), run)}" for k, x in dict.items(value))
        return _sized("{" + ", ".join(entries) + "}", run)
    return _range_text(value, run)


def _sized(text: str, run: Run) -> str:
    run.spend_on(len(text))
    return text


def _key(key: str) -> str:
    text = str(key)
    return text if _PLAIN_KEY.match(text) else quoted(text)


def quoted(text: str) -> str:
    """A FEEL string literal."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def number_text(number: Decimal) -> str:
    """A number without exponent and without trailing zeros."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def zone_text(value: dt.datetime | dt.time) -> str:
    """``Z``, ``+07:00``, ``@Zone/Name`` or nothing for local."""
    tzinfo = value.tzinfo
    if tzinfo is None:
        return ""
    if isinstance(tzinfo, ZoneInfo):
        return f"@{tzinfo.key}"
    offset = tzinfo.utcoffset(None)
    seconds = int(offset.total_seconds()) if offset else 0
    if seconds == 0:
        return "Z"
    minutes, second = divmod(abs(seconds), 60)
    text = f"{'-' if seconds < 0 else '+'}{minutes // 60:02d}:{minutes % 60:02d}"
    return f"{text}:{second:02d}" if second else text


def _fraction(microseconds: int) -> str:
    return f".{microseconds:06d}".rstrip("0") if microseconds else ""


def _date_text(day: dt.date) -> str:
    return f"{day.year:04d}-{day.month:02d}-{day.day:02d}"


def _time_text(time: dt.time | dt.datetime) -> str:
    clock = f"{time.hour:02d}:{time.minute:02d}:{time.second:02d}"
    return clock + _fraction(time.microsecond) + zone_text(time)


def _date_time_text(moment: dt.datetime) -> str:
    return f"{_date_text(moment)}T{_time_text(moment)}"


def _months_text(duration: YearsMonths) -> str:
    years, months = divmod(abs(duration.months), 12)
    sign = "-" if duration.months < 0 else ""
    year_part = f"{years}Y" if years else ""
    month_part = f"{months}M" if months or not years else ""
    return f"{sign}P{year_part}{month_part}"


def _days_text(duration: dt.timedelta) -> str:
    total, micros = divmod(abs(duration) // _MICRO, 1_000_000)
    minutes, seconds = divmod(total, 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    if seconds or micros:
        clock += f"{seconds}{_fraction(micros)}S"
    text = (f"{days}D" if days else "") + (f"T{clock}" if clock else "")
    return ("-" if duration < dt.timedelta(0) else "") + "P" + (text or "T0S")


def _range_text(value: Range, run: Run) -> str:
    if value.operator:
        end = value.high if value.high is not None else value.low
        return f"{value.operator} {_text(end, run)}"
    start = "[" if value.low_included else "("
    stop = "]" if value.high_included else ")"
    return f"{start}{_text(value.low, run)}..{_text(value.high, run)}{stop}"


def _function_text(function: Function) -> str:
    return f"function({', '.join(function.parameters)})"


_SIMPLE: Final[Mapping[type, Callable[..., str]]] = {
    str: quoted,
    type(None): lambda _: "null",
    bool: lambda value: "true" if value else "false",
    Decimal: number_text,
    dt.date: _date_text,
    dt.time: _time_text,
    dt.datetime: _date_time_text,
    dt.timedelta: _days_text,
    YearsMonths: _months_text,
    Function: _function_text,
    Builtin: _function_text,
}

"""Reading tables of plain data, noting every fault with its place instead of stopping at one."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final, TypeGuard, TypeVar

from engine.worktime.hours import DayHours, MonthDay, Shift, check_day

Faults = list[str]
Choice = TypeVar("Choice")

MOST_TABLES: Final = 2000
_SHIFT: Final = re.compile(r"(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})", re.ASCII)
_MONTH_DAY: Final = re.compile(r"(\d{2})-(\d{2})", re.ASCII)
_LAST_MINUTE: Final = 59
_LEAP_YEAR: Final = 2000
_ENDS: Final = 2


@dataclass(frozen=True, slots=True)
class Reader:
    """A table, its place in the data (for messages), and where faults are noted."""

    data: Mapping[str, object]
    place: str
    faults: Faults

    def fault(self, key: str, reason: str) -> None:
        """Notes a fault at a key of this table, or at the table itself for an empty key."""
        place = ".".join(filter(None, (self.place, key)))
        self.faults.append(f"{place}: {reason}" if place else reason)

    def only(self, known: Iterable[str]) -> None:
        """Notes every key that nobody reads: a misspelt one would be lost silently."""
        allowed = list(known)
        for key in self.data:
            if key not in allowed:
                self.fault(str(key), f"mục lạ; chỉ có {', '.join(allowed)}")

    def text(self, key: str, default: str | None) -> str:
        """A text, required when there is no default."""
        value = self.data.get(key, default)
        if isinstance(value, str) and (value.strip() or default == ""):
            return value.strip()
        self.fault(key, "cần một dòng chữ")
        return ""

    def flag(self, key: str, *, default: bool) -> bool:
        """A yes or no."""
        value = self.data.get(key, default)
        if isinstance(value, bool):
            return value
        self.fault(key, "chỉ nhận true hoặc false")
        return default

    def number(self, key: str, default: Decimal) -> Decimal:
        """A decimal number; a binary float is read by the text it is written as."""
        value = self.data.get(key, default)
        try:
            number = Decimal("NaN") if isinstance(value, bool) else Decimal(str(value))
        except InvalidOperation:
            number = Decimal("NaN")
        if number.is_finite():
            return number
        self.fault(key, f"“{value}” không phải là số")
        return default

    def choice(self, key: str, choices: Mapping[str, Choice], default: Choice) -> Choice:
        """One of the named values."""
        value = self.data.get(key)
        if isinstance(value, str) and value in choices:
            return choices[value]
        self.fault(key, f"chỉ nhận {', '.join(choices)}")
        return default

    def day(self, key: str) -> date | None:
        """A required date; None after noting a fault."""
        found = self.optional_day(key)
        if found is None and key not in self.data:
            self.fault(key, "thiếu ngày")
        return found

    def optional_day(self, key: str) -> date | None:
        """A date, as such or as "2026-01-02"; None when absent or after noting a fault."""
        value = self.data.get(key)
        if value is None:
            return None
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        try:
            return date.fromisoformat(value if isinstance(value, str) else "")
        except ValueError:
            self.fault(key, f"“{value}” không phải là ngày có thật, viết như 2026-01-02")
            return None

    def yearly(self, key: str) -> tuple[MonthDay, MonthDay] | None:
        """A season as its first and last "MM-DD"; None when absent or after noting a fault."""
        value = self.data.get(key)
        if value is None:
            return None
        ends = [_month_day(end) for end in value] if _is_list(value) else []
        if len(ends) == _ENDS and ends[0] and ends[1]:
            return ends[0], ends[1]
        self.fault(key, "cần hai ngày như “04-16”, “10-15”")
        return None

    def shifts(self, key: str) -> DayHours | None:
        """The hours of a day as ["07:30-11:30", …]; None when absent or after noting a fault."""
        value = self.data.get(key)
        if value is None:
            return None
        try:
            shifts = tuple(sorted(_shift(text) for text in value)) if _is_list(value) else None
            check_day(shifts or ())
        except ValueError:
            shifts = None
        if shifts is None:
            reason = "cần danh sách như “07:30-11:30”, “13:30-17:30”, không chồng nhau"
            self.fault(key, reason)
        return shifts

    def table(self, key: str) -> "Reader":
        """A table inside this one, required."""
        value = self.data.get(key)
        if not isinstance(value, Mapping):
            self.fault(key, "cần một bảng")
            value = {}
        return Reader(value, ".".join(filter(None, (self.place, key))), self.faults)

    def tables(self, key: str) -> list["Reader"]:
        """A list of tables inside this one, counted from 1 in messages; may be absent."""
        value = self.data.get(key, [])
        if not _is_list(value) or not all(isinstance(item, Mapping) for item in value):
            self.fault(key, "cần một danh sách bảng")
            return []
        if len(value) > MOST_TABLES:
            self.fault(key, f"quá {MOST_TABLES} mục")
            return []
        return [Reader(item, f"{key}[{n}]", self.faults) for n, item in enumerate(value, 1)]


def _is_list(value: object) -> TypeGuard[Sequence[Any]]:
    return isinstance(value, Sequence) and not isinstance(value, str | bytes)


def _shift(text: object) -> Shift:
    match = _SHIFT.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise ValueError("not hours")
    hour, minute, last_hour, last_minute = map(int, match.groups())
    if max(minute, last_minute) > _LAST_MINUTE:
        raise ValueError("not minutes")
    return Shift(hour * 60 + minute, last_hour * 60 + last_minute)


def _month_day(text: object) -> MonthDay | None:
    match = _MONTH_DAY.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        return None
    month, day = map(int, match.groups())
    try:
        date(_LEAP_YEAR, month, day)
    except ValueError:
        return None
    return month, day

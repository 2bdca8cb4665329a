"""One day of a calendar as it is to be: the calendar's data with it, and the province with that."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from sqlalchemy.orm import Session

from engine.errors import EntryInvalid, EntryNotFound
from engine.organisation.setting_rows import calendars_of
from engine.organisation.tree import Setting
from engine.store.organisation import Province, WorkCalendar
from engine.worktime.days import DayKind
from engine.worktime.errors import CalendarInvalid
from engine.worktime.wording import day_text

Becomes = Literal["off", "swap", "worked", "morning", "afternoon", "usual"]
WORDS: Mapping[Becomes, str] = {
    "off": "nghỉ",
    "swap": "làm bù",
    "worked": "làm việc theo giờ trong tuần",
    "morning": "chỉ làm buổi sáng",
    "afternoon": "chỉ làm buổi chiều",
    "usual": "như lịch chung, bỏ điều đã ghi",
}
KINDS: Mapping[DayKind, str] = {
    DayKind.WORKING: "làm việc",
    DayKind.REST: "nghỉ tuần",
    DayKind.HOLIDAY: "nghỉ lễ",
    DayKind.OBSERVED: "nghỉ bù",
    DayKind.SWAPPED_OFF: "nghỉ hoán đổi",
    DayKind.SWAPPED_ON: "làm bù",
    DayKind.HALF_DAY: "làm nửa ngày",
    DayKind.CLOSURE: "nghỉ của đơn vị",
    DayKind.SPECIAL: "làm việc",
}


@dataclass(frozen=True, slots=True)
class DayChange:
    """What ``day`` becomes in a calendar; ``paired``: the day that is free for a made-up one.

    ``name`` is what the day is called: "Giỗ Tổ", "lễ hội".
    """

    calendar: str
    day: date
    becomes: Becomes
    paired: date | None = None
    name: str = ""

    @property
    def words(self) -> str:
        """The change as a part of a sentence: "14/02/2026 làm bù cho 20/02/2026"."""
        paired = f" cho {self.paired:%d/%m/%Y}" if self.paired else ""
        return f"{self.day:%d/%m/%Y} {WORDS[self.becomes]}{paired}"

    @property
    def days(self) -> tuple[date, ...]:
        """The days that it touches, the earlier first."""
        return tuple(sorted({self.day, *([self.paired] if self.paired else [])}))


def wrong_pair(becomes: str, day: date | None, paired: date | None) -> str | None:
    """What is said of the day that is free for a made-up one; ``None``: nothing."""
    if (becomes == "swap") is not (paired is not None):
        return "Ngày làm bù cần ngày nghỉ được bù; việc khác thì bỏ trống ô này."
    if paired is not None and paired == day:
        return "Ngày làm bù và ngày nghỉ được bù phải khác nhau."
    return None


def changed_data(
    session: Session, province_code: str, change: DayChange, *, basis: str
) -> dict[str, Any]:
    """The calendar's data with the day as it is to be. Raises EntryNotFound, EntryInvalid."""
    row = session.get(WorkCalendar, (province_code, change.calendar))
    if row is None:
        raise EntryNotFound(what=f"lịch làm việc {change.calendar[:60]}")
    if (pair := wrong_pair(change.becomes, change.day, change.paired)) is not None:
        _refuse("paired", pair)
    data: dict[str, Any] = dict(row.data)
    data["days"] = [one for one in data.get("days", ()) if _apart(one, change)]
    data["swaps"] = [
        one
        for one in data.get("swaps", ())
        if not {str(one.get("off")), str(one.get("on"))}.intersection(map(str, change.days))
    ]
    said = {"name": change.name, "basis": basis}
    if change.paired is not None:
        data["swaps"].append({"off": f"{change.paired}", "on": f"{change.day}", **said})
    elif change.becomes != "usual":
        data["days"].append({"date": f"{change.day}", **_DATED[change.becomes], **said})
    return {key: value for key, value in data.items() if value or key not in ("days", "swaps")}


_DATED: Mapping[str, Mapping[str, str]] = {
    "off": {"kind": "holiday"},
    "worked": {"kind": "special"},
    "morning": {"kind": "half_day", "half": "morning"},
    "afternoon": {"kind": "half_day", "half": "afternoon"},
}


def _apart(one: Mapping[str, Any], change: DayChange) -> bool:
    """Whether an entry is about other days. Raises EntryInvalid for a part of a longer run."""
    first, last = str(one.get("date", one.get("from"))), str(one.get("date", one.get("to")))
    within = [day for day in map(str, change.days) if first <= day <= last]
    if within and first != last:
        day = day_text(date.fromisoformat(within[0]))
        run = f"từ {date.fromisoformat(first):%d/%m/%Y} đến {date.fromisoformat(last):%d/%m/%Y}"
        _refuse("day", f"{day} nằm trong đợt {run}; hãy sửa cả đợt.")
    return not within


def setting_with(session: Session, setting: Setting, change: DayChange, *, basis: str) -> Setting:
    """The province with the day as it is to be. Raises what ``changed_data`` does.

    And EntryInvalid where the calendar could not be read then.
    """
    data = changed_data(session, setting.province_code, change, basis=basis)
    code = setting.province_code
    own_code = session.get_one(Province, code).calendar_code
    try:
        own, calendars = calendars_of(session, code, own_code, {change.calendar: data})
    except CalendarInvalid as wrong:
        _refuse("day", str(wrong))
    return replace(setting, calendar=own, calendars=calendars)


def _refuse(field: str, message: str) -> Any:
    raise EntryInvalid(count=1, first=message, faults=[{"field": field, "message": message}])

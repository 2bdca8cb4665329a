"""What the choice of another calendar by a unit changes, and what keeps it from being made."""

from engine.administration.configuring import ConfigurationAct
from engine.administration.people.unit_place import is_used
from engine.administration.working_days.other_hours import (
    by_choice,
    counts_alike,
    past_with_other_hours,
)
from engine.organisation.records import UnitRecord
from engine.store.organisation import WorkCalendar
from engine.worktime.wording import day_text

CHOOSES = "organisation.unit_calendars"
"""The right to choose the calendar of a unit, and to confirm such a choice."""
FIELD = "calendar_code"


def check_known(act: ConfigurationAct, code: str | None) -> None:
    """A fault for a calendar that the province has not."""
    known = code is None or act.find(WorkCalendar, {"code": code}) is not None
    act.check(known, FIELD, "Tỉnh chưa có lịch làm việc này.")


def matters(act: ConfigurationAct, unit: UnitRecord, code: str | None) -> bool:
    """Whether anything is due at another time by the choice: somebody works or has a case there."""
    before, after = by_choice(act.setting, unit.code, code)
    return not counts_alike(before, after) and is_used(act, unit.code)


def check_past(act: ConfigurationAct, unit: UnitRecord, code: str | None) -> None:
    """A fault where days that are past would have other hours: what was late was counted by them.

    A choice has no day of its own: it is one from today on where both calendars agree until today.
    """
    before, after = by_choice(act.setting, unit.code, code)
    day = past_with_other_hours(before, after, act.today)
    if day is not None:
        words = f"{day_text(day)} đã qua, giờ làm việc giữ nguyên: {after.name} có giờ khác. "
        ask = "Hãy lập lịch giống lịch đang dùng đến hết hôm qua, chỉ khác từ hôm nay trở đi."
        act.fault(FIELD, words + ask)

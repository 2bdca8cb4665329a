"""Working calendars that the province offers and its units choose from."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.administration.configuring import ConfigurationAct
from engine.administration.people.units import CODE
from engine.administration.working_days.other_hours import past_with_other_hours
from engine.store.organisation import WorkCalendar
from engine.worktime import Calendar, calendar_from_data
from engine.worktime.wording import day_text


def put_calendar(
    session: Session,
    *,
    admin: Administrator,
    code: str,
    data: Mapping[str, object],
    now: datetime,
) -> None:
    """Add a calendar or change it; ``data`` as ``docs/reference/worktime.md`` describes.

    What a calendar leaves out is the province's own; days that are past keep their hours. One by
    which somebody works is changed day by day, by two people (``engine.proposing.calendars``),
    who see which cases are due at another time. Raises
    ProvinceAdminOnly, EntryInvalid, CalendarInvalid with every fault of the data.
    """
    act = ConfigurationAct(session, admin=admin, now=now)
    act.require("organisation.calendars")
    act.check(CODE.fullmatch(code), "code", "Mã chỉ gồm chữ thường không dấu, số và _.")
    content = {**_read(act, data), "code": code}
    act.refuse_faults()
    own = act.setting.calendars.get(code) is act.setting.calendar
    worked = own or code in act.setting.units_by_other_calendar
    words = "Có đơn vị làm theo lịch này: chỉ đổi từng ngày, hai người quyết định."
    act.check(act.admin.person is None or not worked, "code", words)
    act.refuse_faults()
    new = calendar_from_data(content, None if own else act.setting.calendar)
    _check_past(act, code, new)
    act.refuse_faults()
    act.put(WorkCalendar, {"code": code, "data": content})
    act.save()


def begin_calendar(
    session: Session, *, admin: Administrator, code: str, name: str, now: datetime
) -> None:
    """Begin a calendar that has the province's days until some of it are changed.

    Raises ProvinceAdminOnly, EntryInvalid (also for a code that there is already).
    """
    act = ConfigurationAct(session, admin=admin, now=now)
    act.require("organisation.calendars")
    act.check(CODE.fullmatch(code), "code", "Mã chỉ gồm chữ thường không dấu, số và _.")
    act.check(code not in act.setting.calendars, "code", f"Đã có lịch mã {code}.")
    name = act.text("ten", name)
    act.check(name, "ten", "Hãy ghi tên lịch.")
    act.refuse_faults()
    act.put(WorkCalendar, {"code": code, "data": {"code": code, "name": name}})
    act.save()


def _check_past(act: ConfigurationAct, code: str, new: Calendar) -> None:
    """Days that are past keep their hours: what was late was counted by them."""
    old = act.setting.calendars.get(code)
    if old is None:
        return
    day = past_with_other_hours(old, new, act.today)
    if day is not None:
        words = f"{day_text(day)} đã qua, giờ làm việc giữ nguyên. Chỉ đổi từ hôm nay trở đi."
        act.fault("data", words)


def _read(act: ConfigurationAct, data: Any) -> Any:
    """The data with each of its texts in its one form."""
    if isinstance(data, Mapping):
        return {key: _read(act, value) for key, value in data.items()}
    if isinstance(data, list):
        return [_read(act, value) for value in data]
    return act.text("data", data) if isinstance(data, str) else data

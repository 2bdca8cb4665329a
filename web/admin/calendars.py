"""Working calendars as people see them: a year at a glance."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, render_template, request

from api.http import reading, require, today
from api.http.doors import needs
from engine.administration.people.listing import calendars, readable_setting
from engine.worktime import Calendar
from engine.worktime.days import DayKind
from web.forms.numbers import small

blueprint = Blueprint("calendar_pages", __name__)

LOOKS = {
    DayKind.HOLIDAY: "hol",
    DayKind.OBSERVED: "hol",
    DayKind.SWAPPED_OFF: "hol",
    DayKind.CLOSURE: "hol",
    DayKind.REST: "off",
    DayKind.SWAPPED_ON: "swap",
    DayKind.HALF_DAY: "swap",
}
FIRST, LAST = 2020, 2040


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of a month; ``number`` 0: a place before the first day or after the last."""

    number: int
    look: str = ""
    words: str = ""
    sure: bool = True


@blueprint.get("/quan-tri/lich")
@needs("organisation.read")
def shown() -> str:
    """The year (``nam``) of a calendar (``lich``); that of the province without a name."""
    who = require("officer")
    told: dict[str, Any] = {"person": who, "province_code": who.province_code or ""}
    with reading() as session:
        setting = readable_setting(session, who, who.province_code or "")
        rows = calendars(session, **told)
    own = next((row.code for row in rows if row.own), "")
    code = request.args.get("lich") or own
    calendar = setting.calendars.get(code, setting.calendar)
    year = _year()
    used = setting.units_by_other_calendar.get(code, ())
    return render_template(
        "pages/calendar.html",
        rows=rows,
        code=code,
        calendar=calendar,
        year=year,
        months=[(month, _weeks(calendar, year, month)) for month in range(1, 13)],
        units=[setting.unit_name(one) for one in used],
        FIRST=FIRST,
        LAST=LAST,
    )


def _year() -> int:
    year = request.args.get("nam", today().year, type=small)
    return min(max(year, FIRST), LAST)


def _weeks(calendar: Calendar, year: int, month: int) -> list[list[Cell]]:
    first, days = monthrange(year, month)
    cells = [Cell(0)] * first
    cells += [_cell(calendar, date(year, month, number)) for number in range(1, days + 1)]
    cells += [Cell(0)] * (-len(cells) % 7)
    return [cells[start : start + 7] for start in range(0, len(cells), 7)]


def _cell(calendar: Calendar, on: date) -> Cell:
    found = calendar.day(on)
    return Cell(on.day, LOOKS.get(found.kind, ""), found.name, sure=found.certain)

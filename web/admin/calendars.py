"""Working calendars as people see them: a year at a glance; a day is changed after a dry run."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast, get_args

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.http import now, reading, require, today
from api.http.doors import needs
from api.http.problems import status_of
from engine.access import holds
from engine.administration.people.listing import calendars, readable_setting, units
from engine.administration.working_days.changing import KINDS, WORDS, Becomes, DayChange, wrong_pair
from engine.errors import DayBegun, Refusal
from engine.proposing.calendars import rehearsed
from engine.proposing.propose import propose_calendar_day
from engine.proposing.rights import publisher
from engine.proposing.shown import ShownDifference
from engine.proposing.shown import shown as shown_differences
from engine.worktime import Calendar
from engine.worktime.days import DayKind
from engine.worktime.wording import day_text, shifts_text
from web.forms.days import Days
from web.forms.numbers import small
from web.forms.once import once

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
FIRST_SHOWN, SHOWN = 8, 200
"""Cases of a dry run that a page shows at once, and folded; the rest are counted."""


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
    """The year (``nam``) of a calendar (``lich``); that of the province without a name.

    Another calendar or year than the one that was asked for is not shown for it.
    """
    asked = request.args.get("nam")
    try:
        there = asked is None or FIRST <= small(asked) <= LAST
    except ValueError:
        there = False
    with reading() as session:
        who = require("officer")
        setting = readable_setting(session, who, who.province_code or "")
    if not there or request.args.get("lich", "") not in {"", *setting.calendars}:
        abort(404)
    return calendar_page()


@blueprint.post("/quan-tri/lich")
@needs("organisation.calendars")
def tried() -> str | tuple[str, int]:
    """What the day would change, and which cases would be due at another time. Writes nothing."""
    try:
        with reading() as session:
            part = publisher(session, require("officer"))
            review = rehearsed(session, who=part, change=_change(), now=now())
        return calendar_page(tried=shown_differences(review.differences))
    except Refusal as refusal:
        return calendar_page(refusal), status_of(refusal)


@blueprint.post("/quan-tri/lich/gui")
@needs("organisation.calendars")
def proposed() -> Response | tuple[str, int]:
    """Send the day to another administrator of the province."""
    who = require("officer")
    try:
        change, basis = _change(sent=True), request.form.get("basis", "")

        def act(session: Any) -> dict[str, Any]:
            part = publisher(session, who)
            row = propose_calendar_day(session, who=part, change=change, basis=basis, now=now())
            return {"id": row.id}

        _, answer = once(who, act)
    except Refusal as refusal:
        return calendar_page(refusal), status_of(refusal)
    flash("Đã gửi người duyệt. Người khác duyệt thì lịch mới đổi.")
    return redirect(url_for("publishing.show", proposal_id=answer["id"]), code=303)


def _change(*, sent: bool = False) -> DayChange:
    """What was typed; with its basis when it is ``sent``. Raises EntryInvalid."""
    days = Days()
    day, paired = days.needed("day", "Ngày"), days.read("paired", "Bù cho ngày")
    becomes, unread = request.form.get("becomes", ""), {one["field"] for one in days.faults}
    if becomes not in get_args(Becomes):
        days.faults.append({"field": "becomes", "message": "Hãy chọn ngày ấy là ngày gì."})
    elif "paired" not in unread and (said := wrong_pair(becomes, day, paired)) is not None:
        days.faults.append({"field": "paired", "message": said})
    days.beside({"basis": "Hãy ghi văn bản: số, ngày."} if sent else {})
    first = min(day, paired or day)
    if days.faults and not {"day", "paired"} & unread and first <= today():
        begun = {"field": "day", "message": str(DayBegun(day=day_text(first)))}
        days.faults.append(begun)  # alone, the act says it
    days.check()
    return DayChange(
        calendar=request.form.get("lich", ""),
        day=day,
        becomes=cast("Becomes", becomes),
        paired=paired,
        name=request.form.get("name", ""),
    )


def calendar_page(
    refusal: Refusal | None = None, tried: Sequence[ShownDifference] | None = None
) -> str:
    """The year, the day that is to be changed, and the units that go by the calendar."""
    who = require("officer")
    told: dict[str, Any] = {"person": who, "province_code": who.province_code or ""}
    with reading() as session:
        setting = readable_setting(session, who, who.province_code or "")
        rows = calendars(session, **told)
        every = units(session, **told, day=today())
    own = next((row.code for row in rows if row.own), "")
    code = request.values.get("lich") or own
    calendar = setting.calendars.get(code, setting.calendar)
    year = _year()
    faults: Any = refusal.details.get("faults", ()) if refusal is not None else ()
    used = setting.units_by_other_calendar.get(code, ())
    by_itself = [one for one in every if one.calendar_code == code]
    return render_template(
        "pages/calendar.html",
        rows=rows,
        code=code,
        calendar=calendar,
        year=year,
        months=[(month, _weeks(calendar, year, month)) for month in range(1, 13)],
        units=[setting.unit_name(one) for one in used],
        own_days=own_days(calendar, setting.calendar, year),
        is_own=calendar is setting.calendar,
        choosing=[(one.code, one.name) for one in every if one.mine]
        if holds(who, "organisation.unit_calendars")
        else [],
        by_itself=by_itself,
        FIRST=FIRST,
        LAST=LAST,
        sets=holds(who, "organisation.calendars"),
        becomes=WORDS,
        typed=request.form,
        tried=tried,
        moved=[one for one in tried or () if one.kind == "case"],
        SHOWN=SHOWN,
        FIRST_SHOWN=FIRST_SHOWN,
        refusal=refusal,
        faults={str(one["field"]): str(one["message"]) for one in faults},
    )


def own_days(calendar: Calendar, common: Calendar, year: int) -> list[tuple[date, str, str]]:
    """The days of the year that are otherwise than in the province's: as they are, as there."""
    found = []
    on = date(year, 1, 1)
    while on.year == year:
        here, there = calendar.day(on), common.day(on)
        if (here.kind, here.shifts) != (there.kind, there.shifts):
            found.append((on, _told(calendar, on), _told(common, on)))
        on += timedelta(days=1)
    return found


def _told(calendar: Calendar, on: date) -> str:
    found = calendar.day(on)
    words = KINDS.get(found.kind, "")
    return f"{words} {shifts_text(found.shifts)}".strip() if found.shifts else words


def _year() -> int:
    year = request.values.get("nam", today().year, type=small)
    return min(max(year, FIRST), LAST)  # of a form that is sent; an address names one that is there


def _weeks(calendar: Calendar, year: int, month: int) -> list[list[Cell]]:
    first, days = monthrange(year, month)
    cells = [Cell(0)] * first
    cells += [_cell(calendar, date(year, month, number)) for number in range(1, days + 1)]
    cells += [Cell(0)] * (-len(cells) % 7)
    return [cells[start : start + 7] for start in range(0, len(cells), 7)]


def _cell(calendar: Calendar, on: date) -> Cell:
    found = calendar.day(on)
    return Cell(on.day, LOOKS.get(found.kind, ""), found.name, sure=found.certain)

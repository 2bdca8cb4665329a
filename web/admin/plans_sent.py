"""A plan for units as its pages handle it: rehearsed, sent to the second person, told again."""

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date, timedelta
from typing import Any

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from api.http import now, reading, require, today
from api.http.problems import status_of
from engine.accounts import Person
from engine.administration.people.listed_rows import UnitRow
from engine.administration.people.listing import units
from engine.administration.reorganising.mapping import Fault, Wish
from engine.errors import DayPassed, EntryInvalid, Refusal
from engine.proposing.propose import propose_reorganisation
from engine.proposing.reorganisations import faults_beside, rehearsed, require_right
from engine.proposing.review import Review
from engine.proposing.rights import publisher
from engine.worktime.wording import day_text
from web.forms.days import day_in, day_refused
from web.forms.once import once

Read = Callable[[], Wish]
"""What was typed. Raises EntryInvalid."""
Page = Callable[[Review | None, Refusal], str]


def on_its_day(wish: Wish) -> Wish:
    """The plan on the day that was typed (``day``).

    Raises EntryInvalid with what is said of the day and with all else that is wrong.
    """
    try:
        day = day_in("day", "Từ ngày", request.values.get("day"))
        if day is None:
            raise day_refused("day", "Từ ngày: hãy ghi ngày/tháng/năm.")
        if day < today():
            raise day_refused("day", str(DayPassed(day=day_text(day))))
    except EntryInvalid as refused:
        rest = _beside(replace(wish, day=today() + timedelta(days=1)))
        told: Any = [*refused.details["faults"], *map(asdict, rest)]  # type: ignore[misc]
        raise EntryInvalid(count=len(told), first=told[0]["message"], faults=told) from None
    return replace(wish, day=day)


def day_of_plan() -> date:
    """The day on which the page shows units: that of the plan, else today."""
    try:
        day = day_in("day", "Từ ngày", request.values.get("day"))
    except EntryInvalid:
        return today()
    return max(day or today(), today())


def units_of_plan(session: Any, who: Person, code: str) -> tuple[UnitRow, ...]:
    """The units of the plan's day; of today, where the unit that is to end is none of them."""
    told: dict[str, Any] = {"person": who, "province_code": who.province_code or ""}
    every = units(session, **told, day=day_of_plan())
    there = any(one.code == code for one in every)
    return every if there else units(session, **told, day=today())


def _beside(wish: Wish) -> tuple[Fault, ...]:
    with reading() as session:
        who = publisher(session, require("officer"))
        require_right(session, who)
        return faults_beside(session, who.province_code, wish)


def dry_run(read: Read) -> Review:
    """What the plan touches. Raises what ``read`` and ``rehearsed`` do."""
    who = require("officer")
    with reading() as session:
        return rehearsed(session, who=publisher(session, who), wish=read(), now=now())


def sent(read: Read, page: Page) -> Response | tuple[str, int]:
    """Send it; after a refusal the page again, with the dry run where there can be one."""
    who, form = require("officer"), request.form
    try:
        wish = read()

        def acted(session: Any) -> dict[str, Any]:
            row = propose_reorganisation(
                session,
                who=publisher(session, who),
                wish=wish,
                basis=form.get("basis", ""),
                note=form.get("note") or None,
                now=now(),
            )
            return {"id": row.id}

        _, answer = once(who, acted)
    except Refusal as refusal:
        return page(_again(read), refusal), status_of(refusal)
    flash("Đã gửi người thứ hai duyệt. Chưa có gì thay đổi.")
    return redirect(url_for("publishing.show", proposal_id=answer["id"]), code=303)


def _again(read: Read) -> Review | None:
    try:
        return dry_run(read)
    except Refusal:
        return None

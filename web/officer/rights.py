"""Who may do what: asked of the table of rights, and what waits for a second person."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.http import now, reading, require, today
from api.http.doors import needs
from api.http.problems import status_of
from engine.access import REACHES, RIGHTS, ROLES, Administrator, holds
from engine.accounts import Person
from engine.administration.people.confirming import awaiting, confirm, drop
from engine.administration.people.listing import posts, units
from engine.administration.people.waiting import waiting
from engine.errors import Refusal
from engine.organisation.tree import setting_of
from engine.queries.rights import Entitled, what_may, who_may
from web.forms.administering import administrator_here
from web.forms.choosing import people_of
from web.forms.days import day_in
from web.forms.once import once

blueprint = Blueprint("rights", __name__)

_CODE = re.compile(r"[a-z]+(?:_[a-z]+)+")
SHOWN = 60
"""Signs that a refusal repeats of a day."""
DONE = {"xac-nhan": "Đã xác nhận.", "bo": "Đã bỏ, không ai được giao."}


def sees_rights(person: Person) -> bool:
    """Whether the page is for this person."""
    return holds(person, "access.read")


@blueprint.get("/quyen")
@needs("access.read")
def listed() -> str | tuple[str, int]:
    """The answer to what is asked, what waits, and the table itself."""
    try:
        return _page()
    except Refusal as refusal:
        return _page(refusal, asked=False), status_of(refusal)


@blueprint.post("/quyen/<awaiting_id>/<word>")
@needs("access.confirm")
def decided(awaiting_id: str, word: str) -> Response | tuple[str, int]:
    """Confirm what another gave, or drop it."""
    if word not in DONE:
        abort(404)

    def decide(session: Any) -> dict[str, Any]:
        told: dict[str, Any] = {"admin": administrator_here(session), "awaiting_id": awaiting_id}
        if word == "xac-nhan":
            confirm(session, **told, seen=request.form.get("seen", ""), now=now())
        else:
            drop(session, **told, now=now())
        return {"id": awaiting_id}

    try:
        once(require("officer"), decide)
    except Refusal as refusal:
        return _page(refusal, asked=False), status_of(refusal)
    flash(DONE[word])
    return redirect(url_for("rights.listed"), code=303)


def _page(refusal: Refusal | None = None, *, asked: bool = True) -> str:
    with reading() as session:
        admin = administrator_here(session)
        found = _answer(session, admin) if asked else None
        confirms = holds(admin.person, "access.confirm")
        told: dict[str, Any] = {"person": admin.person, "province_code": admin.province_code}
        positions = setting_of(session, admin.province_code).positions
        every, held = units(session, day=today(), **told), posts(session, day=today(), **told)
        waits = awaiting(session, admin=admin, now=now()) if confirms else ()
        setting = setting_of(session, admin.province_code)
        to_come = waiting(session, setting) if found and _typed_name() else ()
    return render_template(
        "pages/rights.html",
        found=found,
        waiting=waits,
        to_come=[one for one in to_come if found and one.username == found[0].username],
        refusal=refusal,
        typed=request.args,
        rights=RIGHTS,
        roles=ROLES,
        hows={code: _in_words(one.how, positions) for code, one in ROLES.items()},
        units=[(one.code, one.name) for one in every],
        people=people_of(held),
        reaches=REACHES,
        sees_tokens=holds(admin.person, "tokens.read"),
    )


def _in_words(text: str, names: Mapping[str, str]) -> str:
    """The text with positions by their titles, as the province calls them."""
    return _CODE.sub(lambda one: f"“{names.get(one[0], one[0])}”", text)


def _answer(session: Any, admin: Administrator) -> tuple[Entitled, ...] | None:
    """Who may, or what somebody may; ``None``: nothing was asked."""
    name, right = _typed_name(), request.args.get("quyen", "")
    if name:
        return what_may(session, admin=admin, username=name, day=_day())
    if not right:
        return None
    unit = request.args.get("don-vi", "").strip() or None
    return who_may(session, admin=admin, right=right, day=_day(), unit_code=unit)


def _typed_name() -> str:
    """The officer who is asked about; "" when a right is."""
    return request.args.get("ten", "").strip()


def _day() -> date:
    """The day that is asked about. Raises EntryInvalid."""
    typed = request.args.get("ngay", "").strip()
    return day_in("ngay", f"Ngày “{typed[:SHOWN]}”", typed) or today()

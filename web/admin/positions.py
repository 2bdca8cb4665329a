"""Positions of the province, whom to ask in each agency, and the record of what was changed."""

from functools import partial
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.http import now, reading, require, today
from api.http.doors import needs
from api.http.problems import status_of
from engine.access import Matter, holds, may
from engine.accounts import Person
from engine.administration.people.changes_told import changes_told
from engine.administration.people.listing import (
    CHANGES,
    focal_persons,
    positions,
    posts,
    units,
)
from engine.administration.people.officers import (
    FocalEntry,
    PositionEntry,
    name_focal_person,
    put_position,
)
from engine.administration.people.units import kinds_known
from engine.catalogue.desk_names import desk_names
from engine.errors import Refusal
from engine.organisation.tree import setting_of
from web.admin.units import sorts_named
from web.forms.administering import administrator_here
from web.forms.choosing import people_of
from web.forms.days import Days
from web.forms.faulty import faults_by_control
from web.forms.once import once

blueprint = Blueprint("positions_pages", __name__, url_prefix="/quan-tri")
CALLED = {"unit_code": "unit", "officer": "username", "unit_kinds": "kind"}
"""Controls of what the acts call otherwise."""
DUTIES = {"tthc": "thủ tục hành chính", "ky_thuat": "kỹ thuật"}
"""What a focal person is asked about, by the codes that are usual."""


@blueprint.get("/chuc-danh")
@needs("organisation.read")
def listed() -> str:
    """Every position with the kinds of unit that have it."""
    return _positions()


@blueprint.post("/chuc-danh")
@needs("organisation.positions")
def kept() -> Response | tuple[str, int]:
    """Add a position, or change its title and its kinds of unit."""
    form = request.form
    entry = PositionEntry(
        code=form.get("code", "").strip(),
        title=form.get("title", ""),
        unit_kinds=tuple(form.getlist("kind")),
        leads=bool(form.get("leads")),
        changes=bool(form.get("changes")),
    )

    def acted(session: Any) -> dict[str, Any]:
        put_position(session, admin=administrator_here(session), entry=entry, now=now())
        return {}

    try:
        once(require("officer"), acted)
    except Refusal as refusal:
        return _positions(refusal), status_of(refusal)
    flash("Đã ghi chức danh.")
    return redirect(url_for("positions_pages.listed"), code=303)


@blueprint.get("/dau-moi")
@needs("organisation.read")
def focal() -> str:
    """Whom to ask in each agency, and the agencies that named nobody (R-78)."""
    return _focal()


@blueprint.post("/dau-moi")
@needs("organisation.focal_persons")
def named() -> Response | tuple[str, int]:
    """Name whom to ask in an agency."""
    form = request.form

    def read(days: Days) -> FocalEntry:
        valid_from = days.needed("valid_from", "Từ ngày")
        valid_to = days.read("valid_to", "Đến trước ngày")
        days.beside(
            {
                "unit": "Hãy chọn cơ quan.",
                "username": "Hãy ghi cán bộ: họ tên hoặc tên đăng nhập.",
                "duty": "Hãy chọn việc.",
            }
        )
        return FocalEntry(
            unit_code=form.get("unit", ""),
            officer=form.get("username", "").strip(),
            duty=form.get("duty", ""),
            valid_from=valid_from,
            valid_to=valid_to,
        )

    try:
        days = Days()
        entry = read(days)

        def acted(session: Any) -> dict[str, Any]:
            told: dict[str, Any] = {"admin": administrator_here(session), "now": now()}
            days.around(partial(name_focal_person, session, entry=entry, **told), **CALLED)
            return {}

        once(require("officer"), acted)
    except Refusal as refusal:
        return _focal(refusal), status_of(refusal)
    flash("Đã ghi cán bộ đầu mối.")
    return redirect(url_for("positions_pages.focal"), code=303)


@blueprint.get("/nhat-ky")
@needs("changes.read")
def recorded() -> str:
    """What was changed in the configuration, by whom, the newest first."""
    with reading() as session:
        who = require("officer")
        rows = changes_told(session, **_told(who))
        everywhere = Matter(who.province_code or "", setting_of(session, who.province_code or ""))
    whole = may(who, CHANGES, everywhere) is not None
    return render_template("pages/changes.html", rows=rows, whole=whole)


def _positions(refusal: Refusal | None = None) -> str:
    """The list, and the form: empty, filled with one that is to be changed, or as it was sent."""
    who = require("officer")
    with reading() as session:
        rows = positions(session, **_told(who))
        setting = setting_of(session, who.province_code or "")
        sorts = sorts_named(kinds_known(session, setting), desk_names(setting))
    told = _refused(refusal)
    chosen = next((one for one in rows if one.code == request.args.get("sua")), None)
    if chosen is not None and refusal is None:
        told["typed"] = {"code": chosen.code, "title": chosen.title, "changes": "1"}
        told["typed"] |= {"leads": "1"} if chosen.leads else {}
        told["ticked"] = chosen.unit_kinds
    return render_template(
        "pages/positions.html",
        rows=rows,
        sorts=sorts,
        words=dict(sorts),
        keeps=holds(who, "organisation.positions"),
        **told,
    )


def _focal(refusal: Refusal | None = None) -> str:
    who = require("officer")
    with reading() as session:
        rows = focal_persons(session, day=today(), **_told(who))
        every = units(session, day=today(), **_told(who))
        held = posts(session, day=today(), **_told(who))
    agencies = [one for one in every if one.agency_code]
    asked = {one.unit_code for one in rows}
    return render_template(
        "pages/focal_persons.html",
        rows=rows,
        missing=[one for one in agencies if one.code not in asked],
        mine=[(one.code, one.name) for one in agencies if one.mine],
        people=people_of(held, {one.code for one in every if one.mine}),
        duties=DUTIES,
        keeps=holds(who, "organisation.focal_persons"),
        **_refused(refusal),
    )


def _told(who: Person) -> dict[str, Any]:
    return {"person": who, "province_code": who.province_code or ""}


def _refused(refusal: Refusal | None) -> dict[str, Any]:
    return {
        "refusal": refusal,
        "faults": faults_by_control(refusal, CALLED),
        "typed": request.form if refusal else {},
        "ticked": request.form.getlist("kind") if refusal else [],
    }

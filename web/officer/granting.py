"""Roles given beside posts: from a day, in a unit, by a paper; another person confirms them."""

from functools import partial
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.http import now, reading, require, today
from api.http.doors import needs
from api.http.problems import page_of
from engine.access import ROLES
from engine.administration.people.granting import GrantEntry, end_grant, grant_role, grants
from engine.administration.people.listing import posts, units
from engine.administration.rules.choices import rule_choices
from engine.errors import Refusal
from engine.organisation.tree import setting_of
from web.forms.administering import administrator_here
from web.forms.choosing import people_of
from web.forms.days import Days, day_posted
from web.forms.faulty import faults_by_control
from web.forms.once import once

blueprint = Blueprint("granting", __name__)

CALLED = {"unit_code": "unit", "procedure_code": "procedure"}
"""Controls of what the acts call otherwise."""
GIVEN = [role for role in ROLES.values() if role.given]


@blueprint.get("/quyen/vai-tro")
@needs("access.read")
def listed() -> str:
    """The roles that are given today or later, and the form for another."""
    return _page()


@blueprint.post("/quyen/vai-tro")
@needs("access.grant")
def given() -> Response:
    """Give a role; it waits for a second person."""

    def give(session: Any) -> dict[str, Any]:
        form, days = request.form, Days()
        entry = GrantEntry(
            officer=form.get("officer", "").strip(),
            role=form.get("role", ""),
            unit_code=form.get("unit", ""),
            valid_from=days.read("valid_from", "Từ ngày") or today(),
            valid_to=days.read("valid_to", "Đến hết ngày trước"),
            basis=form.get("basis", ""),
            procedure_code=form.get("procedure", "").strip() or None,
            sector=form.get("sector", "").strip() or None,
        )
        admin = administrator_here(session)
        grant = partial(grant_role, session, admin=admin, entry=entry, now=now())
        return {"awaiting": days.around(grant, **CALLED)}

    try:
        _, answer = once(require("officer"), give)
    except Refusal as refusal:
        return page_of(_page(refusal), refusal)
    waits = "Đã ghi. Vai trò có hiệu lực khi quản trị khác xác nhận ở trang Quyền."
    flash(waits if answer["awaiting"] else "Đã ghi.")
    return redirect(url_for("granting.listed"), code=303)


@blueprint.post("/quyen/vai-tro/<grant_id>/thoi")
@needs("access.grant")
def ended(grant_id: str) -> Response:
    """The role ends on a day."""

    def end(session: Any) -> dict[str, Any]:
        day = day_posted("day", "Thôi từ ngày") or today()
        end_grant(session, admin=administrator_here(session), grant_id=grant_id, day=day, now=now())
        return {}

    try:
        once(require("officer"), end)
    except Refusal as refusal:
        return page_of(_page(refusal, grant_id), refusal)
    flash("Đã ghi ngày thôi giao.")
    return redirect(url_for("granting.listed"), code=303)


def _page(refusal: Refusal | None = None, ending: str | None = None) -> str:
    who = require("officer")
    with reading() as session:
        admin = administrator_here(session)
        found = grants(session, admin=admin, day=today())
        gives = admin.may("access.grant", setting_of(session, admin.province_code))
        told: dict[str, Any] = {"person": who, "province_code": admin.province_code}
        every = units(session, **told, day=today())
        choices = rule_choices(session, admin=admin, day=today())
        held = posts(session, **told, day=today()) if gives else ()
    return render_template(
        "pages/granting.html",
        found=found,
        gives=gives,
        units=[(one.code, one.name) for one in every],
        people=people_of(held),
        procedures=choices.procedures,
        sectors=choices.sectors,
        roles=[(role.code, role.title) for role in GIVEN],
        faults=faults_by_control(refusal, CALLED),
        refusal=refusal,
        ending=ending,
        typed=request.form if refusal and not ending else {},
        typed_day=request.form.get("day", "") if ending else "",
    )

"""An officer goes to another desk: the work that lies with them first, then where to."""

from functools import partial
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.http import now, reading, require, today
from api.http.doors import needs
from api.http.problems import status_of
from engine.access import ADMIN_POSITIONS
from engine.administration.people.listing import may_appoint_administrators, positions, units
from engine.administration.people.move_officer import Moving, Post, before_moving, move_officer
from engine.errors import Refusal
from engine.organisation.named import named_apart
from engine.organisation.tree import setting_of
from web.forms.administering import administrator_here
from web.forms.days import Days
from web.forms.faulty import faults_by_control
from web.forms.once import once

blueprint = Blueprint("moving", __name__, url_prefix="/quan-tri/chuyen")
CALLED = {
    "unit_code": "to_unit",
    "position_code": "to_position",
    **dict.fromkeys(("valid_from", "valid_to"), "day"),
}
"""Controls of what the act calls otherwise."""
WAITS = " Vị trí mới ký hoặc quản trị: chờ người thứ hai xác nhận ở Quyền."


@blueprint.get("/<unit>/<position>/<username>")
@needs("organisation.posts")
def shown(unit: str, position: str, username: str) -> str:
    """What lies with them, and the form."""
    return _page(Post(username, unit, position))


@blueprint.post("/<unit>/<position>/<username>")
@needs("organisation.posts")
def done(unit: str, position: str, username: str) -> Response | tuple[str, int]:
    """Move them."""
    who, form, post = require("officer"), request.form, Post(username, unit, position)
    try:
        days = Days()
        day = days.needed("day", "Từ ngày")
        entry = Moving(
            post=post,
            to_unit=form.get("to_unit", "").strip(),
            to_position=form.get("to_position", ""),
            day=day,
            paper=form.get("paper", ""),
            title=form.get("title", "").strip() or None,
            colleague=form.get("ai") or None,
        )

        def acted(session: Any) -> dict[str, Any]:
            told: dict[str, Any] = {"admin": administrator_here(session), "now": now()}
            moved = partial(move_officer, session, entry=entry, **told)
            return {"awaiting": days.around(moved, **CALLED)}

        _, answer = once(who, acted)
    except Refusal as refusal:
        return _page(post, refusal), status_of(refusal)
    flash("Đã ghi chuyển vị trí." + (WAITS if answer["awaiting"] else ""))
    return redirect(url_for("units_pages.shown", dv=post.unit_code), code=303)


def _page(post: Post, refusal: Refusal | None = None) -> str:
    who = require("officer")
    told: dict[str, Any] = {"person": who, "province_code": who.province_code or ""}
    with reading() as session:
        found = before_moving(session, admin=administrator_here(session), post=post, now=now())
        every = units(session, **told, day=today())
        kinds = positions(session, **told)
        setting = setting_of(session, who.province_code or "")
        administering = may_appoint_administrators(who, setting)
    return render_template(
        "pages/moving.html",
        post=post,
        found=found,
        units=[(one.code, one.name) for one in every if one.mine],
        positions=[
            (one.code, one.title)
            for one in kinds
            if administering or one.code not in ADMIN_POSITIONS
        ],
        takers=[(one.username, named_apart(one.full_name, one.username)) for one in found.takers],
        refusal=refusal,
        faults=faults_by_control(refusal, CALLED),
        typed=request.form if refusal else {},
    )

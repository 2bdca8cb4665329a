"""An officer goes to another desk: the work that lies with them first, then where to."""

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
from web.forms.once import once

blueprint = Blueprint("moving", __name__, url_prefix="/quan-tri/chuyen")
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
        days.beside(
            {
                "to_unit": "Hãy ghi đơn vị.",
                "to_position": "Hãy chọn chức danh.",
                "paper": "Hãy ghi quyết định: số, ngày.",
            }
        )
        days.check()
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
            admin = administrator_here(session)
            return {"awaiting": move_officer(session, admin=admin, entry=entry, now=now())}

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
    faults: Any = refusal.details.get("faults", ()) if refusal is not None else ()
    names = {"unit_code": "to_unit", "position_code": "to_position", "valid_to": "day"}
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
        faults={names.get(str(f["field"]), str(f["field"])): str(f["message"]) for f in faults},
        typed=request.form if refusal else {},
    )

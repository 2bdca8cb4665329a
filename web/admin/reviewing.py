"""Agencies look through their procedures and sign off; the centre sees who has not."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.http import now, reading, require
from api.http.doors import needs
from api.http.problems import status_of
from engine.administration.reviewing.checklist import agencies_reviewing, review_list
from engine.administration.reviewing.sign_off import RIGHT, Said, sign_off
from engine.errors import EntryInvalid, Refusal
from engine.organisation.tree import setting_of
from web.forms.administering import administrator_here
from web.forms.once import once

blueprint = Blueprint("review_pages", __name__, url_prefix="/quan-tri/ra-soat")

SHOWN = 200
"""Procedures that a page shows; signed off, the next ones follow."""


@blueprint.get("")
@needs("catalogue.read")
def agencies() -> str:
    """Every agency with how far it is."""
    who = require("officer")
    with reading() as session:
        rows = agencies_reviewing(
            session, person=who, province_code=who.province_code or "", now=now()
        )
    return render_template("pages/reviews.html", rows=rows)


@blueprint.get("/<unit_code>")
@needs("catalogue.read")
def shown(unit_code: str) -> str:
    """The procedures of an agency, what is open first."""
    return _page(unit_code)


@blueprint.post("/<unit_code>")
@needs(RIGHT)
def signed(unit_code: str) -> Response | tuple[str, int]:
    """Sign off what was ticked, or say what is not right of one procedure."""
    try:
        said = _said()

        def act(session: Any) -> dict[str, Any]:
            admin = administrator_here(session)
            count = sign_off(session, admin=admin, unit_code=unit_code, said=said, now=now())
            return {"count": count}

        _, answer = once(require("officer"), act)
    except Refusal as refusal:
        return _page(unit_code, refusal), status_of(refusal)
    if any(one.wrong for one in said):
        flash("Đã ghi chỗ chưa đúng. Trung tâm phục vụ hành chính công tỉnh đọc được ở trang này.")
    else:
        flash(f"Đã ký xác nhận {answer['count']} thủ tục với tên bạn.")
    return redirect(url_for("review_pages.shown", unit_code=unit_code), code=303)


def _said() -> tuple[Said, ...]:
    """What was ticked, or the one of which something is wrong. Raises EntryInvalid."""
    one = request.form.get("sai")
    if one is None:
        return tuple(Said(*_parted(ticked)) for ticked in request.form.getlist("chon"))
    words = request.form.get(f"wrong-{one.partition(' ')[0]}", "")
    if not words.strip():
        message = "Hãy ghi chưa đúng ở đâu."
        raise EntryInvalid(count=1, first=message, faults=[{"field": "wrong", "message": message}])
    return (Said(*_parted(one), wrong=words),)


def _parted(ticked: str) -> tuple[str, str]:
    """The procedure and what it looked like."""
    code, _, seen = ticked.partition(" ")
    return code, seen


def _page(unit_code: str, refusal: Refusal | None = None) -> str:
    who = require("officer")
    code = who.province_code or ""
    with reading() as session:
        rows = review_list(session, person=who, province_code=code, unit_code=unit_code, now=now())
        setting = setting_of(session, code)
        signs = administrator_here(session).may(RIGHT, setting, unit_code)
        name = setting.unit_name(unit_code)
    return render_template(
        "pages/review.html",
        rows=rows[:SHOWN],
        more=max(len(rows) - SHOWN, 0),
        open=sum(one.state == "open" for one in rows),
        wrong=sum(one.state == "wrong" for one in rows),
        total=len(rows),
        unit_code=unit_code,
        name=name,
        signs=signs,
        typed=request.form,
        refusal=refusal,
    )

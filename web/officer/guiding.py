"""Guidance and refusal at the counter before there is a dossier, each with a slip."""

from datetime import date
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.http import now, reading, require
from api.http.doors import needs
from api.http.problems import page_of, status_of
from engine.cases.guide import guide
from engine.errors import EntryInvalid, NotYourDesk, Refusal
from engine.queries.guidance import guidance_given, guidance_slip
from engine.queries.services import service
from web.forms.days import day_in
from web.forms.once import once
from web.officer.reception import counter_post

blueprint = Blueprint("guiding", __name__)


@blueprint.get("/huong-dan/<code>")
@needs("guidance.give")
def ask(code: str) -> str:
    """The form of a slip for this procedure."""
    return _page(code)


@blueprint.post("/huong-dan/<code>")
@needs("guidance.give")
def send(code: str) -> Response | tuple[str, int]:
    """Give the slip out, and show it ready to print."""
    officer = require("officer")
    post = counter_post(officer)
    if post is None:
        raise NotYourDesk(position="cán bộ một cửa", unit="Trung tâm Phục vụ hành chính công")

    def given(session: Any) -> dict[str, Any]:
        made = guide(
            session,
            person=officer,
            unit_code=post.unit_code,
            procedure_code=code,
            kind=request.form.get("kind", ""),
            name=request.form.get("name", ""),
            content=request.form.get("content", ""),
            basis=request.form.get("basis"),
            now=now(),
        )
        return {"slip": made.id}

    try:
        _, answer = once(officer, given)
    except Refusal as refusal:
        return _page(code, refusal), status_of(refusal)
    return redirect(url_for("guiding.slip", slip_id=answer["slip"]), code=303)


@blueprint.get("/huong-dan/phieu")
@needs("guidance.read")
def given_out() -> str | Response:
    """The slips of one's counters since a day, to print again."""
    try:
        return _list(day_in("ngay", "Từ ngày", request.args.get("ngay")))
    except EntryInvalid as refusal:
        return page_of(_list(None, refusal), refusal)


@blueprint.get("/huong-dan/phieu/<slip_id>")
@needs("guidance.read")
def slip(slip_id: str) -> str:
    """The slip on paper, with number and date."""
    with reading() as session:
        found = guidance_slip(session, slip_id=slip_id, person=require("officer"))
    return render_template("pages/guidance_slip.html", slip=found)


def _list(since: date | None, refusal: EntryInvalid | None = None) -> str:
    search = request.args.get("q", "").strip()
    with reading() as session:
        found = guidance_given(
            session, person=require("officer"), since=since, search=search, now=now()
        )
    typed = request.args.get("ngay") if refusal else None
    return render_template(
        "pages/guidance_slips.html", page=found, search=search, refusal=refusal, typed=typed
    )


def _page(code: str, refusal: Refusal | None = None) -> str:
    officer = require("officer")
    with reading() as session:
        found = service(session, province_code=officer.province_code or "", code=code, now=now())
    return render_template("pages/guiding.html", service=found, refusal=refusal)

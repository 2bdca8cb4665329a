"""Outside systems and what they may read: asked for, let be by another, ended."""

from functools import partial
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.http import now, reading, require, today, writing
from api.http.doors import needs
from api.http.problems import page_of
from engine.access import ROLES, holds
from engine.administration.accounts.tokens import (
    ROLES_OF_SYSTEMS,
    TokenEntry,
    confirm_token,
    end_token,
    propose_token,
    tokens,
)
from engine.administration.people.listing import units
from engine.errors import Refusal
from web.forms.administering import administrator_here
from web.forms.choosing import procedures_here
from web.forms.days import Days
from web.forms.faulty import faults_by_control
from web.forms.once import once

blueprint = Blueprint("system_tokens", __name__)

CALLED = {"unit_code": "unit", "procedure_code": "procedure"}
"""Controls of what the act calls otherwise."""
STATES = {
    "waiting": ("wait", "Chờ xác nhận"),
    "valid": ("ok", "Đang dùng được"),
    "not_yet": ("soon", "Chưa đến ngày"),
    "over": ("done", "Hết hạn"),
    "ended": ("done", "Đã kết thúc"),
}


@blueprint.get("/he-thong-ngoai")
@needs("tokens.read")
def listed() -> str:
    """Every token, and the form for another."""
    return _page()


@blueprint.post("/he-thong-ngoai")
@needs("tokens.keep")
def proposed() -> Response:
    """Ask for a token; it waits for another administrator."""

    def propose(session: Any) -> dict[str, Any]:
        form, days = request.form, Days()
        entry = TokenEntry(
            name=form.get("name", ""),
            role=form.get("role", ""),
            unit_code=form.get("unit", "").strip(),
            valid_from=days.read("valid_from", "Từ ngày") or today(),
            valid_to=days.needed("valid_to", "Đến hết ngày trước"),
            basis=form.get("basis", ""),
            procedure_code=form.get("procedure", "").strip() or None,
        )
        admin = administrator_here(session)
        asked = partial(propose_token, session, admin=admin, entry=entry, now=now())
        return {"id": days.around(asked, **CALLED)}

    try:
        once(require("officer"), propose)
    except Refusal as refusal:
        return page_of(_page(refusal), refusal)
    flash("Đã ghi đề nghị. Quản trị khác xác nhận thì khóa mới được tạo.")
    return redirect(url_for("system_tokens.listed"), code=303)


@blueprint.post("/he-thong-ngoai/<token_id>/xac-nhan")
@needs("tokens.keep")
def confirmed(token_id: str) -> str | Response:
    """Let it be: the secret, shown this once."""
    try:
        with writing() as session:
            admin = administrator_here(session)
            secret = confirm_token(session, admin=admin, token_id=token_id, now=now())
    except Refusal as refusal:
        return page_of(_page(refusal), refusal)
    return render_template("pages/system_token.html", secret=secret)


@blueprint.post("/he-thong-ngoai/<token_id>/thoi")
@needs("tokens.keep")
def ended(token_id: str) -> Response:
    """It is worth nothing from now on."""

    def end(session: Any) -> dict[str, Any]:
        end_token(session, admin=administrator_here(session), token_id=token_id, now=now())
        return {}

    try:
        once(require("officer"), end)
    except Refusal as refusal:
        return page_of(_page(refusal), refusal)
    flash("Đã kết thúc khóa truy cập; hệ thống ấy không đọc được nữa.")
    return redirect(url_for("system_tokens.listed"), code=303)


def _page(refusal: Refusal | None = None) -> str:
    who = require("officer")
    with reading() as session:
        admin = administrator_here(session)
        found = tokens(session, admin=admin, day=today())
        every = units(session, person=who, province_code=admin.province_code, day=today())
        procedures = procedures_here(session)
    return render_template(
        "pages/system_tokens.html",
        found=found,
        states=STATES,
        keeps=holds(who, "tokens.keep"),
        units=[(one.code, one.name) for one in every],
        roles=[(code, ROLES[code].title) for code in ROLES_OF_SYSTEMS],
        procedures=procedures,
        faults=faults_by_control(refusal, CALLED),
        refusal=refusal,
        typed=request.form if refusal else {},
    )

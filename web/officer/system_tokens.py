"""Outside systems and what they may read: asked for, let be by another, ended."""

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
from web.forms.days import Days
from web.forms.once import once

blueprint = Blueprint("system_tokens", __name__)

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
        begins = days.read("valid_from", "Từ ngày")
        ends = days.read("valid_to", "Đến hết ngày trước")
        days.beside(
            {
                "name": "Hãy ghi tên hệ thống bên ngoài.",
                "valid_to": "Đến hết ngày trước: khóa nào cũng phải có ngày hết hạn.",
                "basis": "Hãy ghi văn bản cho phép: số, ngày.",
            }
        )
        days.check()
        assert ends is not None  # noqa: S101 - else there was a fault
        entry = TokenEntry(
            name=form.get("name", ""),
            role=form.get("role", ""),
            unit_code=form.get("unit", ""),
            valid_from=begins or today(),
            valid_to=ends,
            basis=form.get("basis", ""),
            procedure_code=form.get("procedure", "").strip() or None,
        )
        return {
            "id": propose_token(session, admin=administrator_here(session), entry=entry, now=now())
        }

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
    return render_template(
        "pages/system_tokens.html",
        found=found,
        states=STATES,
        keeps=holds(who, "tokens.keep"),
        units=every,
        roles=[ROLES[code] for code in ROLES_OF_SYSTEMS],
        refusal=refusal,
        typed=request.form if refusal else {},
    )

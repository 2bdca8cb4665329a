"""Where one is signed in, and signing out everywhere else."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.http import reading, require
from api.http.doors import needs
from api.http.signing import sessions_of_mine, sign_out_elsewhere
from engine.access import holds
from engine.accounts.signing_in import has_password
from engine.queries.inbox import counted
from engine.queries.sign_ins import own_sign_ins

blueprint = Blueprint("sessions", __name__)


@blueprint.get("/dang-nhap/noi-khac")
@needs("account.own")
def listed() -> str:
    """Every session of one's own that goes on, and what happened at the door."""
    who = require()
    layout = "citizen.html" if who.kind == "citizen" else "office.html"
    with reading() as session:
        by_password = has_password(session, who.account_id)
        log = own_sign_ins(session, person=who, cursor=request.args.get("tu") or None)
    return render_template(
        "pages/sessions.html",
        layout=layout,
        sessions=sessions_of_mine(),
        log=log,
        by_password=by_password,
        count=counted(log.count),
        sees_others=holds(who, "sign_ins.read"),
    )


@blueprint.post("/dang-nhap/noi-khac/thoat")
@needs("account.own")
def end_others() -> Response:
    """Sign out everywhere but here."""
    ended = sign_out_elsewhere()
    flash(
        f"Đã đăng xuất khỏi {ended} nơi khác." if ended else "Bạn không đăng nhập ở nơi nào khác."
    )
    return redirect(url_for("sessions.listed"), code=303)

"""Where one is signed in, and signing out everywhere else."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from api.http import require
from api.http.doors import needs
from api.http.signing import sessions_of_mine, sign_out_elsewhere

blueprint = Blueprint("sessions", __name__)


@blueprint.get("/dang-nhap/noi-khac")
@needs("account.own")
def listed() -> str:
    """Every session of one's own that goes on."""
    layout = "citizen.html" if require().kind == "citizen" else "office.html"
    return render_template("pages/sessions.html", layout=layout, sessions=sessions_of_mine())


@blueprint.post("/dang-nhap/noi-khac/thoat")
@needs("account.own")
def end_others() -> Response:
    """Sign out everywhere but here."""
    ended = sign_out_elsewhere()
    flash(
        f"Đã đăng xuất khỏi {ended} nơi khác." if ended else "Bạn không đăng nhập ở nơi nào khác."
    )
    return redirect(url_for("sessions.listed"), code=303)

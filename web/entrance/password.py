"""Setting a password: with a one-use code that was handed over, or another one for one's own."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.http import require
from api.http.doors import needs
from api.http.problems import page_of
from api.http.signing import change_password, set_password
from engine.errors import (
    CodeWrong,
    PasswordNone,
    PasswordsDiffer,
    PasswordWeak,
    Refusal,
    SignInBusy,
    SignInFailed,
    TooManyTries,
)

blueprint = Blueprint("password", __name__)

REFUSED = (
    CodeWrong,
    PasswordNone,
    PasswordsDiffer,
    PasswordWeak,
    SignInBusy,
    SignInFailed,
    TooManyTries,
)


@blueprint.get("/dat-mat-khau")
@needs("public.sign_in")
def ask() -> str:
    """The form; the link of an invitation fills in the name and the code."""
    return _by_code(request.args.get("ten", ""), request.args.get("ma", ""))


@blueprint.post("/dat-mat-khau")
@needs("public.sign_in")
def set_by_code() -> Response:
    """Set the password, and go on to signing in with it."""
    username, code = request.form.get("ten", ""), request.form.get("ma", "")
    try:
        set_password(username, code, _typed_twice())
    except REFUSED as refusal:
        return page_of(_by_code(username, code, refusal), refusal)
    flash("Đã đặt mật khẩu. Hãy đăng nhập bằng mật khẩu mới.")
    return redirect(url_for("sign_in.ask"), code=303)


@blueprint.get("/doi-mat-khau")
@needs("account.own")
def own() -> str:
    """The form for one's own."""
    return _own()


@blueprint.post("/doi-mat-khau")
@needs("account.own")
def changed() -> Response:
    """Another password; one stays signed in here and nowhere else."""
    try:
        change_password(request.form.get("mat-khau", ""), _typed_twice())
    except REFUSED as refusal:
        return page_of(_own(refusal), refusal)
    flash("Đã đổi mật khẩu. Mọi nơi khác đã được đăng xuất.")
    return redirect(url_for("sessions.listed"), code=303)


def _typed_twice() -> str:
    """The new password. Raises PasswordsDiffer."""
    new = request.form.get("moi", "")
    if new != request.form.get("moi-lai", ""):
        raise PasswordsDiffer
    return new


def _by_code(username: str, code: str, refusal: Refusal | None = None) -> str:
    return render_template("pages/set_password.html", username=username, code=code, refusal=refusal)


def _own(refusal: Refusal | None = None) -> str:
    layout = "citizen.html" if require().kind == "citizen" else "office.html"
    return render_template("pages/own_password.html", layout=layout, refusal=refusal)

"""The code of a telephone: asked after the password, and set up by its owner."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.http import parts, reading, require
from api.http.doors import needs
from api.http.problems import page_of
from api.http.second_factor import (
    begin_second_factor,
    confirm,
    give_up,
    second_factor_is_on,
    waiting_enrolment,
)
from api.http.signing import sign_in_with_code
from engine.accounts.signing_in import has_password
from engine.errors import (
    HasLeft,
    Refusal,
    SecondFactorOn,
    SecondFactorWrong,
    SignInFailed,
    TooManyTries,
)
from web.entrance.sign_in import place_of
from web.frame.addresses import local_path
from web.frame.qr import qr

blueprint = Blueprint("second_factor", __name__)

CODE = "ma"


@blueprint.get("/dang-nhap/ma")
@needs("public.sign_in")
def ask() -> str:
    """The code, after the password."""
    return _asked(local_path(request.args.get("ve"), ""))


@blueprint.post("/dang-nhap/ma")
@needs("public.sign_in")
def enter() -> Response:
    """The code is right: go where the person wanted to go."""
    after = request.form.get("ve")
    try:
        person = sign_in_with_code(request.form.get(CODE, ""))
    except (SecondFactorWrong, TooManyTries, HasLeft) as refusal:
        return page_of(_asked(local_path(after, ""), refusal), refusal)
    return redirect(local_path(after, place_of(person)), code=303)


@blueprint.get("/xac-thuc-hai-lop")
@needs("account.own")
def own() -> str:
    """Whether it is on; what was begun; or how to begin."""
    return _own()


@blueprint.post("/xac-thuc-hai-lop")
@needs("account.own")
def begun() -> Response:
    """Make a secret for the telephone, and show it."""
    try:
        begin_second_factor(request.form.get("mat-khau", ""))
    except (SignInFailed, SecondFactorOn, TooManyTries) as refusal:
        return page_of(_own(refusal), refusal)
    return redirect(url_for("second_factor.own"), code=303)


@blueprint.post("/xac-thuc-hai-lop/xac-nhan")
@needs("account.own")
def confirmed() -> Response | str:
    """The telephone shows the right code: the codes for losing it, shown this once."""
    try:
        codes = confirm(request.form.get(CODE, ""))
    except SecondFactorWrong as refusal:
        return page_of(_own(refusal), refusal)
    return render_template("pages/recovery_codes.html", layout=_layout(), codes=codes)


@blueprint.post("/xac-thuc-hai-lop/tat")
@needs("account.own")
def given_up() -> Response:
    """Ask for no code any more."""
    try:
        give_up(request.form.get(CODE, ""))
    except (SecondFactorWrong, TooManyTries) as refusal:
        return page_of(_own(refusal), refusal)
    flash("Đã tắt xác thực hai lớp.")
    return redirect(url_for("second_factor.own"), code=303)


def _layout() -> str:
    return "citizen.html" if require().kind == "citizen" else "office.html"


def _asked(after: str, refusal: Refusal | None = None) -> str:
    return render_template("pages/sign_in_code.html", after=after, refusal=refusal)


def _own(refusal: Refusal | None = None) -> str:
    who, waits = require(), waiting_enrolment()
    with reading() as session:
        asks = has_password(session, who.account_id)
    return render_template(
        "pages/second_factor.html",
        layout=_layout(),
        asks=asks,
        on=second_factor_is_on(),
        waits=waits,
        drawn=qr(waits.address) if waits else None,
        wanted=parts().second_factor,
        refusal=refusal,
    )

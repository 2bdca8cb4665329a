"""Sign in by a code that is sent to one's telephone; in a demonstration, the mailbox of those."""

from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from api.http import parts
from api.http.doors import needs
from api.http.entry_codes import codes_are_sent, send_code, sign_in_by_code
from api.http.problems import page_of
from engine.errors import (
    CodesNotOffered,
    EntryCodeWrong,
    NumberUnreadable,
    Refusal,
    SecondFactorNeeded,
    TooManyCodes,
    TooManyTries,
)
from web.entrance.sign_in import place_of
from web.frame.addresses import local_path

blueprint = Blueprint("entry_codes", __name__)

NUMBER = "code_for"
"""The number for which this browser asked a code: in the cookie, not in an address."""


@blueprint.get("/dang-nhap/ma-dien-thoai")
@needs("public.sign_in")
def ask() -> str:
    """For which number."""
    if not codes_are_sent():
        abort(404)
    return _asked(local_path(request.args.get("ve"), ""))


@blueprint.post("/dang-nhap/ma-dien-thoai")
@needs("public.sign_in")
def sent() -> Response:
    """Send a code, if anybody has the number; the page that follows is the same either way."""
    number, after = request.form.get("so", ""), local_path(request.form.get("ve"), "")
    try:
        send_code(number)
    except (CodesNotOffered, NumberUnreadable, TooManyCodes) as refusal:
        return page_of(_asked(after, refusal, number), refusal)
    session[NUMBER] = number.strip()
    return redirect(url_for("entry_codes.code_page", ve=after or None), code=303)


@blueprint.get("/dang-nhap/ma-dien-thoai/nhap")
@needs("public.sign_in")
def code_page() -> str | Response:
    """The code."""
    after = local_path(request.args.get("ve"), "")
    if NUMBER not in session:
        return redirect(url_for("entry_codes.ask", ve=after or None))
    return _typed(after)


@blueprint.post("/dang-nhap/ma-dien-thoai/nhap")
@needs("public.sign_in")
def enter() -> Response:
    """The code is right: go where the person wanted to go."""
    after = local_path(request.form.get("ve"), "")
    try:
        person = sign_in_by_code(session.get(NUMBER, ""), request.form.get("ma", ""))
    except SecondFactorNeeded:
        return redirect(url_for("second_factor.ask", ve=after or None), code=303)
    except (CodesNotOffered, EntryCodeWrong, NumberUnreadable, TooManyTries) as refusal:
        return page_of(_typed(after, refusal), refusal)
    return redirect(after or place_of(person), code=303)


@blueprint.get("/hop-thu")
@needs("public.read")
def mailbox() -> str:
    """What a demonstration would send to telephones, the newest first."""
    if not parts().demo:
        abort(404)
    return render_template("pages/mailbox.html", messages=parts().messages.shown())


def _asked(after: str, refusal: Refusal | None = None, number: str = "") -> str:
    return render_template(
        "pages/entry_code_asked.html", after=after, refusal=refusal, number=number
    )


def _typed(after: str, refusal: Refusal | None = None) -> str:
    return render_template(
        "pages/entry_code_typed.html",
        after=after,
        refusal=refusal,
        number=session.get(NUMBER, ""),
    )

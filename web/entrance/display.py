"""Large type, high contrast and dark: a cookie that a plain form writes."""

from dataclasses import dataclass

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from api.http import parts
from api.http.doors import needs
from api.http.signing import cookie_name
from web.frame.addresses import local_path

blueprint = Blueprint("display", __name__)

COOKIE = "hien-thi"
_YEAR = 365 * 24 * 3600
_SIZES = {"lon": "large", "thuong": ""}
_THEMES = {"cao": "high", "toi": "dark", "may": ""}


@dataclass(frozen=True, slots=True)
class Display:
    """What the person chose; empty means the system's own."""

    size: str = ""
    theme: str = ""


def chosen() -> Display:
    """The display of this request's cookie; anything unknown in it is the system's own."""
    size, _, theme = request.cookies.get(_cookie(), "").partition(".")
    return Display(
        size if size in _SIZES.values() else "", theme if theme in _THEMES.values() else ""
    )


@blueprint.post("/hien-thi")
@needs("public.read")
def change() -> Response:
    """Keep the choice of the pressed button and go back to the page it was on."""
    was = chosen()
    size = _SIZES.get(request.form.get("co-chu", ""), was.size)
    theme = _THEMES.get(request.form.get("nen", ""), was.theme)
    back = redirect(local_path(request.form.get("ve"), "/"), code=303)
    back.set_cookie(
        _cookie(),
        f"{size}.{theme}",
        max_age=_YEAR,
        httponly=True,
        samesite="Lax",
        secure=not parts().demo,
    )
    return back


def _cookie() -> str:
    return cookie_name(COOKIE, demo=parts().demo)

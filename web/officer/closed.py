"""The administrators' list of where procedures take no filing now, and the check of one again."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from api.http import now, reading, rehearsing, require
from api.http.doors import needs
from engine.access import holds
from engine.publishing.closing import check_again, try_again
from engine.queries.closed_services import closed_services
from web.forms.administering import administrator_here
from web.forms.filters import procedure_asked
from web.forms.once import once

blueprint = Blueprint("closed", __name__)


@blueprint.get("/noi-chua-nhan")
@needs("organisation.gaps")
def listed() -> str:
    """Every procedure with closed places, or one (``tt``) with all of them."""
    with reading() as session:
        one = procedure_asked(session, "tt")
        rows = closed_services(session, admin=administrator_here(session), procedure_code=one)
    checks = holds(require("officer"), "organisation.check_services")
    return render_template("pages/closed.html", rows=rows, one=one, checks=checks)


@blueprint.post("/noi-chua-nhan/<code>")
@needs("organisation.check_services")
def checked(code: str) -> Response:
    """Look at a procedure again: what has been mended opens at once."""

    who = require("officer")
    told: dict[str, Any] = {"procedure_code": code, "now": now()}
    here = who.province_code or ""
    tried = try_again(rehearsing, province_code=here, admin=administrator_here, **told)

    def check(session: Any) -> dict[str, Any]:
        found = check_again(session, admin=administrator_here(session), tried=tried, **told)
        return {"open": found.open, "places": found.places}

    _, answer = once(who, check)
    flash(f"Thủ tục {code} nhận hồ sơ ở {answer['open']} trên {answer['places']} nơi.")
    return redirect(url_for("closed.listed"), code=303)

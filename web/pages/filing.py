"""A citizen files online and gets a submission number."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.http import now, reading, require
from api.http.problems import status_of
from engine.errors import Refusal
from engine.queries.tracking import track
from web.filing import Counter, file_posted, filing_page

blueprint = Blueprint("filing", __name__)


@blueprint.get("/nop/<province>/<code>")
def ask(province: str, code: str) -> str:
    """The form of this procedure, for a signed-in citizen."""
    return filing_page(Counter(province, code, "online"), require("citizen"))


@blueprint.post("/nop/<province>/<code>")
def send(province: str, code: str) -> Response | tuple[str, int]:
    """File it; with mistakes, the form again with each mistake beside its field."""
    counter, citizen = Counter(province, code, "online"), require("citizen")
    try:
        submitted = file_posted(counter, citizen)
    except Refusal as refusal:
        return filing_page(counter, citizen, refusal, request.form), status_of(refusal)
    return redirect(url_for("filing.sent", number=submitted.submission_number), code=303)


@blueprint.get("/da-nop/<number>")
def sent(number: str) -> str:
    """What was filed, its number and what happens next."""
    with reading() as session:
        found = track(session, ref=number, now=now())
    return render_template("pages/filed.html", track=found)

"""A citizen files online and gets a submission number."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from api.http import proof, require
from api.http.doors import needs
from api.http.looking_up import tracked
from engine.cases.submit import Submitted
from web.forms.counter import Counter
from web.forms.drafting import only_kept
from web.forms.filing_form import answered, opened_page

blueprint = Blueprint("filing", __name__)


@blueprint.get("/nop/<province>/<code>")
@needs("cases.file_online")
def ask(province: str, code: str) -> str:
    """The form of this procedure, for a signed-in citizen."""
    return opened_page(Counter(province, code, "online"), require("citizen"))


@blueprint.post("/nop/<province>/<code>")
@needs("cases.file_online")
def send(province: str, code: str) -> Response | tuple[str, int]:
    """File it; with mistakes, the form again with each mistake beside its field."""
    counter, citizen = Counter(province, code, "online"), require("citizen")
    if (kept := only_kept(citizen)) is not None:
        return kept
    submitted = answered(counter, citizen)
    if not isinstance(submitted, Submitted):
        return submitted
    return redirect(url_for("filing.sent", number=submitted.submission_number), code=303)


@blueprint.get("/da-nop/<number>")
@needs("cases.read")
def sent(number: str) -> str:
    """What was filed, its number and what happens next."""
    found = tracked(number, proof())  # a number that runs on is guessed at like any other
    return render_template("pages/filed.html", track=found)

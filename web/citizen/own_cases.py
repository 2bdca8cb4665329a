"""The cases of the signed-in citizen."""

from flask import Blueprint, render_template

from api.http import now, reading, require
from api.http.doors import needs
from engine.queries.own_cases import own_cases

blueprint = Blueprint("own_cases", __name__)


@blueprint.get("/ho-so-cua-toi")
@needs("cases.list_own")
def listed() -> str:
    """Every case that the person filed: how it stands, by when, and its result."""
    who = require("citizen")
    with reading() as session:
        found = own_cases(session, person=who, now=now())
    return render_template("pages/own_cases.html", cases=found)

"""What applicants think, in figures, for who leads: never who said what."""

from flask import Blueprint, render_template

from api.http import now, reading, require
from api.http.doors import needs
from engine.queries.ratings import ratings

blueprint = Blueprint("ratings", __name__)


@blueprint.get("/danh-gia")
@needs("ratings.read")
def listed() -> str:
    """The figures by unit and by question, and what was said without names."""
    with reading() as session:
        page = ratings(session, person=require("officer"), now=now())
    return render_template("pages/ratings.html", page=page)

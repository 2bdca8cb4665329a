"""The list for oversight of heads and administrators: what was suspended, stopped, asked again."""

from flask import Blueprint, render_template

from api.http import reading, require
from api.http.doors import needs
from engine.queries.oversight import overseen
from engine.queries.papers_still_lost import papers_still_lost

blueprint = Blueprint("overseeing", __name__)


@blueprint.get("/giam-sat")
@needs("oversight.read")
def listed() -> str:
    """Suspended and stopped cases, second supplements, papers that are lost still."""
    with reading() as session:
        rows = overseen(session, person=require("officer"))
        lost = papers_still_lost(session, person=require("officer"))
    return render_template("pages/oversight.html", rows=rows, lost=lost)

"""The list for oversight of heads and administrators: what was suspended, stopped, asked again."""

from flask import Blueprint, render_template

from api.http import reading, require
from api.http.doors import needs
from engine.queries.oversight import overseen

blueprint = Blueprint("overseeing", __name__)


@blueprint.get("/giam-sat")
@needs("oversight.read")
def listed() -> str:
    """Suspended and stopped cases and second supplements, the newest first."""
    with reading() as session:
        rows = overseen(session, person=require("officer"))
    return render_template("pages/oversight.html", rows=rows)

"""Where a case is, for anyone who has its code."""

from flask import Blueprint, render_template, request
from markupsafe import Markup

from api.http import now, reading
from api.http.problems import status_of
from engine.errors import CaseNotFound
from engine.queries.tracking import track

blueprint = Blueprint("tracking", __name__)


@blueprint.get("/tra-cuu")
def look_up() -> str | tuple[str, int]:
    """Ask for a code, or show the way of the case that ``ma`` names."""
    ref = request.args.get("ma", "").strip().upper()
    if not ref:
        return render_template("pages/track.html", ref="")
    try:
        with reading() as session:
            found = track(session, ref=ref, now=now())
    except CaseNotFound as refusal:
        return render_template("pages/track.html", ref=ref, refusal=refusal), status_of(refusal)
    diagram = Markup(found.diagram)  # noqa: S704 - drawn by engine.workflow.draw, which escapes texts
    return render_template("pages/track.html", ref=ref, track=found, diagram=diagram)

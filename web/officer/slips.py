"""Slips of a case, ready to print: form 02, by which the applicant completes the dossier."""

from flask import Blueprint, abort, render_template

from api.http import now, reading
from engine.queries.case_file import case_file
from web.officer.case import reader

blueprint = Blueprint("slips", __name__)


@blueprint.get("/ho-so/<ref>/phieu-bo-sung")
def supplement(ref: str) -> str:
    """Form 02; only of a case that was asked for a supplement."""
    with reading() as session:
        file = case_file(session, ref=ref, person=reader(), now=now())
    if file.supplement is None:
        abort(404)
    return render_template("pages/slip_supplement.html", file=file, slip=file.supplement)

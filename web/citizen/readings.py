"""Who looked at one's papers; with the code of a case, who opened it, for auditors too."""

from flask import Blueprint, render_template, request

from api.http import reading, require
from api.http.doors import needs
from engine.queries.readings import case_readings, own_readings

blueprint = Blueprint("readings", __name__)


@blueprint.get("/ai-da-xem")
@needs("cases.read_log")
def listed() -> str:
    """Officers who opened the person's cases, or the one that ``hs`` names, the newest first."""
    who, ref = require(), request.args.get("hs", "").strip().upper()
    with reading() as session:
        if ref:
            found = case_readings(session, ref=ref, person=who)
        else:
            found = own_readings(session, person=who)
    return render_template(
        "pages/readings.html",
        layout="citizen.html" if who.kind == "citizen" else "office.html",
        for_officer=who.kind == "officer",
        ref=ref,
        found=found,
    )

"""The list of paper slips of an outage that wait for the viewer as their second person."""

from flask import Blueprint, render_template

from api.http import reading, require
from api.http.doors import needs
from engine.queries.outage_slips import slips_to_confirm

blueprint = Blueprint("outage_slips", __name__)


@blueprint.get("/phieu-mat-he-thong")
@needs("cases.confirm_outage_slip")
def listed() -> str:
    """Each with what its slip says; it is confirmed or declined in its case, beside the scan."""
    with reading() as session:
        rows = slips_to_confirm(session, person=require("officer"))
    return render_template("pages/outage_slips.html", rows=rows)

"""The list for oversight of heads and administrators: what was suspended, stopped, asked again, and
what was not received.
"""

from datetime import date

from flask import Blueprint, Response, render_template, request

from api.http import now, reading, require
from api.http.doors import needs
from api.http.problems import page_of
from engine.errors import EntryInvalid
from engine.queries.oversight import overseen
from engine.queries.papers_still_lost import papers_still_lost
from engine.queries.refusals import refusals
from web.forms.days import day_in

blueprint = Blueprint("overseeing", __name__)


@blueprint.get("/giam-sat")
@needs("oversight.read")
def listed() -> str:
    """Suspended and stopped cases, second supplements, papers that are lost still."""
    with reading() as session:
        rows = overseen(session, person=require("officer"))
        lost = papers_still_lost(session, person=require("officer"))
    return render_template("pages/oversight.html", rows=rows, lost=lost)


@blueprint.get("/giam-sat/tu-choi")
@needs("oversight.read")
def refused() -> str | Response:
    """Filings that were refused, and slips of refusal and guidance, since a day."""
    try:
        return _refused(day_in("ngay", "Từ ngày", request.args.get("ngay")))
    except EntryInvalid as refusal:
        return page_of(_refused(None, refusal), refusal)


def _refused(since: date | None, refusal: EntryInvalid | None = None) -> str:
    with reading() as session:
        found = refusals(session, person=require("officer"), since=since, now=now())
    typed = request.args.get("ngay") if refusal else None
    return render_template("pages/refusals.html", page=found, refusal=refusal, typed=typed)

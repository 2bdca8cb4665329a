"""From the draft to publication: what is missing, what it changes, where it can be filed; and the
decision row by row."""

from datetime import date
from typing import Any

from flask import Blueprint, render_template, request

from api.http import now, reading, rehearsing, require
from api.http.doors import needs
from api.http.problems import status_of
from engine.designing.conformance import conformance as conformance_of
from engine.designing.drafts import the_draft
from engine.designing.looked import look
from engine.designing.proposing_it import ready, where_fileable
from engine.designing.rights import Designer, designer
from engine.designing.versions import versions
from engine.errors import DesignDraftless, DesignNotFound, MayNotPublish, Refusal, TextUnreadable
from engine.proposing.rights import reader
from engine.publishing.decided import VERDICTS
from engine.publishing.differing import WORDS
from engine.publishing.reasons import Places
from engine.typed.given import day_given
from web.designer import draft
from web.designer.reading import of, text_asked
from web.forms.faulty import listed, said_by_control

blueprint = Blueprint("design_publish", __name__)
SHOWN = 300
"""Differences that the page shows; the rest are counted."""
REASON = "ly-do-"
CALLED = {"valid_from": "tu", "basis": "cc", "note": "ln"}
"""Controls of the form, with their ids."""


@blueprint.get("/quy-trinh/<code>/cong-bo")
@needs("packages.propose", "designs.read")
def asked(code: str) -> str | tuple[str, int]:
    """What stands between the draft and its proposal."""
    try:
        return page(code)
    except DesignDraftless as refusal:
        return draft.page(code, refusal), status_of(refusal)


@blueprint.post("/quy-trinh/<code>/cong-bo")
@needs("designs.read")
def tried(code: str) -> str | tuple[str, int]:
    """Where it could be filed. Not a look: dossiers are filed, and others who write wait."""
    try:
        places = _places(code)
    except Refusal as refusal:
        if isinstance(refusal, DesignNotFound | MayNotPublish):
            raise
        return page(code, stopped=refusal), status_of(refusal)
    return page(code, places=places)


def day_typed() -> date | None:
    """The first day that was typed. Raises TextUnreadable."""
    text = request.values.get("valid_from", "")
    return day_given("valid_from", "Từ ngày", text) if text.strip() else None


def _day_told() -> date | None:
    """The same for the page that shows it again; why it can't be read stands there."""
    try:
        return day_typed()
    except TextUnreadable:
        return None


def reasons_typed() -> dict[str, str]:
    """The reasons that were typed, by step of the decision."""
    return {
        name.removeprefix(REASON): value
        for name, value in request.form.items()
        if name.startswith(REASON) and value.strip()
    }


def page(
    code: str,
    refusal: Refusal | None = None,
    places: Places | None = None,
    stopped: Refusal | None = None,
) -> str:
    """The page, with why a proposal was refused and what was typed; where it could be filed, or why
    that could not be asked."""
    person = require("officer")
    said = said_by_control(refusal or stopped)
    wrong = said if said.keys() <= CALLED.keys() else {}
    with reading() as session:
        who, part = designer(session, person), reader(session, person)
        told = ready(session, who=who, part=part, procedure_code=code, day=_day_told(), now=now())
        found = the_draft(session, who, code)
        rows = versions(session, who=who, procedure_code=code, now=now())
    return render_template(
        "pages/design_publish.html",
        about=found.subject,
        draft=found,
        ready=told,
        current=next((row for row in rows if row.state == "now"), None),
        places=places or told.places,
        stopped=stopped,
        at=wrong,
        listed_faults=listed(wrong, CALLED),
        words=WORDS,
        shown=told.differences[:SHOWN],
        may=who.changes(found.subject.sector),
        refusal=refusal,
        typed=request.form,
        reason=REASON,
    )


def _places(code: str) -> Places:
    day = day_typed()
    person = require("officer")

    def who(session: Any) -> Designer:
        return designer(session, person)

    return where_fileable(reading, rehearsing, who=who, procedure_code=code, day=day, now=now())


@blueprint.get("/quy-trinh/<code>/doi-chieu")
@needs("designs.read")
def conformance(code: str) -> str:
    """Each row of the approved decision beside the diagram; printable."""
    with reading() as session:
        who = designer(session, require("officer"))
        found = text_asked(session, who, code)
        looked = look(session, who.province_code, code, found.files)
    return render_template(
        "pages/design_conformance.html",
        about=found.subject,
        text=found,
        of=of(found),
        looked=looked,
        may=who.changes(found.subject.sector),
        beside=conformance_of(found, looked),
        verdicts=VERDICTS,
    )

"""From the draft to publication: what is missing, what it changes, where it can be filed; and the
decision row by row."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Blueprint, render_template, request

from api.http import now, reading, require, writing
from api.http.doors import needs
from api.http.problems import status_of
from engine.designing.drafts import the_draft
from engine.designing.looked import Looked, look
from engine.designing.proposing_it import Places, ready, where_fileable
from engine.designing.rights import Designer, designer
from engine.designing.versions import versions
from engine.errors import DesignNotFound, MayNotPublish, Refusal, TextUnreadable
from engine.proposing.rights import reader
from engine.publishing.decided import VERDICTS, totals
from engine.publishing.differing import WORDS
from engine.publishing.differing.drawn import marked_drawing
from engine.typed.given import day_given
from engine.workflow.draw import Weight

blueprint = Blueprint("design_publish", __name__)
SHOWN = 300
"""Differences that the page shows; the rest are counted."""
REASON = "ly-do-"


@blueprint.get("/quy-trinh/<code>/cong-bo")
@needs("packages.propose", "designs.read")
def asked(code: str) -> str:
    """What stands between the draft and its proposal."""
    return page(code)


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
        places=places,
        stopped=stopped,
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

    return where_fileable(reading, writing, who=who, procedure_code=code, day=day, now=now())


def _marked(files: Mapping[str, bytes], looked: Looked) -> str | None:
    """The diagram with a mark at each step that differs from the decision."""
    if looked.manifest is None:
        return None
    apart = [row.step for row in looked.decided if row.verdict != "same"]
    marks: dict[str, Weight] = dict.fromkeys(apart, "chg")
    title = "Sơ đồ, chỗ khác quyết định"
    return marked_drawing(files, looked.manifest.process, marks, title=title)


@blueprint.get("/quy-trinh/<code>/doi-chieu")
@needs("designs.read")
def conformance(code: str) -> str:
    """Each row of the approved decision beside the diagram; printable."""
    with reading() as session:
        who = designer(session, require("officer"))
        found = the_draft(session, who, code)
        looked = look(session, who.province_code, code, found.files)
    return render_template(
        "pages/design_conformance.html",
        about=found.subject,
        draft=found,
        looked=looked,
        may=who.changes(found.subject.sector),
        picture=_marked(found.files, looked),
        totals=totals(found.files, looked.manifest) if looked.decided and looked.manifest else None,
        verdicts=VERDICTS,
    )

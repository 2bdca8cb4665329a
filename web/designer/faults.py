"""The faults of a draft: one on its shape, all in a list, what a machine mends as a difference."""

from typing import Any

from flask import Blueprint, render_template, request, url_for

from api.http import reading, require
from api.http.doors import needs
from api.http.problems import status_of
from engine.designing.drafts import files_of, revision, the_draft
from engine.designing.editors import of_other_editors
from engine.designing.faults_shown import WORDS, chosen, fault_list, kinds_of, since
from engine.designing.fixing.offering import SETTABLE, ground_of, offered
from engine.designing.looked import Looked, look
from engine.designing.mending_shown import mending_page as mending_page_of
from engine.designing.rights import designer
from engine.errors import DesignDraftless, Refusal
from web.designer import draft
from web.designer.reading import of, text_asked
from web.forms.numbers import number_asked, page_asked

blueprint = Blueprint("design_faults", __name__)
GONE = 12
"""Faults that are gone, and new ones, as the page names them; the rest are counted."""
MARKS = {"error": "stop", "warning": "warn", "info": "info"}


@blueprint.get("/quy-trinh/<code>/loi")
@needs("designs.read")
def listed(code: str) -> str:
    """The faults, one of them looked at."""
    kind, page = request.args.get("loai") or "", page_asked()
    whole = bool(request.args.get("so-do"))
    with reading() as session:
        who = designer(session, require("officer"))
        found = text_asked(session, who, code)
        looked = look(session, who.province_code, code, found.files)
        before = _before(session, who.province_code, found.row) if found.row else None
        changes = who.changes(found.subject.sector)
        may = changes and found.row is not None
        ground = ground_of(session, who, code, found.files, looked) if may else None
    shown = fault_list(looked, kind, page)
    first = shown.files[0].rows[0].number if shown.files else 1
    number = number_asked("loi", "lỗi")
    one = chosen(looked, found.files, number, first=first, whole=whole)
    args: dict[str, Any] = {**of(found), **({"loai": kind} if kind else {})}
    return render_template(
        "pages/design_faults.html",
        about=found.subject,
        text=found,
        of=of(found),
        looked=looked,
        found=shown,
        editors=of_other_editors(found.files, looked),
        one=one,
        whole=whole,
        kind=kind,
        words=WORDS,
        marks=MARKS,
        counts={severity: looked.count(severity) for severity in WORDS},
        since=since(before, looked) if before else None,
        most=GONE,
        may=may,
        changes=changes,
        offer=offered(ground, one.fault) if ground and one else None,
        settable=SETTABLE,
        to=lambda **other: url_for("design_faults.listed", code=code, **{**args, **other}),
        clean=[path for path in found.files if path not in {f.file for f in looked.faults}],
    )


@blueprint.get("/quy-trinh/<code>/may-sua")
@needs("designs.read")
def mending(code: str) -> str | tuple[str, int]:
    """What a machine would mend; nothing is changed by looking."""
    try:
        return mending_page(code)
    except DesignDraftless as refusal:
        return draft.page(code, refusal), status_of(refusal)


def mending_page(code: str, refusal: Refusal | None = None) -> str:
    """The difference that mending would make, with why it was refused."""
    with reading() as session:
        who = designer(session, require("officer"))
        found = the_draft(session, who, code)
        looked = look(session, who.province_code, code, found.files)
    return render_template(
        "pages/design_mending.html",
        about=found.subject,
        draft=found,
        found=mending_page_of(found.files, looked, page_asked()),
        kinds=kinds_of(looked.mendable),
        may=who.changes(found.subject.sector),
        refusal=refusal,
    )


def _before(session: Any, province_code: str, row: Any) -> Looked | None:
    """What was found before the newest change."""
    if row.number == 1:
        return None
    earlier = revision(session, province_code, row.procedure_code, row.number - 1)
    files = files_of(session, earlier)
    return look(session, province_code, row.procedure_code, files) if files else None

"""Where designers begin: the procedures of the province by state, and files for a new one."""

from typing import Any, cast

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from api.http import now, reading, require
from api.http.doors import needs
from api.http.problems import status_of
from engine.designing.listing import STATES, State, procedures
from engine.designing.national_list import WORDS, last_list
from engine.designing.rights import designer, own_sectors
from engine.errors import MayNotPublish, Refusal
from web.designer.sending import kept_files, sent_files, to_faults
from web.forms.filters import chosen
from web.forms.numbers import page_asked
from web.frame.wording import LEVELS

blueprint = Blueprint("design_list", __name__)
DELAYED = 10
"""Decisions that wait to be configured, and changes of the list, as the page shows them first."""
MOST = 300
"""Changes of the list that the page shows on request; the API tells all."""


@blueprint.get("/quy-trinh")
@needs("designs.read")
def listed() -> str:
    """The procedures that the person sees."""
    return _page()


@blueprint.post("/quy-trinh")
@needs("designs.keep")
def uploaded() -> Response | tuple[str, int]:
    """Files for a procedure that the manifest, or the person, names."""
    try:
        changed = sent_files(request.form.get("ma"))
    except Refusal as refusal:
        if isinstance(refusal, MayNotPublish):
            raise
        return _page(refusal), status_of(refusal)
    return to_faults(changed)


def _page(refusal: Refusal | None = None) -> str:
    state, sector = chosen("loc", "mục", STATES, ""), request.args.get("linh-vuc") or ""
    level, by = request.args.get("cap") or "", request.args.get("nguoi-sua") or ""
    search, page = request.args.get("q") or "", page_asked()
    person = require("officer")
    with reading() as session:
        who = designer(session, person)
        found = procedures(
            session,
            who=who,
            state=cast("State", state) if state in STATES else None,
            sector=sector or None,
            level=level or None,
            designer=by or None,
            search=search,
            page=page,
            now=now(),
        )
        national = last_list(session, who=who, now=now())
        own = own_sectors(session, who)
    args: dict[str, Any] = {"loc": state, "linh-vuc": sector, "q": search}
    args |= {"cap": level, "nguoi-sua": by}
    narrowed = {name: value for name, value in args.items() if value}
    return render_template(
        "pages/designs.html",
        found=found,
        who=who,
        own_sectors=own,
        states=STATES,
        state=state,
        sector=sector,
        level=level,
        levels=LEVELS,
        by=by,
        search=search,
        delayed=found.delayed[:DELAYED],
        national=national,
        national_words=WORDS,
        national_shown=MOST if request.args.get("danh-muc") else DELAYED,
        refusal=refusal,
        typed=request.form,
        kept=kept_files(person),
        to=lambda **other: url_for("design_list.listed", **{**narrowed, **other}),
    )

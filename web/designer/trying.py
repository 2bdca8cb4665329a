"""The scenarios of a draft or a version, run from the page in a sandbox that leaves nothing."""

from flask import Blueprint, render_template, request

from api.http import now, reading, rehearsing, require
from api.http.doors import needs
from api.http.problems import status_of
from engine.catalogue.scenarios import read_scenarios
from engine.designing.explained import runnable
from engine.designing.looked import look
from engine.designing.rights import designer
from engine.designing.sandboxed import to_try
from engine.designing.scenarios_run import MOST_AT_ONCE, ScenarioRuns, run_scenarios
from engine.errors import DesignNotFound, MayNotPublish, Refusal
from web.designer.reading import of, text_asked, version_asked
from web.forms.numbers import number_asked

blueprint = Blueprint("design_try", __name__)


@blueprint.get("/quy-trinh/<code>/chay-thu")
@needs("designs.read")
def show(code: str) -> str:
    """The scenarios."""
    return _page(code)


@blueprint.post("/quy-trinh/<code>/chay-thu")
@needs("designs.read")
def run(code: str) -> str | tuple[str, int]:
    """How each went. Not a look: acts are done, which costs what acts cost."""
    try:
        with reading() as session:  # nobody waits for what is asked of the draft
            who = designer(session, require("officer"))
            draft = to_try(session, who=who, procedure_code=code, version=version_asked())
        first = number_asked("kich-ban-dau", "kịch bản", request.form) or 1
        return _page(code, run_scenarios(rehearsing, draft, first=first, now=now()))
    except Refusal as refusal:
        if isinstance(refusal, DesignNotFound | MayNotPublish):
            raise
        return _page(code, refusal=refusal), status_of(refusal)


def _page(code: str, told: ScenarioRuns | None = None, refusal: Refusal | None = None) -> str:
    with reading() as session:
        who = designer(session, require("officer"))
        found = text_asked(session, who, code)
        looked = look(session, who.province_code, code, found.files)
    may_run = runnable(found, looked)
    return render_template(
        "pages/design_try.html",
        about=found.subject,
        text=found,
        of=of(found),
        may_run=may_run,
        scenarios=read_scenarios(found.files) if may_run else [],
        most=MOST_AT_ONCE,
        told=told if told and told.runs else None,
        refusal=refusal,
    )

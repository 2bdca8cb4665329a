"""The scenarios of a draft, run from the page in a sandbox that leaves nothing."""

from flask import Blueprint, render_template, request

from api.http import now, reading, require, writing
from api.http.doors import needs
from engine.catalogue.scenarios import read_scenarios
from engine.designing.drafts import the_draft
from engine.designing.explained import runnable
from engine.designing.looked import look
from engine.designing.rights import designer
from engine.designing.scenarios_run import ScenarioRuns, run_scenarios
from engine.errors import Refusal

blueprint = Blueprint("design_try", __name__)


@blueprint.get("/quy-trinh/<code>/chay-thu")
@needs("designs.read")
def show(code: str) -> str:
    """The scenarios; with ``chay`` in the address, how each went."""
    with reading() as session:
        who = designer(session, require("officer"))
        found = the_draft(session, who, code)
        looked = look(session, who.province_code, code, found.files)
    may_run = runnable(looked)
    scenarios = list(read_scenarios(found.files)) if may_run else []
    told, refusal = _run(code) if scenarios and request.args.get("chay") else (None, None)
    return render_template(
        "pages/design_try.html",
        about=found.subject,
        draft=found,
        may_run=may_run,
        scenarios=scenarios,
        told=told,
        refusal=refusal,
    )


def _run(code: str) -> tuple[ScenarioRuns | None, Refusal | None]:
    try:
        with writing() as session:
            who = designer(session, require("officer"))
            return run_scenarios(session, who=who, procedure_code=code, now=now()), None
    except Refusal as refusal:
        return None, refusal

"""What applies on a day and why: of a procedure at a unit, or of one case."""

from datetime import date
from typing import Any

from flask import Blueprint, render_template, request

from api.http import reading, require, today
from api.http.doors import needs
from api.http.problems import status_of
from engine.accounts import Person
from engine.administration.rules.choices import rule_choices
from engine.administration.rules.cutting import LimitNow, limit_now
from engine.administration.rules.explain_rules import explain_case_for, explain_rules_for
from engine.catalogue.desk_names import names_in
from engine.catalogue.rules.kinds import KINDS
from engine.errors import EntryInvalid, Refusal
from engine.organisation.tree import setting_of
from web.forms.administering import administrator_here
from web.forms.days import day_in

blueprint = Blueprint("explaining", __name__)


@blueprint.get("/quan-tri/giai-thich")
@needs("rules.read", "cases.read_way", "cases.read")
def asked() -> str | tuple[str, int]:
    """For a procedure (``tt``), a unit (``dv``) and a day (``ngay``), or for a case (``hs``)."""
    try:
        return _page()
    except Refusal as refusal:
        return _page(refusal), status_of(refusal)


def _page(refusal: Refusal | None = None) -> str:
    who = require("officer")
    with reading() as session:
        admin = administrator_here(session)
        choices = rule_choices(session, admin=admin, day=today())
        names = names_in(setting_of(session, admin.province_code))
        found = of_case = package = None
        if refusal is None and (ref := request.args.get("hs", "").strip()):
            of_case = explain_case_for(
                session, person=who, province_code=who.province_code or "", ref=ref
            )
        elif refusal is None and request.args.get("tt"):
            procedure = choices.procedure(request.args["tt"])
            found = _found(session, who, procedure)
            package = _of_package(session, who, procedure)
    return render_template(
        "pages/explaining.html",
        choices=choices,
        found=found,
        package=package,
        steps={one.element: one.name for one in package.steps} if package else {},
        of_case=of_case,
        refusal=refusal,
        typed=request.args,
        day=found.day if found else today(),
        kinds=KINDS,
        names=names,
    )


def _of_package(session: Any, who: Person, procedure: str) -> LimitNow:
    """What applies of limit and hours, by whichever basis: rules, else the package."""
    return limit_now(
        session,
        person=who,
        province_code=who.province_code or "",
        procedure_code=procedure,
        unit_code=request.args.get("dv") or None,
        day=_day(),
    )


def _found(session: Any, who: Person, procedure: str) -> Any:
    if not request.args.get("dv"):
        message = "Hãy chọn nơi giải quyết."
        raise EntryInvalid(count=1, first=message, faults=[{"field": "dv", "message": message}])
    return explain_rules_for(
        session,
        person=who,
        province_code=who.province_code or "",
        procedure_code=procedure,
        unit_code=request.args.get("dv", ""),
        day=_day(),
    )


def _day() -> date:
    """The day that is asked about. Raises EntryInvalid."""
    return day_in("ngay", "Tiếp nhận ngày", request.args.get("ngay")) or today()

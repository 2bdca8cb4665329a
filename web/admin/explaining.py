"""What applies on a day and why: of a procedure at a unit, or of one case."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from flask import Blueprint, render_template, request

from api.http import reading, require, today
from api.http.doors import needs
from api.http.problems import status_of
from engine.accounts import Person
from engine.administration.rules.before import said_by_law
from engine.administration.rules.choices import rule_choices
from engine.administration.rules.cutting import LimitNow, limit_now
from engine.administration.rules.explain_rules import (
    Explanation,
    explain_case_for,
    explain_rules_for,
)
from engine.administration.rules.naming_steps import step_names
from engine.catalogue.desk_names import names_in
from engine.catalogue.rules.kinds import KINDS
from engine.errors import Refusal
from engine.organisation.tree import setting_of
from engine.worktime import ZONE
from web.forms.administering import administrator_here
from web.forms.days import Days

blueprint = Blueprint("explaining", __name__)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Where and on which day; ``known_at``: by what was known then, by default now.

    ``filed_at``: where the dossier is filed, if it is not the unit that decides.
    """

    unit: str
    filed_at: str | None
    day: date
    known_at: datetime | None


@blueprint.get("/quan-tri/giai-thich")
@needs("rules.read", "cases.read_way", "cases.read")
def asked() -> str | tuple[str, int]:
    """For a procedure (``tt``), a unit (``dv``) and a day (``ngay``), or for a case (``hs``).

    ``biet-ngay``: as it was known at the end of that day.
    """
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
        found = of_case = package = known_at = None
        steps: Mapping[str, str] = {}
        if refusal is None and (ref := request.args.get("hs", "").strip()):
            of_case = explain_case_for(
                session, person=who, province_code=who.province_code or "", ref=ref
            )
            steps = _steps_of(session, of_case.submission)
        elif refusal is None and request.args.get("tt"):
            asking = _asking()
            known_at = asking.known_at
            procedure = choices.procedure(request.args["tt"])
            found = _found(session, who, procedure, asking)
            package = _of_package(session, who, procedure, asking)
            steps = {one.element: one.name for one in package.steps}
    return render_template(
        "pages/explaining.html",
        choices=choices,
        found=found,
        package=package,
        steps=steps,
        of_case=of_case,
        refusal=refusal,
        typed=request.args,
        day=found.day if found else today(),
        known_at=known_at,
        kinds=KINDS,
        names=names,
        said_by_law=said_by_law,
    )


def _steps_of(session: Any, filed: Explanation) -> Mapping[str, str]:
    """The names of the steps of a case, as of the day of its filing."""
    told = {"province_code": filed.province_code, "procedure_code": filed.procedure_code}
    return step_names(session, **told, day=filed.day)


def _of_package(session: Any, who: Person, procedure: str, asking: _Asked) -> LimitNow:
    """What applies of limit and hours, by whichever basis: rules, else the package."""
    return limit_now(
        session,
        person=who,
        province_code=who.province_code or "",
        procedure_code=procedure,
        unit_code=asking.unit,
        day=asking.day,
        known_at=asking.known_at,
    )


def _found(session: Any, who: Person, procedure: str, asking: _Asked) -> Any:
    return explain_rules_for(
        session,
        person=who,
        province_code=who.province_code or "",
        procedure_code=procedure,
        unit_code=asking.unit,
        receiving_unit=asking.filed_at,
        day=asking.day,
        known_at=asking.known_at,
    )


def _asking() -> _Asked:
    """Everything that is wrong with the place and the days, at once. Raises EntryInvalid."""
    days = Days(request.args)
    day = days.read("ngay", "Tiếp nhận ngày")
    known = days.read("biet-ngay", "Theo điều đã biết đến hết ngày")
    if known and known > today():
        days.told("biet-ngay", "Theo điều đã biết đến hết ngày: ngày này chưa đến.")
    days.beside({"dv": "Hãy chọn nơi giải quyết."})
    days.check()
    known_at = datetime.combine(known, time.max, ZONE) if known else None
    return _Asked(request.args["dv"], request.args.get("noi-nop") or None, day or today(), known_at)

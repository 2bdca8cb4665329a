"""Forms of rules: a limit cut with the hours of its steps, and any kind of rule."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from api.http import now, parts, reading, require, today
from api.http.doors import needs
from api.http.problems import status_of
from engine.accounts import Person
from engine.administration.rules.choices import RuleChoices, rule_choices
from engine.administration.rules.cutting import LimitNow, limit_now
from engine.administration.rules.draft_decision import draft_decision
from engine.administration.rules.read_rules import local_rule
from engine.administration.rules.rule_rows import bounded_as_before, rule_in_place
from engine.catalogue.forms import Fault
from engine.catalogue.rules.checks import Draft
from engine.catalogue.rules.kinds import KINDS, Kind
from engine.catalogue.rules.kinds.times import UNITS
from engine.catalogue.rules.scope import Scope
from engine.errors import Refusal
from engine.organisation.named import procedures_named, several
from engine.typed import Typed, Unreadable
from engine.typed.numbers import number_of
from engine.worktime import Span, Unit
from engine.worktime.errors import SpanInvalid
from web.admin.posting import (
    FILE,
    HOURS,
    LOCKED,
    Rests,
    rests_posted,
    said_again,
    value_posted,
)
from web.forms.administering import administrator_here
from web.forms.once import once
from web.forms.uploads import keep, posted_results

blueprint = Blueprint("rule_forms", __name__, url_prefix="/quan-tri/quy-dinh")

CHANGED = "sua"
"""The parameter that names the draft which is changed."""


@blueprint.get("/thoi-han")
@needs("rules.keep")
def cutting() -> str:
    """The limit of a procedure (``tt``), and a new one; first which procedure."""
    return _cut_page()


@blueprint.post("/thoi-han")
@needs("rules.keep")
def cut() -> Response | tuple[str, int]:
    """Keep the new limit, and the hours of the steps that go with it, as one draft."""
    who = require("officer")
    try:
        rests, unit = rests_posted(), request.form.get("unit") or None
        with reading() as session:
            limit = _limit(session, who, request.form.get("procedure", ""), unit, rests.valid_from)
        span, wrong = _span(limit)
        return _kept(who, _cut_drafts(limit, span, unit, rests), (*wrong, *rests.faults))
    except Refusal as refusal:
        return _cut_page(refusal), status_of(refusal)


@blueprint.get("/moi")
@needs("rules.keep")
def choosing() -> str:
    """A rule of some kind (``loai``) about a procedure (``tt``); first which kind."""
    return _new_page()


@blueprint.post("/moi")
@needs("rules.keep")
def added() -> Response | tuple[str, int]:
    """Keep a rule as a draft; one of the same scope that still applies is replaced."""
    who, kind = require("officer"), _kind(request.form.get("loai", ""))
    try:
        rests, wrong = rests_posted(), tuple[Fault, ...]()
        asked = {name: request.form.get(name, "").strip() or None for name in SCOPE}
        if asked["procedure"]:
            asked["procedure"], wrong = _procedure(who, asked["procedure"])
        scope = Scope(**asked, element=request.form.get("element", ""))
        value = value_posted(kind.fields)
        draft = Draft(kind.code, scope, value, rests.valid_from, rests.valid_to, rests.basis)
        if request.form.get(LOCKED):
            draft = replace(draft, lock={"fixed": True})
        return _kept(who, [draft], (*wrong, *rests.faults))
    except Refusal as refusal:
        return _new_page(refusal), status_of(refusal)


def _procedure(who: Person, text: str) -> tuple[str, tuple[Fault, ...]]:
    """The procedure's code, also where its name was typed; and that several are meant.

    One unknown is refused by the act.
    """
    with reading() as session:
        found = procedures_named(session, who.province_code or "", text)
    fault = several(text, found, "thủ tục")
    return (found[0][0] if found else text), (Fault("procedure", fault),) if fault else ()


NONE_LEFT = "phải lớn hơn 0"
SCOPE = ("procedure", "sector", "unit", "area")


def _kept(who: Person, drafts: list[Draft], wrong: tuple[Fault, ...]) -> Response:
    """Keep the drafts; what is ``wrong`` with the form is told with what the act refuses."""
    files = posted_results(FILE, who.account_id)

    def act(session: Any) -> dict[str, Any]:
        admin = administrator_here(session)
        saved = draft_decision(
            session,
            admin=admin,
            drafts=[
                replace(one, replaces=rule_in_place(session, admin.province_code, one))
                for one in _bounded(session, admin.province_code, drafts)
            ],
            file=files[-1] if files else None,
            store=parts().documents,
            now=now(),
            rule_id=request.form.get(CHANGED) or None,
            wrong=wrong,
        )
        return {"id": saved.id}

    _, answer = once(who, act)
    return redirect(url_for("rules_pages.shown", rule_id=answer["id"]), code=303)


def _bounded(session: Any, province_code: str, drafts: list[Draft]) -> list[Draft]:
    """With the locks of the draft that is changed; the form of any kind asks for whole locks."""
    changed, asked = request.form.get(CHANGED) or None, "loai" in request.form
    return bounded_as_before(session, province_code, drafts, changed, asked=asked)


def _cut_drafts(limit: LimitNow, span: Span, unit: str | None, rests: Rests) -> list[Draft]:
    scope = Scope(procedure=limit.procedure, unit=unit)
    clock = request.form.get("value.clock", "committed")
    value = {"clock": clock, "amount": str(span.amount), "unit": span.unit.value}
    days = (rests.valid_from, rests.valid_to, rests.basis)
    return [
        Draft("time_limit", scope, value, *days),
        *(
            Draft("step_hours", replace(scope, element=element), {"hours": hours}, *days)
            for element, hours in _hours(limit, span).items()
        ),
    ]


def _hours(limit: LimitNow, span: Span) -> dict[str, object]:
    """What was typed of each step; without a word about any, all are cut in proportion."""
    typed = {
        step.element: Typed(text)
        for step in limit.steps
        if (text := request.form.get(HOURS + step.element, "").strip())
    }
    return dict(typed) if typed else {e: str(h) for e, h in limit.cut_hours(span).items()}


def _unit() -> Unit:
    """The unit of the new limit. Raises ValueError, in words."""
    typed = request.form.get("value.unit", "working_days")
    if typed not in {*Unit}:
        raise ValueError("hãy chọn đơn vị tính trong danh sách")
    return Unit(typed)


def _span(limit: LimitNow) -> tuple[Span, tuple[Fault, ...]]:
    """The new limit that was typed, and what is wrong with it; the present one for none."""
    try:
        amount = number_of(Typed(request.form.get("value.amount", "").strip()))
        if amount <= 0:
            raise ValueError(NONE_LEFT)  # noqa: TRY301 - told like the others
        span = Span(Decimal(amount), _unit())
    except (Unreadable, SpanInvalid, ValueError) as wrong:
        return limit.span, (Fault("value.amount", f"Thời hạn mới: {str(wrong).rstrip('.')}."),)
    longer = limit.longer(span)
    return span, (Fault("value.amount", longer),) if longer else ()


def _limit(session: Any, who: Person, code: str, unit: str | None, day: date) -> LimitNow:
    return limit_now(
        session,
        person=who,
        province_code=who.province_code or "",
        procedure_code=code.strip(),
        unit_code=unit,
        day=day,
    )


def _cut_page(refusal: Refusal | None = None) -> str:
    who = require("officer")
    limit: LimitNow | None = None
    with reading() as session:
        typed = _typed(session, who)
        code = typed.get("procedure") or typed.get("tt", "")
        choices = _choices(session)
        if code:
            try:
                code = choices.procedure(code)
                limit = _limit(session, who, code, typed.get("unit") or None, today())
            except Refusal as unknown:
                refusal = refusal or unknown
    return render_template(
        "pages/rule_cut.html",
        limit=limit,
        units=UNITS,
        HOURS=HOURS,
        **_form(who, typed, choices, refusal, _controls(limit) if limit else {}),
    )


def _controls(limit: LimitNow) -> dict[str, tuple[str, str]]:
    """A step's hours as the act names them, with the control of the form and the step's name."""
    typed = [one for one in limit.steps if request.form.get(HOURS + one.element, "").strip()]
    return {
        f"rules.{number}.value.hours": (HOURS + step.element, f"{step.name}: ")
        for number, step in enumerate(typed, start=1)
    }


def _new_page(refusal: Refusal | None = None) -> str:
    who = require("officer")
    steps: tuple[tuple[str, str], ...] = ()
    with reading() as session:
        typed = _typed(session, who)
        kind = _kind(code) if (code := typed.get("loai", "")) else None
        procedure = typed.get("procedure") or typed.get("tt", "").strip()
        choices = _choices(session)
        if procedure:
            try:
                procedure = choices.procedure(procedure)
                limit = _limit(session, who, procedure, None, today())
                steps = tuple((step.element, step.name) for step in limit.steps)
            except Refusal as unknown:
                refusal = refusal or unknown
    return render_template(
        "pages/rule_new.html",
        kind=kind,
        kinds=KINDS,
        procedure=procedure,
        steps=steps,
        **_form(who, typed, choices, refusal),
    )


def _typed(session: Any, who: Person) -> MultiDict[str, str]:
    """What was posted, what the draft that is changed says, or what the address names."""
    if request.method == "POST":
        return request.form
    rule_id = request.args.get(CHANGED)
    if not rule_id:
        return request.args
    told: dict[str, Any] = {"person": who, "province_code": who.province_code, "now": now()}
    return said_again(local_rule(session, rule_id=rule_id, **told))


def _kind(code: str) -> Kind:
    return KINDS.get(code) or abort(404)


def _choices(session: Any) -> RuleChoices:
    admin = administrator_here(session)
    return rule_choices(session, admin=admin, day=today())


def _form(
    who: Person,
    typed: MultiDict[str, str],
    choices: RuleChoices,
    refusal: Refusal | None,
    controls: Mapping[str, tuple[str, str]] = MappingProxyType({}),
) -> dict[str, Any]:
    """What both forms show: choices, faults on their fields, files that came before.

    ``controls``: fields of which the form has controls of other names, with what is said before.
    """
    posted = request.method == "POST"
    told: Any = refusal.details.get("faults", ()) if refusal is not None else ()
    faults: dict[str, str] = {}
    for one in told:
        control, before = controls.get(str(one["field"]), (str(one["field"]), ""))
        faults[control] = f"{before}{one['message']}"
    return {
        "choices": choices,
        "typed": typed,
        "changed": request.values.get(CHANGED, ""),
        "kept": keep(posted_results(FILE, who.account_id), who.account_id) if posted else (),
        "refusal": refusal,
        "faults": faults,
        "FILE": FILE,
    }

"""A unit is split into several: what each takes, rehearsed, sent to a second person."""

import re
from datetime import date
from typing import Any

from flask import Blueprint, abort, render_template, request
from werkzeug.wrappers import Response

from api.http import reading, require, today
from api.http.doors import needs
from api.http.problems import status_of
from engine.administration.people.listed_rows import UnitRow
from engine.administration.people.listing import posts
from engine.administration.reorganising.mapping import Part, Wish
from engine.administration.rules.choices import rule_choices
from engine.errors import Refusal
from engine.organisation.named import units_named
from engine.organisation.tree import COMMUNE_KIND, Setting, setting_of
from engine.proposing.reorganisations import require_right
from engine.proposing.review import Review
from engine.proposing.rights import publisher
from engine.typed import folded
from web.admin.plans_sent import day_of_plan, dry_run, on_its_day, sent, units_of_plan
from web.admin.reorganising import FIRST, SHOWN, groups_of
from web.forms.administering import administrator_here
from web.forms.choosing import people_of
from web.forms.faulty import faults_by_control

blueprint = Blueprint("splitting", __name__, url_prefix="/quan-tri/chia")

LEAST, MOST = 2, 20
"""Parts that the form has at first, and at most."""
LISTS = ("procedures", "sectors", "communes", "cases", "officers")
"""Fields of a part that name several, with a semicolon or a line between them."""
_BETWEEN = re.compile(r"[;\n]")


@blueprint.get("/<code>")
@needs("organisation.successions")
def shown(code: str) -> str | tuple[str, int]:
    """The form, and with a day (``day``) the dry run."""
    review, refusal = None, None
    if "day" in request.args and "more" not in request.args:
        try:
            review = dry_run(lambda: _wish(code))
        except Refusal as refused:
            refusal = refused
    page = _page(code, request.args, review, refusal)
    return (page, status_of(refusal)) if refusal else page


@blueprint.post("/<code>")
@needs("organisation.successions")
def send(code: str) -> Response | tuple[str, int]:
    """Send it to the second person."""
    form = request.form
    return sent(lambda: _wish(code), lambda review, refusal: _page(code, form, review, refusal))


def _wish(code: str) -> Wish:
    """What was typed, of the address or of the form. Raises EntryInvalid."""
    parts = tuple(part for number in _numbers(request.values) if (part := _part(number)).code)
    rest = request.values.get("rest", "")
    wish = Wish(code, request.values.get(f"{rest}.code", "").strip(), date.max, parts=parts)
    return on_its_day(wish)


def _part(number: int) -> Part:
    def said(name: str) -> str:
        return request.values.get(f"{number}.{name}", "").strip()

    def several(name: str) -> tuple[str, ...]:
        found = (one.strip() for one in _BETWEEN.split(said(name)))
        return tuple(dict.fromkeys(one for one in found if one))

    return Part(
        code=said("code"),
        name=said("name"),
        short_name=said("short_name"),
        agency_code=said("agency_code") or None,
        **{name: several(name) for name in LISTS},
    )


def _numbers(typed: Any) -> range:
    """The parts that the form has: two, or as many as were asked for."""
    sent = [int(found[1]) for name in typed if (found := re.match(r"(\d{1,2})\.", name))]
    more = 1 if "more" in typed else 0
    return range(min(max(LEAST, max(sent, default=0) + 1 + more), MOST))


def _page(code: str, typed: Any, review: Review | None, refusal: Refusal | None) -> str:
    who = require("officer")
    told: dict[str, Any] = {"person": who, "province_code": who.province_code or ""}
    with reading() as session:
        require_right(session, publisher(session, who))
        every = units_of_plan(session, who, code)
        here = posts(session, **told, day=day_of_plan(), unit_code=code)
        setting = setting_of(session, who.province_code or "")
        choices = rule_choices(session, admin=administrator_here(session), day=today())
    unit = next((one for one in every if one.code == code), None) or abort(404)
    return render_template(
        "pages/split.html",
        unit=unit,
        numbers=_numbers(typed),
        others=_others(every, unit),
        communes=[(one.code, one.name) for one in every if one.kind == COMMUNE_KIND],
        choices=choices,
        officers=people_of(here),
        review=review,
        groups=groups_of(review.differences) if review else (),
        faults=_faults(refusal, typed, setting),
        refusal=refusal,
        typed=typed,
        kept=[(name, value) for name, value in typed.items() if _is_kept(name)],
        FIRST=FIRST,
        SHOWN=SHOWN,
        MOST=MOST,
    )


def _is_kept(name: str) -> bool:
    """Whether the second form sends it again as it was typed."""
    return name in {"day", "rest"} or name[:1].isdigit()


def _others(every: tuple[UnitRow, ...], unit: UnitRow) -> list[tuple[str, str]]:
    """Units of the same kind that could take a part."""
    found = [one for one in every if one.kind == unit.kind and one.code != unit.code]
    return [(one.code, one.name) for one in sorted(found, key=lambda one: folded(one.name))]


def _faults(refusal: Refusal | None, typed: Any, setting: Setting) -> dict[str, str]:
    """All that is said of each control: a fault of a part comes by its code."""
    codes = {}
    for number in _numbers(typed):
        text = typed.get(f"{number}.code", "").strip()
        meant = units_named(setting, text, day_of_plan())
        codes.update(dict.fromkeys([text, *(code for code, _ in meant)], number))
    told: dict[str, list[str]] = {}
    for field, said in faults_by_control(refusal).items():
        told.setdefault(_control(field, codes), []).append(said)
    return {name: " ".join(dict.fromkeys(said)) for name, said in told.items()}


def _control(field: str, codes: dict[str, int]) -> str:
    part, _, name = field.rpartition(".")
    if field in codes:
        return f"{codes[field]}.code"
    return f"{codes[part]}.{name}" if part in codes else field

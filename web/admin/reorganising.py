"""One unit goes up in another: chosen, rehearsed, sent to a second person."""

from datetime import date
from typing import Any

from flask import Blueprint, abort, render_template, request
from werkzeug.wrappers import Response

from api.http import reading, require
from api.http.doors import needs
from api.http.problems import status_of
from engine.administration.people.listed_rows import UnitRow
from engine.administration.reorganising.mapping import Wish
from engine.errors import Refusal
from engine.proposing.reorganisations import require_right
from engine.proposing.review import Review
from engine.proposing.rights import publisher
from engine.publishing.differing import Difference
from engine.typed import folded
from web.admin.plans_sent import dry_run, on_its_day, sent, units_of_plan
from web.forms.faulty import faults_by_control

blueprint = Blueprint("reorganising", __name__, url_prefix="/quan-tri/sap-xep")

CHOICE = "cho."
"""The control of who takes over from a unit: this, and the unit."""
GROUPS = (
    ("Đơn vị", "unit"),
    ("Chức danh chưa ai giữ", "nobody"),
    ("Cán bộ, người thay, quyền", "officer stand_in grant focal"),
    ("Quy định", "rule rule_draft"),
    ("Tài khoản thu", "account"),
    ("Đơn vị phục vụ", "serving"),
    ("Thủ tục, khu vực và việc khác", "package area draft petition waiting"),
    ("Hồ sơ đang xử lý", "case"),
)
"""What is shown together, by the beginnings of keys."""
FIRST, SHOWN = 20, 500
"""Rows of a group that the page shows at once, and when asked."""


@blueprint.get("/<code>")
@needs("organisation.successions")
def shown(code: str) -> str | tuple[str, int]:
    """The form, and with a unit and a day (``new``, ``day``) the dry run; what lacks is told."""
    typed = request.args
    review, refusal = None, None
    if "new" in typed or "day" in typed:
        try:
            review = dry_run(lambda: _wish(code))
        except Refusal as refused:
            refusal = refused
    page = _page(code, typed, review, refusal)
    return (page, status_of(refusal)) if refusal else page


@blueprint.post("/<code>")
@needs("organisation.successions")
def send(code: str) -> Response | tuple[str, int]:
    """Send it to the second person."""
    form = request.form
    return sent(lambda: _wish(code), lambda review, refusal: _page(code, form, review, refusal))


def _wish(code: str) -> Wish:
    """What was typed, of the address or of the form. Raises EntryInvalid."""
    typed = request.values
    chosen = {
        name.removeprefix(CHOICE): value.strip()
        for name, value in typed.items()
        if name.startswith(CHOICE) and value.strip()
    }
    return on_its_day(Wish(code, typed.get("new", "").strip(), date.max, chosen))


def _page(code: str, typed: Any, review: Review | None, refusal: Refusal | None) -> str:
    who = require("officer")
    with reading() as session:
        require_right(session, publisher(session, who))
        every = units_of_plan(session, who, code)
    unit = next((one for one in every if one.code == code), None) or abort(404)
    told = faults_by_control(refusal)
    asked = {name.removeprefix(CHOICE) for name in typed if name.startswith(CHOICE)} | told.keys()
    return render_template(
        "pages/reorganise.html",
        unit=unit,
        targets=_targets(every, unit),
        asked=[one for one in every if one.code in asked and one.code != code],
        takers=_below(every, typed.get("new", "")),
        review=review,
        groups=groups_of(review.differences) if review else (),
        faults={
            (name if name in ("new", "day", "old") else CHOICE + name): said
            for name, said in told.items()
        },
        refusal=refusal,
        typed=typed,
        CHOICE=CHOICE,
        FIRST=FIRST,
        SHOWN=SHOWN,
    )


def _targets(every: tuple[UnitRow, ...], unit: UnitRow) -> list[tuple[str, str]]:
    """Units of the same kind, and the one above it."""
    found = [one for one in every if one.kind == unit.kind and one.code != unit.code]
    found.sort(key=lambda one: folded(one.name))
    above = [one for one in every if one.code == unit.parent_code]
    return [(one.code, one.name) for one in (*found, *above)]


def _below(every: tuple[UnitRow, ...], code: str) -> list[tuple[str, str]]:
    """A unit and what is directly below it."""
    return [(one.code, one.name) for one in every if code in (one.code, one.parent_code)]


def groups_of(found: tuple[Difference, ...]) -> list[tuple[str, list[Difference]]]:
    """What a dry run found, together as it is shown."""
    return [
        (title, rows)
        for title, kinds in GROUPS
        if (rows := [one for one in found if one.key.split(":")[0] in kinds.split()])
    ]

"""The administrators' page of who serves which communes: named from a day, by a paper."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.http import now, reading, require, today
from api.http.doors import needs
from api.http.problems import status_of
from engine.accounts import Person
from engine.administration.people.listed_rows import UnitRow
from engine.administration.people.listing import units
from engine.administration.registers.serve_communes import (
    ServingEnd,
    ServingEntry,
    end_serving,
    serve_communes,
)
from engine.administration.registers.serving_units import ServedRole, serving_units
from engine.errors import Refusal
from engine.organisation.tree import setting_of
from engine.typed import folded
from web.forms.administering import administrator_here
from web.forms.days import Days
from web.forms.faulty import faults_by_control
from web.forms.once import once

blueprint = Blueprint("serving", __name__)

COMMUNE_LEVEL = "commune"
COMMUNE_KIND = "ubnd_xa"
ADDING = "them"
"""How the ids of the form that names a unit begin."""


@blueprint.get("/don-vi-phuc-vu")
@needs("organisation.gaps")
def listed() -> str:
    """Each role by area: which unit serves which communes on the day, and where nobody does."""
    return _page()


@blueprint.post("/don-vi-phuc-vu")
@needs("organisation.serving_units")
def added() -> Response | tuple[str, int]:
    """Name a unit for communes from a day on."""

    def add(session: Any) -> dict[str, Any]:
        days = Days()
        entry = ServingEntry(
            role=_role(),
            unit_code=request.form.get("unit", ""),
            communes=tuple(request.form.getlist("xa")),
            valid_from=days.needed("day", "Ngày"),
            basis=request.form.get("basis", ""),
        )
        told: dict[str, Any] = {"admin": administrator_here(session), "now": now()}
        days.around(partial(serve_communes, session, entry=entry, **told))
        return {"communes": len(entry.communes)}

    return _done(add, "Đã ghi đơn vị phục vụ của {communes} xã, phường.")


@blueprint.post("/don-vi-phuc-vu/thoi")
@needs("organisation.serving_units")
def ended() -> Response | tuple[str, int]:
    """A unit no longer serves communes from a day on."""

    def end(session: Any) -> dict[str, Any]:
        days = Days()
        entry = ServingEnd(
            role=_role(),
            unit_code=request.form.get("unit", ""),
            communes=tuple(request.form.getlist("xa")),
            day=days.needed("day", "Ngày"),
            basis=request.form.get("basis", ""),
        )
        told: dict[str, Any] = {"admin": administrator_here(session), "now": now()}
        days.around(partial(end_serving, session, entry=entry, **told))
        return {"communes": len(entry.communes)}

    return _done(end, "Đã ghi thôi phục vụ {communes} xã, phường.")


def _done(act: Any, words: str) -> Response | tuple[str, int]:
    try:
        _, answer = once(require("officer"), act)
    except Refusal as refusal:
        return _page(refusal), status_of(refusal)
    flash(words.format(**answer))
    return redirect(url_for("serving.listed"), code=303)


def _role() -> str:
    """The role that was chosen, or the code of one that no unit has yet."""
    return request.form.get("other", "").strip() or request.form.get("role", "")


def _page(refusal: Refusal | None = None) -> str:
    who: Person = require("officer")
    with reading() as session:
        admin = administrator_here(session)
        roles = serving_units(session, admin=admin, day=today())
        names = admin.may("organisation.serving_units", setting_of(session, admin.province_code))
        every = units(session, person=who, province_code=admin.province_code, day=today())
    ending = refusal is not None and request.path.endswith("/thoi")
    role = "other" if request.form.get("other", "").strip() else "role"
    called = {"role": role, "unit_code": "unit", "communes": "xa", "valid_from": "day"}
    faults = faults_by_control(refusal, called)
    ids = _ids(_ended_at(roles)) if ending else {**_ids(ADDING), **{n: n for n in _NAMING}}
    return render_template(
        "pages/serving.html",
        faults=faults,
        listed_faults=[{"id": ids.get(name), "message": said} for name, said in faults.items()],
        roles=roles,
        names=names,
        units=[one for one in every if one.level != COMMUNE_LEVEL],
        communes=sorted(_communes(every), key=lambda one: folded(one.short_name)),
        refusal=refusal,
        typed=request.form if refusal else {},
        chosen=request.form.getlist("xa") if refusal else [],
        ending=ending,
    )


_NAMING = ("role", "other", "unit")
"""Controls that the form for a unit that is named has beside the others, by their ids."""


def _ids(start: str | None) -> dict[str, str]:
    """The ids of a form's controls by their names; none where the page no longer has the form."""
    if start is None:
        return {}
    return {"day": f"{start}-ngay", "basis": f"{start}-vb", "xa": f"{start}-xa-1"}


def _ended_at(roles: Sequence[ServedRole]) -> str | None:
    """How the ids begin of the form by which the unit was to serve no more."""
    wanted = request.form.get("role"), request.form.get("unit")
    for number, role in enumerate(roles, start=1):
        for place, unit in enumerate(role.units, start=1):
            if (role.role, unit.unit_code) == wanted:
                return f"v{number}-{place}"
    return None


def _communes(every: tuple[UnitRow, ...]) -> list[UnitRow]:
    return [one for one in every if one.kind == COMMUNE_KIND]

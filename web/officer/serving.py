"""The administrators' page of who serves which communes: named from a day, by a paper."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.http import now, reading, require, today
from api.http.doors import needs
from api.http.problems import status_of
from engine.access import Administrator
from engine.accounts import Person
from engine.administration.people.listed_rows import UnitRow
from engine.administration.people.listing import units
from engine.administration.registers.serve_communes import (
    ServingBack,
    ServingEnd,
    ServingEntry,
    end_serving,
    serve_communes,
    take_back_serving,
)
from engine.administration.registers.serving_units import (
    Served,
    ServedLater,
    ServedRole,
    serving_units,
)
from engine.errors import Refusal
from engine.organisation.serving import papers_told
from engine.organisation.tree import setting_of
from engine.typed import folded
from web.forms.administering import administrator_here
from web.forms.days import Days
from web.forms.faulty import faults_by_control
from web.forms.once import once

blueprint = Blueprint("serving", __name__)

COMMUNE_LEVEL = "commune"
COMMUNE_KIND = "ubnd_xa"
ALL = "tat-ca"
"""The control that ticks all communes of a unit."""
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
        days, admin = Days(), administrator_here(session)
        entry = ServingEnd(
            role=_role(),
            unit_code=request.form.get("unit", ""),
            communes=_ticked(session, admin, "thoi"),
            day=days.needed("day", "Ngày"),
            basis=request.form.get("basis", ""),
        )
        told: dict[str, Any] = {"admin": admin, "now": now()}
        days.around(partial(end_serving, session, entry=entry, **told))
        return {"communes": len(entry.communes)}

    return _done(end, "Đã ghi thôi phục vụ {communes} xã, phường.")


@blueprint.post("/don-vi-phuc-vu/bo")
@needs("organisation.serving_units")
def taken_back() -> Response | tuple[str, int]:
    """What was written for a day to come is taken back."""

    def take_back(session: Any) -> dict[str, Any]:
        days, admin = Days(), administrator_here(session)
        entry = ServingBack(
            role=_role(),
            unit_code=request.form.get("unit", ""),
            communes=_ticked(session, admin, "bo"),
            valid_from=days.needed("since", "Từ ngày"),
        )
        told: dict[str, Any] = {"admin": admin, "now": now()}
        days.around(partial(take_back_serving, session, entry=entry, **told), valid_from="since")
        return {"communes": len(entry.communes)}

    return _done(take_back, "Đã bỏ ghi phục vụ của {communes} xã, phường.")


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


def _ticked(session: Any, admin: Administrator, word: str) -> tuple[str, ...]:
    """The communes that were ticked; with ``tat-ca`` all of the unit that the form stands at."""
    if ALL not in request.form:
        return tuple(request.form.getlist("xa"))
    found = _at(serving_units(session, admin=admin, day=today()), word)
    return tuple(one.code for one in found[1].communes) if found else ()


def _page(refusal: Refusal | None = None) -> str:
    who: Person = require("officer")
    with reading() as session:
        admin = administrator_here(session)
        roles = serving_units(session, admin=admin, day=today())
        names = admin.may("organisation.serving_units", setting_of(session, admin.province_code))
        every = units(session, person=who, province_code=admin.province_code, day=today())
    word = request.path.rpartition("/")[2] if refusal else ""
    listed_form = word in _OF_A_UNIT
    role = "other" if request.form.get("other", "").strip() else "role"
    called = {"role": role, "unit_code": "unit", "communes": "xa", "valid_from": "day"}
    faults = faults_by_control(refusal, _OF_A_UNIT.get(word, called))
    adding = {**_ids(ADDING), **{n: n for n in _NAMING}}
    ids = _ids(_its_form(roles, word)) if listed_form else adding
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
        word=word if listed_form else "",
        papers_told=papers_told,
    )


_OF_A_UNIT = {
    "thoi": {"unit_code": "unit", "communes": "xa"},
    "bo": {"unit_code": "unit", "communes": "xa", "valid_from": "since"},
}
"""Forms that stand at a unit that serves or is to, by the end of their address; how their controls
are called."""
_NAMING = ("role", "other", "unit")
"""Controls that the form for a unit that is named has beside the others, by their ids."""


def _ids(start: str | None) -> dict[str, str]:
    """The ids of a form's controls by their names; none where the page no longer has the form."""
    if start is None:
        return {}
    day, first = f"{start}-ngay", f"{start}-xa-1"
    return {"day": day, "since": first, "basis": f"{start}-vb", "xa": first}


def _its_form(roles: Sequence[ServedRole], word: str) -> str | None:
    """How the ids begin of the form at the unit that was to serve no more, or never to begin."""
    found = _at(roles, word)
    return found[0] if found else None


def _at(roles: Sequence[ServedRole], word: str) -> tuple[str, Served | ServedLater] | None:
    """The unit that the form that came stands at, and how the ids of the form begin."""
    wanted = request.form.get("role"), request.form.get("unit")
    day = request.form.get("since")
    for number, role in enumerate(roles, start=1):
        for place, unit in enumerate(role.units if word == "thoi" else (), start=1):
            if (role.role, unit.unit_code) == wanted:
                return f"v{number}-{place}", unit
        for place, one in enumerate(role.coming if word == "bo" else (), start=1):
            if (role.role, one.unit_code) == wanted and one.valid_from.isoformat() == day:
                return f"v{number}-s{place}", one
    return None


def _communes(every: tuple[UnitRow, ...]) -> list[UnitRow]:
    return [one for one in every if one.kind == COMMUNE_KIND]

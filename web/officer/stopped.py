"""The administrators' list of cases that nobody can take further, and how they mend them."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.http import now, reading, require
from api.http.doors import needs
from api.http.problems import status_of
from engine.access import Administrator, holds
from engine.accounts import Person
from engine.administration.people.listing import administrator_of
from engine.cases.give_value import give_value
from engine.cases.retry_case import retry_stopped
from engine.errors import Refusal
from engine.queries.stopped import stopped_cases
from engine.typed.text import Typed
from web.forms.once import once

blueprint = Blueprint("stopped", __name__)

KINDS = {"text": "Chữ", "number": "Số", "boolean": "Đúng hoặc sai"}


def sees_stopped(person: Person) -> bool:
    """Whether the list is for this person."""
    return holds(person, "incidents.read")


@blueprint.get("/su-co")
@needs("incidents.read")
def listed() -> str:
    """The cases that stand still within the administrator's rights."""
    return _page()


@blueprint.post("/su-co/<ref>/<word>")
@needs("incidents.mend")
def mended(ref: str, word: str) -> Response | tuple[str, int]:
    """Try a case again, or give it the value that it stood still for."""
    if word not in ("chay-lai", "gia-tri"):
        abort(404)

    def mend(session: Any) -> dict[str, Any]:
        admin = _administrator(session)
        if word == "chay-lai":
            retry_stopped(session, admin=admin, ref=ref, now=now())
        else:
            give_value(session, admin=admin, ref=ref, now=now(), **_typed())
        return {"ref": ref}

    try:
        once(require("officer"), mend)
    except Refusal as refusal:
        return _page(refusal, ref), status_of(refusal)
    flash(f"Hồ sơ {ref} sẽ được chạy lại; việc của cán bộ thì cán bộ bấm lại nút của bước.")
    return redirect(url_for("stopped.listed"), code=303)


def _typed() -> dict[str, str]:
    names = ("name", "value", "kind", "reason", "paper")
    return {name: Typed(request.form.get(name, "")) for name in names}


def _administrator(session: Any) -> Administrator:
    who = require("officer")
    return administrator_of(session, who, who.province_code or "")


def _page(refusal: Refusal | None = None, ref: str | None = None) -> str:
    with reading() as session:
        rows = stopped_cases(session, admin=_administrator(session), now=now())
    return render_template(
        "pages/stopped.html",
        rows=rows,
        refusal=refusal,
        refused=ref,
        typed=_typed() if refusal else {},
        kinds=KINDS,
    )

"""Petitions at the desk of who handles them: the list, one with what may be done about it."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.http import now, reading, require
from api.http.doors import needs
from api.http.problems import status_of
from engine.errors import Refusal
from engine.facts.petitions import KIND_WORDS
from engine.petitions.accept_petition import accept_petition
from engine.petitions.answer_petition import answer_petition, publish_petition
from engine.petitions.ask_sender import ask_sender
from engine.petitions.reject_petition import reject_petition
from engine.queries.petitions import agencies, petition, petition_desk
from web.forms.once import once

blueprint = Blueprint("petition_desk", __name__)
NEEDS = "petitions.handle"
DOING: Mapping[str, tuple[Callable[..., None], Mapping[str, str]]] = {
    "giao": (accept_petition, {"kind": "kind", "unit_code": "unit"}),
    "khong-thu-ly": (reject_petition, {"reason": "reason"}),
    "hoi-them": (ask_sender, {"question": "words"}),
    "tra-loi": (answer_petition, {"answer": "content"}),
    "cong-khai": (publish_petition, {"content": "other", "answer": "remark"}),
}
"""The last word of a form's address → the act, and the control of each thing that it takes."""


@blueprint.get("/phan-anh-kien-nghi")
@needs(NEEDS)
def listed() -> str:
    """What is due next first."""
    with reading() as session:
        rows = petition_desk(session, person=require("officer"), now=now())
    return render_template("pages/petition_desk.html", rows=rows)


@blueprint.get("/phan-anh-kien-nghi/<petition_id>")
@needs(NEEDS)
def opened(petition_id: str) -> str:
    """One, with its forms."""
    return _page(petition_id)


@blueprint.post("/phan-anh-kien-nghi/<petition_id>/<word>")
@needs(NEEDS)
def done(petition_id: str, word: str) -> Response | tuple[str, int]:
    """Do what the form asks for, once."""
    if word not in DOING:
        abort(404)
    officer, (act, controls) = require("officer"), DOING[word]
    given = {name: request.form.get(control, "") for name, control in controls.items()}

    def act_once(session: Any) -> dict[str, Any]:
        act(session, petition_id=petition_id, person=officer, **given, now=now())
        return {"done": True}

    try:
        once(officer, act_once)
    except Refusal as refusal:
        return _page(petition_id, refusal), status_of(refusal)
    return redirect(url_for("petition_desk.opened", petition_id=petition_id), code=303)


def _page(petition_id: str, refusal: Refusal | None = None) -> str:
    officer = require("officer")
    with reading() as session:
        found = petition(session, petition_id=petition_id, person=officer, now=now())
        places = agencies(session, person=officer)
    return render_template(
        "pages/petition.html", found=found, places=places, kinds=KIND_WORDS, refusal=refusal
    )

"""Anyone sends a petition, follows it by its code, and reads what was published."""

import re
from uuid import uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.http import now, person, reading, writing
from api.http.doors import needs
from api.http.looking_up import guessed_petition, sending_petition
from api.http.problems import page_of
from engine.errors import (
    CaseCodeTwoWays,
    CaseNotFound,
    FormSentBefore,
    OfficerBySecret,
    PetitionEmpty,
    PetitionKindUnknown,
    PetitionNotFound,
    PetitionNotInState,
    PetitionUnitUnknown,
    ProvinceNotFound,
    Refusal,
    TextUnreadable,
    TooManyNumbers,
    TooManyPetitions,
)
from engine.facts.petitions import KIND_WORDS
from engine.petitions.ask_sender import add_to_petition
from engine.petitions.file_petition import file_petition
from engine.queries.petitions import own_petition, places, published_petitions

blueprint = Blueprint("petitions", __name__)
NEEDS = "public.petition"
_REFUSED = (
    *(PetitionEmpty, PetitionKindUnknown, PetitionUnitUnknown, ProvinceNotFound),
    *(CaseNotFound, CaseCodeTwoWays, TextUnreadable, TooManyNumbers, TooManyPetitions),
)


@blueprint.get("/phan-anh")
@needs(NEEDS)
def ask() -> str | Response:
    """The form, and a field for the code of one that was sent; ``ma``: that one."""
    code = request.args.get("ma", "").strip()
    if not code:
        return _form()
    try:
        return _followed(code)
    except (PetitionNotFound, TooManyNumbers) as refusal:
        return page_of(_form(refusal, looked_for=code), refusal)


@blueprint.post("/phan-anh")
@needs(NEEDS)
def send() -> Response:
    """Keep it, and show it under its code."""
    about = request.form.get("hs", "").strip()
    try:
        with sending_petition(about) as sent:
            with writing() as session:
                made = file_petition(
                    session,
                    province_code=request.form.get("tinh", ""),
                    kind=request.form.get("kind", ""),
                    content=request.form.get("content", ""),
                    about_case=about,
                    name=request.form.get("name"),
                    contact=request.form.get("lien-he"),
                    sent_as=_own_id(),
                    now=now(),
                )
            sent(made.code)
    except FormSentBefore as refusal:
        return page_of(_form(refusal, own_id=uuid4().hex), refusal)
    except _REFUSED as refusal:
        return page_of(_form(refusal), refusal)
    return redirect(url_for("petitions.ask", ma=made.code), code=303)


@blueprint.post("/phan-anh/bo-sung")
@needs(NEEDS)
def more() -> Response:
    """What was missing, by whoever has the code."""
    code = request.form.get("ma", "").strip()
    try:
        with guessed_petition(code), writing() as session:
            words = request.form.get("words", "")
            add_to_petition(session, code=code, person=person(), words=words, now=now())
    except (OfficerBySecret, PetitionEmpty, PetitionNotInState, TextUnreadable) as refusal:
        return page_of(_followed(code, refusal), refusal)
    except (PetitionNotFound, TooManyNumbers) as refusal:
        return page_of(_form(refusal, looked_for=code), refusal)
    return redirect(url_for("petitions.ask", ma=code), code=303)


@blueprint.get("/phan-anh/cong-khai/<province>")
@needs(NEEDS)
def published(province: str) -> str:
    """What the province has answered in public."""
    with reading() as session:
        rows = published_petitions(session, province_code=province)
    return render_template("pages/petitions_published.html", rows=rows)


def _own_id() -> str | None:
    """The id that the form brought, if it is one."""
    sent = request.form.get("so", "")
    return sent if re.fullmatch(r"[0-9a-f]{32}", sent) else None


def _followed(code: str, refusal: Refusal | None = None) -> str:
    with guessed_petition(code), reading() as session:
        found = own_petition(session, code=code, person=person())
    return render_template("pages/petition_own.html", found=found, refusal=refusal)


def _form(refusal: Refusal | None = None, looked_for: str = "", own_id: str | None = None) -> str:
    with reading() as session:
        known = places(session)
    return render_template(
        "pages/petition_form.html",
        places=known,
        kinds=KIND_WORDS,
        refusal=refusal,
        looked_for=looked_for,
        own_id=own_id or _own_id() or uuid4().hex,
    )

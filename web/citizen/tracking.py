"""Where a case is, for anyone who has its number; names and the result for who proves more."""

from flask import Blueprint, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from api.http import now, proof, reading, writing
from api.http.doors import needs
from api.http.looking_up import guessed, tracked
from api.http.problems import page_of
from engine.accounts.proofs import Proof
from engine.cases.withdraw import withdraw_by_secret
from engine.errors import (
    CaseNotFound,
    FactWrong,
    NotInThisState,
    NotSure,
    OfficerBySecret,
    ProofMissing,
    Refusal,
    TextUnreadable,
    TooManyFacts,
    TooManyFactsHere,
    TooManyNumbers,
)
from engine.queries.tracking import tracked_result
from engine.queries.views.tracking import TrackView
from web.forms.act_inputs import check_sure
from web.frame.sent_files import sent

blueprint = Blueprint("tracking", __name__)

REF, CODE, FACT = "ma", "m", "biet"


@blueprint.get("/tra-cuu")
@needs("public.track")
def look_up() -> str | Response:
    """Ask for a number, or show the way of the case that ``ma`` names; ``m``: a receipt's code."""
    ref = request.args.get(REF, "").strip().upper()
    if not ref:
        return render_template("pages/track.html", ref="")
    try:
        return _page(tracked(ref, _proof()))
    except (CaseNotFound, TooManyNumbers) as refusal:
        return _asked(ref, refusal)


@blueprint.post("/tra-cuu")
@needs("public.track")
def open_with_fact() -> Response:
    """One more fact opens the case: go to the address that a receipt would have led to."""
    ref = request.form.get(REF, "").strip().upper()
    try:
        found = tracked(ref, proof(fact=request.form.get(FACT, "").strip()))
    except (CaseNotFound, TooManyNumbers) as refusal:
        return _asked(ref, refusal)
    except (FactWrong, TooManyFacts, TooManyFactsHere) as refusal:
        return _not_opened(ref, refusal)
    return redirect(url_for("tracking.look_up", ma=found.ref, m=found.opens_with), code=303)


@blueprint.post("/tra-cuu/rut")
@needs("public.track")
def withdraw() -> Response:
    """Who has the receipt's secret withdraws the case; a tick says that they mean it."""
    ref, code = request.form.get(REF, "").strip(), request.form.get(CODE, "").strip()
    shown = proof(receipt=code)
    try:
        check_sure()
        with guessed(ref, shown), writing() as session:
            withdraw_by_secret(
                session, ref=ref, proof=shown, reason=request.form.get("reason"), now=now()
            )
    except TooManyNumbers as refusal:
        return _asked(ref, refusal)
    except (
        *(NotSure, OfficerBySecret, ProofMissing),
        *(NotInThisState, TextUnreadable),
    ) as refusal:
        return page_of(_page(tracked(ref, shown), not_withdrawn=refusal), refusal)
    return redirect(url_for("tracking.look_up", ma=ref, m=code), code=303)


@blueprint.get("/tra-cuu/<ref>/ket-qua/<document_id>")
@needs("public.track")
def result(ref: str, document_id: str) -> Response:
    """A file of the electronic result, for who proves something."""
    shown = _proof()
    with guessed(ref, shown), reading() as session:
        found = tracked_result(session, ref=ref, document_id=document_id, proof=shown)
    return sent(digest=found.digest, name=found.name)


def _proof() -> Proof:
    return proof(receipt=request.args.get(CODE))


def _not_opened(ref: str, refusal: Refusal) -> Response:
    """What was told opens nothing: the public view with why, if that may still be seen."""
    try:
        return page_of(_page(tracked(ref, proof()), refusal), refusal)
    except TooManyNumbers:
        return _asked(ref, refusal)


def _asked(ref: str, refusal: Refusal) -> Response:
    page = render_template(
        "pages/track.html",
        ref=ref,
        refusal=refusal,
        with_fact=not isinstance(refusal, CaseNotFound),
    )
    return page_of(page, refusal)


def _page(
    found: TrackView, refusal: Refusal | None = None, not_withdrawn: Refusal | None = None
) -> str:
    diagram = Markup(found.diagram)  # noqa: S704 - drawn by engine.workflow.draw, which escapes texts
    return render_template(
        "pages/track.html",
        ref=found.ref,
        track=found,
        diagram=diagram,
        fact_wrong=refusal,
        refusal=not_withdrawn,
    )

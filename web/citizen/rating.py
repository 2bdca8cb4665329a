"""Who filed a case, or has its receipt's code, says what they think of how it was handled."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.http import now, proof, writing
from api.http.doors import needs
from api.http.looking_up import guessed, tracked
from api.http.problems import page_of
from engine.cases.rate import rate_by_secret
from engine.errors import (
    NotInThisState,
    OfficerBySecret,
    ProofMissing,
    QuestionUnknown,
    RatingClosed,
    Refusal,
    ScoreUnknown,
    TextUnreadable,
)
from engine.queries.choosing import SCORES, rated_questions
from engine.queries.wording import local
from web.citizen.tracking import CODE
from web.forms.act_inputs import rated

blueprint = Blueprint("rating", __name__)


@blueprint.get("/danh-gia/<ref>")
@needs("public.track")
def ask(ref: str) -> str:
    """The question, for who proves that they filed the case."""
    return _page(ref, request.args.get(CODE, ""), done="xong" in request.args)


@blueprint.post("/danh-gia/<ref>")
@needs("public.track")
def send(ref: str) -> Response:
    """Keep the answer, and say so."""
    code = request.form.get(CODE, "").strip()
    shown = proof(receipt=code)
    try:
        with guessed(ref, shown), writing() as session:
            rate_by_secret(
                session,
                ref=ref,
                proof=shown,
                score=request.form.get("score", ""),
                rated=rated(),
                words=request.form.get("words"),
                now=now(),
            )
    except (
        *(ScoreUnknown, QuestionUnknown, TextUnreadable),
        *(RatingClosed, NotInThisState, OfficerBySecret, ProofMissing),
    ) as refusal:
        return page_of(_page(ref, code, refusal), refusal)
    return redirect(url_for("rating.ask", ref=ref, m=code, xong=1), code=303)


def _page(ref: str, code: str, refusal: Refusal | None = None, *, done: bool = False) -> str:
    return render_template(
        "pages/rate.html",
        track=tracked(ref, proof(receipt=code)),
        code=code,
        scores=SCORES,
        questions=rated_questions(local(now()).date()),
        refusal=refusal,
        done=done,
    )

"""Where a case is, for anyone who has its number; names and the result for who proves more."""

from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from api.http import now, proof, reading, writing
from api.http.doors import needs
from api.http.looking_up import guessed, tracked
from api.http.problems import page_of
from engine.accounts.proofs import Proof, check_fact
from engine.cases.withdraw import withdraw_by_secret
from engine.errors import (
    CaseNotFound,
    FactWrong,
    NotInThisState,
    NotSure,
    OfficerBySecret,
    ProofMissing,
    ReceiptCodeWrong,
    Refusal,
    TextUnreadable,
    TooManyFacts,
    TooManyFactsHere,
    TooManyNumbers,
)
from engine.queries.tracking import tracked_result
from engine.queries.views.tracking import TrackView
from web.forms.act_inputs import check_sure
from web.forms.faulty import faults_by_control
from web.frame.sent_files import sent

blueprint = Blueprint("tracking", __name__)

REF, CODE, FACT = "ma", "m", "biet"
LABELS = {REF: "Mã hồ sơ", CODE: "Mã tra cứu bí mật"}


@blueprint.get("/tra-cuu")
@needs("public.track")
def look_up() -> str | Response:
    """Ask for a number, or show the way of the case that ``ma`` names; ``m``: a receipt's code."""
    ref = request.args.get(REF, "").strip().upper()
    if not ref:
        return _asked("", _untold(REF)) if REF in request.args else _first()
    try:
        return _opened(tracked(ref, _proof()), shown=CODE in request.args)
    except (CaseNotFound, TooManyNumbers) as refusal:
        return _asked(ref, refusal)


@blueprint.post("/tra-cuu")
@needs("public.track")
def open_with_proof() -> Response:
    """The receipt's code as it was typed, or one more fact, opens the case: go to the address that
    the QR of a receipt would have led to."""
    ref, by_code = request.form.get(REF, "").strip().upper(), CODE in request.form
    told = request.form.get(CODE if by_code else FACT, "").strip()
    try:
        if not by_code:
            check_fact(told)
        elif not told:
            raise _untold(CODE)
        found = tracked(ref, proof(receipt=told) if by_code else proof(fact=told))
    except (CaseNotFound, TooManyNumbers) as refusal:
        return _asked(ref, refusal)
    except (FactWrong, TooManyFacts, TooManyFactsHere, TextUnreadable) as refusal:
        return _not_opened(ref, refusal)
    if not found.opened:
        return page_of(_page(found, {CODE: ReceiptCodeWrong()}), ReceiptCodeWrong())
    return redirect(url_for("tracking.look_up", ma=found.ref, m=found.opens_with), code=303)


@blueprint.post("/tra-cuu/rut")
@needs("public.track")
def withdraw() -> Response:
    """Who has the receipt's secret withdraws the case; a tick says that they mean it."""
    ref, code = request.form.get(REF, "").strip(), request.form.get(CODE, "").strip()
    shown = proof(receipt=code)
    try:
        check_sure(lambda: _withdraw(ref, shown, tried=True))
        _withdraw(ref, shown)
    except TooManyNumbers as refusal:
        return _asked(ref, refusal)
    except (NotSure, TextUnreadable) as refusal:
        return page_of(_page(tracked(ref, shown), _of_withdrawal(refusal)), refusal)
    except (OfficerBySecret, ProofMissing, NotInThisState) as refusal:
        return page_of(_page(tracked(ref, shown), not_withdrawn=refusal), refusal)
    return redirect(url_for("tracking.look_up", ma=ref, m=code), code=303)


def _withdraw(ref: str, shown: Proof, *, tried: bool = False) -> None:
    """Withdraw the case; where it is only tried, give it up."""
    with guessed(ref, shown), writing() as session:
        withdraw_by_secret(
            session, ref=ref, proof=shown, reason=request.form.get("reason"), now=now()
        )
        if tried:
            session.rollback()


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


def _untold(control: str) -> TextUnreadable:
    return TextUnreadable(field=control, label=LABELS[control], reason="chưa ghi")


def _first() -> str:
    return render_template("pages/track.html", ref="", wrong={}, faults=())


def _opened(found: TrackView, *, shown: bool) -> str | Response:
    """The case; where a code was ``shown`` that opens nothing, with that said."""
    if found.opened or not shown:
        return _page(found)
    refusal = ReceiptCodeWrong()
    return page_of(_page(found, {CODE: refusal}), refusal)


def _not_opened(ref: str, refusal: Refusal) -> Response:
    """What was told opens nothing: the public view with why, if that may still be seen."""
    wrong = {CODE if refusal.details.get("field") == CODE else FACT: refusal}
    try:
        return page_of(_page(tracked(ref, proof()), wrong), refusal)
    except CaseNotFound as unknown:
        return _asked(ref, unknown)
    except TooManyNumbers:
        return _asked(ref, refusal, wrong)


def _of_withdrawal(refusal: Refusal) -> dict[str, object]:
    """What is wrong with the form that withdraws, by its controls."""
    if isinstance(refusal, TextUnreadable):
        return {str(refusal.details["field"]): refusal}
    return dict(faults_by_control(refusal))


def _asked(ref: str, refusal: Refusal, wrong: Mapping[str, object] | None = None) -> Response:
    """The number is asked for again (``CaseNotFound``, or none was told); who named one too many
    can prove more of it."""
    of_number = wrong is None and not isinstance(refusal, TooManyNumbers)
    wrong = wrong or ({REF: refusal} if of_number else {})
    page = render_template(
        "pages/track.html",
        ref=ref,
        refusal=None if wrong else refusal,
        wrong=wrong,
        faults=_faults(wrong),
        with_proof=not of_number,
    )
    return page_of(page, refusal)


def _page(
    found: TrackView,
    wrong: Mapping[str, object] | None = None,
    not_withdrawn: Refusal | None = None,
) -> str:
    """The case; ``wrong``: what is said at controls of its forms."""
    diagram = Markup(found.diagram)  # noqa: S704 - drawn by engine.workflow.draw, which escapes texts
    return render_template(
        "pages/track.html",
        ref=found.ref,
        track=found,
        diagram=diagram,
        wrong=wrong or {},
        faults=_faults(wrong or {}),
        refusal=not_withdrawn,
    )


def _faults(wrong: Mapping[str, object]) -> list[dict[str, object]]:
    return [{"id": name, "message": said} for name, said in wrong.items()]

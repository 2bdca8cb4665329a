"""What waits for the leader's signature, beside what specialists found; signed one or many."""

from collections.abc import Mapping
from uuid import uuid4

from flask import Blueprint, render_template, request

from api.http import now, reading, require
from api.http.doors import needs
from api.http.many import DONE, ManyDone, do_each
from api.http.problems import status_of
from api.http.signing_off import signing
from engine.access import of_act
from engine.acts.inputs import COMMENT, SEEN
from engine.acts.on_steps import COMPLETE
from engine.errors import DecisionMissing, FormOpenedAgain, ReasonMissing, Refusal
from engine.queries.signing import MOST, signing_page, to_sign
from engine.routing.step_decisions import Decision
from web.forms.act_inputs import control_of
from web.forms.form_key import use_key
from web.forms.once import key_here, what_came
from web.officer.many import in_a_form

blueprint = Blueprint("signing_desk", __name__)

DECISIONS: dict[str, Decision] = {"dong-y": "agree", "tra-lai": "send_back"}
"""The decisions by the word that a form sends (``lam``)."""


@blueprint.get("/trinh-ky")
@needs("tasks.list_led")
def listed() -> str:
    """What waits, the nearest due time first, behind the place (``tu``) of the address."""
    after = request.args.get("tu") or None
    with reading() as session:
        page = signing_page(session, person=require("officer"), now=now(), cursor=after)
    return render_template("pages/signing.html", page=page)


@blueprint.get("/trinh-ky/chon")
@needs("tasks.list_led")
def ask() -> str:
    """What the decision (``lam``) would be for each of the dossiers (``viec``)."""
    return _page(request.args.get("lam", ""), request.args.getlist("viec")[:MOST], {})


@blueprint.post("/trinh-ky/chon")
@needs("tasks.list_led")
def chosen() -> str:
    """The same of the list, whose form is posted; nothing happens yet."""
    use_key(uuid4().hex)
    one = request.form.get("mot", "")  # a row's own button: "dong-y.<task id>"
    word, _, task_id = one.partition(".")
    ids = [task_id] if task_id else request.form.getlist("viec")[:MOST]
    return _page(word or request.form.get("lam", ""), ids, _read())


@blueprint.post("/trinh-ky")
@needs(of_act(COMPLETE))
def decided() -> str | tuple[str, int]:
    """Decide each in a transaction of its own, and say what became of each.

    A reason that is missing is asked for again before anything is done.
    """
    who, word = require("officer"), request.form.get("lam", "")
    ids = request.form.getlist("viec")[:MOST]
    comment = request.form.get(control_of(COMMENT.name), "").strip() or None
    refusal = _refusal(word, comment)
    if refusal is not None:
        return _page(word, ids, _read(), refusal=refusal), status_of(refusal)
    doing = signing(who, DECISIONS[word], comment, _read())
    try:
        answer = do_each(who, doing, ids, key=key_here(who), sent=what_came())
    except FormOpenedAgain as opened:
        return _page(word, ids, _read(), refusal=opened), status_of(opened)
    use_key(uuid4().hex)
    rest = [one.task_id for one in answer.results if one.code != DONE]
    return _page(word, rest, {}, in_a_form(answer))


def _read() -> dict[str, str]:
    """Task → the mark of what the page showed of it, whose form this is."""
    told = (one.partition(" ") for one in request.form.getlist(SEEN.name)[:MOST])
    return {task_id: mark for task_id, _, mark in told}


def _refusal(word: str, comment: str | None) -> Refusal | None:
    if word not in DECISIONS:
        return DecisionMissing()
    if DECISIONS[word] == "send_back" and comment is None:
        return ReasonMissing()
    return None


def _page(
    word: str,
    ids: list[str],
    read: Mapping[str, str],
    results: ManyDone | None = None,
    refusal: Refusal | None = None,
) -> str:
    """``read``: the marks of what was read of each before; of others this page shows it now."""
    decision = DECISIONS.get(word, "agree")
    with reading() as session:
        rows = to_sign(session, person=require("officer"), task_ids=ids, now=now())
    can = tuple(row for row in rows if (row.agree if decision == "agree" else row.back))
    return render_template(
        "pages/signing_decide.html",
        word=word if word in DECISIONS else "dong-y",
        decision=decision,
        rows=rows,
        read=read,
        can=can,
        gone=len(ids) - len(rows) if results is None else 0,
        results=results,
        refusal=refusal,
        typed=request.form.get(control_of(COMMENT.name), "") if results is None else "",
    )

"""The acts on pages: a form's address ends in the act's own word (``engine.acts``).

A refusal comes back on the page that the act was made on.
"""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, flash, redirect, request
from werkzeug.wrappers import Response

from api.http import now, parts, reading, require, writing
from engine.acts import ACTS, END_STEP, ENDING, RESULT, Act, On
from engine.cases.act.moved import Moved
from engine.cases.act.task_act import Ending
from engine.cases.acts import do, end_step
from engine.errors import Refusal
from engine.queries.step_form import step_form
from web.forms import rows
from web.forms.act_inputs import given
from web.forms.rows import Posted
from web.frame.wording import moved_words
from web.officer.case import case_page, refused_on_case
from web.officer.listing import Listing, asked
from web.officer.neighbours import after
from web.officer.queue import refused_in_queue

blueprint = Blueprint("work", __name__)

Answered = Response | tuple[str, int]


@blueprint.post("/viec/<task_id>/<word>")
def on_task(task_id: str, word: str) -> Answered:
    """Do an act on a task, and stay where that was: in the queue, or on the case page (``hs``)."""
    return _done(_act("task", word), task_id)


@blueprint.post("/ho-so/<ref>/<word>")
def on_case(ref: str, word: str) -> Answered:
    """Do an act on a case, and stay on its page."""
    return _done(_act("case", word), ref)


@blueprint.post(f"/viec/<task_id>/{END_STEP}")
def ended(task_id: str) -> Answered:
    """End the step with the pressed decision, then go to the next case of the same list."""
    ref, listing = request.form["hs"], asked()
    following = after(listing, ref)
    typed: Posted = request.form
    try:
        with reading() as session:
            form = step_form(session, task_id=task_id, person=require("officer"))
        if more := rows.changed(form, typed):
            return case_page(ref, listing, None, more), 200
        typed = rows.without_blank(form, typed)
        moved = _end(task_id, form)
    except Refusal as refusal:
        return refused_on_case(ref, listing, refusal, typed)
    flash(moved_words(moved, now()))
    return redirect(following or listing.href(q=""), code=303)


def _end(task_id: str, form: Mapping[str, object] | None) -> Moved:
    """End the step by its own act, with what was answered on the page."""
    officer = require("officer")
    posted: dict[str, Any] = given((*ENDING, RESULT), form)
    documents = posted.pop(RESULT.name)
    with writing() as session:
        return end_step(
            session,
            task_id=task_id,
            person=officer,
            ending=Ending(**posted),
            documents=documents,
            store=parts().documents,
            now=now(),
        )


def _act(on: On, word: str) -> Act:
    """The act with this address; what ends a step has a page's address of its own."""
    named = (act for act in ACTS.values() if act.on == on and act.address == word)
    return next((act for act in named if not act.ends_step), None) or abort(404)


def _done(act: Act, target: str) -> Answered:
    officer = require("officer")
    try:
        with writing() as session:
            do(
                session,
                act.kind,
                target=target,
                person=officer,
                given=given(act.inputs),
                store=parts().documents,
                now=now(),
            )
    except Refusal as refusal:
        return _refused(refusal)
    flash(act.told)
    return _back()


def _refused(refusal: Refusal) -> tuple[str, int]:
    if ref := request.form.get("hs"):
        return refused_on_case(ref, asked(), refusal)
    return refused_in_queue(asked(), refusal)


def _back() -> Response:
    listing: Listing = asked()
    if ref := request.form.get("hs"):
        return redirect(listing.case(ref), code=303)
    return redirect(listing.href(), code=303)

"""Take, give back and finish a piece of work; a refusal comes back on the page it was made on."""

from functools import partial

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from api.http import document_store, now, reading, require, writing
from engine.cases.claim import claim_task
from engine.cases.complete import complete_task
from engine.cases.moved import Moved
from engine.cases.receive import receive_case
from engine.cases.release import release_task
from engine.cases.return_result import return_result
from engine.cases.store_result import store_result
from engine.errors import Refusal
from engine.queries.case_file import case_file
from web.forms import answers
from web.listing import Listing, asked
from web.pages.case import place_of, refused_on_case
from web.pages.queue import refused_in_queue
from web.refusing import COMMENT, RESULT
from web.uploads import uploaded

blueprint = Blueprint("work", __name__)

Answered = Response | tuple[str, int]

ACTS = {"receive": receive_case, "return": return_result}
"""The use-case that ends a step by its act; a step without one is completed."""


@blueprint.post("/viec/<task_id>/nhan")
def claim(task_id: str) -> Answered:
    """Take the work and stay where it was taken: in the queue, or on the case page (``hs``)."""
    try:
        with writing() as session:
            claim_task(session, task_id=task_id, person=require("officer"), now=now())
    except Refusal as refusal:
        return _refused(refusal)
    flash("Bạn đã nhận việc này.")
    return _back()


@blueprint.post("/viec/<task_id>/tra")
def release(task_id: str) -> Answered:
    """Give the work back to its desk, undone."""
    try:
        with writing() as session:
            release_task(session, task_id=task_id, person=require("officer"), now=now())
    except Refusal as refusal:
        return _refused(refusal)
    flash("Đã trả lại việc. Người cùng vị trí có thể nhận.")
    return _back()


@blueprint.post("/viec/<task_id>/xong")
def done(task_id: str) -> Answered:
    """End the step with the pressed decision, then go to the next case of the same list."""
    ref, listing = request.form["hs"], asked()
    after = place_of(ref, listing).after
    try:
        moved = _finish(task_id, ref)
    except Refusal as refusal:
        return refused_on_case(ref, listing, refusal, request.form)
    flash(moved.words)
    return redirect(after or listing.href(), code=303)


def _finish(task_id: str, ref: str) -> Moved:
    """Run the use-case that the step's act names, with what was answered on the page."""
    officer = require("officer")
    with reading() as session:
        task = case_file(session, ref=ref, person=officer, now=now()).task
    mine = task if task and task.task_id == task_id else None
    act = mine.act if mine else None
    finish = partial(
        ACTS.get(act or "", complete_task),
        task_id=task_id,
        person=officer,
        outcome=request.form.get("outcome") or None,
        values=answers(mine.form if mine else None, request.form),
        comment=request.form.get(COMMENT, "").strip() or None,
        now=now(),
    )
    if act == "store_result":
        finish = partial(
            store_result,
            **finish.keywords,
            documents=uploaded(RESULT, None),
            store=document_store(),
        )
    with writing() as session:
        return finish(session)


def _refused(refusal: Refusal) -> tuple[str, int]:
    if ref := request.form.get("hs"):
        return refused_on_case(ref, asked(), refusal)
    return refused_in_queue(asked(), refusal)


def _back() -> Response:
    listing: Listing = asked()
    if ref := request.form.get("hs"):
        return redirect(url_for("case.opened", ref=ref, **listing.args), code=303)
    return redirect(listing.href(), code=303)

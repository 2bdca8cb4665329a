"""Take, give back and finish work; a refusal comes back on the page that the act was made on."""

from flask import Blueprint, flash, redirect, request
from werkzeug.wrappers import Response

from api.http import now, parts, reading, require, writing
from engine.cases.act.moved import Moved
from engine.cases.act.task_act import Ending
from engine.cases.claim import claim_task
from engine.cases.complete import complete_task
from engine.cases.receive import receive_case
from engine.cases.release import release_task
from engine.cases.return_result import return_result
from engine.cases.store_result import store_result
from engine.errors import Refusal
from engine.queries.case_file import case_file
from engine.queries.views.case import TaskView
from web.forms import rows
from web.forms.fields import answers
from web.forms.rows import Posted
from web.forms.uploads import uploaded
from web.frame.refusing import COMMENT, RESULT
from web.frame.wording import moved_words
from web.officer.case import case_page, place_of, refused_on_case
from web.officer.listing import Listing, asked
from web.officer.queue import refused_in_queue

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
    task = _task_of(task_id, ref)
    form = task.form if task else None
    if more := rows.changed(form, request.form):
        return case_page(ref, listing, None, more), 200
    typed = rows.without_blank(form, request.form)
    try:
        moved = _finish(task_id, task, typed)
    except Refusal as refusal:
        return refused_on_case(ref, listing, refusal, typed)
    flash(moved_words(moved, now()))
    return redirect(after or listing.href(q=""), code=303)


def _task_of(task_id: str, ref: str) -> TaskView | None:
    """The step as the page showed it; nothing when the case stands elsewhere by now."""
    with reading() as session:
        shown = case_file(session, ref=ref, person=require("officer"), now=now()).task
    return shown if shown and shown.task_id == task_id else None


def _finish(task_id: str, task: TaskView | None, typed: Posted) -> Moved:
    """Run the use-case that the step's act names, with what was answered on the page."""
    officer = require("officer")
    ending = Ending(
        outcome=request.form.get("outcome") or None,
        answers=answers(task.form if task else None, typed),
        comment=request.form.get(COMMENT, "").strip() or None,
    )
    with writing() as session:
        if task and task.act == "store_result":
            return store_result(
                session,
                task_id=task_id,
                person=officer,
                ending=ending,
                documents=uploaded(RESULT, None),
                store=parts().documents,
                now=now(),
            )
        finish = ACTS.get(task.act or "", complete_task) if task else complete_task
        return finish(session, task_id=task_id, person=officer, ending=ending, now=now())


def _refused(refusal: Refusal) -> tuple[str, int]:
    if ref := request.form.get("hs"):
        return refused_on_case(ref, asked(), refusal)
    return refused_in_queue(asked(), refusal)


def _back() -> Response:
    listing: Listing = asked()
    if ref := request.form.get("hs"):
        return redirect(listing.case(ref), code=303)
    return redirect(listing.href(), code=303)

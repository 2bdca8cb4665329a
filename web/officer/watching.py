"""The cases that whoever leads or monitors watches, with what is new in each."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.http import now, reading, require, writing
from api.http.doors import needs
from engine.cases.watch import watch_case
from engine.queries.watching import watched_cases

blueprint = Blueprint("watching", __name__)


@blueprint.get("/theo-doi")
@needs("cases.watch")
def listed() -> str:
    """What is new first."""
    with reading() as session:
        rows = watched_cases(session, person=require("officer"), now=now())
    return render_template("pages/watching.html", rows=rows)


@blueprint.post("/ho-so/<ref>/theo-doi")
@needs("cases.watch")
def watch(ref: str) -> Response:
    """Watch the case, and stay with it."""
    _set(ref, watched=True)
    flash("Hồ sơ đã vào danh sách theo dõi của bạn.")
    return redirect(url_for("case.opened", ref=ref), code=303)


@blueprint.post("/ho-so/<ref>/bo-theo-doi")
@needs("cases.watch")
def unwatch(ref: str) -> Response:
    """Watch it no more; from the list one stays on the list."""
    _set(ref, watched=False)
    flash(f"Đã bỏ theo dõi hồ sơ {ref}.")
    listed = "ds" in request.form
    return redirect(
        url_for("watching.listed") if listed else url_for("case.opened", ref=ref), code=303
    )


def _set(ref: str, *, watched: bool) -> None:
    with writing() as session:
        watch_case(session, ref=ref, person=require("officer"), watched=watched, now=now())

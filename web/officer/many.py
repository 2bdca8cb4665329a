"""One act of a head on many tasks of the unit: chosen in the list, a result for each."""

from dataclasses import dataclass

from flask import Blueprint, abort, render_template, request

from api.http import now, parts, reading, require, writing
from engine.acts import ACTS, Act
from engine.cases.acts import do
from engine.errors import Refusal
from engine.queries.many_tasks import MOST, inputs_for_all, led_tasks
from engine.queries.views.queue import LedTask
from web.forms.act_inputs import given
from web.officer.listing import asked

blueprint = Blueprint("many", __name__)

KINDS = ("reassign", "delegate", "take_over", "take_back")


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one task; ``refusal`` says why nothing did."""

    task: LedTask
    refusal: str | None


def _act(word: str) -> Act:
    return next((ACTS[kind] for kind in KINDS if ACTS[kind].address == word), None) or abort(404)


@blueprint.get("/giao-viec")
def ask() -> str:
    """What is to become of the ticked tasks (``viec``): the acts (``lam``) and what each takes."""
    wanted = request.args.get("lam", ACTS[KINDS[0]].address)
    return _page(_act(wanted), request.args.getlist("viec")[:MOST])


@blueprint.post("/giao-viec/chon")
def chosen() -> str:
    """The same for a list whose form is posted; nothing happens yet."""
    return _page(_act(request.form.get("lam", "")), request.form.getlist("viec")[:MOST])


@blueprint.post("/giao-viec")
def done() -> str:
    """Do the act on each task in a transaction of its own, and say what became of each."""
    act, ids = _act(request.form.get("lam", "")), request.form.getlist("viec")[:MOST]
    officer = require("officer")
    with reading() as session:
        tasks = led_tasks(session, person=officer, task_ids=ids)
    return _page(act, ids, [_one(act, task) for task in tasks])


def _one(act: Act, task: LedTask) -> Result:
    try:
        with writing() as session:
            do(
                session,
                act.kind,
                target=task.task_id,
                person=require("officer"),
                given=given(act.inputs),
                store=parts().documents,
                now=now(),
            )
    except Refusal as refusal:
        return Result(task, str(refusal))
    return Result(task, None)


def _page(act: Act, ids: list[str], results: list[Result] | None = None) -> str:
    officer, listing = require("officer"), asked()
    with reading() as session:
        tasks = led_tasks(session, person=officer, task_ids=ids)
        may = tuple(task for task in tasks if act.kind in task.acts)
        inputs = inputs_for_all(session, may, act.kind, now=now())
    return render_template(
        "pages/many.html",
        act=act,
        kinds=[ACTS[kind] for kind in KINDS],
        tasks=tasks,
        may=may,
        inputs=inputs,
        results=results,
        filter=listing,
        back_href=listing.href(ds="don-vi"),
    )

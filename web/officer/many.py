"""One act of a head on many tasks of the unit: chosen in the list, a result for each."""

from dataclasses import replace
from uuid import uuid4

from flask import Blueprint, abort, render_template, request

from api.http import now, reading, require
from api.http.doors import needs
from api.http.many import DONE, ManyDone, OneDone, by_act, do_each
from api.http.problems import status_of
from engine.acts import ACTS
from engine.acts.act import Act
from engine.errors import FormOpenedAgain, FormSentBefore, IdempotencyMismatch, Refusal
from engine.queries.many_tasks import MOST, inputs_for_all, led_tasks, names_of
from web.forms.act_inputs import given
from web.forms.form_key import use_key
from web.forms.once import key_here, what_came
from web.officer.listing import asked

blueprint = Blueprint("many", __name__)

KINDS = tuple(kind for kind, act in ACTS.items() if act.many)


def _act(word: str) -> Act:
    return next((ACTS[kind] for kind in KINDS if ACTS[kind].address == word), None) or abort(404)


@blueprint.get("/giao-viec")
@needs("tasks.list_led")
def ask() -> str:
    """What is to become of the ticked tasks (``viec``): the acts (``lam``) and what each takes."""
    wanted = request.args.get("lam", ACTS[KINDS[0]].address)
    return _page(_act(wanted), request.args.getlist("viec")[:MOST])


@blueprint.post("/giao-viec/chon")
@needs("tasks.list_led")
def chosen() -> str:
    """The same for a list whose form is posted; nothing happens yet.

    The question is a form of its own: the list's may be pressed again for another.
    """
    use_key(uuid4().hex)
    return _page(_act(request.form.get("lam", "")), request.form.getlist("viec")[:MOST])


@blueprint.post("/giao-viec")
@needs("tasks.list_led")
def done() -> str | tuple[str, int]:
    """Do the act on each task in a transaction of its own, and say what became of each.

    What was refused may be tried again, by a form of its own.
    """
    act, ids = _act(request.form.get("lam", "")), request.form.getlist("viec")[:MOST]
    who = require("officer")
    given_once = given(act.inputs)
    doing = by_act(who, act, given_once)
    try:
        answer = do_each(who, doing, ids, key=key_here(who), sent=what_came())
    except FormOpenedAgain as refusal:
        return _page(act, ids, refusal=refusal), status_of(refusal)
    rest = [one.task_id for one in answer.results if one.code != DONE]
    use_key(uuid4().hex)
    return _page(act, rest, in_a_form(answer))


def in_a_form(answer: ManyDone) -> ManyDone:
    """The answer in a form's words, for a task whose form came again with other words."""
    return replace(answer, results=tuple(_told(one) for one in answer.results))


def _told(one: OneDone) -> OneDone:
    if one.code != IdempotencyMismatch.code:
        return one
    return replace(one, code=FormSentBefore.code, message=str(FormSentBefore()))


def _page(
    act: Act,
    ids: list[str],
    results: ManyDone | None = None,
    refusal: Refusal | None = None,
) -> str:
    officer, listing = require("officer"), asked()
    with reading() as session:
        tasks = led_tasks(session, person=officer, task_ids=ids)
        may = tuple(task for task in tasks if act.kind in task.acts)
        open_ids = {task.task_id for task in tasks}
        gone = names_of(session, person=officer, task_ids=[i for i in ids if i not in open_ids])
        inputs = inputs_for_all(session, may, act.kind, person=officer, now=now())
    return render_template(
        "pages/many.html",
        act=act,
        kinds=[ACTS[kind] for kind in KINDS],
        tasks=tasks,
        may=may,
        gone=tuple(gone.values()),
        inputs=inputs,
        results=results,
        refusal=refusal,
        typed=request.form,
        filter=listing,
        back_href=listing.href(ds="don-vi"),
    )

"""The acts on pages: a form's address ends in the act's own word (``engine.acts``).

A refusal comes back on the page that the act was made on. What was done is told on a page of its
own (``web.officer.result``), where no button acts: a second press there does nothing.
"""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, abort, flash, redirect, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from api.http import now, parts, reading, require, writing
from api.http.doors import needs
from api.http.problems import status_of
from engine.access import of_applicants
from engine.access.rights import OF_ACTS
from engine.accounts import Person
from engine.acts import ACTS
from engine.acts.act import Act, On
from engine.acts.inputs import OUTCOME
from engine.acts.on_steps import END_STEP
from engine.cases.act.moved import Moved
from engine.cases.act.task_act import Ending
from engine.cases.acts import OF_ENDING, do, end_step
from engine.errors import DecisionMissing, Refusal, TaskNotFound
from engine.queries.case_file import opens
from engine.queries.step_form import AskedStep, asked_step
from web.forms import rows
from web.forms.act_inputs import act_at, check_sure, control_of, given
from web.forms.drafting import forget_sent, go_on_if_sent, keep_typed, only_kept
from web.forms.once import answered_before, once
from web.forms.rows import Posted
from web.forms.uploads import KeptFile, kept_by_control
from web.officer.case import Typed, case_page, refused_on_case
from web.officer.confirming import CONFIRMED, ask_again, follows_of
from web.officer.listing import asked
from web.officer.neighbours import following
from web.officer.overdue import causes_page, late_page
from web.officer.queue import refused_in_queue
from web.officer.result import ended_answer, told_answer

blueprint = Blueprint("work", __name__)

Answered = Response | tuple[str, int] | str
DESKS: Mapping[str, str] = {
    "qua-han": "overdue.listed",
    "nguyen-nhan": "overdue.told",
    "tra-ket-qua": "return_desk.shown",
}
"""Desks whose acts come back to them."""
LISTS: Mapping[str, str] = {
    "confirm_outage_slip": "outage_slips.listed",
    "decline_outage_slip": "outage_slips.listed",
}
"""Where an act leads that lets somebody read the case no more; any other one: to their work."""
PRINTS: Mapping[str, str] = {"reissue_code": "case.receipt"}
"""Acts after which a page is to be printed at once."""
REFUSING: Mapping[str, Callable[[Refusal], str]] = {
    "qua-han": late_page,
    "nguyen-nhan": causes_page,
}
"""Desks that say themselves why an act did not happen, with what was typed."""


@blueprint.post("/viec/<task_id>/<word>")
@needs(*OF_ACTS)
def on_task(task_id: str, word: str) -> Answered:
    """Do an act on a task, and stay with its case."""
    return _done(_act("task", word), task_id)


@blueprint.post("/ho-so/<ref>/<word>")
@needs(*OF_ACTS)
def on_case(ref: str, word: str) -> Answered:
    """Do an act on a case, and stay with it."""
    return _done(_act("case", word), ref)


@blueprint.post(f"/viec/<task_id>/{END_STEP}")
@needs(*OF_ACTS)
def ended(task_id: str) -> Answered:
    """End the step with the pressed decision; one that nobody can take back is asked twice."""
    officer, ref, listing = require("officer"), request.form["hs"], asked()
    if (kept := only_kept(officer)) is not None:
        return kept
    if (key := answered_before(officer)) is not None:
        return _to_result(key)
    typed: Posted = request.form
    try:
        step = _asked(task_id, officer)
        if more := rows.changed(step.form, typed):
            go_on_if_sent(officer)
            return case_page(ref, listing, None, _typed(officer, more)), 200
        typed = rows.without_blank(step.form, typed)
        label, twice = _decision(step)
        posted: dict[str, Any] = given(ACTS[step.act].inputs, step.form)
        if twice and CONFIRMED not in request.form:
            moved = _tried(officer, task_id, posted)
            keep_typed(officer)
            return ask_again(officer, ref, label, moved=moved, kept=_kept(officer))
        after = following(listing, ref)
        key, _ = once(
            officer,
            lambda session: ended_answer(step.act, _end(session, officer, task_id, posted), after),
        )
    except Refusal as refusal:
        go_on_if_sent(officer)
        return refused_on_case(ref, listing, refusal, _typed(officer, typed))
    return _ended(key, f"{ref}: {label}.")


def _ended(key: str, words: str) -> Response:
    """On to what was done; at a desk, back to it."""
    desk = _desk()
    if desk is None:
        return _to_result(key)
    flash(words)
    return redirect(url_for(desk), code=303)


def _typed(officer: Person, typed: Posted) -> Typed:
    """What was typed, with the files that came."""
    return Typed(typed, _kept(officer))


def _kept(officer: Person) -> tuple[KeptFile, ...]:
    """The files that came with the form, kept for its next try."""
    return tuple(file for files in kept_by_control(officer.account_id).values() for file in files)


def _asked(task_id: str, officer: Person) -> AskedStep:
    with reading() as session:
        step = asked_step(session, task_id=task_id, person=officer)
    if step is None:
        raise TaskNotFound
    return step


def _decision(step: AskedStep) -> tuple[str, bool]:
    """The pressed decision: its button, and whether it is asked twice.

    Raises DecisionMissing for a form that was sent by another key than a decision's.
    """
    pressed = request.form.get(control_of(OUTCOME.name))
    if pressed is None:
        raise DecisionMissing
    return step.decisions.get(pressed, ("", False))  # the act refuses an unknown one


def _tried(officer: Person, task_id: str, posted: dict[str, Any]) -> Moved:
    """What the decision would do; then it is given up. Raises what the act raises."""
    with writing() as session:
        moved = _end(session, officer, task_id, posted)
        session.rollback()
    return moved


def _end(session: Any, officer: Person, task_id: str, posted: dict[str, Any]) -> Moved:
    """End the step by its own act, with what was answered on the page."""
    forget_sent(session, officer)
    return end_step(
        session,
        task_id=task_id,
        person=officer,
        ending=Ending(**{name: posted[name] for name in posted if name in OF_ENDING}),
        **{name: posted[name] for name in posted if name not in OF_ENDING},
        store=parts().documents,
        now=now(),
    )


def _act(on: On, word: str) -> Act:
    """The act with this address; what ends a step has a page's address of its own."""
    return act_at(f"work.on_{on}", word) or abort(404)


def _done(act: Act, target: str) -> Answered:
    officer = require() if of_applicants(act.kind) else require("officer")
    ref = request.values.get("hs", "")

    def acted(session: Any) -> object:
        return do(
            session,
            act.kind,
            target=target,
            person=officer,
            given=given(act.inputs),
            store=parts().documents,
            now=now(),
        )

    def answered(session: Any) -> dict[str, Any]:
        acted(session)
        return told_answer(act, ref, target)

    try:
        if act.final and act.filled_in:
            check_sure(lambda: _try_act(acted))
        elif act.final and CONFIRMED not in request.form and answered_before(officer) is None:
            follows = follows_of(act, _try_act(acted))
            return ask_again(officer, target, act.label, follows=follows)
        key, _ = once(officer, answered)
    except Refusal as refusal:
        return _refused(refusal)
    if "hs" not in request.form:
        return _to_result(key)
    flash(_told(act, ref))
    return redirect(_after(officer, act, ref), code=303)


def _told(act: Act, ref: str) -> str:
    """What was done; where something is to be printed now, the way there."""
    page = PRINTS.get(act.kind)
    if page is None:
        return act.told
    way = Markup('{} <a href="{}">Mở bản in</a>')
    return way.format(act.told, url_for(page, ref=ref))


def _after(who: Person, act: Act, ref: str) -> str:
    """Where an act leads: to its case, or to the desk where its form stood (``ve``).

    Who may read the case no more after it comes to the list that it was in.
    """
    desk = _desk()
    if desk is None:
        with reading() as session:
            if opens(session, ref=ref, person=who):
                return asked().case(ref)
    return url_for(desk or LISTS.get(act.kind, "queue.listed"))


def _desk() -> str | None:
    return DESKS.get(request.args.get("ve", ""))


def _try_act(acted: Callable[[Any], object]) -> object:
    """Do the act and give it up: what it said. Raises what the act raises."""
    with writing() as session:
        said = acted(session)
        session.rollback()
    return said


def _refused(refusal: Refusal) -> tuple[str, int]:
    if (desk := REFUSING.get(request.args.get("ve", ""))) is not None:
        return desk(refusal), status_of(refusal)
    if ref := request.form.get("hs"):
        who = require()
        return refused_on_case(ref, asked(), refusal, papers=_kept(who))
    return refused_in_queue(asked(), refusal)


def _to_result(key: str) -> Response:
    return redirect(f"{url_for('result.shown', key=key)}?{urlencode(asked().args)}", code=303)

"""What an act did, on a page without acts: reload it, come back to it, nothing happens twice."""

from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from flask import Blueprint, abort, render_template

from api.http import now, reading, require
from api.http.doors import needs
from engine.accounts import Person
from engine.acts import ACTS
from engine.acts.act import Act
from engine.cases.act.moved import Moved, NextTask
from engine.queries.case_file import opens
from engine.queries.whereabouts import LyingWork, given_no_slip, lying_work, waits_for_nobody
from web.forms.once import answer_to
from web.frame.wording import moved_words
from web.officer.listing import asked

blueprint = Blueprint("result", __name__)


@blueprint.get("/da-lam/<key>")
@needs("tasks.list")
def shown(key: str) -> str:
    """What was done, who has the case until when, its receipt, and the next of the list."""
    officer, listing = require("officer"), asked()
    answer = answer_to(officer, key)
    if answer is None or "act" not in answer:
        abort(404)
    moved = moved_untold(answer["moved"]) if "moved" in answer else None
    following = answer.get("following")
    work = moved.next if moved else _work(officer, answer.get("task"))
    empty = _empty(officer, moved.case_id) if moved else ()
    return render_template(
        "pages/result.html",
        act=ACTS[answer["act"]],
        ref=answer["ref"],
        opens=moved is not None or _opens(officer, answer["ref"]),
        moved=moved,
        work=work,
        empty=empty,
        no_slip=moved is not None and _no_slip(officer, moved.case_id),
        words=moved_words(moved, now()) if moved else ACTS[answer["act"]].told,
        filter=listing,
        next_href=listing.case(following) if following else None,
    )


def _work(officer: Person, task_id: str | None) -> tuple[LyingWork, ...]:
    """Where the task lies on which an act was done that did not end its step."""
    if task_id is None or officer.province_code is None:
        return ()
    with reading() as session:
        found = lying_work(session, province_code=officer.province_code, task_id=task_id)
    return (found,) if found else ()


def _opens(officer: Person, ref: str) -> bool:
    """Whether they may still open the case, that the act may have taken from them."""
    with reading() as session:
        return bool(ref) and opens(session, ref=ref, person=officer)


def _no_slip(officer: Person, case_id: str) -> bool:
    with reading() as session:
        return given_no_slip(session, officer.province_code or "", case_id)


def _empty(officer: Person, case_id: str) -> tuple[LyingWork, ...]:
    """What of the case lies now where nobody works today."""
    if officer.province_code is None:
        return ()
    with reading() as session:
        return waits_for_nobody(
            session, province_code=officer.province_code, case_id=case_id, now=now()
        )


def ended_answer(kind: str, moved: Moved, following: str | None) -> dict[str, Any]:
    """What a finished step tells, to be kept under the key of its form."""
    told = moved_told(moved)
    return {"act": kind, "ref": moved.case_ref, "moved": told, "following": following}


def told_answer(act: Act, ref: str, target: str) -> dict[str, Any]:
    """What another act tells; ``target`` is the task, or the case, that it was done on."""
    return {"act": act.kind, "ref": ref, "task": target if act.on == "task" else None}


def moved_told(moved: Moved) -> dict[str, Any]:
    """Where a case went, as it is kept under the key of a form."""
    told = asdict(moved)
    told["next"] = [
        {**asdict(one), "due_at": one.due_at.isoformat() if one.due_at else None}
        for one in moved.next
    ]
    return told


def moved_untold(told: dict[str, Any]) -> Moved:
    """The same read again."""
    moved = Moved(**told)
    return replace(moved, next=tuple(_next(one) for one in told["next"]))


def _next(told: dict[str, Any]) -> NextTask:
    due = told["due_at"]
    return NextTask(**{**told, "due_at": datetime.fromisoformat(due) if due else None})

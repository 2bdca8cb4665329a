"""A decision that nobody can take back is asked once more, with all that was typed kept.

The question has an address of its own, so that a browser's way back shows it again; what it is
about is kept with the answers to forms, and goes as they go.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.http import reading, require, writing
from api.http.doors import needs
from api.http.idempotency import first_answer
from engine.accounts import Person
from engine.acts.act import Act
from engine.cases.act.moved import Moved
from engine.cases.confirm_outage_slip import SlipConfirmed
from engine.queries.case_file import opens
from engine.queries.case_head import case_head
from web.forms.act_inputs import control_of
from web.forms.form_key import FIELD, key_in_use, use_key
from web.forms.once import answer_to, key_here, what_came
from web.forms.uploads import KEPT, KeptFile
from web.frame.wording import officer_day
from web.officer.listing import asked
from web.officer.result import moved_told, moved_untold

blueprint = Blueprint("confirming", __name__)

CONFIRMED = "xac-nhan"
_OF_THE_PAGE = frozenset({"csrf_token", FIELD, KEPT})


def ask_again(
    who: Person,
    ref: str,
    label: str,
    *,
    moved: Moved | None = None,
    follows: Sequence[str] = (),
    kept: Sequence[KeptFile] = (),
) -> Response:
    """On to the question: what is decided, for whom, and who would get the case next.

    ``moved``: what the end of a step would do; ``follows``: what an act on the case itself would.
    """
    key, form = uuid4().hex, key_in_use(who)
    question: dict[str, Any] = {
        "asks": label.rstrip("…"),
        "ref": ref,
        "address": request.full_path,
        "form": form.id if form else None,
        "done": key_here(who),
        "moved": moved_told(moved) if moved else None,
        "follows": list(follows),
        "typed": [one for one in request.form.items(multi=True) if one[0] not in _OF_THE_PAGE],
        "kept": [asdict(one) for one in kept],
    }
    with writing() as session:
        first_answer(session, who, key=key, sent=what_came(), act=lambda: question)
    address = url_for("confirming.shown", key=key)
    return redirect(f"{address}?{urlencode(asked().args)}", code=303)


@blueprint.get("/xac-nhan/<key>")
@needs("tasks.list")
def shown(key: str) -> str:
    """The question; once it is answered, where to see what was done."""
    officer = require("officer")
    question = answer_to(officer, key)
    if question is None or "asks" not in question:
        abort(404)
    if question["form"]:
        use_key(question["form"])
    done = question["done"]
    answered = done is not None and answer_to(officer, done) is not None
    with reading() as session:
        # What was answered may have been the last that they could see of the case.
        shut = answered and not opens(session, ref=question["ref"], person=officer)
        head = None if shut else case_head(session, ref=question["ref"], person=officer)
    typed = question["typed"]
    return render_template(
        "pages/confirm.html",
        label=question["asks"],
        case=head,
        address=question["address"],
        moved=moved_untold(question["moved"]) if question["moved"] else None,
        follows=question.get("follows", ()),
        comment=dict(typed).get(control_of("comment"), ""),
        typed=typed,
        kept=[KeptFile(**one) for one in question["kept"]],
        filter=asked(),
        confirmed=CONFIRMED,
        result_key=done if answered else None,
    )


def follows_of(act: Act, said: object) -> tuple[str, ...]:
    """What an act on a case would do, in sentences, by what its use-case said when it was tried."""
    return (f"{act.meaning}.", *(_times(said) if isinstance(said, SlipConfirmed) else ()))


def _times(said: SlipConfirmed) -> tuple[str, ...]:
    received = _moved("Nhận hồ sơ", said.received_before, said.received_at)
    if said.due_at is None or said.due_before is None:
        return (received,)
    return received, _moved("Hẹn trả", said.due_before, said.due_at)


def _moved(what: str, before: datetime, after: datetime) -> str:
    if before == after:
        return f"{what}: {officer_day(before)}, không đổi."
    return f"{what}: {officer_day(before)} → {officer_day(after)}."

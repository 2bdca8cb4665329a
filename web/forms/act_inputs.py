"""What an act takes, as controls of a form and as what was posted."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from flask import request

from api.http import require
from engine.acts import ACTS
from engine.acts.act import Act
from engine.acts.inputs import ASSIGNEE, COMMENT, RESULT, Input, InputKind
from engine.cases.adding_files import FiledDocument
from engine.cases.judging_papers import JudgedPaper, Verdict
from engine.errors import Invalid, NotSure
from web.forms import rows
from web.forms.fields import Schema, answers
from web.forms.uploads import ON_PAPER, VERDICT, paper_field, posted_papers, posted_results

OF_ONE_CONTROL: frozenset[InputKind] = frozenset({"text", "day", "choice", "officer", "files"})
"""Kinds of inputs that have one control, named after them."""
SURE = "chac-chan"
"""The box by which a person says that they mean it."""
TODO = "can-lam-"
"""The controls of a component that is judged begin so."""

_CONTROLS: Mapping[str, str] = {
    COMMENT.name: "y-kien",
    RESULT.name: "ket-qua",
    ASSIGNEE.name: "giao-cho",
}


def control_of(asked: str) -> str:
    """The name of the control for an input of an act."""
    return _CONTROLS.get(asked, asked)


def act_at(endpoint: str, word: str) -> Act | None:
    """The act whose form is sent to this address; ``None`` for another address."""
    sent = (one for one in ACTS.values() if endpoint == f"work.on_{one.on}" and one.address == word)
    return next((one for one in sent if not one.ends_step), None)


RATED = "ch-"
"""The controls of a question that an applicant is asked begin so."""
UNSCANNED_PREFIX = "khong-so-hoa-"
"""The control of the reason why a component isn't scanned: this, and its code."""


def check_sure(tried: Callable[[], object]) -> None:
    """Whether the person ticked that they mean what nobody can take back.

    ``tried`` does the act and gives it up: what else is wrong is told with the missing tick. Raises
    NotSure, and what keeps the act from happening whatever the form says.
    """
    if SURE in request.form:
        return
    told: Any = ()
    try:
        tried()
    except Invalid as refused:
        told = refused.details.get("faults") or [
            {"field": refused.details.get("field", ""), "message": str(refused)}
        ]
    raise NotSure(faults=[*told, {"field": SURE, "message": NotSure.message}])


def control_of_part(kind: InputKind, code: str) -> str:
    """The name of the control for one paper of an input that is about several."""
    return paper_field(code) if kind == "scans" else UNSCANNED_PREFIX + code


def given(inputs: Sequence[Input], schema: Schema | None = None) -> dict[str, object]:
    """What was posted for these inputs; ``schema`` is the form that ``answers`` are to."""
    return {one.name: _GIVEN[one.kind](control_of(one.name), schema) for one in inputs}


def _text(control: str, _: Schema | None) -> str | None:
    return request.form.get(control, "").strip() or None


def _files(control: str, _: Schema | None) -> list[FiledDocument]:
    return posted_results(control, require().account_id)


def _judged(_: str, __: Schema | None) -> list[JudgedPaper]:
    """What was found of each component that the form shows; one left open is not judged."""
    codes = [name.removeprefix(VERDICT) for name in request.form if name.startswith(VERDICT)]
    return [
        JudgedPaper(code, cast("Verdict", said), request.form.get(TODO + code))
        for code in codes
        if (said := request.form.get(VERDICT + code))
    ]


def _scans(_: str, __: Schema | None) -> list[FiledDocument]:
    return posted_papers(require().account_id)


def _reasons(_: str, __: Schema | None) -> dict[str, str]:
    """What was written beside each paper; what was left empty is no reason."""
    typed = {name: text.strip() for name, text in request.form.items()}
    return {
        name.removeprefix(UNSCANNED_PREFIX): text
        for name, text in typed.items()
        if name.startswith(UNSCANNED_PREFIX) and text
    }


def rated(*_: object) -> dict[str, str]:
    """What was said to each question; one left open says nothing."""
    return {
        name.removeprefix(RATED): said
        for name, said in request.form.items()
        if name.startswith(RATED) and said
    }


_GIVEN: Mapping[InputKind, Callable[[str, Schema | None], object]] = {
    "outcome": _text,
    "answers": lambda _, schema: answers(schema, rows.without_blank(schema, request.form)),
    "text": _text,
    "day": _text,
    "files": _files,
    "scans": _scans,
    "reasons": _reasons,
    "officer": lambda control, _: request.form.get(control, ""),
    "choice": lambda control, _: request.form.get(control, ""),
    "seen": lambda control, _: request.form.get(control),
    "judged": _judged,
    "supplied": lambda _, __: posted_papers(require().account_id),
    "rated": rated,
    "on_hand": lambda _, __: request.form.getlist(ON_PAPER),
}

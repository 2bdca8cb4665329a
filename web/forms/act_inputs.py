"""What an act takes, as controls of a form and as what was posted."""

from collections.abc import Callable, Mapping, Sequence

from flask import request

from api.http import require
from engine.acts import ASSIGNEE, COMMENT, RESULT, Input, InputKind
from engine.cases.adding_files import FiledDocument
from web.forms import rows
from web.forms.fields import Schema, answers
from web.forms.uploads import paper_field, posted_papers, posted_results

_CONTROLS: Mapping[str, str] = {
    COMMENT.name: "y-kien",
    RESULT.name: "ket-qua",
    ASSIGNEE.name: "giao-cho",
}


def control_of(asked: str) -> str:
    """The name of the control for an input of an act."""
    return _CONTROLS.get(asked, asked)


UNSCANNED_PREFIX = "khong-so-hoa-"
"""The control of the reason why a component isn't scanned: this, and its code."""


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


_GIVEN: Mapping[InputKind, Callable[[str, Schema | None], object]] = {
    "outcome": _text,
    "answers": lambda _, schema: answers(schema, rows.without_blank(schema, request.form)),
    "text": _text,
    "files": _files,
    "scans": _scans,
    "reasons": _reasons,
    # Not asked for is another thing than left empty.
    "officer": lambda control, _: request.form.get(control),
    "choice": lambda control, _: request.form.get(control, ""),
}

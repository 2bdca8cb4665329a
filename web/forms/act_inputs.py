"""What an act takes, as controls of a form and as what was posted."""

from collections.abc import Callable, Mapping, Sequence

from flask import request

from api.http import require
from engine.acts import ASSIGNEE, COMMENT, RESULT, Input, InputKind
from engine.cases.adding_files import FiledDocument
from web.forms import rows
from web.forms.fields import Schema, answers
from web.forms.uploads import posted_results

_CONTROLS: Mapping[str, str] = {
    COMMENT.name: "y-kien",
    RESULT.name: "ket-qua",
    ASSIGNEE.name: "giao-cho",
}


def control_of(asked: str) -> str:
    """The name of the control for an input of an act."""
    return _CONTROLS.get(asked, asked)


def given(inputs: Sequence[Input], schema: Schema | None = None) -> dict[str, object]:
    """What was posted for these inputs; ``schema`` is the form that ``answers`` are to."""
    return {one.name: _GIVEN[one.kind](control_of(one.name), schema) for one in inputs}


def _text(control: str, _: Schema | None) -> str | None:
    return request.form.get(control, "").strip() or None


def _files(control: str, _: Schema | None) -> list[FiledDocument]:
    return posted_results(control, require().account_id)


_GIVEN: Mapping[InputKind, Callable[[str, Schema | None], object]] = {
    "outcome": _text,
    "answers": lambda _, schema: answers(schema, rows.without_blank(schema, request.form)),
    "text": _text,
    "files": _files,
    # Not asked for is another thing than left empty.
    "officer": lambda control, _: request.form.get(control),
    "choice": lambda control, _: request.form.get(control, ""),
}

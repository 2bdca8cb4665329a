"""The acts on tasks and cases: one address for each row of the table, its body made of the inputs.

``POST /tasks/<task_id>/<act>`` and ``POST /cases/<ref>/<act>``, the act's name with hyphens; an act
that may be done on many tasks at once also ``POST /many-tasks/<act>``.
"""

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any, get_type_hints

from flask import Response
from marshmallow import Schema, fields, validate

from api.http import now, parts, require
from api.http.doors import needs, signed_in
from api.http.idempotency import claimed_key, once
from api.http.many import ManyDone, by_act, do_each
from api.v1.blueprint import Blueprint
from api.v1.files import files_of
from api.v1.inputs import input_of
from api.v1.schemas import DoneSchema, FileSchema
from api.v1.shapes import schema_of
from engine.access import of_act
from engine.access import of_applicants as for_applicants
from engine.accounts.person import AccountKind
from engine.acts import ACTS
from engine.acts.act import Act, On
from engine.acts.inputs import FILES, Input, InputKind
from engine.cases.acts import USE_CASES, do
from engine.cases.judging_papers import JudgedPaper
from engine.queries.many_tasks import MOST
from engine.typed.text import LONGEST_WORDS

blueprint = Blueprint("acts", "", description="Thao tác trên hồ sơ", door=signed_in("officer"))
of_applicants = Blueprint("own_acts", "", description="Thao tác của người nộp", door=signed_in())

LONGEST_ID = 64
TARGETS: Mapping[On, str] = {"task": "/tasks/<task_id>", "case": "/cases/<ref>"}

Made = fields.Field[Any]
_MAY_BE_LEFT_OUT: Mapping[bool, dict[str, Any]] = {
    True: {},
    False: {"load_default": None, "allow_none": True},
}
_LIST_MAY_BE_LEFT_OUT: dict[str, Any] = {"load_default": list}
FIELDS: Mapping[InputKind, Callable[[dict[str, Any]], Made]] = {
    "outcome": lambda told: fields.String(load_default=None, allow_none=True, **told),
    "answers": lambda told: fields.Dict(keys=fields.String(), load_default=dict, **told),
    "text": lambda told: fields.String(
        **{**told, "metadata": {**told["metadata"], "maxLength": LONGEST_WORDS}},
        **_MAY_BE_LEFT_OUT[told["required"]],
    ),
    "day": lambda told: fields.String(**told, **_MAY_BE_LEFT_OUT[told["required"]]),
    "files": lambda told: fields.List(
        fields.Nested(FileSchema), **told, **({} if told["required"] else _LIST_MAY_BE_LEFT_OUT)
    ),
    "judged": lambda told: fields.List(fields.Nested(input_of(JudgedPaper)), **told),
    "supplied": lambda told: fields.List(
        fields.Nested(FileSchema), **told, **_LIST_MAY_BE_LEFT_OUT
    ),
    "on_hand": lambda told: fields.List(fields.String(), **told, **_LIST_MAY_BE_LEFT_OUT),
    "scans": lambda told: fields.List(fields.Nested(FileSchema), load_default=list, **told),
    "reasons": lambda told: fields.Dict(
        keys=fields.String(), values=fields.String(), load_default=dict, **told
    ),
    "choice": lambda told: fields.String(**told),
    "seen": lambda told: fields.String(**told, **_MAY_BE_LEFT_OUT[told["required"]]),
    "rated": lambda told: fields.Dict(
        keys=fields.String(), values=fields.String(), load_default=dict, **told
    ),
    # Left out is another thing than null: the use-case then says who must be chosen.
    "officer": lambda told: fields.String(**told, allow_none=not told["required"]),
}
"""How each kind of input is written in JSON."""


def body_of(act: Act) -> type[Schema]:
    """The schema of what an act takes."""
    members: dict[str, Any] = {one.name: _field(one) for one in act.inputs}
    return type(f"{_camel(act)}ActSchema", (Schema,), {**members, "__doc__": act.meaning})


def answer_of(act: Act) -> type[Schema]:
    """The schema of what the act's use-case says."""
    said = get_type_hints(USE_CASES[act.kind])["return"]
    if isinstance(said, type) and dataclasses.is_dataclass(said):
        return schema_of(said)
    return DoneSchema


def path_of(act: Act) -> str:
    """The address of an act below ``/api/v1``."""
    return f"{TARGETS[act.on]}/{act.kind.replace('_', '-')}"


def many_path_of(act: Act) -> str:
    """The address of an act on many tasks below ``/api/v1``."""
    return f"/many-tasks/{act.kind.replace('_', '-')}"


def task_ids(most: int) -> Made:
    """The tasks that something is done to, each for itself."""
    return fields.List(
        fields.String(validate=validate.Length(1, LONGEST_ID)),
        required=True,
        validate=validate.Length(1, most),
        metadata={"description": "Mã việc (task_id); mỗi việc được làm và trả lời riêng"},
    )


def many_body_of(act: Act) -> type[Schema]:
    """The schema of what an act on many tasks takes: the tasks, and its inputs once for all."""
    members: dict[str, Any] = {
        "tasks": task_ids(MOST),
        **{one.name: _field(one) for one in act.inputs},
    }
    doc = f"{act.meaning}, nhiều việc một lần"
    return type(f"Many{_camel(act)}ActSchema", (Schema,), {**members, "__doc__": doc})


def _field(asked: Input) -> Made:
    words = f"{asked.label}. {asked.hint}" if asked.hint else asked.label
    return FIELDS[asked.kind]({"required": asked.required, "metadata": {"description": words}})


def _camel(act: Act) -> str:
    return "".join(part.capitalize() for part in act.kind.split("_"))


def who_may(act: Act) -> tuple[AccountKind, ...]:
    """The kinds of account that may do the act at all; none named: whoever is signed in."""
    return () if for_applicants(act.kind) else ("officer",)


def _add(act: Act) -> None:
    answer = answer_of(act)()

    def view(body: Mapping[str, Any], **target: str) -> Response:
        who, (named,) = require(*who_may(act)), target.values()
        files = {one.name: files_of(body[one.name]) for one in act.inputs if one.kind in FILES}
        return once(
            who,
            lambda session: do(
                session,
                act.kind,
                target=named,
                person=who,
                given={**body, **files},
                store=parts().documents,
                now=now(),
            ),
            lambda said: answer.dump(said if said is not None else {"done": True}),
        )

    view.__name__, view.__doc__ = act.kind, act.meaning
    its = of_applicants if for_applicants(act.kind) else blueprint
    taken = its.arguments(body_of(act))(view) if act.inputs else _bare(view)
    answered = its.response(200, answer)(taken)
    its.post(path_of(act), endpoint=act.kind)(needs(of_act(act.kind))(answered))


def _bare(view: Callable[..., Response]) -> Callable[..., Response]:
    """The view of an act that takes nothing."""

    def bare(**target: str) -> Response:
        return view({}, **target)

    bare.__name__, bare.__doc__ = view.__name__, view.__doc__
    return bare


def _add_many(act: Act) -> None:
    def view(body: dict[str, Any]) -> object:
        who = require("officer")
        key, sent = claimed_key(who)
        tasks = body.pop("tasks")
        return do_each(who, by_act(who, act, body), tasks, key=key, sent=sent)

    view.__name__, view.__doc__ = f"many_{act.kind}", f"{act.meaning}: nhiều việc một lần"
    taken = blueprint.arguments(many_body_of(act))(view)
    answered = blueprint.response(200, schema_of(ManyDone))(taken)
    blueprint.post(many_path_of(act), endpoint=f"many_{act.kind}")(
        needs(of_act(act.kind))(answered)
    )


for _act in ACTS.values():
    _add(_act)
    if _act.many:
        _add_many(_act)

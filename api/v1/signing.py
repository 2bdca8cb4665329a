"""What waits for the signature of whoever leads, and their decisions on it."""

from typing import Any, get_args

from marshmallow import Schema, fields, validate

from api.http import now, reading, require
from api.http.doors import needs, signed_in
from api.http.idempotency import claimed_key
from api.http.many import ManyDone, do_each
from api.http.signing_off import signing
from api.v1.acts import task_ids
from api.v1.blueprint import Blueprint
from api.v1.shapes import schema_of
from engine.access import of_act
from engine.acts.on_steps import COMPLETE
from engine.queries.signing import MOST, signing_page
from engine.queries.views.signing import SigningPage
from engine.routing.step_decisions import Decision
from engine.typed.text import LONGEST_WORDS

blueprint = Blueprint(
    "signing", "/signing", description="Trình ký của lãnh đạo", door=signed_in("officer")
)


class SigningSchema(Schema):
    """Which dossiers, and what is decided: each by the button of its own step."""

    tasks = task_ids(MOST)
    decision = fields.String(required=True, validate=validate.OneOf(get_args(Decision)))
    seen = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        load_default=dict,
        metadata={
            "description": "Mã việc → dấu (seen) của nội dung đã xem: nội dung đã đổi từ lúc xem "
            "thì việc đó không được ký; không gửi thì ký theo nội dung lúc ký"
        },
    )
    comment = fields.String(
        load_default=None,
        allow_none=True,
        metadata={
            "description": "Ý kiến; trả lại (send_back) thì phải có lý do",
            "maxLength": LONGEST_WORDS,
        },
    )


class WaitingQuerySchema(Schema):
    """Which page of what waits."""

    cursor = fields.String(load_default=None)


@blueprint.get("")
@blueprint.arguments(WaitingQuerySchema, location="query")
@blueprint.response(200, schema_of(SigningPage))
@needs("tasks.list_led")
def waiting(query: dict[str, Any]) -> object:
    """Hồ sơ chờ mình ký, quyết định: ý kiến người trình, quyết định đề nghị, giấy tờ"""
    with reading() as session:
        return signing_page(session, person=require("officer"), now=now(), **query)


@blueprint.post("")
@blueprint.arguments(SigningSchema)
@blueprint.response(200, schema_of(ManyDone))
@needs(of_act(COMPLETE))
def decided(body: dict[str, Any]) -> object:
    """Đồng ý, hoặc trả lại có lý do: nhiều hồ sơ một lần, mỗi hồ sơ một kết quả"""
    who = require("officer")
    key, sent = claimed_key(who)
    doing = signing(who, body["decision"], body["comment"], body["seen"])
    return do_each(who, doing, body["tasks"], key=key, sent=sent)

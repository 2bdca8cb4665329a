"""Petitions: sent and followed by anyone, handled by officers."""

from typing import Any

from flask import Response
from marshmallow import Schema, fields, validate

from api.http import now, person, reading, require, writing
from api.http.doors import needs, open_door, signed_in
from api.http.idempotency import once
from api.http.looking_up import guessed_petition, sending_petition
from api.v1.blueprint import Blueprint
from api.v1.schemas import DoneSchema
from api.v1.shapes import schema_of
from engine.facts.petitions import KIND_WORDS
from engine.petitions.accept_petition import accept_petition
from engine.petitions.answer_petition import answer_petition, publish_petition
from engine.petitions.ask_sender import add_to_petition, ask_sender
from engine.petitions.file_petition import PetitionSent, file_petition
from engine.petitions.reject_petition import reject_petition
from engine.queries.petitions import (
    OwnPetition,
    PetitionRow,
    PetitionView,
    PublishedPetition,
    own_petition,
    petition,
    petition_desk,
    published_petitions,
)

blueprint = Blueprint(
    "sent_petitions", "/petitions", description="Phản ánh, kiến nghị", door=open_door
)
desk = Blueprint(
    "handled_petitions",
    "/petition-desk",
    description="Xử lý phản ánh, kiến nghị",
    door=signed_in("officer"),
)
HANDLE = "petitions.handle"
PUBLIC = "public.petition"


class PetitionSchema(Schema):
    """A petition; name, contact, case and agency may be left out."""

    province_code = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(sorted(KIND_WORDS)))
    content = fields.String(required=True)
    about_case = fields.String(load_default=None, allow_none=True)
    unit_code = fields.String(load_default=None, allow_none=True)
    name = fields.String(load_default=None, allow_none=True)
    contact = fields.String(load_default=None, allow_none=True)


class PetitionMoreSchema(Schema):
    """What was missing in a petition."""

    words = fields.String(required=True)


class PetitionAcceptedSchema(Schema):
    """Of which kind a petition is, and which agency answers it."""

    kind = fields.String(required=True)
    unit_code = fields.String(load_default=None, allow_none=True)


class PetitionRejectedSchema(Schema):
    """Why a petition is not taken."""

    reason = fields.String(required=True)


class PetitionQuestionSchema(Schema):
    """What the sender of a petition is asked for."""

    question = fields.String(required=True)


class PetitionAnswerSchema(Schema):
    """What is answered."""

    answer = fields.String(required=True)


class PetitionPublicationSchema(Schema):
    """What is published, without personal data."""

    content = fields.String(required=True)
    answer = fields.String(required=True)


@blueprint.post("")
@blueprint.arguments(PetitionSchema)
@blueprint.response(200, schema_of(PetitionSent))
@needs(PUBLIC)
def send(body: dict[str, Any]) -> object:
    """Gửi phản ánh, kiến nghị; mã trả về để theo dõi, không cần tài khoản"""
    with sending_petition(body["about_case"] or "") as sent:
        with writing() as session:
            made = file_petition(session, **body, now=now())
        sent(made.code)
    return made


@blueprint.get("/<code>")
@blueprint.response(200, schema_of(OwnPetition))
@needs(PUBLIC)
def follow(code: str) -> object:
    """Theo dõi bằng mã của phản ánh, kiến nghị"""
    with guessed_petition(code), reading() as session:
        return own_petition(session, code=code, person=person())


@blueprint.post("/<code>/more")
@blueprint.arguments(PetitionMoreSchema)
@blueprint.response(200, DoneSchema)
@needs(PUBLIC)
def more(body: dict[str, Any], code: str) -> object:
    """Bổ sung thông tin được yêu cầu, bằng mã của phản ánh, kiến nghị"""
    with guessed_petition(code), writing() as session:
        add_to_petition(session, code=code, person=person(), words=body["words"], now=now())
    return {"done": True}


@blueprint.get("/published/<province_code>")
@blueprint.response(200, schema_of(PublishedPetition)(many=True))
@needs(PUBLIC)
def published(province_code: str) -> object:
    """Trả lời đã công khai của tỉnh, không có dữ liệu cá nhân"""
    with reading() as session:
        return published_petitions(session, province_code=province_code)


@desk.get("")
@desk.response(200, schema_of(PetitionRow)(many=True))
@needs(HANDLE)
def listed() -> object:
    """Phản ánh, kiến nghị của cơ quan: việc đến hạn trước"""
    with reading() as session:
        return petition_desk(session, person=require("officer"), now=now())


@desk.get("/<petition_id>")
@desk.response(200, schema_of(PetitionView))
@needs(HANDLE)
def one(petition_id: str) -> object:
    """Một phản ánh, kiến nghị, với người gửi nếu họ ghi tên"""
    with reading() as session:
        return petition(session, petition_id=petition_id, person=require("officer"), now=now())


def _add(word: str, doing: Any, schema: type[Schema], words: str) -> None:
    """The address of one thing that is done about a petition."""

    def view(body: dict[str, Any], petition_id: str) -> Response:
        who = require("officer")
        return once(
            who,
            lambda session: doing(session, petition_id=petition_id, person=who, **body, now=now()),
            lambda _: {"done": True},
        )

    view.__name__, view.__doc__ = f"petition_{word}".replace("-", "_"), words
    answered = desk.response(200, DoneSchema)(desk.arguments(schema)(view))
    desk.post(f"/<petition_id>/{word}", endpoint=view.__name__)(needs(HANDLE)(answered))


_add("accept", accept_petition, PetitionAcceptedSchema, "Phân loại, giao cơ quan trả lời")
_add("reject", reject_petition, PetitionRejectedSchema, "Không thụ lý, có lý do")
_add("ask", ask_sender, PetitionQuestionSchema, "Yêu cầu người gửi bổ sung thông tin")
_add("answer", answer_petition, PetitionAnswerSchema, "Trả lời người gửi")
_add(
    "publish",
    publish_petition,
    PetitionPublicationSchema,
    "Công khai trả lời, không có dữ liệu cá nhân",
)

"""Tokens of outside systems: asked for by one administrator, let be by another.

The secret is answered once and kept nowhere, so that answer is not kept for a key either.
"""

from flask import Response
from marshmallow import Schema, fields

from api.http import now, require, today, writing
from api.http.doors import needs
from api.v1.administering import administer, administering, read_as_administrator
from api.v1.blueprint import Blueprint
from api.v1.inputs import input_of
from api.v1.schemas import DoneSchema
from api.v1.shapes import schema_of
from engine.administration.accounts.tokens import (
    TokenEntry,
    TokenRow,
    confirm_token,
    end_token,
    propose_token,
    tokens,
)
from engine.administration.administrators import administrator_of

blueprint = Blueprint(
    "tokens",
    "/tokens/<province_code>",
    description="Khóa truy cập của hệ thống bên ngoài",
    door=administering(),
)


class ProposedTokenSchema(Schema):
    """Under which id a token waits for another person."""

    id = fields.String(required=True)


class SecretSchema(Schema):
    """The token itself, told once: ``Authorization: Bearer …``."""

    token = fields.String(required=True)


@blueprint.get("")
@blueprint.response(200, schema_of(TokenRow)(many=True))
@needs("tokens.read")
def listed(province_code: str) -> object:
    """Khóa truy cập: của hệ thống nào, đọc được gì, dùng gần nhất lúc nào"""
    return read_as_administrator(province_code, tokens, day=today())


@blueprint.post("")
@blueprint.arguments(input_of(TokenEntry))
@blueprint.response(200, ProposedTokenSchema)
@needs("tokens.keep")
def propose(entry: TokenEntry, province_code: str) -> Response:
    """Đề nghị khóa truy cập; chờ người thứ hai"""
    return administer(province_code, propose_token, lambda made: {"id": made}, entry=entry)


@blueprint.post("/<token_id>/confirm")
@blueprint.response(200, SecretSchema)
@needs("tokens.keep")
def confirm(province_code: str, token_id: str) -> object:
    """Xác nhận: khóa chỉ trả lời lần này; người đề nghị không tự xác nhận"""
    who = require("officer")
    with writing() as session:
        admin = administrator_of(session, who, province_code)
        return {"token": confirm_token(session, admin=admin, token_id=token_id, now=now())}


@blueprint.post("/<token_id>/end")
@blueprint.response(200, DoneSchema)
@needs("tokens.keep")
def end(province_code: str, token_id: str) -> Response:
    """Kết thúc khóa truy cập ngay"""
    return administer(province_code, end_token, token_id=token_id)

"""Accounts of officers: who has one, codes handed out, locked and opened again.

A code is answered once and kept nowhere, so these answers are not kept for a key either: asked
again, the act finds the account made.
"""

from collections.abc import Callable
from typing import Any

from flask import Response
from marshmallow import Schema, fields

from api.http import now, parts, require, writing
from api.http.doors import needs
from api.v1.administering import administer, administering, read_as_administrator
from api.v1.blueprint import Blueprint
from api.v1.schemas import DoneSchema
from api.v1.shapes import schema_of
from engine.accounts.codes import Slip
from engine.administration.accounts.close_account import close_account
from engine.administration.accounts.leaving import Leaving, leaving
from engine.administration.accounts.lock_account import lock_account, unlock_account
from engine.administration.accounts.make_accounts import make_accounts
from engine.administration.accounts.name_number import name_number
from engine.administration.accounts.officers_accounts import OfficerAccount, officers_accounts
from engine.administration.accounts.reset_account import reset_account
from engine.administration.administrators import administrator_of

blueprint = Blueprint(
    "accounts",
    "/accounts/<province_code>",
    description="Tài khoản của cán bộ",
    door=administering(),
)


class OfWhomSchema(Schema):
    """Of the officers at and below a unit, or of all."""

    unit_code = fields.String(load_default=None)


class ForWhomSchema(OfWhomSchema):
    """For these officers only, if any are named."""

    usernames = fields.List(fields.String(), load_default=None)


class WhySchema(Schema):
    """Why an account is locked."""

    reason = fields.String(required=True)


class NumberSchema(Schema):
    """Whose officer it is as a citizen."""

    number = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Số định danh cá nhân; null hoặc rỗng: bỏ số ghi nhầm"},
    )


class LeaverSchema(WhySchema):
    """Why an account closes, and who takes the open work, by user name."""

    successor = fields.String(load_default=None)


@blueprint.get("")
@blueprint.arguments(OfWhomSchema, location="query")
@blueprint.response(200, schema_of(OfficerAccount)(many=True))
@needs("accounts.read")
def listed(query: dict[str, Any], province_code: str) -> object:
    """Cán bộ và tài khoản: ai có, ai chưa, vướng gì; cũng là chạy thử trước khi cấp"""
    return read_as_administrator(province_code, officers_accounts, now=now(), **query)


@blueprint.post("")
@blueprint.arguments(ForWhomSchema)
@blueprint.response(200, schema_of(Slip)(many=True))
@needs("accounts.keep")
def make(body: dict[str, Any], province_code: str) -> object:
    """Cấp tài khoản cho những người còn thiếu; mã một lần chỉ trả lời lần này"""
    return _handed_out(province_code, make_accounts, **body)


@blueprint.post("/<username>/reset")
@blueprint.response(200, schema_of(Slip))
@needs("accounts.keep")
def reset(province_code: str, username: str) -> object:
    """Bỏ mật khẩu, kết thúc mọi phiên, cấp mã một lần khác"""
    return _handed_out(province_code, reset_account, username=username)


@blueprint.post("/<username>/lock")
@blueprint.arguments(WhySchema)
@blueprint.response(200, DoneSchema)
@needs("accounts.keep")
def lock(body: dict[str, Any], province_code: str, username: str) -> Response:
    """Khóa tài khoản; mọi phiên kết thúc"""
    return administer(province_code, lock_account, username=username, **body)


@blueprint.post("/<username>/unlock")
@blueprint.response(200, DoneSchema)
@needs("accounts.keep")
def unlock(province_code: str, username: str) -> Response:
    """Mở khóa, cả khi bị chặn vì sai mật khẩu nhiều lần"""
    return administer(province_code, unlock_account, username=username)


@blueprint.post("/<username>/identity-number")
@blueprint.arguments(NumberSchema)
@blueprint.response(200, DoneSchema)
@needs("accounts.keep")
def identity_number(body: dict[str, Any], province_code: str, username: str) -> Response:
    """Ghi số định danh của cán bộ: từ đó không ai xử lý hồ sơ của chính mình"""
    return administer(province_code, name_number, username=username, **body)


@blueprint.get("/<username>/leaving")
@blueprint.response(200, schema_of(Leaving))
@needs("accounts.keep")
def holds(province_code: str, username: str) -> object:
    """Người thôi việc còn giữ gì: việc, bản nháp, vị trí, vai trò; ai nhận được"""
    return read_as_administrator(province_code, leaving, username=username, now=now())


@blueprint.post("/<username>/close")
@blueprint.arguments(LeaverSchema)
@blueprint.response(200, DoneSchema)
@needs("accounts.keep")
def close(body: dict[str, Any], province_code: str, username: str) -> Response:
    """Đóng tài khoản của người thôi việc: chuyển việc, kết thúc vị trí, vai trò"""
    return administer(province_code, close_account, username=username, **body)


def _handed_out(province_code: str, act: Callable[..., Any], **told: object) -> Any:
    who = require("officer")
    with writing() as session:
        admin = administrator_of(session, who, province_code)
        return act(session, admin=admin, term=parts().sign_in.code, now=now(), **told)

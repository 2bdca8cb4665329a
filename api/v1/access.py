"""Who may do what, which roles are given beside posts, and what waits for a second person."""

from typing import Any

from flask import Response
from marshmallow import Schema, fields, validate

from api.http import now, today
from api.http.doors import needs
from api.v1.administering import (
    AsOfSchema,
    GivenSchema,
    administer,
    administering,
    given,
    read_as_administrator,
)
from api.v1.blueprint import Blueprint
from api.v1.inputs import input_of
from api.v1.schemas import DoneSchema, PageSchema, ShownSchema
from api.v1.shapes import Day, schema_of
from engine.administration.people.confirming import Awaiting, awaiting, confirm, drop
from engine.administration.people.granting import (
    GrantEntry,
    GrantRow,
    end_grant,
    grant_role,
    grants,
)
from engine.queries.rights import Entitled, what_may, who_may
from engine.queries.sign_ins import KINDS, SignInPage, sign_ins

blueprint = Blueprint(
    "access",
    "/access/<province_code>",
    description="Ai được làm gì",
    door=administering(),
)


class WhoSchema(AsOfSchema):
    """A right or an act, in a unit, for a procedure."""

    right = fields.String(required=True)
    unit_code = fields.String(load_default=None)
    procedure_code = fields.String(load_default=None)


class SignInsSchema(PageSchema):
    """Whose, of which kind, which page."""

    username = fields.String(load_default=None)
    kind = fields.String(load_default=None, validate=validate.OneOf(KINDS))


class RoleEndSchema(Schema):
    """The first day without it."""

    day = Day(required=True)


@blueprint.get("/who")
@blueprint.arguments(WhoSchema, location="query")
@blueprint.response(200, schema_of(Entitled)(many=True))
@needs("access.read")
def who(query: dict[str, Any], province_code: str) -> object:
    """Ai được làm việc này"""
    return read_as_administrator(province_code, who_may, **query)


@blueprint.get("/what/<username>")
@blueprint.arguments(AsOfSchema, location="query")
@blueprint.response(200, schema_of(Entitled)(many=True))
@needs("access.read")
def what(query: dict[str, Any], province_code: str, username: str) -> object:
    """Người này được làm gì"""
    return read_as_administrator(province_code, what_may, username=username, **query)


@blueprint.get("/grants")
@blueprint.arguments(AsOfSchema, location="query")
@blueprint.response(200, schema_of(GrantRow)(many=True))
@needs("access.read")
def given_roles(query: dict[str, Any], province_code: str) -> object:
    """Vai trò được giao ngoài vị trí, từ một ngày trở đi"""
    return read_as_administrator(province_code, grants, **query)


@blueprint.post("/grants")
@blueprint.arguments(input_of(GrantEntry))
@blueprint.response(200, GivenSchema)
@needs("access.grant")
def give_role(entry: GrantEntry, province_code: str) -> Response:
    """Giao vai trò; chờ người thứ hai xác nhận"""
    return administer(province_code, grant_role, given, entry=entry)


@blueprint.post("/grants/<grant_id>/end")
@blueprint.arguments(RoleEndSchema)
@blueprint.response(200, DoneSchema)
@needs("access.grant")
def end_role(body: dict[str, Any], province_code: str, grant_id: str) -> Response:
    """Thôi giao vai trò từ một ngày"""
    return administer(province_code, end_grant, grant_id=grant_id, **body)


@blueprint.get("/awaiting")
@blueprint.response(200, schema_of(Awaiting)(many=True))
@needs("access.confirm")
def waiting(province_code: str) -> object:
    """Vị trí ký, vai trò chờ xác nhận"""
    return read_as_administrator(province_code, awaiting, now=now())


@blueprint.post("/awaiting/<awaiting_id>/confirm")
@blueprint.arguments(ShownSchema)
@blueprint.response(200, DoneSchema)
@needs("access.confirm")
def confirm_given(body: dict[str, Any], province_code: str, awaiting_id: str) -> Response:
    """Xác nhận đúng nội dung đã xem: người giao và người được giao không tự xác nhận"""
    return administer(province_code, confirm, awaiting_id=awaiting_id, **body)


@blueprint.post("/awaiting/<awaiting_id>/drop")
@blueprint.response(200, DoneSchema)
@needs("access.confirm")
def drop_given(province_code: str, awaiting_id: str) -> Response:
    """Bỏ, không xác nhận"""
    return administer(province_code, drop, awaiting_id=awaiting_id)


@blueprint.get("/sign-ins")
@blueprint.arguments(SignInsSchema, location="query")
@blueprint.response(200, schema_of(SignInPage))
@needs("sign_ins.read")
def signing_in(query: dict[str, Any], province_code: str) -> object:
    """Nhật ký đăng nhập của cán bộ trong phạm vi, mới nhất trước"""
    return read_as_administrator(province_code, sign_ins, day=today(), **query)

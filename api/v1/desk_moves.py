"""The work of a desk is moved to another: dry run, act, end."""

from typing import Any

from flask import Response
from marshmallow import Schema, fields

from api.http import now
from api.http.doors import needs
from api.v1.administering import (
    GivenSchema,
    administer,
    administering,
    given,
    read_as_administrator,
)
from api.v1.blueprint import Blueprint
from api.v1.inputs import input_of
from api.v1.schemas import DoneSchema
from api.v1.shapes import schema_of
from engine.administration.people.move_desk import (
    BeforeDeskMove,
    DeskMoveEnd,
    DeskMoving,
    before_moving_desk,
    end_desk_move,
    move_desk,
)

blueprint = Blueprint(
    "desk_moves",
    "/organisation/<province_code>/desks",
    description="Chuyển việc của vị trí",
    door=administering(),
)


class DeskSchema(Schema):
    """Which desk."""

    unit_code = fields.String(required=True)
    position_code = fields.String(required=True)


@blueprint.get("/moving")
@blueprint.arguments(DeskSchema, location="query")
@blueprint.response(200, schema_of(BeforeDeskMove))
@needs("organisation.units")
def before(query: dict[str, Any], province_code: str) -> object:
    """Trước khi chuyển: việc đang mở, bước phía trước của hồ sơ, ai giữ, đã chuyển đâu"""
    return read_as_administrator(province_code, before_moving_desk, now=now(), **query)


@blueprint.post("/move")
@blueprint.arguments(input_of(DeskMoving))
@blueprint.response(200, GivenSchema)
@needs("organisation.units")
def move(entry: DeskMoving, province_code: str) -> Response:
    """Từ một ngày, việc của vị trí do vị trí khác làm: việc đang mở và bước phía trước; vị trí ký
    thì chờ người thứ hai xác nhận"""
    return administer(province_code, move_desk, given, entry=entry)


@blueprint.post("/move/end")
@blueprint.arguments(input_of(DeskMoveEnd))
@blueprint.response(200, DoneSchema)
@needs("organisation.units")
def move_ended(entry: DeskMoveEnd, province_code: str) -> Response:
    """Từ một ngày, vị trí tự làm lại việc của mình; việc đã chuyển đi ở lại nơi nhận"""
    return administer(province_code, end_desk_move, entry=entry)

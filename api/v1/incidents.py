"""What nobody can take further in a province, and how its administrator mends it."""

from typing import Any

from flask import Response
from marshmallow import Schema, fields, validate

from api.http import now
from api.http.doors import needs
from api.v1.administering import administer, administering, read_as_administrator
from api.v1.blueprint import Blueprint
from api.v1.schemas import DoneSchema, ShownSchema
from api.v1.shapes import schema_of
from engine.cases.confirm_repair import confirm_repair, drop_repair
from engine.cases.give_desk import give_desk
from engine.cases.give_value import KINDS, LONGEST, give_value
from engine.cases.retry_case import retry_stopped
from engine.cases.send_back import send_back
from engine.queries.mended import Mended, mended
from engine.queries.stopped import Stopped, stopped_cases
from engine.typed.text import LONGEST_WORDS

blueprint = Blueprint(
    "incidents", "/incidents/<province_code>", description="Sự cố", door=administering()
)


class ValueSchema(Schema):
    """A value that a case stood still for: an answer (``case.…``) or a variable, by a paper."""

    name = fields.String(required=True)
    value = fields.String(required=True, metadata={"maxLength": LONGEST})
    kind = fields.String(load_default="text", validate=validate.OneOf(KINDS))
    reason = fields.String(required=True, metadata={"maxLength": LONGEST_WORDS})
    paper = fields.String(required=True, metadata={"maxLength": LONGEST_WORDS})


class BackSchema(Schema):
    """An earlier step of the same scope, by a paper."""

    step = fields.String(required=True)
    reason = fields.String(required=True, metadata={"maxLength": LONGEST_WORDS})
    paper = fields.String(required=True, metadata={"maxLength": LONGEST_WORDS})


class DeskSchema(Schema):
    """Another desk of the same agency for a step that nobody is there to do, by a paper."""

    task_id = fields.String(required=True)
    desk = fields.String(required=True, metadata={"description": "đơn vị/vị trí"})
    reason = fields.String(required=True, metadata={"maxLength": LONGEST_WORDS})
    paper = fields.String(required=True, metadata={"maxLength": LONGEST_WORDS})


class DropSchema(Schema):
    """Why a proposed value is not set."""

    reason = fields.String(required=True, metadata={"maxLength": LONGEST_WORDS})


@blueprint.get("/mended")
@blueprint.response(200, schema_of(Mended))
@needs("incidents.read")
def seen_to(province_code: str) -> object:
    """Vì sao hồ sơ hay kẹt trong 30 ngày qua, và hôm nay đã sửa gì"""
    return read_as_administrator(province_code, mended, now=now())


@blueprint.get("")
@blueprint.response(200, schema_of(Stopped)(many=True))
@needs("incidents.read")
def stopped(province_code: str) -> object:
    """Hồ sơ gặp sự cố, ở vị trí không có ai, không bước nào trả kết quả; hạn gần nhất trước"""
    return read_as_administrator(province_code, stopped_cases, now=now())


@blueprint.post("/<ref>/retry")
@blueprint.response(200, DoneSchema)
@needs("incidents.mend")
def retry(province_code: str, ref: str) -> Response:
    """Nguyên nhân đã sửa: cho hồ sơ chạy lại"""
    return administer(province_code, retry_stopped, ref=ref)


@blueprint.post("/<ref>/value")
@blueprint.arguments(ValueSchema)
@blueprint.response(200, DoneSchema)
@needs("incidents.mend")
def value(body: dict[str, Any], province_code: str, ref: str) -> Response:
    """Ghi giá trị còn thiếu, có lý do và văn bản, rồi cho hồ sơ chạy lại"""
    return administer(province_code, give_value, ref=ref, **body)


@blueprint.post("/<ref>/back")
@blueprint.arguments(BackSchema)
@blueprint.response(200, DoneSchema)
@needs("incidents.mend")
def back(body: dict[str, Any], province_code: str, ref: str) -> Response:
    """Đưa hồ sơ bị dừng về một bước đã làm, cùng nhánh; hạn giữ nguyên"""
    return administer(province_code, send_back, ref=ref, **body)


@blueprint.post("/<ref>/desk")
@blueprint.arguments(DeskSchema)
@blueprint.response(200, DoneSchema)
@needs("incidents.mend")
def desk(body: dict[str, Any], province_code: str, ref: str) -> Response:
    """Giao việc không ai làm được cho vị trí khác cùng cơ quan"""
    return administer(province_code, give_desk, ref=ref, **body)


@blueprint.post("/<ref>/confirm")
@blueprint.arguments(ShownSchema)
@blueprint.response(200, DoneSchema)
@needs("incidents.confirm")
def confirm(body: dict[str, Any], province_code: str, ref: str) -> Response:
    """Xác nhận giá trị mà người khác đề nghị ghi, đúng như đã xem"""
    return administer(province_code, confirm_repair, ref=ref, **body)


@blueprint.post("/<ref>/drop")
@blueprint.arguments(DropSchema)
@blueprint.response(200, DoneSchema)
@needs("incidents.confirm")
def drop(body: dict[str, Any], province_code: str, ref: str) -> Response:
    """Không xác nhận giá trị được đề nghị"""
    return administer(province_code, drop_repair, ref=ref, **body)

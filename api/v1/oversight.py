"""What heads and the province's administrators look over."""

from typing import Any, get_args

from marshmallow import Schema, fields, validate

from api.http import now, reading, require
from api.http.doors import needs, signed_in
from api.v1.blueprint import Blueprint
from api.v1.shapes import schema_of
from engine.queries.lateness.overdue import overdue
from engine.queries.oversight import Overseen, overseen
from engine.queries.ratings import RatingsPage, ratings
from engine.queries.views.lateness import OverduePage, Which

blueprint = Blueprint("oversight", "/oversight", description="Giám sát", door=signed_in("officer"))


class LateQuerySchema(Schema):
    """Which of the late cases, of which agency."""

    which = fields.String(load_default="all", validate=validate.OneOf(get_args(Which)))
    agency = fields.String(load_default=None)


@blueprint.get("/halts")
@blueprint.response(200, schema_of(Overseen)(many=True))
@needs("oversight.read")
def halts() -> object:
    """Hồ sơ tạm dừng, dừng, bổ sung lần nữa: lý do, căn cứ, ai đề nghị, ai duyệt; mới nhất trước"""
    with reading() as session:
        return overseen(session, person=require("officer"))


@blueprint.get("/late")
@blueprint.arguments(LateQuerySchema, location="query")
@blueprint.response(200, schema_of(OverduePage))
@needs("lateness.read")
def late(query: dict[str, Any]) -> object:
    """Hồ sơ quá hạn đang xử lý: trễ bao lâu, nguyên nhân, đã xin lỗi chưa; số gốc và số đã trừ"""
    with reading() as session:
        return overdue(session, person=require("officer"), now=now(), **query)


@blueprint.get("/ratings")
@blueprint.response(200, schema_of(RatingsPage))
@needs("ratings.read")
def rated() -> object:
    """Đánh giá của người nộp theo đơn vị và câu hỏi; lời góp ý không kèm tên, mã hồ sơ, ngày"""
    with reading() as session:
        return ratings(session, person=require("officer"), now=now())

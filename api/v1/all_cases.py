"""All cases of a province or unit, for who looks after them."""

from typing import Any, get_args

from flask import Response
from marshmallow import Schema, fields, validate

from api.http import now, reading, require
from api.http.doors import needs, signed_in
from api.http.tables import table_of_cases
from api.v1.blueprint import Blueprint
from api.v1.schemas import PageSchema
from api.v1.shapes import Day, schema_of
from engine.life import state_names
from engine.life.stages import STAGES
from engine.queries.all_cases import all_cases
from engine.queries.views.all_cases import AllCasesPage, CasesAsked, Lateness

blueprint = Blueprint("all_cases", "", description="Mọi hồ sơ", door=signed_in("officer"))


class AskedSchema(Schema):
    """Which cases: those for which all of it holds."""

    stage = fields.String(load_default=None, validate=validate.OneOf(STAGES))
    status = fields.Integer(load_default=None, validate=validate.OneOf(state_names()))
    unit = fields.String(load_default=None)
    procedure = fields.String(load_default=None)
    submitted_from = Day(load_default=None)
    submitted_to = Day(load_default=None)
    late = fields.String(load_default=None, validate=validate.OneOf(get_args(Lateness)))
    q = fields.String(
        load_default=None, metadata={"description": "Mã, số định danh, điện thoại, phần của tên"}
    )


class AskedPageSchema(AskedSchema, PageSchema):
    """The same, and which page."""


@blueprint.get("/all-cases")
@blueprint.arguments(AskedPageSchema, location="query")
@blueprint.response(200, schema_of(AllCasesPage))
@needs("cases.list")
def listed(query: dict[str, Any]) -> object:
    """Mọi hồ sơ của tỉnh hoặc đơn vị, mới nhất trước"""
    who, page = require("officer"), {name: query.pop(name) for name in ("cursor", "limit")}
    with reading() as session:
        return all_cases(session, person=who, now=now(), asked=_asked(query), **page)


@blueprint.get("/all-cases.csv")
@blueprint.arguments(AskedSchema, location="query")
@blueprint.response(200, {"type": "string"}, content_type="text/csv")
@needs("cases.list")
def table(query: dict[str, Any]) -> Response:
    """Đúng danh sách đã lọc, thành bảng CSV"""
    return Response(table_of_cases(_asked(query)), mimetype="text/csv")


def _asked(query: dict[str, Any]) -> CasesAsked:
    return CasesAsked(search=query.pop("q"), **query)

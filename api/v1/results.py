"""Results that wait for their applicants."""

from typing import Any, get_args

from marshmallow import Schema, fields, validate

from api.http import now, reading, require
from api.http.doors import needs, signed_in
from api.v1.blueprint import Blueprint
from api.v1.shapes import schema_of
from engine.queries.returning import results
from engine.queries.views.returning import ResultsPage, WaitingPart

blueprint = Blueprint("results", "", description="Trả kết quả", door=signed_in("officer"))


class ResultsQuerySchema(Schema):
    """Which results, of which counter."""

    part = fields.String(load_default="ready", validate=validate.OneOf(get_args(WaitingPart)))
    unit = fields.String(load_default=None, metadata={"description": "Quầy trả kết quả"})
    q = fields.String(
        load_default=None, metadata={"description": "Mã trên giấy hẹn, số định danh, điện thoại"}
    )


@blueprint.get("/results")
@blueprint.arguments(ResultsQuerySchema, location="query")
@blueprint.response(200, schema_of(ResultsPage))
@needs("results.list")
def waiting(query: dict[str, Any]) -> object:
    """Kết quả chờ trả: của quầy mình, của đơn vị được giao, hoặc của cả tỉnh; chờ lâu nhất trước"""
    with reading() as session:
        who = require("officer")
        return results(session, person=who, now=now(), search=query.pop("q"), **query)

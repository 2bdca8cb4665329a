"""What a draft is, as designers read it: diagram, steps, tables, forms; a filing tried on paper."""

from typing import Any

from marshmallow import Schema, fields
from marshmallow.validate import OneOf

from api.http import now
from api.http.doors import needs, signed_in
from api.http.parts import today
from api.v1.blueprint import Blueprint
from api.v1.designs import read_by
from api.v1.shapes import Day, schema_of
from engine.catalogue.manifest import CHANNELS
from engine.designing.explained import DraftStep, FormShown, explained
from engine.designing.tables_shown import DecisionTable
from engine.designing.trial import Tried, try_filing

blueprint = Blueprint(
    "design_reading", "/designs", description="Bản nháp là gì", door=signed_in("officer")
)


class AtPlaceSchema(Schema):
    """Whose people are told: a commune, by default the first that can take a filing."""

    place = fields.String(load_default=None, allow_none=True)


class ExplainedDraftSchema(Schema):
    """A draft without an error; ``places``: the communes that may be asked about, by code."""

    place = fields.String(required=True, allow_none=True)
    places = fields.Function(
        lambda told: dict(told.places), metadata={"type": "object"}, required=True
    )
    diagram = fields.String(required=True, metadata={"description": "SVG"})
    steps = fields.List(fields.Nested(schema_of(DraftStep)), required=True)
    tables = fields.List(fields.Nested(schema_of(DecisionTable)), required=True)
    forms = fields.List(fields.Nested(schema_of(FormShown)), required=True)


class TrialSchema(AtPlaceSchema):
    """A filing that is sent nowhere: its day, by default today, how it is filed, its answers."""

    day = Day(load_default=None, allow_none=True)
    channel = fields.String(load_default=CHANNELS[0], validate=OneOf(CHANNELS))
    answers = fields.Dict(keys=fields.String(), load_default=dict)


@blueprint.get("/<code>/explained")
@blueprint.arguments(AtPlaceSchema, location="query")
@blueprint.response(200, ExplainedDraftSchema)
@needs("designs.read")
def told(query: dict[str, Any], code: str) -> object:
    """Quy trình là gì: sơ đồ, từng bước giao cho ai, hôm nay ai giữ, bảng, biểu mẫu"""
    return read_by(
        lambda session, who: explained(session, who=who, procedure_code=code, now=now(), **query)
    )


@blueprint.post("/<code>/trial")
@blueprint.arguments(TrialSchema)
@blueprint.response(200, schema_of(Tried))
@needs("designs.read")
def tried(body: dict[str, Any], code: str) -> object:
    """Phí và thời hạn tính thử theo ngày, cách nộp, nơi nộp, câu trả lời; không gửi đi đâu"""
    place, day = body.pop("place"), body.pop("day") or today()

    def query(session: Any, who: Any) -> Tried:
        found = explained(session, who=who, procedure_code=code, place=place, now=now())
        return try_filing(session, found, day=day, **body)

    return read_by(query)

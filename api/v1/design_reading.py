"""What a draft or a version is, as designers read it: diagram, steps, tables, forms; what it
differs from its decision in; a filing tried on paper."""

from typing import Any

from marshmallow import Schema, fields
from marshmallow.validate import OneOf

from api.http import now
from api.http.doors import needs, signed_in
from api.http.parts import today
from api.v1.blueprint import Blueprint
from api.v1.designs import read_by
from api.v1.shapes import Day, Number, schema_of
from engine.catalogue.manifest import CHANNELS
from engine.designing.conformance import Conformance, conformance
from engine.designing.explained import DraftStep, FormShown, explained
from engine.designing.looked import look
from engine.designing.rights import Designer
from engine.designing.tables_shown import DecisionTable
from engine.designing.to_read import to_read
from engine.designing.trial import Tried, check_step_form, try_filing

blueprint = Blueprint(
    "design_reading", "/designs", description="Bản nháp là gì", door=signed_in("officer")
)


class WhichTextSchema(Schema):
    """Which published version is read; unless said the draft, without a draft the newest one."""

    version = Number(load_default=None, allow_none=True)


class AtPlaceSchema(WhichTextSchema):
    """Whose people are told: a commune, by default the first that can take a filing."""

    place = fields.String(load_default=None, allow_none=True)


class ExplainedDraftSchema(Schema):
    """A version, or a draft without an error; ``places``: the communes that may be asked about, by
    code."""

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
    day = body.pop("day") or today()
    which = {name: body.pop(name) for name in ("place", "version")}

    def query(session: Any, who: Any) -> Tried:
        found = explained(session, who=who, procedure_code=code, now=now(), **which)
        return try_filing(session, found, day=day, **body)

    return read_by(query)


class StepFormSchema(WhichTextSchema):
    """An officer's answers to the form of a step; the day, by default today."""

    form = fields.String(required=True)
    day = Day(load_default=None, allow_none=True)
    answers = fields.Dict(keys=fields.String(), load_default=dict)


class CheckedFormSchema(Schema):
    """What is wrong with the answers, by question; nothing where they would be taken."""

    faults = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


@blueprint.post("/<code>/form-check")
@blueprint.arguments(StepFormSchema)
@blueprint.response(200, CheckedFormSchema)
@needs("designs.read")
def checked(body: dict[str, Any], code: str) -> object:
    """Kiểm tra thử câu trả lời vào biểu mẫu của một bước; không gửi đi đâu"""

    def query(session: Any, who: Designer) -> dict[str, Any]:
        version, day = body["version"], body["day"] or today()
        found = explained(session, who=who, procedure_code=code, version=version, now=now())
        return {"faults": check_step_form(found, body["form"], body["answers"], day=day)}

    return read_by(query)


@blueprint.get("/<code>/conformance")
@blueprint.arguments(WhichTextSchema, location="query")
@blueprint.response(200, schema_of(Conformance))
@needs("designs.read")
def beside_decision(query: dict[str, Any], code: str) -> object:
    """Đối chiếu từng dòng với quyết định đã phê duyệt"""
    return read_by(lambda session, who: _conformance(session, who, code, **query))


def _conformance(session: Any, who: Designer, code: str, version: int | None) -> Conformance:
    text = to_read(session, who, code, version)
    return conformance(text, look(session, who.province_code, code, text.files))

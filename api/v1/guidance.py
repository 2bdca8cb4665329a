"""Guidance at a counter before there is a dossier."""

from typing import Any

from flask import Response
from marshmallow import Schema, fields

from api.http import now, reading, require
from api.http.doors import needs, signed_in
from api.http.idempotency import once
from api.v1.blueprint import Blueprint
from api.v1.schemas import GuidanceSchema
from api.v1.shapes import Day, schema_of
from engine.cases.guide import Guided, guide
from engine.queries.guidance import (
    GuidanceCount,
    GuidanceList,
    GuidanceSlip,
    guidance_given,
    guidance_slip,
    guidance_today,
)

blueprint = Blueprint("guidance", "/guidance", description="Hướng dẫn", door=signed_in("officer"))


@blueprint.post("")
@blueprint.arguments(GuidanceSchema)
@blueprint.response(200, schema_of(Guided))
@needs("guidance.give")
def give(body: dict[str, Any]) -> Response:
    """Lập phiếu hướng dẫn hoặc phiếu từ chối khi chưa có hồ sơ"""
    who = require("officer")
    return once(
        who,
        lambda session: guide(session, person=who, now=now(), **body),
        schema_of(Guided)().dump,
    )


@blueprint.get("/today")
@blueprint.response(200, schema_of(GuidanceCount))
@needs("guidance.read")
def today() -> object:
    """Số phiếu mà quầy đã lập hôm nay"""
    who = require("officer")
    with reading() as session:
        return guidance_today(session, person=who, now=now())


class GivenQuerySchema(Schema):
    """Which slips: since a day (today unless said), with these words."""

    since = Day(load_default=None)
    search = fields.String(load_default="")


@blueprint.get("")
@blueprint.arguments(GivenQuerySchema, location="query")
@blueprint.response(200, schema_of(GuidanceList))
@needs("guidance.read")
def given(query: dict[str, Any]) -> object:
    """Phiếu mà quầy đã lập từ một ngày, mới nhất trước"""
    with reading() as session:
        return guidance_given(session, person=require("officer"), now=now(), **query)


@blueprint.get("/<slip_id>")
@blueprint.response(200, schema_of(GuidanceSlip))
@needs("guidance.read")
def show(slip_id: str) -> object:
    """Một phiếu, cho cán bộ của nơi đã lập"""
    who = require("officer")
    with reading() as session:
        return guidance_slip(session, slip_id=slip_id, person=who)

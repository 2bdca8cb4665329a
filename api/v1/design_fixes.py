"""What designers set at a fault: what is asked, what would change, and the change."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response
from marshmallow import Schema, fields

from api.http import reading, require
from api.http.doors import needs, signed_in
from api.v1.blueprint import Blueprint
from api.v1.designs import CHANGED, changed, looked_over
from api.v1.shapes import Number, schema_of
from engine.designing import change
from engine.designing.fixing.asked import Ground, Offer
from engine.designing.fixing.offering import Fix, fixed, ground_of, offered
from engine.designing.looked import Looked
from engine.designing.mending_shown import MendedFile, fix_shown
from engine.designing.rights import designer

blueprint = Blueprint(
    "design_fixes", "/designs", description="Sửa lỗi của bản nháp", door=signed_in("officer")
)


class WhichFaultSchema(Schema):
    """The number of a fault in the list."""

    number = Number(required=True, least=1)


@dataclass(frozen=True, slots=True)
class Offered:
    """What can be set for a fault; nothing: that is for the file's own editor."""

    offer: Offer | None


class FixSchema(Schema):
    """What is set, at which element of which file; ``answers`` by the questions' names."""

    kind = fields.String(required=True)
    file = fields.String(required=True)
    element = fields.String(required=True)
    answers = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class FixSeenSchema(FixSchema):
    """The same, and the revision that was looked at."""

    seen = Number(required=True)


@blueprint.get("/<code>/fix")
@blueprint.arguments(WhichFaultSchema, location="query")
@blueprint.response(200, schema_of(Offered))
@needs("designs.keep")
def asked(query: dict[str, int], code: str) -> object:
    """Với một lỗi thì đặt được gì ngay ở đây: các câu hỏi và lựa chọn"""
    _, looked, ground = _ground(code)
    faults = looked.faults[query["number"] - 1 : query["number"]]
    return Offered(offered(ground, faults[0]) if faults else None)


@blueprint.post("/<code>/fix/shown")
@blueprint.arguments(FixSchema)
@blueprint.response(200, schema_of(MendedFile)(many=True))
@needs("designs.keep")
def shown(body: dict[str, Any], code: str) -> object:
    """Những dòng sẽ đổi khi đặt các giá trị này; chưa đổi gì"""
    files, _, ground = _ground(code)
    return fix_shown(files, fixed(ground, Fix(**body)))


@blueprint.post("/<code>/fix")
@blueprint.arguments(FixSeenSchema)
@blueprint.response(200, CHANGED)
@needs("designs.keep")
def done(body: dict[str, Any], code: str) -> Response:
    """Đặt các giá trị đã chọn vào tệp của bản nháp"""
    seen = body.pop("seen")
    return changed(change.fix_files, code, {"seen": seen, "fix": Fix(**body)})


def _ground(code: str) -> tuple[Mapping[str, bytes], Looked, Ground]:
    """The draft's files, what was seen in them, and what a fix may set."""
    with reading() as session:
        who = designer(session, require("officer"))
        files, looked = looked_over(session, who, code)
        return files, looked, ground_of(session, who, code, files, looked)

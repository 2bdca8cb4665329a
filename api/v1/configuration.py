"""A province's whole configuration as a zip of text files: out, in, compared."""

from typing import Any

from flask import Response
from marshmallow import Schema, fields

from api.http.attached import attached
from api.http.doors import needs
from api.v1.administering import administering, read_as_administrator
from api.v1.blueprint import Blueprint
from api.v1.files import content_of
from api.v1.shapes import Content, schema_of
from engine.configuration import Difference
from engine.configuration.zips import compare_zip, export_zip, read_zip

blueprint = Blueprint(
    "configuration", "/configuration/<province_code>", description="Cấu hình", door=administering()
)


class ZipSchema(Schema):
    """A zip in base64, as the export gives it."""

    content = Content(required=True)


class DifferencesSchema(Schema):
    """What differs; nothing: the configurations are the same."""

    differences = fields.List(fields.Nested(schema_of(Difference)), required=True)


@blueprint.get("")
@blueprint.response(200, {"type": "string", "format": "binary"}, content_type="application/zip")
@needs("configuration.export")
def export(province_code: str) -> Response:
    """Toàn bộ cấu hình của tỉnh trong một tệp zip"""
    content = read_as_administrator(province_code, export_zip)
    return attached(content, f"{province_code}.zip", "application/zip")


@blueprint.post("/compare")
@blueprint.arguments(ZipSchema)
@blueprint.response(200, DifferencesSchema)
@needs("configuration.export")
def compare(body: dict[str, Any], province_code: str) -> object:
    """Cấu hình đang dùng khác tệp zip ở đâu"""
    files = read_zip(content_of("zip", body["content"]))
    return {"differences": read_as_administrator(province_code, compare_zip, files=files)}

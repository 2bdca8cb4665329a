"""Upload a package: see every fault at once, and each row of the decision beside the diagram."""

from base64 import b64encode

from flask import request
from marshmallow import Schema, fields

from api.http import reading, require
from api.http.doors import needs, signed_in
from api.v1.blueprint import Blueprint
from api.v1.shapes import schema_of
from engine.proposing.rights import require_checks
from engine.proposing.shown import DecidedRow, decided_rows
from engine.publishing.archive import write_archive
from engine.publishing.examine import Beside, look_over
from engine.publishing.importing import import_files
from engine.publishing.uploads import read_upload
from engine.workflow.reading.faults import Fault

blueprint = Blueprint("packages", "", description="Gói thủ tục", door=signed_in("officer", "admin"))


class UploadSchema(Schema):
    """A zip of the package, or its files one by one; the table of the decision beside them."""

    package = fields.List(fields.Raw(metadata={"type": "string", "format": "binary"}))
    decision_table = fields.Raw(metadata={"type": "string", "format": "binary"})


class DiagnosisSchema(Schema):
    """Every fault of every file, and each row of the decision where there is one.

    Without an error and a row that differs without a reason the package can be published.
    """

    publishable = fields.Boolean(required=True)
    faults = fields.List(fields.Nested(schema_of(Fault)), required=True)
    decided = fields.List(fields.Nested(schema_of(DecidedRow)), required=True)


@blueprint.post("/packages/check")
@blueprint.doc(requestBody={"content": {"multipart/form-data": {"schema": UploadSchema}}})
@blueprint.response(200, DiagnosisSchema)
@needs("packages.check")
def check() -> object:
    """Kiểm tra gói: mọi lỗi của mọi tệp trong một lần"""
    who = require("officer", "admin")
    require_checks(who)
    files, table = read_upload(uploaded()), table_sent()
    with reading() as session:
        found = look_over(session, who.province_code or "", files, Beside(table))
    return {
        "publishable": found.publishable,
        "faults": found.faults,
        "decided": decided_rows(found.decided),
    }


class ImportedSchema(Schema):
    """Files of another editor as the product takes them, and every change that was made."""

    changes = fields.List(fields.Nested(schema_of(Fault)), required=True)
    package = fields.String(required=True, metadata={"format": "byte", "description": "zip"})


@blueprint.post("/packages/import")
@blueprint.doc(requestBody={"content": {"multipart/form-data": {"schema": UploadSchema}}})
@blueprint.response(200, ImportedSchema)
@needs("packages.check")
def import_() -> object:
    """Nhận tệp của công cụ khác: sửa những gì công cụ ấy không sửa được, nói từng thay đổi"""
    require_checks(require("officer", "admin"))
    imported = import_files(read_upload(uploaded()))
    package = b64encode(write_archive(imported.files)).decode()
    return {"changes": imported.changes, "package": package}


def uploaded() -> list[tuple[str, bytes]]:
    """The files of the package that the request brings."""
    return [(file.filename or "", file.read()) for file in request.files.getlist("package")]


def table_sent() -> bytes | None:
    """The table of the approved decision, where one came beside the package."""
    file = request.files.get("decision_table")
    return file.read() if file else None

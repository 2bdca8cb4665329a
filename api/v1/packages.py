"""Upload a package: see every fault at once, publish it from a date."""

from base64 import b64encode
from typing import Any

from flask import Response, request
from marshmallow import Schema, fields

from api.http import now, reading, require
from api.http.doors import needs, signed_in
from api.http.idempotency import once
from api.v1.blueprint import Blueprint
from api.v1.shapes import Day, schema_of
from engine.accounts import Person
from engine.publishing.archive import write_archive
from engine.publishing.diagnose import diagnose
from engine.publishing.importing import import_files
from engine.publishing.publish import Published, check_upload_as, publish_as
from engine.publishing.uploads import read_upload
from engine.workflow.reading.faults import Fault

blueprint = Blueprint("packages", "", description="Gói thủ tục", door=signed_in("officer", "admin"))


class UploadSchema(Schema):
    """A zip of the package, or its files one by one."""

    package = fields.List(fields.Raw(metadata={"type": "string", "format": "binary"}))
    valid_from = Day(load_default=None, allow_none=True)


class DiagnosisSchema(Schema):
    """Every fault of every file; without an error the package can be published."""

    publishable = fields.Boolean(required=True)
    faults = fields.List(fields.Nested(schema_of(Fault)), required=True)


@blueprint.post("/packages/check")
@blueprint.doc(requestBody={"content": {"multipart/form-data": {"schema": UploadSchema}}})
@blueprint.response(200, DiagnosisSchema)
@needs("packages.check")
def check() -> object:
    """Kiểm tra gói: mọi lỗi của mọi tệp trong một lần"""
    who = require("officer", "admin")
    files = read_upload(_uploaded())
    with reading() as session:
        return diagnose(session, who.province_code or "", files)


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
    require("officer", "admin")
    imported = import_files(read_upload(_uploaded()))
    package = b64encode(write_archive(imported.files)).decode()
    return {"changes": imported.changes, "package": package}


@blueprint.post("/packages")
@blueprint.doc(requestBody={"content": {"multipart/form-data": {"schema": UploadSchema}}})
@blueprint.response(200, schema_of(Published))
@needs("packages.approve")
def publish() -> Response:
    """Công bố gói từ một ngày; hồ sơ đang chạy giữ bản cũ"""
    who: Person = require("officer", "admin")
    files = read_upload(_uploaded())
    options: dict[str, Any] = UploadSchema(only=["valid_from"]).load(
        {"valid_from": request.form.get("valid_from") or None}
    )
    with reading() as session:  # nobody waits for the diagnosis
        checked = check_upload_as(session, person=who, files=files)
    options["checked"] = checked
    return once(
        who,
        lambda session: publish_as(session, person=who, files=files, now=now(), **options),
        schema_of(Published)().dump,
    )


def _uploaded() -> list[tuple[str, bytes]]:
    return [(file.filename or "", file.read()) for file in request.files.getlist("package")]

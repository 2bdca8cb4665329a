"""File a case, read its file and its way."""

from typing import Any

from flask import Response

from api.http import now, parts, reading, require
from api.http.doors import needs, signed_in
from api.http.idempotency import once
from api.http.kept_files import bytes_of
from api.http.opened_files import opened_document, opened_file
from api.v1.blueprint import Blueprint
from api.v1.files import files_of
from api.v1.schemas import FilingSchema
from api.v1.shapes import schema_of
from engine.cases.submit import Filing, Submitted, submit_case
from engine.queries.own_cases import own_cases
from engine.queries.readings import Reading, case_readings, own_readings
from engine.queries.views.case import CaseFile, TimelineRow
from engine.queries.views.own_cases import OwnCase
from engine.queries.way import CaseWay, case_way

blueprint = Blueprint("cases", "", description="Hồ sơ", door=signed_in())


@blueprint.post("/cases")
@blueprint.arguments(FilingSchema)
@blueprint.response(200, schema_of(Submitted))
@needs("cases.file_online", "cases.file")
def submit(body: dict[str, Any]) -> object:
    """Nộp hồ sơ"""
    who = require()
    filing = Filing(**{**body, "documents": files_of(body["documents"])})
    return once(
        who,
        lambda session: submit_case(
            session, person=who, filing=filing, store=parts().documents, now=now()
        ),
        schema_of(Submitted)().dump,
    )


@blueprint.get("/cases/<ref>")
@blueprint.response(200, schema_of(CaseFile))
@needs("cases.read")
def show(ref: str) -> object:
    """Toàn bộ hồ sơ, cho người có việc với nó và người nộp"""
    return opened_file(ref)


@blueprint.get("/cases/<ref>/timeline")
@blueprint.response(200, schema_of(TimelineRow)(many=True))
@needs("cases.read")
def timeline(ref: str) -> object:
    """Diễn biến của hồ sơ, mới nhất trước"""
    return opened_file(ref).timeline


@blueprint.get("/cases/<ref>/readings")
@blueprint.response(200, schema_of(Reading)(many=True))
@needs("cases.read_log")
def readings(ref: str) -> object:
    """Cán bộ nào đã mở hồ sơ, ngày nào; cho người nộp và người thanh tra"""
    who = require()
    with reading() as session:
        return case_readings(session, ref=ref, person=who)


@blueprint.get("/readings")
@blueprint.response(200, schema_of(Reading)(many=True))
@needs("cases.list_own")
def own_read() -> object:
    """Cán bộ nào đã mở hồ sơ của người dân đang đăng nhập"""
    who = require("citizen")
    with reading() as session:
        return own_readings(session, person=who)


@blueprint.get("/cases/<ref>/way")
@blueprint.response(200, schema_of(CaseWay))
@needs("cases.read_way", "cases.read")
def way(ref: str) -> object:
    """Đường đi của hồ sơ: các bước, đơn vị, thời hạn; không có người nộp và giấy tờ"""
    who = require()
    with reading() as session:
        return case_way(session, ref=ref, person=who, now=now())


@blueprint.get("/cases/<ref>/documents/<document_id>")
@blueprint.response(200, {"type": "string", "format": "binary"}, content_type="application/pdf")
@needs("cases.read")
def document(ref: str, document_id: str) -> Response:
    """Một tệp của hồ sơ"""
    found = opened_document(ref, document_id)
    return Response(bytes_of(found.digest), mimetype=found.media_type)


@blueprint.get("/own-cases")
@blueprint.response(200, schema_of(OwnCase)(many=True))
@needs("cases.list_own")
def own() -> object:
    """Hồ sơ của người dân đang đăng nhập, mới nhất trước"""
    who = require("citizen")
    with reading() as session:
        return own_cases(session, person=who, now=now())

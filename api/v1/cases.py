"""File a case, read its file and its way."""

from typing import Any

from flask import Response
from flask_smorest import Blueprint

from api.http import now, parts, proof, reading, require, writing
from api.http.idempotency import once
from api.v1.files import files_of
from api.v1.schemas import FactSchema, FilingSchema, ReceiptCodeSchema, WithdrawalSchema
from api.v1.shapes import schema_of
from engine.cases.submit import Filing, Submitted, submit_case
from engine.cases.withdraw import Withdrawn, withdraw_by_secret
from engine.queries.case_file import case_document, case_file
from engine.queries.own_cases import own_cases
from engine.queries.tracking import track, tracked_result
from engine.queries.views.case import CaseFile, TimelineRow
from engine.queries.views.own_cases import OwnCase
from engine.queries.views.tracking import TrackView

blueprint = Blueprint("cases", __name__, url_prefix="/api/v1", description="Hồ sơ")


@blueprint.post("/cases")
@blueprint.arguments(FilingSchema)
@blueprint.response(200, schema_of(Submitted))
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
def show(ref: str) -> object:
    """Toàn bộ hồ sơ, cho người có việc với nó và người nộp"""
    who = require()
    with reading() as session:
        return case_file(session, ref=ref, person=who, now=now())


@blueprint.get("/cases/<ref>/timeline")
@blueprint.response(200, schema_of(TimelineRow)(many=True))
def timeline(ref: str) -> object:
    """Diễn biến của hồ sơ, mới nhất trước"""
    who = require()
    with reading() as session:
        return list(case_file(session, ref=ref, person=who, now=now()).timeline)


@blueprint.get("/cases/<ref>/documents/<document_id>")
@blueprint.response(200, {"type": "string", "format": "binary"}, content_type="application/pdf")
def document(ref: str, document_id: str) -> Response:
    """Một tệp của hồ sơ"""
    who = require()
    with reading() as session:
        found = case_document(session, ref=ref, document_id=document_id, person=who)
    return Response(parts().documents.get(found.digest), mimetype=found.media_type)


@blueprint.get("/own-cases")
@blueprint.response(200, schema_of(OwnCase)(many=True))
def own() -> object:
    """Hồ sơ của người dân đang đăng nhập, mới nhất trước"""
    who = require("citizen")
    with reading() as session:
        return list(own_cases(session, person=who, now=now()))


@blueprint.get("/tracking/<ref>")
@blueprint.arguments(ReceiptCodeSchema, location="query")
@blueprint.response(200, schema_of(TrackView))
def tracking(query: dict[str, Any], ref: str) -> object:
    """Tra cứu bằng mã, không có dữ liệu cá nhân; mã bí mật trên giấy hẹn mở tên và kết quả"""
    with reading() as session:
        return track(session, ref=ref, now=now(), proof=proof(receipt=query["code"]))


@blueprint.post("/tracking/<ref>")
@blueprint.arguments(FactSchema)
@blueprint.response(200, schema_of(TrackView))
def open_tracking(body: dict[str, Any], ref: str) -> object:
    """Tra cứu bằng mã và một điều nữa: điện thoại người nộp hoặc ngày sinh chủ hồ sơ"""
    with parts().guesses.one(ref, now()), reading() as session:
        return track(session, ref=ref, now=now(), proof=proof(fact=body["fact"]))


@blueprint.post("/tracking/<ref>/withdraw")
@blueprint.arguments(WithdrawalSchema)
@blueprint.response(200, schema_of(Withdrawn))
def withdraw_tracked(body: dict[str, Any], ref: str) -> object:
    """Rút hồ sơ bằng mã bí mật trên giấy hẹn, không cần tài khoản"""
    with writing() as session:
        return withdraw_by_secret(
            session, ref=ref, proof=proof(receipt=body["code"]), reason=body["reason"], now=now()
        )


@blueprint.get("/tracking/<ref>/results/<document_id>")
@blueprint.arguments(ReceiptCodeSchema, location="query")
@blueprint.response(200, {"type": "string", "format": "binary"}, content_type="application/pdf")
def result(query: dict[str, Any], ref: str, document_id: str) -> Response:
    """Một tệp kết quả điện tử, cho người có mã bí mật trên giấy hẹn hoặc đã đăng nhập"""
    shown = proof(receipt=query["code"])
    with reading() as session:
        found = tracked_result(session, ref=ref, document_id=document_id, proof=shown)
    return Response(parts().documents.get(found.digest), mimetype=found.media_type)

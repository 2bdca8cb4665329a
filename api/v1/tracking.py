"""Look a case up by its number, without signing in."""

from typing import Any

from flask import Response

from api.http import now, proof, reading, writing
from api.http.doors import needs, open_door
from api.http.kept_files import bytes_of
from api.http.looking_up import guessed, tracked
from api.v1.blueprint import Blueprint
from api.v1.schemas import (
    DoneSchema,
    FactSchema,
    RatingSchema,
    ReceiptCodeSchema,
    WithdrawalSchema,
)
from api.v1.shapes import schema_of
from engine.cases.rate import rate_by_secret
from engine.cases.withdraw import Withdrawn, withdraw_by_secret
from engine.queries.tracking import tracked_result
from engine.queries.views.tracking import TrackView

blueprint = Blueprint("looking_up", "", description="Tra cứu", door=open_door)


@blueprint.get("/tracking/<ref>")
@blueprint.arguments(ReceiptCodeSchema, location="query")
@blueprint.response(200, schema_of(TrackView))
@needs("public.track")
def tracking(query: dict[str, Any], ref: str) -> object:
    """Tra cứu bằng mã, không có dữ liệu cá nhân; mã bí mật trên giấy hẹn mở tên và kết quả"""
    return tracked(ref, proof(receipt=query["code"]))


@blueprint.post("/tracking/<ref>")
@blueprint.arguments(FactSchema)
@blueprint.response(200, schema_of(TrackView))
@needs("public.track")
def open_tracking(body: dict[str, Any], ref: str) -> object:
    """Tra cứu bằng mã và một điều nữa: điện thoại người nộp hoặc ngày sinh chủ hồ sơ"""
    return tracked(ref, proof(fact=body["fact"]))


@blueprint.post("/tracking/<ref>/withdraw")
@blueprint.arguments(WithdrawalSchema)
@blueprint.response(200, schema_of(Withdrawn))
@needs("public.track")
def withdraw_tracked(body: dict[str, Any], ref: str) -> object:
    """Rút hồ sơ bằng mã bí mật trên giấy hẹn, không cần tài khoản"""
    shown = proof(receipt=body["code"])
    with guessed(ref, shown), writing() as session:
        return withdraw_by_secret(session, ref=ref, proof=shown, reason=body["reason"], now=now())


@blueprint.post("/tracking/<ref>/rate")
@blueprint.arguments(RatingSchema)
@blueprint.response(200, DoneSchema)
@needs("public.track")
def rate_tracked(body: dict[str, Any], ref: str) -> object:
    """Đánh giá bằng mã bí mật trên giấy hẹn, không cần tài khoản"""
    shown = proof(receipt=body.pop("code"))
    with guessed(ref, shown), writing() as session:
        rate_by_secret(session, ref=ref, proof=shown, **body, now=now())
    return {"done": True}


@blueprint.get("/tracking/<ref>/results/<document_id>")
@blueprint.arguments(ReceiptCodeSchema, location="query")
@blueprint.response(200, {"type": "string", "format": "binary"}, content_type="application/pdf")
@needs("public.track")
def result(query: dict[str, Any], ref: str, document_id: str) -> Response:
    """Một tệp kết quả điện tử, cho người có mã bí mật trên giấy hẹn hoặc đã đăng nhập"""
    shown = proof(receipt=query["code"])
    with guessed(ref, shown), reading() as session:
        found = tracked_result(session, ref=ref, document_id=document_id, proof=shown)
    return Response(bytes_of(found.digest), mimetype=found.media_type)

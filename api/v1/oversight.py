"""What heads and the province's administrators look over."""

from typing import Any, get_args

from marshmallow import Schema, fields, validate

from api.http import now, reading, require
from api.http.doors import needs, signed_in
from api.v1.blueprint import Blueprint
from api.v1.shapes import Day, schema_of
from engine.queries.filers import filers
from engine.queries.lateness.by_unit import lateness_by_unit
from engine.queries.lateness.causes import causes
from engine.queries.lateness.overdue import overdue
from engine.queries.outage_slips import SlipToConfirm, slips_to_confirm
from engine.queries.oversight import Overseen, overseen
from engine.queries.papers_still_lost import StillLost, papers_still_lost
from engine.queries.ratings import RatingsPage, ratings
from engine.queries.refusals import RefusalsPage, refusals
from engine.queries.team import Team, TeamTask, held_by, team_of
from engine.queries.views.filers import FilerList, FilersPage
from engine.queries.views.lateness import CausesPage, CauseState, OverduePage, UnitsPage, Which

blueprint = Blueprint("oversight", "/oversight", description="Giám sát", door=signed_in("officer"))


class LateQuerySchema(Schema):
    """Which of the late cases, of which agency."""

    which = fields.String(load_default="all", validate=validate.OneOf(get_args(Which)))
    agency = fields.String(load_default=None)


@blueprint.get("/halts")
@blueprint.response(200, schema_of(Overseen)(many=True))
@needs("oversight.read")
def halts() -> object:
    """Hồ sơ tạm dừng, dừng, bổ sung lần nữa: lý do, căn cứ, ai đề nghị, ai duyệt; mới nhất trước"""
    with reading() as session:
        return overseen(session, person=require("officer"))


@blueprint.get("/outage-slips")
@blueprint.response(200, schema_of(SlipToConfirm)(many=True))
@needs("cases.confirm_outage_slip")
def outage_slips() -> object:
    """Phiếu giấy lúc mất hệ thống chờ mình xác nhận: số, giờ, ai ghi; chờ lâu nhất trước"""
    with reading() as session:
        return slips_to_confirm(session, person=require("officer"))


@blueprint.get("/lost-papers")
@blueprint.response(200, schema_of(StillLost)(many=True))
@needs("oversight.read")
def lost_papers() -> object:
    """Giấy tờ cơ quan làm mất, hỏng mà chưa có lại, dù hồ sơ đã kết thúc; lâu nhất trước"""
    with reading() as session:
        return papers_still_lost(session, person=require("officer"))


class SinceSchema(Schema):
    """Since which day; the first of the month unless said."""

    since = Day(load_default=None)


@blueprint.get("/refusals")
@blueprint.arguments(SinceSchema, location="query")
@blueprint.response(200, schema_of(RefusalsPage))
@needs("oversight.read")
def refused(query: dict[str, Any]) -> object:
    """Từ chối tiếp nhận: lý do, căn cứ, ai lập phiếu; số lần từ chối, hướng dẫn theo nơi nhận"""
    with reading() as session:
        return refusals(session, person=require("officer"), now=now(), **query)


@blueprint.get("/late")
@blueprint.arguments(LateQuerySchema, location="query")
@blueprint.response(200, schema_of(OverduePage))
@needs("lateness.read")
def late(query: dict[str, Any]) -> object:
    """Hồ sơ quá hạn đang xử lý: trễ bao lâu, nguyên nhân, đã xin lỗi chưa; số gốc và số đã trừ"""
    with reading() as session:
        return overdue(session, person=require("officer"), now=now(), **query)


class CausesQuerySchema(Schema):
    """The causes in which state."""

    state = fields.String(load_default="claimed", validate=validate.OneOf(get_args(CauseState)))


@blueprint.get("/late/causes")
@blueprint.arguments(CausesQuerySchema, location="query")
@blueprint.response(200, schema_of(CausesPage))
@needs("lateness.read")
def told_causes(query: dict[str, Any]) -> object:
    """Nguyên nhân quá hạn đã nêu: chờ xác nhận, đã xác nhận, không xác nhận; bằng chứng"""
    with reading() as session:
        return causes(session, person=require("officer"), now=now(), which=query["state"])


@blueprint.get("/late/units")
@blueprint.response(200, schema_of(UnitsPage))
@needs("lateness.read")
def late_units() -> object:
    """Quá hạn theo đơn vị: số gốc, số đã trừ, chưa xin lỗi, chưa nêu nguyên nhân"""
    with reading() as session:
        return lateness_by_unit(session, person=require("officer"), now=now())


class FilersQuerySchema(Schema):
    """Since which day, and which list of cases."""

    since = Day(load_default=None, metadata={"description": "Từ ngày; mặc định đầu tháng"})
    which = fields.String(load_default="assisted", validate=validate.OneOf(get_args(FilerList)))


@blueprint.get("/filers")
@blueprint.arguments(FilersQuerySchema, location="query")
@blueprint.response(200, schema_of(FilersPage))
@needs("oversight.read")
def who_files(query: dict[str, Any]) -> object:
    """Ai nộp hồ sơ, nộp thế nào: tự nộp, được hỗ trợ, tại quầy; nộp thay, cơ quan, cán bộ"""
    with reading() as session:
        return filers(session, person=require("officer"), now=now(), **query)


@blueprint.get("/team")
@blueprint.response(200, schema_of(Team))
@needs("tasks.list_led")
def team() -> object:
    """Đơn vị mình phụ trách: việc của từng người, ai vắng ai thay, việc chưa ai nhận"""
    with reading() as session:
        return team_of(session, person=require("officer"), now=now())


@blueprint.get("/team/<officer_id>")
@blueprint.response(200, schema_of(TeamTask)(many=True))
@needs("tasks.list_led")
def of_one(officer_id: str) -> object:
    """Việc một người của đơn vị mình đang giữ, hạn gần nhất trước"""
    with reading() as session:
        who = require("officer")
        return held_by(session, person=who, officer_id=officer_id, now=now())[1]


@blueprint.get("/ratings")
@blueprint.response(200, schema_of(RatingsPage))
@needs("ratings.read")
def rated() -> object:
    """Đánh giá của người nộp theo đơn vị và câu hỏi; lời góp ý không kèm tên, mã hồ sơ, ngày"""
    with reading() as session:
        return ratings(session, person=require("officer"), now=now())

"""The organisation of a province: read by its officers, kept by its administrators."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from flask import Response
from marshmallow import Schema, fields

from api.http import now, rehearsing, require
from api.http.doors import needs
from api.v1.administering import (
    AsOfSchema,
    GivenSchema,
    administer,
    administer_in_parts,
    administering,
    given,
    read_as_administrator,
    read_as_officer,
    try_out,
)
from api.v1.blueprint import Blueprint
from api.v1.files import content_of
from api.v1.inputs import input_of
from api.v1.schemas import DoneSchema
from api.v1.shapes import Content, Day, schema_of
from engine.administration.administrators import administrator_of
from engine.administration.people import listed_rows, listing
from engine.administration.people.calendars import put_calendar
from engine.administration.people.choose_calendar import choose_calendar
from engine.administration.people.move_officer import (
    BeforeMoving,
    Moving,
    Post,
    before_moving,
    move_officer,
)
from engine.administration.people.officer_list import (
    ListReport,
    applied,
    import_officers,
    officer_sheet,
    parts_to_apply,
)
from engine.administration.people.officers import (
    FocalEntry,
    OfficerEntry,
    PositionEntry,
    appoint,
    end_appointment,
    name_focal_person,
    put_position,
)
from engine.administration.people.rename_unit import Renaming, rename_unit
from engine.administration.people.substitutes import (
    StandIn,
    StandsIn,
    end_substitution,
    stand_in,
)
from engine.administration.people.units import (
    UnitEntry,
    end_unit,
    put_unit,
)
from engine.administration.people.vacancies import (
    OfficerWithoutAccount,
    Vacancy,
    vacancies,
    without_account,
)
from engine.administration.registers.missing_accounts import (
    UnitWithoutAccount,
    without_beneficiary_account,
)
from engine.administration.registers.serve_communes import (
    ServingBack,
    ServingEnd,
    ServingEntry,
    end_serving,
    serve_communes,
    take_back_serving,
)
from engine.administration.registers.serving_units import ServedRole, serving_units
from engine.publishing.closing import CheckedAgain, check_again, try_again
from engine.queries.closed_services import ClosedService, closed_services

blueprint = Blueprint(
    "organisation", "/organisation/<province_code>", description="Tổ chức", door=administering()
)


class PostsQuerySchema(AsOfSchema):
    """Whose posts: of the units at and below one, or of all."""

    unit_code = fields.String(load_default=None)


class DaySchema(Schema):
    """The first day on which it no longer holds."""

    day = Day(required=True)


class ChosenCalendarSchema(Schema):
    """A calendar's code; none: the calendar of the unit above."""

    calendar_code = fields.String(required=True, allow_none=True)


class CalendarSchema(Schema):
    """A calendar as ``docs/reference/worktime.md`` describes it."""

    data = fields.Dict(keys=fields.String(), required=True)


class RenamingSchema(Schema):
    """A unit's new name, from which day on, by which paper."""

    name = fields.String(required=True)
    short_name = fields.String(required=True)
    day = Day(required=True)
    basis = fields.String(required=True)


class PostNamedSchema(Schema):
    """Which post of whom."""

    username = fields.String(required=True)
    unit_code = fields.String(required=True)
    position_code = fields.String(required=True)


class MovingSchema(PostNamedSchema):
    """The post that it is given up for; ``colleague`` takes the open work, else the desk has it."""

    to_unit = fields.String(required=True)
    to_position = fields.String(required=True)
    day = Day(required=True)
    paper = fields.String(required=True)
    title = fields.String(load_default=None, allow_none=True)
    colleague = fields.String(load_default=None, allow_none=True)


class AppointmentEndSchema(DaySchema):
    """Which post of whom ends; ``valid_from`` names one of several times."""

    username = fields.String(required=True)
    unit_code = fields.String(required=True)
    position_code = fields.String(required=True)
    valid_from = Day(load_default=None, allow_none=True)


class OfficerListSchema(Schema):
    """An XLSX or CSV file in base64; nothing is kept unless ``apply``."""

    name = fields.String(required=True)
    content = Content(required=True)
    apply = fields.Boolean(load_default=False)


@blueprint.get("/units")
@blueprint.arguments(AsOfSchema, location="query")
@blueprint.response(200, schema_of(listed_rows.UnitRow)(many=True))
@needs("organisation.read")
def units(query: dict[str, Any], province_code: str) -> object:
    """Cây đơn vị vào một ngày"""
    return read_as_officer(province_code, listing.units, **query)


@blueprint.post("/units")
@blueprint.arguments(input_of(UnitEntry))
@blueprint.response(200, DoneSchema)
@needs("organisation.units")
def put(entry: UnitEntry, province_code: str) -> Response:
    """Thêm hoặc sửa một đơn vị"""
    return administer(province_code, put_unit, entry=entry)


@blueprint.post("/units/<code>/end")
@blueprint.arguments(DaySchema)
@blueprint.response(200, DoneSchema)
@needs("organisation.units")
def end(body: dict[str, Any], province_code: str, code: str) -> Response:
    """Đơn vị hết tồn tại từ một ngày"""
    return administer(province_code, end_unit, code=code, **body)


@blueprint.post("/units/<code>/calendar")
@blueprint.arguments(ChosenCalendarSchema)
@blueprint.response(200, GivenSchema)
@needs("organisation.unit_calendars")
def use_calendar(body: dict[str, Any], province_code: str, code: str) -> Response:
    """Đơn vị chọn lịch làm việc; nơi đã có người làm việc thì chờ người thứ hai xác nhận"""
    return administer(province_code, choose_calendar, given, unit_code=code, **body)


@blueprint.post("/units/<code>/rename")
@blueprint.arguments(RenamingSchema)
@blueprint.response(200, DoneSchema)
@needs("organisation.successions")
def rename(body: dict[str, Any], province_code: str, code: str) -> Response:
    """Đổi tên đơn vị từ một ngày; giấy tờ in trước ngày ấy giữ tên cũ"""
    return administer(province_code, rename_unit, entry=Renaming(code=code, **body))


@blueprint.get("/calendars")
@blueprint.response(200, schema_of(listed_rows.CalendarRow)(many=True))
@needs("organisation.read")
def calendars(province_code: str) -> object:
    """Các lịch làm việc"""
    return read_as_officer(province_code, listing.calendars)


@blueprint.post("/calendars/<code>")
@blueprint.arguments(CalendarSchema)
@blueprint.response(200, DoneSchema)
@needs("organisation.calendars")
def set_calendar(body: dict[str, Any], province_code: str, code: str) -> Response:
    """Thêm hoặc sửa một lịch làm việc"""
    return administer(province_code, put_calendar, code=code, **body)


@blueprint.get("/positions")
@blueprint.response(200, schema_of(listed_rows.PositionRow)(many=True))
@needs("organisation.read")
def positions(province_code: str) -> object:
    """Danh mục vị trí"""
    return read_as_officer(province_code, listing.positions)


@blueprint.post("/positions")
@blueprint.arguments(input_of(PositionEntry))
@blueprint.response(200, DoneSchema)
@needs("organisation.positions")
def set_position(entry: PositionEntry, province_code: str) -> Response:
    """Thêm hoặc sửa một vị trí"""
    return administer(province_code, put_position, entry=entry)


@blueprint.get("/posts")
@blueprint.arguments(PostsQuerySchema, location="query")
@blueprint.response(200, schema_of(listed_rows.PostRow)(many=True))
@needs("organisation.read")
def posts(query: dict[str, Any], province_code: str) -> object:
    """Ai giữ vị trí nào"""
    return read_as_officer(province_code, listing.posts, **query)


@blueprint.post("/posts")
@blueprint.arguments(input_of(OfficerEntry))
@blueprint.response(200, GivenSchema)
@needs("organisation.posts")
def appoint_officer(entry: OfficerEntry, province_code: str) -> Response:
    """Thêm cán bộ hoặc giao vị trí; vị trí ký chờ người thứ hai xác nhận"""
    return administer(province_code, appoint, given, entry=entry)


@blueprint.post("/posts/end")
@blueprint.arguments(AppointmentEndSchema)
@blueprint.response(200, DoneSchema)
@needs("organisation.posts")
def end_post(body: dict[str, Any], province_code: str) -> Response:
    """Thôi giữ vị trí từ một ngày"""
    return administer(province_code, end_appointment, **body)


@blueprint.get("/posts/moving")
@blueprint.arguments(PostNamedSchema, location="query")
@blueprint.response(200, schema_of(BeforeMoving))
@needs("organisation.posts")
def before(query: dict[str, Any], province_code: str) -> object:
    """Trước khi chuyển một cán bộ: việc đang giữ, ai nhận được, ai đang thay"""
    return read_as_administrator(province_code, before_moving, post=Post(**query), now=now())


@blueprint.post("/posts/move")
@blueprint.arguments(MovingSchema)
@blueprint.response(200, GivenSchema)
@needs("organisation.posts")
def move(body: dict[str, Any], province_code: str) -> Response:
    """Chuyển cán bộ sang vị trí khác từ một ngày, bàn giao việc đang giữ"""
    post = Post(**{name: body.pop(name) for name in ("username", "unit_code", "position_code")})
    return administer(province_code, move_officer, given, entry=Moving(post=post, **body))


@blueprint.post("/posts/import")
@blueprint.arguments(OfficerListSchema)
@blueprint.response(200, schema_of(ListReport))
@needs("organisation.posts")
def import_list(body: dict[str, Any], province_code: str) -> Response:
    """Nạp danh sách cán bộ: thử trước, báo cáo từng dòng"""
    require("officer")
    sheet = officer_sheet(content_of(body["name"], body["content"]), name=body["name"])
    tried: list[ListReport] = []

    def parts() -> Iterator[dict[str, object]]:
        tried.append(try_out(province_code, import_officers, sheet=sheet, apply=False))
        for part in parts_to_apply(sheet, tried[0]) if body["apply"] else ():
            yield {"sheet": part, "apply": True}

    def told(done: list[ListReport]) -> dict[str, Any]:
        report = applied(tried[0], done) if body["apply"] else tried[0]
        return dict(schema_of(ListReport)().dump(report))

    return administer_in_parts(province_code, import_officers, parts, told)


@blueprint.get("/substitutions")
@blueprint.arguments(AsOfSchema, location="query")
@blueprint.response(200, schema_of(listed_rows.SubstitutionRow)(many=True))
@needs("organisation.read")
def substitutions(query: dict[str, Any], province_code: str) -> object:
    """Ai thay ai, từ một ngày trở đi"""
    return read_as_officer(province_code, listing.substitutions, **query)


@blueprint.post("/substitutions")
@blueprint.arguments(input_of(StandIn))
@blueprint.response(200, schema_of(StandsIn))
@needs("organisation.substitutes")
def substitute(entry: StandIn, province_code: str) -> Response:
    """Phân công người thay; ở vị trí ký thì chờ người thứ hai xác nhận"""
    return administer(province_code, stand_in, schema_of(StandsIn)().dump, entry=entry)


@blueprint.post("/substitutions/<substitution_id>/end")
@blueprint.arguments(DaySchema)
@blueprint.response(200, DoneSchema)
@needs("organisation.substitutes")
def end_stand_in(body: dict[str, Any], province_code: str, substitution_id: str) -> Response:
    """Kết thúc sớm việc thay"""
    return administer(province_code, end_substitution, substitution_id=substitution_id, **body)


@blueprint.get("/focal-persons")
@blueprint.arguments(AsOfSchema, location="query")
@blueprint.response(200, schema_of(listed_rows.FocalRow)(many=True))
@needs("organisation.read")
def focal_persons(query: dict[str, Any], province_code: str) -> object:
    """Cán bộ đầu mối của từng cơ quan"""
    return read_as_officer(province_code, listing.focal_persons, **query)


@blueprint.post("/focal-persons")
@blueprint.arguments(input_of(FocalEntry))
@blueprint.response(200, DoneSchema)
@needs("organisation.focal_persons")
def set_focal_person(entry: FocalEntry, province_code: str) -> Response:
    """Cử cán bộ đầu mối"""
    return administer(province_code, name_focal_person, entry=entry)


@blueprint.get("/vacancies")
@blueprint.arguments(AsOfSchema, location="query")
@blueprint.response(200, schema_of(Vacancy)(many=True))
@needs("organisation.gaps")
def vacant(query: dict[str, Any], province_code: str) -> object:
    """Vị trí mà thủ tục đã công bố cần nhưng chưa ai giữ"""
    return read_as_administrator(province_code, vacancies, **query)


@blueprint.get("/officers-without-account")
@blueprint.arguments(AsOfSchema, location="query")
@blueprint.response(200, schema_of(OfficerWithoutAccount)(many=True))
@needs("organisation.gaps")
def no_account(query: dict[str, Any], province_code: str) -> object:
    """Cán bộ có vị trí nhưng chưa có tài khoản"""
    return read_as_administrator(province_code, without_account, **query)


@blueprint.get("/units-without-beneficiary-account")
@blueprint.arguments(AsOfSchema, location="query")
@blueprint.response(200, schema_of(UnitWithoutAccount)(many=True))
@needs("organisation.gaps")
def no_beneficiary_account(query: dict[str, Any], province_code: str) -> object:
    """Đơn vị thu phí, lệ phí nhưng chưa có tài khoản thụ hưởng"""
    return read_as_administrator(province_code, without_beneficiary_account, **query)


class OneProcedureSchema(Schema):
    """Of which procedure; of all without."""

    procedure_code = fields.String(load_default=None)


@blueprint.get("/closed-services")
@blueprint.arguments(OneProcedureSchema, location="query")
@blueprint.response(200, schema_of(ClosedService)(many=True))
@needs("organisation.gaps")
def closed(query: dict[str, Any], province_code: str) -> object:
    """Nơi hiện chưa nhận hồ sơ của từng thủ tục, từ khi nào, vì sao"""
    return read_as_administrator(province_code, closed_services, **query)


@blueprint.post("/closed-services/<procedure_code>/check")
@blueprint.response(200, schema_of(CheckedAgain))
@needs("organisation.check_services")
def check_service(province_code: str, procedure_code: str) -> Response:
    """Kiểm tra lại ngay xem thủ tục nộp được ở đâu; đã đủ thì mở, còn thiếu thì đóng"""
    who = require("officer")
    told: dict[str, Any] = {"province_code": province_code, "procedure_code": procedure_code}
    admin = partial(administrator_of, person=who, province_code=province_code)
    return administer(
        province_code,
        check_again,
        schema_of(CheckedAgain)().dump,
        procedure_code=procedure_code,
        tried=try_again(rehearsing, admin=admin, now=now(), **told),
    )


@blueprint.get("/serving-units")
@blueprint.arguments(AsOfSchema, location="query")
@blueprint.response(200, schema_of(ServedRole)(many=True))
@needs("organisation.gaps")
def serving(query: dict[str, Any], province_code: str) -> object:
    """Đơn vị phục vụ từng xã, phường theo vai trò (đất đai, thuế…), và nơi chưa có"""
    return read_as_administrator(province_code, serving_units, **query)


@blueprint.post("/serving-units")
@blueprint.arguments(input_of(ServingEntry))
@blueprint.response(200, DoneSchema)
@needs("organisation.serving_units")
def serve(entry: ServingEntry, province_code: str) -> Response:
    """Từ một ngày, đơn vị phục vụ các xã, phường này; đơn vị trước đó thôi từ ngày ấy"""
    return administer(province_code, serve_communes, entry=entry)


@blueprint.post("/serving-units/end")
@blueprint.arguments(input_of(ServingEnd))
@blueprint.response(200, DoneSchema)
@needs("organisation.serving_units")
def no_longer_serve(entry: ServingEnd, province_code: str) -> Response:
    """Từ một ngày, đơn vị thôi phục vụ các xã, phường này"""
    return administer(province_code, end_serving, entry=entry)


@blueprint.post("/serving-units/take-back")
@blueprint.arguments(input_of(ServingBack))
@blueprint.response(200, DoneSchema)
@needs("organisation.serving_units")
def not_to_serve(entry: ServingBack, province_code: str) -> Response:
    """Bỏ việc phục vụ đã ghi cho một ngày chưa đến; đơn vị thôi từ ngày ấy phục vụ tiếp"""
    return administer(province_code, take_back_serving, entry=entry)


@blueprint.get("/changes")
@blueprint.response(200, schema_of(listed_rows.ChangeRow)(many=True))
@needs("changes.read")
def changes(province_code: str) -> object:
    """Nhật ký thay đổi cấu hình, mới nhất trước"""
    return read_as_officer(province_code, listing.changes)

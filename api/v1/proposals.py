"""What is to be published: proposed by one person, approved by another who saw the differences."""

from collections.abc import Callable
from functools import partial
from typing import Any, get_args

from flask import Response
from marshmallow import Schema, ValidationError, fields, post_load
from marshmallow.validate import OneOf

from api.http import now, reading, rehearsing, require
from api.http.doors import needs, signed_in
from api.http.idempotency import once
from api.v1.blueprint import Blueprint, fields_of
from api.v1.files import content_of
from api.v1.packages import UploadSchema, table_sent, uploaded
from api.v1.shapes import Content, Day, Number, schema_of
from engine.administration.reorganising.mapping import Part, Wish
from engine.administration.working_days.changing import Becomes, DayChange
from engine.configuration.zips import read_zip
from engine.files import FileUnreadable, read_json
from engine.proposing.acts import STATES
from engine.proposing.calendars import rehearsed as rehearsed_day
from engine.proposing.decide import approve, beforehand, send_back, withdraw
from engine.proposing.propose import (
    look,
    propose_calendar_day,
    propose_configuration,
    propose_package,
    propose_reorganisation,
    propose_retirement,
    try_configuration,
)
from engine.proposing.reading import ProposalRow, ProposalView, proposal, proposal_row, proposals
from engine.proposing.reorganisations import rehearsed, undo_reorganisation
from engine.proposing.rights import publisher, reader
from engine.proposing.shown import ShownDifference, shown
from engine.publishing.examine import Beside
from engine.publishing.uploads import read_upload

blueprint = Blueprint(
    "proposals", "/proposals", description="Đề nghị công bố", door=signed_in("officer")
)
ROW = schema_of(ProposalRow)


class JsonObject(fields.Dict):
    """An object in a field of a form, which holds texts alone: as JSON."""

    def deserialize(self, value: Any, *told: Any, **more: Any) -> Any:
        """The object that the text is. Raises ValidationError."""
        try:
            found = read_json(value.encode()) if isinstance(value, str) else value
        except FileUnreadable as error:
            raise ValidationError(f"Phải là một đối tượng JSON: {error}.") from None
        return super().deserialize(found, *told, **more)


class ProposedPackageSchema(UploadSchema):
    """A package, the decision's table beside it, reasons by step of what differs from it."""

    valid_from = Day(load_default=None, allow_none=True)
    reasons = JsonObject(
        keys=fields.String(),
        values=fields.String(),
        load_default=dict,
        metadata={"description": "JSON object: step → why it differs from the decision"},
    )
    basis = fields.String(load_default=None, allow_none=True)
    note = fields.String(load_default=None, allow_none=True)


class RetirementSchema(Schema):
    """From which day a version is no longer taken: the one before counts again.

    The one in force unless ``version`` says another; one of a later day from that day on.
    """

    procedure_code = fields.String(required=True)
    version = Number(load_default=None, allow_none=True)
    valid_from = Day(load_default=None, allow_none=True)
    basis = fields.String(required=True)
    note = fields.String(load_default=None, allow_none=True)


class ProposedConfigurationSchema(Schema):
    """A configuration as a zip in base64, as the export gives it."""

    content = Content(required=True)
    basis = fields.String(required=True)
    note = fields.String(load_default=None, allow_none=True)


class PartSchema(Schema):
    """One of the units that a unit is split into: one that is there, or with a name a new one."""

    code = fields.String(required=True)
    name = fields.String(load_default="")
    short_name = fields.String(load_default="")
    agency_code = fields.String(load_default=None, allow_none=True)
    procedures = fields.List(fields.String(), load_default=list)
    sectors = fields.List(fields.String(), load_default=list)
    communes = fields.List(fields.String(), load_default=list)
    cases = fields.List(fields.String(), load_default=list)
    officers = fields.List(fields.String(), load_default=list)

    @post_load
    def as_part(self, sent: dict[str, Any], **_: Any) -> Part:
        """As the plan reads it."""
        told: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in sent.items()}
        return Part(**told)


class ReorganisationSchema(Schema):
    """The unit ``old`` with all below it goes up in ``new`` from the day on.

    ``choices``: a unit below it → who takes over from it, where that is not the one of its kind.
    With ``parts`` it is split into these, and ``new`` is the one of them that takes the rest.
    """

    old = fields.String(required=True)
    new = fields.String(required=True)
    day = Day(required=True)
    choices = fields.Dict(keys=fields.String(), values=fields.String(), load_default=dict)
    parts = fields.List(fields.Nested(PartSchema), load_default=list)

    @post_load
    def as_sent(self, sent: dict[str, Any], **_: Any) -> dict[str, Any]:
        """The parts in their order, not to be changed."""
        return {**sent, "parts": tuple(sent["parts"])}


class ProposedReorganisationSchema(ReorganisationSchema):
    """The same, by which paper."""

    basis = fields.String(required=True)
    note = fields.String(load_default=None, allow_none=True)


class UndoneSchema(Schema):
    """Why it is taken back."""

    reason = fields.String(required=True)


class StateSchema(Schema):
    """In which state; all of them unless said."""

    state = fields.String(load_default=None, validate=OneOf(list(STATES)))


class OnDaySchema(Schema):
    """Compared with what is in force on this day; by default the one that is asked for."""

    day = Day(load_default=None)


class ApprovalSchema(Schema):
    """``seen`` of what was shown; the day from which it applies, by default the one asked for."""

    seen = fields.String(required=True)
    valid_from = Day(load_default=None, allow_none=True)


TOLD = ProposedPackageSchema(only=["valid_from", "reasons", "basis", "note"])


class SentRemarkSchema(Schema):
    """What is to be mended at a place, called as a difference calls it or by its element's id."""

    place = fields.String(required=True)
    words = fields.String(required=True)

    @post_load
    def as_pair(self, sent: dict[str, str], **_: Any) -> tuple[str, str]:
        """As the use-case takes it."""
        return sent["place"], sent["words"]


class RemarkSchema(Schema):
    """What its maker is to mend: as a whole, and at single places."""

    remark = fields.String(load_default="")
    remarks = fields.List(fields.Nested(SentRemarkSchema), load_default=list)


class CalendarDaySchema(Schema):
    """What a day of a calendar becomes; ``paired``: the day that is free for a made-up one."""

    calendar = fields.String(required=True)
    day = Day(required=True)
    becomes = fields.String(required=True, validate=OneOf(get_args(Becomes)))
    paired = Day(load_default=None, allow_none=True)
    name = fields.String(load_default="")


class ProposedCalendarDaySchema(CalendarDaySchema):
    """With the paper that it rests on."""

    basis = fields.String(required=True)
    note = fields.String(load_default=None, allow_none=True)


@blueprint.get("")
@blueprint.arguments(StateSchema, location="query")
@blueprint.response(200, ROW(many=True))
@needs("packages.propose", "designs.read")
def listed(query: dict[str, Any]) -> object:
    """Đề nghị công bố, mới nhất trước"""
    who = require("officer")
    with reading() as session:
        return proposals(session, who=reader(session, who), now=now(), **query)


@blueprint.get("/<proposal_id>")
@blueprint.arguments(OnDaySchema, location="query")
@blueprint.response(200, schema_of(ProposalView))
@needs("packages.propose", "designs.read")
def show(query: dict[str, Any], proposal_id: str) -> object:
    """Một đề nghị: mọi chỗ khác bản đang áp dụng, từng dòng quyết định, lý do"""
    who = require("officer")
    with reading() as session:
        part = reader(session, who)
        return proposal(session, who=part, proposal_id=proposal_id, now=now(), **query)


@blueprint.post("/packages")
@blueprint.doc(requestBody={"content": {"multipart/form-data": {"schema": ProposedPackageSchema}}})
@blueprint.response(200, ROW)
@needs("packages.propose")
def propose() -> Response:
    """Đề nghị công bố một gói từ một ngày; người khác duyệt"""
    who = require("officer")
    files = read_upload(uploaded())
    options = fields_of(TOLD)
    beside = Beside(table_sent(), options.pop("reasons"))
    with reading() as session:  # nobody waits for the diagnosis
        examined = look(session, who=publisher(session, who), files=files, beside=beside)
    return _done(
        lambda session, part: propose_package(
            session, who=part, files=files, beside=beside, examined=examined, now=now(), **options
        )
    )


@blueprint.post("/retirements")
@blueprint.arguments(RetirementSchema)
@blueprint.response(200, ROW)
@needs("packages.propose")
def propose_end(body: dict[str, Any]) -> Response:
    """Đề nghị thu hồi bản đang áp dụng, hay rút bản chưa đến ngày; bản trước áp dụng lại"""
    return _done(lambda session, part: propose_retirement(session, who=part, now=now(), **body))


@blueprint.post("/configurations")
@blueprint.arguments(ProposedConfigurationSchema)
@blueprint.response(200, ROW)
@needs("configuration.propose")
def propose_whole(body: dict[str, Any]) -> Response:
    """Đề nghị đưa tỉnh về đúng cấu hình trong tệp zip"""
    files = read_zip(content_of("zip", body.pop("content")))
    part = partial(publisher, person=require("officer"))
    tried = try_configuration(reading, rehearsing, who=part, files=files, now=now())
    return _done(
        lambda session, part: propose_configuration(
            session, who=part, files=files, now=now(), tried=tried, **body
        )
    )


@blueprint.post("/reorganisations/dry-run")
@blueprint.arguments(ReorganisationSchema)
@blueprint.response(200, schema_of(ShownDifference)(many=True))
@needs("organisation.successions")
def rehearse(body: dict[str, Any]) -> object:
    """Chạy thử sắp xếp đơn vị: mọi thứ bị đụng đến và nơi sẽ về, chưa đổi gì"""
    who = require("officer")
    with reading() as session:
        part = publisher(session, who)
        return shown(rehearsed(session, who=part, wish=Wish(**body), now=now()).differences)


@blueprint.post("/reorganisations")
@blueprint.arguments(ProposedReorganisationSchema)
@blueprint.response(200, ROW)
@needs("organisation.successions")
def propose_reorganising(body: dict[str, Any]) -> Response:
    """Đề nghị nhập một đơn vị vào đơn vị khác, hoặc chia nó, từ một ngày; người khác duyệt"""
    told = {name: body.pop(name) for name in ("basis", "note")}
    return _done(
        lambda session, part: propose_reorganisation(
            session, who=part, wish=Wish(**body), now=now(), **told
        )
    )


@blueprint.post("/calendar-days/dry-run")
@blueprint.arguments(CalendarDaySchema)
@blueprint.response(200, schema_of(ShownDifference)(many=True))
@needs("organisation.calendars")
def rehearse_day(body: dict[str, Any]) -> object:
    """Chạy thử đổi một ngày làm việc, nghỉ: hồ sơ nào đổi hạn, từ lúc nào sang lúc nào"""
    who = require("officer")
    with reading() as session:
        part = publisher(session, who)
        review = rehearsed_day(session, who=part, change=DayChange(**body), now=now())
        return shown(review.differences)


@blueprint.post("/calendar-days")
@blueprint.arguments(ProposedCalendarDaySchema)
@blueprint.response(200, ROW)
@needs("organisation.calendars")
def propose_day(body: dict[str, Any]) -> Response:
    """Đề nghị một ngày của lịch thành ngày nghỉ, làm bù, làm việc; người khác duyệt"""
    told = {name: body.pop(name) for name in ("basis", "note")}
    return _done(
        lambda session, part: propose_calendar_day(
            session, who=part, change=DayChange(**body), now=now(), **told
        )
    )


@blueprint.post("/<proposal_id>/undo")
@blueprint.arguments(UndoneSchema)
@blueprint.response(200, ROW)
@needs("organisation.successions")
def undo_it(body: dict[str, Any], proposal_id: str) -> Response:
    """Hoàn tác sắp xếp đơn vị, trước khi có người làm tiếp một hồ sơ đã chuyển"""
    return _done(
        lambda session, part: undo_reorganisation(
            session, who=part, proposal_id=proposal_id, now=now(), **body
        )
    )


@blueprint.post("/<proposal_id>/approve")
@blueprint.arguments(ApprovalSchema)
@blueprint.response(200, ROW)
@needs("packages.approve")
def approve_it(body: dict[str, Any], proposal_id: str) -> Response:
    """Duyệt đúng những gì đã xem, áp dụng từ một ngày"""
    told: dict[str, Any] = {"proposal_id": proposal_id, "now": now(), "seen": body.pop("seen")}
    part, day = partial(publisher, person=require("officer")), body["valid_from"]
    before = beforehand(reading, rehearsing, who=part, day=day, **told)
    return _done(lambda session, part: approve(session, who=part, before=before, **told, **body))


@blueprint.post("/<proposal_id>/send-back")
@blueprint.arguments(RemarkSchema)
@blueprint.response(200, ROW)
@needs("packages.approve")
def give_back(body: dict[str, Any], proposal_id: str) -> Response:
    """Trả lại người đề nghị, kèm điều phải sửa"""
    return _done(
        lambda session, part: send_back(
            session, who=part, proposal_id=proposal_id, now=now(), **body
        )
    )


@blueprint.post("/<proposal_id>/withdraw")
@blueprint.response(200, ROW)
@needs("packages.propose")
def take_back(proposal_id: str) -> Response:
    """Rút đề nghị của mình"""
    return _done(
        lambda session, part: withdraw(session, who=part, proposal_id=proposal_id, now=now())
    )


def _done(act: Callable[..., Any]) -> Response:
    """Do one act as the signed-in person; the proposal as it is then."""
    who = require("officer")

    def acted(session: Any) -> ProposalRow:
        part = publisher(session, who)
        return proposal_row(session, who=part, row=act(session, part), now=now())

    return once(who, acted, ROW().dump)

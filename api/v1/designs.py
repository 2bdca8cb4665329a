"""What designers work on: procedures by state, drafts with every change, faults, the proposal."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from flask import Response
from marshmallow import Schema, ValidationError, fields, validates_schema
from marshmallow.validate import OneOf

from api.http import now, reading, rehearsing, require
from api.http.attached import attached
from api.http.doors import needs, signed_in
from api.http.idempotency import once
from api.v1.blueprint import Blueprint, fields_of
from api.v1.packages import UploadSchema, uploaded
from api.v1.shapes import Day, Number, schema_of
from engine.designing import change
from engine.designing.drafts import (
    Change,
    changes,
    draft,
    file_of,
    files_of,
    revision_asked,
    subject,
    the_draft,
)
from engine.designing.editors import EditorFile, of_other_editors
from engine.designing.faults_shown import KindCount, fault_list
from engine.designing.keeping import Changed
from engine.designing.listing import LEVELS, STATES, Listing, procedures
from engine.designing.looked import Looked, look
from engine.designing.mending_shown import MendedFile, mending_shown
from engine.designing.proposing_it import (
    Ready,
    propose_draft,
    ready,
    where_fileable,
)
from engine.designing.rights import Designer, designer
from engine.designing.to_read import to_read
from engine.designing.versions import VersionRow, version_files, versions
from engine.proposing.reading import ProposalRow, proposal_row
from engine.proposing.rights import publisher, reader
from engine.publishing.archive import write_archive
from engine.publishing.reasons import Places
from engine.publishing.uploads import read_upload
from engine.workflow.reading.faults import Fault

blueprint = Blueprint(
    "designs", "/designs", description="Thiết kế quy trình", door=signed_in("officer")
)
BYTES: dict[str, str] = {"type": "string", "format": "binary"}
CHANGED = schema_of(Changed)
T = TypeVar("T")


class ListedSchema(Schema):
    """What the list is narrowed by."""

    state = fields.String(load_default=None, validate=OneOf(list(STATES)))
    sector = fields.String(load_default=None)
    level = fields.String(load_default=None, validate=OneOf(LEVELS))
    designer = fields.String(load_default=None)
    search = fields.String(load_default="")
    page = Number(load_default=1, least=1)


class SentFilesSchema(UploadSchema):
    """Files for a draft; ``alone``: in place of those that it has. ``seen``: the revision shown."""

    class Meta:
        """A draft has the decision's table among its files."""

        exclude = ("decision_table",)

    sector = fields.String(load_default=None, allow_none=True)
    alone = fields.Boolean(load_default=False)
    seen = Number(load_default=None, allow_none=True)


TOLD = SentFilesSchema(only=["sector", "alone", "seen"])


class DesignFileSchema(Schema):
    """A file of the draft."""

    path = fields.String(required=True)
    size = fields.Integer(required=True, metadata={"description": "bytes"})
    digest = fields.String(required=True, metadata={"description": "SHA-256"})


class DesignSchema(Schema):
    """The draft of a procedure: its files now, and every change, the newest first."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    sector = fields.String(required=True)
    revision = fields.Integer(required=True, allow_none=True)
    files = fields.List(fields.Nested(DesignFileSchema), required=True)
    changes = fields.List(fields.Nested(schema_of(Change)), required=True)


class WhichFileSchema(Schema):
    """Which file, of which revision; the newest unless said."""

    path = fields.String(required=True)
    revision = Number(load_default=None)


class WhichFilesSchema(Schema):
    """Which revision of the draft, the newest unless said; or which published version."""

    revision = Number(load_default=None)
    version = Number(load_default=None)

    @validates_schema
    def one(self, sent: dict[str, Any], **_: Any) -> None:
        """Refuse both at once: either would be dropped in silence."""
        if sent["revision"] is not None and sent["version"] is not None:
            raise ValidationError("Hãy chỉ ghi một: revision hoặc version.", "version")


class SeenSchema(Schema):
    """The revision that was looked at; 0 where there was no draft."""

    seen = Number(required=True)


class WhichPathSchema(SeenSchema):
    """A file of the draft."""

    path = fields.String(required=True)


class WhichVersionSchema(SeenSchema):
    """A version that was published."""

    version = Number(required=True)


class WhichRevisionSchema(SeenSchema):
    """An earlier revision of the draft."""

    number = Number(required=True)


class FaultsAskedSchema(Schema):
    """A weight (error, warning, info) or the code of a kind; all of them unless said. Of the draft,
    unless a published version is named or there is no draft."""

    kind = fields.String(load_default="")
    page = Number(load_default=1, least=1)
    version = Number(load_default=None, allow_none=True)


class NumberedFaultSchema(Schema):
    """A fault with its number among all of the draft."""

    number = fields.Integer(required=True)
    fault = fields.Nested(schema_of(Fault), required=True)


class FaultsSchema(Schema):
    """A page of the faults, and how many there are of each kind; of which revision of the draft, or
    of which version."""

    revision = fields.Integer(required=True, allow_none=True)
    version = fields.Integer(required=True, allow_none=True)
    errors = fields.Integer(required=True)
    warnings = fields.Integer(required=True)
    kinds = fields.List(fields.Nested(schema_of(KindCount)), required=True)
    faults = fields.List(fields.Nested(NumberedFaultSchema), required=True)
    page = fields.Integer(required=True)
    pages = fields.Integer(required=True)
    editors = fields.List(fields.Nested(schema_of(EditorFile)), required=True)


class DraftProposalSchema(Schema):
    """The revision that was looked at; reasons by step; from which day, on what basis."""

    seen = Number(required=True)
    reasons = fields.Dict(keys=fields.String(), values=fields.String(), load_default=dict)
    valid_from = Day(load_default=None, allow_none=True)
    basis = fields.String(load_default=None, allow_none=True)
    note = fields.String(load_default=None, allow_none=True)


class OnWhichDaySchema(Schema):
    """As if it were in force on this day; today unless said."""

    day = Day(load_default=None, allow_none=True)


class FromWhichDaySchema(Schema):
    """As if it came into force on this day; the manifest's own unless said."""

    day = Day(load_default=None, allow_none=True)


@blueprint.get("")
@blueprint.arguments(ListedSchema, location="query")
@blueprint.response(200, schema_of(Listing))
@needs("designs.read")
def listed(query: dict[str, Any]) -> object:
    """Thủ tục của tỉnh theo tình trạng quy trình, theo trang"""
    return read_by(lambda session, who: procedures(session, who=who, now=now(), **query))


@blueprint.post("")
@blueprint.doc(requestBody={"content": {"multipart/form-data": {"schema": SentFilesSchema}}})
@blueprint.response(200, CHANGED)
@needs("designs.keep")
def begun() -> Response:
    """Tải gói lên; mã thủ tục lấy ở procedure.toml"""
    return _uploaded(None)


@blueprint.get("/<code>")
@blueprint.response(200, DesignSchema)
@needs("designs.read")
def show(code: str) -> object:
    """Bản nháp: các tệp, ai đổi gì khi nào"""

    def read(session: Any, who: Designer) -> dict[str, Any]:
        about, found = subject(session, who, code), draft(session, who, code)
        digests: Mapping[str, str] = found.row.files if found else {}
        files = found.files if found else {}
        return {
            "code": about.code,
            "name": about.name,
            "sector": about.sector,
            "revision": about.revision,
            "files": [
                {"path": path, "size": len(files[path]), "digest": digest}
                for path, digest in digests.items()
            ],
            "changes": changes(session, about, who.province_code),
        }

    return read_by(read)


@blueprint.post("/<code>/files")
@blueprint.doc(requestBody={"content": {"multipart/form-data": {"schema": SentFilesSchema}}})
@blueprint.response(200, CHANGED)
@needs("designs.keep")
def put(code: str) -> Response:
    """Thêm, thay tệp của bản nháp"""
    return _uploaded(code)


@blueprint.get("/<code>/file")
@blueprint.arguments(WhichFileSchema, location="query")
@blueprint.response(200, BYTES, content_type="application/octet-stream")
@needs("designs.read")
def content(query: dict[str, Any], code: str) -> Response:
    """Một tệp, đúng từng byte đã tải lên"""
    path = query["path"]
    data = read_by(lambda s, who: file_of(s, revision_asked(s, who, code, query["revision"]), path))
    return attached(data, path, "application/octet-stream")


@blueprint.get("/<code>/archive")
@blueprint.arguments(WhichFilesSchema, location="query")
@blueprint.response(200, BYTES, content_type="application/zip")
@needs("designs.read")
def archive(query: dict[str, Any], code: str) -> Response:
    """Cả bản nháp, hoặc một bản đã công bố, trong một tệp zip"""

    def read(session: Any, who: Designer) -> Mapping[str, bytes]:
        version = query["version"]
        if version is not None:
            return version_files(session, who=who, procedure_code=code, version=version)
        return files_of(session, revision_asked(session, who, code, query["revision"]))

    files = read_by(read)
    return attached(write_archive(files), f"{code}.zip", "application/zip")


@blueprint.post("/<code>/remove")
@blueprint.arguments(WhichPathSchema)
@blueprint.response(200, CHANGED)
@needs("designs.keep")
def remove(body: dict[str, Any], code: str) -> Response:
    """Bỏ một tệp khỏi bản nháp; lần sửa trước vẫn giữ"""
    return changed(change.remove_file, code, body)


@blueprint.post("/<code>/drop")
@blueprint.arguments(SeenSchema)
@blueprint.response(200, CHANGED)
@needs("designs.keep")
def drop(body: dict[str, Any], code: str) -> Response:
    """Bỏ cả bản nháp; các lần sửa trước vẫn giữ, lấy lại được"""
    return changed(change.drop_draft, code, body)


@blueprint.get("/<code>/mending")
@blueprint.response(200, schema_of(MendedFile)(many=True))
@needs("designs.read")
def mending(code: str) -> object:
    """Những gì máy sửa được, từng dòng trước và sau; chưa đổi gì"""
    return read_by(lambda s, who: mending_shown(*looked_over(s, who, code)))


@blueprint.post("/<code>/mend")
@blueprint.arguments(SeenSchema)
@blueprint.response(200, CHANGED)
@needs("designs.keep")
def mend(body: dict[str, Any], code: str) -> Response:
    """Để máy sửa đúng những gì đã xem"""
    return changed(change.mend_files, code, body)


@blueprint.post("/<code>/take")
@blueprint.arguments(WhichVersionSchema)
@blueprint.response(200, CHANGED)
@needs("designs.keep")
def take(body: dict[str, Any], code: str) -> Response:
    """Lấy các tệp của một bản đã công bố làm bản nháp"""
    return changed(change.take_version, code, body)


@blueprint.post("/<code>/restore")
@blueprint.arguments(WhichRevisionSchema)
@blueprint.response(200, CHANGED)
@needs("designs.keep")
def restore(body: dict[str, Any], code: str) -> Response:
    """Lấy lại các tệp của một lần sửa trước"""
    return changed(change.restore_files, code, body)


@blueprint.get("/<code>/faults")
@blueprint.arguments(FaultsAskedSchema, location="query")
@blueprint.response(200, FaultsSchema)
@needs("designs.read")
def faults(query: dict[str, Any], code: str) -> object:
    """Mọi lỗi của bản nháp hay của một bản đã công bố: đếm theo loại, từng trang"""

    def read(session: Any, who: Designer) -> dict[str, Any]:
        text = to_read(session, who, code, query.pop("version"))
        looked = look(session, who.province_code, code, text.files)
        found = fault_list(looked, **query)
        return {
            "revision": text.row.number if text.row else None,
            "version": text.version,
            "errors": looked.count("error"),
            "warnings": looked.count("warning"),
            "kinds": found.kinds,
            "faults": [row for file in found.files for row in file.rows],
            "page": found.page,
            "pages": found.pages,
            "editors": of_other_editors(text.files, looked),
        }

    return read_by(read)


@blueprint.get("/<code>/versions")
@blueprint.response(200, schema_of(VersionRow)(many=True))
@needs("designs.read")
def history(code: str) -> object:
    """Các bản đã công bố, mỗi bản còn bao nhiêu hồ sơ đang chạy"""
    return read_by(lambda session, who: versions(session, who=who, procedure_code=code, now=now()))


@blueprint.get("/<code>/proposal")
@blueprint.arguments(FromWhichDaySchema, location="query")
@blueprint.response(200, schema_of(Ready))
@needs("designs.read")
def before_proposal(query: dict[str, date | None], code: str) -> object:
    """Còn thiếu gì để gửi duyệt, khác bản đang áp dụng ở đâu"""
    person = require("officer")
    with reading() as session:
        part = reader(session, person)
        who = designer(session, person)
        return ready(session, who=who, part=part, procedure_code=code, now=now(), **query)


@blueprint.post("/<code>/propose")
@blueprint.arguments(DraftProposalSchema)
@blueprint.response(200, schema_of(ProposalRow))
@needs("packages.propose")
def propose(body: dict[str, Any], code: str) -> Response:
    """Gửi bản nháp đi duyệt"""
    person = require("officer")

    def act(session: Any) -> ProposalRow:
        part = publisher(session, person)
        who = designer(session, person)
        row = propose_draft(session, who=who, part=part, procedure_code=code, now=now(), **body)
        return proposal_row(session, who=part, row=row, now=now())

    return once(person, act, schema_of(ProposalRow)().dump)


@blueprint.post("/<code>/places")
@blueprint.arguments(OnWhichDaySchema)
@blueprint.response(200, schema_of(Places))
@needs("designs.read")
def places(body: dict[str, date | None], code: str) -> object:
    """Nộp thử: nơi nào nộp được, nơi nào chưa và vì sao; không đổi gì"""
    person = require("officer")

    def who(session: Any) -> Designer:
        return designer(session, person)

    return where_fileable(reading, rehearsing, who=who, procedure_code=code, now=now(), **body)


def _uploaded(code: str | None) -> Response:
    files = read_upload(uploaded())
    options = fields_of(TOLD)
    with reading() as session:  # nobody waits for the diagnosis
        who = designer(session, require("officer"))
        of, after = change.merged(session, who, code, files, alone=options["alone"])
        look(session, who.province_code, of, after)
    return changed(change.upload_files, code, {**options, "files": files})


def changed(act: Callable[..., Changed], code: str | None, told: Mapping[str, Any]) -> Response:
    """Do an act on the draft once, and tell what it came to."""
    person = require("officer")

    def acted(session: Any) -> Changed:
        who = designer(session, person)
        return act(session, who=who, procedure_code=code, now=now(), **told)

    return once(person, acted, CHANGED().dump)


def read_by(query: Callable[[Any, Designer], T]) -> T:
    """What a designer reads. Raises MayNotPublish."""
    with reading() as session:
        return query(session, designer(session, require("officer")))


def looked_over(session: Any, who: Designer, code: str) -> tuple[Mapping[str, bytes], Looked]:
    """The files of the draft, and what they show. Raises DesignNotFound."""
    found = the_draft(session, who, code)
    return found.files, look(session, who.province_code, code, found.files)

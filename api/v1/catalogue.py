"""The catalogue of a province: registers, and the list of procedures that comes from outside."""

from typing import Any

from flask import Response
from marshmallow import Schema, fields, validate

from api.http import now, today
from api.http.doors import needs
from api.v1.administering import (
    AsOfSchema,
    administer,
    administer_in_parts,
    administering,
    read_as_officer,
    try_out,
)
from api.v1.blueprint import Blueprint
from api.v1.files import content_of
from api.v1.schemas import DoneSchema
from api.v1.shapes import Content, Day, schema_of
from engine.administration.importing.compared import Brought, ComparedTable
from engine.administration.importing.comparing import compare_table, parts_to_write, write_part
from engine.administration.importing.ways import BRINGING_IN, sheet_of
from engine.administration.registers.keep_registers import put_entry, read_register, remove_entry
from engine.administration.registers.procedure_list import Comparison, accept_list, compare_list
from engine.administration.reviewing.checklist import (
    AgencyReview,
    CheckedProcedure,
    agencies_reviewing,
    review_list,
)
from engine.administration.reviewing.sign_off import RIGHT as SIGNS
from engine.administration.reviewing.sign_off import Said, sign_off
from engine.catalogue.procedure_sheet import procedure_sheet
from engine.queries.collected_fees import collected_fees
from engine.queries.views.collected import FeePage

blueprint = Blueprint(
    "catalogue", "/catalogue/<province_code>", description="Danh mục", door=administering()
)


class EntriesQuerySchema(Schema):
    """Of which procedure, with which words in the name."""

    procedure_code = fields.String(
        load_default=None,
        metadata={"description": "procedures, documents, results and fees are of one; others: 422"},
    )
    q = fields.String(load_default=None)


class EntrySchema(Schema):
    """An entry's columns by name; those left out stay as they are."""

    values = fields.Dict(keys=fields.String(), required=True)


class EntriesSchema(Schema):
    """The entries of a register, each a column by name."""

    title = fields.String(required=True)
    entries = fields.List(fields.Dict(keys=fields.String()), required=True)


class ProcedureListSchema(Schema):
    """A CSV or XLSX file in base64; ``complete``: what it lacks is abolished from ``effective``."""

    name = fields.String(required=True)
    content = Content(required=True)
    complete = fields.Boolean(load_default=False)
    effective = Day(load_default=None, allow_none=True)


class CollectedQuerySchema(AsOfSchema):
    """At which unit, of procedures with which words, after how many of them."""

    unit = fields.String(load_default=None)
    q = fields.String(load_default=None)
    after = fields.Integer(load_default=0, validate=validate.Range(0, 100_000))


@blueprint.get("/collected-fees")
@blueprint.arguments(CollectedQuerySchema, location="query")
@blueprint.response(200, schema_of(FeePage))
@needs("catalogue.read")
def collected(query: dict[str, Any], province_code: str) -> object:
    """Thu gì ở đâu vào một ngày: mức, căn cứ, miễn giảm, tài khoản nhận tiền"""
    search = query.pop("q")
    return read_as_officer(province_code, collected_fees, search=search, **query)


@blueprint.get("/registers/<register_name>")
@blueprint.arguments(EntriesQuerySchema, location="query")
@blueprint.response(200, EntriesSchema)
@needs("catalogue.read")
def show(query: dict[str, Any], province_code: str, register_name: str) -> object:
    """Một danh mục: procedures, documents, results, fees, result-types, sectors, legal-bases"""
    return read_as_officer(
        province_code,
        read_register,
        register_name=register_name,
        procedure_code=query["procedure_code"],
        search=query["q"],
        day=today(),
    )


@blueprint.post("/registers/<register_name>")
@blueprint.arguments(EntrySchema)
@blueprint.response(200, DoneSchema)
@needs("catalogue.registers")
def put(body: dict[str, Any], province_code: str, register_name: str) -> Response:
    """Thêm hoặc sửa một mục"""
    return administer(province_code, put_entry, register_name=register_name, **body)


@blueprint.post("/registers/<register_name>/remove")
@blueprint.arguments(EntrySchema)
@blueprint.response(200, DoneSchema)
@needs("catalogue.registers")
def remove(body: dict[str, Any], province_code: str, register_name: str) -> Response:
    """Bỏ một mục không còn ai dùng"""
    return administer(province_code, remove_entry, register_name=register_name, key=body["values"])


@blueprint.post("/procedure-lists")
@blueprint.arguments(ProcedureListSchema)
@blueprint.response(200, schema_of(Comparison))
@needs("catalogue.procedure_lists")
def compare(body: dict[str, Any], province_code: str) -> Response:
    """So danh sách thủ tục với danh mục; chưa áp dụng gì"""
    return administer(
        province_code,
        compare_list,
        schema_of(Comparison)().dump,
        sheet=procedure_sheet(content_of(body["name"], body["content"]), name=body["name"]),
        file_name=body["name"],
        complete=body["complete"],
        effective=body["effective"] or today(),
    )


@blueprint.post("/procedure-lists/<import_id>/accept")
@blueprint.response(200, schema_of(Comparison))
@needs("catalogue.procedure_lists")
def accept(province_code: str, import_id: str) -> Response:
    """Chấp nhận bảng so sánh và áp dụng đúng như đã xem"""
    return administer(province_code, accept_list, schema_of(Comparison)().dump, import_id=import_id)


class TableSchema(ProcedureListSchema):
    """The same; of a complete table other than the procedures, what it lacks is taken away."""


class WrittenTableSchema(TableSchema):
    """With the rows that are to be written, by their keys, and what was shown."""

    chosen = fields.List(fields.String(), load_default=list)
    seen = fields.String(required=True)


class RowsWrittenSchema(Schema):
    """How many rows were written."""

    count = fields.Integer(required=True)


@blueprint.post("/tables/<table>/compare")
@blueprint.arguments(TableSchema)
@blueprint.response(200, schema_of(ComparedTable))
@needs(*BRINGING_IN)
def compare_with(body: dict[str, Any], province_code: str, table: str) -> object:
    """So một bảng (officers, procedure-list, units hoặc tên danh mục) với đang dùng; chưa đổi gì"""
    return try_out(province_code, compare_table, brought=_brought(table, body))


@blueprint.post("/tables/<table>/write")
@blueprint.arguments(WrittenTableSchema)
@blueprint.response(200, RowsWrittenSchema)
@needs(*BRINGING_IN)
def write(body: dict[str, Any], province_code: str, table: str) -> Response:
    """Ghi các dòng đã chọn đúng như đã xem"""
    told = {"brought": _brought(table, body), "chosen": body["chosen"], "seen": body["seen"]}

    def parts() -> list[dict[str, object]]:
        return [{"part": one} for one in try_out(province_code, parts_to_write, **told)]

    return administer_in_parts(province_code, write_part, parts, lambda done: {"count": sum(done)})


def _brought(table: str, body: dict[str, Any]) -> Brought:
    content = content_of(body["name"], body["content"])
    return Brought(
        table=table,
        sheet=sheet_of(table, content, name=body["name"]),
        file_name=body["name"],
        complete=body["complete"],
        effective=body["effective"],
    )


class ReviewedSchema(Schema):
    """Of a procedure that looked as ``seen`` names; ``wrong``: what is not right, if anything."""

    procedure_code = fields.String(required=True)
    seen = fields.String(required=True)
    wrong = fields.String(load_default=None, allow_none=True)


class SignedOffSchema(Schema):
    """What an agency says of its procedures."""

    procedures = fields.List(
        fields.Nested(ReviewedSchema), required=True, validate=validate.Length(max=5000)
    )


@blueprint.get("/reviews")
@blueprint.response(200, schema_of(AgencyReview)(many=True))
@needs("catalogue.read")
def reviews(province_code: str) -> object:
    """Cơ quan nào chưa rà soát thủ tục của mình, từ khi nào"""
    return read_as_officer(province_code, agencies_reviewing, now=now())


@blueprint.get("/reviews/<unit_code>")
@blueprint.response(200, schema_of(CheckedProcedure)(many=True))
@needs("catalogue.read")
def review(province_code: str, unit_code: str) -> object:
    """Thủ tục của một cơ quan với những gì phải rà soát, chưa rà soát trước"""
    return read_as_officer(province_code, review_list, unit_code=unit_code, now=now())


@blueprint.post("/reviews/<unit_code>")
@blueprint.arguments(SignedOffSchema)
@blueprint.response(200, RowsWrittenSchema)
@needs(SIGNS)
def signed(body: dict[str, Any], province_code: str, unit_code: str) -> Response:
    """Ký xác nhận thủ tục đã đúng như đã xem, hoặc ghi chỗ chưa đúng"""
    return administer(
        province_code,
        sign_off,
        lambda count: {"count": count},
        unit_code=unit_code,
        said=tuple(Said(**one) for one in body["procedures"]),
    )

"""What clients send, and the few answers that are no read model."""

from typing import Any

from marshmallow import (
    Schema,
    ValidationError,
    fields,
    post_load,
    validate,
    validates_schema,
)

from api.v1.shapes import Content
from engine.catalogue.applicants import KINDS, PERSON, Authorisation
from engine.catalogue.manifest import CHANNELS
from engine.drafts.draft import DRAFT_KINDS
from engine.queries.inbox import TABS
from engine.typed.file_names import LONGEST as LONGEST_NAME


class ProblemSchema(Schema):
    """Problem details (RFC 9457) with the machine code of the refusal."""

    type = fields.String(required=True)
    status = fields.Integer(required=True)
    code = fields.String(required=True)
    title = fields.String(required=True, metadata={"description": "Câu tiếng Việt cho người dùng"})
    details = fields.Dict(keys=fields.String(), required=True)


class SignInSchema(Schema):
    """A user name and its password; the code of its telephone, where the account asks for it."""

    username = fields.String(required=True)
    password = fields.String(required=True, load_only=True)
    code = fields.String(load_default=None, load_only=True)


class CodeAskedSchema(Schema):
    """A telephone number or an identity number."""

    number = fields.String(required=True, load_only=True)


class SignInByCodeSchema(CodeAskedSchema):
    """The same number, the code that was sent; that of a second factor, where one is asked for."""

    code = fields.String(required=True, load_only=True)
    second = fields.String(load_default=None, load_only=True)


class SecondFactorCodeSchema(Schema):
    """A code that the telephone shows, or one for a lost telephone."""

    code = fields.String(required=True, load_only=True)


class RecoverySchema(Schema):
    """Codes for a lost telephone, told once."""

    recovery = fields.List(fields.String(), required=True)


class PasswordByCodeSchema(Schema):
    """A user name, the one-use code that was handed over, and the password to be set."""

    username = fields.String(required=True)
    code = fields.String(required=True, load_only=True)
    password = fields.String(required=True, load_only=True)


class OwnPasswordSchema(Schema):
    """The password in use, and the new one."""

    old = fields.String(required=True, load_only=True)
    new = fields.String(required=True, load_only=True)


class SecondFactorBeginSchema(Schema):
    """The password in use; nothing for an account that has none."""

    password = fields.String(load_default="", load_only=True)


class CsrfSchema(Schema):
    """The token that every changing request carries in ``X-CSRF-Token``."""

    csrf_token = fields.String(required=True)


class PageSchema(Schema):
    """Which page of a list."""

    cursor = fields.String(load_default=None)
    limit = fields.Integer(load_default=25, validate=validate.Range(1, 100))


class PlaceSchema(Schema):
    """Where a filing would be made."""

    place = fields.String(
        load_default=None, metadata={"description": "Mã xã, phường hoặc Trung tâm"}
    )
    receiving = fields.String(
        load_default=None, metadata={"description": "Mã Trung tâm nhận, nếu là nơi khác"}
    )


class SearchSchema(PlaceSchema, PageSchema):
    """Words to search for, in which province, and where a filing would be made there."""

    q = fields.String(load_default=None)
    province = fields.String(load_default=None, metadata={"description": "Mã tỉnh"})

    @validates_schema
    def _place_of_a_province(self, data: dict[str, object], **_: object) -> None:
        if data["province"] is None and (data["place"] or data["receiving"]):
            raise ValidationError("Hãy cho mã tỉnh của nơi này.", "province")


class ReceiptCodeSchema(Schema):
    """The code that a receipt bears; its QR carries it."""

    code = fields.String(load_default=None, metadata={"description": "Mã bí mật trên giấy hẹn"})


class FactSchema(Schema):
    """One more fact of a case, besides its number."""

    fact = fields.String(
        required=True,
        metadata={"description": "Điện thoại người nộp, hoặc ngày sinh chủ hồ sơ (05/09/1990)"},
    )


class WithdrawalSchema(Schema):
    """The secret code of a receipt, and why the dossier is withdrawn."""

    code = fields.String(required=True, metadata={"description": "Mã bí mật trên giấy hẹn"})
    reason = fields.String(load_default=None, allow_none=True)


class RatingSchema(Schema):
    """The secret code of a receipt, and what its holder thinks of how the case was handled."""

    code = fields.String(required=True, metadata={"description": "Mã bí mật trên giấy hẹn"})
    score = fields.String(required=True)
    rated = fields.Dict(keys=fields.String(), values=fields.String(), load_default=dict)
    words = fields.String(load_default=None, allow_none=True)


class GuidanceSchema(Schema):
    """A slip without a dossier: guidance, or a refusal with its legal basis."""

    unit_code = fields.String(required=True)
    procedure_code = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(["guide", "refuse"]))
    name = fields.String(load_default="", metadata={"description": "Họ tên người đến"})
    content = fields.String(
        required=True, metadata={"description": "Phải hoàn thiện những gì, hoặc vì sao từ chối"}
    )
    basis = fields.String(load_default=None, allow_none=True)


class QueueQuerySchema(Schema):
    """Which page of which list of work."""

    tab = fields.String(load_default="unit", validate=validate.OneOf(TABS))
    urgency = fields.String(
        load_default=None, validate=validate.OneOf(["late", "today", "soon", "ok", "none"])
    )
    q = fields.String(load_default=None)
    wide = fields.Boolean(
        load_default=False,
        metadata={
            "description": "Tìm cả tên có các chữ này rời nhau, không chỉ tên bắt đầu như vậy"
        },
    )
    cursor = fields.String(load_default=None)
    limit = fields.Integer(load_default=25, validate=validate.Range(1, 100))


class FileSchema(Schema):
    """A file; ``content`` is base64."""

    component = fields.String(load_default=None)
    name = fields.String(required=True, metadata={"minLength": 1, "maxLength": LONGEST_NAME})
    content = Content(required=True)


class DraftSchema(Schema):
    """A form as it was typed: by the name of each control what stands in it; nothing is checked."""

    kind = fields.String(required=True, validate=validate.OneOf(DRAFT_KINDS))
    province_code = fields.String(load_default=None, validate=validate.Length(1, 64))
    target = fields.String(
        required=True, metadata={"description": "Mã thủ tục; với bước: mã việc (task_id)"}
    )
    title = fields.String(required=True)
    answers = fields.Dict(keys=fields.String(), values=fields.List(fields.String()), required=True)
    files = fields.List(fields.Nested(FileSchema), load_default=list)


class AuthorisationSchema(Schema):
    """The paper by which the submitter stands in for the owner."""

    paper = fields.String(
        required=True, metadata={"description": "Loại giấy: giấy ủy quyền, giấy giới thiệu"}
    )
    number = fields.String(required=True)
    day = fields.Date(required=True)

    @post_load
    def _made(self, told: dict[str, Any], **_: object) -> Authorisation:
        return Authorisation(**told)


class FilingSchema(Schema):
    """A filing: what, how, where, and the answers to the procedure's form."""

    province_code = fields.String(required=True)
    procedure_code = fields.String(required=True)
    channel = fields.String(required=True, validate=validate.OneOf(CHANNELS))
    receiving_unit = fields.String(required=True)
    returning_unit = fields.String(required=True)
    answers = fields.Dict(keys=fields.String(), required=True)
    documents = fields.List(fields.Nested(FileSchema), load_default=list)
    papers = fields.List(
        fields.String(),
        load_default=list,
        metadata={"description": "Mã thành phần mà cán bộ nơi nhận đã nhận bản giấy"},
    )
    applicant_kind = fields.String(
        load_default=PERSON,
        validate=validate.OneOf(KINDS),
        metadata={"description": "Chủ hồ sơ là ai"},
    )
    owner_tax_number = fields.String(
        load_default=None,
        allow_none=True,
        metadata={"description": "Mã số của tổ chức, mã định danh của cơ quan là chủ hồ sơ"},
    )
    authorisation = fields.Nested(
        AuthorisationSchema,
        load_default=None,
        allow_none=True,
        metadata={"description": "Khi người nộp nộp thay chủ hồ sơ đã khai"},
    )
    reuse = fields.List(
        fields.String(),
        load_default=list,
        metadata={"description": "Tệp của hồ sơ trước mà chủ hồ sơ dùng lại: mã tệp"},
    )
    paper_ground = fields.String(
        load_default=None,
        allow_none=True,
        metadata={"description": "Mã lý do cơ quan nhà nước không nộp trực tuyến"},
    )


class ShownSchema(Schema):
    """``seen`` of what a second person was shown, and confirms."""

    seen = fields.String(required=True)


class DoneSchema(Schema):
    """The act was done; nothing more to say."""

    done = fields.Boolean(required=True)


class EndedSchema(Schema):
    """How many sessions were ended."""

    ended = fields.Integer(required=True)

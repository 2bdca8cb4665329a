"""What clients send about local rules."""

from typing import get_args

from marshmallow import Schema, fields, validate

from api.v1.schemas import FileSchema
from api.v1.shapes import Day, Instant
from engine.administration.rules.list_rules import Which
from engine.catalogue.rules.kinds import KINDS
from engine.typed.text import LONGEST_WORDS


class RuleListSchema(Schema):
    """Which rules, and which page of them."""

    kind = fields.String(load_default=None, validate=validate.OneOf(list(KINDS)))
    state = fields.String(
        load_default=None,
        validate=validate.OneOf(["draft", "submitted", "approved", "ended", "discarded"]),
    )
    which = fields.String(load_default="all", validate=validate.OneOf(get_args(Which)))
    procedure = fields.String(load_default=None)
    unit = fields.String(load_default=None)
    number = fields.String(
        load_default=None, metadata={"description": "Số, ký hiệu văn bản căn cứ"}
    )
    pending_end = fields.Boolean(
        load_default=False,
        metadata={"description": "Chỉ các quy định có đề nghị kết thúc sớm đang chờ duyệt"},
    )
    cursor = fields.String(load_default=None)
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))


class BasisSchema(Schema):
    """The document that a rule rests on."""

    kind = fields.String(required=True)
    number = fields.String(required=True)
    date = Day(required=True)
    article = fields.String(required=True)


class SaidSchema(Schema):
    """What a rule says, and of what. ``value`` and ``lock`` depend on the kind."""

    kind = fields.String(required=True)
    procedure = fields.String(load_default=None, allow_none=True)
    sector = fields.String(load_default=None, allow_none=True)
    unit = fields.String(load_default=None, allow_none=True)
    area = fields.String(load_default=None, allow_none=True)
    element = fields.String(load_default="")
    value = fields.Dict(keys=fields.String(), required=True)
    lock = fields.Dict(keys=fields.String(), load_default=None, allow_none=True)
    replaces = fields.String(load_default=None, allow_none=True)


class RestsSchema(Schema):
    """The days of what is entered, and the legal basis with its document."""

    valid_from = Day(required=True)
    valid_to = Day(load_default=None, allow_none=True)
    basis = fields.Nested(BasisSchema, required=True)
    file = fields.Nested(FileSchema, load_default=None, allow_none=True)


class RuleSchema(SaidSchema, RestsSchema):
    """A rule as its maker enters it."""


class DecisionSchema(RestsSchema):
    """Several rules under one legal basis, for the same days."""

    rules = fields.List(fields.Nested(SaidSchema), required=True)


class LimitSchema(Schema):
    """Which limit, and the new one that the hours of the steps are to fit."""

    procedure = fields.String(required=True)
    unit = fields.String(load_default=None)
    day = Day(load_default=None)


class SpanSchema(Schema):
    """A length of time."""

    amount = fields.Decimal(as_string=True)
    unit = fields.String()


class StepNowSchema(Schema):
    """A step and the working hours that it has now; none: its time isn't counted."""

    element = fields.String()
    name = fields.String()
    hours = fields.Decimal(as_string=True, allow_none=True)


class LimitNowSchema(Schema):
    """The limit of a procedure at a place on a day; ``total``: working hours of the longest way."""

    procedure = fields.String()
    name = fields.String()
    span = fields.Nested(SpanSchema)
    basis = fields.String()
    total = fields.Decimal(as_string=True)
    steps = fields.List(fields.Nested(StepNowSchema))


class ReasonSchema(Schema):
    """Why."""

    reason = fields.String(required=True, metadata={"maxLength": LONGEST_WORDS})


class EndSchema(ReasonSchema):
    """The first day on which the rule no longer applies, why, and the document that ends it."""

    ends = Day(required=True)
    basis = fields.Nested(BasisSchema, load_default=None, allow_none=True)


class ApplySchema(Schema):
    """The digest of the dry run that was looked at."""

    digest = fields.String(required=True)


class ExplainSchema(Schema):
    """A procedure at a unit on a day, as known at a moment."""

    procedure = fields.String(required=True)
    unit = fields.String(required=True)
    received_at = fields.String(load_default=None)
    day = Day(load_default=None)
    known_at = Instant(load_default=None)

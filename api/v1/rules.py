"""Local rules: read by all staff of a province, made and checked by its administrators."""

from collections.abc import Callable
from typing import Any

from flask import Response

from api.http import now, parts, reading, require, today
from api.http.doors import needs
from api.http.idempotency import once
from api.http.kept_files import bytes_of
from api.v1.administering import administering, read_as_administrator
from api.v1.blueprint import Blueprint
from api.v1.files import files_of
from api.v1.rule_schemas import (
    ApplySchema,
    DecisionSchema,
    EndSchema,
    ExplainSchema,
    LimitNowSchema,
    LimitSchema,
    ReasonSchema,
    RuleListSchema,
    RuleSchema,
)
from api.v1.schemas import ShownSchema
from api.v1.shapes import schema_of
from engine.administration.administrators import administrator_of
from engine.administration.rules.apply_rule import Applied, DryRun, apply_to_running, dry_run
from engine.administration.rules.approve_rule import approve_rule, send_back_rule, submit_rule
from engine.administration.rules.cutting import limit_now
from engine.administration.rules.draft_decision import draft_decision
from engine.administration.rules.draft_rule import discard_rule, draft_rule
from engine.administration.rules.end_rule import (
    approve_end,
    propose_end,
    send_back_end,
    withdraw_end,
)
from engine.administration.rules.explain_rules import (
    CaseExplanation,
    Explanation,
    explain_case_for,
    explain_rules_for,
)
from engine.administration.rules.list_rules import RulePage, local_rules
from engine.administration.rules.read_rules import (
    KindView,
    RuleView,
    basis_document,
    local_rule,
    rule_kinds,
)
from engine.administration.rules.rule_rows import RuleSaved
from engine.administration.rules.sent_back import SentBack, sent_back_to
from engine.cases.adding_files import kind_by_bytes
from engine.catalogue.rules.checks import Draft
from engine.catalogue.rules.rule import LegalBasis
from engine.catalogue.rules.scope import Scope

SCOPE = ("procedure", "sector", "unit", "area", "element")

blueprint = Blueprint(
    "rules",
    "/provinces/<province_code>",
    description="Quy định",
    door=administering("officer", "admin"),
)


@blueprint.get("/rule-kinds")
@blueprint.response(200, schema_of(KindView)(many=True))
@needs("rules.read")
def kinds(province_code: str) -> object:  # noqa: ARG001 - the kinds are the same everywhere
    """Các loại quy định"""
    require("officer", "admin")
    return rule_kinds()


@blueprint.get("/rules")
@blueprint.arguments(RuleListSchema, location="query")
@blueprint.response(200, schema_of(RulePage))
@needs("rules.read")
def find(query: dict[str, Any], province_code: str) -> object:
    """Quy định của tỉnh, mới nhất trước"""
    who = require("officer", "admin")
    with reading() as session:
        return local_rules(session, person=who, province_code=province_code, now=now(), **query)


@blueprint.get("/rules/<rule_id>")
@blueprint.response(200, schema_of(RuleView))
@needs("rules.read")
def show(province_code: str, rule_id: str) -> object:
    """Một quy định và mọi việc đã làm với nó"""
    who = require("officer", "admin")
    with reading() as session:
        return local_rule(
            session, person=who, province_code=province_code, rule_id=rule_id, now=now()
        )


@blueprint.get("/rules-sent-back")
@blueprint.response(200, schema_of(SentBack)(many=True))
@needs("rules.keep")
def given_back(province_code: str) -> object:
    """Quy định, đề nghị kết thúc của mình mà người duyệt trả lại, kèm lý do"""
    return read_as_administrator(province_code, sent_back_to, now=now())


@blueprint.get("/rules/<rule_id>/document")
@blueprint.response(200, {"type": "string", "format": "binary"}, content_type="application/pdf")
@needs("rules.read")
def document(province_code: str, rule_id: str) -> Response:
    """Văn bản căn cứ của quy định"""
    who = require("officer", "admin")
    with reading() as session:
        digest, _ = basis_document(
            session, person=who, province_code=province_code, rule_id=rule_id
        )
    content = bytes_of(digest)
    kind = kind_by_bytes(content) or "application/octet-stream"
    return Response(content, mimetype=kind)


@blueprint.post("/rules")
@blueprint.arguments(RuleSchema)
@blueprint.response(200, schema_of(RuleSaved))
@needs("rules.keep")
def draft(body: dict[str, Any], province_code: str) -> Response:
    """Lập bản nháp"""
    return _draft(province_code, body, None)


@blueprint.put("/rules/<rule_id>")
@blueprint.arguments(RuleSchema)
@blueprint.response(200, schema_of(RuleSaved))
@needs("rules.keep")
def change(body: dict[str, Any], province_code: str, rule_id: str) -> Response:
    """Sửa bản nháp"""
    return _draft(province_code, body, rule_id)


@blueprint.post("/rule-decisions")
@blueprint.arguments(DecisionSchema)
@blueprint.response(200, schema_of(RuleSaved))
@needs("rules.keep")
def decide(body: dict[str, Any], province_code: str) -> Response:
    """Lập bản nháp gồm nhiều quy định cùng căn cứ; gửi, duyệt, trả lại, bỏ cùng nhau"""
    return _decide(province_code, body, None)


@blueprint.put("/rule-decisions/<rule_id>")
@blueprint.arguments(DecisionSchema)
@blueprint.response(200, schema_of(RuleSaved))
@needs("rules.keep")
def decide_again(body: dict[str, Any], province_code: str, rule_id: str) -> Response:
    """Sửa bản nháp gồm nhiều quy định, gọi theo một quy định của nó"""
    return _decide(province_code, body, rule_id)


@blueprint.get("/limit-now")
@blueprint.arguments(LimitSchema, location="query")
@blueprint.response(200, LimitNowSchema)
@needs("rules.read")
def limit(query: dict[str, Any], province_code: str) -> object:
    """Thời hạn đang áp dụng của thủ tục và số giờ của từng bước"""
    who = require("officer", "admin")
    with reading() as session:
        return limit_now(
            session,
            person=who,
            province_code=province_code,
            procedure_code=query["procedure"],
            unit_code=query["unit"],
            day=query["day"] or today(),
        )


@blueprint.post("/rules/<rule_id>/submit")
@blueprint.response(200, schema_of(RuleSaved))
@needs("rules.keep")
def submit(province_code: str, rule_id: str) -> Response:
    """Gửi người duyệt"""
    return _act(province_code, submit_rule, RuleSaved, rule_id=rule_id)


@blueprint.post("/rules/<rule_id>/send-back")
@blueprint.arguments(ReasonSchema)
@blueprint.response(200, schema_of(RuleSaved))
@needs("rules.keep")
def send_back(body: dict[str, Any], province_code: str, rule_id: str) -> Response:
    """Trả lại người lập"""
    return _act(province_code, send_back_rule, RuleSaved, rule_id=rule_id, **body)


@blueprint.post("/rules/<rule_id>/approve")
@blueprint.arguments(ShownSchema)
@blueprint.response(200, schema_of(RuleSaved))
@needs("rules.keep")
def approve(body: dict[str, Any], province_code: str, rule_id: str) -> Response:
    """Duyệt đúng những gì đã xem: người lập không tự duyệt được"""
    return _act(province_code, approve_rule, RuleSaved, rule_id=rule_id, **body)


@blueprint.post("/rules/<rule_id>/discard")
@blueprint.response(200, schema_of(RuleSaved))
@needs("rules.keep")
def discard(province_code: str, rule_id: str) -> Response:
    """Bỏ bản nháp; bản nháp vẫn được lưu"""
    return _act(province_code, discard_rule, RuleSaved, rule_id=rule_id)


@blueprint.post("/rules/<rule_id>/end")
@blueprint.arguments(EndSchema)
@blueprint.response(200, schema_of(RuleSaved))
@needs("rules.keep")
def end(body: dict[str, Any], province_code: str, rule_id: str) -> Response:
    """Đề nghị kết thúc sớm; quy định còn hiệu lực đến khi người khác duyệt"""
    cited = body.pop("basis")
    basis = LegalBasis(**cited) if cited else None
    return _act(province_code, propose_end, RuleSaved, rule_id=rule_id, basis=basis, **body)


@blueprint.post("/rules/<rule_id>/end/withdraw")
@blueprint.response(200, schema_of(RuleSaved))
@needs("rules.keep")
def end_withdraw(province_code: str, rule_id: str) -> Response:
    """Rút đề nghị kết thúc sớm của mình"""
    return _act(province_code, withdraw_end, RuleSaved, rule_id=rule_id)


@blueprint.post("/rules/<rule_id>/end/send-back")
@blueprint.arguments(ReasonSchema)
@blueprint.response(200, schema_of(RuleSaved))
@needs("rules.keep")
def end_send_back(body: dict[str, Any], province_code: str, rule_id: str) -> Response:
    """Trả lại đề nghị kết thúc sớm"""
    return _act(province_code, send_back_end, RuleSaved, rule_id=rule_id, **body)


@blueprint.post("/rules/<rule_id>/end/approve")
@blueprint.arguments(ShownSchema)
@blueprint.response(200, schema_of(RuleSaved))
@needs("rules.keep")
def end_approve(body: dict[str, Any], province_code: str, rule_id: str) -> Response:
    """Duyệt kết thúc sớm đúng như đã xem: người đề nghị không tự duyệt được"""
    return _act(province_code, approve_end, RuleSaved, rule_id=rule_id, **body)


@blueprint.get("/rules/<rule_id>/dry-run")
@blueprint.response(200, schema_of(DryRun))
@needs("rules.keep")
def try_out(province_code: str, rule_id: str) -> object:
    """Chạy thử trên hồ sơ đang xử lý, chưa đổi gì"""
    who = require("officer", "admin")
    with reading() as session:
        admin = administrator_of(session, person=who, province_code=province_code)
        return dry_run(session, admin=admin, rule_id=rule_id, now=now())


@blueprint.post("/rules/<rule_id>/apply")
@blueprint.arguments(ApplySchema)
@blueprint.response(200, schema_of(Applied))
@needs("rules.keep")
def apply(body: dict[str, Any], province_code: str, rule_id: str) -> Response:
    """Áp dụng cho đúng các hồ sơ của lần chạy thử"""
    return _act(province_code, apply_to_running, Applied, rule_id=rule_id, **body)


@blueprint.get("/rules-explained")
@blueprint.arguments(ExplainSchema, location="query")
@blueprint.response(200, schema_of(Explanation))
@needs("rules.read")
def explained(query: dict[str, Any], province_code: str) -> object:
    """Thủ tục này, đơn vị này, ngày này áp dụng gì và vì sao"""
    who = require("officer", "admin")
    with reading() as session:
        return explain_rules_for(
            session,
            person=who,
            province_code=province_code,
            procedure_code=query["procedure"],
            unit_code=query["unit"],
            receiving_unit=query["received_at"],
            day=query["day"] or today(),
            known_at=query["known_at"],
        )


@blueprint.get("/cases/<ref>/rules")
@blueprint.response(200, schema_of(CaseExplanation))
@needs("rules.read", "cases.read_way", "cases.read")
def of_case(province_code: str, ref: str) -> object:
    """Hồ sơ này đã lấy quy định nào và vì sao"""
    who = require("officer", "admin")
    with reading() as session:
        return explain_case_for(session, person=who, province_code=province_code, ref=ref)


def _draft(province_code: str, body: dict[str, Any], rule_id: str | None) -> Response:
    scope = {name: body.pop(name) for name in SCOPE}
    file = body.pop("file")
    basis = LegalBasis(**body.pop("basis"))
    return _act(
        province_code,
        draft_rule,
        RuleSaved,
        draft=Draft(scope=Scope(**scope), basis=basis, **body),
        file=files_of([file])[0] if file else None,
        store=parts().documents,
        rule_id=rule_id,
    )


def _decide(province_code: str, body: dict[str, Any], rule_id: str | None) -> Response:
    file, basis = body.pop("file"), LegalBasis(**body.pop("basis"))
    return _act(
        province_code,
        draft_decision,
        RuleSaved,
        drafts=[
            Draft(
                scope=Scope(**{name: said.pop(name) for name in SCOPE}), basis=basis, **said, **body
            )
            for said in body.pop("rules")
        ],
        file=files_of([file])[0] if file else None,
        store=parts().documents,
        rule_id=rule_id,
    )


def _act(province_code: str, act: Callable[..., Any], shape: type, **given: object) -> Response:
    who = require("officer", "admin")

    return once(
        who,
        lambda session: act(
            session,
            admin=administrator_of(session, person=who, province_code=province_code),
            now=now(),
            **given,
        ),
        schema_of(shape)().dump,
    )

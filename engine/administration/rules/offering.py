"""What a person may do with a rule as it stands; each act asks the same again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.accounts.one_person import not_another, same_person
from engine.administration.rules.apply_rule import may_be_applied
from engine.administration.rules.rights import may_rule
from engine.administration.rules.rule_rows import find_rule, open_period
from engine.catalogue.rules.scope import Scope
from engine.errors import CheckedByMaker
from engine.organisation.tree import setting_of
from engine.store.rules import LocalRule
from engine.worktime import ZONE

RuleActKind = Literal[
    "change",
    "submit",
    "discard",
    "approve",
    "send_back",
    "apply",
    "propose_end",
    "withdraw_end",
    "approve_end",
    "send_back_end",
]


def rule_acts(
    session: Session, *, admin: Administrator, rule_id: str, now: datetime
) -> tuple[RuleActKind, ...]:
    """What the administrator may do with the rule now. Raises RuleNotFound."""
    rule = find_rule(session, admin.province_code, rule_id, lock=False)
    scope = Scope.of(rule.target, rule.place, rule.element)
    if not may_rule(admin, setting_of(session, admin.province_code), scope, rule.level):
        return ()
    if rule.state == "draft":
        # Without the document of its basis it isn't taken: that is attached first.
        return ("change", "submit", "discard") if rule.basis.get("file") else ("change", "discard")
    if rule.state == "submitted":
        other = not_another(session, rule.made_by, admin.account_id, CheckedByMaker()) is None
        return ("approve", "send_back") if other else ("send_back",)
    return _of_approved(session, admin, rule, now) if rule.state == "approved" else ()


def _of_approved(
    session: Session, admin: Administrator, rule: LocalRule, now: datetime
) -> tuple[RuleActKind, ...]:
    if rule.end_day is not None:
        if same_person(session, rule.end_by, admin.account_id):
            return ("withdraw_end",)
        other = not_another(session, rule.end_by, admin.account_id, CheckedByMaker()) is None
        return ("approve_end", "send_back_end") if other else ("send_back_end",)
    today = now.astimezone(ZONE).date()
    period = open_period(session, admin.province_code, rule.id)
    if period is None or (period.valid_to is not None and period.valid_to <= today):
        return ()
    reaches = may_be_applied(session, admin=admin, rule_id=rule.id, now=now)
    return ("propose_end", "apply") if reaches else ("propose_end",)


LABELS: Mapping[RuleActKind, str] = {
    "change": "Sửa bản nháp",
    "submit": "Gửi người duyệt",
    "discard": "Bỏ bản nháp",
    "approve": "Duyệt quy định",
    "send_back": "Trả lại người lập",
    "apply": "Áp dụng cho hồ sơ đang xử lý",
    "propose_end": "Đề nghị kết thúc sớm",
    "withdraw_end": "Rút đề nghị kết thúc sớm",
    "approve_end": "Duyệt kết thúc sớm",
    "send_back_end": "Trả lại đề nghị kết thúc sớm",
}
"""The words of each act on its button."""

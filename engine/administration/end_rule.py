"""An approved rule ends earlier than it said; what was believed until then stays on record."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.administration.rule_act import RuleAct
from engine.administration.rule_rows import RuleSaved, cut_period, open_period, refuse
from engine.catalogue.rules.candidates import rule_of
from engine.catalogue.rules.checks.fitting import check_gap
from engine.catalogue.rules.checks.limits import check_end
from engine.errors import EndInPast, ReasonMissing, RuleStateWrong


def end_rule_early(
    session: Session,
    *,
    admin: Administrator,
    rule_id: str,
    ends: date,
    reason: str,
    now: datetime,
) -> RuleSaved:
    """Let an approved rule apply up to, not including, ``ends``; today at the earliest.

    Raises ProvinceAdminOnly, OutsideYourUnits, RuleNotFound, RuleStateWrong, EndInPast,
    ReasonMissing, and RuleInvalid when nobody would be left to decide a procedure, or a limit would
    be broken that relies on the rule.
    """
    act = RuleAct(session, admin=admin, rule_id=rule_id, now=now)
    act.need("approved")
    if not reason.strip():
        raise ReasonMissing
    if ends < act.today:
        raise EndInPast(today=f"{act.today:%d/%m/%Y}")
    epoch = act.raise_epoch()
    period = open_period(session, act.province_code, rule_id)
    if period is None or (period.valid_to is not None and period.valid_to <= ends):
        raise RuleStateWrong(state="hết hiệu lực trước ngày đó")
    facts = act.facts()
    others = [other for other in facts.others if other.id != rule_id]
    ended = replace(rule_of(period), valid_to=ends)
    refuse([*check_gap(ended, facts, others), *check_end(ended, facts, others)])
    cut_period(session, period, ends, epoch=epoch, at=now)
    act.row.state = "ended"
    return act.done(
        "rule_ended_early", {"ends": ends.isoformat(), "reason": reason, "epoch": epoch}
    )

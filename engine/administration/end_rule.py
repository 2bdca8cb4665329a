"""An approved rule ends earlier than it said; what was believed until then stays on record."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.administration.facts import facts_for
from engine.administration.rights import remit_of
from engine.administration.rule_rows import (
    RuleSaved,
    cut_period,
    draft_of,
    find_rule,
    lock_epoch,
    need_state,
    open_period,
    raise_epoch,
    refuse,
    saved,
    write_event,
)
from engine.catalogue.rules.candidates import rule_of
from engine.catalogue.rules.checks.fitting import check_gap
from engine.catalogue.rules.scope import Scope
from engine.errors import EndInPast, ReasonMissing, RuleStateWrong
from engine.worktime import ZONE


def end_rule_early(
    session: Session,
    *,
    person: Person,
    province_code: str,
    rule_id: str,
    ends: date,
    reason: str,
    now: datetime,
) -> RuleSaved:
    """Let an approved rule apply up to, not including, ``ends``; today at the earliest.

    Raises NotAnAdmin, OutsideYourUnit, RuleNotFound, RuleStateWrong, EndInPast, ReasonMissing, and
    RuleInvalid when the end would leave a procedure without anyone to decide it.
    """
    today = now.astimezone(ZONE).date()
    remit = remit_of(session, person=person, province_code=province_code, today=today)
    row = find_rule(session, province_code, rule_id)
    remit.check(Scope.of(row.target, row.place, row.element), row.level)
    need_state(row, today, "approved")
    if not reason.strip():
        raise ReasonMissing
    if ends < today:
        raise EndInPast(today=f"{today:%d/%m/%Y}")
    epoch = lock_epoch(session, province_code) + 1
    period = open_period(session, province_code, rule_id)
    if period is None or (period.valid_to is not None and period.valid_to <= ends):
        raise RuleStateWrong(state="hết hiệu lực trước ngày đó")
    draft = draft_of(row)
    facts = facts_for(session, remit, draft, rule_id=row.id, today=today)
    others = [other for other in facts.others if other.id != row.id]
    shortened = replace(rule_of(period), valid_to=ends)
    refuse(list(check_gap(shortened, facts, others)))
    cut_period(session, period, ends, epoch=epoch, at=now)
    row.state = "ended"
    raise_epoch(session, province_code, epoch)
    data = {"ends": ends.isoformat(), "reason": reason, "epoch": epoch}
    write_event(session, row, "rule_ended_early", person=person, at=now, data=data)
    return saved(row, epoch=epoch, today=today)

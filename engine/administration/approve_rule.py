"""From draft to force: the maker submits, another person approves or sends back."""

from dataclasses import replace
from datetime import date, datetime
from typing import cast

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.administration.facts import facts_for
from engine.administration.rights import Remit, remit_of
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
from engine.catalogue.forms import Fault
from engine.catalogue.rules.checks import check_entry
from engine.catalogue.rules.rule import Level
from engine.catalogue.rules.scope import Scope
from engine.errors import CheckedByMaker, ReasonMissing
from engine.organisation.tree import setting_at
from engine.store.rules import LocalRule, RulePeriod
from engine.worktime import ZONE


def submit_rule(
    session: Session, *, person: Person, province_code: str, rule_id: str, now: datetime
) -> RuleSaved:
    """Hand a draft to the checker; the document of its legal basis must be there.

    Raises NotAnAdmin, OutsideYourUnit, RuleNotFound, RuleStateWrong, RuleInvalid.
    """
    remit, row, today = _opened(session, person, province_code, rule_id, now)
    need_state(row, today, "draft")
    _recheck(session, remit, row, today)
    row.state = "submitted"
    write_event(session, row, "rule_submitted", person=person, at=now, data={})
    return saved(row, epoch=remit.setting.epoch, today=today)


def send_back_rule(
    session: Session,
    *,
    person: Person,
    province_code: str,
    rule_id: str,
    reason: str,
    now: datetime,
) -> RuleSaved:
    """Make a submitted rule a draft again, with a reason.

    Raises as ``submit_rule``, and ReasonMissing.
    """
    remit, row, today = _opened(session, person, province_code, rule_id, now)
    need_state(row, today, "submitted")
    if not reason.strip():
        raise ReasonMissing
    row.state = "draft"
    write_event(session, row, "rule_sent_back", person=person, at=now, data={"reason": reason})
    return saved(row, epoch=remit.setting.epoch, today=today)


def approve_rule(
    session: Session, *, person: Person, province_code: str, rule_id: str, now: datetime
) -> RuleSaved:
    """Put a submitted rule into force from its first day.

    The epoch row is locked and raised: approvals queue, all checks are made again against what is
    approved by then, and an act that begins afterwards can't use the old rule. Raises as
    ``submit_rule``; CheckedByMaker.
    """
    remit, row, today = _opened(session, person, province_code, rule_id, now)
    need_state(row, today, "submitted")
    if row.made_by == person.account_id:
        raise CheckedByMaker
    epoch = lock_epoch(session, province_code) + 1
    remit = replace(remit, setting=setting_at(session, province_code, epoch - 1))
    _recheck(session, remit, row, today)
    _end_replaced(session, row, epoch=epoch, now=now)
    row.state, row.checked_at = "approved", now
    row.checked_by, row.checked_by_name = person.account_id, person.name
    session.add(_period(row, epoch, now))
    raise_epoch(session, province_code, epoch)
    write_event(session, row, "rule_approved", person=person, at=now, data={"epoch": epoch})
    return saved(row, epoch=epoch, today=today)


def _opened(
    session: Session, person: Person, province_code: str, rule_id: str, now: datetime
) -> tuple[Remit, LocalRule, date]:
    today = now.astimezone(ZONE).date()
    remit = remit_of(session, person=person, province_code=province_code, today=today)
    row = find_rule(session, province_code, rule_id)
    remit.check(Scope.of(row.target, row.place, row.element), row.level)
    return remit, row, today


def _recheck(session: Session, remit: Remit, row: LocalRule, today: date) -> None:
    """The checks of entry against what is approved by now, at the level of the rule's maker."""
    draft = draft_of(row)
    maker = replace(remit, level=cast("Level", row.level))
    facts = facts_for(session, maker, draft, rule_id=row.id, today=today)
    _, faults = check_entry(draft, facts)
    if draft.basis.file is None:
        faults.append(Fault("basis.file", "Hãy đính kèm văn bản căn cứ trước khi gửi duyệt."))
    refuse(faults)


def _end_replaced(session: Session, row: LocalRule, *, epoch: int, now: datetime) -> None:
    if row.replaces is None:
        return
    period = open_period(session, row.province_code, row.replaces)
    if period is not None and (period.valid_to is None or row.valid_from < period.valid_to):
        cut_period(session, period, row.valid_from, epoch=epoch, at=now)


def _period(row: LocalRule, epoch: int, now: datetime) -> RulePeriod:
    return RulePeriod(
        province_code=row.province_code,
        rule_id=row.id,
        since_epoch=epoch,
        known_from=now,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        kind=row.kind,
        target=row.target,
        place=row.place,
        element=row.element,
        slot=row.slot,
        value=row.value,
        lock=row.lock,
        basis=row.basis,
        level=row.level,
    )

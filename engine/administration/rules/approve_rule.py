"""From draft to force: the maker submits, another person approves or sends back."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.accounts.one_person import not_another
from engine.administration.rules.rule_act import RuleAct
from engine.administration.rules.rule_rows import (
    RuleSaved,
    cut_period,
    draft_of,
    drop_end,
    find_rule,
    open_period,
    refuse,
    write_event,
)
from engine.administration.rules.seen_rules import mark_of_rules
from engine.administration.rules.warning import rule_warnings
from engine.catalogue.forms import Fault
from engine.catalogue.rules.checks import check_entry
from engine.errors import CheckedByMaker
from engine.store.rules import LocalRule, RulePeriod
from engine.typed.given import reason_given
from engine.typed.seen import check_seen


def submit_rule(
    session: Session, *, admin: Administrator, rule_id: str, now: datetime
) -> RuleSaved:
    """Hand a draft, with all of its decision, to the checker; the basis must have its document.

    Raises ProvinceAdminOnly, OutsideYourUnits, RuleNotFound, RuleStateWrong, RuleInvalid.
    """
    acts = RuleAct.together(session, admin=admin, rule_id=rule_id, now=now)
    for act in acts:
        act.need("draft")
        _recheck(act)
    for act in acts:
        act.row.state = "submitted"
    first, *_ = [act.done("rule_submitted", {}) for act in acts]
    return replace(first, warnings=rule_warnings(session, acts[0].row))


def send_back_rule(
    session: Session, *, admin: Administrator, rule_id: str, reason: str, now: datetime
) -> RuleSaved:
    """Make a submitted rule, with all of its decision, a draft again, with a reason.

    Raises ProvinceAdminOnly, OutsideYourUnits, RuleNotFound, RuleStateWrong, ReasonMissing,
    TextUnreadable.
    """
    acts = RuleAct.together(session, admin=admin, rule_id=rule_id, now=now)
    for act in acts:
        act.need("submitted")
    words = reason_given(reason)
    for act in acts:
        act.row.state = "draft"
    first, *_ = [act.done("rule_sent_back", {"reason": words}) for act in acts]
    return first


def approve_rule(
    session: Session, *, admin: Administrator, rule_id: str, seen: str, now: datetime
) -> RuleSaved:
    """Put a submitted rule, with all of its decision, into force from its first day.

    The epoch row is raised and held: approvals queue, all checks are made again against what is
    approved by then, and an act that begins afterwards can't use the old rule. ``seen``: the mark
    of what the checker was shown (``mark_of_rules``). Raises ProvinceAdminOnly, OutsideYourUnits,
    RuleNotFound, RuleStateWrong, CheckedByMaker, InOneHand, MovedSinceSeen, RuleInvalid.
    """
    acts = RuleAct.together(session, admin=admin, rule_id=rule_id, now=now)
    replaced: dict[str, LocalRule] = {}
    for act in acts:
        act.need("submitted")
        if why := not_another(session, act.row.made_by, admin.account_id, CheckedByMaker()):
            raise why
        if act.row.replaces is not None:
            # Before the epoch, like every act on that rule: whoever ends it early holds it already.
            old = find_rule(session, act.province_code, act.row.replaces, lock=True)
            replaced[act.row.id] = old
    check_seen(seen, mark_of_rules(act.row for act in acts))
    epoch = acts[0].raise_epoch()
    for act in acts:
        act.setting = acts[0].setting
        _recheck(act)
    first, *_ = [_approved(act, replaced.get(act.row.id), epoch) for act in acts]
    return first


def _approved(act: RuleAct, replaced: LocalRule | None, epoch: int) -> RuleSaved:
    if replaced is not None:
        _end_replaced(act, replaced, epoch)
    row = act.row
    row.state, row.checked_at = "approved", act.now
    row.checked_by, row.checked_by_name = act.admin.account_id, act.admin.name
    act.session.add(_period(row, epoch, act.now))
    return act.done("rule_approved", {"epoch": epoch})


def _recheck(act: RuleAct) -> None:
    """The checks of entry again, against what is approved by now."""
    draft = draft_of(act.row)
    _, faults = check_entry(draft, act.facts())
    if draft.basis.file is None:
        faults.append(Fault("basis.file", "Hãy đính kèm văn bản căn cứ trước khi gửi duyệt."))
    refuse(faults)


def _end_replaced(act: RuleAct, old: LocalRule, epoch: int) -> None:
    """End the replaced rule; an early end of it that came no sooner has nothing left to do."""
    row = act.row
    period = open_period(act.session, old.province_code, old.id)
    if period is not None and (period.valid_to is None or row.valid_from < period.valid_to):
        cut_period(act.session, period, row.valid_from, epoch=epoch, at=act.now)
    if old.end_day is not None and row.valid_from <= old.end_day:
        data = {"ends": old.end_day.isoformat(), "replaced_by": row.id}
        drop_end(old)
        write_event(act.session, old, "rule_end_lapsed", admin=act.admin, at=act.now, data=data)


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

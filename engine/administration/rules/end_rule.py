"""An approved rule ends earlier than it said: one person proposes it, another approves.

Until then the rule is in force as before. What was believed until the end stays on record.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.administration.rules.rights import same_person
from engine.administration.rules.rule_act import RuleAct
from engine.administration.rules.rule_rows import (
    RuleSaved,
    cut_period,
    drop_end,
    number_warnings,
    open_period,
    refuse,
)
from engine.catalogue.forms import Fault
from engine.catalogue.rules.candidates import rule_of
from engine.catalogue.rules.checks.fields import read_basis
from engine.catalogue.rules.checks.fitting import check_gap
from engine.catalogue.rules.checks.limits import check_end
from engine.catalogue.rules.rule import LegalBasis
from engine.errors import (
    CheckedByMaker,
    EndInPast,
    EndNotPending,
    EndNotYours,
    EndPending,
    RuleStateWrong,
)
from engine.store.rules import RulePeriod
from engine.typed.given import reason_given

NO_BASIS = "Chưa nêu căn cứ pháp lý cho việc kết thúc sớm. Người duyệt dựa vào lý do."


def propose_end(
    session: Session,
    *,
    admin: Administrator,
    rule_id: str,
    ends: date,
    reason: str,
    now: datetime,
    basis: LegalBasis | None = None,
) -> RuleSaved:
    """Ask that an approved rule apply up to, not including, ``ends``; today at the earliest.

    ``basis`` is the document that ends it; a rule entered by mistake has none, so only the reason
    is compulsory. Raises ProvinceAdminOnly, OutsideYourUnits, RuleNotFound, RuleStateWrong,
    EndPending, EndInPast, ReasonMissing, and RuleInvalid when nobody would be left to decide a
    procedure, a limit would be broken that relies on the rule, or the basis is incomplete.
    """
    act = RuleAct(session, admin=admin, rule_id=rule_id, now=now)
    act.need("approved")
    row = act.row
    if row.end_day is not None:
        raise EndPending(name=row.end_by_name, day=f"{row.end_day:%d/%m/%Y}")
    words, faults = reason_given(reason), list[Fault]()
    basis = read_basis(basis, faults) if basis else None
    _check(act, ends, basis, faults)
    row.end_day, row.end_reason = ends, words
    row.end_basis = basis.plain() if basis else None
    row.end_by, row.end_by_name, row.end_at = admin.account_id, admin.name, now
    done = act.done("rule_end_proposed", _said(act))
    warnings = number_warnings(session, row.province_code, basis.number) if basis else (NO_BASIS,)
    return replace(done, warnings=warnings)


def withdraw_end(
    session: Session, *, admin: Administrator, rule_id: str, now: datetime
) -> RuleSaved:
    """Take one's own proposal back.

    Raises ProvinceAdminOnly, OutsideYourUnits, RuleNotFound, EndNotPending, EndNotYours.
    """
    act = _pending(session, admin, rule_id, now)
    if not same_person(session, act.row.end_by, admin.account_id):
        raise EndNotYours(name=act.row.end_by_name)
    return _dropped(act, "rule_end_withdrawn")


def send_back_end(
    session: Session, *, admin: Administrator, rule_id: str, reason: str, now: datetime
) -> RuleSaved:
    """Refuse a proposed end, with a reason; the rule goes on as before.

    Raises ProvinceAdminOnly, OutsideYourUnits, RuleNotFound, EndNotPending, ReasonMissing.
    """
    act = _pending(session, admin, rule_id, now)
    return _dropped(act, "rule_end_sent_back", reason=reason_given(reason))


def approve_end(
    session: Session, *, admin: Administrator, rule_id: str, now: datetime
) -> RuleSaved:
    """Let the rule end as proposed.

    The epoch row is raised and held, and all checks are made again. Raises ProvinceAdminOnly,
    OutsideYourUnits, RuleNotFound, EndNotPending, CheckedByMaker, EndInPast when the proposed day
    has passed meanwhile, RuleStateWrong when the rule ends before it anyway, RuleInvalid.
    """
    act = _pending(session, admin, rule_id, now)
    row = act.row
    if same_person(session, row.end_by, admin.account_id):
        raise CheckedByMaker
    epoch = act.raise_epoch()
    ends = row.end_day
    assert ends is not None  # noqa: S101 - it is pending
    period = _check(act, ends, LegalBasis.of(row.end_basis) if row.end_basis else None)
    cut_period(session, period, ends, epoch=epoch, at=now)
    said = {**_said(act), "proposed_by": row.end_by_name, "epoch": epoch}
    row.state = "ended"
    drop_end(row)
    return act.done("rule_ended_early", said)


def _pending(session: Session, admin: Administrator, rule_id: str, now: datetime) -> RuleAct:
    act = RuleAct(session, admin=admin, rule_id=rule_id, now=now)
    if act.row.end_day is None:
        raise EndNotPending
    return act


def _dropped(act: RuleAct, kind: str, **data: str) -> RuleSaved:
    data = {"ends": f"{act.row.end_day}", **data}
    drop_end(act.row)
    return act.done(kind, data)


def _said(act: RuleAct) -> dict[str, object]:
    row = act.row
    return {"ends": f"{row.end_day}", "reason": row.end_reason, "basis": row.end_basis}


def _check(
    act: RuleAct, ends: date, basis: LegalBasis | None, found: Sequence[Fault] = ()
) -> RulePeriod:
    """What the end cuts, if it may; ``found`` are the faults known before."""
    if ends < act.today:
        raise EndInPast(today=f"{act.today:%d/%m/%Y}")
    period = open_period(act.session, act.province_code, act.row.id)
    if period is None or (period.valid_to is not None and period.valid_to <= ends):
        raise RuleStateWrong(state="hết hiệu lực trước ngày đó")
    facts = act.facts()
    others = [other for other in facts.others if other.id != act.row.id]
    ended = replace(rule_of(period), valid_to=ends)
    broken = [*check_gap(ended, facts, others), *check_end(ended, facts, others)]
    faults = [*found, *(Fault("ends", fault.message) for fault in broken)]
    if basis is not None and ends < basis.date:
        day = f"{basis.date:%d/%m/%Y}"
        faults.append(Fault("ends", f"Ngày kết thúc phải từ ngày ký văn bản ({day}) trở đi."))
    refuse(faults)
    return period

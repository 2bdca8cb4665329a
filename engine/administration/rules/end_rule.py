"""An approved rule ends earlier than it said: one person proposes it, another approves.

Until then the rule is in force as before. What was believed until the end stays on record.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.accounts.one_person import not_another, same_person
from engine.administration.rules.rule_act import RuleAct
from engine.administration.rules.rule_rows import (
    RuleSaved,
    cut_period,
    drop_end,
    number_warnings,
    open_period,
    refuse,
)
from engine.administration.rules.seen_rules import mark_of_rules
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
from engine.typed.seen import check_seen

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
    acts = RuleAct.together(session, admin=admin, rule_id=rule_id, now=now)
    acts[0].need("approved")
    if acts[0].row.end_day is not None:
        row = acts[0].row
        raise EndPending(name=row.end_by_name, day=f"{row.end_day:%d/%m/%Y}")
    acts = [acts[0], *(one for one in acts[1:] if _goes_on(one, ends))]
    words, faults = reason_given(reason), list[Fault]()
    basis = read_basis(basis, faults) if basis else None
    for act in acts:
        _check(act, ends, basis, faults, gone=acts)
    for act in acts:
        row = act.row
        row.end_day, row.end_reason = ends, words
        row.end_basis = basis.plain() if basis else None
        row.end_by, row.end_by_name, row.end_at = admin.account_id, admin.name, now
    done, *_ = [act.done("rule_end_proposed", _said(act)) for act in acts]
    code = admin.province_code
    warnings = number_warnings(session, code, basis.number) if basis else (NO_BASIS,)
    return replace(done, warnings=warnings)


def _goes_on(act: RuleAct, ends: date) -> bool:
    """Whether another rule of the decision applies beyond the day, and is to end with it."""
    if act.row.state != "approved" or act.row.end_day is not None:
        return False
    period = open_period(act.session, act.province_code, act.row.id)
    return period is not None and (period.valid_to is None or ends < period.valid_to)


def withdraw_end(
    session: Session, *, admin: Administrator, rule_id: str, now: datetime
) -> RuleSaved:
    """Take one's own proposal back.

    Raises ProvinceAdminOnly, OutsideYourUnits, RuleNotFound, EndNotPending, EndNotYours.
    """
    acts = _pending(session, admin, rule_id, now)
    if not same_person(session, acts[0].row.end_by, admin.account_id):
        raise EndNotYours(name=acts[0].row.end_by_name)
    return _dropped(acts, "rule_end_withdrawn")


def send_back_end(
    session: Session, *, admin: Administrator, rule_id: str, reason: str, now: datetime
) -> RuleSaved:
    """Refuse a proposed end, with a reason; the rule goes on as before.

    Raises ProvinceAdminOnly, OutsideYourUnits, RuleNotFound, EndNotPending, ReasonMissing.
    """
    acts = _pending(session, admin, rule_id, now)
    return _dropped(acts, "rule_end_sent_back", reason=reason_given(reason))


def approve_end(
    session: Session, *, admin: Administrator, rule_id: str, seen: str, now: datetime
) -> RuleSaved:
    """Let the rule end as proposed.

    The epoch row is raised and held, and all checks are made again. ``seen``: the mark of what the
    checker was shown. Raises ProvinceAdminOnly, OutsideYourUnits, RuleNotFound, EndNotPending,
    CheckedByMaker, InOneHand, MovedSinceSeen, EndInPast when the proposed day has passed meanwhile,
    RuleStateWrong when the rule ends before it anyway, RuleInvalid.
    """
    acts = _pending(session, admin, rule_id, now)
    if why := not_another(session, acts[0].row.end_by, admin.account_id, CheckedByMaker()):
        raise why
    check_seen(seen, mark_of_rules((acts[0].row, *acts[0].beside)))
    epoch = acts[0].raise_epoch()
    for act in acts:
        act.setting = acts[0].setting
    periods = [_check(act, *_ending(act), gone=acts) for act in acts]
    saved = [_ended(act, period, epoch) for act, period in zip(acts, periods, strict=True)]
    return saved[0]


def _ending(act: RuleAct) -> tuple[date, LegalBasis | None]:
    row = act.row
    assert row.end_day is not None  # noqa: S101 - it is pending
    return row.end_day, LegalBasis.of(row.end_basis) if row.end_basis else None


def _ended(act: RuleAct, period: RulePeriod, epoch: int) -> RuleSaved:
    row = act.row
    cut_period(act.session, period, _ending(act)[0], epoch=epoch, at=act.now)
    said = {**_said(act), "proposed_by": row.end_by_name, "epoch": epoch}
    row.state = "ended"
    drop_end(row)
    return act.done("rule_ended_early", said)


def _pending(session: Session, admin: Administrator, rule_id: str, now: datetime) -> list[RuleAct]:
    """The rule whose end waits, and those of its decision that are to end with it."""
    first, *others = RuleAct.together(session, admin=admin, rule_id=rule_id, now=now)
    if first.row.end_day is None:
        raise EndNotPending
    return [first, *(one for one in others if one.row.end_day == first.row.end_day)]


def _dropped(acts: Sequence[RuleAct], kind: str, **data: str) -> RuleSaved:
    days = [f"{act.row.end_day}" for act in acts]
    for act in acts:
        drop_end(act.row)
    done = [act.done(kind, {"ends": day, **data}) for act, day in zip(acts, days, strict=True)]
    return done[0]


def _said(act: RuleAct) -> dict[str, object]:
    row = act.row
    return {"ends": f"{row.end_day}", "reason": row.end_reason, "basis": row.end_basis}


def _check(
    act: RuleAct,
    ends: date,
    basis: LegalBasis | None,
    found: Sequence[Fault] = (),
    *,
    gone: Sequence[RuleAct],
) -> RulePeriod:
    """What the end cuts, if it may; ``found`` are the faults known before, ``gone`` ends too."""
    if ends < act.today:
        raise EndInPast(today=f"{act.today:%d/%m/%Y}")
    period = open_period(act.session, act.province_code, act.row.id)
    if period is None or (period.valid_to is not None and period.valid_to <= ends):
        raise RuleStateWrong(state="hết hiệu lực trước ngày đó")
    facts = act.facts()
    ending = {one.row.id for one in gone}
    others = [other for other in facts.others if other.id not in ending]
    ended = replace(rule_of(period), valid_to=ends)
    broken = [*check_gap(ended, facts, others), *check_end(ended, facts, others)]
    faults = [*found, *(Fault("ends", fault.message) for fault in broken)]
    if basis is not None and ends < basis.date:
        day = f"{basis.date:%d/%m/%Y}"
        faults.append(Fault("ends", f"Ngày kết thúc phải từ ngày ký văn bản ({day}) trở đi."))
    refuse(faults)
    return period

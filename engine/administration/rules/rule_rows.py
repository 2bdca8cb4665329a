"""Reading and writing the rows of rules, for the acts of this package."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal, cast

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.catalogue.forms import Fault
from engine.catalogue.registered import bases_lacking
from engine.catalogue.rules.checks import Draft
from engine.catalogue.rules.kinds import KINDS
from engine.catalogue.rules.kinds.base import ValueReader
from engine.catalogue.rules.rule import LegalBasis
from engine.catalogue.rules.scope import Scope
from engine.errors import RuleInvalid, RuleNotFound, RuleStateWrong
from engine.store.base import table_of
from engine.store.rules import LocalRule, RuleEvent, RulePeriod

State = Literal["draft", "submitted", "approved", "ended", "discarded"]
Shown = Literal[
    "draft", "submitted", "scheduled", "in_force", "expired", "ended_early", "discarded"
]

STATE_WORDS: dict[Shown, str] = {
    "draft": "bản nháp",
    "submitted": "chờ duyệt",
    "scheduled": "đã duyệt, chưa đến ngày",
    "in_force": "đang có hiệu lực",
    "expired": "hết hiệu lực",
    "ended_early": "kết thúc sớm",
    "discarded": "đã bỏ",
}


@dataclass(frozen=True, slots=True)
class RuleSaved:
    """A rule after an act on it."""

    id: str
    state: str
    state_words: str
    epoch: int
    """The province's configuration epoch after the act."""
    pending_end: date | None = None
    """The first day without the rule, as proposed and not yet approved."""
    decision: tuple[str, ...] = ()
    """The ids of all rules that were entered together with it, itself among them."""
    warnings: tuple[str, ...] = ()
    """What doesn't keep the rule from being entered, but should be looked at."""


def find_rule(session: Session, province_code: str, rule_id: str, *, lock: bool) -> LocalRule:
    """The rule, locked until the transaction ends if asked so. Raises RuleNotFound."""
    rule = session.get(
        LocalRule, (province_code, rule_id), with_for_update=lock or None, populate_existing=True
    )
    if rule is None:
        raise RuleNotFound
    return rule


def decision_of(
    session: Session, province_code: str, rule_id: str, *, lock: bool
) -> list[LocalRule]:
    """The rule with all of its decision that was not dropped, in the order of their ids.

    Locked until the transaction ends if asked so. Raises RuleNotFound.
    """
    known = session.execute(
        select(LocalRule.decision).where(
            LocalRule.province_code == province_code, LocalRule.id == rule_id
        )
    ).one_or_none()
    if known is None:
        raise RuleNotFound
    if known.decision is None:
        return [find_rule(session, province_code, rule_id, lock=lock)]
    ids = session.scalars(
        select(LocalRule.id)
        .where(LocalRule.province_code == province_code, LocalRule.decision == known.decision)
        .order_by(LocalRule.id)
    ).all()
    rows = [find_rule(session, province_code, one, lock=lock) for one in ids]
    return [row for row in rows if row.id == rule_id or row.state != "discarded"]


def bounded_as_before(
    session: Session,
    province_code: str,
    drafts: Sequence[Draft],
    rule_id: str | None,
    *,
    asked: bool,
) -> list[Draft]:
    """The drafts, with what the decision that they change locks and their form can't repeat.

    ``asked``: the form says by itself whether a value is locked altogether. Raises RuleNotFound.
    """
    known = decision_of(session, province_code, rule_id, lock=False) if rule_id else []
    locks = {
        (row.kind, row.target, row.place, row.element): row.lock
        for row in known
        if row.lock and not (asked and row.lock.get("fixed"))
    }
    found = []
    for one in drafts:
        scope = one.scope
        before = locks.get((one.kind, scope.target, scope.place, scope.element))
        found.append(replace(one, lock=one.lock or before))
    return found


def need_state(rule: LocalRule, today: date, *allowed: State) -> None:
    """Raises RuleStateWrong unless the rule is in one of these states."""
    if rule.state not in allowed:
        raise RuleStateWrong(state=STATE_WORDS[shown_state(rule, _end_of(rule), today)])


def _end_of(rule: LocalRule) -> date | None:
    """The end that was entered; of what was ended early its period alone knows the day."""
    return None if rule.state == "ended" else rule.valid_to


def shown_state(rule: LocalRule, valid_to: date | None, today: date) -> Shown:
    """The state as people see it; ``valid_to`` is the end that is believed now."""
    over = valid_to is not None and valid_to <= max(today, rule.valid_from)
    if rule.state == "ended" and (over or valid_to is None):
        return "ended_early"
    if rule.state not in {"approved", "ended"}:
        return cast("Shown", rule.state)
    if over:  # also what was cut before its first day: it never applies
        return "expired"
    return "scheduled" if today < rule.valid_from else "in_force"


def draft_of(rule: LocalRule) -> Draft:
    """The draft that a row keeps."""
    return Draft(
        kind=rule.kind,
        scope=Scope.of(rule.target, rule.place, rule.element),
        value=rule.value,
        valid_from=rule.valid_from,
        valid_to=rule.valid_to,
        basis=LegalBasis.of(rule.basis),
        lock=rule.lock,
        replaces=rule.replaces,
    )


def refuse(faults: list[Fault]) -> None:
    """Raises RuleInvalid when there is any fault."""
    if faults:
        raise RuleInvalid(
            count=len(faults),
            first=faults[0].message,
            faults=[{"field": fault.field, "message": fault.message} for fault in faults],
        )


def number_warnings(session: Session, province_code: str, number: str) -> tuple[str, ...]:
    """That the register has no legal basis of this number, if it has none."""
    if not bases_lacking(session, province_code, [number]):
        return ()
    return (f"Danh mục Căn cứ pháp lý của tỉnh chưa có {number}. Hãy bổ sung vào danh mục.",)


def open_period(session: Session, province_code: str, rule_id: str) -> RulePeriod | None:
    """What is believed now of the rule's days; ``None`` when it never applies."""
    return session.scalar(
        select(RulePeriod).where(
            RulePeriod.province_code == province_code,
            RulePeriod.rule_id == rule_id,
            RulePeriod.until_epoch.is_(None),
        )
    )


def rule_in_place(session: Session, province_code: str, draft: Draft) -> str | None:
    """The approved rule of just this scope whose place the draft takes from its first day on.

    ``None`` where there is none, or what the draft says can't be read.
    """
    kind = KINDS.get(draft.kind)
    reader = ValueReader(draft.value)
    value = kind.read(reader) if kind else {}
    if kind is None or reader.faults:
        return None
    return session.scalar(
        select(RulePeriod.rule_id).where(
            RulePeriod.province_code == province_code,
            RulePeriod.kind == draft.kind,
            RulePeriod.target == draft.scope.target,
            RulePeriod.place == draft.scope.place,
            RulePeriod.element == draft.scope.element,
            RulePeriod.slot == kind.slot(value),
            RulePeriod.until_epoch.is_(None),
            RulePeriod.valid_from < draft.valid_from,
            or_(RulePeriod.valid_to.is_(None), RulePeriod.valid_to > draft.valid_from),
        )
    )


def cut_period(
    session: Session, period: RulePeriod, ends: date, *, epoch: int, at: datetime
) -> None:
    """From this epoch on the rule is believed to end before ``ends``; what was believed stays."""
    period.until_epoch, period.known_to = epoch, at
    if ends > period.valid_from:
        columns = [column.key for column in table_of(RulePeriod).columns]
        kept = {name: getattr(period, name) for name in columns}
        changed = {"valid_to": ends, "since_epoch": epoch, "known_from": at}
        open_again = {"until_epoch": None, "known_to": None}
        session.add(RulePeriod(**{**kept, **changed, **open_again}))
    session.flush()


def drop_end(rule: LocalRule) -> None:
    """No early end of the rule waits any more; its history keeps what was proposed."""
    rule.end_day = rule.end_reason = rule.end_basis = None
    rule.end_by = rule.end_by_name = rule.end_at = None


def write_event(
    session: Session,
    rule: LocalRule,
    kind: str,
    *,
    admin: Administrator,
    at: datetime,
    data: Mapping[str, Any],
) -> None:
    """Add to the rule's own history."""
    last = session.scalar(
        select(func.max(RuleEvent.seq)).where(
            RuleEvent.province_code == rule.province_code, RuleEvent.rule_id == rule.id
        )
    )
    session.add(
        RuleEvent(
            province_code=rule.province_code,
            rule_id=rule.id,
            seq=(last or 0) + 1,
            at=at,
            kind=kind,
            account_id=admin.account_id,
            name=admin.name,
            data=dict(data),
        )
    )
    session.flush()


def saved(rule: LocalRule, *, epoch: int, today: date) -> RuleSaved:
    """The rule as an act left it."""
    state = shown_state(rule, _end_of(rule), today)
    return RuleSaved(rule.id, state, STATE_WORDS[state], epoch, rule.end_day)

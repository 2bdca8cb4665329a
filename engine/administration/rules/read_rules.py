"""Rules as people read them: lists, one rule with its history, the kinds there are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.access import Matter, may
from engine.accounts import Person
from engine.administration.rules.rule_rows import STATE_WORDS, open_period, shown_state
from engine.catalogue.rules.kinds import KINDS
from engine.catalogue.rules.rule import LegalBasis
from engine.catalogue.rules.scope import Scope
from engine.errors import ConfigurationUnreadable, RuleNotFound
from engine.store.rules import LocalRule, RuleEvent
from engine.worktime import ZONE


@dataclass(frozen=True, slots=True)
class KindView:
    """A kind of rule. ``moment`` is when a case takes it: submission or reception."""

    code: str
    name: str
    moment: str
    needs_procedure: bool
    needs_element: bool
    may_reach_running: bool


@dataclass(frozen=True, slots=True)
class PendingEnd:
    """An early end that waits for its checker. ``ends`` is the first day without the rule."""

    ends: date
    reason: str
    basis: str | None
    proposed_by: str
    proposed_at: datetime


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule in a list. ``words`` says its value; the last day is the one before ``valid_to``."""

    id: str
    kind: str
    kind_name: str
    procedure: str | None
    sector: str | None
    unit: str | None
    area: str | None
    element: str
    words: str
    valid_from: date
    valid_to: date | None
    basis: str
    level: str
    state: str
    state_words: str
    pending_end: PendingEnd | None


@dataclass(frozen=True, slots=True)
class RulePage:
    """A page of rules, newest first; ``next`` asks for the following one."""

    rows: tuple[RuleRow, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class RuleEventView:
    """Something that was done with a rule."""

    at: datetime
    kind: str
    name: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RuleView:
    """A rule in full, with its value, its lock and its history."""

    row: RuleRow
    value: Mapping[str, Any]
    lock: Mapping[str, Any] | None
    replaces: str | None
    basis_kind: str
    basis_number: str
    basis_date: date
    basis_article: str
    basis_file: str | None
    made_by: str
    checked_by: str | None
    history: tuple[RuleEventView, ...]


def rule_kinds() -> tuple[KindView, ...]:
    """Every kind, in the order of the table."""
    return tuple(
        KindView(
            code=kind.code,
            name=kind.name,
            moment=kind.moment,
            needs_procedure=kind.needs_procedure,
            needs_element=kind.needs_element,
            may_reach_running=kind.may_reach_running,
        )
        for kind in KINDS.values()
    )


def local_rules(
    session: Session,
    *,
    person: Person,
    province_code: str,
    now: datetime,
    kind: str | None = None,
    state: str | None = None,
    procedure: str | None = None,
    pending_end: bool = False,
    cursor: str | None = None,
    limit: int = 50,
) -> RulePage:
    """The rules of a province, for all its staff (requirement R-71), newest first.

    ``state`` is the stored one: draft, submitted, approved, ended, discarded. ``pending_end`` asks
    for those only whose early end waits for a checker. Raises ConfigurationUnreadable.
    """
    _check_reader(person, province_code)
    query = select(LocalRule).where(LocalRule.province_code == province_code)
    if kind is not None:
        query = query.where(LocalRule.kind == kind)
    if state is not None:
        query = query.where(LocalRule.state == state)
    if procedure is not None:
        query = query.where(LocalRule.target == Scope(procedure=procedure).target)
    if pending_end:
        query = query.where(LocalRule.end_day.is_not(None))
    if cursor is not None:
        query = query.where(LocalRule.id < cursor)
    found = session.scalars(query.order_by(LocalRule.id.desc()).limit(limit + 1)).all()
    rows = tuple(_row(session, rule, now) for rule in found[:limit])
    return RulePage(rows, rows[-1].id if len(found) > limit else None)


def local_rule(
    session: Session, *, person: Person, province_code: str, rule_id: str, now: datetime
) -> RuleView:
    """One rule with all that was done with it. Raises ConfigurationUnreadable, RuleNotFound."""
    _check_reader(person, province_code)
    rule = session.get(LocalRule, (province_code, rule_id))
    if rule is None:
        raise RuleNotFound
    basis = LegalBasis.of(rule.basis)
    return RuleView(
        row=_row(session, rule, now),
        value=rule.value,
        lock=rule.lock,
        replaces=rule.replaces,
        basis_kind=basis.kind,
        basis_number=basis.number,
        basis_date=basis.date,
        basis_article=basis.article,
        basis_file=basis.file_name,
        made_by=rule.made_by_name,
        checked_by=rule.checked_by_name,
        history=_history(session, rule),
    )


def _check_reader(person: Person, province_code: str) -> None:
    if not may(person, "rules.read", Matter(province_code)):
        raise ConfigurationUnreadable


def _row(session: Session, rule: LocalRule, now: datetime) -> RuleRow:
    kind, scope = KINDS[rule.kind], Scope.of(rule.target, rule.place, rule.element)
    valid_to = rule.valid_to
    if rule.state in {"approved", "ended"}:
        period = open_period(session, rule.province_code, rule.id)
        valid_to = period.valid_to if period is not None else rule.valid_from
    state = shown_state(rule, valid_to, now.astimezone(ZONE).date())
    return RuleRow(
        id=rule.id,
        kind=rule.kind,
        kind_name=kind.name,
        procedure=scope.procedure,
        sector=scope.sector,
        unit=scope.unit,
        area=scope.area,
        element=scope.element,
        words=kind.words(rule.value),
        valid_from=rule.valid_from,
        valid_to=valid_to,
        basis=LegalBasis.of(rule.basis).words,
        level=rule.level,
        state=state,
        state_words=STATE_WORDS[state],
        pending_end=_pending_end(rule),
    )


def _pending_end(rule: LocalRule) -> PendingEnd | None:
    if rule.end_day is None or rule.end_at is None:
        return None
    return PendingEnd(
        ends=rule.end_day,
        reason=rule.end_reason or "",
        basis=LegalBasis.of(rule.end_basis).words if rule.end_basis else None,
        proposed_by=rule.end_by_name or "",
        proposed_at=rule.end_at,
    )


def _history(session: Session, rule: LocalRule) -> tuple[RuleEventView, ...]:
    rows = session.scalars(
        select(RuleEvent)
        .where(RuleEvent.province_code == rule.province_code, RuleEvent.rule_id == rule.id)
        .order_by(RuleEvent.seq)
    )
    return tuple(RuleEventView(row.at, row.kind, row.name, row.data) for row in rows)

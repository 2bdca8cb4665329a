"""Rules as people read them: a row, one rule with its history, the kinds there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.access import Matter, may
from engine.accounts import Person
from engine.administration.rules.naming_steps import steps_of_rules
from engine.administration.rules.rule_rows import STATE_WORDS, decision_of, shown_state
from engine.administration.rules.seen_rules import mark_of_rules
from engine.catalogue.desk_names import names_in
from engine.catalogue.rules.checks.locking import lock_words
from engine.catalogue.rules.kinds import KINDS
from engine.catalogue.rules.kinds.base import ValueField
from engine.catalogue.rules.rule import LegalBasis
from engine.catalogue.rules.scope import Scope
from engine.errors import ConfigurationUnreadable, EntryNotFound
from engine.organisation.tree import Setting, setting_of
from engine.store.catalogue import Procedure
from engine.store.rules import Area, LocalRule, RuleEvent, RulePeriod
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
    fields: tuple[ValueField, ...]


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
    element_name: str
    procedure_name: str
    place_name: str
    words: str
    valid_from: date
    valid_to: date | None
    basis: str
    level: str
    state: str
    state_words: str
    pending_end: PendingEnd | None
    decision: str | None
    """The id of the first rule of those that were entered together."""
    together: int
    """How many these are."""


@dataclass(frozen=True, slots=True)
class RuleEventView:
    """Something that was done with a rule."""

    at: datetime
    kind: str
    name: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class EarlyEnd:
    """An early end that was approved. ``ends`` is the first day without the rule.

    ``basis`` is the document that ended it, as officials cite it; ``None`` where none was given.
    """

    ends: date
    reason: str
    basis: str | None


@dataclass(frozen=True, slots=True)
class RuleView:
    """A rule in full, with its value, its lock and its history."""

    row: RuleRow
    beside: tuple[RuleRow, ...]
    """The other rules of its decision."""
    value: Mapping[str, Any]
    lock: Mapping[str, Any] | None
    lock_words: str | None
    replaces: str | None
    basis_kind: str
    basis_number: str
    basis_date: date
    basis_article: str
    basis_file: str | None
    made_by: str
    checked_by: str | None
    early_end: EarlyEnd | None
    history: tuple[RuleEventView, ...]
    seen: str
    """The mark of all that is shown of the decision, for whoever approves it."""


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
            fields=kind.fields,
        )
        for kind in KINDS.values()
    )


def local_rule(
    session: Session, *, person: Person, province_code: str, rule_id: str, now: datetime
) -> RuleView:
    """One rule with all that was done with it. Raises ConfigurationUnreadable, RuleNotFound."""
    check_reader(person, province_code)
    rules = decision_of(session, province_code, rule_id, lock=False)
    rules.sort(key=lambda one: one.id != rule_id)
    rule, today = rules[0], now.astimezone(ZONE).date()
    row, *beside = rule_rows(session, province_code, rules, today)
    basis, history = LegalBasis.of(rule.basis), _history(session, rule)
    return RuleView(
        row=row,
        beside=tuple(beside),
        value=rule.value,
        lock=rule.lock,
        lock_words=lock_words(KINDS[rule.kind], rule.lock) if rule.lock else None,
        replaces=rule.replaces,
        basis_kind=basis.kind,
        basis_number=basis.number,
        basis_date=basis.date,
        basis_article=basis.article,
        basis_file=basis.file_name,
        made_by=rule.made_by_name,
        checked_by=rule.checked_by_name,
        early_end=_early_end(rule, history),
        history=history,
        seen=mark_of_rules(rules),
    )


def basis_document(
    session: Session, *, person: Person, province_code: str, rule_id: str
) -> tuple[str, str]:
    """Digest and name of the document that the rule rests on, for whoever reads the rule.

    Raises ConfigurationUnreadable, RuleNotFound, EntryNotFound where none was attached.
    """
    check_reader(person, province_code)
    rule = decision_of(session, province_code, rule_id, lock=False)[0]
    basis = LegalBasis.of(rule.basis)
    if basis.file is None:
        raise EntryNotFound(what="văn bản đính kèm của quy định này")
    return basis.file, basis.file_name or "van-ban.pdf"


def check_reader(person: Person, province_code: str) -> None:
    """Raises ConfigurationUnreadable for who isn't of the province's staff (R-71)."""
    if not may(person, "rules.read", Matter(province_code)):
        raise ConfigurationUnreadable


def rule_rows(
    session: Session, province_code: str, rules: Sequence[LocalRule], today: date
) -> tuple[RuleRow, ...]:
    """The rules as rows; their names and the ends that are believed now by a statement each."""
    setting = setting_of(session, province_code)
    scopes = [Scope.of(rule.target, rule.place, rule.element) for rule in rules]
    told = _procedure_names(session, province_code, {s.procedure for s in scopes if s.procedure})
    areas = _area_names(session, province_code) if any(s.area for s in scopes) else {}
    ends = _ends(session, province_code, rules)
    sizes = _sizes(session, province_code, rules)
    steps, names = steps_of_rules(session, province_code, rules), names_in(setting)
    return tuple(
        _row(
            rule,
            valid_to=ends[rule.id],
            together=sizes.get(rule.decision or "", 1),
            today=today,
            about=_about(scope, told),
            element_name=steps.get(rule.id, ""),
            place_name=_place_name(setting, scope, areas),
            names=names,
        )
        for rule, scope in zip(rules, scopes, strict=True)
    )


def _sizes(session: Session, province_code: str, rules: Sequence[LocalRule]) -> dict[str, int]:
    """How many rules each decision has, without those that were dropped."""
    decisions = {rule.decision for rule in rules if rule.decision}
    query = (
        select(LocalRule.decision, func.count().label("size"))
        .where(
            LocalRule.province_code == province_code,
            LocalRule.decision.in_(sorted(decisions)),
            LocalRule.state != "discarded",
        )
        .group_by(LocalRule.decision)
    )
    return {row.decision: row.size for row in session.execute(query)} if decisions else {}


def _ends(
    session: Session, province_code: str, rules: Sequence[LocalRule]
) -> dict[str, date | None]:
    """The first day without each rule; by its open period, if it was approved."""
    decided = [rule.id for rule in rules if rule.state in {"approved", "ended"}]
    query = select(RulePeriod.rule_id, RulePeriod.valid_to).where(
        RulePeriod.province_code == province_code,
        RulePeriod.rule_id.in_(decided),
        RulePeriod.until_epoch.is_(None),
    )
    known = {row.rule_id: row.valid_to for row in session.execute(query)} if decided else {}
    return {
        rule.id: known.get(rule.id, rule.valid_from) if rule.id in decided else rule.valid_to
        for rule in rules
    }


def _row(
    rule: LocalRule,
    *,
    valid_to: date | None,
    today: date,
    about: str,
    element_name: str,
    place_name: str,
    together: int,
    names: Mapping[str, str],
) -> RuleRow:
    kind, state = KINDS[rule.kind], shown_state(rule, valid_to, today)
    scope = Scope.of(rule.target, rule.place, rule.element)
    return RuleRow(
        id=rule.id,
        kind=rule.kind,
        kind_name=kind.name,
        procedure=scope.procedure,
        sector=scope.sector,
        unit=scope.unit,
        area=scope.area,
        element=scope.element,
        element_name=element_name,
        procedure_name=about,
        place_name=place_name,
        words=kind.told(rule.value, names),
        valid_from=rule.valid_from,
        valid_to=valid_to,
        basis=LegalBasis.of(rule.basis).words,
        level=rule.level,
        state=state,
        state_words=STATE_WORDS[state],
        pending_end=_pending_end(rule),
        decision=rule.decision,
        together=together,
    )


def _about(scope: Scope, names: Mapping[str, str]) -> str:
    if scope.procedure:
        return names.get(scope.procedure, scope.procedure)
    return f"lĩnh vực {scope.sector}" if scope.sector else "mọi thủ tục"


def _place_name(setting: Setting, scope: Scope, areas: Mapping[str, str]) -> str:
    if scope.unit:
        return setting.unit_name(scope.unit)
    return areas.get(scope.area, scope.area) if scope.area else "cả tỉnh"


def _procedure_names(session: Session, province_code: str, codes: set[str]) -> dict[str, str]:
    query = select(Procedure.code, Procedure.short_name).where(
        Procedure.province_code == province_code, Procedure.code.in_(sorted(codes))
    )
    return {row.code: row.short_name for row in session.execute(query)} if codes else {}


def _area_names(session: Session, province_code: str) -> dict[str, str]:
    query = select(Area.code, Area.name).where(Area.province_code == province_code)
    return {row.code: row.name for row in session.execute(query)}


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


def end_basis_words(data: Mapping[str, Any]) -> str | None:
    """The document of an early end in what the history keeps of it, as officials cite it."""
    basis = data.get("basis") if "ends" in data else None
    return LegalBasis.of(basis).words if basis else None


def _early_end(rule: LocalRule, history: Sequence[RuleEventView]) -> EarlyEnd | None:
    """What ended the rule: its history alone keeps it once the end was approved."""
    if rule.state != "ended":
        return None
    data = next((one.data for one in reversed(history) if one.kind == "rule_ended_early"), None)
    if data is None:
        return None
    ends = date.fromisoformat(data["ends"])
    return EarlyEnd(ends, data.get("reason") or "", end_basis_words(data))


def _history(session: Session, rule: LocalRule) -> tuple[RuleEventView, ...]:
    rows = session.scalars(
        select(RuleEvent)
        .where(RuleEvent.province_code == rule.province_code, RuleEvent.rule_id == rule.id)
        .order_by(RuleEvent.seq)
    )
    return tuple(RuleEventView(row.at, row.kind, row.name, row.data) for row in rows)

"""An admin writes a rule down, changes it while it is a draft, or drops it."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.administration.facts import facts_for
from engine.administration.rights import Remit, remit_of
from engine.administration.rule_rows import (
    RuleSaved,
    find_rule,
    need_state,
    refuse,
    saved,
    write_event,
)
from engine.cases.documents import FiledDocument, media_type_of
from engine.catalogue.rules.checks import Draft, check_entry
from engine.catalogue.rules.rule import LegalBasis, Rule
from engine.catalogue.rules.scope import Scope
from engine.ports import DocumentStore
from engine.store.ids import new_id
from engine.store.rules import LocalRule
from engine.worktime import ZONE


def draft_rule(
    session: Session,
    *,
    person: Person,
    province_code: str,
    draft: Draft,
    file: FiledDocument | None = None,
    store: DocumentStore,
    now: datetime,
    rule_id: str | None = None,
) -> RuleSaved:
    """Keep a rule as a draft, or with ``rule_id`` change the draft of that id.

    ``file`` is the document of the legal basis. Raises NotAnAdmin, OutsideYourUnit, RuleNotFound,
    RuleStateWrong, FileRefused, RuleInvalid with every fault on its field.
    """
    today = now.astimezone(ZONE).date()
    remit = remit_of(session, person=person, province_code=province_code, today=today)
    remit.check(draft.scope)
    known = find_rule(session, province_code, rule_id) if rule_id else None
    if known is not None:
        remit.check(Scope.of(known.target, known.place, known.element), known.level)
        need_state(known, today, "draft")
    kept = replace(draft, basis=_with_file(draft, known, file, store))
    facts = facts_for(session, remit, kept, rule_id=rule_id or new_id(), today=today)
    rule, faults = check_entry(kept, facts)
    refuse(faults)
    assert rule is not None  # noqa: S101 - without faults there is a rule
    row = _write(session, remit, rule, kept, known, person=person, now=now)
    kind = "rule_drafted" if known is None else "rule_changed"
    data = {"value": dict(rule.value), "basis": rule.basis.plain()}
    write_event(session, row, kind, person=person, at=now, data=data)
    return saved(row, epoch=remit.setting.epoch, today=today)


def discard_rule(
    session: Session, *, person: Person, province_code: str, rule_id: str, now: datetime
) -> RuleSaved:
    """Drop a draft; it stays on record. Raises as ``draft_rule`` does."""
    today = now.astimezone(ZONE).date()
    remit = remit_of(session, person=person, province_code=province_code, today=today)
    row = find_rule(session, province_code, rule_id)
    remit.check(Scope.of(row.target, row.place, row.element), row.level)
    need_state(row, today, "draft")
    row.state = "discarded"
    write_event(session, row, "rule_discarded", person=person, at=now, data={})
    return saved(row, epoch=remit.setting.epoch, today=today)


def _with_file(
    draft: Draft, known: LocalRule | None, file: FiledDocument | None, store: DocumentStore
) -> LegalBasis:
    if file is not None:
        media_type_of(file)
        return replace(draft.basis, file=store.put(file.content), file_name=file.name)
    if known is not None:
        before = LegalBasis.of(known.basis)
        return replace(draft.basis, file=before.file, file_name=before.file_name)
    return replace(draft.basis, file=None, file_name=None)


def _write(
    session: Session,
    remit: Remit,
    rule: Rule,
    draft: Draft,
    known: LocalRule | None,
    *,
    person: Person,
    now: datetime,
) -> LocalRule:
    row = known or LocalRule(province_code=remit.setting.province_code, id=rule.id, state="draft")
    row.kind, row.slot, row.element = rule.kind, rule.slot, rule.scope.element
    row.target, row.place = rule.scope.target, rule.scope.place
    row.value, row.basis = dict(rule.value), rule.basis.plain()
    row.lock = dict(rule.lock) if rule.lock else None
    row.valid_from, row.valid_to, row.level = rule.valid_from, rule.valid_to, rule.level
    row.replaces = draft.replaces
    # Whoever wrote last is the maker: nobody approves their own words.
    row.made_by, row.made_by_name, row.made_at = person.account_id, person.name, now
    session.add(row)
    session.flush()
    return row

"""An administrator writes a rule down, changes it while it is a draft, or drops it."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.administration.rules.collecting_facts import facts_for
from engine.administration.rules.rights import check_right, level_of
from engine.administration.rules.rule_act import RuleAct
from engine.administration.rules.rule_rows import (
    RuleSaved,
    refuse,
    saved,
    write_event,
)
from engine.administration.rules.warning import rule_warnings
from engine.cases.adding_files import FiledDocument, media_type_of, name_of
from engine.catalogue.rules.checks import Draft, check_entry
from engine.catalogue.rules.rule import LegalBasis, Rule
from engine.organisation.tree import setting_of
from engine.ports import DocumentStore
from engine.store.ids import new_id
from engine.store.rules import LocalRule
from engine.worktime import ZONE


def draft_rule(
    session: Session,
    *,
    admin: Administrator,
    draft: Draft,
    file: FiledDocument | None,
    store: DocumentStore,
    now: datetime,
    rule_id: str | None = None,
) -> RuleSaved:
    """Keep a rule as a draft, or with ``rule_id`` change the draft of that id.

    ``file`` is the document of the legal basis; without one a changed draft keeps its own. Raises
    ProvinceAdminOnly, OutsideYourUnits, RuleNotFound, RuleStateWrong, FileRefused, and RuleInvalid
    with every fault on its field.
    """
    today = now.astimezone(ZONE).date()
    setting = setting_of(session, admin.province_code)
    check_right(admin, setting, draft.scope)
    known, beside = _known(session, admin, rule_id, now) if rule_id else (None, ())
    draft = replace(draft, basis=with_file(draft.basis, known, file, store))
    level = level_of(admin, setting)
    told: dict[str, Any] = {"today": today, "beside": beside}
    facts = facts_for(session, setting, level, draft, rule_id=rule_id or new_id(), **told)
    rule, faults = check_entry(draft, facts)
    refuse(faults)
    assert rule is not None  # noqa: S101 - without faults there is a rule
    row = write_rule(session, admin, rule, draft.replaces, known, now=now)
    done = saved(row, epoch=setting.epoch, today=today)
    return replace(done, warnings=rule_warnings(session, row))


def discard_rule(
    session: Session, *, admin: Administrator, rule_id: str, now: datetime
) -> RuleSaved:
    """Drop a draft, with all of its decision; it stays on record.

    Raises ProvinceAdminOnly, OutsideYourUnits, RuleNotFound, RuleStateWrong.
    """
    acts = RuleAct.together(session, admin=admin, rule_id=rule_id, now=now)
    for act in acts:
        act.need("draft")
        act.row.state = "discarded"
    first, *_ = [act.done("rule_discarded", {}) for act in acts]
    return first


def _known(
    session: Session, admin: Administrator, rule_id: str, now: datetime
) -> tuple[LocalRule, tuple[LocalRule, ...]]:
    """The draft that is changed, and the others of its decision."""
    act, *_ = RuleAct.together(session, admin=admin, rule_id=rule_id, now=now)
    act.need("draft")
    return act.row, act.beside


def with_file(
    basis: LegalBasis, known: LocalRule | None, file: FiledDocument | None, store: DocumentStore
) -> LegalBasis:
    """The basis with the document that came, else with the one that the draft had."""
    if file is not None:
        media_type_of(file)
        return replace(basis, file=store.put(file.content), file_name=name_of(file))
    if known is not None:
        before = LegalBasis.of(known.basis)
        return replace(basis, file=before.file, file_name=before.file_name)
    return replace(basis, file=None, file_name=None)


def write_rule(
    session: Session,
    admin: Administrator,
    rule: Rule,
    replaces: str | None,
    known: LocalRule | None,
    *,
    now: datetime,
) -> LocalRule:
    """Keep the rule as a draft, in place of ``known`` if there is one, and write it down."""
    row = known or LocalRule(province_code=admin.province_code, id=rule.id, state="draft")
    row.kind, row.slot, row.element = rule.kind, rule.slot, rule.scope.element
    row.target, row.place = rule.scope.target, rule.scope.place
    row.value, row.basis = dict(rule.value), rule.basis.plain()
    row.lock = dict(rule.lock) if rule.lock else None
    row.valid_from, row.valid_to, row.level = rule.valid_from, rule.valid_to, rule.level
    row.replaces = replaces
    # Whoever wrote last is the maker: nobody approves their own words.
    row.made_by, row.made_by_name, row.made_at = admin.account_id, admin.name, now
    session.add(row)
    session.flush()
    kind = "rule_drafted" if known is None else "rule_changed"
    data = {"value": dict(rule.value), "basis": rule.basis.plain()}
    write_event(session, row, kind, admin=admin, at=now, data=data)
    return row

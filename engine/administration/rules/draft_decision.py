"""Several rules under one legal basis, entered as one decision: a cut limit with its steps' hours.

They are checked as if all of them were in force: the hours of the steps need not fit the limit of
before, nor the limit the hours of before.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.administration.rules.collecting_facts import facts_for
from engine.administration.rules.draft_rule import with_file, write_rule
from engine.administration.rules.rights import check_right, level_of
from engine.administration.rules.rule_act import RuleAct
from engine.administration.rules.rule_rows import RuleSaved, refuse, saved
from engine.administration.rules.warning import rule_warnings
from engine.cases.adding_files import FiledDocument
from engine.catalogue.forms import Fault
from engine.catalogue.rules.checks import Draft, Facts, check_entry, read_entry
from engine.catalogue.rules.rule import Rule
from engine.errors import RulesMissing
from engine.organisation.tree import setting_of
from engine.ports import DocumentStore
from engine.store.ids import new_id
from engine.store.rules import LocalRule
from engine.worktime import ZONE

_NUMBER = re.compile(r"^rules\.\d+\.")
MOST = 200
"""Rules of one decision."""


@dataclass(slots=True)
class _Entered:
    """A draft of the decision with what it must fit to, and the rule that it makes."""

    draft: Draft
    facts: Facts
    rule: Rule | None
    faults: list[Fault]


def draft_decision(
    session: Session,
    *,
    admin: Administrator,
    drafts: Sequence[Draft],
    file: FiledDocument | None,
    store: DocumentStore,
    now: datetime,
    rule_id: str | None = None,
    wrong: Sequence[Fault] = (),
) -> RuleSaved:
    """Keep the rules as one draft, or with ``rule_id`` in place of the decision it belongs to.

    All rest on the basis of the first. ``wrong`` is what the sender could not read; nothing is kept
    then, and what stands in its fields is not told of. Answers with the first rule. Raises
    RulesMissing, ProvinceAdminOnly, OutsideYourUnits, RuleNotFound, RuleStateWrong, FileRefused,
    and RuleInvalid with every fault on its field (``rules.0.value.amount``).
    """
    if not 1 <= len(drafts) <= MOST:
        raise RulesMissing(most=MOST)
    known = _known(session, admin, rule_id, now) if rule_id else []
    basis = with_file(drafts[0].basis, known[0] if known else None, file, store)
    entered = _entered(session, admin, [replace(d, basis=basis) for d in drafts], now)
    whole = all(one.rule is not None for one in entered)
    for one in entered:
        if one.rule is not None:
            one.facts = _beside(one, entered)
            _, found = check_entry(one.draft, one.facts)
            # A sum is told once every part of it can be read.
            one.faults = [f for f in found if whole or not f.field.startswith("value.")]
    unread = {one.field for one in wrong}
    refuse([*wrong, *(one for one in _told(entered) if _NUMBER.sub("", one.field) not in unread)])
    rows = _written(session, admin, entered, known, now)
    setting = setting_of(session, admin.province_code)
    done = saved(rows[0], epoch=setting.epoch, today=now.astimezone(ZONE).date())
    ids = tuple(sorted(row.id for row in rows))
    return replace(done, decision=ids, warnings=rule_warnings(session, rows[0]))


def _known(session: Session, admin: Administrator, rule_id: str, now: datetime) -> list[LocalRule]:
    """The rules of the decision that is entered again, the named one first."""
    acts = RuleAct.together(session, admin=admin, rule_id=rule_id, now=now)
    for act in acts:
        act.need("draft")
    return [act.row for act in acts]


def _entered(
    session: Session, admin: Administrator, drafts: Sequence[Draft], now: datetime
) -> list[_Entered]:
    setting = setting_of(session, admin.province_code)
    level, today = level_of(admin, setting), now.astimezone(ZONE).date()
    found = []
    for draft in drafts:
        check_right(admin, setting, draft.scope)
        facts = facts_for(session, setting, level, draft, rule_id=new_id(), today=today)
        rule, faults = read_entry(draft, facts)
        found.append(_Entered(draft, facts, rule, faults))
    return found


def _beside(one: _Entered, entered: Sequence[_Entered]) -> Facts:
    others = [other for other in entered if other is not one]
    return replace(
        one.facts,
        beside=[other.rule for other in others if other.rule is not None],
        replaced=frozenset(o.draft.replaces for o in others if o.draft.replaces),
    )


def _told(entered: Sequence[_Entered]) -> list[Fault]:
    """Every fault on the field of its rule; what is wrong with all of them is told once.

    That is the legal basis, the days, and whatever only shows when the rules are seen together.
    """
    found: dict[tuple[object, ...], Fault] = {}
    for number, one in enumerate(entered):
        for fault in one.faults:
            own = one.rule is None and fault.field.startswith("value.")
            same = (number, fault.field, fault.message) if own else (fault.message,)
            found.setdefault(same, Fault(f"rules.{number}.{fault.field}", fault.message))
    return list(found.values())


def _written(
    session: Session,
    admin: Administrator,
    entered: Sequence[_Entered],
    known: Sequence[LocalRule],
    now: datetime,
) -> list[LocalRule]:
    """A rule that says something else of the same thing keeps its row; what is gone is dropped."""
    before = {(row.kind, row.target, row.place, row.element, row.slot): row for row in known}
    rows = []
    for one in entered:
        rule = one.rule
        assert rule is not None  # noqa: S101 - without faults there is a rule
        scope = rule.scope
        old = before.pop((rule.kind, scope.target, scope.place, scope.element, rule.slot), None)
        rows.append(write_rule(session, admin, rule, one.draft.replaces, old, now=now))
    for row in rows:
        row.decision = rows[0].id if len(rows) > 1 else None
    session.flush()
    for gone in before.values():
        act = RuleAct(session, admin=admin, rule_id=gone.id, now=now)
        act.row.state = "discarded"
        act.done("rule_discarded", {})
    return rows

"""All checks of a rule as entered: first its own fields, then how it fits the others."""

from engine.catalogue.forms import Fault
from engine.catalogue.rules.checks.facts import Draft, Facts
from engine.catalogue.rules.checks.fields import check_dates, check_scope, read_basis, read_value
from engine.catalogue.rules.checks.fitting import (
    check_document,
    check_gap,
    check_overlap,
    check_position,
    check_replaced,
)
from engine.catalogue.rules.checks.limits import check_limits
from engine.catalogue.rules.checks.locking import check_law, check_locks, read_lock
from engine.catalogue.rules.checks.money import (
    check_accounts,
    check_item,
    check_quantity,
    check_subject,
)
from engine.catalogue.rules.kinds import KINDS
from engine.catalogue.rules.rule import Rule


def check_entry(draft: Draft, facts: Facts) -> tuple[Rule | None, list[Fault]]:
    """The rule that the draft makes, and every fault found.

    How the rule fits others is looked at only when its own fields are right.
    """
    rule, faults = read_entry(draft, facts)
    if rule is None:
        return None, faults
    gone = {draft.replaces, facts.rule_id, *facts.replaced}
    others = [other for other in facts.others if other.id not in gone]
    others += facts.beside
    faults += check_replaced(rule, draft.replaces, facts)
    faults += check_position(rule, facts)
    faults += check_document(rule, facts)
    faults += check_law(rule)
    faults += check_locks(rule, facts, others)
    faults += check_overlap(rule, facts, others)
    faults += check_gap(rule, facts, others)
    faults += check_limits(rule, facts, others, replaces=draft.replaces is not None)
    faults += check_item(rule, facts)
    faults += check_quantity(rule, facts)
    faults += check_subject(rule, facts)
    faults += check_accounts(rule, facts)
    return rule, faults


def read_entry(draft: Draft, facts: Facts) -> tuple[Rule | None, list[Fault]]:
    """The rule by its own fields, or what is wrong with them."""
    kind = KINDS.get(draft.kind)
    if kind is None:
        return None, [Fault("kind", f"Không có loại quy định {draft.kind}.")]
    faults = [*check_scope(draft, kind, facts), *check_dates(draft)]
    basis = read_basis(draft.basis, faults)
    value = read_value(draft, kind, faults)
    lock = read_lock(draft.lock, kind, faults)
    if faults:
        return None, faults
    rule = Rule(
        id=facts.rule_id,
        kind=draft.kind,
        scope=draft.scope,
        slot=kind.slot(value),
        value=value,
        valid_from=draft.valid_from,
        valid_to=draft.valid_to,
        basis=basis,
        level=facts.level,
        lock=lock,
    )
    return rule, faults

"""What a checker is shown of rules that wait: approved is that, and nothing put in its place."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from engine.administration.rules.rule_rows import decision_of
from engine.store.base import table_of
from engine.store.rules import LocalRule
from engine.typed.seen import mark_of

_COLUMNS = tuple(column.key for column in table_of(LocalRule).columns)


def mark_of_rules(rules: Iterable[LocalRule]) -> str:
    """Names all that the rules of one decision say, with what was proposed of their end."""
    ordered = sorted(rules, key=lambda one: one.id)
    return mark_of([[getattr(one, name) for name in _COLUMNS] for one in ordered])


def mark_of_decision(session: Session, province_code: str, rule_id: str) -> str:
    """The same for a rule with all others of its decision. Raises RuleNotFound."""
    return mark_of_rules(decision_of(session, province_code, rule_id, lock=False))

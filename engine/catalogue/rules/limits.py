"""Which time limit a case has: the committed one, else the law's, else the package's."""

from dataclasses import dataclass

from engine.catalogue.manifest import TimeLimit
from engine.catalogue.rules.kinds.times import span_of
from engine.catalogue.rules.resolution import Resolved
from engine.catalogue.rules.taken import LIMITS_BY_RANK
from engine.worktime import Span


@dataclass(frozen=True, slots=True)
class LimitInForce:
    """The limit that is counted. ``rule_id`` is ``None`` for the package's own."""

    span: Span
    basis: str
    rule_id: str | None


def limit_in_force(package: TimeLimit, found: Resolved) -> LimitInForce:
    """The limit of a case under these rules (requirement R-24)."""
    rules = (found.one("time_limit", slot=slot) for slot in LIMITS_BY_RANK)
    rule = next((rule for rule in rules if rule is not None), None)
    if rule is None:
        return LimitInForce(Span(package.amount, package.unit), package.basis, None)
    return LimitInForce(span_of(rule.value), rule.basis.words, rule.id)

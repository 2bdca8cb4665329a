"""From the rules that may concern a case to the one that applies for each of its values. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from engine.catalogue.rules.precedence import Order, Rank
from engine.catalogue.rules.rule import Rule
from engine.catalogue.rules.scope import Circumstances

Key = tuple[str, str, str]
"""Kind, element, slot."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A rule with its claim on the case."""

    rank: Rank
    rule: Rule


@dataclass(frozen=True, slots=True)
class Resolved:
    """The rules that apply to a case on a day, by what they decide."""

    day: date
    epoch: int
    winners: Mapping[Key, Rule]

    def of_kind(self, kind: str) -> list[Rule]:
        """The winning rules of one kind, one for each element and slot."""
        return [rule for key, rule in self.winners.items() if key[0] == kind]

    def one(self, kind: str, element: str = "", slot: str = "") -> Rule | None:
        """The winning rule for one value; ``None`` when only the package speaks."""
        return self.winners.get((kind, element, slot))


def ranked(rules: Iterable[Rule], case: Circumstances, day: date) -> dict[Key, list[Ranked]]:
    """The rules that apply on the day, by what they decide, the winner first."""
    found: dict[Key, list[Ranked]] = {}
    order = Order(case)
    for rule in rules:
        if rule.applies_on(day) and (claim := order.rank(rule)) is not None:
            found.setdefault(rule.key, []).append(Ranked(claim, rule))
    for claims in found.values():
        claims.sort(key=lambda claimant: claimant.rank)
    return found


def resolve(rules: Iterable[Rule], case: Circumstances, *, day: date, epoch: int) -> Resolved:
    """The winner of every value that any of these rules decides."""
    found = ranked(rules, case, day)
    return Resolved(day, epoch, {key: claims[0].rule for key, claims in found.items()})

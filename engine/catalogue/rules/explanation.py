"""Why a value is what it is: every rule that could speak, which one won, and why. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from engine.catalogue.rules.kinds import KINDS
from engine.catalogue.rules.precedence import Order, reason
from engine.catalogue.rules.resolution import Key, Ranked
from engine.catalogue.rules.rule import Rule
from engine.catalogue.rules.scope import Circumstances


@dataclass(frozen=True, slots=True)
class Candidate:
    """A rule that covers the case on some day. ``why`` says in Vietnamese why it won or not.

    ``pending_end`` is the first day without it, where an early end waits for its checker.
    """

    rule_id: str
    words: str
    target: str
    place: str
    valid_from: date
    valid_to: date | None
    basis: str
    level: str
    won: bool
    why: str
    pending_end: date | None = None


@dataclass(frozen=True, slots=True)
class Explained:
    """One value of a case with its candidates, the winner first; without one the package speaks."""

    kind: str
    name: str
    element: str
    slot: str
    winner: str | None
    candidates: tuple[Candidate, ...]


NOBODY: Mapping[str, str] = {}


def explain(
    rules: Iterable[Rule],
    case: Circumstances,
    day: date,
    names: Mapping[str, str] = NOBODY,
) -> tuple[Explained, ...]:
    """Every value that any of these rules decides on some day, in the order of the kinds table.

    ``names``: of the codes that rules say.
    """
    covering: dict[Key, list[Ranked]] = {}
    order = Order(case)
    for rule in rules:
        if (claim := order.rank(rule)) is not None:
            covering.setdefault(rule.key, []).append(Ranked(claim, rule))
    table = list(KINDS)
    keys = sorted(covering, key=lambda key: (table.index(key[0]), key[1], key[2]))
    return tuple(_explained(key, covering[key], day, names) for key in keys)


def _explained(key: Key, claims: list[Ranked], day: date, names: Mapping[str, str]) -> Explained:
    claims = sorted(claims, key=lambda c: (not c.rule.applies_on(day), c.rank))
    first = claims[0] if claims[0].rule.applies_on(day) else None
    return Explained(
        kind=key[0],
        name=KINDS[key[0]].name,
        element=key[1],
        slot=key[2],
        winner=first.rule.id if first else None,
        candidates=tuple(_candidate(claim, first, day, names) for claim in claims),
    )


def _candidate(
    claim: Ranked, winner: Ranked | None, day: date, names: Mapping[str, str]
) -> Candidate:
    rule = claim.rule
    return Candidate(
        rule_id=rule.id,
        words=KINDS[rule.kind].told(rule.value, names),
        target=rule.scope.target,
        place=rule.scope.place,
        valid_from=rule.valid_from,
        valid_to=rule.valid_to,
        basis=rule.basis.words,
        level=rule.level,
        won=claim is winner,
        why=_why(claim, winner, day),
    )


def _why(claim: Ranked, winner: Ranked | None, day: date) -> str:
    rule = claim.rule
    if day < rule.valid_from:
        return f"chưa có hiệu lực: từ {rule.valid_from:%d/%m/%Y}"
    if rule.valid_to is not None and rule.valid_to <= day:
        return f"hết hiệu lực sau {rule.valid_to - timedelta(days=1):%d/%m/%Y}"
    assert winner is not None  # noqa: S101 - a rule that applies means there is a winner
    if claim is winner:
        return "được dùng"
    return f"không được dùng: quy định được dùng {reason(winner.rank, claim.rank)}"

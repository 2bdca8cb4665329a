"""Which of several rules wins. The whole order stands here and in ``docs/reference/rules.md``.

Among the rules that were known, are valid on the day and whose scope covers the case, compared in
this order:

1. narrower procedures: one procedure, then a sector, then all;
2. narrower place: the unit itself, then each unit above it, then an area, then the province;
3. newer: the later first day;
4. known later (only rules with the same first day, which entry refuses to approve side by side);
5. the rule's id, so that the answer is always one.

The issuer's level doesn't count: a unit's own rule wins inside its legal space (requirement R-30),
and what it may not touch is said by locks when the rule is entered, not by the order.
"""

from engine.catalogue.rules.kinds import KINDS
from engine.catalogue.rules.rule import Rule
from engine.catalogue.rules.scope import EVERYWHERE, Circumstances, Scope, site_of
from engine.organisation.tree import Setting

Rank = tuple[int, int, int, int, str]

REASONS = (
    "áp dụng cho phạm vi thủ tục hẹp hơn",
    "áp dụng cho địa bàn hẹp hơn",
    "có hiệu lực sau",
    "được duyệt sau",
    "đứng trước theo mã",
)
"""Why the winner won, by the first part of the rank that differs."""


def rank(rule: Rule, case: Circumstances) -> Rank | None:
    """How strongly the rule claims the case: the smallest wins; ``None`` when it doesn't cover it.

    Days are not looked at.
    """
    site = case.receiving if KINDS[rule.kind].at_reception_desk else case.competent
    targets, places = case.targets, site.places
    target, place = rule.scope.target, rule.scope.place
    if target not in targets or place not in places:
        return None
    # All areas of a case stand on one step, between its units and the province.
    step = len(site.units) if rule.scope.area else places.index(place)
    age = -rule.valid_from.toordinal()
    return targets.index(target), step, age, -rule.since_epoch, rule.id


def reason(winner: Rank, loser: Rank) -> str:
    """Why ``winner`` stands before ``loser``, in Vietnamese."""
    first = next(i for i, pair in enumerate(zip(winner, loser, strict=True)) if pair[0] != pair[1])
    return REASONS[first]


def covers(wide: Scope, narrow: Scope, setting: Setting) -> bool:
    """Whether every case in ``narrow`` is also in ``wide``, as far as the place is concerned.

    The procedures are not looked at: rules that are compared here are about the same ones.
    """
    if wide.place in (EVERYWHERE, narrow.place):
        return True
    if narrow.unit is None:
        return False
    return wide.place in site_of(setting, narrow.unit).places

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

from datetime import date

from engine.catalogue.rules.kinds import KINDS
from engine.catalogue.rules.rule import Rule
from engine.catalogue.rules.scope import EVERYWHERE, Circumstances, Scope, Site, site_of
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

AT_RECEPTION_DESK = frozenset(kind.code for kind in KINDS.values() if kind.at_reception_desk)


class Order:
    """How strongly rules claim one case. Days are not looked at."""

    def __init__(self, case: Circumstances) -> None:
        self._targets = {target: step for step, target in enumerate(case.targets)}
        self._competent = _steps(case.competent)
        self._receiving = _steps(case.receiving)

    def rank(self, rule: Rule) -> Rank | None:
        """The rule's claim: the smallest wins; ``None`` when it doesn't cover the case."""
        scope = rule.scope
        return self.claim(
            rule.kind, scope.target, scope.place, rule.valid_from, rule.since_epoch, rule.id
        )

    def claim(  # noqa: PLR0917 - called for every row that is read
        self,
        kind: str,
        target: str,
        place: str,
        valid_from: date,
        since_epoch: int,
        rule_id: str,
    ) -> Rank | None:
        """The same for the columns of a rule."""
        steps = self._receiving if kind in AT_RECEPTION_DESK else self._competent
        width, step = self._targets.get(target), steps.get(place)
        if width is None or step is None:
            return None
        return width, step, -valid_from.toordinal(), -since_epoch, rule_id


def _steps(site: Site) -> dict[str, int]:
    """Places from the narrowest; all areas stand on one step, above units, below the province."""
    above = len(site.units)
    areas = {f"area:{code}": above for code in site.areas}
    units = {f"unit:{code}": step for step, code in enumerate(site.units)}
    return {**units, **areas, EVERYWHERE: above + 1}


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

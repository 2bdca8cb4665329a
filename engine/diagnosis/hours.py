"""The hours of the steps against the time limit of the procedure."""

from collections.abc import Mapping
from decimal import Decimal

from engine.diagnosis.paths import reverse_postorder
from engine.diagnosis.unfolded import Spot
from engine.workflow.reading.elements import Step


def longest_hours(spots: list[Spot], steps: Mapping[str, Step]) -> Decimal:
    """Working hours on the longest way from begin to end, each loop passed once.

    Side paths and what leaves a step by an event are not counted: the decision's limit is about
    the way that a case is meant to take.
    """
    order = reverse_postorder(spots[:1], _goes_on)
    number = {spot: index for index, spot in enumerate(order)}
    total: dict[Spot, Decimal] = dict.fromkeys(order, Decimal(0))
    longest = Decimal(0)
    for spot in order:
        step = steps.get(spot.node.id) if spot.node is not None and spot.done else None
        spent = total[spot] + (step.hours or Decimal(0) if step else Decimal(0))
        longest = max(longest, spent)
        for target in _goes_on(spot):
            if number[target] > number[spot]:
                total[target] = max(total[target], spent)
    return longest


def _goes_on(spot: Spot) -> list[Spot]:
    return [target for target in spot.after if not target.anywhere and not target.side]

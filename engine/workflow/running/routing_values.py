"""What a step's answers are to the diagram: the values that its conditions read."""

from collections.abc import Collection, Mapping
from decimal import Decimal

RoutingValue = str | int | bool | Decimal


def routing_values(answers: Mapping[str, object], read: Collection[str]) -> dict[str, RoutingValue]:
    """The answers among the variables that are ``read``; decimals as the exact numbers they are."""
    found: dict[str, RoutingValue] = {}
    for key, value in answers.items():
        if key in read and isinstance(value, float):
            found[key] = Decimal(str(value))
        elif key in read and isinstance(value, str | int | Decimal):
            found[key] = value
    return found

"""What a step's answers are to the diagram: the values that its conditions read."""

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal

RoutingValue = str | int | bool | Decimal


def routing_values(
    answers: Mapping[str, object], read: Collection[str], asked: Iterable[str] = ()
) -> dict[str, RoutingValue | None]:
    """The answers among the variables that are ``read``; decimals as the exact numbers they are.

    What was ``asked`` and not answered is null: what an earlier pass answered no longer counts.
    """
    found: dict[str, RoutingValue | None] = {key: None for key in asked if key in read}
    for key, value in answers.items():
        if key in read and isinstance(value, float):
            found[key] = Decimal(str(value))
        elif key in read and isinstance(value, str | int | Decimal):
            found[key] = value
    return found

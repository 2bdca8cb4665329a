"""What people are told when an act has used up its budget."""

from typing import Final

from engine.errors import ActOutOfTime, ActTooDear
from engine.feel.errors import FeelError, FuelExhausted, TimeExhausted

_SHOWN: Final = 80
"""Letters of an expression that a message shows."""


def refuse_over_budget(
    error: FeelError, *, element_id: str = "", element_name: str = "", expression: str = ""
) -> None:
    """Raise ActTooDear or ActOutOfTime if that is what the error says; else do nothing."""
    if not isinstance(error, FuelExhausted | TimeExhausted):
        return
    shown = expression if len(expression) <= _SHOWN else f"{expression[:_SHOWN]}…"
    where = f" tại “{element_name}”" if element_name else ""
    where += f" (biểu thức “{shown}”)" if shown else ""
    told = {"where": where, "element_id": element_id, "element_name": element_name}
    if isinstance(error, TimeExhausted):
        raise ActOutOfTime(seconds=f"{error.details['seconds']:g}", **told) from error
    raise ActTooDear(**told) from error


class RefusingOverBudget:
    """What is done inside refuses as :func:`refuse_over_budget` says it."""

    __slots__ = ()

    def __enter__(self) -> None: ...

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if isinstance(error, FuelExhausted | TimeExhausted):
            refuse_over_budget(error)


def refusing_over_budget() -> RefusingOverBudget:
    """For a ``with``: over the budget of the act, its refusal."""
    return RefusingOverBudget()

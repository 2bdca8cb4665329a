"""Budgets: what one evaluation may cost, and the counter that watches it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from engine.feel.errors import FuelExhausted, TooDeep, TooLarge

if TYPE_CHECKING:
    from engine.feel.trace import Trace
    from engine.feel.typeref import TypeCheck

MAX_TEXT: Final = 20_000
"""Characters of one expression."""
MAX_NESTING: Final = 60
"""How deep brackets, conditions and unary signs may nest in a text."""
MAX_HEIGHT: Final = 200
"""Height of a syntax tree: also how many operators may follow one another (``1 + 1 + 1 …``)."""
ITEMS_PER_STEP: Final = 64
"""Elements or characters copied or scanned for one unit of fuel."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one evaluation may cost.

    ``fuel`` counts steps (a turn of a loop, a call, 64 characters or elements copied), ``depth`` is
    the number of function calls inside one another, ``size`` the longest string or list. All memory
    an evaluation takes is paid for in fuel, so fuel bounds it too.
    """

    fuel: int = 200_000
    depth: int = 40
    size: int = 1_000_000


DEFAULT_LIMITS: Final = Limits()


class Run:
    """The state of one evaluation: what is left of its budget, its clock, its trace.

    Never shared: compiled expressions hold no state, so that threads can share them.
    """

    __slots__ = ("depth", "fuel", "lenient", "limits", "now", "trace", "types")

    def __init__(
        self,
        limits: Limits = DEFAULT_LIMITS,
        *,
        now: dt.datetime | None = None,
        trace: "Trace | None" = None,
        types: "Mapping[str, TypeCheck] | None" = None,
        lenient: bool = False,
    ) -> None:
        self.limits = limits
        self.fuel = limits.fuel
        self.depth = 0
        self.now = now
        self.trace = trace
        self.types = types or {}
        self.lenient = lenient

    def spend(self, steps: int = 1) -> None:
        """Take ``steps`` from the fuel; raises :class:`FuelExhausted`."""
        self.fuel -= steps
        if self.fuel < 0:
            raise FuelExhausted(fuel=self.limits.fuel)

    def spend_on(self, items: int) -> None:
        """Pay for copying or scanning ``items`` elements or characters; raises
        :class:`TooLarge`."""
        if items > self.limits.size:
            raise TooLarge(size=self.limits.size)
        self.spend(items // ITEMS_PER_STEP)

    def enter(self) -> None:
        """One call deeper; raises :class:`TooDeep`. Every ``enter`` has its ``leave``."""
        self.depth += 1
        self.spend()
        if self.depth > self.limits.depth:
            raise TooDeep(depth=self.limits.depth)

    def leave(self) -> None:
        """Back from a call."""
        self.depth -= 1

    def note(self, text: str) -> None:
        """Tell the trace, if there is one, why something became null."""
        if self.trace is not None:
            self.trace.note(text)

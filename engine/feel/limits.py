"""Budgets: what one act may spend on its expressions, and the counters that watch it.

Fuel is the law: every operation is paid for by what it costs, by prices that do not depend on the
machine, so that the same act on the same data is always stopped at the same place. A unit is worth
about 0.25 µs and never more than ``MICROSECONDS_PER_UNIT``, so that a whole budget is at most about
a second; ``make fuzz-feel`` looks for what costs more than it pays. The thread's own processor
time stands behind it, for what was priced too low.
"""

import datetime as dt
from collections.abc import Mapping
from contextvars import ContextVar, Token
from dataclasses import dataclass
from time import thread_time
from typing import TYPE_CHECKING, Final

from engine.feel.errors import FuelExhausted, TimeExhausted, TooDeep, TooLarge

if TYPE_CHECKING:
    from engine.feel.trace import Trace
    from engine.feel.typeref import TypeCheck

MAX_TEXT: Final = 20_000
"""Characters of one expression."""
MAX_NESTING: Final = 60
"""How deep brackets, conditions and unary signs may nest in a text."""
MAX_HEIGHT: Final = 200
"""Height of a syntax tree: also how many operators may follow one another (``1 + 1 + 1 …``)."""
ITEMS_PER_UNIT: Final = 16
"""Elements or characters copied or scanned for one unit of fuel."""
MICROSECONDS_PER_UNIT: Final = 0.33
"""The most that a unit of fuel may cost; times the fuel of an act it is about a second."""
LOOK_EVERY: Final = 10_000
"""Units of fuel between two looks at the clock."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one act may spend.

    ``fuel`` counts work in units of about 0.25 µs, ``seconds`` the thread's processor time while
    expressions run, ``depth`` the function calls inside one another, ``size`` the longest string or
    list. All memory an evaluation takes is paid for in fuel, so fuel bounds it too.
    """

    fuel: int = 3_000_000
    depth: int = 40
    size: int = 1_000_000
    seconds: float = 3.0


DEFAULT_LIMITS: Final = Limits()


class Budget:
    """What is left to one act; all its evaluations and all its steps take from it.

    Used up once, it stays so: whatever the act tries next is stopped at once. For one thread.
    """

    __slots__ = ("bill", "fuel", "limits", "seconds", "watched")

    def __init__(self, limits: Limits = DEFAULT_LIMITS) -> None:
        self.limits = limits
        self.bill: dict[tuple[str, str], int] | None = None
        """Units of fuel by element of the diagram and expression, if somebody asks for it."""
        self.fuel = limits.fuel
        self.seconds = limits.seconds
        self.watched = False
        """Whether so much is spent that the time is worth a look; few acts ever come to that."""

    @property
    def spent(self) -> int:
        """Units of fuel taken so far."""
        return self.limits.fuel - self.fuel

    @property
    def used_up(self) -> bool:
        """Whether something was stopped because nothing was left."""
        return self.fuel < 0 or self.seconds < 0

    def note(self, element_id: str, expression: str, units: int) -> None:
        """Put what an expression took on the bill."""
        if self.bill is not None:
            key = element_id, expression
            self.bill[key] = self.bill.get(key, 0) + units

    def spend(self, units: int) -> None:
        """Pay for work outside expressions; raises :class:`FuelExhausted`."""
        self.fuel -= units
        if self.fuel < 0:
            raise FuelExhausted(fuel=self.limits.fuel)


_current: ContextVar[Budget | None] = ContextVar("motcua_budget", default=None)


class BudgetInHand:
    """A budget while something is done. A class, because every act enters several of them."""

    __slots__ = ("_joins", "_limits", "_token")

    def __init__(self, limits: Limits, *, joins: bool) -> None:
        self._limits = limits
        self._joins = joins
        self._token: Token[Budget | None] | None = None

    def __enter__(self) -> Budget:
        around = _current.get()
        if self._joins and around is not None:
            return around
        budget = Budget(self._limits)
        self._token = _current.set(budget)
        return budget

    def __exit__(self, *_: object) -> None:
        if self._token is not None:
            _current.reset(self._token)


def act_budget(limits: Limits = DEFAULT_LIMITS) -> BudgetInHand:
    """A budget of its own for what is done inside; the one around it is untouched."""
    return BudgetInHand(limits, joins=False)


def within_an_act(limits: Limits = DEFAULT_LIMITS) -> BudgetInHand:
    """The budget of the act at hand, or, outside of any act, one of its own."""
    return BudgetInHand(limits, joins=True)


budget_around: Final = _current.get
"""The budget of the act at hand, or None; for those who ask often."""


def current_budget() -> Budget:
    """The budget of the act at hand; a fresh one outside of any act."""
    budget = _current.get()
    return Budget() if budget is None else budget


SEVERAL: Final = Limits(fuel=3 * DEFAULT_LIMITS.fuel, seconds=2 * DEFAULT_LIMITS.seconds)
"""What one request may try at once: each act under its own budget, all of them under this."""


class SeveralActs:
    """What is left to acts that one request tries one after the other, from now on.

    Asked between two of them: the one that uses it up is still an act's budget at most. Its
    ``seconds`` are all that the thread computes meanwhile, not only its expressions.
    """

    __slots__ = ("_ends", "_fuel")

    def __init__(self, limits: Limits = SEVERAL) -> None:
        self._fuel = limits.fuel
        self._ends = thread_time() + limits.seconds

    def took(self, budget: Budget) -> None:
        """Count what an act spent."""
        self._fuel -= budget.spent

    def used_up(self) -> bool:
        """Whether nothing more is to be tried."""
        return self._fuel < 0 or thread_time() > self._ends


_NO_TYPES: Final[Mapping[str, "TypeCheck"]] = {}


class Run:
    """The state of one evaluation: what is left of its act's budget, its clock, its trace.

    Never shared: compiled expressions hold no state, so that threads can share them. ``close``
    gives back to the budget what is left; without an act there is a fresh one.
    """

    __slots__ = (
        "_clock",
        "_look_at",
        "budget",
        "depth",
        "fuel",
        "lenient",
        "now",
        "trace",
        "types",
    )

    def __init__(
        self,
        budget: Budget | None = None,
        *,
        now: dt.datetime | None = None,
        trace: "Trace | None" = None,
        types: "Mapping[str, TypeCheck] | None" = None,
        lenient: bool = False,
    ) -> None:
        self.budget = budget
        if budget is None:
            self.fuel = DEFAULT_LIMITS.fuel
            self._look_at = DEFAULT_LIMITS.fuel - LOOK_EVERY
            self._clock = None
        else:
            self.fuel = budget.fuel
            self._look_at = max(budget.fuel - LOOK_EVERY, 0)
            self._clock = thread_time() if budget.watched else None
        self.depth = 0
        self.now = now
        self.trace = trace
        self.types = types or _NO_TYPES
        self.lenient = lenient

    @property
    def limits(self) -> Limits:
        """What the act may spend."""
        return DEFAULT_LIMITS if self.budget is None else self.budget.limits

    def spend(self, units: int = 1) -> None:
        """Take ``units`` of fuel; raises :class:`FuelExhausted`, :class:`TimeExhausted`."""
        self.fuel -= units
        if self.fuel < self._look_at:
            self._look()

    def _look(self) -> None:
        if self.fuel < 0:
            raise FuelExhausted(fuel=self.limits.fuel)
        self._look_at = max(self.fuel - LOOK_EVERY, 0)
        if self.budget is None:
            self.budget = Budget()
        self.budget.watched = True
        self._note_time(self.budget)
        if self.budget.seconds < 0:
            raise TimeExhausted(seconds=self.limits.seconds)

    def _note_time(self, budget: Budget) -> None:
        now = thread_time()
        if self._clock is not None:
            budget.seconds -= now - self._clock
        self._clock = now

    def close(self) -> None:
        """Give what is left back to the act's budget."""
        budget = self.budget
        if budget is None:
            return
        budget.fuel = self.fuel
        if self._clock is not None:
            self._note_time(budget)
        elif self.fuel < budget.limits.fuel - LOOK_EVERY:
            budget.watched = True

    def spend_on(self, items: int) -> None:
        """Pay for copying or scanning ``items`` elements or characters; raises
        :class:`TooLarge`."""
        if items > self.limits.size:
            raise TooLarge(size=self.limits.size)
        self.spend(1 + items // ITEMS_PER_UNIT)

    def enter(self) -> None:
        """One call deeper; raises :class:`TooDeep`. Every ``enter`` has its ``leave``."""
        self.depth += 1
        if self.depth > self.limits.depth:
            raise TooDeep(depth=self.limits.depth)

    def leave(self) -> None:
        """Back from a call."""
        self.depth -= 1

    def note(self, text: str) -> None:
        """Tell the trace, if there is one, why something became null."""
        if self.trace is not None:
            self.trace.note(text)

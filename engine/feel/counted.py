"""What ran, counted for whoever asks: elements and flows of diagrams, rows of decision tables.

Of acts alone: what pages foresee runs copies, outside of any count.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Final

Row = tuple[str, str | None, int]
"""A decision's name, the id of its table if it has one, the row's place from 1."""


@dataclass(slots=True)
class Counted:
    """How often each element was done, each flow taken, each row of a table hit."""

    elements: Counter[str] = field(default_factory=Counter)
    flows: Counter[str] = field(default_factory=Counter)
    rows: Counter[Row] = field(default_factory=Counter)

    def add(self, other: "Counted") -> None:
        """What ran there ran here too."""
        self.elements += other.elements
        self.flows += other.flows
        self.rows += other.rows


_current: ContextVar[Counted | None] = ContextVar("motcua_counted", default=None)

counted_around: Final = _current.get
"""Where what runs is counted, or None; for those who ask often."""


@contextmanager
def counting(into: Counted | None) -> Iterator[None]:
    """Count what runs inside; ``None``: it is not counted, as what is only compared with."""
    token = _current.set(into)
    try:
        yield
    finally:
        _current.reset(token)

"""Which case is in hand: every line of the log that is written meanwhile names it."""

from contextvars import ContextVar

CASE: ContextVar[str | None] = ContextVar("case", default=None)
"""Its code, or its submission number before reception; ``None`` between acts."""


def take_in_hand(ref: str | None) -> None:
    """From here on it is this case."""
    CASE.set(ref or None)

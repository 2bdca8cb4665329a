"""The phases of a case: each received and due at times of its own."""

from dataclasses import dataclass
from datetime import datetime

from engine.queries.views.parts import Due


@dataclass(frozen=True, slots=True)
class PhaseView:
    """A phase: over, going on, or to come (``began_at`` is ``None``).

    ``limit_words``: its share of the limit; ``begins_words``: with which step one to come begins.
    """

    number: int
    name: str
    limit_words: str
    begins_words: str
    began_at: datetime | None
    ended_at: datetime | None
    due: Due


@dataclass(frozen=True, slots=True)
class ResultLater:
    """The due time in force is that of a phase; the result comes in a later one.

    ``phase``: the name of the one that goes on; ``term``: how long the last one has, from when.
    """

    phase: str
    term: str

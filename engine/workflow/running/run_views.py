"""What a run shows of itself."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ReadyTask:
    """A task that waits for a person. ``id`` stays the same until it is done."""

    id: str
    element_id: str


@dataclass(frozen=True, slots=True)
class Timer:
    """A waiting timer event. ``due_at`` is in UTC."""

    id: str
    element_id: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Awaited:
    """A message or signal that an open event waits for; ``accepts``: the names it may set."""

    kind: str
    name: str
    element_id: str
    accepts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a message did: the event that took it, the names it set and those it left out."""

    element_id: str
    taken: tuple[str, ...]
    ignored: tuple[str, ...]

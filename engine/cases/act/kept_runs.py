"""Runs kept in the process between two acts on a case, so that most acts read no state.

A run is lent to one act at a time and comes back only when the act was committed: an act that is
refused, or fails, simply does not bring it back. It is lent again only for a case row of the same
version with the very bytes that it was saved as, so another process' act is always seen.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from engine.store.database import after_commit
from engine.workflow import ReadyTask, Run, Timer

MOST_KEPT = 2000
"""Runs kept in the process (about 10 kB each); the one unused longest goes first."""


class Borrowed(Mapping[str, object]):
    """The part of the dossier that the act at hand lets expressions read."""

    def __init__(self) -> None:
        self.source: Mapping[str, object] | None = None

    @property
    def _now(self) -> Mapping[str, object]:
        if self.source is None:
            msg = "a run was used outside of an act"
            raise RuntimeError(msg)
        return self.source

    def __getitem__(self, name: str) -> object:
        return self._now[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._now)

    def __len__(self) -> int:
        return len(self._now)


@dataclass(slots=True, eq=False)
class KeptRun:
    """A run with the names through which it reads the dossier, and what it was saved as.

    ``tasks`` and ``timers`` are those of the saved state: what an act finds before it changes any.
    """

    run: Run
    names: Mapping[str, Borrowed]
    version: int
    state: bytes
    tasks: frozenset[str] = frozenset()
    timers: Mapping[str, Timer] = field(default_factory=dict)

    def look(self) -> list[ReadyTask]:
        """Note the run's open tasks and timers as they are now; the tasks, oldest first."""
        ready = self.run.ready()
        self.tasks = frozenset(task.id for task in ready)
        self.timers = {timer.id: timer for timer in self.run.timers()}
        return ready


class KeptRuns:
    """Runs by case, at most ``most`` of them. Safe for use by many threads."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, str], KeptRun] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def take(self, key: tuple[str, str], *, version: int, state: bytes) -> KeptRun | None:
        """The case's run, no longer kept; ``None`` when there is none of exactly this state."""
        with self._lock:
            kept = self._kept.pop(key, None)
        if kept is None or kept.version != version or kept.state != state:
            return None
        return kept

    def keep_when_committed(self, session: Session, key: tuple[str, str], kept: KeptRun) -> None:
        """Keep the run for the next act once this one's transaction has been committed."""
        after_commit(session, lambda: self._keep(key, kept))

    def _keep(self, key: tuple[str, str], kept: KeptRun) -> None:
        for name in kept.names.values():
            name.source = None
        with self._lock:
            self._kept[key] = kept
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)


RUNS = KeptRuns()

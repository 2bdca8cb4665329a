"""Two workers that do the same job at the same moment."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from inspect import signature
from threading import Barrier, BrokenBarrierError
from typing import Any, TypeVar

from engine.jobs.pacing import Pace
from engine.store.database import Database

_PATIENCE = 5.0
Done = TypeVar("Done")
_Case = TypeVar("_Case")


class _Together(Pace):
    """Nobody begins with the first case before both have read what is due."""

    def __init__(self, both: Barrier) -> None:
        super().__init__()
        self._both = both

    def each(self, cases: Iterable[_Case]) -> Iterator[_Case]:
        due = list(cases)
        with suppress(BrokenBarrierError):
            self._both.wait(_PATIENCE)
        return super().each(due)


def by_two_workers(
    job: Callable[..., Done], database: Database, *, now: datetime
) -> tuple[Done, Done]:
    """What each of two workers tells that do the job at once."""
    both = Barrier(2)

    def work() -> Done:
        told: dict[str, Any] = {"now": now}
        if "pace" in signature(job).parameters:
            told["pace"] = _Together(both)
        else:
            both.wait(_PATIENCE)
        return job(database, **told)

    with ThreadPoolExecutor(2) as workers:
        first, second = (workers.submit(work) for _ in range(2))
        return first.result(), second.result()


def done_once(job: Callable[..., int], database: Database, *, now: datetime) -> int:
    """In how many cases there was something to do, for both together."""
    return sum(by_two_workers(job, database, now=now))

"""A fact that opens a case can't be found by trying: days of birth are few, numbers are printed.

Wrong facts are counted for each number in this process, which is enough to make trying hopeless;
the receipt's code and signing in go on working meanwhile.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from engine.errors import FactWrong, TooManyFacts
from engine.typed.identifiers import case_code

MOST_WRONG = 10
WITHIN = timedelta(minutes=30)
MOST_NUMBERS = 10_000
"""Numbers remembered at once; the one tried longest ago goes first."""


class Guesses:
    """When wrong facts were told, by number. Safe for use by many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._wrong: OrderedDict[str, list[datetime]] = OrderedDict()

    @contextmanager
    def one(self, ref: str, now: datetime) -> Iterator[None]:
        """Let one fact be told of the case. Raises TooManyFacts, and hands on FactWrong."""
        number = case_code(ref)
        if len(self._recent(number, now)) >= MOST_WRONG:
            raise TooManyFacts(minutes=int(WITHIN.total_seconds() // 60))
        try:
            yield
        except FactWrong:
            self._note(number, now)
            raise

    def _recent(self, number: str, now: datetime) -> list[datetime]:
        with self._lock:
            return [at for at in self._wrong.get(number, ()) if now - at < WITHIN]

    def _note(self, number: str, now: datetime) -> None:
        kept = [*self._recent(number, now), now]
        with self._lock:
            self._wrong[number] = kept
            self._wrong.move_to_end(number)
            while len(self._wrong) > MOST_NUMBERS:
                self._wrong.popitem(last=False)

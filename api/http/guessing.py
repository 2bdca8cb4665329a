"""What opens a case can't be found by trying, and numbers can't be counted through.

Days of birth are few and numbers run on, so what strangers try is counted: wrong facts for each
case, for each client and for both, and the numbers that a client looks up with nothing to prove.
The counts stand in this process; what is told of one case in a day is counted for all processes
together (``engine.accounts.wrong_facts``), which makes trying hopeless.
Whoever has the receipt's code or signs in goes on meanwhile, and so does, by one right fact, who
comes after many at one address.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from engine.errors import (
    Refusal,
    TooManyFacts,
    TooManyFactsHere,
    TooManyNumbers,
    TooManyPetitions,
)

WITHIN = timedelta(minutes=30)
MOST_WRONG = 10
"""Different wrong facts that one client tells of one case, whatever names it: nobody mistypes a
phone so often, and a day of birth has some 20,000 possible values."""
MOST_WRONG_OF_CASE = 30
"""Of one case by all clients together: a stranger alone doesn't shut out whose case it is."""
MOST_WRONG_HERE = 100
"""Of one client, as in signing in: a commune's hall has one address, and people there mistype."""
MOST_NUMBERS = 60
"""Numbers of one client without any proof, that no case has too: the screen of a hall serves one
person every half a minute. Whoever comes after these is asked for a fact, not shut out."""
MOST_PETITIONS = 20
"""Petitions of one client: a hall has one address, and people there help each other."""
MOST_REMEMBERED = 10_000
"""Cases and clients remembered at once; the one that tried longest ago goes first."""
_NETWORK = 64
"""Bits of an IPv6 address that a customer is given: one person has all that follow."""


def client_of(address: str) -> str:
    """Who counts as one client: the address, or its network where one person has a whole one."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or ip_network((found, _NETWORK), strict=False))
    return str(found)


class Guesses:
    """What was tried lately, at cases and by clients. Safe for use by many threads."""

    def __init__(self) -> None:
        self._here = _Tried(MOST_WRONG, TooManyFacts)
        self._of_cases = _Tried(MOST_WRONG_OF_CASE, TooManyFacts)
        self._of_clients = _Tried(MOST_WRONG_HERE, TooManyFactsHere)
        self._numbers = _Tried(MOST_NUMBERS, TooManyNumbers)
        self._petitions = _Tried(MOST_PETITIONS, TooManyPetitions)

    def check_fact(self, case: str, client: str, now: datetime) -> None:
        """Raise TooManyFacts or TooManyFactsHere where no more facts may be told."""
        self._here.check((case, client), None, now)
        self._of_cases.check(case, None, now)
        self._of_clients.check(client, None, now)

    def note_fact(self, case: str, client: str, fact: str, now: datetime) -> None:
        """A wrong fact was told; the same one again tries nothing new."""
        told = hash(fact)  # what was told is nobody's to read
        self._here.note((case, client), told, now)
        self._of_cases.note(case, told, now)
        self._of_clients.note(client, (case, told), now)

    def check_number(self, case: str, client: str, now: datetime) -> None:
        """Raise TooManyNumbers where no other number may be looked up without a proof."""
        self._numbers.check(client, case, now)

    def note_number(self, case: str, client: str, now: datetime) -> None:
        """A number was looked up, and nothing proved."""
        self._numbers.note(client, case, now)

    def check_petition(self, client: str, now: datetime) -> None:
        """Raise TooManyPetitions where no other petition may be sent."""
        self._petitions.check(client, None, now)

    def note_petition(self, client: str, code: str, now: datetime) -> None:
        """A petition was sent."""
        self._petitions.note(client, code, now)


class _Tried:
    """What was tried at each key within the time, each thing once."""

    def __init__(self, most: int, refusal: Callable[..., Refusal]) -> None:
        self._most, self._refusal = most, refusal
        self._lock = threading.Lock()
        self._tried: OrderedDict[Hashable, dict[Hashable, datetime]] = OrderedDict()

    def check(self, key: Hashable, what: Hashable, now: datetime) -> None:
        with self._lock:
            recent = self._recent(key, now)
        if what not in recent and len(recent) >= self._most:
            raise self._refusal(minutes=int(WITHIN.total_seconds() // 60))

    def note(self, key: Hashable, what: Hashable, now: datetime) -> None:
        with self._lock:
            self._tried[key] = self._recent(key, now) | {what: now}
            self._tried.move_to_end(key)
            while len(self._tried) > MOST_REMEMBERED:
                self._tried.popitem(last=False)

    def _recent(self, key: Hashable, now: datetime) -> dict[Hashable, datetime]:
        tried = self._tried.get(key, {})
        return {what: at for what, at in tried.items() if now - at < WITHIN}

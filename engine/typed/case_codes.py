"""Codes of cases however they are typed: other separators, none, or digits alone.

A code is the agency's identifier, the day and an order number (``H41.102.01-261113-0004``); before
reception the province's agency has an ``N-`` before it, and five digits of order number.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from engine.typed.text import plain_signs

_SEPARATORS = re.compile(r"[\s.,·_/\\-]")
_DAY = 6
_LONGEST = 40
OF_SUBMISSIONS = "N-"


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to part a run of signs: those of the agency, the day, the order number."""

    agency: str
    day: str
    number: str

    def code_of(self, agency: str, *, end: bool = False) -> str | None:
        """The code as it is printed, if the signs mean this agency; ``end``: or end as it does."""
        width = 5 if agency.startswith(OF_SUBMISSIONS) else 4
        if self.number != f"{int(self.number):0{width}d}":
            return None
        forms = _forms(agency)
        meant = self.agency in forms or (end and any(f.endswith(self.agency) for f in forms))
        return f"{agency}-{self.day}-{self.number}" if meant else None


def readings(text: str) -> tuple[Reading, ...]:
    """The ways to read a text as a whole code without its separators; none for other texts."""
    signs = _SEPARATORS.sub("", plain_signs(text)).upper()
    if len(signs) > _LONGEST or not re.fullmatch(r"[0-9A-Z]*[0-9]{10}", signs):
        return ()
    return tuple(_readings(signs))


def _readings(signs: str) -> Iterator[Reading]:
    for length in (4, 5, 6, 7):
        rest, number = signs[:-length], signs[-length:]
        agency, day = rest[:-_DAY], rest[-_DAY:]
        if len(day) == _DAY and day.isdecimal() and _is_day(day):
            yield Reading(agency, day, number)


def _is_day(digits: str) -> bool:
    try:
        datetime.strptime(digits, "%y%m%d")  # noqa: DTZ007 - a day, nowhere
    except ValueError:
        return False
    return True


def _forms(agency: str) -> Collection[str]:
    """An identifier's signs, its digits, and those without the province's, which all share."""
    parts = _SEPARATORS.sub("-", agency.upper()).split("-")
    signs = "".join(parts)
    shared = 2 if agency.startswith(OF_SUBMISSIONS) else 1
    return {signs, _digits(signs), _digits("".join(parts[shared:]))}


def _digits(signs: str) -> str:
    return "".join(sign for sign in signs if sign.isdecimal())

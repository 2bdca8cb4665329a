"""Within how many working days what is done about a petition: a dated catalogue."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache

from engine.catalogue.rules.law import DATA


@dataclass(frozen=True, slots=True)
class PetitionTerm:
    """Working days for one thing that is done about a petition."""

    code: str
    days: int
    name: str
    basis: str
    valid_from: date
    unverified: bool = False


def petition_term(code: str, day: date) -> PetitionTerm | None:
    """The term of the day; ``None``: no text fixes one yet."""
    found = [one for one in _terms() if one.code == code and one.valid_from <= day]
    return max(found, key=lambda one: one.valid_from, default=None)


@cache
def _terms() -> tuple[PetitionTerm, ...]:
    rows = tomllib.loads(DATA.read_text(encoding="utf-8"))["petition"]
    return tuple(PetitionTerm(**one) for one in rows)

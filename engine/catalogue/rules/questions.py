"""What applicants are asked about how their cases were handled: a dated catalogue of the nation."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from engine.catalogue.rules.law import DATA


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the day. ``unverified``: its official words were not compared yet."""

    code: str
    text: str
    basis: str
    valid_from: date
    unverified: bool = False


def questions_on(day: date) -> tuple[Question, ...]:
    """The questions of the day, in the order of the catalogue; of one code the latest."""
    latest: dict[str, Question] = {}
    for one in _questions():
        if one.valid_from <= day:
            latest[one.code] = one
    return tuple(latest.values())


@cache
def _questions() -> Sequence[Question]:
    rows = tomllib.loads(DATA.read_text(encoding="utf-8"))["question"]
    return tuple(Question(**one) for one in sorted(rows, key=lambda one: one["valid_from"]))

"""On which grounds a case may be suspended or stopped: a dated catalogue beside the law's terms."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from engine.catalogue.rules.law import DATA


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground for ``act`` (suspend, stop). ``portal``: what the portal is told meanwhile."""

    act: str
    code: str
    name: str
    basis: str
    valid_from: date
    portal: int | None = None
    unverified: bool = False


def grounds_on(day: date) -> tuple[Ground, ...]:
    """The grounds of the day, in the order of the catalogue."""
    return tuple(one for one in _grounds() if one.valid_from <= day)


def ground_on(act: str, code: str, day: date) -> Ground | None:
    """The ground of the act with this code; ``None``: there is none on the day."""
    return next((one for one in grounds_on(day) if (one.act, one.code) == (act, code)), None)


@cache
def _grounds() -> Sequence[Ground]:
    return tuple(Ground(**one) for one in tomllib.loads(DATA.read_text(encoding="utf-8"))["ground"])

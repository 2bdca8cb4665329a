"""Whose past a unit keeps: what is over is not moved when another unit takes over. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from engine.organisation.shares import Share


@dataclass(frozen=True, slots=True)
class Taken:
    """What a unit took over: from which, when, and of one that was split only its share."""

    old: str
    day: date
    share: Share | None


TookOver = Mapping[str, Sequence[Taken]]
Past = Mapping[str, frozenset[str] | None]
"""Unit that is no more → the procedures of which another keeps its past; ``None``: of all."""


def past_of(took_over: TookOver, unit_code: str, day: date) -> Past:
    """The units whose past the unit keeps on the day.

    The past goes with whoever took the whole or the rest; procedures that a share names, with that
    share, too. Chains are followed.
    """
    found: dict[str, frozenset[str] | None] = {}
    ahead: list[tuple[str, frozenset[str] | None]] = [(unit_code, None)]
    while ahead:
        new, within = ahead.pop()
        for took in took_over.get(new, ()):
            if took.old in found or took.day > day:
                continue
            only = _shared(took.share, within)
            if only is None or only:
                found[took.old] = only
                ahead.append((took.old, only))
    return found


def _shared(share: Share | None, within: frozenset[str] | None) -> frozenset[str] | None:
    if share is None or share.rest:
        return within
    return share.procedures if within is None else share.procedures & within

"""Whose past a unit keeps: what is over is not moved when another unit takes over. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from engine.organisation.shares import Share

NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Named:
    """What one and what the others of a split name, in one of the ways in which shares name it."""

    mine: frozenset[str]
    others: frozenset[str]


@dataclass(frozen=True, slots=True)
class Cut:
    """What a part took of a unit that was split: whatever is named most closely decides.

    The closest first: cases by code or number, procedures, procedures of sectors, communes.
    ``rest``: and whatever nobody named.
    """

    cases: Named
    procedures: Named
    of_sectors: Named
    communes: Named
    rest: bool

    def takes(self, refs: frozenset[str], procedure: str | None, commune: str | None) -> bool:
        """Whether the part took what is known by these."""
        asked = (
            (self.cases, refs),
            (self.procedures, {procedure}),
            (self.of_sectors, {procedure}),
            (self.communes, {commune}),
        )
        for named, values in asked:
            if not named.mine.isdisjoint(values):
                return True
            if not named.others.isdisjoint(values):
                return False
        return self.rest


def cut_of(share: Share, others: Sequence[Share], sectors: Mapping[str, str]) -> Cut:
    """What a share is beside the others. ``sectors``: procedure → its sector."""

    def of_sectors(one: Share) -> frozenset[str]:
        return frozenset(code for code, sector in sectors.items() if sector in one.sectors)

    return Cut(
        Named(share.cases, NOTHING.union(*(one.cases for one in others))),
        Named(share.procedures, NOTHING.union(*(one.procedures for one in others))),
        Named(of_sectors(share), NOTHING.union(*map(of_sectors, others))),
        Named(share.communes, NOTHING.union(*(one.communes for one in others))),
        share.rest,
    )


@dataclass(frozen=True, slots=True)
class Taken:
    """What a unit took over: from which, when, and of one that was split only its part."""

    old: str
    day: date
    cut: Cut | None


TookOver = Mapping[str, Sequence[Taken]]
Cuts = tuple[Cut, ...]
"""What several splits, one after another, left of a unit's past; nothing: all of it."""
Past = Sequence[tuple[str, Cuts]]
"""Units that are no more, each with how much of its past another keeps."""


def past_of(took_over: TookOver, unit_code: str, day: date) -> Past:
    """The units whose past the unit keeps on the day. Chains are followed."""
    return tuple(_past(took_over, unit_code, day, (), {unit_code}))


def _past(
    took_over: TookOver, unit_code: str, day: date, cuts: Cuts, passed: set[str]
) -> Iterator[tuple[str, Cuts]]:
    for took in took_over.get(unit_code, ()):
        if took.day <= day and took.old not in passed:
            left = cuts if took.cut is None else (*cuts, took.cut)
            yield took.old, left
            yield from _past(took_over, took.old, day, left, {*passed, took.old})

"""On which days new cases take which version of a procedure: one that is retired gives way to the
one before, which so applies again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple


class Applies(NamedTuple):
    """A version: valid from a day on, and from another on not taken any more."""

    version: int
    valid_from: date
    retired_from: date | None


@dataclass(frozen=True, slots=True)
class Period:
    """Days on which new cases take one version, or none; ``last`` is ``None`` without an end."""

    first: date
    last: date | None
    version: int | None

    def holds(self, day: date) -> bool:
        """Whether the day is one of them."""
        return self.first <= day and (self.last is None or day <= self.last)


def periods(versions: Iterable[Applies]) -> tuple[Period, ...]:
    """From the first day of any of them on without a gap, in order."""
    rows = list(versions)
    days = sorted({day for row in rows for day in (row.valid_from, row.retired_from) if day})
    found: list[Period] = []
    for at, first in enumerate(days):
        last = days[at + 1] - timedelta(days=1) if at + 1 < len(days) else None
        version = _taken(rows, first)
        if found and found[-1].version == version:
            found[-1] = Period(found[-1].first, last, version)
        else:
            found.append(Period(first, last, version))
    return tuple(found)


def _taken(rows: Iterable[Applies], day: date) -> int | None:
    """The newest version that is valid on the day and not retired, as cases take it."""
    taken = (
        row
        for row in rows
        if row.valid_from <= day and (row.retired_from is None or row.retired_from > day)
    )
    newest = max(taken, key=lambda row: (row.valid_from, row.version), default=None)
    return newest.version if newest else None


def of_each(found: Iterable[Period]) -> Mapping[int, tuple[Period, ...]]:
    """The periods of each version."""
    told: dict[int, tuple[Period, ...]] = {}
    for one in found:
        if one.version is not None:
            told[one.version] = (*told.get(one.version, ()), one)
    return told


def instead(versions: Iterable[Applies], version: int, today: date) -> tuple[Period, ...]:
    """What new cases would take on the days that are this version's from today on, without it."""
    rows = list(versions)
    without = periods(row for row in rows if row.version != version)
    found: list[Period] = []
    for mine in of_each(periods(rows)).get(version, ()):
        if mine.last is not None and mine.last < today:
            continue
        first = max(mine.first, today)
        parts = [_within(one, first, mine.last) for one in without]
        told = [one for one in parts if one is not None]
        begins = told[0].first if told else None
        if begins is None or begins > first:
            before = begins - timedelta(days=1) if begins else mine.last
            told.insert(0, Period(first, before, None))
        found += told
    return tuple(found)


def _within(one: Period, first: date, last: date | None) -> Period | None:
    start = max(one.first, first)
    ends = [day for day in (one.last, last) if day is not None]
    end = min(ends) if ends else None
    return Period(start, end, one.version) if end is None or start <= end else None

"""On which days new cases take which version of a procedure: one that is retired gives way to the
one before, which so applies again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from engine.worktime import ZONE

MIDNIGHT = time(tzinfo=ZONE)


class Applies(NamedTuple):
    """A version: valid from a day on, and from another on not taken any more.

    ``published_at`` and ``retired_at``: when each was decided, which is when it began where that
    was on the day itself. Without them days are whole.
    """

    version: int
    valid_from: date
    retired_from: date | None
    published_at: datetime | None = None
    retired_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """Days on which new cases take one version, or none; ``last`` is ``None`` without an end.

    ``since``: of the first day only from this moment on; ``until``: of the last only up to it.
    """

    first: date
    last: date | None
    version: int | None
    since: datetime | None = None
    until: datetime | None = None

    def holds(self, day: date) -> bool:
        """Whether the day is one of them."""
        return self.first <= day and (self.last is None or day <= self.last)


def periods(versions: Iterable[Applies]) -> tuple[Period, ...]:
    """From the first day of any of them on without a gap, in order."""
    rows = [(row, _begins(row), _ends(row)) for row in versions]
    moments = sorted({at for _, *both in rows for at in both if at is not None})
    found: list[tuple[datetime, int | None]] = []
    for at in moments:
        taken = (row for row, begins, ends in rows if begins <= at and (ends is None or ends > at))
        newest = max(taken, key=lambda row: (row.valid_from, row.version), default=None)
        version = newest.version if newest else None
        if not found or found[-1][1] != version:
            found.append((at, version))
    after = [*(at for at, _ in found), None][1:]
    return tuple(
        _period(at, then, version) for (at, version), then in zip(found, after, strict=True)
    )


def _begins(row: Applies) -> datetime:
    return _decided(row.valid_from, row.published_at)


def _ends(row: Applies) -> datetime | None:
    return _decided(row.retired_from, row.retired_at) if row.retired_from else None


def _decided(day: date, at: datetime | None) -> datetime:
    """When the day begins, or on that day what was decided on it."""
    local = at.astimezone(ZONE) if at else None
    return local if local and local.date() == day else datetime.combine(day, time(), ZONE)


def _period(at: datetime, then: datetime | None, version: int | None) -> Period:
    since = at if at.timetz() != MIDNIGHT else None
    if then is None:
        return Period(at.date(), None, version, since)
    if then.timetz() == MIDNIGHT:
        return Period(at.date(), then.date() - timedelta(days=1), version, since)
    return Period(at.date(), then.date(), version, since, then)


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
